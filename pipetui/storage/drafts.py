"""Drafts: forms that were left half-way, one row for each person, form and record. Not part of history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

_NAMES = "(SELECT value FROM json_each(?1))"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft. ``record`` is a deal's number, 0 or less for something that does not exist yet; ``at`` is in epoch
    seconds; ``fields`` are what the form keeps, as text."""

    id: int
    form: str
    record: int
    at: int
    fields: dict[str, str]


def of(connection: sqlite3.Connection, names: Sequence[str], record: int | None = None) -> list[DraftRow]:
    """The drafts left under these names of a person (see ``reading.names_of``), newest first: all, or those about one
    record."""
    rows = connection.execute(
        "SELECT id, form, record_id, at, fields FROM draft"
        f" WHERE person IN {_NAMES} AND (?2 IS NULL OR record_id = ?2) ORDER BY at DESC, id DESC",
        (json.dumps(list(names)), record),
    )
    return [DraftRow(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]


def find(connection: sqlite3.Connection, names: Sequence[str], form: str, record: int) -> DraftRow | None:
    """The newest draft of a form about a record, or None."""
    return next((row for row in of(connection, names, record) if row.form == form), None)


def count(connection: sqlite3.Connection, names: Sequence[str]) -> int:
    """How many drafts were left under these names."""
    row = connection.execute(f"SELECT count(*) FROM draft WHERE person IN {_NAMES}", (json.dumps(list(names)),))
    return int(row.fetchone()[0])


def keep(
    connection: sqlite3.Connection, person: str, form: str, record: int, *, at: int, fields: Mapping[str, str]
) -> None:
    """Keep a draft in the place of the one there was. Inside a transaction."""
    connection.execute(
        "INSERT INTO draft (person, form, record_id, at, fields) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person, form, record_id) DO UPDATE SET at = excluded.at, fields = excluded.fields",
        (person, form, record, at, json.dumps(dict(fields), ensure_ascii=False)),
    )


def drop(connection: sqlite3.Connection, number: int) -> None:
    """Remove a draft. Inside a transaction."""
    connection.execute("DELETE FROM draft WHERE id = ?", (number,))
