"""Importing files: looked at first, asked about if need be, then written as one action each.

Nothing is imported from any file while a question about one of them is open.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from pipetui.domain.likeness import exact_name
from pipetui.errors import BadInput
from pipetui.exchange.cell_dates import ORDERS, DateOrder
from pipetui.exchange.guard import guard
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.problems import Question
from pipetui.exchange.systems.base import label_key
from pipetui.i18n import _
from pipetui.services.transfer_answers import PeopleNames, StageLabels
from pipetui.services.transfer_report import ALL_PIPELINES, ImportReport, ImportRequest
from pipetui.services.transfer_rows import Found, RowJudge
from pipetui.storage import transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipetui.services.desk import Desk

    Progress = Callable[[int, int], None]
    """Told how many rows are done, of how many in all."""

Item = TypeVar("Item")

_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Look:
    """One file as it was found on the first look."""

    judge: RowJudge
    found: Found
    report: ImportReport

    @property
    def file(self) -> ImportFile:
        """The judged file."""
        return self.judge.file


class _DryRun(Exception):
    """Raised to leave a transaction of which nothing is to stay."""


def import_files(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> list[ImportReport]:
    """Import files, one action each; one report each. With questions in a report, nothing was imported.

    ``progress`` may raise to cancel: then nothing stays. Raises BadInput for files and answers that cannot be used.
    """
    _check(request)
    looks = [_look(desk, request, path) for path in request.files]
    reports = [look.report for look in looks]
    if any(report.questions for report in reports):
        return reports
    _write_all(desk, request, looks, progress)
    return reports


def _check(request: ImportRequest) -> None:
    if not request.files:
        raise BadInput(_("Say which file to import."))
    if request.target != "deals":
        raise BadInput(_("Leads cannot be imported yet."), _("Leave --as out to import the rows as deals."))
    if request.rejects is not None and request.rejects.resolve() in {path.resolve() for path in request.files}:
        raise BadInput(
            _("{file} is the file to import; the rejected rows need another one.").format(file=request.rejects),
            _("Give --rejects another name."),
        )


def _look(desk: Desk, request: ImportRequest, path: Path) -> Look:
    playbook = desk.playbook
    with desk.reading() as connection:
        options = ReadOptions(
            zone=desk.zone,
            currency=playbook.currency,
            target=request.target,
            format=request.format,
            mapping=request.mapping,
            date_order=request.date_order,
            date_orders=request.date_orders,
            remembered=lambda shape: _orders(connection, shape),
            encoding=request.encoding,
            header_row=request.header_row,
        )
        file = open_import(path, options)
        labels = StageLabels(
            playbook, file.system, request.stages, transfers.answers(connection, "stage", file.system.key)
        )
        people = PeopleNames(transfers.names(connection), request.persons)
    judge = RowJudge(
        file, playbook, labels, people, today=desk.today, pipeline=request.pipeline, owner=request.owner
    )  # fmt: skip
    found = Found()
    for _row in judge.rows(found):
        pass
    report = ImportReport(
        str(path), file.system.key, file.grid.encoding, file.grid.delimiter, file.dates.order, rows=file.rows
    )
    report.unmapped_stages = list(found.unmapped)
    report.warnings = [*file.warnings, *found.warnings]
    report.questions = list(_questions(request, judge, found))
    return Look(judge, found, report)


def _orders(connection: sqlite3.Connection, shape: str) -> dict[str, DateOrder]:
    """The orders of dates that were answered for files of this shape."""
    kept = transfers.answers(connection, "date_order", shape)
    return {written: order for written, answer in kept.items() for order in ORDERS if order == answer}


def _questions(request: ImportRequest, judge: RowJudge, found: Found) -> Iterator[Question]:
    """Everything that cannot be known from the file, each with the option that answers it."""
    file = judge.file
    yield from file.questions
    yield from _pipeline_question(request, file, found)
    stage_column = file.recognition.column_name("stage") or file.recognition.column_name("status")
    for label, rows in _one_spelling(found.unknown, label_key).items():
        yield judge.labels.question(label, stage_column, rows)
    columns = {name: file.recognition.column_name(field) for name, field in found.names.items()}
    for name, rows in _one_spelling(found.name_rows, exact_name).items():
        question = judge.people.question(name, columns[name], rows)
        if question is not None:
            yield question


def _one_spelling(rows: Mapping[str, int], key: Callable[[str], str]) -> dict[str, int]:
    """The first of the texts that mean the same, with the rows of all of them."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text, count in rows.items():
        counted[first.setdefault(key(text), text)] += count
    return dict(counted)


def _pipeline_question(request: ImportRequest, file: ImportFile, found: Found) -> Iterator[Question]:
    names, wanted = tuple(found.pipelines.values()), request.pipeline
    if wanted is None and len(names) > 1:
        text = _("The file has several pipelines: {names}. Answer with --pipeline NAME, or --pipeline all.")
        column, choices = file.recognition.column_name("pipeline"), (*names, ALL_PIPELINES)
        said = text.format(names=", ".join(names))
        yield Question("pipeline", "--pipeline", said, column, None, choices, rows=file.rows)
    if wanted not in (None, ALL_PIPELINES) and names and label_key(str(wanted)) not in found.pipelines:
        raise BadInput(
            _("{file} has no pipeline “{name}”.").format(file=file.path.name, name=wanted),
            _("Its pipelines are: {names}.").format(names=", ".join(names)),
        )


def _write_all(desk: Desk, request: ImportRequest, looks: Sequence[Look], progress: Progress | None) -> None:
    from pipetui.services.transfer_write import FileWriter

    total = sum(look.report.rows for look in looks)
    done = 0
    # A system's records may be spread over several files: none of them is missing if one of the files has it.
    keys: dict[str, set[str]] = {}
    for look in looks:
        keys.setdefault(look.file.system.key, set()).update(look.found.keys)
    try:
        with desk.together():
            rules = desk.rules
            for look in looks:
                with desk.working("import") as work:
                    writer = FileWriter(work, rules, look.judge, look.report)
                    for rows in _in_chunks(look.judge.rows(writer.found), _CHUNK):
                        writer.write(rows)
                        done += len(rows)
                        if progress is not None:
                            progress(done, total)
                    writer.finish(keys[look.file.system.key])
            if request.rejects is not None:
                _write_rejects(request.rejects, [look.report for look in looks])
            if request.dry_run:
                raise _DryRun
    except _DryRun:
        pass


def _in_chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most ``size`` items, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _write_rejects(path: Path, reports: Sequence[ImportReport]) -> None:
    """The rejected rows as CSV: file, row, column, value, reason."""
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["file", "row", "column", "value", "reason"])
            for report in reports:
                for problem in report.rejects:
                    texts = (report.file, problem.row, problem.column or "", problem.value or "", problem.reason)
                    writer.writerow([guard(text) if isinstance(text, str) else text for text in texts])
    except OSError as error:
        raise BadInput(
            _("The rejected rows could not be written to {file}: {error}.").format(file=path, error=error.strerror),
            _("Nothing was imported. Give --rejects a file that can be written."),
        ) from None
