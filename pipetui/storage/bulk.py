"""Many rows at once inside a unit of work: Core statements, with the history that single writes have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import insert
from sqlmodel import SQLModel, func, select

from pipetui.storage import tables
from pipetui.storage.writing import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.storage.writing import Work


def new_records(work: Work, count: int, kind: str = "deal") -> range:
    """The next ``count`` numbers of the one sequence."""
    if not count:
        return range(0)
    rows = [{"uid": str(uuid4()), "type": kind} for _number in range(count)]
    work.session.connection().execute(insert(tables.Record), rows)
    # Nobody else writes meanwhile: the unit of work holds the lock.
    last = work.session.exec(select(func.max(tables.Record.id))).one() or 0
    return range(last - count + 1, last + 1)


def insert_rows(work: Work, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows that have every column; ``uid``, and ``id`` if they were not numbered before, may be left to this.

    An undo finds them.
    """
    if not rows:
        return
    if "id" not in rows[0]:
        for number, row in enumerate(rows, _last_number(work, table) + 1):
            row["id"] = number
    if "uid" in table.model_fields:
        for row in rows:
            row.setdefault("uid", str(uuid4()))
    work.session.connection().execute(insert(table), rows)
    work.record_inserts(table, [row["id"] for row in rows])


def _last_number(work: Work, table: type[SQLModel]) -> int:
    """The highest row id that was ever given: one that an undo freed is not given again."""
    row = work.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.__tablename__,)).fetchone()
    return 0 if row is None else int(row[0])


def insert_events(work: Work, kind: str, happened: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Say what happened to many records: number, before and after. Their histories must not be later than now."""
    rows = [
        {
            "uid": str(uuid4()),
            "action_id": work.action_id,
            "record_id": record_id,
            "at": work.now,
            "type": kind,
            "before": as_json(before),
            "after": as_json(after),
        }
        for record_id, before, after in happened
    ]
    if rows:
        work.session.connection().execute(insert(tables.Event), rows)
        work.events += len(rows)
