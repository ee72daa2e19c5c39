"""Data in and out: ``import`` and ``export``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from pipetui.cli import import_text
from pipetui.cli.commands.common import json_option, one_of, pairs, session_of, whole_number
from pipetui.i18n import _
from pipetui.services import exports, transfer, transfer_drafts
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

TARGETS = ("deals", "leads")
DATE_ORDERS = ("dmy", "mdy", "ymd")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("import", help=_("Bring deals in from files of other systems."))(import_)
    app.command("export", help=_("Write deals, leads, notes, events, findings or changes to a file."))(export)


def import_(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help=_("CSV or XLSX files, or zips of them; each table is one action.")),
    ],
    *,
    format_: Annotated[
        str | None, typer.Option("--format", help="pipedrive, hubspot, salesforce, zoho, dynamics, sheet")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--as", help=_("What the rows are: deals, or leads, which cannot be imported yet."))
    ] = None,
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
    sheet: Annotated[str | None, typer.Option("--sheet", help=_("A sheet of a workbook: its name or number."))] = None,
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
        target=cast("Literal['deals', 'leads'] | None", None if target is None else one_of(target, TARGETS, "--as")),
        mapping=pairs(mapping or (), "FIELD=COLUMN"),
        stages=pairs(stages or (), "LABEL=STAGE", at_last=True),
        persons=pairs(persons or (), "NAME=PERSON"),
        date_order=cast(
            "Literal['dmy', 'mdy', 'ymd'] | None",
            None if date_order is None else one_of(date_order, DATE_ORDERS, "--date-order"),
        ),
        encoding=encoding,
        sheet=sheet,
        header_row=whole_number(header_row, "--header-row"),
        pipeline=pipeline,
        owner=owner,
        dry_run=dry_run,
        rejects=None if rejects is None else Path(rejects),
    )
    with session.desk(creates=True) as desk:
        reports = transfer.import_files(desk, request, session.out.progress())
        if not dry_run and not any(report.questions for report in reports):
            for file in request.files:
                transfer_drafts.forget_answers(desk, [file])
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
    to: Annotated[str, typer.Option("--to", help="csv, json, xlsx, ics, md")],
    locale: Annotated[
        str | None, typer.Option("--locale", help=_("As spreadsheets and people of a language expect it: en, it."))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--format", help=_("Of changes: those for this system, as its files are written."))
    ] = None,
    out: Annotated[str | None, typer.Option("--out", help=_("The file (default: standard output)."))] = None,
) -> None:
    """``pipetui export``."""
    session = session_of(context)
    with session.desk() as desk:
        if out is not None:
            warnings = exports.export_file(desk, what, to, Path(out), locale, source=source, never=session.database)
            warnings.append(_("Written to {path}.").format(path=out))
        else:
            warnings = _to_standard_output(session, desk, what, to, locale=locale, source=source)
    for warning in warnings:
        session.out.tell(warning)


def _to_standard_output(
    session: Session, desk: Desk, what: str, to: str, *, locale: str | None, source: str | None
) -> list[str]:
    """Write an export there; what has to be said about it."""
    if to != exports.WORKBOOK:
        exports.export(desk, what, to, session.out.data_file(), locale, source=source)
        return []
    session.out.refuse_on_terminal()
    with TemporaryFile() as whole:
        warnings = exports.export_workbook(desk, what, whole, locale, source=source)
        whole.seek(0)
        session.out.binary(whole)
    return warnings


def _print(session: Session, reports: list[ImportReport], *, dry_run: bool, json: bool) -> None:
    if json:
        documents = [report.document() for report in reports]
        session.out.json(documents[0] if len(documents) == 1 else documents)
        return
    for report in reports:
        import_text.report(session.out, report, columns=dry_run)
    if dry_run:
        session.out.tell(_("Nothing was written: this was a rehearsal."))
