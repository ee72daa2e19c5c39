"""The stage gate: ``tick``, ``untick`` and ``move``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import id_argument, json_option, reason_option, report, session_of
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import moves, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.results import Moved


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("tick", help=_("Answer an exit criterion with yes."))(tick)
    app.command("untick", help=_("Take that answer back."))(untick)
    app.command("move", help=_("One stage on, or back."))(move)


def tick(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    criterion: Annotated[str, _criterion_argument()],
    *,
    how: Annotated[str | None, typer.Option("--how", help=_("How we know, in one line."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui tick``."""
    session = session_of(context)
    with session.desk() as desk:
        report(session, moves.tick(desk, records.resolve(desk, ref), criterion, how), json=json)


def untick(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    criterion: Annotated[str, _criterion_argument()],
    *,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui untick``."""
    session = session_of(context)
    with session.desk() as desk:
        report(session, moves.untick(desk, records.resolve(desk, ref), criterion), json=json)


def move(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    back: Annotated[bool, typer.Option("--back", help=_("One stage back."))] = False,
    no_longer: Annotated[
        list[str] | None,
        typer.Option("--no-longer", help=_("With --back: a criterion that does not hold any more; may be repeated.")),
    ] = None,
    reason: Annotated[str | None, reason_option()] = None,
    json: Annotated[bool, json_option()] = False,
) -> int:
    """``pipetui move``."""
    session = session_of(context)
    _check_back(back, no_longer or (), reason)
    with session.desk() as desk:
        deal_id = records.resolve(desk, ref)
        moved = moves.move_back(desk, deal_id, no_longer or (), reason or "") if back else moves.move_on(desk, deal_id)
        if json:
            session.out.json(as_json.moved(moved))
        else:
            _say(session, desk, moved)
    return 0 if moved.moved else 1


def _criterion_argument() -> object:
    return typer.Argument(metavar="CRITERION", help=_("The id of an exit criterion, as `show` prints it."))


def _check_back(back: bool, no_longer: Sequence[str], reason: str | None) -> None:
    """Moving back says what no longer holds and why; moving on says neither. Raises BadInput."""
    if back and not (no_longer and (reason or "").strip()):
        raise BadInput(
            _("Moving back needs a criterion that no longer holds, and a reason."),
            _("Write: pipetui move ID --back --no-longer CRITERION --reason TEXT"),
        )
    if not back and (no_longer or reason is not None):
        raise BadInput(_("--no-longer and --reason go with --back."), _("Moving on needs neither."))


def _say(session: Session, desk: Desk, moved: Moved) -> None:
    if moved.done is not None:
        session.out.tell(moved.done.said)
        return
    stages = f"{desk.playbook.stage(moved.from_).name} > {desk.playbook.stage(moved.to).name}"
    session.out.tell(_("Not yet: {stages}. Still open:").format(stages=stages))
    for criterion_id in moved.open_criteria:
        found = desk.playbook.criterion(criterion_id)
        session.out.tell(f"  {criterion_id}  {found[1].text if found else ''}")
