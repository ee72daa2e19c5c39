"""What a change of the playbook would touch, read with plain SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection


def ticks(connection: sqlite3.Connection, criterion: str) -> int:
    """How many deals, closed ones too, have this criterion ticked."""
    row = connection.execute(
        "SELECT count(*) FROM criterion_tick WHERE criterion = ? AND unticked_at IS NULL", (criterion,)
    ).fetchone()
    return int(row[0])


def clocks_waiting_for(connection: sqlite3.Connection, events: Collection[str]) -> list[int]:
    """The SLA clocks (their ids) of living deals that run until one of these events (``ticked:proposal_sent``)."""
    rows = connection.execute(
        "SELECT c.id FROM sla_clock c JOIN deal d ON d.id = c.record_id"
        " WHERE c.stopped_at IS NULL AND d.status IN ('open', 'dormant')"
        "   AND c.stop IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        (json.dumps(list(events)),),
    )
    return [row[0] for row in rows]
