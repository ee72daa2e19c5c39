"""Adding and editing: ``add deal``, ``set`` and ``assign``."""

from __future__ import annotations

from typing import Annotated

import typer

from pipetui.cli.commands.common import (
    date_help,
    id_argument,
    ids_argument,
    json_option,
    pairs,
    report,
    report_all,
    resolved,
    session_of,
)
from pipetui.i18n import _
from pipetui.services import close_dates, edits, records


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    adding = typer.Typer(help=_("Add a deal."), rich_markup_mode=None)
    adding.callback()(_nothing)
    adding.command("deal", help=_("A new deal; its number is printed."))(add_deal)
    app.add_typer(adding, name="add")
    app.command("set", help=_("Edit fields: {fields}.").format(fields=", ".join(edits.FIELDS)))(set_fields)
    app.command("assign", help=_("Give deals and their next steps to somebody."))(assign)


def _nothing() -> None:
    """``add`` alone does nothing."""


def add_deal(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Option("--name", help=_("What it is called."))],
    company: Annotated[str | None, typer.Option("--company", help=_("The buyer."))] = None,
    amount: Annotated[str | None, typer.Option("--amount", help=_("Written as 1200.50."))] = None,
    currency: Annotated[str | None, typer.Option("--currency", help=_("Its code (default: the playbook's)."))] = None,
    stage: Annotated[str | None, typer.Option("--stage", help=_("The id of a stage (default: the first)."))] = None,
    owner: Annotated[str | None, typer.Option("--owner", help=_("Whose deal it is (default: yours)."))] = None,
    close_date: Annotated[str | None, typer.Option("--close-date", help=date_help())] = None,
    source: Annotated[str | None, typer.Option("--source", help=_("Where it comes from."))] = None,
    external_id: Annotated[str | None, typer.Option("--external-id", help=_("Its id in another system."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui add deal``."""
    session = session_of(context)
    with session.desk(creates=True) as desk:
        done = edits.add_deal(
            desk,
            name=name,
            company=company,
            amount=amount,
            currency=currency,
            stage=stage,
            owner=owner,
            close_date=None if close_date is None else session.day(close_date, desk.today),
            source=source,
            external_id=external_id,
        )
    if not json:
        session.out.line(str(done.id))
    report(session, done, json=json, more={"type": "deal"})


def set_fields(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE", help=_("FIELD= clears the field."))],
    *,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Why, kept with the change."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui set``."""
    session = session_of(context)
    values = pairs(fields, "FIELD=VALUE")
    with session.desk() as desk:
        deal_id = records.resolve(desk, ref)
        before = close_dates.pushes(desk, deal_id)
        report(session, edits.set_fields(desk, deal_id, values, reason=reason), json=json)
        pushes = close_dates.pushes(desk, deal_id)
        if pushes > max(before, close_dates.ASK_AFTER) and not reason:
            session.out.tell(_("The close date was pushed {n} times now; --reason TEXT keeps why.").format(n=pushes))


def assign(
    context: typer.Context,
    refs: Annotated[list[str], ids_argument()],
    *,
    to: Annotated[str, typer.Option("--to", help=_("Who has them from now on."))],
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui assign``."""
    session = session_of(context)
    with session.desk() as desk:
        report_all(session, edits.assign(desk, resolved(desk, refs), to), json=json)
