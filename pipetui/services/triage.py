"""Triage: the list to clear one deal at a time. Which deal comes next, what fixes it, and what was done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name
from pipetui.services import pace, today
from pipetui.storage import looking, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.model import Detail, Finding, FindingKind
    from pipetui.services.desk import Desk
    from pipetui.services.today import View


class Queue:
    """The deals to clear in their order, by number: those that were skipped come again once the others are through.

    ``left`` are those that still need something, each with the kind of its first finding; ``here`` is the deal that is
    shown, None at the end. A round in which nothing was cleared, but for the first, is the last one.
    """

    def __init__(self, left: Mapping[int, FindingKind]) -> None:
        self.order = list(left)
        self.left = dict(left)
        self.here: int | None = next(iter(left), None)
        self._rounds = 0
        self._left_at_start = len(left)

    @property
    def cleared(self) -> int:
        """How many deals need nothing any more."""
        return len(self.order) - len(self.left)

    def update(self, left: Mapping[int, FindingKind]) -> None:
        """These deals need something now; new ones come at the end. ``here`` stays where it is."""
        self.left = dict(left)
        known = set(self.order)
        self.order += [deal_id for deal_id in left if deal_id not in known]

    def forward(self) -> None:
        """The next deal that needs something; after the last one those that were skipped, once more."""
        waiting = self._waiting()
        at = -1 if self.here is None else self.order.index(self.here)
        following = next((deal_id for deal_id in self.order[at + 1 :] if deal_id in self.left), None)
        self.here = following if following is not None else self._next_round(waiting)

    def back(self) -> None:
        """The deal before; the last one from the end; the first one stays."""
        at = len(self.order) if self.here is None else self.order.index(self.here)
        before = next((deal_id for deal_id in reversed(self.order[:at]) if deal_id in self.left), None)
        if before is not None:
            self.here = before

    def go_to(self, deal_id: int) -> None:
        """To a deal that needs something; any other is left where it is."""
        if deal_id in self.left:
            self.here = deal_id

    def again(self) -> None:
        """From the end once more through what is left."""
        self._rounds, self._left_at_start = 0, len(self.left)

    def _waiting(self) -> list[int]:
        return [deal_id for deal_id in self.order if deal_id in self.left]

    def _next_round(self, waiting: Sequence[int]) -> int | None:
        if self._rounds and len(waiting) >= self._left_at_start:
            return None
        self._rounds += 1
        self._left_at_start = len(waiting)
        return waiting[0] if waiting else None


def time_left(desk: Desk, view: View) -> int | None:
    """Seconds that the view's list to clear takes at this person's own pace; None where that is not known."""
    own = pace.of(desk)
    return None if own is None else own.seconds(today.sizes_by_first_kind(desk, view))


def to_clear(desk: Desk, view: View, only: frozenset[int] | None = None) -> dict[int, FindingKind]:
    """What stands in the view's list to clear, in order; ``only``: of these deals. Raises BadInput."""
    kinds = today.first_kinds(desk, view)
    return kinds if only is None else {deal_id: kind for deal_id, kind in kinds.items() if deal_id in only}


@dataclass(frozen=True, slots=True)
class Way:
    """Something to press. ``command``: note, done, no_reply, step, criteria, move, park, close or tick; ``kind``: the
    finding it is for; ``criterion``: what ``tick`` ticks, with its text."""

    command: str
    kind: FindingKind
    criterion: str = ""
    text: str = ""


def ways(desk: Desk, detail: Detail) -> tuple[Way, ...]:
    """The shortest honest fixes of what is found in a deal, the best first. Each command once."""
    with desk.reading() as connection:
        stops = reading.stops(connection, detail.item.id)
    found: dict[tuple[str, str], Way] = {}
    for finding in detail.item.findings:
        for way in _ways_of(desk, detail, finding, stops):
            found.setdefault((way.command, way.criterion), way)
    # Letting go is honest, but it is not the first thing to do: these stand last.
    last = [way for way in found.values() if way.command in ("park", "close")]
    return (*(way for way in found.values() if way not in last), *last)


def _ways_of(desk: Desk, detail: Detail, finding: Finding, stops: Mapping[str, str]) -> list[Way]:
    kind = finding.kind
    commands: tuple[str, ...]
    if kind == "sla_overdue":
        return _ways_of_sla(desk, detail, stops.get(finding.sla or "", ""))
    if kind == "no_next_step":
        commands = ("step", "note", "park", "close")
    elif kind == "step_overdue":
        commands = ("done", "step", "no_reply", "park", "close")
    elif any(not criterion.ticked for criterion in detail.criteria):
        commands = ("step", "note", "criteria", "park", "close")
    elif desk.playbook.next_stage(detail.item.deal.stage) is None:
        commands = ("close", "step", "park")
    else:
        commands = ("move", "step", "park", "close")
    return [Way(command, kind) for command in commands]


def _ways_of_sla(desk: Desk, detail: Detail, stop: str) -> list[Way]:
    kind: FindingKind = "sla_overdue"
    if stop == "note_logged":
        return [Way("note", kind), Way("close", kind)]
    criterion = desk.playbook.criterion(stop.removeprefix("ticked:"))
    if criterion is not None:
        return [Way("tick", kind, criterion[1].id, criterion[1].text), Way("close", kind)]
    if all(each.ticked for each in detail.criteria):
        return [Way("move", kind), Way("close", kind)]
    return [Way("criteria", kind), Way("close", kind)]


_DEEDS = {
    "note_logged": "notes",
    "no_reply": "no_replies",
    "step_planned": "steps",
    "step_redated": "steps",
    "step_confirmed": "steps",
    "step_done": "steps",
    "ticked": "answers",
    "moved": "moves",
    "parked": "parked",
    "closed": "closed",
    "assigned": "handed_over",
}


def begin(desk: Desk) -> int:
    """Where triage begins in history, for ``deeds``."""
    with desk.reading() as connection:
        return looking.last_action(connection)


def deeds(desk: Desk, began: int) -> Counter[str]:
    """What this person did since: notes, no_replies, steps, answers, moves, parked, closed, handed_over. What was
    undone does not count."""
    with desk.reading() as connection:
        me = reading.person_id(connection, folded_name(desk.me))
        done = looking.deeds(connection, began, me)
    counted: Counter[str] = Counter()
    for event, count in done.items():
        if event in _DEEDS:
            counted[_DEEDS[event]] += count
    return counted
