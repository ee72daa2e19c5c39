"""What the CRM knows, as far as imports have seen it, for whoever has to enter the rest there. Plain SQL; no rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class SeenDeal:
    """What the last import saw of a deal: field to text. ``series`` is that of its sheet, 0 for other sources."""

    id: int
    deal: int
    batch: int
    source: str
    series: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """One imported file. ``at`` is in epoch seconds; ``layout`` JSON as ``tables.ImportBatch`` tells."""

    id: int
    at: int
    file: str
    source: str
    shape: str
    layout: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A note or a call without reply, as it was logged here. ``at`` is in epoch seconds, ``day`` ISO text."""

    deal: int
    at: int
    by: str | None
    kind: str
    pain: str | None
    next_step: str | None
    day: str | None
    text: str | None


def worked_on(connection: sqlite3.Connection) -> list[int]:
    """The deals that are not as an import left them: people did something to them, or added them since the first
    import. What stood here before that was not the CRM's business."""
    rows = connection.execute(
        "SELECT d.id FROM deal d WHERE CASE WHEN EXISTS (SELECT 1 FROM seen_row s WHERE s.record_id = d.id)"
        "  THEN EXISTS (SELECT 1 FROM event e"
        "    WHERE e.record_id = d.id AND e.type NOT IN ('imported', 'import_updated'))"
        "  ELSE d.recorded_at >= (SELECT min(at) FROM import_batch) END"
        " ORDER BY d.id"
    )
    return [row[0] for row in rows]


def seen_deals(connection: sqlite3.Connection, deal_ids: Collection[int]) -> dict[int, SeenDeal]:
    """What imports saw last of these deals."""
    rows = connection.execute(
        "SELECT id, record_id, batch_id, source, series, cells FROM seen_row"
        " WHERE record_id IN (SELECT value FROM json_each(?)) ORDER BY batch_id, id",
        (json.dumps(list(deal_ids)),),
    )
    return {row[1]: SeenDeal(row[0], row[1], row[2], row[3], row[4], json.loads(row[5])) for row in rows}


def sources(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Where deals came from: source, series, and the last import that told something new of them."""
    rows = connection.execute("SELECT source, series, max(batch_id) FROM seen_row GROUP BY 1, 2 ORDER BY 1, 2")
    return [(row[0], row[1], row[2]) for row in rows]


def said(connection: sqlite3.Connection, source: str, series: int, field: str) -> dict[str, int]:
    """The texts that the files of a source have in a field, each with how many deals have it, the most usual first."""
    rows = connection.execute(
        "SELECT json_extract(cells, '$.' || ?), count(*) FROM seen_row WHERE source = ? AND series = ?"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        (field, source, series),
    )
    return {row[0]: row[1] for row in rows if row[0]}


def fields_seen(connection: sqlite3.Connection, source: str, series: int) -> set[str]:
    """The fields for which the files of a source have a column."""
    rows = connection.execute(
        "SELECT DISTINCT c.key FROM seen_row s, json_each(s.cells) c WHERE s.source = ? AND s.series = ?",
        (source, series),
    )
    return {row[0] for row in rows}


def batches(connection: sqlite3.Connection) -> list[Batch]:
    """Every imported file, oldest first."""
    rows = connection.execute("SELECT id, at, file, source, shape, layout FROM import_batch ORDER BY id")
    return [Batch(*row) for row in rows]


def logged(connection: sqlite3.Connection, deal_ids: Collection[int]) -> list[Logged]:
    """What people logged about these deals, newest first; not what imports kept."""
    rows = connection.execute(
        "SELECT n.record_id, n.at, p.name, n.kind, n.pain, n.next_step, n.day, n.text"
        "  FROM note n LEFT JOIN person p ON p.id = n.by_id"
        " WHERE n.kind <> 'import' AND n.record_id IN (SELECT value FROM json_each(?)) ORDER BY n.at DESC, n.id DESC",
        (json.dumps(list(deal_ids)),),
    )
    return [Logged(*row) for row in rows]


def ever_changed(connection: sqlite3.Connection, deal_id: int, column: str) -> bool:
    """Did somebody give this column of a deal another value since the deal was made here?"""
    row = connection.execute(
        "SELECT 1 FROM change WHERE tbl = 'deal' AND row_id = ? AND before IS NOT NULL"
        " AND json_type(before, '$.' || ?) IS NOT NULL LIMIT 1",
        (deal_id, column),
    ).fetchone()
    return row is not None
