"""The unit of work: one action of a person is one transaction with its events, and every change is kept.

Whatever is written through the session is recorded in ``change`` (row, columns before and after), so that any
action can be taken back exactly and any past day rebuilt. Bulk writers use Core statements and ``record_inserts``.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event, insert, inspect
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, SQLModel, func, select

from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.storage import tables
from pipetui.storage.engine import Store, connect, driver, explaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.engine import Connection

Row = TypeVar("Row", bound=SQLModel)


def plain(value: Any) -> Any:
    """A column value as JSON keeps it: a date as ISO text, everything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


class Work:
    """What one action writes. ``by`` is the person's row; ``now`` the instant that every row of it carries."""

    def __init__(self, session: Session, action: tables.Action, by: tables.Person, now: int) -> None:
        self.session = session
        self.action = action
        self.by = by
        self.now = now
        self.events = 0
        """How many events this action has; one without any was refused by the rules and leaves no trace."""

    @property
    def action_id(self) -> int:
        """The number of this action."""
        assert self.action.id is not None
        return self.action.id

    @property
    def connection(self) -> Any:
        """The driver's connection in this transaction, for the same SQL that reading uses."""
        return driver(self.session)

    def add(self, row: Row) -> Row:
        """Write a new row; its id is known afterwards."""
        self.session.add(row)
        self.session.flush()
        return row

    def delete(self, row: SQLModel) -> None:
        """Remove a row."""
        self.session.delete(row)

    def deal(self, deal_id: int) -> tables.Deal:
        """The deal's row. Raises BadInput if there is none."""
        row = self.session.get(tables.Deal, deal_id)
        if row is None:
            raise BadInput(_("There is no deal {id}.").format(id=deal_id))
        return row

    def new_record(self, kind: str = "deal") -> int:
        """The next number of the one sequence."""
        record = self.add(tables.Record(type=kind))
        assert record.id is not None
        return record.id

    def person(self, name: str) -> tables.Person:
        """The person of this name or alias, made if there is none."""
        return person_row(self.session, name)

    def name_of(self, person_id: int | None) -> str | None:
        """The name of a person by number; None for nobody."""
        return None if person_id is None else self.session.get_one(tables.Person, person_id).name

    def event(
        self,
        record_id: int | None,
        kind: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> int:
        """Say what happened. Raises BadInput when the record already has a later event: time does not run back."""
        if record_id is not None:
            last = self.session.exec(select(func.max(tables.Event.at)).where(tables.Event.record_id == record_id)).one()
            if last is not None and last > self.now:
                raise later_history(record_id)
        row = self.add(
            tables.Event(
                action_id=self.action_id,
                record_id=record_id,
                at=self.now,
                type=kind,
                before=as_json(before or {}),
                after=as_json(after or {}),
            )
        )
        assert row.id is not None
        self.events += 1
        return row.id

    def record_inserts(self, table: type[SQLModel], row_ids: Iterable[int]) -> None:
        """Keep that a bulk statement has made these rows, so that an undo finds them."""
        name = str(table.__tablename__)
        rows = [
            {"action_id": self.action_id, "tbl": name, "row_id": row_id, "before": None, "after": "{}"}
            for row_id in row_ids
        ]
        if rows:
            self.session.connection().execute(insert(tables.Change), rows)


def later_history(record_id: int) -> BadInput:
    """Time does not run back: the complaint about a write before the last event of a record."""
    return BadInput(
        _("Deal {id} has something later in its history than the time given.").format(id=record_id),
        _("Look at `pipetui log {id}`, or leave --now out.").format(id=record_id),
    )


def person_row(session: Session, name: str) -> tables.Person:
    """The person of this name or alias, made if there is none. Raises BadInput for a name of nothing but blanks."""
    folded = folded_name(name)
    if not folded:
        raise BadInput(_("The name of a person is missing."))
    person = session.exec(select(tables.Person).where(tables.Person.folded == folded)).first()
    if person is not None:
        return person
    alias = session.exec(select(tables.PersonAlias).where(tables.PersonAlias.folded == folded)).first()
    if alias is not None:
        return session.get_one(tables.Person, alias.person_id)
    person = tables.Person(name=" ".join(name.split()), folded=folded)
    session.add(person)
    session.flush()
    return person


def as_json(value: Mapping[str, Any]) -> str:
    """Columns or fields as the JSON that is kept: days as ISO text, letters as they are."""
    return json.dumps({key: plain(item) for key, item in value.items()}, ensure_ascii=False)


def _engine(store: Store) -> Engine:
    if store.engine is None:
        engine = create_engine(
            "sqlite://", creator=lambda: connect(store.path), poolclass=QueuePool, query_cache_size=200
        )
        event.listen(engine, "begin", partial(_begin, store))
        store.engine = engine
    engine = store.engine
    assert isinstance(engine, Engine)
    return engine


def _begin(store: Store, connection: Connection) -> None:
    """Take the lock first, with the patience of this thread."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(store.patience * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _session(store: Store) -> Iterator[Session]:
    """A session in a transaction of its own, committed at the end; the one of ``together`` if there is one."""
    if store.read_only:
        raise BadInput(_("This is the past: it can be looked at, not changed."), _("Leave --as-of out to write."))
    if store.session is not None:
        yield store.session
        return
    store.find_file()
    with explaining(store.path):
        try:
            with Session(_engine(store), expire_on_commit=False, autoflush=True) as session:
                session.connection()
                yield session
                session.commit()
        except DBAPIError as error:
            raise _cause(error) from error


def _cause(error: BaseException) -> BaseException:
    """What the driver said first, for ``explaining`` to put into words. When the disk is full the transaction is gone
    already, so that rolling it back fails as well."""
    while isinstance(error.__context__, DBAPIError | sqlite3.Error):
        error = error.__context__
    return (error.orig if isinstance(error, DBAPIError) else None) or error


@contextmanager
def together(store: Store) -> Iterator[None]:
    """Make every unit of work inside the block one transaction: all of it is kept, or nothing."""
    with _session(store) as session:
        outer, store.session = store.session, session
        try:
            yield
        finally:
            store.session = outer


@contextmanager
def working(store: Store, name: str, *, now: int, me: str) -> Iterator[Work]:
    """One action called ``name``, by the person ``me`` at ``now``: committed when the block ends well, else nothing
    of it stays, even among several that are one transaction. Nor does anything stay of an action without an event.

    The lock is taken first, so that what is read inside is what is written upon.
    """
    with _session(store) as session, session.begin_nested() as savepoint:
        by = person_row(session, me)
        action = tables.Action(at=now, by_id=by.id, name=name)
        session.add(action)
        session.flush()
        work = Work(session, action, by, now)
        keeper = _ChangeKeeper(work)
        event.listen(session, "after_flush", keeper)
        try:
            yield work
            session.flush()
        finally:
            event.remove(session, "after_flush", keeper)
        if not work.events:
            savepoint.rollback()


class _ChangeKeeper:
    """Writes a ``change`` row for each tracked row that a flush adds, changes or deletes."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def __call__(self, session: Session, _context: Any) -> None:
        rows: list[dict[str, Any]] = []
        for row in sorted(session.new, key=_place):
            rows.extend(self._row(row, None, {}))
        for row in sorted(session.dirty, key=_place):
            before, after = _difference(row)
            if after:
                rows.extend(self._row(row, before, after))
        for row in sorted(session.deleted, key=_place, reverse=True):
            rows.extend(self._row(row, _whole(row), None))
        if rows:
            session.connection().execute(insert(tables.Change), rows)

    def _row(self, row: Any, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        table = row.__tablename__
        renamed = table in tables.RENAMED and before and after
        if table not in tables.TRACKED and not renamed:
            return []
        return [
            {
                "action_id": self.work.action_id,
                "tbl": table,
                "row_id": row.id,
                "before": None if before is None else as_json(before),
                "after": None if after is None else as_json(after),
            }
        ]


def _place(row: Any) -> tuple[int, int]:
    """What others refer to comes first, so that taking changes back from the last to the first never leaves a row
    without its parent."""
    return _ORDER[row.__tablename__], row.id


_ORDER = {table.name: number for number, table in enumerate(SQLModel.metadata.sorted_tables)}


def _difference(row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in inspect(row).attrs:
        history = attribute.history
        if attribute.key in tables.DERIVED:
            continue
        if history.has_changes() and history.added != history.deleted:
            before[attribute.key] = history.deleted[0] if history.deleted else None
            after[attribute.key] = history.added[0] if history.added else None
    return before, after


def _whole(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


@contextmanager
def quietly(store: Store) -> Iterator[sqlite3.Connection]:
    """A transaction that is not an action and leaves no history."""
    with _session(store) as session:
        yield driver(session)
