"""``config`` and ``info``: what counts and where it comes from, the keys of the screens, the facts for a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipetui import __main__ as program
from pipetui import settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "settings.toml"
    monkeypatch.setattr(settings, "settings_file", lambda: found)
    for name in ("PIPETUI_DB", "PIPETUI_ME", "PIPETUI_LANG"):
        monkeypatch.delenv(name, raising=False)
    return found


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["pipetui", "--lang", "en", *words])
    return program.main()


def test_each_setting_with_where_it_comes_from(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('me = "anna"\n[keys]\nnote = "N"\nfind_note = []\n', encoding="utf-8")
    assert run(monkeypatch, "config") == 0
    said = capsys.readouterr().out.splitlines()
    assert "me             anna  (from the settings file)" in said
    assert "language       en  (given on the command line)" in said
    assert "date_order     dmy  (default)" in said
    assert "keys.note      N  (from the settings file)" in said
    assert run(monkeypatch, "config", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["keys"] == {"note": ["N"], "find_note": []}
    assert found["sources"]["me"] == "file"
    assert (found["settings_file"], found["settings_file_exists"]) == (str(file), True)


def test_all_commands_with_their_keys(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('[keys]\nnote = ["f5", "n"]\n', encoding="utf-8")
    assert run(monkeypatch, "config", "--keys", "--json") == 0
    keys = {line["id"]: line["keys"] for line in json.loads(capsys.readouterr().out)}
    assert (keys["note"], keys["filter"], keys["list.down"]) == (["f5", "n"], ["/"], ["j", "↓"])
    assert run(monkeypatch, "config", "--keys") == 0
    assert "Log a call" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("config",), ("config", "--keys"), ()])
def test_a_wrong_key_is_refused_before_anything_is_shown(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:  # fmt: skip
    file.write_text('[keys]\nnote = "d"\n', encoding="utf-8")
    assert run(monkeypatch, "--db", str(tmp_path / "none.db"), *words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{file}: keys.note: d is the key of done, too." in told.err


def test_the_app_needs_a_terminal(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--db", str(tmp_path / "none.db")) == 2
    assert "needs a terminal" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_info_keeps_its_keys(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "new.db")
    assert run(monkeypatch, "--db", db, "init") == 0
    capsys.readouterr()
    assert run(monkeypatch, "--db", db, "info", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {"version", "python", "database", "schema", "size", "deals", "events", "last_event", "timezone",
            "default_database", "settings_file", "textual", "term"} <= set(found)  # fmt: skip
    assert found["database"] == db
