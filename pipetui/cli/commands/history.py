"""What happened, and taking it back: ``undo`` and ``log``."""

from __future__ import annotations

from typing import Annotated

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, session_of, whole_number
from pipetui.domain.sentences import short_instant
from pipetui.domain.text import harmless
from pipetui.errors import Refused
from pipetui.i18n import _
from pipetui.services import history, records


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("undo", help=_("Take back your last action; a bulk action or an import as one."))(undo)
    app.command("log", help=_("What happened, newest first: to one deal or lead, or to all."))(log)


def undo(
    context: typer.Context,
    *,
    force: Annotated[
        bool, typer.Option("--force", help=_("Also where somebody has changed the same field since."))
    ] = False,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui undo``."""
    session = session_of(context)
    with session.desk() as desk:
        try:
            undone = history.undo(desk, force)
        except Refused as refused:
            if json:
                session.out.json({"undone": False, "action": None, "name": None, "records": [], "why": refused.message})
            raise
    if json:
        session.out.json(
            {"undone": True, "action": undone.action, "name": undone.name, "records": list(undone.records), "why": None}
        )
    else:
        session.out.tell(undone.said)


def log(
    context: typer.Context,
    ref: Annotated[str | None, typer.Argument(metavar="ID", help=_("A deal or lead; without it, everything."))] = None,
    *,
    limit: Annotated[str | None, typer.Option("--limit", help=_("At most so many events."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui log``."""
    session = session_of(context)
    most = whole_number(limit, "--limit")
    with session.desk() as desk:
        events = history.log(desk, None if ref is None else records.resolve(desk, ref), most)
        if json:
            session.out.json([as_json.event(event, desk.zone) for event in events])
            return
        for event in events:
            about = "" if event.record is None else f"#{event.record}"
            when = short_instant(event.at, desk.zone)
            session.out.line(f"{when:<17}  {about:<6} {harmless(history.sentence(desk, event))}")
