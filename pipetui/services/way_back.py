"""The way back: what is different here from what the last import saw of each deal, to be entered in the CRM.

A field is compared with what its cell meant when it was imported: its label as a stage, its name as a person. So a
fresh import leaves nothing to enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipetui.domain.model import OUTCOMES
from pipetui.domain.names import titled
from pipetui.exchange.systems.base import PEOPLE_FIELDS
from pipetui.services.exports_rows import compared, deal_cells
from pipetui.services.transfer_rows import last_good, reason_key
from pipetui.services.way_back_origin import Origin, as_written, origins
from pipetui.storage import transfers, way_back

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping

    from pipetui.services.desk import Desk
    from pipetui.services.way_back_origin import Key
    from pipetui.storage.way_back import SeenDeal

FIELDS = (
    "name", "company", "contact", "role", "email", "phone", "stage", "status", "owner", "amount", "close_date",
    "reason", "next_step", "next_step_date", "next_step_owner", "source",
)  # fmt: skip
"""What people change here and would enter in their CRM, in the order in which it is listed."""

UNCOMPARED = ("created", "stage_entered", "closed")
"""The days that a system keeps of its own accord, so that nobody enters them."""

_STEP = ("next_step", "next_step_date", "next_step_owner")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. ``before``: what the file said (None: nothing); ``after``: our value as text that is the same in
    every language (a stage's id, ``1200.00 EUR``, an ISO date; None: nothing).

    ``column`` is where it is entered, ``entry`` what: text, ``date``, ``Decimal`` or ``Money``, in the source's words.
    """

    field: str
    before: str | None
    after: str | None
    column: str | None
    entry: Any


@dataclass(frozen=True, slots=True)
class ToEnter:
    """A deal of which the CRM does not know everything. ``ours``: its fields as text, ``""`` for nothing, and the days
    of ``UNCOMPARED``.

    ``origin`` is None for a deal that was added here while several sources are known; ``seen`` for every deal that was
    added here.
    """

    id: int
    external_id: str | None
    ours: Mapping[str, str]
    origin: Origin | None
    seen: SeenDeal | None
    differences: tuple[Difference, ...]

    @property
    def is_new(self) -> bool:
        """Does the CRM not have this deal at all?"""
        return self.seen is None

    @property
    def title(self) -> str:
        """``Company · Name``."""
        return titled(self.ours["name"], self.ours["company"] or None)

    @property
    def cells(self) -> Mapping[str, str]:
        """What the last import saw of it."""
        return {} if self.seen is None else self.seen.cells


def to_enter(desk: Desk, only: Collection[int] | None = None) -> list[ToEnter]:
    """Every deal that has something to be entered, in the order of their numbers; ``only``: of these deals.

    Deals that were added here are new to the CRM once anything was imported; sleeping ones are nobody's business.
    """
    with desk.reading() as connection:
        known = origins(connection, desk.playbook)
        ids = way_back.worked_on(connection) if known else []
        wanted = None if only is None else frozenset(only)
        ids = ids if wanted is None else [number for number in ids if number in wanted]
        comparison = _Comparison(desk, connection, known, way_back.seen_deals(connection, ids))
        return list(comparison.deals(ids))


class _Comparison:
    def __init__(
        self, desk: Desk, connection: sqlite3.Connection, known: Mapping[Key, Origin], seen: Mapping[int, SeenDeal]
    ) -> None:
        self._desk = desk
        self._connection = connection
        self._known = known
        self._seen = {number: row for number, row in seen.items() if (row.source, row.series) in known}
        self._rules = desk.rules

    def deals(self, ids: Collection[int]) -> Iterator[ToEnter]:
        rows = {row["id"]: row for row in transfers.exported_chosen(self._connection, ids)}
        for number in ids:
            cells = deal_cells(rows[number], self._rules, self._desk.now)
            if cells["status"] != "dormant":
                found = self._deal(rows[number], _ours(cells))
                if found.differences:
                    yield found

    def _deal(self, row: sqlite3.Row, ours: Mapping[str, str]) -> ToEnter:
        seen = self._seen.get(row["id"])
        if seen is None:
            origin = next(iter(self._known.values())) if len(self._known) == 1 else None
            # A deal that a file of ours brought back may be known there, though no import has seen how.
            known_there = any(row["external_source"] == source for source, _series in self._known)
            found = () if known_there else tuple(_all_of_it(origin, ours))
        else:
            origin = self._known[seen.source, seen.series]
            changed = self._changed(row, origin, seen.cells, ours)
            found = tuple(_difference(origin, name, seen.cells, ours) for name in FIELDS if name in changed)
        return ToEnter(row["id"], row["external_id"], ours, origin, seen, found)

    def _changed(
        self, row: sqlite3.Row, origin: Origin, cells: Mapping[str, str], ours: Mapping[str, str]
    ) -> frozenset[str]:
        """The fields that the file has and that say something else here."""
        then = origin.standing(cells)
        found = {name for name in _standing(row, origin, cells, ours) if name in cells}
        closed = ours["status"] != "open" and then[0] != "open"
        for name in FIELDS:
            if name in ("stage", "status") or name not in cells or (closed and name in _STEP):
                continue
            same = reason_key if name == "reason" else str
            if same(self._meant(row, name, origin, cells, ours)) != same(ours[name]):
                found.add(name)
        # An import sees these two in every row, whether the file has a column for them or not.
        return frozenset(name for name in found if name not in ("name", "reason") or origin.column(name) is not None)

    def _meant(
        self, row: sqlite3.Row, name: str, origin: Origin, cells: Mapping[str, str], ours: Mapping[str, str]
    ) -> str:
        """What a cell means here; where it is silent on something that the import settled, what that still allows."""
        text = last_good(cells, name)
        if name == "next_step_owner":
            return _step_owner(origin, cells, ours)
        if name == "owner" and not text:
            # Whose deals they are where the file is silent was said at the import, and is no news for the CRM.
            return "" if way_back.ever_changed(self._connection, row["id"], "owner_id") else ours[name]
        if name == "reason" and origin.standing(cells)[0] == "open":
            return ""
        return origin.people.person(text) if name in PEOPLE_FIELDS else text


def _ours(cells: Mapping[str, str]) -> dict[str, str]:
    """Our fields as an import would compare them, "" for nothing; the reason of an open deal is one from before."""
    known = compared(cells)
    ours = {name: known.get(name, "") for name in (*FIELDS, *UNCOMPARED)}
    return ours | {"reason": ""} if ours["status"] == "open" else ours


def _step_owner(origin: Origin, cells: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """A step without an owner belongs to the deal's owner, and an owner without a step is nobody's business."""
    has_step = bool(ours["next_step"] or ours["next_step_date"])
    had_step = bool(cells.get("next_step") or cells.get("next_step_date"))
    text = cells["next_step_owner"]
    if not has_step and not (had_step and text):
        return ""
    return origin.people.person(text) if text else ours["owner"]


def _standing(row: sqlite3.Row, origin: Origin, cells: Mapping[str, str], ours: Mapping[str, str]) -> Iterator[str]:
    """Which of stage and status has to be entered. A deal that the file has further on than the gate lets it is held
    back here: that is our business, not the CRM's."""
    status, stage = origin.standing(cells)
    other_outcome = not origin.same_outcome(ours["status"], status)
    if other_outcome and not origin.outcome_in_stage:
        yield "status"
    label = cells.get("stage", "")
    is_open = ours["status"] == "open"
    ends = bool(label) and origin.meanings.meaning(label) in OUTCOMES
    held = row["crm_stage"] == stage and is_open and status == "open"
    if origin.outcome_in_stage:
        moved = other_outcome or (is_open and ours["stage"] != stage)
    else:
        moved = (is_open and ends) or (ours["stage"] != stage and not ends)
    if moved and not held:
        yield "stage"


def _difference(origin: Origin, name: str, cells: Mapping[str, str], ours: Mapping[str, str]) -> Difference:
    value = ours["status"] if name == "stage" and origin.outcome_in_stage and ours["status"] != "open" else ours[name]
    entry = origin.entry(name, value, cells)
    return Difference(name, as_written(name, cells) or None, value or None, origin.column(name), entry)


def _all_of_it(origin: Origin | None, ours: Mapping[str, str]) -> Iterator[Difference]:
    """Everything that is known of a deal which was added here, as far as the source has columns for it."""
    for name in FIELDS:
        if not ours[name]:
            continue
        if origin is None:
            yield Difference(name, None, ours[name], None, ours[name])
        elif origin.column(name) is not None and not (name == "status" and origin.outcome_in_stage):
            yield _difference(origin, name, {}, ours)
