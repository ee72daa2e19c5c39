"""Opening one database file: connections, pragmas, what can be wrong with the file.

Reading goes through the sqlite3 driver alone (SQLModel costs a quarter of a second to import); writing is in
``writing``.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipetui.domain.names import fold
from pipetui.domain.phones import same_number
from pipetui.errors import BadInput, DatabaseBusy, DatabaseUnusable
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

SCHEMA_VERSION = 1
"""Kept in ``PRAGMA user_version``."""

APPLICATION_ID = 0x70697065
"""``pipe`` in ASCII, kept in ``PRAGMA application_id``: this SQLite file is ours."""

BUSY_SECONDS = 5.0
"""How long a write waits for another process before it gives up."""


def schema_sql() -> str:
    """The generated schema as it ships."""
    return (resources.files("pipetui.storage") / "schema.sql").read_text(encoding="utf-8")


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def explained(error: BaseException, path: str) -> DatabaseUnusable:
    """What went wrong with the file, as a person can use it."""
    text = str(error).lower()
    if "locked" in text:
        return DatabaseBusy(
            _("The database {path} is in use by another program.").format(path=path),
            _("Close it there, or try again."),
        )
    table = (
        ("readonly", _("The database {path} can only be read."), _("Make the file and its folder writable.")),
        ("full", _("The disk is full; nothing was saved to {path}."), _("Free some space and try again.")),
        ("disk i/o", _("The disk could not be read or written at {path}."), _("Nothing was saved. Check the disk.")),
        ("malformed", _("The database {path} is damaged."), _("Restore a backup: pipetui restore FILE.")),
        ("not a database", _("{path} is not a pipetui database."), ""),
        ("permission denied", _("The database {path} cannot be opened."), _("Its folder is not yours to read.")),
        ("unable to open", _("The database {path} cannot be opened."), _("Check that the folder exists and is yours.")),
    )
    for word, message, hint in table:
        if word in text:
            return DatabaseUnusable(message.format(path=path), hint)
    return DatabaseUnusable(_("The database {path} cannot be used: {error}.").format(path=path, error=error))


@contextmanager
def explaining(path: str) -> Iterator[None]:
    """Turn the driver's errors into ours. A broken rule of the schema is a fault of the program and stays as it is."""
    try:
        yield
    except UnicodeEncodeError:
        raise BadInput(
            _("The text holds characters that cannot be kept."), _("Type it again, or check the terminal's encoding.")
        ) from None
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise explained(error, path) from error


def connect(path: str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with our pragmas and functions. Autocommit: transactions are begun in so many words."""
    uri = f"{Path(path).absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    if read_only and not os.access(Path(path).parent, os.W_OK) and not os.path.lexists(f"{path}-wal"):
        # The files that readers of a WAL database share cannot be made here: it is read as one that lies still.
        uri += "&immutable=1"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=256
    )
    prepare(connection)
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Our settings and functions on a fresh connection."""
    connection.row_factory = sqlite3.Row
    # Known to SQL as ``fold``: text as it is compared, without case and accents.
    connection.create_function("fold", 1, _fold, deterministic=True)
    connection.create_function("same_number", 2, same_number, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


_ONE_FILE = 2**32
"""More than the versions that SQLite counts in one file."""


class Store:
    """One database. ``reading()`` gives a consistent view; writing opens a unit of work (see ``writing``).

    A connection belongs to the thread that asked for it.
    """

    def __init__(self, path: str, *, memory: sqlite3.Connection | None = None) -> None:
        self.path = path
        self.memory = memory
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._file = _identity(path)
        self._files_before = 0
        self._lock = threading.Lock()
        self.engine: Any = None
        self.rules_cache: tuple[str, Any] | None = None
        """The rules of the playbook version (its uid) that was read last; services keep it here for every desk."""
        self.past_days: dict[tuple[int, int, int], Any] = {}
        """What was found on past days, by the day's end and what had been done by then (see ``days_back``)."""

    @property
    def session(self) -> Session | None:
        """This thread's open session while several units of work are one transaction (see ``writing.together``)."""
        session: Session | None = getattr(self._local, "session", None)
        return session

    @session.setter
    def session(self, session: Session | None) -> None:
        self._local.session = session

    @property
    def patience(self) -> float:
        """Seconds that a write of this thread waits for another program before it gives up."""
        patience: float = getattr(self._local, "patience", BUSY_SECONDS)
        return patience

    @patience.setter
    def patience(self, seconds: float) -> None:
        self._local.patience = seconds

    def find_file(self) -> None:
        """Follow the file to what lies at its path now: another one, put there since, is opened in its place.

        Raises DatabaseUnusable when nothing lies there any more: what is written to a file without a name is lost.
        """
        if self.memory is not None or self.session is not None:
            return
        there = _identity(self.path)
        if there == self._file:
            return
        if there is None:
            raise DatabaseUnusable(
                _("The database {path} is not there any more: it was moved or deleted.").format(path=self.path),
                _("Nothing was saved. Put it back, and go on."),
            )
        self._file = there
        self._files_before += 1
        self.rules_cache = None
        self.past_days.clear()
        if self.engine is not None:
            self.engine.dispose()
            self.engine = None
        self._local = threading.local()  # no thread goes on with the old file

    @property
    def read_only(self) -> bool:
        """A rebuilt past day can be looked at, not written."""
        return self.memory is not None

    def connection(self) -> sqlite3.Connection:
        """This thread's connection for reading."""
        if self.memory is not None:
            return self.memory
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            writable = os.access(self.path, os.W_OK) and os.access(Path(self.path).parent, os.W_OK)
            connection = connect(self.path, read_only=not writable)
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the data for the time of the block. Inside ``together`` it sees what was written."""
        if self.session is not None:
            yield driver(self.session)
            return
        with explaining(self.path):
            connection = self.connection()
            nested = connection.in_transaction
            if not nested:
                connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if not nested:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")

    def version(self) -> int:
        """A number that changes when another connection has written to the file, or another file has come in its place.
        Raises DatabaseUnusable when the file is gone."""
        self.find_file()
        with explaining(self.path):
            return self._files_before * _ONE_FILE + int(self.connection().execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close every connection."""
        if self.engine is not None:
            self.engine.dispose()
            self.engine = None
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()
        if self.memory is not None:
            self.memory.close()


def _identity(path: str) -> tuple[int, int] | None:
    """Which file lies at a path, whatever it is called: None for none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def driver(session: Session) -> sqlite3.Connection:
    """The sqlite3 connection under a session, so that reads see what it has written."""
    session.flush()
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    return connection


def open_store(path: Path) -> Store:
    """The database at ``path``, checked: there, ours, not newer, brought up to date if older.

    Raises DatabaseUnusable.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseUnusable(
            _("There is no database at {path}.").format(path=path),
            _("Make one with `pipetui --db {path} init`.").format(path=path),
        ) from None
    except OSError as error:
        raise explained(error, str(path)) from error
    if path.is_dir():
        raise DatabaseUnusable(_("{path} is a folder, not a database.").format(path=path))
    store = Store(str(path))
    try:
        _check(store, path)
    except BaseException:
        store.close()
        raise
    return store


def _check(store: Store, path: Path) -> None:
    with explaining(str(path)):
        connection = store.connection()
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise DatabaseUnusable(
            _("{path} is not a pipetui database.").format(path=path), _("Give another file with --db.")
        )
    if version > SCHEMA_VERSION:
        raise DatabaseUnusable(
            _("The database {path} was written by a newer pipetui (schema {there}, this one knows {here}).").format(
                path=path, there=version, here=SCHEMA_VERSION
            ),
            _("Update pipetui: pip install --upgrade pipetui."),
        )
    if version < SCHEMA_VERSION:
        from pipetui.storage.upgrading import bring_up_to_date

        bring_up_to_date(path, version)


@contextmanager
def creating(path: Path) -> Iterator[Store]:
    """A new database, readable by its owner only, for the block to fill. It gets its name when the block ends well:
    nobody ever meets half of one, and nothing is left behind if it fails.

    Raises BadInput when there is a file already, DatabaseUnusable when none can be made.
    """
    if os.path.lexists(path):
        raise _taken(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    store = Store(str(unfinished))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        remove_database(unfinished)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with explaining(str(path)):
            _fill(unfinished)
        yield store
        store.close()
        _publish(unfinished, path)
    except OSError as error:
        raise DatabaseUnusable(
            _("The database {path} cannot be created: {error}.").format(path=path, error=error.strerror)
        ) from error
    finally:
        store.close()
        with suppress(OSError):
            remove_database(unfinished)


def _taken(path: Path) -> BadInput:
    return BadInput(_("There is already a file at {path}.").format(path=path), _("Nothing was changed."))


def _publish(unfinished: Path, path: Path) -> None:
    """Give a finished database its name, unless somebody was quicker."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise _taken(path) from None
    except OSError:
        unfinished.rename(path)  # this file system has no hard links


def _fill(path: Path) -> None:
    with closing(connect(str(path))) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{schema_sql()}\nPRAGMA application_id = {APPLICATION_ID};\n"
            f"PRAGMA user_version = {SCHEMA_VERSION};\nCOMMIT;"
        )


def remove_database(path: Path) -> None:
    """Delete a database with its WAL files."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
