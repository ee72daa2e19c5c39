"""What is found in the open deals at an instant, by comparing the stored instants with it: in groups, and one by one.

Parked deals stand apart and are left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipetui.domain.cleanliness import Group
from pipetui.domain.fixes import Flagged
from pipetui.domain.model import KINDS, FindingKind
from pipetui.domain.money import Money
from pipetui.storage.list_filters import SINCE
from pipetui.storage.standing import AWAKE

if TYPE_CHECKING:
    import sqlite3

_FOUND = " + ".join(f"coalesce(d.{SINCE[kind]} <= :now, 0) * {1 << place}" for place, kind in enumerate(KINDS))
"""The kinds of finding that a deal has, as the bits of a number."""


def groups(connection: sqlite3.Connection, now: int) -> list[Group]:
    """All open deals that are not parked, in groups."""
    rows = connection.execute(
        "SELECT d.owner_id, CASE WHEN d.amount_minor IS NULL THEN NULL ELSE d.currency END AS code,"
        f" {_FOUND} AS found, count(*), coalesce(sum(d.amount_minor), 0)"
        f" FROM deal d WHERE {AWAKE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        {"now": now},
    )
    return [Group(row[0], row[1], _kinds(row[2]), row[3], row[4]) for row in rows]


def flagged(connection: sqlite3.Connection, owner: int | None, now: int) -> list[Flagged]:
    """The flagged deals of a person (a number; None: of everybody), by id."""
    rows = connection.execute(
        f"SELECT d.id, d.stage, d.amount_minor, d.currency, {_FOUND},"
        " CASE WHEN d.sla_at <= :now THEN (SELECT json_group_array(DISTINCT c.sla) FROM sla_clock c"
        "  WHERE c.record_id = d.id AND c.stopped_at IS NULL AND c.held_at IS NULL AND c.due_at < :now) ELSE '[]' END,"
        " d.no_step_at <= :now AND EXISTS (SELECT 1 FROM next_step s WHERE s.record_id = d.id AND s.ended_at IS NULL"
        "  AND s.day IS NULL AND s.text <> '' AND s.owner_id IS NOT NULL)"
        f" FROM deal d WHERE {AWAKE} AND d.flagged_at <= :now AND (:owner IS NULL OR d.owner_id = :owner)"
        " ORDER BY d.id",
        {"now": now, "owner": owner},
    )
    return [
        Flagged(
            id=row[0],
            stage=row[1],
            amount=None if row[2] is None else Money(row[2], row[3]),
            kinds=_kinds(row[4]),
            late=tuple(sorted(json.loads(row[5]))),
            dateless=bool(row[6]),
        )
        for row in rows
    ]


def _kinds(bits: int) -> tuple[FindingKind, ...]:
    return tuple(kind for place, kind in enumerate(KINDS) if bits >> place & 1)
