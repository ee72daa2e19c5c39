"""What imports left for people to look at: reports, conflicts, series of sheets. Plain SQL; knows no rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping

_CHUNK = 10_000
_IDS = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Batch:
    """One imported file, with its report as it was printed. ``at`` in epoch seconds."""

    id: int
    at: int
    file: str
    source: str
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """An open conflict. ``ours`` and ``theirs`` are texts as an import compares them; None for nothing."""

    id: int
    record_id: int
    row: int
    field: str
    ours: str | None
    theirs: str | None
    source: str


def last_batches(connection: sqlite3.Connection) -> list[Batch]:
    """The files of the last import, in their order: files that were imported together have one instant."""
    rows = connection.execute(
        "SELECT id, at, file, source, report FROM import_batch"
        " WHERE at = (SELECT at FROM import_batch ORDER BY id DESC LIMIT 1) ORDER BY id"
    )
    return [Batch(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in rows]


def open_conflicts(connection: sqlite3.Connection, record_id: int | None = None) -> list[ConflictRow]:
    """The conflicts that nobody has settled: of one record, or all; latest import first, then as in its file."""
    rows = connection.execute(
        "SELECT c.id, c.record_id, c.row, c.field, c.ours, c.theirs, b.source"
        "  FROM import_conflict c JOIN import_batch b ON b.id = c.batch_id"
        " WHERE c.settled IS NULL AND (?1 IS NULL OR c.record_id = ?1) ORDER BY c.batch_id DESC, c.row, c.id",
        (record_id,),
    )
    return [ConflictRow(*row) for row in rows]


def cells_of(connection: sqlite3.Connection, record_id: int, source: str) -> dict[str, str]:
    """What the last file of this source said about a record: field to text."""
    row = connection.execute(
        "SELECT cells FROM seen_row WHERE record_id = ? AND source = ? ORDER BY batch_id DESC LIMIT 1",
        (record_id, source),
    ).fetchone()
    return {} if row is None else dict(json.loads(row[0]))


def series_of(connection: sqlite3.Connection, source: str, keys: Iterable[str]) -> dict[int, tuple[int, int]]:
    """The series in which rows of these keys were seen: to how many of them, and its latest import."""
    found: dict[int, tuple[int, int]] = {}
    for part in _parts(keys):
        rows = connection.execute(
            f"SELECT series, count(*), max(batch_id) FROM seen_row WHERE source = ? AND key IN {_IDS} GROUP BY series",
            (source, part),
        )
        for series, count, latest in rows:
            before = found.get(series, (0, 0))
            found[series] = (before[0] + count, max(before[1], latest))
    return found


def size_of_series(connection: sqlite3.Connection, source: str, series: int) -> int:
    """How many rows were seen in a series."""
    row = connection.execute("SELECT count(*) FROM seen_row WHERE source = ? AND series = ?", (source, series))
    return int(row.fetchone()[0])


def strays(connection: sqlite3.Connection, source: str, series: int, keys: Iterable[str]) -> list[int]:
    """The numbers of the seen rows of these keys that stand in another series."""
    found: list[int] = []
    for part in _parts(keys):
        rows = connection.execute(
            f"SELECT id FROM seen_row WHERE source = ? AND series <> ? AND key IN {_IDS}", (source, series, part)
        )
        found.extend(row[0] for row in rows)
    return found


def missing(connection: sqlite3.Connection, source: str, series: int | None, keys: Container[str]) -> list[int]:
    """The records of this source (of one series, if one is given) that stand under none of these keys. Those that were
    entered there by hand (``new:``) have no key yet."""
    rows = connection.execute(
        "SELECT key, record_id FROM seen_row WHERE source = ?1 AND (?2 IS NULL OR series = ?2)"
        " AND key NOT LIKE 'new:%' ORDER BY record_id",
        (source, series),
    )
    by_record = groupby(rows, key=itemgetter(1))
    return [record_id for record_id, seen in by_record if not any(key in keys for key, _record_id in seen)]


def has_deals(connection: sqlite3.Connection) -> bool:
    """Is there any deal?"""
    return connection.execute("SELECT 1 FROM deal LIMIT 1").fetchone() is not None


def names_of(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    """Name and company of these deals."""
    rows = connection.execute(f"SELECT id, name, company FROM deal WHERE id IN {_IDS}", (json.dumps(list(ids)),))
    return {row[0]: (row[1], row[2]) for row in rows}


def all_names(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str | None, str, str | None]]:
    """Every deal: number, name, company, status, and the source of the system that it comes from."""
    cursor = connection.cursor()
    cursor.row_factory = None  # a hundred thousand rows as bare tuples cost a third of those with names
    yield from cursor.execute("SELECT id, name, company, status, external_source FROM deal")


def brought(connection: sqlite3.Connection, batches: Collection[int]) -> frozenset[int]:
    """The records that these imports brought or changed."""
    rows = connection.execute(f"SELECT record_id FROM seen_row WHERE batch_id IN {_IDS}", (json.dumps(list(batches)),))
    return frozenset(row[0] for row in rows)


def _parts(keys: Iterable[str]) -> Iterator[str]:
    """The keys as JSON lists of a size that a statement takes."""
    following = iter(keys)
    while part := list(islice(following, _CHUNK)):
        yield json.dumps(part)
