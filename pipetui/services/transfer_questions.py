"""An import step by step: rehearsed, asked about, answered, rehearsed again. Nothing of it stays in the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from pipetui.exchange.problems import Question, QuestionKind
from pipetui.exchange.textfile import UnclearEncoding
from pipetui.i18n import _
from pipetui.services import transfer
from pipetui.services.transfer_report import ImportReport, Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportRequest

_FIRST: tuple[QuestionKind, ...] = ("encoding", "sheet", "name_column", "column", "pipeline")
"""What is answered here decides what else there is to ask: only the labels of the chosen pipeline matter."""

ABOUT_COLUMNS: tuple[QuestionKind, ...] = ("name_column", "column")
"""Questions that choose a column; those of other kinds are about what stands in one."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, so that its answer is found again. ``about``: a label, a name, or a column of dates.
    ``table``: the one of several tables that it is about, "" for all."""

    kind: QuestionKind
    about: str = ""
    shape: str = ""
    table: str = ""


Answers = dict[Topic, str]
"""Topic to one of the question's choices; a stage may also be ``""``, which leaves its rows out."""


def topic_of(question: Question) -> Topic:
    """What a question is about."""
    if question.kind == "date_order":
        return Topic(question.kind, question.column or "", question.shape or "")
    return Topic(question.kind, question.value or "", table=question.table or "")


def with_answers(request: ImportRequest, answers: Mapping[Topic, str]) -> ImportRequest:
    """The request with these answers, as if each had been given as its option."""
    kinds = ("stage", "person", "encoding", "sheet", "name_column", "column", "pipeline")
    said = {kind: _of_kind(answers, kind) for kind in kinds}
    orders = {
        (topic.about, topic.shape): cast("DateOrder", answer)
        for topic, answer in answers.items()
        if topic.kind == "date_order"
    }
    return replace(
        request,
        stages={**request.stages, **said["stage"]},
        persons={**request.persons, **said["person"]},
        date_orders={**request.date_orders, **orders},
        mapping={**request.mapping, **said["name_column"], **said["column"]},
        tables=_with_columns(request.tables, answers),
        pipeline=said["pipeline"].get("", request.pipeline),
        encoding=said["encoding"].get("", request.encoding),
        sheet=said["sheet"].get("", request.sheet),
    )


def _of_kind(answers: Mapping[Topic, str], kind: str) -> dict[str, str]:
    return {topic.about: answer for topic, answer in answers.items() if topic.kind == kind and not topic.table}


def _with_columns(tables: Mapping[str, Told], answers: Mapping[Topic, str]) -> dict[str, Told]:
    """What is said about each table, with the columns that were answered for it alone."""
    said = dict(tables)
    for topic, answer in answers.items():
        if topic.table:
            told = said.get(topic.table, Told())
            said[topic.table] = replace(told, mapping={topic.about: answer, **told.mapping})
    return said


def to_ask_now(questions: Sequence[Question]) -> list[Question]:
    """The questions of one page: those on which others depend, else all."""
    return [question for question in questions if question.kind in _FIRST] or list(questions)


def rehearse(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> list[ImportReport]:
    """What importing the file of this request would do, or the questions that it leaves open. Nothing stays.

    One report for each table of the file: an archive may hold several.

    ``progress`` may raise to cancel. Raises BadInput for what no answer can mend.
    """
    try:
        reports = transfer.import_files(desk, replace(request, dry_run=True, rejects=None), progress)
    except UnclearEncoding as unclear:
        question = _encoding_question(request, unclear)
        if question is None:
            raise
        return [ImportReport(str(request.files[0]), "", None, None, None, questions=[question])]
    for report in reports if len(reports) > 1 else ():
        report.questions = [_of_table(question, report.file) for question in report.questions]
    return reports


def _of_table(question: Question, table: str) -> Question:
    """A column of one table says nothing about those of another."""
    return replace(question, table=table) if question.kind in ABOUT_COLUMNS else question


def _encoding_question(request: ImportRequest, unclear: UnclearEncoding) -> Question | None:
    """Which encoding makes sense of the file? None where no other one can read it."""
    readable = {guess: line for guess, line in unclear.readings.items() if guess != request.encoding}
    if not readable:
        return None
    text = _("{why} Answer with --encoding {choices}.").format(why=unclear.message, choices="|".join(readable))
    readings = tuple((line,) for line in readable.values())
    return Question("encoding", "--encoding", text, choices=tuple(readable), readings=readings)
