"""One cell as a number: what it can mean, before anybody has decided which mark stands before the decimals.

Understood: ``1.234,56``, ``95,570.69``, ``1'234.50``, ``1 234,56``, ``1,00,000.00``, signs and names of
currencies before or after, ``12k``, ``1,5 mln``, brackets or a minus for negative numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pipetui.domain.money import currency_code

Mark = Literal[".", ","]
MARKS: tuple[Mark, ...] = (".", ",")

_NUMBER = re.compile(r"(?P<before>(?:[^\d.,]|\.(?!\d))*)(?P<digits>[.,]?\d(?:[\d.,'’\s]*\d)?)(?P<after>[^\d]*)")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,])\d{3})+|\d{1,2}(?:(?P<indian>,)\d{2})+,\d{3}")
_SPACED = re.compile(r"(?<=\d)['’\s](?=\d{3}(?!\d))")
_TIMES = {"k": 1_000, "mila": 1_000, "mln": 1_000_000, "mio": 1_000_000, "million": 1_000_000, "milioni": 1_000_000}
_TIMES_AT_START = re.compile(r"(?P<word>k|mila|mln|mio|million|milioni)\b\.?", re.IGNORECASE)
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]+$")
"""``1.234,-``"""
_NEGATIVE = re.compile(r"[-−–(]")
_NO_SIGNS = str.maketrans("-−–+()", "      ")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a cell can mean: the number if ``.`` or if ``,`` is the decimal mark (None: it cannot be), and the currency
    that stands beside it."""

    point: Decimal | None
    comma: Decimal | None
    currency: str | None = None

    def by(self, mark: Mark) -> Decimal | None:
        """The number with this decimal mark."""
        return self.point if mark == "." else self.comma

    @property
    def proves(self) -> Mark | None:
        """The decimal mark, if only one fits."""
        if self.point is None:
            return ","
        return "." if self.comma is None else None

    @property
    def open(self) -> bool:
        """Do the two marks give two numbers, as in ``1.234``?"""
        return self.point is not None and self.comma is not None and self.point != self.comma


def read_number(text: str) -> NumberReading | None:
    """What a cell's text can mean as a number, or None where it is none (words, percentages, two numbers)."""
    return _read(text.strip()) if len(text) <= _LONGEST else None


@lru_cache(maxsize=65536)
def _read(text: str) -> NumberReading | None:
    text = _NO_CENTS.sub("", text)
    if text.isascii() and text.isdigit():
        return NumberReading(Decimal(text), Decimal(text))
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    before, after = match["before"], match["after"].strip()
    times = _TIMES_AT_START.match(after)
    if times:
        after = after[times.end() :].strip()
    words = f"{before} {after}".translate(_NO_SIGNS).strip()
    code = currency_code(words) if words else None
    if words and code is None:
        return None
    factor = _TIMES[times["word"].lower()] if times else 1
    sign = -1 if _NEGATIVE.search(before) or after.endswith("-") else 1
    digits = _SPACED.sub("", match["digits"])
    point, comma = (None if value is None else _times(value, factor) * sign for value in _values(digits))
    return None if point is None and comma is None else NumberReading(point, comma, code)


def _values(digits: str) -> tuple[Decimal | None, Decimal | None]:
    return _value(digits, "."), _value(digits, ",")


def _times(value: Decimal, factor: int) -> Decimal:
    """Thousands and millions use up decimals: ``1.5k`` has none."""
    return (value * factor).normalize() if factor > 1 else value


def _value(digits: str, decimal_mark: Mark) -> Decimal | None:
    """The number if ``decimal_mark`` stands before the decimals and the other one, if any, between thousands."""
    whole, mark, decimals = digits.partition(decimal_mark)
    if mark and not decimals.isdigit():
        return None
    if whole and not whole.isdigit():
        grouped = _GROUPED.fullmatch(whole)
        # The other mark stands between all thousands, and no zero before the first one.
        if grouped is None or decimal_mark in whole or whole.count(",") * whole.count(".") or whole[0] == "0":
            return None
    return Decimal(f"{whole.replace('.', '').replace(',', '') or '0'}.{decimals or '0'}")
