"""Header and footer: one line at every width, the most important parts last to go."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.model import Counts
from pipetui.tui.commands import footer
from pipetui.tui.widgets.footer import line as footer_line
from pipetui.tui.widgets.header import Figures
from pipetui.tui.widgets.header import line as header_line

MOMENT = datetime(2026, 11, 23, 8, 31, tzinfo=ZoneInfo("Europe/Rome"))
FIGURES = Figures(MOMENT, Counts(to_clear=14, due_today=3, woke_today=1, in_hand=4, parked=2), (5, 19), "anna · mine")


@given(st.integers(40, 300), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_header_is_one_line(width: int, cleared: int, left: int) -> None:
    figures = Figures(MOMENT, Counts(to_clear=left), (cleared, cleared + left), "anna · mine", "filter: x")
    line = header_line(figures, width)
    assert line.cell_length == width
    assert "Mon 23 Nov 08:31" in line.plain


@pytest.mark.parametrize(("width", "words"), [
    (60, ("14 to clear", "anna · mine")),
    (80, ("14 to clear", "5 of 19", "due today 3", "anna · mine")),
    (144, ("14 to clear", "━", "5 of 19", "due today 3", "woke 1", "in hand 4", "parked 2", "anna · mine")),
])  # fmt: skip
def test_the_header_says_more_where_there_is_room(width: int, words: tuple[str, ...]) -> None:
    line = header_line(FIGURES, width).plain
    assert all(word in line for word in words)


@given(st.integers(40, 200))
def test_the_footer_fits_and_help_is_always_there(width: int) -> None:
    line = footer_line(footer("today"), width)
    assert line.cell_length <= width
    assert line.plain.endswith("? help")


def test_the_footer_shows_the_keys_of_the_keymap() -> None:
    assert "f5 note" in footer_line(footer("today"), 200, {"note": "f5"}).plain
