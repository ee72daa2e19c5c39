"""Amounts of several currencies together: at the latest dated rate, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipetui.domain.money import Money
from pipetui.domain.playbook import Rate
from pipetui.domain.worth import together

TODAY = date(2026, 11, 23)
AMOUNTS = [Money(10_000, "EUR"), Money(20_001, "USD")]


def rate(day: date, value: str) -> Rate:
    return Rate("USD", day, Decimal(value))


def test_one_currency_needs_no_rate() -> None:
    assert together([Money(1, "EUR"), Money(2, "EUR")], "EUR", (), TODAY) == Money(3, "EUR")


def test_without_a_rate_there_is_no_sum() -> None:
    assert together(AMOUNTS, "EUR", (), TODAY) is None


def test_the_latest_rate_of_today_or_earlier_counts() -> None:
    rates = (rate(date(2026, 11, 1), "0.90"), rate(TODAY, "0.5"), rate(date(2026, 11, 24), "9"))
    assert together(AMOUNTS, "EUR", rates, TODAY) == Money(20_000, "EUR")
    assert together(AMOUNTS, "EUR", rates[::-1], TODAY) == Money(20_000, "EUR"), "in whatever order they are written"


def test_a_rate_of_the_future_is_none() -> None:
    rates = (rate(date(2026, 11, 24), "0.9"),)
    assert together(AMOUNTS, "EUR", rates, TODAY) is None


def test_minor_units_of_another_size() -> None:
    rates = (Rate("JPY", TODAY, Decimal("0.006")),)
    assert together([Money(1_000, "JPY")], "EUR", rates, TODAY) == Money(600, "EUR")
