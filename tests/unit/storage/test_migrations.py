"""An older database is brought up to date whole, or stays as it was; a new one is the same as a migrated one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pipetui.errors import DatabaseUnusable
from pipetui.storage import engine, schema, upgrading
from pipetui.storage.engine import APPLICATION_ID, SCHEMA_VERSION, creating, open_store, schema_sql

if TYPE_CHECKING:
    from pathlib import Path


def blank(path: Path, version: int = 0, script: str = "") -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version};"
            f" PRAGMA journal_mode = WAL; {script}"
        )
    return path


def structure(path: Path) -> dict[str, Any]:
    """Tables with their columns, keys and indexes, as SQLite itself tells them."""
    found: dict[str, Any] = {}
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        for name, sql in rows.fetchall():
            indexes = {
                index[1]: (
                    index[2:],
                    connection.execute(f"PRAGMA index_xinfo({index[1]})").fetchall(),
                    connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index[1],)).fetchone(),
                )
                for index in connection.execute(f"PRAGMA index_list({name})").fetchall()
            }
            found[name] = {
                "columns": connection.execute(f"PRAGMA table_xinfo({name})").fetchall(),
                "references": connection.execute(f"PRAGMA foreign_key_list({name})").fetchall(),
                "indexes": indexes,
                "never twice": "AUTOINCREMENT" in sql,
            }
    return found


def test_schema_sql_is_what_the_tables_say() -> None:
    assert schema_sql() == schema.generate(), "run python -m pipetui.storage.schema"


def test_migrating_makes_what_a_new_database_has(tmp_path: Path) -> None:
    with creating(tmp_path / "new.db"):
        pass
    old = blank(tmp_path / "old.db")
    upgrading.migrate(old, upgrading.scripts())
    assert structure(old) == structure(tmp_path / "new.db"), "a migration is missing, or 0001_first.sql is not frozen"
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION


def test_structure_sees_partial_indexes_and_references(tmp_path: Path) -> None:
    with creating(tmp_path / "new.db"):
        pass
    found = structure(tmp_path / "new.db")
    assert "WHERE ended_at IS NULL" in found["next_step"]["indexes"]["ix_next_step_open"][2][0]
    assert len(found["deal"]["references"]) == 3
    assert found["note"]["never twice"]


def test_one_script_for_each_version() -> None:
    assert [int(script.revision) for script in upgrading.scripts()] == list(range(1, SCHEMA_VERSION + 1))


def test_opening_an_older_one_brings_it_up_to_date_beside_a_copy(tmp_path: Path) -> None:
    old = blank(tmp_path / "old.db", script="CREATE TABLE memory (text); INSERT INTO memory VALUES ('kept');")
    open_store(old).close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT text FROM memory").fetchone()[0] == "kept"
        assert connection.execute("SELECT count(*) FROM deal").fetchone()[0] == 0
    with closing(sqlite3.connect(tmp_path / "old.db.schema-0")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 0
        assert connection.execute("SELECT text FROM memory").fetchone()[0] == "kept"
    assert sorted(child.name for child in tmp_path.iterdir()) == ["old.db", "old.db.schema-0"]


def test_a_new_one_loads_no_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with creating(tmp_path / "new.db"):
        pass
    monkeypatch.setattr(upgrading, "bring_up_to_date", lambda *_: pytest.fail("there is nothing to do"))
    open_store(tmp_path / "new.db").close()


def script(number: int, upgrade: Any) -> Any:
    return SimpleNamespace(revision=f"{number:04}", module=SimpleNamespace(upgrade=upgrade))


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def half() -> None:
        op.execute("CREATE TABLE half_way (id INTEGER)")
        op.execute("INSERT INTO memory VALUES ('changed')")
        op.execute("INSERT INTO nowhere VALUES (1)")

    old = blank(tmp_path / "old.db", 1, "CREATE TABLE memory (text); INSERT INTO memory VALUES ('kept');")
    before = old.read_bytes()
    monkeypatch.setattr(engine, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(upgrading, "scripts", lambda: [script(1, half), script(2, half)])
    with pytest.raises(DatabaseUnusable, match="nowhere"):
        open_store(old)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("memory",)]
        assert connection.execute("SELECT text FROM memory").fetchall() == [("kept",)]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    assert old.read_bytes() == before


def test_the_migrations_before_the_one_that_fails_stay(tmp_path: Path) -> None:
    from alembic import op

    old = blank(tmp_path / "old.db")
    with pytest.raises(ZeroDivisionError):
        upgrading.migrate(
            old, [script(1, lambda: op.execute("CREATE TABLE first (id INTEGER)")), script(2, lambda: 1 / 0)]
        )
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("first",)]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1


def test_a_migration_must_not_leave_rows_that_point_nowhere(tmp_path: Path) -> None:
    from alembic import op

    tables = """
        CREATE TABLE parent (id INTEGER PRIMARY KEY);
        CREATE TABLE child (parent_id INTEGER REFERENCES parent (id));
        INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);
    """
    old = blank(tmp_path / "old.db", 1, tables)
    with pytest.raises(DatabaseUnusable, match="child"):
        upgrading.migrate(old, [script(2, lambda: op.execute("DELETE FROM parent"))])
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM parent").fetchone()[0] == 1


def test_without_a_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = blank(tmp_path / "old.db")
    before = old.read_bytes()
    (tmp_path / "old.db.schema-0").mkdir()
    with pytest.raises(DatabaseUnusable, match="no copy"):
        open_store(old)
    assert old.read_bytes() == before
