"""The lines of the people fit every width, and say what the colours say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.model import Absence
from pipetui.domain.money import Money
from pipetui.services.people import Person
from pipetui.tui.widgets.people_list import columns, person_line, portrait, titles

TODAY = date(2026, 11, 23)
AWAY = Absence(1, "anna", TODAY, date(2027, 1, 6), "luca")


def person(
    name: str = "anna", aliases: tuple[str, ...] = ("Anna Rossi",), absences: tuple[Absence, ...] = ()
) -> Person:
    worth = (Money(117_440_000, "EUR"), Money(8_250_000, "CHF"))
    return Person(name, aliases, 35, 16, worth, 35, 71, absences, ("mia",))


@pytest.mark.parametrize("width", range(58, 260))
def test_a_line_is_never_wider_than_the_list(width: int) -> None:
    line = person_line(person(absences=(AWAY,)), width, TODAY)
    assert line.cell_length <= width
    assert titles(width).cell_length <= width
    assert "until 6 Jan" in line.plain


@given(st.text(), st.text(), st.integers(58, 250))
def test_whatever_people_are_called(name: str, alias: str, width: int) -> None:
    shown = person(name, (alias,))
    assert person_line(shown, width, TODAY).cell_length <= width
    assert all(line.cell_length <= 30 for line in portrait(shown, TODAY, 30))


def test_columns_come_with_the_width() -> None:
    assert set(columns(60)) == {"name", "open", "clear", "kept", "away"}
    assert set(columns(80)) == {"name", "open", "clear", "kept", "away", "worth"}
    assert "aliases" in columns(120)


def test_away_now_later_and_never() -> None:
    later = Absence(1, "anna", date(2026, 12, 20), date(2027, 1, 6), None)
    assert person(absences=(AWAY, later)).away_words(TODAY) == "until 6 Jan, luca"
    assert person(absences=(later,)).away_words(TODAY) == "20 Dec to 6 Jan"
    assert person().away_words(TODAY) == ""


def test_everything_about_a_person() -> None:
    told = "\n".join(line.plain for line in portrait(person(absences=(AWAY,)), TODAY, 60))
    for words in ("Anna Rossi", "35 open deals, 16 to clear", "kept 35 of 71 in 90 days", "luca covers", "mia"):
        assert words in told
