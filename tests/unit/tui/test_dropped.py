"""Paths as people give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui.tui.dropped import dropped_path

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    found = tmp_path / "my deals (1) d'oro.csv"
    found.touch()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "~/my deals (1) d'oro.csv",
        "  ~/my deals (1) d'oro.csv ",
        '"{home}/my deals (1) d\'oro.csv"',
        "'{home}/my deals (1) d'\\''oro.csv' ",
        "{home}/my\\ deals\\ \\(1\\)\\ d\\'oro.csv",
        "file://{home}/my%20deals%20(1)%20d'oro.csv",
        '"~/my deals (1) d\'oro.csv"',
    ],
)
def test_every_way_of_dropping_a_file(file: Path, text: str) -> None:
    assert dropped_path(text.replace("{home}", str(file.parent))) == file


@pytest.mark.parametrize("text", ["nothing here.csv", "'half", "two words", "", "~/none.csv", "file:///none"])
def test_what_is_not_there_stays_what_was_typed(file: Path, text: str) -> None:
    assert not dropped_path(text).is_file()


def test_a_file_that_is_called_so_comes_first(tmp_path: Path) -> None:
    odd = tmp_path / "'odd'"
    odd.touch()
    assert dropped_path(str(odd)) == odd
