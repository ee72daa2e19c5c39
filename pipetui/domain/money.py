"""Money: integer minor units and an ISO 4217 code. Exact everywhere, and never summed across currencies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from pipetui.domain.currencies import CODES, EXPONENTS, NAMES, SIGNS
from pipetui.domain.names import fold
from pipetui.errors import BadInput
from pipetui.i18n import Language, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_MAJOR_DIGITS = 14
"""Digits before the decimal mark: enough for any deal, and minor units and ranks fit into 64 bits."""

RANK_DIGITS = 4
"""The most decimals that any currency has."""

_EXACT = Context(prec=2 * MAX_MAJOR_DIGITS, traps=[Inexact, InvalidOperation])
_PLAIN = re.compile(r"[0-9]+(?:\.(?P<decimals>[0-9]+))?")
_BETWEEN_NAMES = re.compile(r"[-–—()/:,;|]")
_NOT_COMPARED = str.maketrans("", "", ".'’")
_ITALIAN_MARKS = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Money:
    """``minor`` units (cents, or whole yen) of ``currency``."""

    minor: int
    currency: str

    @property
    def major(self) -> Decimal:
        """The exact amount in major units, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return EXPONENTS.get(currency, 2)


def from_major(amount: Decimal, currency: str) -> Money:
    """Money from an amount in major units. Never rounds: raises BadInput for decimals that the currency lacks.

    Raises BadInput too when more than ``MAX_MAJOR_DIGITS`` digits stand before the decimal mark.
    """
    if not amount.is_finite() or abs(amount) >= 10**MAX_MAJOR_DIGITS:
        raise BadInput(
            _("This amount is too large."),
            _("At most {digits} digits can stand before the decimal point.").format(digits=MAX_MAJOR_DIGITS),
        )
    decimals = exponent(currency)
    try:
        exact = amount.quantize(Decimal(1).scaleb(-decimals), context=_EXACT)
    except Inexact:
        raise _too_many_decimals(currency) from None
    return Money(int(exact.scaleb(decimals)), currency)


def parse_plain(text: str, currency: str) -> Money:
    """Money from ``1200.50`` and nothing else: digits and a decimal point. Raises BadInput.

    No sign, thousands, exponent or currency; at most the currency's decimals, even if they are zeros.
    """
    plain_text = text.strip()
    match = _PLAIN.fullmatch(plain_text)
    if match is None:
        raise BadInput(
            _("“{text}” is not an amount.").format(text=plain_text[:40]),
            _("Write it as 1200.50: digits with a decimal point, no sign, no thousands separators."),
        )
    if len(match["decimals"] or "") > exponent(currency):
        raise _too_many_decimals(currency)
    return from_major(Decimal(plain_text), currency)


def plain(money: Money) -> str:
    """``69114.41``: a decimal string with all of the currency's decimals, for JSON and files."""
    return f"{money.major:f}"


def rank(money: Money | None) -> int:
    """The major units times 10,000, exact: orders amounts of different currencies by their major units.

    -1 for no amount, which comes after every other one where the larger come first.
    """
    if money is None:
        return -1
    scale: int = 10 ** (RANK_DIGITS - exponent(money.currency))
    return money.minor * scale


def total(amounts: Iterable[Money]) -> dict[str, Money]:
    """The sum of each currency, by code, in order of appearance. Currencies are never mixed."""
    sums: dict[str, Money] = {}
    for money in amounts:
        before = sums.get(money.currency, Money(0, money.currency))
        sums[money.currency] = Money(before.minor + money.minor, money.currency)
    return sums


def format_money(money: Money, language: Language) -> str:
    """``12,000 €`` or, in Italian, ``12.000 €``: for people. Decimals only if they are not zero; never rounded.

    The usual sign of the currency, or its code, stands after the number.
    """
    digits = f"{money.major:,f}"
    decimals = exponent(money.currency)
    if decimals and money.minor % 10**decimals == 0:
        digits = digits[: -decimals - 1]
    if language == "it":
        digits = digits.translate(_ITALIAN_MARKS)
    return f"{digits} {SIGNS.get(money.currency, money.currency)}"


def currency_code(text: str) -> str | None:
    """The ISO code that a code, a sign or a name in English or Italian means; None if unknown or ambiguous.

    ``EUR``, ``€``, ``US Dollar``, ``dollari``, ``Fr.``, ``USD - U.S. Dollar``, ``Euro (EUR)``. A bare ``$`` is USD,
    ``¥`` is JPY; ``kr`` and ``peso`` belong to several countries and mean none.
    """
    known = _index()
    whole = known.get(_key(text))
    if whole is not None:
        return whole
    parts = [part.strip() for part in _BETWEEN_NAMES.split(text)]
    codes = {part for part in parts if part in CODES} or {known[_key(part)] for part in parts if _key(part) in known}
    return codes.pop() if len(codes) == 1 else None


@cache
def _index() -> dict[str, str]:
    """Every code, sign and name in the form that ``_key`` gives it, with its code."""
    index = {_key(name): code for code, names in NAMES.items() for name in names.split("; ") if name}
    index |= {_key(sign): code for code, sign in SIGNS.items()}
    return index | {_key(code): code for code in CODES}


def _key(text: str) -> str:
    """Without case, accents, blanks, dots and plural s: ``U.S. Dollars`` is ``us dollar``."""
    words = re.split(r"[\s-]+", fold(text).translate(_NOT_COMPARED).strip())
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def _too_many_decimals(currency: str) -> BadInput:
    decimals = exponent(currency)
    return BadInput(
        _("This amount has more decimals than {currency} has.").format(currency=currency),
        ngettext("At most {count} decimal.", "At most {count} decimals.", decimals).format(count=decimals),
    )
