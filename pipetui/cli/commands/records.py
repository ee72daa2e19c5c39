"""Looking at deals and leads: ``show``, ``find`` and ``brief``."""

from __future__ import annotations

from typing import Annotated

import typer

from pipetui.cli import as_json, brief_text, deal_text, list_text
from pipetui.cli.commands.common import id_argument, json_option, session_of
from pipetui.i18n import _
from pipetui.services import briefs, import_conflicts, records


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("show", help=_("One deal or lead with all that is known."))(show)
    app.command("find", help=_("Search by name, company, owner, contact, phone or external id."))(find)
    app.command("brief", help=_("What to know before a call."))(brief)


def show(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui show``."""
    session = session_of(context)
    with session.desk() as desk:
        detail = records.detail(desk, records.resolve(desk, ref))
        if json:
            conflicts = [as_json.conflict(each) for each in import_conflicts.open_conflicts(desk, detail.item.id)]
            session.out.json({**as_json.detail(detail, desk.zone, desk.now), "conflicts": conflicts})
        else:
            deal_text.page(session.out, desk, detail)


def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("Words that must all be there."))],
    *,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui find``."""
    session = session_of(context)
    with session.desk() as desk:
        items = records.find(desk, text)
        if json:
            session.out.json([as_json.item(item) for item in items])
        elif items:
            list_text.found(session.out, items, desk.today, desk.zone)
        else:
            session.out.tell(_("Nothing found."))


def brief(context: typer.Context, ref: Annotated[str, id_argument()]) -> None:
    """``pipetui brief``."""
    session = session_of(context)
    with session.desk() as desk:
        brief_text.page(session.out, briefs.brief(desk, records.resolve(desk, ref)))
