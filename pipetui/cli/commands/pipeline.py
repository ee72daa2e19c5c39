"""The stages side by side: ``pipeline``."""

from __future__ import annotations

from typing import Annotated

import typer  # noqa: TC002 - the parser reads the annotations when it is built

from pipetui.cli import figures_json, pipeline_text
from pipetui.cli.commands.common import json_option, owner_filter, session_of
from pipetui.i18n import _
from pipetui.services import board


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("pipeline", help=_("The stages with what is in them."))(pipeline)


def pipeline(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui pipeline``."""
    session = session_of(context)
    with session.desk() as desk:
        shown = board.figures(desk, owner)
        if json:
            session.out.json(figures_json.pipeline(desk.now, desk.zone, shown))
        else:
            pipeline_text.stages(session.out, shown, desk.now, desk.zone)
