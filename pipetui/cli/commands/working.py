"""Calls and promises: ``note``, ``no-reply``, ``step`` and ``done``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli.commands.common import (
    date_help,
    given,
    id_argument,
    ids_argument,
    json_option,
    reason_option,
    report,
    report_all,
    resolved,
    session_of,
    step_owner,
)
from pipetui.i18n import _
from pipetui.services import bulk, notes, records, steps

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("note", help=_("The note after a call, with the next step."))(note)
    app.command("no-reply", help=_("A call without reply; proposes the next try."))(no_reply)
    app.command("step", help=_("Plan the next step."))(step)
    app.command("done", help=_("Mark the next step done, and plan the one after it."))(done)


def note(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    pain: Annotated[str | None, typer.Option("--pain", help=_("What hurts, in the buyer's words."))] = None,
    next_step: Annotated[str | None, typer.Option("--next-step", help=_("What happens next."))] = None,
    date: Annotated[str | None, typer.Option("--date", help=date_help())] = None,
    owner: Annotated[str | None, step_owner()] = None,
    tick: Annotated[
        list[str] | None, typer.Option("--tick", help=_("An exit criterion learned in this call; may be repeated."))
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help=_("A long note, - for standard input; alone, the next step stays."))
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui note``."""
    session = session_of(context)
    long_text = session.typed(text) if text is not None else None
    with session.desk() as desk:
        deal_id = records.resolve(desk, ref)
        if long_text is not None and pain is None and next_step is None and date is None and owner is None:
            result = notes.log_text(desk, deal_id, long_text, ticks=tick or ())
        else:
            result = notes.log_note(
                desk,
                deal_id,
                pain=given(context, pain, "--pain") if long_text is None else pain,
                next_step=given(context, next_step, "--next-step"),
                day=session.day(given(context, date, "--date"), desk.today),
                owner=owner,
                ticks=tick or (),
                text=long_text,
            )
        _report(session, desk, result, json=json)


def no_reply(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    date: Annotated[str | None, typer.Option("--date", help=_("When to try again (default: as proposed)."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui no-reply``."""
    session = session_of(context)
    with session.desk() as desk:
        day = None if date is None else session.day(date, desk.today)
        result = notes.log_no_reply(desk, records.resolve(desk, ref), day)
        _report(session, desk, result, json=json)


def step(
    context: typer.Context,
    refs: Annotated[list[str], ids_argument()],
    *,
    date: Annotated[
        str, typer.Option("--date", help=_("{dates}; “each +3d” counts from its own date").format(dates=date_help()))
    ],
    text: Annotated[
        str | None, typer.Option("--text", help=_("What happens next (default: each keeps its text)."))
    ] = None,
    owner: Annotated[str | None, step_owner()] = None,
    reason: Annotated[str | None, reason_option()] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui step``."""
    session = session_of(context)
    with session.desk() as desk:
        ids, when = resolved(desk, refs), bulk.new_day(desk, date)
        results = bulk.reschedule(desk, ids, when, text=text, owner=owner, reason=reason).results
        report_all(session, results, json=json)
        for doubt in dict.fromkeys(steps.doubt_after(desk, result) for result in results):
            if doubt:
                session.out.tell(doubt)


def done(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    text: Annotated[str | None, typer.Option("--text", help=_("What happens next."))] = None,
    date: Annotated[str | None, typer.Option("--date", help=date_help())] = None,
    owner: Annotated[str | None, step_owner()] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui done``."""
    session = session_of(context)
    with session.desk() as desk:
        day = None if date is None else session.day(date, desk.today)
        result = steps.done(desk, records.resolve(desk, ref), text=text, day=day, owner=owner)
        _report(session, desk, result, json=json)


def _report(session: Session, desk: Desk, result: Done, *, json: bool) -> None:
    """Say what was done, and what speaks against the day of the step."""
    report(session, result, json=json)
    _doubt(session, desk, result)


def _doubt(session: Session, desk: Desk, result: Done) -> None:
    if doubt := steps.doubt_after(desk, result):
        session.out.tell(doubt)
