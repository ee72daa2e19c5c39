"""Amounts of money from cells: the decimal mark of the whole column, and the currency of the row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from pipetui.domain.money import Money, exponent, from_major
from pipetui.errors import BadInput
from pipetui.exchange.cell_numbers import MARKS, Mark, NumberReading
from pipetui.exchange.cells import Bad
from pipetui.i18n import _

_SANE_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that was read; ``rounded``: the file has more decimals than the currency."""

    money: Money
    rounded: bool


@dataclass(frozen=True, slots=True)
class Amounts:
    """Reads the amounts of one file.

    ``mark`` is the decimal mark that the file's values prove. Without one, ``1.234`` is read as 1234, because no
    amount has more decimals than its currency; where that does not tell either, ``likely`` (from the delimiter: files
    with semicolons come from where the comma stands before the decimals) decides unless values contradict each other.
    """

    mark: Mark | None
    likely: Mark | None
    default_currency: str

    def money(self, reading: NumberReading, stated: str | None) -> Amount | Bad:
        """The amount. ``stated``: the currency that the row, or the name of the column, states."""
        if stated and reading.currency and stated != reading.currency and not _both_dollars(stated, reading.currency):
            return Bad(
                _("The amount is in {one}, but its currency is given as {other}.").format(
                    one=reading.currency, other=stated
                )
            )
        currency = stated or reading.currency or self.default_currency
        value = self._number(reading, currency)
        if value is None:
            return Bad(_("Nobody can tell whether the mark stands before decimals or between thousands."))
        if value < 0:
            return Bad(_("An amount cannot be negative."))
        try:
            # Far too many digits are left as they are, for from_major to refuse.
            small = value.adjusted() < _SANE_DIGITS
            exact = value.quantize(Decimal(1).scaleb(-exponent(currency)), ROUND_HALF_EVEN) if small else value
            return Amount(from_major(exact, currency), exact != value)
        except BadInput as error:
            return Bad(error.message)

    def _number(self, reading: NumberReading, currency: str) -> Decimal | None:
        if not reading.open:
            # A cell that fits one way only means that, even in a column that is written in two ways.
            return reading.comma if reading.point is None else reading.point
        exact = [mark for mark in MARKS if _fits(reading.by(mark), currency)]
        mark = self.mark or (exact[0] if len(exact) == 1 else self.likely)
        return reading.by(mark) if mark in exact else None


def _fits(value: Decimal | None, currency: str) -> bool:
    """Is there a value, written with no more decimals than its currency has? (``2.500`` is written with three.)"""
    places = value.as_tuple().exponent if value is not None else None
    return isinstance(places, int) and -places <= exponent(currency)


def _both_dollars(one: str, other: str) -> bool:
    """A bare ``$`` is taken for USD, but stands for every dollar."""
    return other == "USD" and one.endswith("D")
