"""Where things are: ``info`` and ``config``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli.commands.common import json_option, session_of
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import house

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.settings import Source


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("info", help=_("Which database this is, and where things are."))(info)
    app.command("config", help=_("The personal settings that count for this run."))(config)


def info(context: typer.Context, json: Annotated[bool, json_option()] = False) -> None:
    """``pipetui info``."""
    session = session_of(context)
    with session.desk() as desk:
        values = house.facts(desk, session.settings.file)
    if json:
        session.out.json(values)
    else:
        session.out.lines(house.as_text(values))


def config(
    context: typer.Context,
    *,
    keys: Annotated[bool, typer.Option("--keys", help=_("All commands of the screens with their keys."))] = False,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui config``."""
    session = session_of(context)
    chosen = session.settings
    table = session.key_table(chosen.keys, chosen.file)
    if keys:
        _print_keys(session, table, json=json)
        return
    values = {
        "me": chosen.me,
        "language": chosen.language,
        "date_order": chosen.date_order,
        "theme": chosen.theme,
        "db": chosen.db,
    }
    where = {"settings_file": str(chosen.file), "settings_file_exists": chosen.file.exists()}
    if json:
        listed = {name: list(given) for name, given in chosen.keys.items()}
        session.out.json({**values, "keys": listed, "sources": dict(chosen.sources), **where})
        return
    for name, value in values.items():
        shown = "–" if value is None else harmless(value)
        session.out.line(f"{name:<13}  {shown}  ({_source(chosen.sources[name])})")
    for name, given in chosen.keys.items():
        session.out.line(f"{'keys.' + name:<13}  {harmless(' '.join(given)) or '–'}  ({_source('file')})")
    there = "" if chosen.file.exists() else "  " + _("(not there: defaults count)")
    session.out.line(f"settings_file  {harmless(str(chosen.file))}{there}")


def _source(source: Source) -> str:
    return {
        "flag": _("given on the command line"),
        "environment": _("from the environment"),
        "file": _("from the settings file"),
        "default": _("default"),
    }[source]


def _print_keys(session: Session, table: list[tuple[str, str, str]], *, json: bool) -> None:
    """Every command of the screens: its id, its keys, what it does."""
    if json:
        session.out.json([{"id": name, "keys": keys.split(), "about": about} for name, keys, about in table])
        return
    width = max((len(name) for name, _keys, _about in table), default=0)
    for name, keys, about in table:
        session.out.line(f"{name:<{width}}  {keys or '–':<15}  {about}")
