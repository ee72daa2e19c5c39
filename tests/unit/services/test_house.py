"""The facts for a bug report: all that helps, and nothing about anybody's deals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.services import house

if TYPE_CHECKING:
    import pytest

    from pipetui.services.desk import Desk


def test_facts_of_a_database(desk: Desk, tmp_path: Path) -> None:
    environ = {"TERM": "xterm", "LANG": "it_IT.UTF-8", "TMUX": "/tmp/x", "NO_COLOR": "1", "SSH_TTY": ""}
    found = house.facts(desk, tmp_path / "settings.toml", environ)
    assert found["database"] == str(Path(desk.store.path).absolute())
    assert (found["deals"], found["term"], found["locale"]) == (9, "xterm", "it_IT.UTF-8")
    assert (found["tmux"], found["no_color"], found["ssh"]) == (True, True, False)
    assert found["settings_file_exists"] is False
    assert all(found[name] for name in ("version", "python", "textual", "sqlite", "sqlmodel", "schema", "size"))


def test_the_report_tells_no_home_and_no_names(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    text = house.as_text(house.facts(desk, tmp_path / "settings.toml", {"TERM": "xterm\x1b[31m"}))
    assert str(tmp_path) not in text
    assert "~/settings.toml" in text
    assert "\x1b" not in text
    assert not any(name in text for name in ("Acme", "Marta", "anna"))


def test_without_a_database_there_is_less_to_say(tmp_path: Path) -> None:
    found = house.facts(None, tmp_path / "settings.toml", {})
    assert found["database"] is None
    assert "deals" not in found
    assert "database              –" in house.as_text(found)
