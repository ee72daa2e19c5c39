"""What is new since the person last looked: ``since``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer  # noqa: TC002 (the parser reads the annotations)

from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, owner_filter, session_of
from pipetui.cli.tables import table
from pipetui.domain.sentences import short_instant
from pipetui.domain.text import harmless
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import since as since_service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from pipetui.cli.output import Output
    from pipetui.services.since import Happened, News


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("since", help=_("What woke, moved and arrived since you last closed the app."))(since)


def since(
    context: typer.Context,
    *,
    owner: Annotated[str | None, owner_filter()] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui since``."""
    session = session_of(context)
    if session.settings.as_of is not None:
        raise BadInput(_("What is new is told as of now."), _("Leave --as-of out."))
    with session.desk() as desk:
        news = since_service.news(desk, owner)
        if json:
            session.out.json(as_json.news(news, desk.zone))
        elif news is None:
            session.out.line(_("You have not closed the app on this database yet: there is nothing to compare with."))
        else:
            _print(session.out, news, desk.zone)


def _print(out: Output, news: News, zone: ZoneInfo) -> None:
    when = short_instant(news.since, zone)
    if not news.any:
        out.line(_("Nothing new since {when}.").format(when=when))
        return
    out.line(_("Since {when}").format(when=when))
    for title, happened in ((_("WOKE"), news.woke), (_("MOVED"), news.moved), (_("ARRIVED"), news.arrived)):
        if happened:
            out.line()
            out.line(out.styled(f"{title} {len(happened)}", "bold"))
            _group(out, happened, zone)


def _group(out: Output, happened: Sequence[Happened], zone: ZoneInfo) -> None:
    rows = [
        (str(each.id), harmless(each.title), short_instant(each.at, zone), harmless(each.told)) for each in happened
    ]
    for line in table(rows, width=out.width, flexible=3, right=(0,)):
        out.line(line)
