"""What is checked before anything is shown."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.services.launching import Launch
from pipetui.tui.launch import desk_of, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return Launch(
        db=tmp_path / "none.db", me="anna", now=lambda: 0, as_of=None, language="en", date_order="dmy", theme=None
    )


def test_a_missing_database_is_no_error_and_is_not_made(launch: Launch) -> None:
    assert desk_of(launch) is None
    assert not launch.db.exists()


def test_an_unknown_theme_or_screen_is_bad_input(launch: Launch) -> None:
    with pytest.raises(BadInput, match="dark, light"):
        run(replace(launch, theme="pink"))
    with pytest.raises(BadInput, match="today"):
        run(replace(launch, screen="moon"))


def test_a_file_of_something_else_is_said_before_the_app_opens(launch: Launch) -> None:
    launch.db.write_text("not a database at all, " * 100, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="not a pipetui database"):
        run(launch)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_without_a_terminal_the_commands_are_named(
    launch: Launch, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}", io.StringIO() if name == stream else _Terminal())
    with pytest.raises(BadInput, match="needs a terminal") as caught:
        run(launch)
    assert "pipetui today" in caught.value.hint


def test_a_terminal_that_cannot_show_screens(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("sys.stdout", _Terminal())
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(BadInput, match="TERM=dumb"):
        run(launch)
