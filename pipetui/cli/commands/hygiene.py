"""Hygiene over time: ``hygiene``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import figures_json, hygiene_text
from pipetui.cli.commands.common import json_option, owner_filter, session_of, whole_number
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import cleanliness

if TYPE_CHECKING:
    from datetime import date

MOST_WEEKS = 520


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("hygiene", help=_("How clean the pipeline is, over time, and what would raise it most."))(hygiene)


def hygiene(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    weeks: Annotated[
        str | None, typer.Option("--weeks", help=_("So many weeks back (default: {n}).").format(n=cleanliness.WEEKS))
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui hygiene``."""
    session = session_of(context)
    back = whole_number(weeks, "--weeks")
    if back is not None and back > MOST_WEEKS:
        raise BadInput(_("--weeks: at most {n}.").format(n=MOST_WEEKS))
    with session.desk() as desk:
        report = cleanliness.report(desk, owner)
        days: list[date] = cleanliness.week_ends(desk.today, cleanliness.WEEKS if back is None else back)
        trend = cleanliness.trend(desk, days, session.out.progress())
        points = trend.points(cleanliness.person_number(desk, owner))
        if json:
            session.out.json(figures_json.hygiene(desk.now, desk.playbook, report, points))
        else:
            hygiene_text.tell(session.out, desk.playbook, report, points)
