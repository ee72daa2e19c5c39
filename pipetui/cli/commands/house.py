"""Who is here and where things are: ``people``, ``info`` and ``config``."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Annotated, Any

import typer  # noqa: TC002 - the parser reads the annotations

from pipetui import __version__
from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, session_of
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import records, safekeeping
from pipetui.settings import default_database, settings_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.cli.session import Session


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("people", help=_("Everybody who owns or does something."))(people)
    app.command("info", help=_("Which database this is, and where things are."))(info)
    app.command("config", help=_("The personal settings that count for this run."))(config)


def people(context: typer.Context, json: Annotated[bool, json_option()] = False) -> None:
    """``pipetui people``."""
    session = session_of(context)
    with session.desk() as desk:
        names = records.people(desk)
    if json:
        session.out.json([{"name": name} for name in names])
        return
    for name in names:
        session.out.line(harmless(name))


def info(context: typer.Context, json: Annotated[bool, json_option()] = False) -> None:
    """``pipetui info``."""
    session = session_of(context)
    with session.desk() as desk:
        facts = safekeeping.facts(desk)
        values = {
            "version": __version__,
            "python": platform.python_version(),
            "database": str(session.database.absolute()),
            "schema": facts.schema,
            "size": facts.size,
            "deals": facts.deals,
            "events": facts.events,
            "last_event": as_json.instant(facts.last_event_at, desk.zone),
            "timezone": desk.playbook.timezone,
            "default_database": str(default_database()),
            "settings_file": str(settings_file()),
        }
    _print(session, values, json=json)


def config(context: typer.Context, json: Annotated[bool, json_option()] = False) -> None:
    """``pipetui config``."""
    session = session_of(context)
    chosen = session.settings
    file = settings_file()
    values = {
        "me": chosen.me,
        "language": chosen.language,
        "date_order": chosen.date_order,
        "theme": chosen.theme,
        "db": chosen.db,
        "settings_file": str(file),
        "settings_file_exists": file.exists(),
    }
    _print(session, values, json=json)


def _print(session: Session, values: Mapping[str, Any], *, json: bool) -> None:
    """Names and values, as JSON or in two columns."""
    if json:
        session.out.json(values)
        return
    width = max(map(len, values))
    for name, value in values.items():
        session.out.line(f"{name:<{width}}  {'–' if value is None else harmless(str(value))}")
