"""What earlier imports left behind: rows seen, answers given, names known. Plain SQL; knows no rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipetui.storage.reading import LISTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last import saw of a record: field to text. ``crm_stage``: the stage for which it is held back.

    ``id`` is None where no import has seen it yet.
    """

    id: int | None
    record_id: int
    cells: Mapping[str, str]
    crm_stage: str | None


def seen(connection: sqlite3.Connection, source: str, keys: Collection[str]) -> dict[str, Seen]:
    """The rows that earlier files of this source had, by key."""
    rows = connection.execute(
        "SELECT s.key, s.id, s.record_id, s.cells, d.crm_stage FROM seen_row s JOIN deal d ON d.id = s.record_id"
        " WHERE s.source = ? AND s.key IN (SELECT value FROM json_each(?))",
        (source, json.dumps(list(keys))),
    )
    return {row[0]: Seen(row[1], row[2], json.loads(row[3]), row[4]) for row in rows}


def by_external_id(connection: sqlite3.Connection, source: str, ids: Iterable[str]) -> dict[str, int]:
    """The deals of this source that carry these ids, whether an import saw them or not."""
    rows = connection.execute(
        "SELECT external_id, id FROM deal WHERE external_source = ?"
        " AND external_id IN (SELECT value FROM json_each(?))",
        (source, json.dumps(list(ids))),
    )
    return {row[0]: row[1] for row in rows}


def external_ids(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, str | None]:
    """The id of its system that each of these deals carries, by number."""
    chosen = "SELECT id, external_id FROM deal WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row[1] for row in connection.execute(chosen, (json.dumps(list(ids)),))}


def answers(connection: sqlite3.Connection, kind: str, scope: str) -> dict[str, str]:
    """What people answered before: question to answer."""
    rows = connection.execute("SELECT question, answer FROM answer WHERE kind = ? AND scope = ?", (kind, scope))
    return {row[0]: row[1] for row in rows}


def names(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every name and alias of everybody with the person's number, names first."""
    rows = connection.execute(
        f"SELECT name, id, 0 FROM person WHERE {LISTED}"
        " UNION ALL SELECT alias, person_id, 1 FROM person_alias ORDER BY 3, 2"
    )
    return [(row[0], row[1]) for row in rows]


def latest_event(connection: sqlite3.Connection, record_ids: Collection[int]) -> tuple[int, int] | None:
    """The record with the latest event of these, and its instant."""
    row = connection.execute(
        "SELECT record_id, max(at) FROM event WHERE record_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(record_ids)),),
    ).fetchone()
    return None if row[0] is None else (row[0], row[1])


_EXPORTED = """
SELECT d.id, d.external_id, d.name, d.company, d.stage, d.status, o.name AS owner, d.amount_minor, d.currency,
       d.created_at, d.close_date, d.closed_at, d.reason, d.last_activity, d.source, d.external_source, d.crm_stage,
       d.company_ref, d.uid, (SELECT p.uid FROM deal p WHERE p.id = d.previous_id) AS previous_uid,
       s.text AS next_step, s.day AS next_step_date, so.name AS next_step_owner, s.wakes,
       c.name AS contact, c.role, c.email, c.phone,
       (SELECT v.entered_at FROM stage_visit v WHERE v.deal_id = d.id ORDER BY v.id DESC LIMIT 1) AS entered_at,
       (SELECT n.pain FROM note n WHERE n.record_id = d.id AND n.pain IS NOT NULL
         ORDER BY n.at DESC, n.id DESC LIMIT 1) AS pain
  FROM deal d
  LEFT JOIN person o ON o.id = d.owner_id
  LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL
  LEFT JOIN person so ON so.id = s.owner_id
  LEFT JOIN contact c ON c.id = (SELECT min(id) FROM contact WHERE record_id = d.id)"""


def exported_deals(connection: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """Every deal with what belongs to it, one row each, in the order of their numbers."""
    yield from connection.execute(f"{_EXPORTED} ORDER BY d.id")


def exported_chosen(connection: sqlite3.Connection, ids: Collection[int]) -> list[sqlite3.Row]:
    """The same for the deals with these numbers."""
    chosen = f"{_EXPORTED} WHERE d.id IN (SELECT value FROM json_each(?))"
    return connection.execute(chosen, (json.dumps(list(ids)),)).fetchall()


def numbers_of(connection: sqlite3.Connection, uids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Number and how-many-eth cycle of the deals with these lasting ids."""
    rows = connection.execute(
        "SELECT uid, id, cycle FROM deal WHERE uid IN (SELECT value FROM json_each(?))", (json.dumps(list(uids)),)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def exported_steps(connection: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """The dated next step of every deal that is open or dormant, by date; ``version``: how many it has had before."""
    yield from connection.execute(
        "SELECT d.id, d.uid, d.external_id, d.name, d.company, d.stage, d.amount_minor, d.currency, o.name AS owner,"
        "       s.text, s.day, s.wakes, so.name AS step_owner, s.promised_at,"
        "       (SELECT count(*) - 1 FROM next_step e WHERE e.record_id = d.id) AS version"
        "  FROM deal d JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL"
        "  LEFT JOIN person o ON o.id = d.owner_id LEFT JOIN person so ON so.id = s.owner_id"
        " WHERE d.status IN ('open', 'dormant') AND s.day IS NOT NULL ORDER BY s.day, d.id"
    )


def last_file(connection: sqlite3.Connection) -> tuple[str, str | None] | None:
    """The file of the last import, as it was given, and the folder in which it lay, where that was kept."""
    last = "SELECT file, json_extract(layout, '$.folder') FROM import_batch ORDER BY id DESC LIMIT 1"
    row = connection.execute(last).fetchone()
    return None if row is None else (str(row[0]), row[1])


def deal_titles(connection: sqlite3.Connection) -> dict[int, tuple[str, str | None]]:
    """Name and company of every deal, by number."""
    return {row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, name, company FROM deal")}


def exported_notes(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every note, oldest first."""
    rows = connection.execute(
        "SELECT n.id, n.record_id AS record, n.at, b.name AS by, n.kind, n.pain, n.next_step, o.name AS owner,"
        "       n.day AS date, n.seconds, n.text"
        "  FROM note n LEFT JOIN person b ON b.id = n.by_id LEFT JOIN person o ON o.id = n.owner_id ORDER BY n.id"
    )
    for row in rows:
        yield dict(row)
