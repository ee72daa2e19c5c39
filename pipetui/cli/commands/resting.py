"""Parking and closing: ``park``, ``unpark``, ``close`` and ``reopen``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import (
    date_help,
    id_argument,
    ids_argument,
    json_option,
    one_of,
    reason_option,
    report,
    report_all,
    resolved,
    session_of,
)
from pipetui.i18n import _
from pipetui.services import bulk, moves, records

if TYPE_CHECKING:
    from pipetui.domain.model import Outcome

OUTCOMES = ("won", "lost", "no-decision")
WAYS_BACK = ("mistake", "back")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("park", help=_("Let a deal rest until a day."))(park)
    app.command("unpark", help=_("Take a parked deal up again."))(unpark)
    app.command("close", help=_("Close a deal as won, lost or without a decision."))(close)
    app.command("reopen", help=_("Open a closed deal again."))(reopen)


def park(
    context: typer.Context,
    refs: Annotated[list[str], ids_argument()],
    *,
    until: Annotated[str, typer.Option("--until", help=date_help())],
    reason: Annotated[str, reason_option()],
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui park``."""
    session = session_of(context)
    with session.desk() as desk:
        ids, day = resolved(desk, refs), session.day(until, desk.today)
        report_all(session, bulk.park(desk, ids, day, reason).results, json=json)
        if any(moves.parked_in_a_row(desk, deal_id) > moves.PARKED_ENOUGH for deal_id in ids):
            session.out.tell(_("Parked for the third time in a row or more. Better decide: close it, or plan a step."))


def unpark(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui unpark``."""
    session = session_of(context)
    with session.desk() as desk:
        report(session, moves.unpark(desk, records.resolve(desk, ref)), json=json)


def close(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    outcome: Annotated[str, typer.Option("--outcome", help=", ".join(OUTCOMES))],
    reason: Annotated[str | None, typer.Option("--reason", help=_("A standard reason; needed but for won."))] = None,
    wake: Annotated[str | None, typer.Option("--wake", help=_("No decision: when to ask again (a date)."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> int:
    """``pipetui close``."""
    session = session_of(context)
    chosen = cast("Outcome", one_of(outcome.replace("_", "-"), OUTCOMES, "--outcome").replace("-", "_"))
    with session.desk() as desk:
        day = None if wake is None else session.day(wake, desk.today)
        deal_id = records.resolve(desk, ref)
        closed = moves.close(desk, deal_id, chosen, reason, day)
    if json:
        session.out.json(as_json.closed(closed, deal_id))
    elif closed.done is not None:
        session.out.tell(closed.done.said)
    else:
        session.out.tell(closed.why)
        for criterion in closed.open_criteria:
            session.out.tell(f"  {criterion}")
    return 0 if closed.closed else 1


def reopen(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    as_: Annotated[
        str, typer.Option("--as", help=_("mistake: as it was; back: the buyer is back, a new linked deal."))
    ] = "mistake",
    text: Annotated[str | None, typer.Option("--text", help=_("With --as back: what happens next."))] = None,
    date: Annotated[str | None, typer.Option("--date", help=date_help())] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui reopen``."""
    session = session_of(context)
    way = cast("Literal['mistake', 'back']", one_of(as_, WAYS_BACK, "--as"))
    with session.desk() as desk:
        day = None if date is None else session.day(date, desk.today)
        report(session, moves.reopen(desk, records.resolve(desk, ref), way, step=text, day=day), json=json)
