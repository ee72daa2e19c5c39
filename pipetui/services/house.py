"""The facts of an installation, for a bug report: versions, paths, the database, the terminal. Nothing about deals but
how many there are."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipetui import __version__
from pipetui.domain.instants import iso
from pipetui.domain.text import harmless
from pipetui.i18n import _, language
from pipetui.services import safekeeping
from pipetui.settings import at_home, default_database

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.services.desk import Desk

Values = dict[str, Any]
"""Names and values as JSON has them: texts, numbers, true, false and null."""

PATHS = ("database", "default_database", "settings_file")
"""The values that are paths."""


def facts(desk: Desk | None, settings_file: Path, environ: Mapping[str, str] = os.environ) -> Values:
    """Versions, paths, what the database holds (nothing of it without a desk) and the terminal as the environment
    describes it."""
    return {
        **_versions(),
        **(_database(desk) if desk is not None else {"database": None}),
        "default_database": str(default_database()),
        "settings_file": str(settings_file),
        "settings_file_exists": settings_file.exists(),
        **_surroundings(environ),
    }


def as_text(values: Mapping[str, Any]) -> str:
    """The values in two columns, one a line; the home folder is ``~``, so that a report does not tell who it is."""
    width = max(map(len, values))
    return "\n".join(f"{name:<{width}}  {_words(name, value)}" for name, value in values.items())


def _words(name: str, value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return harmless(at_home(str(value)) if name in PATHS else str(value))


def _versions() -> Values:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "textual": metadata.version("textual"),
        "sqlite": sqlite3.sqlite_version,
        "sqlmodel": metadata.version("sqlmodel"),
        "platform": platform.platform(terse=True),
    }


def _database(desk: Desk) -> Values:
    found = safekeeping.facts(desk)
    last = found.last_event_at
    return {
        "database": str(Path(desk.store.path).absolute()),
        "schema": found.schema,
        "size": found.size,
        "deals": found.deals,
        "events": found.events,
        "last_event": None if last is None else iso(last, desk.zone),
        "timezone": desk.playbook.timezone,
    }


def _surroundings(environ: Mapping[str, str]) -> Values:
    columns, rows = shutil.get_terminal_size((0, 0))
    return {
        "language": language(),
        "locale": environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG"),
        "encoding": locale.getencoding(),
        "term": environ.get("TERM"),
        "colorterm": environ.get("COLORTERM"),
        "term_program": environ.get("TERM_PROGRAM"),
        "terminal_size": f"{columns}x{rows}" if columns and rows else None,
        "no_color": bool(environ.get("NO_COLOR")),
        "tmux": bool(environ.get("TMUX")),
        "ssh": bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
    }
