"""What a person has seen and how fast they are, and what happened while they did not look. Knows no rule.

Looks and paces belong to one person and are no part of history. Each is kept under the folded name that the person
worked under, and read under all their names (see ``reading.names_of``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipetui.storage.reading import EVENTS, as_events

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.model import Event, FindingKind

_NAMES = "(SELECT value FROM json_each(?))"

_NEWS = f"""{EVENTS} JOIN deal d ON d.id = e.record_id
 WHERE e.at > :since AND e.at <= :now AND a.by_id IS NOT :me AND a.undone_by IS NULL
   AND (e.type IN ('created', 'imported') AND d.status = 'open'
        OR e.type IN ('moved', 'moved_back', 'closed', 'reopened')
        OR e.type = 'import_updated' AND instr(e.after, '"stage"') > 0)
 ORDER BY e.id"""


def last_look(connection: sqlite3.Connection, names: Sequence[str]) -> int | None:
    """When the person of these names closed the app last; None before the first time."""
    row = connection.execute(
        f"SELECT max(at) FROM look WHERE person IN {_NAMES}", (json.dumps(list(names)),)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def keep_look(connection: sqlite3.Connection, person: str, at: int) -> None:
    """This person looked until ``at``. Inside a transaction."""
    connection.execute(
        "INSERT INTO look (person, at) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET at = excluded.at", (person, at)
    )


def others_events(connection: sqlite3.Connection, since: int, now: int, me: int | None) -> list[Event]:
    """New deals that are open, and stage changes and closings, after ``since``, in the order in which they happened;
    nothing that ``me`` (a person's id) did, and nothing that was undone."""
    return as_events(connection.execute(_NEWS, {"since": since, "now": now, "me": me}))


def woken(connection: sqlite3.Connection, since: int, now: int) -> list[tuple[int, int, str | None]]:
    """The deals that woke after ``since`` and still stand as they woke, the earliest first: id, instant, and what was
    slept for."""
    rows = connection.execute(
        "SELECT d.id, d.wake_at, s.text FROM deal d"
        " LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL"
        " WHERE d.wake_at > ? AND d.wake_at <= ? AND d.wakes = 1 AND d.status IN ('open', 'dormant')"
        " ORDER BY d.wake_at, d.id",
        (since, now),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def paces(connection: sqlite3.Connection, names: Sequence[str]) -> list[tuple[FindingKind, int]]:
    """What was measured of the person of these names, newest first: the kind of a deal's first finding, and the
    seconds it took."""
    rows = connection.execute(
        f"SELECT kind, seconds FROM pace WHERE person IN {_NAMES} ORDER BY id DESC", (json.dumps(list(names)),)
    )
    return [(row[0], row[1]) for row in rows]


def keep_pace(
    connection: sqlite3.Connection, person: str, kind: FindingKind, *, seconds: int, at: int, most: int
) -> None:
    """One more measurement; only the newest ``most`` under this name stay. Inside a transaction."""
    connection.execute("INSERT INTO pace (person, kind, at, seconds) VALUES (?, ?, ?, ?)", (person, kind, at, seconds))
    connection.execute(
        "DELETE FROM pace WHERE person = ?1 AND id NOT IN"
        " (SELECT id FROM pace WHERE person = ?1 ORDER BY id DESC LIMIT ?2)",
        (person, most),
    )


def last_action(connection: sqlite3.Connection) -> int:
    """The number of the newest action, 0 before the first."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM action").fetchone()[0])


def deeds(connection: sqlite3.Connection, after_action: int, me: int | None) -> dict[str, int]:
    """Type of event to how many deals it happened to, by this person after that action; what was undone is left out."""
    rows = connection.execute(
        "SELECT e.type, count(DISTINCT e.record_id) FROM event e JOIN action a ON a.id = e.action_id"
        " WHERE a.id > ? AND a.by_id IS ? AND a.undone_by IS NULL AND a.name <> 'undo' GROUP BY e.type",
        (after_action, me),
    )
    return {row[0]: row[1] for row in rows}
