"""A person's own pace: how long one deal takes them in triage. Measured, never guessed, and nobody else's business."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name
from pipetui.storage import looking, reading

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    with desk.quietly() as connection:
        me = folded_name(desk.me)
        looking.keep_pace(connection, me, kind, seconds=max(1, seconds), at=desk.now, most=KEPT)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for one deal: the median over all kinds of finding, and of each kind that was measured often enough."""

    overall: float
    of_kind: Mapping[FindingKind, float]

    def seconds(self, deals: Mapping[FindingKind, int]) -> int:
        """What deals take: kind of first finding to how many of them."""
        return round(sum(self.of_kind.get(kind, self.overall) * count for kind, count in deals.items()))


def of(desk: Desk) -> Pace | None:
    """This person's own pace, from the newest measurements; None where there are too few."""
    with desk.reading() as connection:
        measured = looking.paces(connection, reading.names_of(connection, folded_name(desk.me)))
    if len(measured) < ENOUGH:
        return None
    by_kind: dict[FindingKind, list[int]] = defaultdict(list)
    for kind, seconds in measured:
        by_kind[kind].append(seconds)
    return Pace(
        median(seconds for _kind, seconds in measured),
        {kind: median(own[:RECENT]) for kind, own in by_kind.items() if len(own) >= ENOUGH},
    )
