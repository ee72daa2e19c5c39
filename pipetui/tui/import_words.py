"""What an import says on screen: its questions with their answers, what it would do, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipetui.domain.model import OUTCOMES
from pipetui.domain.sentences import field_word, month
from pipetui.i18n import _, ngettext
from pipetui.services.transfer_answers import LEFT_OUT
from pipetui.services.transfer_report import ALL_PIPELINES, place_of
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.playbook import Stage
    from pipetui.exchange.problems import Problem, Question, QuestionKind
    from pipetui.services.transfer_report import ImportReport
    from pipetui.tui.widgets.panel_text import Lines

_SHOWN = 5
_VALUE_CELLS = 30
_LINE_CELLS = 46
"""So much of a cell, and of a line of the file, is shown."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question on one line. ``answers``: what each is called once it is chosen; ``options`` says more about it.
    ``rows``: how many rows it is about, or ""."""

    about: str
    rows: str
    values: tuple[str, ...]
    options: tuple[str, ...]
    answers: tuple[str, ...]


def heading(kind: QuestionKind) -> str:
    """The sentence above all questions of a kind."""
    return {
        "encoding": _("In which of these letters does the file read right?"),
        "sheet": _("Which sheet holds the deals?"),
        "name_column": _("Which column holds the names of the deals?"),
        "column": _("These columns have one name. Which of them is meant?"),
        "pipeline": _("Which pipeline do you want?"),
        "date_order": _("Which comes first in a date, the day or the month?"),
        "stage": _("Which stage is meant?"),
        "person": _("Is this somebody you know?"),
    }[kind]


def wording(question: Question, stages: Sequence[Stage]) -> Wording:
    """A question in words, and its answers in the words of this playbook."""
    rows = ngettext("{n} row", "{n} rows", question.rows).format(n=question.rows)
    about, values = question.value or "", question.choices
    if question.kind == "stage":
        values = (*values, LEFT_OUT)
        names = {stage.id: stage.name for stage in stages} | _outcome_words() | {LEFT_OUT: _("leave these rows out")}
        options = tuple(names[value] for value in values)
    elif question.kind == "person":
        options = tuple(_("somebody new") if value == question.value else value for value in values)
    elif question.kind == "date_order":
        return _about_dates(question)
    elif question.kind == "column":
        return _about_columns(question)
    else:
        rows = ""
        names = {"encoding": _("Letters"), "sheet": _("Sheet"), "name_column": _("Names")}
        about = _in_table(question, question.column or names.get(question.kind, ""))
        options = tuple(_("all of them") if value == ALL_PIPELINES else value for value in values)
        if question.kind == "encoding":
            lines = [fit(reading[0], _LINE_CELLS, pad=False) for reading in question.readings]
            options = tuple(f"{value}: {line}" for value, line in zip(values, lines, strict=True))
            return Wording(about, rows, values, options, values)
    return Wording(about, rows, values, options, options)


def _about_columns(question: Question) -> Wording:
    """The field, and the first cells of each column that may hold it."""
    cells = [fit(", ".join(map(str, reading)), _LINE_CELLS, pad=False) for reading in question.readings]
    options = tuple(f"{value}: {text}" for value, text in zip(question.choices, cells, strict=True))
    about = _in_table(question, field_word(question.value or ""))
    return Wording(about, "", question.choices, options, question.choices)


def _in_table(question: Question, about: str) -> str:
    """What a question is about, after the table where there are several."""
    return about if question.table is None else f"{PurePath(question.table).name}: {about}"


def _about_dates(question: Question) -> Wording:
    """The column with two of its dates, and which days each order makes of them."""
    words = {"dmy": _("day first"), "mdy": _("month first"), "ymd": _("year first")}
    answers = tuple(words[order] for order in question.choices)
    days = [", ".join(map(_day_words, reading)) for reading in question.readings]
    options = tuple(f"{answer}: {read}" for answer, read in zip(answers, days, strict=True))
    about = _("{column}: {examples}").format(column=question.column, examples=", ".join(question.examples))
    return Wording(about, "", question.choices, options, answers)


def _day_words(iso: str | None) -> str:
    """``3 Apr 2026``."""
    if iso is None:
        return _("no date")
    day = date.fromisoformat(iso)
    return f"{day.day} {month(day.month)} {day.year}"


def _outcome_words() -> dict[str, str]:
    return dict(zip(OUTCOMES, (_("won"), _("lost"), _("no decision")), strict=True))


def foretold(reports: Sequence[ImportReport]) -> str:
    """``80 deals: 61 new, 12 changed, 4 held, 3 rejected.``"""
    rows = sum(report.rows for report in reports)
    parts = [_("{n} new").format(n=sum(report.added for report in reports))]
    for count, words in (
        (sum(report.updated for report in reports), _("{n} changed")),
        (sum(report.unchanged for report in reports), _("{n} unchanged")),
        (sum(len(report.held) for report in reports), _("{n} held")),
        (sum(report.rejected for report in reports), _("{n} rejected")),
    ):
        if count:
            parts.append(words.format(n=count))
    deals = ngettext("{n} deal", "{n} deals", rows).format(n=rows)
    return f"{deals}: {', '.join(parts)}."


def outcome(reports: Sequence[ImportReport]) -> str:
    """``12 deals added, 3 updated, 1 row rejected.``"""
    added, updated, unchanged, rejected = (
        sum(getattr(report, name) for report in reports) for name in ("added", "updated", "unchanged", "rejected")
    )
    parts = [ngettext("{n} deal added", "{n} deals added", added).format(n=added)]
    if updated:
        parts.append(_("{n} updated").format(n=updated))
    if unchanged:
        parts.append(_("{n} unchanged").format(n=unchanged))
    if rejected:
        parts.append(ngettext("{n} row rejected", "{n} rows rejected", rejected).format(n=rejected))
    return ", ".join(parts) + "."


def problems(report: ImportReport) -> Lines:
    """What was held, in conflict, looks like something else or is gone, and the first rows that were rejected or of
    which a value was left out."""
    told = []
    if n := len(report.held):
        told.append(ngettext("{n} deal stays in its stage: answers are missing.",
                             "{n} deals stay in their stages: answers are missing.", n).format(n=n))  # fmt: skip
    if n := len(report.conflicts):
        told.append(ngettext("{n} value was changed here, too: ours stays.",
                             "{n} values were changed here, too: ours stay.", n).format(n=n))  # fmt: skip
    if n := len(report.twins):
        told.append(ngettext("{n} new deal looks like one that is here.",
                             "{n} new deals look like ones that are here.", n).format(n=n))  # fmt: skip
    if n := len(report.missing):
        told.append(ngettext("{n} deal is no longer in the file: it stays as it is.",
                             "{n} deals are no longer in the file: they stay as they are.", n).format(n=n))  # fmt: skip
    told += map(_problem, islice(chain(report.rejects, report.warnings), _SHOWN))
    if (more := len(report.rejects) + len(report.warnings) - _SHOWN) > 0:
        told.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    return [safe(line) for line in told]


def _problem(problem: Problem) -> str:
    """``Row 3, Amount “€ 8.000”: This is not an amount.``"""
    where = place_of(problem, _shortened)
    return f"{where[:1].upper()}{where[1:]}: {problem.reason}" if where else problem.reason


def _shortened(value: str) -> str:
    return fit(value, _VALUE_CELLS, pad=False)
