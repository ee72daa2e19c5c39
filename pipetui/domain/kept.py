"""What became of promises: was a step done by its day, or not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.instants import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Promise


def kept(promise: Promise, today: date, zone: ZoneInfo) -> bool | None:
    """Was it kept? Done by its day: yes. Done later, moved, or still open after its day: no. None where nobody can
    say yet or any more: it is not due, something else took its place before it was, or a file brought it and nobody
    promised it here."""
    if promise.imported:
        return None
    if promise.date is None:
        return True if promise.end == "done" else None
    ended = today if promise.ended_at is None else day_of(promise.ended_at, zone)
    if promise.end == "done":
        return ended <= promise.date
    if promise.end == "moved":
        return False
    return False if ended > promise.date else None


def kept_share(promises: Iterable[Promise], today: date, zone: ZoneInfo) -> tuple[int, int]:
    """How many promises were kept, and of how many that can be told."""
    answers = [answer for promise in promises if (answer := kept(promise, today, zone)) is not None]
    return sum(answers), len(answers)
