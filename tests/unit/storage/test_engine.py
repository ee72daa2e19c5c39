"""What can be wrong with a database file: each has its own message and exit status 3, and nothing changes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW

from pipetui.errors import BadInput, DatabaseUnusable, PipetuiError
from pipetui.services import edits, today
from pipetui.services.desk import Desk, create, open_desk
from pipetui.services.playbooks import from_preset
from pipetui.storage import engine
from pipetui.storage.engine import APPLICATION_ID, SCHEMA_VERSION, connect, creating, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from pipetui.domain.playbook import Playbook

    Powerless = Callable[[], AbstractContextManager[None]]


NOBODY = 65_534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can enter and write to, for a start."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.fixture
def powerless() -> Powerless:
    """A block in which what is closed to everybody is closed to this process, too: an administrator, whom no mode
    stops, is somebody else for that time."""

    @contextmanager
    def block() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield
        finally:
            os.setresuid(0, 0, 0)

    return block


@pytest.fixture
def path(small_file: Path, folder: Path) -> Path:
    """A database with nine deals that everybody may read and write."""
    path = folder / "deals.db"
    shutil.copy(small_file, path)
    path.chmod(0o666)
    return path


def at(path: Path) -> Desk:
    return open_desk(path, me="anna", now=NOW)


def refused(path: Path) -> DatabaseUnusable:
    """Why the database cannot be used; it is as it was afterwards."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DatabaseUnusable) as caught:
        use(path)
    assert caught.value.status == 3
    assert caught.value.message.endswith(".")
    assert str(path) in caught.value.message
    if before is not None:
        assert path.read_bytes() == before
    return caught.value


def use(path: Path) -> None:
    desk = at(path)
    try:
        today.listing(desk, today.View())
        edits.add_deal(desk, name="one more")
    finally:
        desk.close()


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM deal")]


def test_a_new_database_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    desk = create(tmp_path / "new" / "a.db", playbook=from_preset("b2b", "en"), me="anna", now=NOW)
    modes = {child.name: stat.S_IMODE(child.stat().st_mode) for child in (tmp_path / "new").iterdir()}
    desk.close()
    assert set(modes.values()) == {0o600}
    assert "a.db" in modes
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert [child.name for child in (tmp_path / "new").iterdir()] == ["a.db"]


def test_settings_of_every_connection(empty_desk: Desk) -> None:
    with empty_desk.quietly() as writer:
        connections = [empty_desk.store.connection(), writer]
        for connection in connections:
            values = {
                name: connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")
            }
            assert values == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "application_id": APPLICATION_ID,
                "user_version": SCHEMA_VERSION,
            }
    assert connections[0] is not writer


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    error = refused(tmp_path / "none.db")
    assert "There is no database" in error.message
    assert "init" in error.hint
    assert list(tmp_path.iterdir()) == []


def test_a_path_through_a_file(path: Path) -> None:
    assert "There is no database" in refused(path / "below.db").message
    with pytest.raises(DatabaseUnusable, match="cannot be created"):
        create(path / "below.db", playbook=from_preset("b2b", "en"), me="anna", now=NOW)


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message


@pytest.mark.parametrize("content", [b"", b"name,amount\nAcme,12\n", b"SQLite format 3\0 and then nonsense" * 200])
def test_not_a_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert "is not a pipetui database" in refused(path).message


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE deal (id INTEGER)")
    assert "is not a pipetui database" in refused(path).message


def test_a_newer_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    error = refused(path)
    assert "newer" in error.message
    assert "Update" in error.hint


def test_a_truncated_one(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    error = refused(path)
    assert "damaged" in error.message
    assert "backup" in error.hint


def test_pages_overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x07" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    assert "damaged" in refused(path).message


def test_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = engine.prepare

    def small(connection: sqlite3.Connection) -> None:
        usual(connection)
        connection.execute("PRAGMA max_page_count = 1")

    monkeypatch.setattr(engine, "prepare", small)
    desk = at(path)
    before = names(path)
    with pytest.raises(DatabaseUnusable, match="disk is full") as caught:
        edits.add_deal(desk, name="x" * 9_000)
    assert caught.value.status == 3
    assert "nothing was saved" in caught.value.message
    assert names(path) == before
    today.listing(desk, today.View())
    desk.close()


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_read_only_can_be_read(
    path: Path, folder: Path, powerless: Powerless, file_mode: int, folder_mode: int
) -> None:
    use(path)
    before = names(path)
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    with powerless():
        desk = at(path)
        assert today.counts(desk, today.View()).open_deals == len(before)
        desk.close()
        assert "can only be read" in refused(path).message
    assert names(path) == before


def test_a_closed_file(path: Path, powerless: Powerless) -> None:
    path.chmod(0)
    with powerless(), pytest.raises(DatabaseUnusable, match="cannot be opened"):
        use(path)


def test_a_closed_folder(path: Path, folder: Path, powerless: Powerless) -> None:
    # Read before: whoever is powerless may not be able to read the folder that this project is in.
    playbook = _playbook()
    folder.chmod(0)
    with powerless():
        with pytest.raises(DatabaseUnusable, match="cannot be opened"):
            use(path)
        with pytest.raises(DatabaseUnusable, match="cannot be created"):
            create(folder / "new.db", playbook=playbook, me="anna", now=NOW)
    folder.chmod(0o777)
    assert [child.name for child in folder.iterdir()] == [path.name]


def _playbook() -> Playbook:
    return from_preset("b2b", "en")


def test_a_second_writer_waits_and_then_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    desk = at(path)
    with closing(connect(str(path))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseUnusable, match="in use by another program") as caught:
            edits.add_deal(desk, name="late")
        assert caught.value.status == 3
        assert today.counts(desk, today.View()).open_deals == 9, "readers need not wait"
        other.execute("ROLLBACK")
    edits.add_deal(desk, name="in time")
    desk.close()
    assert "late" not in names(path)
    assert "in time" in names(path)


def test_there_is_a_file_already(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(BadInput, match="already a file"):
        create(path, playbook=_playbook(), me="anna", now=NOW)
    assert path.read_bytes() == before


def test_nothing_stays_of_a_database_that_was_not_finished(tmp_path: Path) -> None:
    def fail() -> None:
        with creating(tmp_path / "a.db"):
            assert not (tmp_path / "a.db").exists(), "nobody meets half of one"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_somebody_was_quicker(tmp_path: Path, empty_file: Path) -> None:
    path = tmp_path / "a.db"

    def race() -> None:
        with creating(path):
            shutil.copy(empty_file, path)

    with pytest.raises(BadInput, match="already a file"):
        race()
    open_store(path).close()
    assert [child.name for child in tmp_path.iterdir()] == ["a.db"]


def test_text_that_no_file_can_hold(empty_desk: Desk) -> None:
    with pytest.raises(BadInput, match="cannot be kept"):
        edits.add_deal(empty_desk, name="bad \udcff byte")
    assert today.counts(empty_desk, today.View()).open_deals == 0


def test_a_message_for_each_fault() -> None:
    told = {
        engine.explained(sqlite3.OperationalError(text), "/x.db").message
        for text in ("database is locked", "disk I/O error", "attempt to write a readonly database", "something new")
    }
    assert len(told) == 4
    assert all(isinstance(engine.explained(OSError("x"), "y"), PipetuiError) for _ in told)
