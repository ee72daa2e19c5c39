"""A file that somebody brings, as records with typed fields.

``open_import`` looks at the whole file once and judges it: system, columns, order of dates, decimal mark. Then
``ImportFile.records`` reads it again, row by row, so that no file has to fit into memory.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipetui.domain.sentences import grouped
from pipetui.exchange.amounts import Amounts
from pipetui.exchange.columns import DateColumn, DateVerdict, NumberColumns, judge_dates
from pipetui.exchange.container import open_grid
from pipetui.exchange.doubles import settle_doubles
from pipetui.exchange.header import find_header
from pipetui.exchange.layout import Layout, LeftOut
from pipetui.exchange.problems import Problem, Question
from pipetui.exchange.progress import Tell, in_silence
from pipetui.exchange.purpose import refuse_others
from pipetui.exchange.recognise import NAMING, Names, Recognition, named
from pipetui.exchange.records import Record, RecordMaker
from pipetui.exchange.repairs import RepairedGrid
from pipetui.exchange.sections import COLUMN as SECTIONS
from pipetui.exchange.sections import in_sections
from pipetui.exchange.source import Source, source_of
from pipetui.exchange.systems import OWN
from pipetui.exchange.systems.base import AMOUNT_FIELDS, DATE_FIELDS, System
from pipetui.exchange.widths import Widths
from pipetui.exchange.workbook_facts import with_shown_currencies, workbook_warnings
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.cell_numbers import Mark
    from pipetui.exchange.cells import Target
    from pipetui.exchange.grid import Grid, Row
    from pipetui.exchange.sheets import UsualSheet


@dataclass(frozen=True, slots=True)
class Memory:
    """What was answered for earlier files: the mapping of one with these columns, the order of its dates by shape, and
    the cells that were mended in files of this system (``RepairedGrid.remembered``)."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_orders: Mapping[str, DateOrder] = field(default_factory=dict)
    repairs: Mapping[str, str] = field(default_factory=dict)


_STANDING = {"stage", "status"}
"""Whoever says which column holds one of them, or that none does, does not mean the titles of sections."""


def _nothing(_recognition: Recognition) -> Memory:
    return Memory()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person says about a file, and what is known without it.

    ``zone`` and ``currency`` are the playbook's. ``mapping``: field to column name. ``date_orders``: the order of one
    column's dates of one shape, where it is not ``date_order``. ``repairs``: row and column name to the text that is
    read instead of the cell's; ``alike``: column name and text to the text that is read instead wherever it stands
    there. ``remembered`` gives what was answered for files like this one before,
    ``usual_sheet`` the sheet that was chosen in a workbook like it.
    ``tell`` is told how far a reader is, and may raise to stop it.
    ``header_row`` counts from 1. ``sheet``: of a workbook. ``target``: what the rows are, None for deals unless the
    file clearly holds something else.
    """

    zone: ZoneInfo
    currency: str
    target: Target | None = None
    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    date_orders: Mapping[tuple[str, str], DateOrder] = field(default_factory=dict)
    repairs: Mapping[tuple[int, str], str] = field(default_factory=dict)
    alike: Mapping[tuple[str, str], str] = field(default_factory=dict)
    remembered: Callable[[Recognition], Memory] = _nothing
    usual_sheet: UsualSheet | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    tell: Tell = in_silence


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A judged file. ``rows`` counts its data rows; ``questions`` must be answered before its records mean anything.

    ``sheet``: the one that is read of a workbook.
    """

    grid: Grid
    layout: Layout
    recognition: Recognition
    options: ReadOptions
    dates: DateVerdict
    amounts: Amounts
    rows: int
    warnings: tuple[Problem, ...]
    questions: tuple[Question, ...]
    repaired: RepairedGrid | None = None
    sheet: str | None = None

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.grid.path

    @property
    def present(self) -> frozenset[str]:
        """The fields that records of this file can have."""
        return self.recognition.present

    @property
    def system(self) -> System:
        """The system that the file comes from."""
        return self.recognition.system

    def described(self) -> dict[str, Any]:
        """How the file is written, for whoever writes one like it: its column names (``header``: unique ones,
        ``written``: as they stand there), the column of each field, the order of the dates of each column by shape, and
        what a text file is made of (None in a workbook)."""
        recognition = self.recognition
        return {
            "header": [name for name in recognition.header if name != SECTIONS],
            "written": [name for name in recognition.written if name != SECTIONS],
            "fields": {name: column for name, column in recognition.mapping.items() if column != SECTIONS},
            "sheet": self.sheet,
            "delimiter": self.grid.delimiter,
            "encoding": self.grid.encoding,
            "mark": self.amounts.mark or self.amounts.likely,
            "factors": {recognition.header[column]: factor for column, factor in recognition.factors.items()},
            "date_order": self.dates.order,
            "date_orders": {column: dict(orders) for column, orders in self.dates.orders.items()},
            "header_row": self.layout.header_row,
        }

    def records(self) -> Iterator[Record]:
        """Every data row in order, rejected ones too. What a question is about is left out of the values."""
        maker = self.maker()
        for number, row in self.data_rows():
            yield maker.make(number, row)

    def data_rows(self) -> Iterator[Row]:
        """The cells of every data row in order, as they are read: with what was mended in them."""
        return self.layout.data_rows(self.repaired or self.grid, LeftOut())

    def maker(self) -> RecordMaker:
        """What reads the rows of this file."""
        zone, target = self.options.zone, self.options.target or "deals"
        return RecordMaker(self.recognition, self.dates, self.amounts, zone=zone, target=target)


def open_import(path: Path | Source, options: ReadOptions) -> ImportFile:
    """Look at a whole file and judge it.

    Raises BadInput for what cannot be read or is no table of deals; UnclearSheet for a workbook of which only a person
    can tell which sheet is meant.
    """
    names = Names(options.mapping, options.format)
    source = source_of(path)
    grid, opening = open_grid(source, names, encoding=options.encoding, sheet=options.sheet, usual=options.usual_sheet)
    header_row, header = find_header(grid, names.score, options.header_row)
    recognition = names.recognise(header)
    if options.target is None:
        refuse_others(source, recognition)
    memory = options.remembered(recognition)
    if memory.mapping:
        recognition = Names({**memory.mapping, **options.mapping}, options.format).recognise(header)
    recognition = with_shown_currencies(grid, recognition)
    recognition, doubled, which = settle_doubles(grid, _layout(header_row, recognition), recognition)
    layout = _layout(header_row, recognition)
    if not _STANDING & {*memory.mapping, *options.mapping}:
        layout, recognition = in_sections(grid, layout, recognition)
    repaired = _repaired(grid, header_row, recognition, options, memory)
    left_out = LeftOut()
    widths = Widths(layout.header, grid.delimiter)
    dates, numbers, rows = _survey(repaired or grid, layout, recognition, options, left_out, widths=widths)
    remembered = {**_own_orders(grid, recognition), **memory.date_orders}
    verdict = judge_dates(dates, options.date_order, remembered, options.date_orders)
    amounts = Amounts(numbers.mark, _likely_mark(grid, numbers), options.currency)
    warnings = [
        *source.warnings, *opening, *left_out.warnings(), *widths.warnings(), *doubled,
        *_file_warnings(recognition, options, amounts, numbers), *workbook_warnings(grid, recognition, header_row),
        *_from_memory(options, memory, repaired), *_overruled(verdict),
    ]  # fmt: skip
    questions = (*_missing_name(recognition), *which, *verdict.questions)
    return ImportFile(
        grid, layout, recognition, options, verdict, amounts, rows, tuple(warnings), questions, repaired, grid.sheet
    )  # fmt: skip


def _layout(header_row: int, recognition: Recognition) -> Layout:
    fields = recognition.fields
    naming = frozenset(fields[name] for name in NAMING if name in fields)
    return Layout(
        header_row, recognition.written, naming, fields.get("external_id"), staged="stage" in fields,
        first=min(fields.values(), default=0),
    )  # fmt: skip


def _repaired(
    grid: Grid, header_row: int, recognition: Recognition, options: ReadOptions, memory: Memory
) -> RepairedGrid | None:
    """The grid with what was mended in it; None where nothing was."""
    if not options.repairs and not options.alike and not memory.repairs:
        return None
    told: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for (row, name), text in options.repairs.items():
        told[row][recognition.column_called(name)] = text
    alike: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for (name, written), text in options.alike.items():
        alike[recognition.column_called(name)][written] = text
    return RepairedGrid(grid, header_row, recognition, told, alike, memory.repairs)


def _survey(
    grid: Grid,
    layout: Layout,
    recognition: Recognition,
    options: ReadOptions,
    left_out: LeftOut,
    *,
    widths: Widths,
) -> tuple[list[DateColumn], NumberColumns, int]:
    """Show every date and amount of the file to its column; count the data rows."""
    dates = {
        column: DateColumn(recognition.header[column], options.zone)
        for name, column in recognition.fields.items()
        if name in DATE_FIELDS
    }
    amounts = sorted({column for name, column in recognition.fields.items() if name in AMOUNT_FIELDS})
    numbers = NumberColumns()
    rows = 0
    for number, row in layout.data_rows(grid, left_out):
        rows += 1
        widths.add(number, row)
        for column, judged in dates.items():
            if column < len(row) and row[column]:
                judged.add(row[column])
        for column in amounts:
            if column < len(row) and row[column]:
                numbers.add(row[column])
    return list(dates.values()), numbers, rows


def _own_orders(grid: Grid, recognition: Recognition) -> Mapping[str, DateOrder]:
    """Our own exports are written with slashes for spreadsheets that put the day first, and those want semicolons."""
    return {"1/1/1000": "dmy"} if recognition.system is OWN and grid.delimiter == ";" else {}


def _likely_mark(grid: Grid, numbers: NumberColumns) -> Mark | None:
    if numbers.contradictory or grid.delimiter is None:
        return None
    return "," if grid.delimiter == ";" else "."


def _missing_name(recognition: Recognition) -> list[Question]:
    if any(name in recognition.fields for name in NAMING):
        return []
    columns = tuple(named(recognition.header, recognition.written))
    text = _("Which column holds the names? Columns: {columns}. Answer with --map name=COLUMN.")
    said = text.format(columns=", ".join(columns))
    return [Question("name_column", "--map", said, value="name", choices=columns)]


def _from_memory(options: ReadOptions, memory: Memory, repaired: RepairedGrid | None) -> Iterator[Problem]:
    """What was taken from earlier answers, so that nobody wonders."""
    recalled = {name: column for name, column in memory.mapping.items() if name not in options.mapping}
    if recalled:
        text = _("As last time: {columns}. Another --map says otherwise.")
        not_read = _("not read")
        columns = ", ".join(f"{name} = {column or not_read}" for name, column in recalled.items())
        yield Problem(None, None, None, text.format(columns=columns))
    mended = repaired.recalled() if repaired else []
    if mended:
        n = len(mended)
        text = ngettext(
            "{n} cell is read as it was mended before.", "{n} cells are read as they were mended before.", n
        )
        yield Problem(mended[0][0], None, None, text.format(n=n))


def _overruled(verdict: DateVerdict) -> Iterator[Problem]:
    for column, order in verdict.overruled.items():
        text = _("The dates of this file can only be {order}: they are read so, whatever --date-order says.")
        yield Problem(None, column, None, text.format(order=order))


def _file_warnings(
    recognition: Recognition, options: ReadOptions, amounts: Amounts, numbers: NumberColumns
) -> Iterator[Problem]:
    fields = recognition.fields
    if (
        options.target != "leads"
        and "stage" not in fields
        and not ("status" in fields and recognition.system.key == "sheet")
    ):
        yield Problem(None, None, None, _("There is no stage column: open deals enter the first stage."))
    for column, factor in recognition.factors.items():
        if column in {fields.get(name) for name in AMOUNT_FIELDS}:
            text = _("The name of the column says so: its amounts are multiplied by {factor}.")
            yield Problem(None, recognition.header[column], None, text.format(factor=grouped(factor)))
    if SECTIONS in recognition.written:
        text = _("There is no stage column: the titles of the sections say where the deals stand.")
        yield Problem(None, None, None, text)
    if amounts.mark is None and numbers.open_example is not None:
        text = _("No amount shows which mark stands before decimals: amounts such as this one are read as thousands.")
        yield Problem(None, recognition.column_name("amount"), numbers.open_example, text)
