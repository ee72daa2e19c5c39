"""A person's own pace: how long one deal takes them in triage. Measured, never guessed, and nobody else's business."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name
from pipetui.storage import looking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.domain.model import FindingKind
    from pipetui.services.desk import Desk

LONGEST = 600
"""Seconds: who took longer went for a coffee, and the measurement is left out."""

ENOUGH = 5
"""With fewer measurements nothing is said."""

RECENT = 30
"""So many of the newest of a kind count."""

KEPT = 200
"""So many measurements of a person are kept."""


def keep(desk: Desk, kind: FindingKind, seconds: int) -> None:
    """A deal whose first finding is of this kind took so many seconds. Not part of history; nothing at a read-only
    desk. Raises DatabaseUnusable."""
    if desk.read_only or not 0 <= seconds <= LONGEST:
        return
    from pipetui.storage.engine import driver
    from pipetui.storage.writing import quietly

    with quietly(desk.store) as session:
        connection = driver(session)
        person = looking.known_as(connection, folded_name(desk.me))
        looking.keep_pace(connection, person, kind, seconds=max(1, seconds), at=desk.now, most=KEPT)


def estimate(desk: Desk, kinds: Iterable[FindingKind]) -> int | None:
    """Seconds that deals with these first findings take this person: the median of each kind, of all kinds where one
    has too few measurements. None where there are too few of all."""
    with desk.reading() as connection:
        measured = looking.paces(connection, looking.known_as(connection, folded_name(desk.me)))
    if len(measured) < ENOUGH:
        return None
    overall = median(seconds for _kind, seconds in measured)
    of_kind: dict[FindingKind, float] = {}
    total = 0.0
    for kind in kinds:
        if kind not in of_kind:
            own = [seconds for each, seconds in measured if each == kind][:RECENT]
            of_kind[kind] = median(own) if len(own) >= ENOUGH else overall
        total += of_kind[kind]
    return round(total)
