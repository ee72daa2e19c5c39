"""Which sheet of a workbook is meant: the one that is named, the only one, or the only one with deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.problems import Problem, Question
from pipetui.exchange.purpose import purpose_of
from pipetui.exchange.systems.base import label_key
from pipetui.exchange.textfile import empty
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipetui.exchange.purpose import Purpose
    from pipetui.exchange.recognise import Names
    from pipetui.exchange.workbook import Workbook, WorkbookGrid

    UsualSheet = Callable[[tuple[str, ...]], str | None]
    """The names of a workbook's sheets to the one that was chosen for such a workbook before, if any."""


class UnclearSheet(BadInput):
    """Several sheets hold deals. ``question`` asks which one is meant; ``system`` seems to have written the first."""

    def __init__(self, workbook: Workbook, choices: tuple[str, ...], system: str) -> None:
        name, sheets = workbook.source.name, ", ".join(choices)
        text = _("{file} has several sheets with deals: {sheets}. Answer with --sheet NAME.")
        said = text.format(file=name, sheets=sheets)
        super().__init__(said)
        self.path = workbook.source.path
        self.question = Question("sheet", "--sheet", said, choices=choices)
        self.system = system


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sheet on which something is written."""

    grid: WorkbookGrid
    purpose: Purpose
    system: str


def choose_sheet(
    workbook: Workbook, names: Names, wanted: str | None, usual: UsualSheet | None = None
) -> tuple[WorkbookGrid, list[Problem]]:
    """The sheet to read, and what is to be said about the others. ``wanted``: a name, or the number of a visible sheet.
    ``usual`` says which one was chosen before, where several could be meant.

    Raises UnclearSheet where only a person can tell, BadInput for an unknown sheet and a workbook without any cell.
    """
    if wanted is not None:
        return workbook.grid(_named(workbook, wanted)), []
    grids = (workbook.grid(sheet) for sheet in workbook.sheets)
    judged = [_judge(grid, names) for grid in grids if not grid.is_empty]
    if not judged:
        raise empty(workbook.source.path)
    fitting = _best(judged)
    if len(fitting) > 1:
        chosen = usual(workbook.sheets) if usual is not None else None
        for sheet in fitting:
            if sheet.grid.sheet == chosen:
                text = _("As last time: the sheet “{sheet}”. --sheet NAME reads another one.").format(sheet=chosen)
                return sheet.grid, [Problem(None, None, None, text)]
        raise UnclearSheet(workbook, tuple(sheet.grid.sheet for sheet in fitting), fitting[0].system)
    grid = (fitting or judged)[0].grid
    return grid, _left_out(grid, (sheet.grid.sheet for sheet in judged))


def _named(workbook: Workbook, wanted: str) -> str:
    sheets = (*workbook.sheets, *workbook.hidden)
    for sheet in sheets:
        if label_key(sheet) == label_key(wanted):
            return sheet
    number = int(wanted) if wanted.strip().isdecimal() else 0
    if 1 <= number <= len(workbook.sheets):
        return workbook.sheets[number - 1]
    raise BadInput(
        _("{file} has no sheet “{name}”.").format(file=workbook.source.name, name=wanted),
        _("Its sheets are: {names}.").format(names=", ".join(sheets)),
    )


def _judge(grid: WorkbookGrid, names: Names) -> _Judged:
    try:
        verdict = purpose_of(grid, names)
    except BadInput:
        # A column that the person has named is on another sheet.
        return _Judged(grid, "unclear", "sheet")
    return _Judged(grid, verdict.purpose, verdict.system)


def _best(judged: Sequence[_Judged]) -> list[_Judged]:
    """The sheets that surely hold deals; where none does, those with rows that can be named."""
    purposes: tuple[Purpose, ...] = ("deals", "nameable")
    found = ([sheet for sheet in judged if sheet.purpose == purpose] for purpose in purposes)
    return next((sheets for sheets in found if sheets), [])


def _left_out(chosen: WorkbookGrid, sheets: Iterable[str]) -> list[Problem]:
    others = [sheet for sheet in sheets if sheet != chosen.sheet]
    if not others:
        return []
    text = _("The sheet “{sheet}” was read; left out: {others}. --sheet NAME reads another one.")
    return [Problem(None, None, None, text.format(sheet=chosen.sheet, others=", ".join(others)))]
