"""Public holidays, by country and subdivision, for the working clock."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def holidays_of(place: str) -> Callable[[date], bool]:
    """Is a day a public holiday in ``place`` (``IT``, ``IT-MI``, or ``""`` for nowhere)?

    The list of holidays is loaded when the first day is asked for: most commands never do.
    """
    if not place:
        return lambda _day: False
    return lambda day: day in _year(place, day.year)


@cache
def _year(place: str, year: int) -> frozenset[date]:
    import holidays

    country, _, subdivision = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
