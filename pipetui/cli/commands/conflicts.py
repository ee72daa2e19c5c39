"""Values that changed in a file and here: ``conflicts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import given, json_option, one_of, report, resolved, session_of
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import import_conflicts as service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.import_conflicts import OpenConflict, Take


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("conflicts", help=_("Values that a file and you have both changed, and which of the two holds."))(
        conflicts
    )


def conflicts(
    context: typer.Context,
    ref: Annotated[str | None, typer.Argument(metavar="ID", help=_("A deal: only its conflicts."))] = None,
    field: Annotated[
        str | None, typer.Argument(metavar="FIELD", help=_("The field to settle, such as amount."))
    ] = None,
    *,
    take: Annotated[
        str | None, typer.Option("--take", help=_("mine keeps your value, theirs takes that of the file."))
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> int:
    """``pipetui conflicts``. Exit status 1 when some are open."""
    session = session_of(context)
    with session.desk() as desk:
        if take is None and field is None:
            found = service.open_conflicts(desk, None if ref is None else resolved(desk, [ref])[0])
            _list(session, desk, found, json=json)
            return 1 if found else 0
        chosen = cast("Take", one_of(given(context, take, "--take"), service.TAKES, "--take"))
        name, (record,) = given(context, field, "FIELD"), resolved(desk, [given(context, ref, "ID")])
        report(session, service.settle(desk, service.of_field(desk, record, name).id, chosen), json=json)
    return 0


def _list(session: Session, desk: Desk, found: Sequence[OpenConflict], *, json: bool) -> None:
    if json:
        session.out.json([document(conflict) for conflict in found])
        return
    if not found:
        session.out.tell(_("No conflict is open."))
    for conflict in found:
        session.out.line(harmless(f"#{conflict.record} {conflict.title}: {service.words(desk, conflict)}"))


def document(conflict: OpenConflict) -> dict[str, Any]:
    """One conflict: ``id`` is the deal's."""
    return {"id": conflict.record, **as_json.conflict(conflict), "row": conflict.row, "source": conflict.source}
