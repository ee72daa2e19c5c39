"""The shell, called in process: a database of its own, a clock that stands still, no environment."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from pipetui.cli import main
from pipetui.i18n import language, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipetui.services.launching import Launch

MONDAY = int(datetime(2026, 11, 23, 8, 31, tzinfo=ZoneInfo("Europe/Rome")).timestamp())
"""Monday 23 November 2026, 08:31 in Rome."""


@dataclass(frozen=True)
class Result:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Shell:
    """``shell("today", "--json")`` runs one command line on the test's own database as anna."""

    db: Path
    capture: pytest.CaptureFixture[str]
    now: int = MONDAY
    environ: dict[str, str] = field(default_factory=dict)
    launched: list[Launch] = field(default_factory=list)

    def __call__(self, *words: str, before: Sequence[str] | None = None) -> Result:
        options = ["--db", str(self.db), "--me", "anna", "--lang", "en"] if before is None else before
        self.capture.readouterr()
        status = main([*options, *words], launch=self._launch, environ=self.environ, clock=lambda: self.now)
        captured = self.capture.readouterr()
        return Result(status, captured.out, captured.err)

    def ok(self, *words: str) -> Result:
        """Run a command that has to go well."""
        result = self(*words)
        assert result.status == 0, result
        return result

    def _launch(self, launch: Launch) -> int:
        self.launched.append(launch)
        return 0


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Nothing of the person who runs the tests is read or written; the language is given back."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("COLUMNS", "80")
    before = language()
    yield tmp_path
    set_language(before)


@pytest.fixture
def blank(own_home: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell whose database is not there yet."""
    return Shell(own_home / "pipe.db", capsys)


@pytest.fixture
def shell(blank: Shell) -> Shell:
    """A shell on a new, empty database."""
    blank.ok("init")
    return blank
