"""What was entered in the CRM by hand: ``entered``."""

from __future__ import annotations

from typing import Annotated

import typer

from pipetui.cli.commands.common import ids_argument, json_option, report_all, resolved, session_of
from pipetui.i18n import _
from pipetui.services import entered as service


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("entered", help=_("Say that what is different here now stands in the CRM, too."))(entered)


def entered(
    context: typer.Context,
    refs: Annotated[list[str], ids_argument()],
    *,
    external_id: Annotated[
        str | None, typer.Option("--external-id", help=_("The id that a deal which was added here has got there."))
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui entered``."""
    session = session_of(context)
    with session.desk() as desk:
        results = service.entered(desk, resolved(desk, refs), external_id=external_id)
    report_all(session, results, json=json)
