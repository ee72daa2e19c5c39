"""Whole databases copied, replaced and looked over, through SQLite's own means: safe while others work on the file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.i18n import _
from pipetui.storage.engine import APPLICATION_ID, connect, explaining, open_store, remove_database, schema_sql

if TYPE_CHECKING:
    from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """A consistent copy of the database ``source`` as the new file ``target``: one file, readable by its owner only.

    Raises BadInput when there is a file already or the folder cannot be written, DatabaseUnusable when the source
    cannot be read. Nothing is left behind if it fails.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise BadInput(_("There is already a file at {path}.").format(path=target), _("Give another name.")) from None
    except OSError as error:
        raise BadInput(
            _("{path} cannot be written: {error}.").format(path=target, error=error.strerror or error)
        ) from error
    try:
        with explaining(str(source)), closing(connect(str(source), read_only=True)) as reader:
            _copy_into(reader, target)
    except BaseException:
        remove_database(target)
        raise


def _copy_into(reader: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as writer:
        reader.backup(writer, progress=_give_up_when_locked)
        # A copy lies still: without a journal of its own it stays one file, wherever it is carried.
        writer.execute("PRAGMA journal_mode = DELETE")


def check(path: Path) -> None:
    """Is this file one of our databases, whole and readable? Raises BadInput if not."""
    try:
        with closing(open_store(path)) as store, store.reading() as connection:
            problems = integrity(connection)
    except DatabaseUnusable as error:
        raise BadInput(error.message, error.hint) from error
    if problems:
        raise BadInput(_("{path} is damaged: {problem}.").format(path=path, problem=problems[0]))


def replace(path: Path, source: Path) -> None:
    """Put the content of the database ``source`` into the database at ``path``, in one transaction.

    Raises DatabaseUnusable, and then nothing has changed.
    """
    with (
        explaining(str(path)),
        closing(connect(str(source), read_only=True)) as reader,
        closing(connect(str(path))) as writer,
    ):
        reader.backup(writer, progress=_give_up_when_locked)
        writer.execute("PRAGMA journal_mode = WAL")


def _give_up_when_locked(status: int, _remaining: int, _total: int) -> None:
    """The connection has waited as long as for any write; the driver would begin again for ever."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise sqlite3.OperationalError("database is locked")


def refuse_foreign(path: Path) -> None:
    """Raise DatabaseUnusable when the file at ``path`` is the database of another program, or cannot be read."""
    with explaining(str(path)), closing(connect(str(path), read_only=True)) as connection:
        ours = int(pragma(connection, "application_id")) == APPLICATION_ID
        if not ours and _objects(connection):
            raise DatabaseUnusable(_("{path} is not a pipetui database.").format(path=path))


def is_damage(error: DatabaseUnusable) -> bool:
    """Is what is wrong with the database its content, and not a lock or a missing right?"""
    cause = error.__cause__
    return isinstance(cause, sqlite3.DatabaseError) and cause.sqlite_errorcode & 0xFF in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )


def set_aside(path: Path, kept: Path) -> None:
    """Rename a database that cannot be read, with the files that belong to it."""
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))


def integrity(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own check finds wrong; nothing when all is well."""
    return [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]


def dangling(connection: sqlite3.Connection) -> list[str]:
    """The rows that point at rows that are not there, as ``table (parent)``."""
    return [f"{row[0]} ({row[2]})" for row in connection.execute("PRAGMA foreign_key_check")]


def schema_differences(connection: sqlite3.Connection) -> list[str]:
    """Tables and indexes that are missing, foreign or other than the schema that ships."""
    with closing(sqlite3.connect(":memory:")) as blank:
        blank.executescript(schema_sql())
        wanted = _objects(blank)
    there = _objects(connection)
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {row[0]: " ".join((row[1] or "").split()) for row in rows}


def numbering_problems(connection: sqlite3.Connection) -> list[str]:
    """Deals outside the one sequence of numbers, or numbers that could be given twice."""
    strangers = connection.execute(
        "SELECT d.id FROM deal d LEFT JOIN record r ON r.id = d.id AND r.type = 'deal' WHERE r.id IS NULL"
    )
    found = [f"deal {row[0]}" for row in strangers]
    top, given = connection.execute(
        "SELECT (SELECT coalesce(max(id), 0) FROM record), (SELECT coalesce(max(seq), 0) FROM sqlite_sequence"
        " WHERE name = 'record')"
    ).fetchone()
    return found if top <= given else [*found, f"{top} > {given}"]


def pragma(connection: sqlite3.Connection, name: str) -> str:
    """The value of a setting of the file, such as ``journal_mode``."""
    return str(connection.execute(f"PRAGMA {name}").fetchone()[0])


def is_empty(connection: sqlite3.Connection) -> bool:
    """Is there neither a deal nor a lead, and was there never one?"""
    return connection.execute("SELECT 1 FROM record LIMIT 1").fetchone() is None


def has_imports(connection: sqlite3.Connection) -> bool:
    """Has a file been imported here, whatever became of its rows?"""
    return connection.execute("SELECT 1 FROM import_batch LIMIT 1").fetchone() is not None


def totals(connection: sqlite3.Connection) -> tuple[int, int, int | None]:
    """Deals, events, and the instant of the last event."""
    row = connection.execute("SELECT (SELECT count(*) FROM deal), count(*), max(at) FROM event").fetchone()
    return row[0], row[1], row[2]
