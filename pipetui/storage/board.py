"""The pipeline by stage in SQL: figures, and the deals of a stage in the order of its column.

A column has the deals that are open first, then those that sleep in a parking. What is flagged leads, as in Today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.model import KINDS
from pipetui.storage.list_filters import SINCE
from pipetui.storage.standing import OPEN, PARKED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_FIRST_FINDING = " ".join(f"WHEN {SINCE[kind]} <= :now THEN {rank}" for rank, kind in enumerate(KINDS))

_ORDER = (
    f"{PARKED}, clear_at IS NULL OR clear_at > :now, CASE {_FIRST_FINDING} ELSE {len(KINDS)} END,"
    " +amount_rank DESC, created_rank, id"
)
"""To clear, then what is in hand, then the others, then what is parked; each in the product's order."""


def _of(owners: Sequence[int]) -> str:
    """Only what belongs to these people; to anybody where none is named."""
    return f" AND owner_id IN ({', '.join(str(int(owner)) for owner in owners)})" if owners else ""


def figures(
    connection: sqlite3.Connection, owners: Sequence[int], now: int, today: str, month_end: str
) -> Iterator[sqlite3.Row]:
    """One row for each stage, currency and being ``parked`` or not: ``n``, ``value``, ``flagged``, ``flagged_value``,
    ``closing``, ``closing_value`` (expected from ``today`` to ``month_end``), ``past`` (expected before) and
    ``past_value``. Days are ISO text, values minor units or NULL."""
    values = {"now": now, "today": today, "month_end": month_end}
    kinds = {
        "flagged": "flagged_at <= :now",
        "closing": "close_date BETWEEN :today AND :month_end",
        "past": "close_date < :today",
    }
    sums = ", ".join(
        f"count(*) FILTER (WHERE {condition}) AS {name}, sum(amount_minor) FILTER (WHERE {condition}) AS {name}_value"
        for name, condition in kinds.items()
    )
    yield from connection.execute(
        f"SELECT stage, currency, {PARKED} AS parked, count(*) AS n, sum(amount_minor) AS value, {sums}"
        f" FROM deal WHERE {OPEN}{_of(owners)} GROUP BY stage, currency, parked",
        values,
    )


def closed(connection: sqlite3.Connection, owners: Sequence[int], since: int, until: int) -> Iterator[sqlite3.Row]:
    """One row for each outcome and currency of what was closed from ``since`` until before ``until``: ``status``,
    ``currency``, ``n``, ``value``."""
    values = {"since": since, "until": until}
    yield from connection.execute(
        "SELECT status, currency, count(*) AS n, sum(amount_minor) AS value FROM deal"
        f" WHERE status IN ('won', 'lost', 'no_decision') AND closed_at >= :since AND closed_at < :until{_of(owners)}"
        " GROUP BY status, currency",
        values,
    )


def column(
    connection: sqlite3.Connection, stage: str, owners: Sequence[int], now: int, *, offset: int, limit: int
) -> list[int]:
    """Ids of a part of a stage's column, in order; ``limit`` -1 for all."""
    values = {"now": now, "stage": stage, "offset": offset, "limit": limit}
    rows = connection.execute(
        f"SELECT id FROM deal WHERE {OPEN} AND stage = :stage{_of(owners)} ORDER BY {_ORDER}"
        " LIMIT :limit OFFSET :offset",
        values,
    )
    return [row[0] for row in rows]


def place(connection: sqlite3.Connection, deal_id: int, owners: Sequence[int], now: int) -> tuple[str, int] | None:
    """The stage in whose column a deal stands and its place there from 0, or None if it is not on the board."""
    values = {"now": now, "deal": deal_id}
    row = connection.execute(
        f"SELECT stage, place FROM (SELECT id, stage, row_number() OVER (ORDER BY {_ORDER}) - 1 AS place FROM deal"
        f" WHERE {OPEN} AND stage = (SELECT stage FROM deal WHERE id = :deal){_of(owners)}) WHERE id = :deal",
        values,
    ).fetchone()
    return None if row is None else (str(row[0]), int(row[1]))
