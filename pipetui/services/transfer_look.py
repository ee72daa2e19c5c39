"""The first look at a file: what its rows would become, and what only a person can say. It writes nothing."""

from __future__ import annotations

from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from pipetui.domain.likeness import exact_name
from pipetui.errors import BadInput
from pipetui.exchange.archive import tables_of
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.long_list import LongList
from pipetui.exchange.problems import Problem, Question
from pipetui.exchange.systems.base import LEAD_FIELDS, label_key
from pipetui.i18n import _
from pipetui.services.transfer_answers import PeopleNames, StageLabels
from pipetui.services.transfer_memory import KnownPipelines, known_pipelines, recall, usual_sheet
from pipetui.services.transfer_report import ALL_PIPELINES, ImportReport, Matched, Told
from pipetui.services.transfer_rows import Found, RowJudge
from pipetui.storage import transfers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipetui.exchange.progress import Meter
    from pipetui.exchange.source import Source
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportRequest


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


@contextmanager
def looks(desk: Desk, request: ImportRequest, meter: Meter) -> Iterator[list[Look]]:
    """Look at every table of a request; their rows can be read as long as this lasts. ``meter`` is told, and may raise
    to stop.

    Raises BadInput for a file and answers that cannot be used; UnclearSheet for a workbook of which only a person can
    tell which sheet is meant.
    """
    with tables_of(request.files, _options(desk, request, meter)) as sources:
        if request.repairs and len(sources) > 1:
            # A row and a column would mean a cell of each of them.
            raise BadInput(_("Cells are mended in one table at a time."), _("Import the files one by one."))
        yield [_look(desk, request, source, meter) for source in sources]


def _look(desk: Desk, request: ImportRequest, source: Source, meter: Meter) -> Look:
    meter.phase = "reading"
    with desk.reading() as connection:
        remembered, usual = partial(recall, connection), partial(usual_sheet, connection)
        options = _told_about(source, request, _options(desk, request, meter))
        file = open_import(source, replace(options, remembered=remembered, usual_sheet=usual))
        labels = StageLabels(
            desk.playbook, file.system, request.stages, transfers.answers(connection, "stage", file.system.key)
        )
        people = PeopleNames(transfers.names(connection), request.persons)
        known = None if request.pipeline else known_pipelines(connection, file.recognition.shape)

    def judged(pipeline: str | None) -> tuple[RowJudge, Found]:
        judge = RowJudge(file, desk.playbook, labels, people, today=desk.today, pipeline=pipeline, owner=request.owner)
        found = Found()
        deque(judge.rows(found, meter.tell), maxlen=0)
        meter.tell(file.rows, file.rows)
        return judge, found

    meter.phase = "checking"
    pipeline = known.choice if known else request.pipeline
    judge, found = judged(pipeline)
    asks = pipeline is None and len(found.pipelines) > 1
    if known and found.pipelines and not known.fits(found.pipelines):
        asks = True
        judge, found = judged(None)
    report = ImportReport(
        str(file.path), file.system.key, file.grid.encoding, file.grid.delimiter, file.dates.order, file.sheet,
        file.rows,
    )  # fmt: skip
    report.unmapped_stages = list(found.unmapped)
    report.people = list(_matched(people, found))
    report.mapping, report.unread = _columns(file)
    recalled = [_recalled(known, file)] if known and not asks and len(found.pipelines) > 1 else []
    report.warnings = LongList(chain(file.warnings, recalled, found.warnings))
    _check_pipeline(request, file, found)
    asked = [_pipeline_question(file, found)] if asks else []
    report.questions = [*file.questions, *asked, *_row_questions(judge, found)]
    return Look(judge, found, report)


def _columns(file: ImportFile) -> tuple[dict[str, str], list[str]]:
    """Field to column as far as it is kept, and the columns that are not."""
    mapping = file.recognition.mapping
    lost = LEAD_FIELDS if file.options.target != "leads" else frozenset()
    kept = {name: column for name, column in mapping.items() if name not in lost}
    not_kept = [column for name, column in mapping.items() if name in lost and column not in kept.values()]
    return kept, [*file.recognition.unread, *not_kept]


def _options(desk: Desk, request: ImportRequest, meter: Meter) -> ReadOptions:
    return ReadOptions(
        zone=desk.zone,
        currency=desk.playbook.currency,
        target=request.target,
        format=request.format,
        mapping=request.mapping,
        date_order=request.date_order,
        date_orders=request.date_orders,
        repairs=request.repairs,
        encoding=request.encoding,
        sheet=request.sheet,
        header_row=request.header_row,
        tell=meter.tell_read,
    )


def _told_about(source: Source, request: ImportRequest, options: ReadOptions) -> ReadOptions:
    """The options for one table, with what was said about it alone."""
    told = request.tables.get(str(source.path), Told())
    mapping, repairs = {**options.mapping, **told.mapping}, {**options.repairs, **told.repairs}
    return replace(options, mapping=mapping, repairs=repairs, alike=told.alike)


def _matched(people: PeopleNames, found: Found) -> Iterator[Matched]:
    """Who is taken for whom, those with the most rows first."""
    counted = _one_spelling(found.name_rows, exact_name)
    for name, rows in sorted(counted.items(), key=lambda item: -item[1]):
        person = people.person(name)
        yield Matched(name, person, rows, new=not people.is_known(person))


def _row_questions(judge: RowJudge, found: Found) -> Iterator[Question]:
    """Labels and names that nobody has explained, each with the option that answers it."""
    file = judge.file
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


def _check_pipeline(request: ImportRequest, file: ImportFile, found: Found) -> None:
    names, wanted = found.pipelines, request.pipeline
    if wanted is not None and wanted != ALL_PIPELINES and names and label_key(wanted) not in names:
        raise BadInput(
            _("{file} has no pipeline “{name}”.").format(file=file.path.name, name=wanted),
            _("Its pipelines are: {names}.").format(names=", ".join(names.values())),
        )


def _pipeline_question(file: ImportFile, found: Found) -> Question:
    names = tuple(found.pipelines.values())
    text = _("The file has several pipelines: {names}. Answer with --pipeline NAME, or --pipeline all.")
    if len(names) == 1:
        text = _("Last time another pipeline was chosen than {names}. Answer with --pipeline NAME, or --pipeline all.")
    column, choices = file.recognition.column_name("pipeline"), (*names, ALL_PIPELINES)
    return Question("pipeline", "--pipeline", text.format(names=", ".join(names)), column, None, choices, file.rows)


def _recalled(known: KnownPipelines, file: ImportFile) -> Problem:
    """Which pipeline was taken because it was the choice last time."""
    if known.choice == ALL_PIPELINES:
        text = _("As last time: all pipelines. --pipeline NAME takes one of them.")
    else:
        text = _("As last time: pipeline “{name}”. --pipeline all takes all of them.").format(name=known.choice)
    return Problem(None, file.recognition.column_name("pipeline"), None, text)
