"""Single cells: dates, numbers, words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.amounts import Amount, Amounts
from pipetui.exchange.cell_dates import NumericDate, read_date
from pipetui.exchange.cell_numbers import read_number
from pipetui.exchange.cells import Bad, read_flag, read_line, read_size

if TYPE_CHECKING:
    from decimal import Decimal

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-08-04T09:09:33.000+0000", date(2017, 8, 4)),
        ("2026-03-31T23:30:00Z", date(2026, 4, 1)),
        ("2026-03-31T23:30:00-05:00", date(2026, 4, 1)),
        ("2026-03-31 23:30", date(2026, 3, 31)),
        ("2026-03-31 23:30:59", date(2026, 3, 31)),
        ("2026/3/4", date(2026, 3, 4)),
        ("2026.03.04", date(2026, 3, 4)),
        ("20260304", date(2026, 3, 4)),
        ("Sep 12, 2026", date(2026, 9, 12)),
        ("September 12th, 2026", date(2026, 9, 12)),
        ("12 settembre 2026", date(2026, 9, 12)),
        ("sabato 12 settembre 2026", date(2026, 9, 12)),
        ("12-Sep-26", date(2026, 9, 12)),
        ("Sep 12, 2026 3:04 PM", date(2026, 9, 12)),
        ("3 mar 2026", date(2026, 3, 3)),
        ("45992", date(2025, 12, 1)),
        ("45992.75", date(2025, 12, 1)),
    ],
)
def test_sure_dates(text: str, day: date) -> None:
    assert read_date(text, ROME) == day


@pytest.mark.parametrize(
    ("text", "by_order"),
    [
        ("5/20/2024 7:42", {"mdy": date(2024, 5, 20)}),
        ("20.5.2024", {"dmy": date(2024, 5, 20)}),
        ("05/06/2024", {"dmy": date(2024, 6, 5), "mdy": date(2024, 5, 6)}),
        ("20-10-16", {"dmy": date(2016, 10, 20), "ymd": date(2020, 10, 16)}),
        ("99-10-16", {"ymd": date(1999, 10, 16)}),
    ],
)
def test_dates_that_have_an_order(text: str, by_order: dict[str, date]) -> None:
    reading = read_date(text, ROME)
    assert isinstance(reading, NumericDate)
    assert reading.by_order == by_order


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "2026-13-01", "2026-02-30", "12345", "soon", "12/2026", "5/20/2024 25:00", "5/20/2024 13:00 PM",
     "0001-01-01", "1-2/2026", "2026-W07-1", "12 foo 2026", "x" * 10_000, ""],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert read_date(text, ROME) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_way_to_write_a_day_names_it(day: date) -> None:
    assert read_date(day.isoformat(), ROME) == day
    assert read_date(str((day - date(1899, 12, 30)) // timedelta(days=1)), ROME) == day
    reading = read_date(f"{day:%d/%m/%Y}", ROME)
    assert isinstance(reading, NumericDate)
    assert reading.by_order["dmy"] == day


@given(st.text(max_size=30))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    read_date(text, ROME)
    read_number(text)


POINT, COMMA, OPEN = Amounts(".", None, "EUR"), Amounts(",", None, "EUR"), Amounts(None, None, "EUR")


def amount(amounts: Amounts, text: str, currency: str | None = None) -> tuple[int, str] | None:
    reading = read_number(text)
    if reading is None:
        return None
    found = amounts.money(reading, currency)
    return (found.money.minor, found.money.currency) if isinstance(found, Amount) else None


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.234,56", 123456), ("€ 1.234,00", 123400), ("95,570.69", 9557069), ("250000.0", 25000000),
        ("1234", 123400), ("1.234.567", 123456700), ("1,234,567", 123456700), ("1'234.50", 123450),
        ("1 234,56", 123456), ("1 234", 123400), ("1,00,000.00", 10000000), ("0,5", 50), (".5", 50),
        ("12k", 1200000), ("1,5 mln", 150000000), ("1.5k", 150000), ("1200 €", 120000), ("EUR 1200", 120000),
        ("1.234", 123400), ("1,234", 123400), ("€1.234,-", 123400),
    ],
)  # fmt: skip
def test_amounts(text: str, minor: int) -> None:
    assert amount(OPEN, text) == (minor, "EUR")


@pytest.mark.parametrize(
    "text",
    ["12%", "abc", "10 20", "100-200", "1.23.456", "1,234.5.6", "12.", "€", "1200 pears", "-5", "(1,200.50)", "5-",
     "9" * 40, "1.234k"],
)  # fmt: skip
def test_no_amounts(text: str) -> None:
    assert amount(OPEN, text) is None


def test_the_column_decides_what_a_cell_leaves_open() -> None:
    assert amount(COMMA, "1.234") == (123400, "EUR")
    # With a decimal point this would be 1.234 euro, and the euro has two decimals: a wrong value is worse than none.
    assert amount(POINT, "1.234") is None
    assert amount(POINT, "1.234", "KWD") == (1234, "KWD")
    assert amount(Amounts(None, ",", "KWD"), "1.234") == (1234000, "KWD")
    assert amount(Amounts(None, None, "KWD"), "1.234") is None


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("$12,400.00", None, (1240000, "USD")), ("$5", "CAD", (500, "CAD")), ("5", "JPY", (5, "JPY")),
        ("€5", "USD", None), ("Fr. 1'000.00", None, (100000, "CHF")), ("1000 US Dollars", None, (100000, "USD")),
    ],
)  # fmt: skip
def test_currencies(text: str, stated: str | None, expected: tuple[int, str] | None) -> None:
    assert amount(OPEN, text, stated) == expected


def test_more_decimals_than_the_currency_has_are_rounded_and_said() -> None:
    reading = read_number("69114.409999999996")
    assert reading is not None
    found = OPEN.money(reading, None)
    assert isinstance(found, Amount)
    assert (found.money.minor, found.rounded) == (6911441, True)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_locale_writes_the_same_amount(value: Decimal) -> None:
    english, minor = f"{value:,.2f}", int(value * 100)
    italian = english.translate(str.maketrans(",.", ".,"))
    assert amount(POINT, english) == amount(COMMA, italian) == amount(OPEN, str(value)) == (minor, "EUR")


def test_words() -> None:
    assert [read_flag(text) for text in ("VERO", "falso", "1", "0", "sì", "")] == [True, False, True, False, True, None]
    assert isinstance(read_flag("maybe"), Bad)
    assert read_line("  a \n b\u00a0c ") == "a b c"
    assert read_line("'=1+1") == "=1+1"
    assert read_line(" n/a ") is None
    assert read_size("1.200") == 1200
    assert isinstance(read_size("50-100"), Bad)
