"""The one helper through which people's words reach the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipetui.tui.widgets.text import fit, safe, wrapped


@given(st.text(), st.integers(0, 80))
def test_fit_is_exact(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit(text, width, pad=False)) <= width


def test_markup_stays_words() -> None:
    assert safe("[/red]x [b]y").plain == "[/red]x [b]y"
    assert safe("[@click=app.quit]z", "bold").markup.count("@click=app.quit") == 1
    assert not safe("[b]y[/b]").spans


def test_none_is_nothing() -> None:
    assert (safe(None).plain, fit(None, 3)) == ("", "   ")


@given(st.text(), st.integers(2, 40), st.integers(1, 4))
def test_wrapped_keeps_width_and_number_of_lines(text: str, width: int, limit: int) -> None:
    lines = wrapped(text, width, limit=limit)
    assert 1 <= len(lines) <= limit
    assert all(line.cell_length <= width for line in lines)


def test_what_is_left_out_is_marked() -> None:
    assert [line.plain for line in wrapped("one two three four five", 9, limit=2)] == ["one two", "three fo…"]
