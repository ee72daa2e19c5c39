"""The last import, looked at again: what came of it in numbers, and what it leaves for people to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipetui.domain.model import OUTCOMES
from pipetui.exchange.problems import Problem
from pipetui.services import import_conflicts, today, triage
from pipetui.storage import imports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.import_conflicts import OpenConflict
    from pipetui.storage.imports import Batch

FEW = 10
"""Up to so many deals to clear are no wall."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows the files had, and what became of them."""

    rows: int
    added: int
    updated: int
    unchanged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class HeldDeal:
    """An open deal that its system has in a later stage (the name of it) than the gate lets it enter."""

    item: Item
    crm_stage: str


@dataclass(frozen=True, slots=True)
class TwinPair:
    """A deal that the file brought, and one that was here already and looks like it. ``why``: see ``import_twins``."""

    row: int
    new: Item
    known: Item
    why: str


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A row that was rejected or a value that was left out, and the file in which it stands."""

    file: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """The files of the last import and what still waits: deals held at the gate, conflicts, open deals that the files
    no longer have, twins, rows that were rejected, values that were left out. ``at`` in epoch seconds."""

    batches: tuple[int, ...]
    files: tuple[str, ...]
    at: int
    counts: Counts
    held: tuple[HeldDeal, ...]
    conflicts: tuple[OpenConflict, ...]
    missing: tuple[Item, ...]
    twins: tuple[TwinPair, ...]
    rejects: tuple[FileProblem, ...]
    warnings: tuple[FileProblem, ...]


@dataclass(frozen=True, slots=True)
class Handful:
    """The largest deals to clear: their numbers, and of how many they are the largest."""

    ids: tuple[int, ...]
    total: int


def last_import(desk: Desk) -> Imported | None:
    """The last import, of one file or of several at once, as things stand now; None where there was none."""
    with desk.reading() as connection:
        batches = imports.last_batches(connection)
    if not batches:
        return None
    items = _Items(desk, batches)
    return Imported(
        batches=tuple(batch.id for batch in batches),
        files=tuple(batch.file for batch in batches),
        at=batches[0].at,
        counts=Counts(*(sum(batch.report.get(name, 0) for batch in batches) for name in Counts.__dataclass_fields__)),
        held=tuple(_held(desk, batches, items)),
        conflicts=tuple(import_conflicts.open_conflicts(desk)),
        missing=tuple(item for number in _listed(batches, "missing") if (item := items.open_one(number)) is not None),
        twins=tuple(_twins(batches, items)),
        rejects=tuple(_problems(batches, "rejects")),
        warnings=tuple(_problems(batches, "warnings")),
    )


def largest_to_clear(
    desk: Desk, batches: Collection[int], owner: str | None = None, *, besides: Collection[int] = (), limit: int = FEW
) -> Handful:
    """The largest deals to clear that these imports brought or changed: an owner's, or everybody's. ``besides``: those
    that were looked at already. ``total`` counts all that are left to clear, those as well."""
    with desk.reading() as connection:
        brought = imports.brought(connection, batches)
    left = triage.to_clear(desk, today.View(owner=owner, sort="-amount"), brought)
    ids = [deal_id for deal_id in left if deal_id not in besides]
    return Handful(tuple(ids[:limit]), len(left))


class _Items:
    """The deals that the reports speak of, as lines of a list. Each is read once."""

    def __init__(self, desk: Desk, batches: Sequence[Batch]) -> None:
        wanted = {each["id"] for each in _listed(batches, "held")} | set(_listed(batches, "missing"))
        wanted |= {each[name] for each in _listed(batches, "twins") for name in ("id", "twin")}
        self._items = {item.id: item for item in today.items(desk, sorted(wanted))}

    def open_one(self, number: int) -> Item | None:
        """A deal that is here and neither closed nor asleep until its next cycle."""
        item = self._items.get(number)
        return None if item is None or item.status in OUTCOMES or item.status == "dormant" else item

    def one(self, number: int) -> Item | None:
        """A deal that is here."""
        return self._items.get(number)


def _listed(batches: Sequence[Batch], name: str) -> list[Any]:
    return [each for batch in batches for each in batch.report.get(name, [])]


def _held(desk: Desk, batches: Sequence[Batch], items: _Items) -> Iterator[HeldDeal]:
    """Those that still are: an answer may have come since."""
    for each in _listed(batches, "held"):
        item = items.open_one(each["id"])
        stage = item.deal.crm_stage if item is not None else None
        if item is not None and stage is not None:
            name = desk.playbook.stage(stage).name if desk.playbook.has_stage(stage) else stage
            yield HeldDeal(item, name)


def _twins(batches: Sequence[Batch], items: _Items) -> Iterator[TwinPair]:
    """Until one of the two is closed."""
    for each in _listed(batches, "twins"):
        new, known = items.open_one(each["id"]), items.open_one(each["twin"])
        if new is not None and known is not None:
            yield TwinPair(each["row"], new, known, each["why"])


def _problems(batches: Sequence[Batch], name: str) -> Iterator[FileProblem]:
    for batch in batches:
        for each in batch.report.get(name, []):
            yield FileProblem(batch.file, Problem(each["row"], each["column"], each["value"], each["reason"]))
