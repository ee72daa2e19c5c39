"""One cell as a number: what it can mean, before anybody has decided which mark stands before the decimals.

Understood: ``1.234,56``, ``95,570.69``, ``1'234.50``, ``1 234,56``, ``1,00,000.00``, signs and names of
currencies before or after, ``12k``, ``1,5 mln``, ``2 M€``, brackets or a minus for negative numbers. Words that say
more about the number (``ca.``, ``+ IVA``, ``/anno``) are told apart from it; bounds and ranges (``max 10k``,
``10-12k``) are no numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pipetui.domain.money import currency_code
from pipetui.exchange.cell_text import visible, without

if TYPE_CHECKING:
    from collections.abc import Sequence

Mark = Literal[".", ","]
MARKS: tuple[Mark, ...] = (".", ",")

_NUMBER = re.compile(
    r"(?P<before>(?:[^\d.,]|\.(?!\d)|(?<=[^\W\d_])\.(?=\d))*)(?P<digits>[.,]?\d(?:[\d.,'’\s]*\d)?)(?P<after>[^\d]*)"
)
"""A point right after a letter shortens a word: ``Fr.950`` is no 0.95."""
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,])\d{3})+|\d{1,2}(?:(?P<indian>,)\d{2})+,\d{3}")
_SPACED = re.compile(r"(?<=\d)['’\s](?=\d{3}(?!\d))")
_TIMES = {"k": 1_000, "mila": 1_000} | dict.fromkeys(("m", "mln", "mio", "million", "milione", "milioni"), 1_000_000)
_TIMES_AT_START = re.compile(
    r"(?P<word>k|mila|mln|mio|million|milion[ei]|(?-i:M))(?![^\W\d_])\.?(?:\s+(?:di|of)\b)?", re.IGNORECASE
)
"""A small m may be thousands or millions: it is neither here."""
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—=]+$")
"""``1.234,-``"""
_BESIDE_BEFORE = r"^(?:circa|ca\.?|c\.a\.?|about|approx\.?|~|≈|stimat[oi]|stima:?|est\.)\s*(?=[^\s])"
_TAX = r"(?:\+|oltre|più|plus|excl?\.?|ex|escl\.?|incl\.?)\s*(?:iva|vat|tax)|(?:iva|vat)\s*(?:escl|incl|excl)\w*\.?"
_PERIOD = r"/\s*(?:anno|mese|year|yr|month|mo)|all['’]anno|al mese|annu[io]|mensil[ei]|(?:per|a) (?:year|month)|p\.a\."
_BESIDE = re.compile(
    rf"{_BESIDE_BEFORE}|\s*(?:[?*]+|\([^()\d]{{1,40}}\)|{_TAX}|{_PERIOD}|nett[oi]|lord[oi]|net|gross|circa|ca\.?|approx\.?"
    r"|stimat[oi]|stima|una tantum)$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"[-−–(]")
_NO_SIGNS = str.maketrans("-−–+()", "      ")
_LONGEST = 60


class NumberText(str):
    """A number that a workbook keeps as such. Its point proves nothing about how people write theirs."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a cell can mean: the number if ``.`` or if ``,`` is the decimal mark (None: it cannot be), and the currency
    that stands beside it. ``beside``: words that say more about it, as written."""

    point: Decimal | None
    comma: Decimal | None
    currency: str | None = None
    beside: str = ""

    def by(self, mark: Mark) -> Decimal | None:
        """The number with this decimal mark."""
        return self.point if mark == "." else self.comma

    def times(self, factor: int) -> NumberReading:
        """The same in a column whose unit is so large."""
        if factor == 1:
            return self
        point, comma = (None if value is None else _times(value, factor) for value in (self.point, self.comma))
        return replace(self, point=point, comma=comma)

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


@lru_cache(maxsize=4096)
def _read(text: str) -> NumberReading | None:
    if text.isascii() and text.isdigit():
        return NumberReading(Decimal(text), Decimal(text))
    text = visible(text)
    bare, beside = (text, "") if _currency_in_brackets(text) else without(_BESIDE, text)
    reading = _number(_NO_CENTS.sub("", bare))
    return replace(reading, beside=beside) if reading is not None and beside else reading


def _currency_in_brackets(text: str) -> bool:
    """``12.000 (EUR)``"""
    return text.endswith(")") and currency_code(text[text.rfind("(") + 1 : -1]) is not None


def _number(text: str) -> NumberReading | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    before, after = match["before"], match["after"].strip()
    times = _TIMES_AT_START.match(after)
    if times:
        after = after[times.end() :].strip()
    words = [part for part in (side.translate(_NO_SIGNS).strip() for side in (before, after)) if part]
    code = _currency(words) if words else None
    if words and code is None:
        return None
    factor = _TIMES[times["word"].lower()] if times else 1
    sign = -1 if _NEGATIVE.search(before) or after.endswith("-") else 1
    digits = _SPACED.sub("", match["digits"])
    point, comma = (None if value is None else _times(value, factor) * sign for value in _values(digits))
    return None if point is None and comma is None else NumberReading(point, comma, code)


def _currency(words: Sequence[str]) -> str | None:
    """The currency that stands before, after or on both sides of a number: ``$ 5``, ``$5 CAD``. A bare ``$`` is every
    dollar."""
    codes = [currency_code(part) for part in words]
    if len(set(codes)) == 1:
        return codes[0]
    dollars = words[0] == "$" and all(code is not None and code.endswith("D") for code in codes)
    return codes[-1] if dollars else None


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
    number = whole.replace(".", "").replace(",", "") or "0"
    # No ".0": how many decimals were written counts, for currencies that have none.
    return Decimal(f"{number}.{decimals}" if decimals else number)
