"""Lines of the deal list: every width is kept to the cell, whatever people write."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipetui.domain.badges import days_of_limit
from pipetui.domain.model import Deal, Finding, Item, NextStep, Section, StageDays
from pipetui.domain.money import Money
from pipetui.tui.widgets.deal_row import (
    Setting,
    columns,
    deal_line,
    heading_line,
    list_day,
    short_money,
)

TODAY = date(2026, 11, 23)
SETTING = Setting(TODAY, ZoneInfo("Europe/Rome"))
FOUR_DAYS = StageDays(4, known=True)
WORDS = st.text(max_size=60) | st.sampled_from(
    ["日本語株式会社", "👨‍👩‍👧‍👦", "[/red]x", "\x1b[31m", "e" + "\u0301" * 90]
)


def item(
    name: str = "pilot",
    *,
    company: str | None = "Borealis",
    step: NextStep | None = None,
    findings: tuple[Finding, ...] = (),
    section: Section = "to_clear",
    money: Money | None = None,
    days: StageDays = FOUR_DAYS,
) -> Item:
    deal = Deal(1, name, "discovery", company=company, owner="anna", amount=money, step=step or NextStep())
    return Item(deal, "open", section, "Discovery", 21, days, findings, None)


@given(WORDS, WORDS, st.integers(40, 260), st.booleans(), st.integers(0, 10**16))
def test_every_line_fits_its_width(name: str, text: str, width: int, owners: bool, minor: int) -> None:
    step = NextStep(text, "anna", TODAY + timedelta(days=4), 3)
    line = deal_line(
        item(name, company=text, step=step, money=Money(minor, "EUR")),
        columns(width, owners=owners),
        SETTING,
        current=owners,
    )
    assert line.cell_length <= width
    assert "\x1b" not in line.plain


@given(st.integers(40, 260), st.booleans())
def test_a_wider_list_never_loses_a_column(width: int, owners: bool) -> None:
    narrow, wide = (asdict(columns(cells, owners=owners)) for cells in (width, width + 1))
    assert {name for name, cells in narrow.items() if cells} <= {name for name, cells in wide.items() if cells}


@pytest.mark.parametrize(("width", "there", "not_there"), [
    (60, ("name", "day", "amount", "date"), ("stage", "text", "owner")),
    (80, ("stage",), ("text",)),
    (150, ("stage", "text"), ()),
])  # fmt: skip
def test_columns_come_with_the_width(width: int, there: tuple[str, ...], not_there: tuple[str, ...]) -> None:
    cells = columns(width)
    assert all(getattr(cells, name) for name in there)
    assert not any(getattr(cells, name) for name in not_there)


def test_the_bar_and_bold_mark_the_cursor_without_moving_anything() -> None:
    cells = columns(100)
    other, here = (deal_line(item(), cells, SETTING, current=current) for current in (False, True))
    assert here.plain.replace("▌", " ") == other.plain


@pytest.mark.parametrize(("step", "words"), [
    (NextStep(), "–"),
    (NextStep("call", "anna", None), "no date"),
    (NextStep("call", None, TODAY), "no owner"),
    (NextStep("call", "anna", TODAY), "today"),
    (NextStep("call", "anna", TODAY - timedelta(days=4), 3), "Thu 19 x3"),
])  # fmt: skip
def test_the_next_step_in_one_narrow_column(step: NextStep, words: str) -> None:
    assert deal_line(item(step=step), columns(70), SETTING).plain.rstrip().endswith(words)


@pytest.mark.parametrize(("away", "words"), [
    (0, "today"), (3, "Thu 26"), (-13, "Tue 10"), (14, "7 Dec"), (-60, "24 Sep"), (400, "Dec 2027"),
])  # fmt: skip
def test_a_day_is_as_short_as_it_stays_clear(away: int, words: str) -> None:
    assert list_day(TODAY + timedelta(days=away), TODAY) == words


def test_an_unknown_age_is_at_least() -> None:
    assert days_of_limit(item(days=StageDays(12, known=False))) == "12+/21"


@pytest.mark.parametrize(("money", "words"), [
    (Money(1_200_050, "EUR"), "12,000 €"),
    (Money(123_456_789_012, "EUR"), "1,235M €"),
    (Money(500, "JPY"), "500 ¥"),
])  # fmt: skip
def test_amounts_are_short(money: Money, words: str) -> None:
    assert short_money(money, 10) == words


def test_titles_stand_above_their_columns_and_say_what_sorts() -> None:
    cells = columns(100)
    line = heading_line("to_clear", 14, cells, Setting(TODAY, SETTING.zone, sort="-amount"), titles=True).plain
    deal = deal_line(item(money=Money(1_200_000, "EUR")), cells, SETTING).plain
    assert line.startswith("  TO CLEAR 14")
    assert cell_len(line.split("amount↓")[0]) + len("amount↓") == deal.index("€") + 1
    assert line.index("stage") == deal.index("Discovery")


@pytest.mark.parametrize("width", range(58, 200))
def test_a_deal_that_one_looks_after_says_for_whom(width: int) -> None:
    line = deal_line(replace(item(), covering=True), columns(width), SETTING)
    assert line.cell_length <= width
    assert "for anna" in line.plain
    assert "Borealis" in line.plain
