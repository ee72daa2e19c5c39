"""Instants and calendar days: epoch seconds on one side, dates of a time zone on the other."""

from __future__ import annotations

from datetime import date, datetime, time
from math import floor
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EARLIEST = date(1900, 1, 1)
"""The first day that a person or a file may mean. Earlier ones are placeholders such as 0001-01-01."""

LATEST = date(2999, 12, 31)
"""The last day that a person or a file may mean. It leaves room for arithmetic before Python's last date."""


def day_of(instant: int, zone: ZoneInfo) -> date:
    """The calendar day in ``zone`` at ``instant`` (epoch seconds)."""
    return datetime.fromtimestamp(instant, zone).date()


def midnight(day: date, zone: ZoneInfo) -> int:
    """The first instant of ``day`` in ``zone``, in epoch seconds.

    Where the clocks skip 00:00 it is the instant of the change; where 00:00 comes twice it is the first one.
    """
    start = datetime.combine(day, time(), zone)
    latest = int(start.timestamp())
    earliest = int(start.replace(fold=1).timestamp())
    # Only for a wall-clock time that is skipped does fold=1 come first; the change lies between the two.
    while earliest < latest:
        middle = (earliest + latest) // 2
        if day_of(middle, zone) < day:
            earliest = middle + 1
        else:
            latest = middle
    return latest


def iso(instant: int, zone: ZoneInfo) -> str:
    """``2026-08-10T09:00:00+02:00``: the instant (epoch seconds) as ISO text with the zone's offset."""
    return datetime.fromtimestamp(instant, zone).isoformat()


def parse_instant(text: str, zone: ZoneInfo) -> int:
    """Epoch seconds of an ISO date and time; fractions of a second are cut off.

    Without an offset the text is in ``zone``: a time that comes twice is the first of the two, one that is skipped
    is moved on by the length of the skip. A date alone is its first instant. Raises BadInput.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _unreadable(text) from None
    if not EARLIEST <= moment.date() <= LATEST:
        raise _unreadable(text)
    if moment.tzinfo is None and moment.time() == time():
        return midnight(moment.date(), zone)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return floor(moment.timestamp())


def _unreadable(text: str) -> BadInput:
    return BadInput(
        _("“{text}” is not a date and time.").format(text=text.strip()[:40]),
        _("Write it as 2026-11-25T09:30, if need be with an offset: 2026-11-25T09:30+01:00."),
    )
