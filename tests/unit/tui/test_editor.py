"""Which editor writes a long note, and what comes back from it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from pipetui.tui.editor import Written, editor, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="paths are written otherwise there")
def test_visual_comes_before_editor_and_both_may_have_options(monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor({"VISUAL": "code --wait", "EDITOR": "nano"}) == ["code", "--wait"]
    assert editor({"VISUAL": " ", "EDITOR": "'/my editors/e' -n"}) == ["/my editors/e", "-n"]
    assert editor({"EDITOR": "it's"}) == ["it's"]
    monkeypatch.setattr("pipetui.tui.editor.shutil.which", lambda name: "/usr/bin/vi" if name == "vi" else None)
    assert editor({}) == ["/usr/bin/vi"]
    monkeypatch.setattr("pipetui.tui.editor.shutil.which", lambda _name: None)
    assert editor({}) == []


def run(tmp_path: Path, deed: str, remarks: tuple[str, ...] = ("# ours",)) -> Written:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n{deed}\n", encoding="utf-8")
    return written([sys.executable, str(script)], "before", remarks)


def test_only_our_own_lines_are_left_out(tmp_path: Path) -> None:
    result = run(tmp_path, "file.write_bytes(b'# theirs\\r\\n\\r\\nbody \\xff\\n' + file.read_bytes())")
    assert result.text == "# theirs\n\nbody \N{REPLACEMENT CHARACTER}\nbefore"
    assert (result.status, result.saved) == (0, True)
    result.path.unlink()


def test_left_without_saving(tmp_path: Path) -> None:
    result = run(tmp_path, "pass")
    assert (result.text, result.saved) == ("before", False)
    result.path.unlink()


def test_a_file_that_the_editor_took_away(tmp_path: Path) -> None:
    result = run(tmp_path, "file.unlink()")
    assert (result.text, result.status, result.saved) == ("", 0, False)


def test_an_editor_that_is_not_there(tmp_path: Path) -> None:
    result = written([str(tmp_path / "nothing")], "", ())
    assert result.status is None
    result.path.unlink()
