"""Deals that come from one of our own exports: into another database as they were, and back into their own field by
field, by what the file says its cells were when it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui.exchange import checksum
from pipetui.exchange.problems import Problem
from pipetui.i18n import _
from pipetui.services.exports_rows import deal_cells
from pipetui.storage import transfers
from pipetui.storage.transfers import Seen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipetui.domain.rules import Rules
    from pipetui.services.transfer_change import Change
    from pipetui.services.transfer_rows import Planned
    from pipetui.storage.writing import Work

    Numbered = Sequence[tuple[int, Planned]]

CHECKSUM = "checksum"

_NEITHER = "\0"
"""Stands for what a cell was that has changed in the file and here: no text is this one."""


def seen_own(work: Work, rules: Rules, rows: Sequence[Planned], seen: Mapping[str, Seen]) -> dict[str, Seen]:
    """Key to what the file was written from, for the rows whose deals are here. ``seen``: what imports saw of them.

    A cell that nobody touched since says what it said; one that was changed in the file alone said what the deal says.
    """
    known = {last.record_id: last for last in seen.values()}
    row_of = _deals_here(work.connection, rows) | {seen[row.key].record_id: row for row in rows if row.key in seen}
    found = {}
    for ours in transfers.exported_chosen(work.connection, row_of):
        row, last = row_of[ours["id"]], known.get(ours["id"])
        if last is not None and last.cells.get(CHECKSUM, "") == row.cells.get(CHECKSUM, ""):
            # The same export again: what was seen of it before counts, as for any other file.
            before = last.cells
        else:
            before = _cells_before(row, deal_cells(ours, rules, work.now))
        found[row.key] = Seen(last.id if last else None, ours["id"], before, None)
    return found


def _deals_here(connection: sqlite3.Connection, rows: Sequence[Planned]) -> dict[int, Planned]:
    """The deals that these rows are about, by their number: found by lasting id, else by the id of their system."""
    by_uid = {row.values["uid"]: row for row in rows if "uid" in row.values}
    here = {number: by_uid[uid] for uid, (number, _cycle) in transfers.numbers_of(connection, by_uid).items()}
    found = {row.key for row in here.values()}
    by_system: dict[str, dict[str, Planned]] = {}
    for row in rows:
        if row.external_id is not None and row.key not in found:
            by_system.setdefault(row.values.get("system", ""), {})[row.external_id] = row
    for system, with_id in by_system.items():
        for external_id, number in transfers.by_external_id(connection, system, with_id).items():
            here.setdefault(number, with_id[external_id])
    return here


def _cells_before(row: Planned, ours: Mapping[str, str]) -> dict[str, str]:
    text = row.cells.get(CHECKSUM, "")
    tells = checksum.is_checksum(text)
    before = {}
    for name, theirs in row.cells.items():
        here = ours.get(name, "")
        if name == CHECKSUM or theirs == here or (tells and checksum.said(text, name, theirs)):
            before[name] = theirs
        else:
            before[name] = here if tells and checksum.said(text, name, here) else _NEITHER
    return before


def not_taken(changes: Iterable[Change]) -> Iterator[Problem]:
    """What somebody changed in one of our own exports that no file changes, such as parking; so that nobody relies on
    it."""
    for change in changes:
        row = change.planned
        if row.own and not change.closed and not change.reopened:
            held = {"stage"} if change.row.crm_stage == row.stage else set()
            told = {each.field for each in change.conflicts} | change.noted | change.after.keys() | row.lost.keys()
            for name in sorted(change.changed - told - held - {CHECKSUM}):
                yield Problem(row.row, name, row.cells[name], _("This is not taken from a file: change it here."))


def ids_not_taken(
    connection: sqlite3.Connection, rows: Iterable[Planned], seen: Mapping[str, Seen]
) -> Iterator[Problem]:
    """The ids of systems that somebody changed in one of our own exports: the deal keeps its own."""
    here = transfers.external_ids(connection, {last.record_id for last in seen.values()})
    for row in rows:
        if row.key in seen and row.external_id is not None and row.external_id != here[seen[row.key].record_id]:
            text = row.cells.get(CHECKSUM, "")
            written_so = checksum.is_checksum(text) and checksum.said(text, "external_id", row.external_id)
            if not written_so:
                reason = _("This is not taken from a file: change it here.")
                yield Problem(row.row, "external_id", row.external_id, reason)


def refused(connection: sqlite3.Connection, rows: Iterable[Planned]) -> Iterator[tuple[str, Problem]]:
    """The rows of new deals that bear the id of a deal which is here as another one: key and why."""
    by_system: dict[str, dict[str, Planned]] = {}
    for row in rows:
        if row.external_id is not None:
            by_system.setdefault(row.values.get("system", ""), {})[row.external_id] = row
    for system, with_id in by_system.items():
        for external_id in transfers.by_external_id(connection, system, with_id):
            row = with_id[external_id]
            reason = _("There is already a deal with the external id {id}.").format(id=external_id)
            yield row.key, Problem(row.row, "external_id", external_id, reason)


def own_columns(numbered: Numbered, connection: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """What a new deal from our own export has beside the usual columns, by its number: where it came from first, its
    lasting id, and the cycle that it continues, if that stands above it in the file or is here already."""
    own = [(deal_id, row) for deal_id, row in numbered if row.own]
    cycles = transfers.numbers_of(connection, {row.values.get("previous_uid", "") for _deal_id, row in own})
    columns: dict[int, dict[str, Any]] = {}
    for deal_id, row in own:
        previous, cycle = cycles.get(row.values.get("previous_uid", ""), (None, 0))
        columns[deal_id] = {
            "external_source": row.values.get("system", ""), "previous_id": previous, "cycle": cycle + 1,
            "status": "dormant" if row.asleep == "dormant" else row.status,
        }  # fmt: skip
        if "uid" in row.values:
            columns[deal_id]["uid"] = row.values["uid"]
            cycles[row.values["uid"]] = (deal_id, cycle + 1)
    return columns
