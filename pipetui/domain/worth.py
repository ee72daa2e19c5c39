"""What amounts of several currencies are worth together: only where the playbook has a dated rate for each."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from pipetui.domain.money import Money, exponent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipetui.domain.playbook import Rate


def together(amounts: Iterable[Money], currency: str, rates: Iterable[Rate], today: date) -> Money | None:
    """The sum in ``currency`` (the playbook's) at the latest rates of ``today`` or earlier; None where one is missing.
    It is exact only if no other currency is in it: show it with ``≈`` otherwise."""
    known = {rate.currency: rate.rate for rate in sorted(rates, key=lambda rate: rate.day) if rate.day <= today}
    known[currency] = Decimal(1)
    major = Decimal(0)
    for money in amounts:
        if money.currency not in known:
            return None
        major += money.major * known[money.currency]
    return Money(int(major.scaleb(exponent(currency)).to_integral_value(ROUND_HALF_EVEN)), currency)
