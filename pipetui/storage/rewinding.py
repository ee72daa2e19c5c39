"""Taking changes back: one action (undo), or everything after an instant (a past day, rebuilt in memory)."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipetui.storage import attention, reading
from pipetui.storage.engine import Store, prepare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pipetui.domain.model import Event


CHANGES = """
SELECT c.id, c.tbl, c.row_id, c.before, c.after FROM change c JOIN action a ON a.id = c.action_id"""
"""Changes ``c`` with their action ``a``, for ``as_changes``."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of ``change``: ``before`` None for a row that was made, ``after`` None for one that was removed."""

    id: int
    table: str
    row_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def last_action(connection: sqlite3.Connection, person: int | None) -> tuple[int, str, int] | None:
    """The last action of this person that can be taken back: number, name, instant."""
    row = connection.execute(
        "SELECT id, name, at FROM action WHERE by_id = ? AND undone_by IS NULL AND name NOT IN ('undo', 'init')"
        " AND EXISTS (SELECT 1 FROM change c WHERE c.action_id = action.id) ORDER BY id DESC LIMIT 1",
        (person,),
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2])


def changes(connection: sqlite3.Connection, action: int) -> list[Change]:
    """What an action changed, latest first."""
    return as_changes(connection.execute(f"{CHANGES} WHERE c.action_id = ? ORDER BY c.id DESC", (action,)))


def as_changes(rows: Iterable[sqlite3.Row]) -> list[Change]:
    """What ``CHANGES`` selects, as changes."""
    return [Change(row[0], row[1], row[2], _object(row[3]), _object(row[4])) for row in rows]


def _object(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))


def records_of(connection: sqlite3.Connection, action: int) -> list[int]:
    """The deals and leads that an action was about."""
    rows = connection.execute(
        "SELECT DISTINCT record_id FROM event WHERE action_id = ? AND record_id IS NOT NULL ORDER BY record_id",
        (action,),
    )
    return [row[0] for row in rows]


def names_of(connection: sqlite3.Connection, actions: Collection[int]) -> list[str]:
    """The names of these actions."""
    rows = connection.execute(
        "SELECT name FROM action WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
        (json.dumps(sorted(actions)),),
    )
    return [row[0] for row in rows]


def events_of(connection: sqlite3.Connection, actions: Collection[int]) -> list[Event]:
    """The events of these actions, newest first."""
    rows = connection.execute(
        f"{reading.EVENTS} WHERE e.action_id IN (SELECT value FROM json_each(?)) ORDER BY e.id DESC",
        (json.dumps(sorted(actions)),),
    )
    return reading.as_events(rows)


def later_actions(connection: sqlite3.Connection, action: int) -> list[int]:
    """The later actions, not taken back, that stand upon this one: they changed a column that it changed, a row that
    it made, or a record that it made. Latest first."""
    found: set[int] = set()
    made: list[int] = []
    for change in changes(connection, action):
        if change.before is None and change.table == "deal":
            made.append(change.row_id)
        later = connection.execute(
            "SELECT c.action_id, c.before, c.after FROM change c JOIN action a ON a.id = c.action_id"
            " WHERE c.tbl = ? AND c.row_id = ? AND c.action_id > ? AND a.undone_by IS NULL AND a.name <> 'undo'",
            (change.table, change.row_id, action),
        )
        for row in later:
            if change.before is None or change.after is None or _touches(change, row[1], row[2]):
                found.add(row[0])
    rows = connection.execute(
        "SELECT DISTINCT e.action_id FROM event e JOIN action a ON a.id = e.action_id"
        " WHERE e.record_id IN (SELECT value FROM json_each(?)) AND e.action_id > ? AND a.undone_by IS NULL"
        " AND a.name <> 'undo' AND EXISTS (SELECT 1 FROM change c WHERE c.action_id = a.id)",
        (json.dumps(made), action),
    )
    found.update(row[0] for row in rows)
    return sorted(found, reverse=True)


def _touches(change: Change, before: str | None, after: str | None) -> bool:
    columns = {**(_object(before) or {}), **(_object(after) or {})}
    return bool(columns.keys() & (change.after or {}).keys())


def fits(connection: sqlite3.Connection, change: Change) -> bool:
    """Is the row still as the change left it?"""
    row = connection.execute(f"SELECT * FROM {change.table} WHERE id = ?", (change.row_id,)).fetchone()
    if change.after is None:
        return row is None
    return row is not None and all(row[name] == value for name, value in change.after.items())


def take_back(connection: sqlite3.Connection, change: Change) -> None:
    """Make the row as it was before the change."""
    if change.before is None:
        connection.execute(f"DELETE FROM {change.table} WHERE id = ?", (change.row_id,))
        return
    names = list(change.before)
    values = [change.before[name] for name in names]
    if change.after is None:
        marks = ", ".join("?" * len(names))
        connection.execute(f"INSERT INTO {change.table} ({', '.join(names)}) VALUES ({marks})", values)
    elif names:
        pairs = ", ".join(f"{name} = ?" for name in names)
        connection.execute(f"UPDATE {change.table} SET {pairs} WHERE id = ?", [*values, change.row_id])


def step_back(memory: sqlite3.Connection, change: Change) -> None:
    """The same in a copy of the database that shows the past. People are never taken back, so that a name may be
    somebody else's by now: then the person keeps today's."""
    with suppress(sqlite3.IntegrityError):
        take_back(memory, change)


def mark_undone(connection: sqlite3.Connection, action: int, by: int) -> None:
    """An action was taken back by another one."""
    connection.execute("UPDATE action SET undone_by = ? WHERE id = ?", (by, action))


def reversed_change(connection: sqlite3.Connection, change: Change) -> dict[str, Any]:
    """The ``change`` row that taking this one back will be, read before it is done."""
    before, after = change.after, change.before
    if change.before is None:
        row = connection.execute(f"SELECT * FROM {change.table} WHERE id = ?", (change.row_id,)).fetchone()
        before = dict(row)
    return {
        "tbl": change.table,
        "row_id": change.row_id,
        "before": None if before is None else json.dumps(before, ensure_ascii=False),
        "after": None if after is None else json.dumps(after, ensure_ascii=False),
    }


def rebuilt(store: Store, end: int) -> Store:
    """The database as it was recorded at the instant ``end``, as a copy in memory. What is derived (the instants of
    the findings) is empty, for the caller to compute.

    What making the database wrote (its first playbook) stays, whenever that was: with ``--now`` people write into a
    time before it.
    """
    memory = in_memory(store)
    memory.execute("BEGIN")
    later = memory.execute(f"{CHANGES} WHERE a.at > ? AND a.name <> 'init' ORDER BY c.id DESC", (end,))
    for change in as_changes(later):
        step_back(memory, change)
    _forget_later(memory, end)
    attention.clear(memory)
    memory.execute("COMMIT")
    memory.execute("PRAGMA foreign_keys = ON")
    return Store(store.path, memory=memory)


def in_memory(store: Store) -> sqlite3.Connection:
    """A copy of the database in memory, in which rows can be taken back in any order: foreign keys are off."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    prepare(memory)
    with store.reading() as connection:
        connection.execute("SELECT 1 FROM playbook").fetchone()
        connection.rollback()
        store.connection().backup(memory)
    memory.execute("PRAGMA foreign_keys = OFF")
    return memory


def begun(connection: sqlite3.Connection) -> bool:
    """Was anything done yet? Not on a day before the database began."""
    return connection.execute("SELECT 1 FROM action LIMIT 1").fetchone() is not None


def _forget_later(memory: sqlite3.Connection, end: int) -> None:
    later = "(SELECT id FROM action WHERE at > ?)"
    memory.execute(f"UPDATE action SET undone_by = NULL WHERE undone_by IN {later}", (end,))
    for table in ("event", "change"):
        memory.execute(f"DELETE FROM {table} WHERE action_id IN {later}", (end,))
    memory.execute("DELETE FROM action WHERE at > ?", (end,))


def astray(connection: sqlite3.Connection, stages: list[str]) -> list[int]:
    """The deals that are not closed and stand in none of these stages."""
    rows = connection.execute(
        "SELECT id FROM deal WHERE status IN ('open', 'dormant') AND stage NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY id",
        (json.dumps(stages),),
    )
    return [row[0] for row in rows]


def rows_touched(connection: sqlite3.Connection, record: int, event: str) -> dict[str, list[int]]:
    """Table to the rows that were made or changed by the action of this record's last event of a type (empty lists
    when there is none). It may have changed other records, too."""
    rows = connection.execute(
        "SELECT DISTINCT tbl, row_id FROM change WHERE action_id ="
        " (SELECT e.action_id FROM event e JOIN action a ON a.id = e.action_id"
        " WHERE e.record_id = ? AND e.type = ? AND a.undone_by IS NULL ORDER BY e.id DESC LIMIT 1)",
        (record, event),
    )
    found: dict[str, list[int]] = defaultdict(list)
    for table, row_id in rows:
        found[table].append(row_id)
    return found
