"""An older database is brought up to date: alembic, which takes half a second to load, is loaded only for that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.i18n import _
from pipetui.storage import migrations
from pipetui.storage.backup import copy
from pipetui.storage.engine import connect, explaining

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from alembic.script import Script
    from sqlalchemy.engine import Connection


def scripts() -> list[Script]:
    """The migrations that ship, oldest first."""
    folder = str(Path(migrations.__file__).parent)
    return list(ScriptDirectory(folder, version_locations=[folder]).walk_revisions())[::-1]


def bring_up_to_date(path: Path, version: int) -> None:
    """Run the migrations that the database at ``path``, of schema ``version``, lacks. A copy of it as it is now stays
    beside it, named after that version.

    Raises DatabaseUnusable when the file cannot be written or a migration fails; then the file is as that one found it.
    """
    kept = path.with_name(f"{path.name}.schema-{version}")
    try:
        kept.unlink(missing_ok=True)
        copy(path, kept)
    except (BadInput, OSError) as error:
        raise DatabaseUnusable(
            _("The database {path} is of an older pipetui, and no copy could be made before changing it.").format(
                path=path
            ),
            _("Make the file and its folder writable."),
        ) from error
    migrate(path, scripts())


def migrate(path: Path, todo: Iterable[Script]) -> None:
    """Run those of the migrations that have not run yet, each in one transaction. Raises DatabaseUnusable."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    # Without this, SQLite's tables would outlive the rollback of the transaction that made them.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with explaining(str(path)):
        for script in todo:
            try:
                with engine.begin() as connection:
                    _run(connection, script)
            except DBAPIError as error:
                raise error.orig or error from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = connect(str(path))
    # A table that is made anew is gone for a moment; the check at the end sees what still points nowhere.
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def _run(connection: Connection, script: Script) -> None:
    number = int(script.revision)
    if number <= connection.exec_driver_sql("PRAGMA user_version").scalar_one():
        return
    with Operations.context(MigrationContext.configure(connection)):
        script.module.upgrade()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DatabaseUnusable(
            _("The database could not be brought up to date: rows of {table} point nowhere.").format(table=broken[0])
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
