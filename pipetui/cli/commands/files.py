"""Data in and out: ``import`` and ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from pipetui.cli import import_text
from pipetui.cli.commands.common import json_option, one_of, pairs, session_of, whole_number
from pipetui.cli.output import replacing
from pipetui.i18n import _
from pipetui.services import exports, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.services.transfer_report import ImportReport

TARGETS = ("deals", "leads")
DATE_ORDERS = ("dmy", "mdy", "ymd")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("import", help=_("Bring deals in from files of other systems."))(import_)
    app.command("export", help=_("Write deals, leads, notes, events, findings or changes to a file."))(export)


def import_(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help=_("CSV files; each is one action."))],
    *,
    format_: Annotated[
        str | None, typer.Option("--format", help="pipedrive, hubspot, salesforce, zoho, dynamics, sheet")
    ] = None,
    target: Annotated[str, typer.Option("--as", help=", ".join(TARGETS))] = "deals",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help=_("FIELD=COLUMN: which column holds a field."))
    ] = None,
    stages: Annotated[
        list[str] | None, typer.Option("--stage", help=_("LABEL=STAGE: what a label of the file means."))
    ] = None,
    persons: Annotated[
        list[str] | None, typer.Option("--person", help=_("NAME=PERSON: who a name of the file is."))
    ] = None,
    date_order: Annotated[str | None, typer.Option("--date-order", help=", ".join(DATE_ORDERS))] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help=_("For example utf-8 or cp1252."))] = None,
    header_row: Annotated[str | None, typer.Option("--header-row", help=_("The row of the headers, from 1."))] = None,
    pipeline: Annotated[str | None, typer.Option("--pipeline", help=_("One pipeline of the file, or all."))] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help=_("Whose deals they are where the file is silent."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))] = False,
    rejects: Annotated[str | None, typer.Option("--rejects", help=_("A file for the rows that are rejected."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> int:
    """``pipetui import``."""
    session = session_of(context)
    request = ImportRequest(
        files=[Path(file) for file in files],
        format=format_,
        target=cast("Literal['deals', 'leads']", one_of(target, TARGETS, "--as")),
        mapping=pairs(mapping or (), "FIELD=COLUMN"),
        stages=pairs(stages or (), "LABEL=STAGE", at_last=True),
        persons=pairs(persons or (), "NAME=PERSON"),
        date_order=cast(
            "Literal['dmy', 'mdy', 'ymd'] | None",
            None if date_order is None else one_of(date_order, DATE_ORDERS, "--date-order"),
        ),
        encoding=encoding,
        header_row=whole_number(header_row, "--header-row"),
        pipeline=pipeline,
        owner=owner,
        dry_run=dry_run,
        rejects=None if rejects is None else Path(rejects),
    )
    with session.desk(creates=True) as desk:
        reports = transfer.import_files(desk, request, session.out.progress())
    _print(session, reports, dry_run=dry_run, json=json)
    if any(report.questions for report in reports):
        return 2
    return 1 if any(report.needs_attention for report in reports) else 0


def export(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help=_("deals, leads, notes, events, findings, or changes: those since the last import, for the CRM."),
        ),
    ],
    *,
    to: Annotated[str, typer.Option("--to", help="csv, json")],
    locale: Annotated[
        str | None, typer.Option("--locale", help=_("CSV as spreadsheets of a language expect it: en, it."))
    ] = None,
    out: Annotated[str | None, typer.Option("--out", help=_("The file (default: standard output)."))] = None,
) -> None:
    """``pipetui export``."""
    session = session_of(context)
    with session.desk() as desk:
        if out is None:
            exports.export(desk, what, to, session.out.data_file(), locale)
            return
        with replacing(Path(out), never=session.database) as file:
            exports.export(desk, what, to, file, locale)
    session.out.tell(_("Written to {path}.").format(path=out))


def _print(session: Session, reports: list[ImportReport], *, dry_run: bool, json: bool) -> None:
    if json:
        documents = [report.document() for report in reports]
        session.out.json(documents[0] if len(documents) == 1 else documents)
        return
    for report in reports:
        import_text.report(session.out, report)
    if dry_run:
        session.out.tell(_("Nothing was written: this was a rehearsal."))
