"""Backup, restore and the doctor; and how faults end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from pipetui.services import sample, today
from pipetui.services.desk import create
from pipetui.services.playbooks import from_preset
from pipetui.storage import engine

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


def test_backup_and_restore(shell: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shell.ok("add", "deal", "--name", "Kept")
    shell.ok("backup", str(copy))
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy.db*")) == ["copy.db"]
    shell.ok("add", "deal", "--name", "Lost")
    restored = shell.ok("restore", str(copy))
    assert [item["name"] for item in shell.ok("today", "--json").json["items"]] == ["Kept"]
    (kept,) = tmp_path.glob("pipe-before-restore-*.db")
    assert str(kept) in restored.err
    names = [item["name"] for item in shell("today", "--json", before=["--db", str(kept)]).json["items"]]
    assert names == ["Kept", "Lost"]
    shell.ok("doctor")
    shell.ok("add", "deal", "--name", "After")


def test_two_restores_keep_both(shell: Shell, tmp_path: Path) -> None:
    shell.ok("backup", str(tmp_path / "copy.db"))
    shell.ok("restore", str(tmp_path / "copy.db"))
    shell.ok("restore", str(tmp_path / "copy.db"))
    assert len(list(tmp_path.glob("pipe-before-restore-*.db"))) == 2


def test_backup_never_overwrites(shell: Shell, tmp_path: Path) -> None:
    there = tmp_path / "letter.txt"
    there.write_text("dear", encoding="utf-8")
    assert shell("backup", str(there)).status == 2
    assert there.read_text(encoding="utf-8") == "dear"
    assert shell("backup", str(tmp_path / "no" / "folder" / "x.db")).status == 2
    assert shell("backup", str(shell.db)).status == 2


@pytest.mark.parametrize("content", [b"", b"dear\n", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_restore_refuses_what_is_no_pipetui_database(shell: Shell, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(content)
    shell.ok("add", "deal", "--name", "Pilot")
    result = shell("restore", str(other))
    assert (result.status, result.out) == (2, "")
    assert 1 <= len(result.err.splitlines()) <= 2
    assert shell.ok("today", "--json").json["counts"]["open_deals"] == 1
    assert not list(tmp_path.glob("*before-restore*"))


def test_restore_refuses_another_programs_database_and_itself(shell: Shell, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert shell("restore", str(other)).status == 2
    assert shell("restore", str(shell.db)).status == 2
    assert shell("restore", str(tmp_path)).status == 2


def test_restore_replaces_a_damaged_database_and_keeps_it(shell: Shell, tmp_path: Path) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    shell.ok("backup", str(tmp_path / "copy.db"))
    for part in tmp_path.glob("pipe.db*"):
        part.unlink()
    shell.db.write_bytes(b"garbage " * 1000)
    assert shell("today").status == 3
    shell.ok("restore", str(tmp_path / "copy.db"))
    assert shell.ok("today", "--json").json["counts"]["open_deals"] == 1
    (kept,) = tmp_path.glob("pipe-before-restore-*.db")
    assert kept.read_bytes().startswith(b"garbage")
    assert shell.db.stat().st_mode & 0o777 == 0o600


def test_restore_does_not_touch_what_is_locked_or_foreign(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    copy = tmp_path / "copy.db"
    shell.ok("backup", str(copy))
    shell.ok("add", "deal", "--name", "Pilot")
    with closing(sqlite3.connect(shell.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert shell("restore", str(copy)).status == 3
        other.execute("ROLLBACK")
    assert shell.ok("today", "--json").json["counts"]["open_deals"] == 1
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE t (x)")
    before = foreign.read_bytes()
    assert shell("restore", str(copy), before=["--db", str(foreign)]).status == 3
    assert foreign.read_bytes() == before
    assert not list(tmp_path.glob("*before-restore*"))


def test_the_doctor_finds_what_is_wrong(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    with sqlite3.connect(shell.db) as connection:
        connection.execute("UPDATE deal SET clear_at = 5, stalled_at = 7")
        connection.execute("INSERT INTO contact (uid, record_id, name) VALUES ('u', 99, 'nobody')")
        connection.execute("CREATE TABLE stranger (x)")
        connection.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'record'")
    shell.db.chmod(0o666)
    result = shell("doctor", "--json")
    assert (result.status, result.json["ok"]) == (1, False)
    failed = {check["id"]: check["detail"] for check in result.json["checks"] if not check["ok"]}
    assert failed.keys() == {"attention", "foreign_keys", "schema", "sequence", "permissions"}
    assert failed["attention"] == "deal 1"
    assert failed["schema"] == "stranger"
    assert "contact" in failed["foreign_keys"]
    assert "FAILED" in shell("doctor").out


def test_the_doctor_finds_deals_in_stages_that_are_gone(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    with sqlite3.connect(shell.db) as connection:
        connection.execute("UPDATE deal SET stage = 'limbo'")
    checks = shell("doctor", "--json").json["checks"]
    assert [check["detail"] for check in checks if check["id"] == "playbook"] == ["deal 1 in limbo"]


def test_init_makes_what_it_is_told(blank: Shell, tmp_path: Path) -> None:
    assert blank.ok("init", "--preset", "solo").out == ""
    assert "handed_off" not in blank.ok("playbook", "show").out
    assert blank("init").status == 2
    team = tmp_path / "team.toml"
    team.write_text(
        'timezone = "UTC"\ncurrency = "CHF"\n[[stage]]\nid = "one"\nname = "One"\npurpose = "p"\nmax_days = 3\n'
        'criteria = [{ id = "c", text = "C" }]\n',
        encoding="utf-8",
    )
    blank.db = tmp_path / "folder" / "own.db"
    blank.ok("init", "--playbook", str(team))
    blank.ok("add", "deal", "--name", "Pilot", "--amount", "5")
    (item,) = blank.ok("today", "--json").json["items"]
    assert (item["stage"], item["currency"]) == ("one", "CHF")


@pytest.mark.parametrize(
    "words",
    [["--preset", "big"], ["--playbook", "missing.toml"], ["--preset", "solo", "--playbook", "x.toml"], ["extra"]],
    ids=" ".join,
)
def test_init_with_bad_input_leaves_nothing(blank: Shell, words: list[str]) -> None:
    assert blank("init", *words).status == 2
    assert not blank.db.exists()


@pytest.fixture
def quick_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty pipeline in the place of the sample, which takes seconds to build."""

    def build(path: Path, *, now: int, language: str) -> None:
        create(path, playbook=from_preset("b2b", language), me="anna", now=now).close()

    monkeypatch.setattr(sample, "build", build)


@pytest.mark.usefixtures("quick_sample")
def test_demo_runs_the_app_on_a_copy_in_the_cache(blank: Shell, tmp_path: Path) -> None:
    before = ["--lang", "en", "--now", "2026-11-23T09:00"]
    assert blank("demo", before=before).status == 0
    (launch,) = blank.launched
    assert launch.demo
    assert launch.db.is_relative_to(tmp_path / "xdg_cache_home")
    assert launch.db.stat().st_size > 0
    assert not (tmp_path / "xdg_data_home").exists()
    stamp = launch.db.stat().st_mtime_ns
    blank("demo", "--screen", "today", before=before)
    assert blank.launched[1].screen == "today"
    assert launch.db.stat().st_mtime_ns == stamp
    blank("demo", "--reset", before=before)
    assert launch.db.stat().st_mtime_ns != stamp


@pytest.mark.usefixtures("quick_sample")
def test_demo_at_a_path_makes_it_and_never_touches_a_file(blank: Shell) -> None:
    blank.ok("demo")
    assert blank.launched[0].db == blank.db
    blank.ok("add", "deal", "--name", "Mine now")
    assert blank("demo", "--reset").status == 2
    assert blank.ok("today", "--json").json["counts"]["open_deals"] == 1


def test_an_unexpected_fault_is_one_line_and_70(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_args: object) -> None:
        raise RuntimeError("the sky\nfell")

    monkeypatch.setattr(today, "counts", fault)
    result = shell("today")
    assert (result.status, result.out) == (70, "")
    assert len(result.err.splitlines()) == 1
    assert "RuntimeError: the sky fell" in result.err
    shell.environ["PIPETUI_DEBUG"] = "1"
    assert "Traceback" in shell("today").err


def test_ctrl_c_is_130(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(today, "counts", interrupt)
    result = shell("today")
    assert (result.status, result.out, result.err) == (130, "", "")
