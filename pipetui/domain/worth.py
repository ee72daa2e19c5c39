"""What amounts of several currencies are worth together: only where the playbook has a dated rate for each."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from pipetui.domain.money import Money, exponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pipetui.domain.playbook import Playbook, Rate


def together(amounts: Iterable[Money], playbook: Playbook, today: date) -> Money | None:
    """The sum in the playbook's currency at the latest rates of ``today`` or earlier; None where one is missing.
    It is exact only if no other currency is in it: show it with ``≈`` otherwise."""
    sum_of_all = Decimal(0)
    for money in amounts:
        if money.currency == playbook.currency:
            sum_of_all += money.major
        elif (rate := _rate(money.currency, playbook.rates, today)) is not None:
            sum_of_all += money.major * rate.rate
        else:
            return None
    whole = sum_of_all.scaleb(exponent(playbook.currency)).to_integral_value(ROUND_HALF_EVEN)
    return Money(int(whole), playbook.currency)


def _rate(currency: str, rates: Sequence[Rate], today: date) -> Rate | None:
    known = [rate for rate in rates if rate.currency == currency and rate.day <= today]
    return max(known, key=lambda rate: rate.day, default=None)
