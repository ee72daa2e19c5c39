"""Close dates: every change of one deal's, as history knows it, and when a push must say why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from pipetui.domain.sentences import short_day
from pipetui.i18n import _, ngettext
from pipetui.services import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.model import Event
    from pipetui.services.desk import Desk

ASK_AFTER = 1
"""A close date that was pushed so often is asked why when it is pushed once more."""

_KINDS = ("created", "imported", "import_updated", "edited")
"""The events that may carry a close date."""


@dataclass(frozen=True, slots=True)
class CloseDateChange:
    """A close date given, taken away or given another day. ``pushed``: to a later day than the last one known.
    ``by``: whose action it was; ``reason`` is what the person said, if anything; ``source`` file: an import."""

    at: int
    by: str | None
    before: date | None
    after: date | None
    reason: str | None
    pushed: bool
    source: Literal["person", "file"]


def changes(desk: Desk, deal_id: int) -> list[CloseDateChange]:
    """Every change of a deal's close date, newest first; what was undone is left out."""
    return of_events(history.log(desk, deal_id))


def of_events(events: Sequence[Event]) -> list[CloseDateChange]:
    """The same from a deal's events (newest first)."""
    found: list[CloseDateChange] = []
    last_known: date | None = None
    for event in reversed(events):
        if event.undone or event.type not in _KINDS or "close_date" not in event.after:
            continue
        before, after = _day(event.before.get("close_date")), _day(event.after["close_date"])
        last_known = before or last_known
        pushed = after is not None and last_known is not None and after > last_known
        of_file = event.type in ("imported", "import_updated")
        reason = None if of_file else event.after.get("reason")
        found.append(
            CloseDateChange(event.at, event.by, before, after, reason, pushed, "file" if of_file else "person")
        )
        last_known = after or last_known
    return found[::-1]


def pushes(desk: Desk, deal_id: int) -> int:
    """How often a deal's close date was given a later day."""
    return _pushes(changes(desk, deal_id))


def asks_why(desk: Desk, deal_id: int, day: date) -> bool:
    """Would this day be the second push, or a later one? Then the screen asks why; the first one is free."""
    told = changes(desk, deal_id)
    known = next((last for change in told if (last := change.after or change.before) is not None), None)
    return known is not None and day > known and _pushes(told) >= ASK_AFTER


def pushed_words(told: Sequence[CloseDateChange]) -> str:
    """``pushed 2 times: budget freeze``, with the last reason given; "" for a date that was never pushed."""
    times = _pushes(told)
    if not times:
        return ""
    words = ngettext("pushed {n} time", "pushed {n} times", times).format(n=times)
    reason = next((change.reason for change in told if change.pushed and change.reason), None)
    return f"{words}: {reason}" if reason else words


def told_change(change: CloseDateChange, today: date) -> str:
    """A change as a line: ``Mon 30 Nov → Fri 18 Dec``; with the reason, or that a file brought it."""
    first, second = (short_day(day, today) if day else "–" for day in (change.before, change.after))
    why = _("from a file") if change.source == "file" else change.reason
    return f"{first} → {second}: {why}" if why else f"{first} → {second}"


def _pushes(told: Sequence[CloseDateChange]) -> int:
    return sum(change.pushed for change in told)


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
