"""A file that somebody brings, as records with typed fields.

``open_import`` looks at the whole file once and judges it: system, columns, order of dates, decimal mark. Then
``ImportFile.records`` reads it again, row by row, so that no file has to fit into memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipetui.exchange.amounts import Amounts
from pipetui.exchange.columns import DateColumn, DateVerdict, NumberColumns, judge_dates
from pipetui.exchange.grid import Grid, open_csv
from pipetui.exchange.layout import Layout, LeftOut, find_header
from pipetui.exchange.problems import Problem, Question
from pipetui.exchange.recognise import NAMING, Names, Recognition
from pipetui.exchange.records import Record, RecordMaker
from pipetui.exchange.systems.base import AMOUNT_FIELDS, DATE_FIELDS, System
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.cell_numbers import Mark
    from pipetui.exchange.cells import Target


def _nothing(_shape: str) -> Mapping[str, DateOrder]:
    return {}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person says about a file, and what is known without it.

    ``zone`` and ``currency`` are the playbook's. ``mapping``: field to column name. ``date_orders``: the order of one
    column's dates of one shape, where it is not ``date_order``. ``remembered`` gives, for files with these columns
    (``Recognition.shape``), the shape of dates to the order that was answered before.
    ``header_row`` counts from 1.
    """

    zone: ZoneInfo
    currency: str
    target: Target = "deals"
    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    date_orders: Mapping[tuple[str, str], DateOrder] = field(default_factory=dict)
    remembered: Callable[[str], Mapping[str, DateOrder]] = _nothing
    encoding: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A judged file. ``rows`` counts its data rows; ``questions`` must be answered before its records mean anything."""

    grid: Grid
    layout: Layout
    recognition: Recognition
    options: ReadOptions
    dates: DateVerdict
    amounts: Amounts
    rows: int
    warnings: tuple[Problem, ...]
    questions: tuple[Question, ...]

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

    def records(self) -> Iterator[Record]:
        """Every data row in order, rejected ones too. What a question is about is left out of the values."""
        options = self.options
        maker = RecordMaker(self.recognition, self.dates, self.amounts, zone=options.zone, target=options.target)
        for number, row in self.layout.data_rows(self.grid, LeftOut()):
            yield maker.make(number, row)


def open_import(path: Path, options: ReadOptions) -> ImportFile:
    """Look at a whole file and judge it. Raises BadInput for what cannot be read or is no table of deals or leads."""
    names = Names(options.mapping, options.format)
    grid = open_csv(path, names.score, options.encoding)
    header_row, header = find_header(grid, names.score, options.header_row)
    recognition = names.recognise(header)
    naming = frozenset(recognition.fields[name] for name in NAMING if name in recognition.fields)
    identity = recognition.fields.get("external_id")
    layout = Layout(header_row, recognition.header, naming, identity, staged="stage" in recognition.fields)
    left_out = LeftOut()
    dates, numbers, rows = _survey(grid, layout, recognition, options, left_out)
    remembered = options.remembered(recognition.shape)
    verdict = judge_dates(dates, options.date_order, remembered, options.date_orders)
    amounts = Amounts(numbers.mark, _likely_mark(grid, numbers), options.currency)
    warnings = [*left_out.warnings(), *_file_warnings(recognition, options, amounts, numbers)]
    questions = (*_missing_name(recognition), *verdict.questions)
    return ImportFile(grid, layout, recognition, options, verdict, amounts, rows, tuple(warnings), questions)


def _survey(
    grid: Grid, layout: Layout, recognition: Recognition, options: ReadOptions, left_out: LeftOut
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
    for _number, row in layout.data_rows(grid, left_out):
        rows += 1
        for column, judged in dates.items():
            if column < len(row) and row[column]:
                judged.add(row[column])
        for column in amounts:
            if column < len(row) and row[column]:
                numbers.add(row[column])
    return list(dates.values()), numbers, rows


def _likely_mark(grid: Grid, numbers: NumberColumns) -> Mark | None:
    if numbers.contradictory or grid.delimiter is None:
        return None
    return "," if grid.delimiter == ";" else "."


def _missing_name(recognition: Recognition) -> list[Question]:
    if any(name in recognition.fields for name in NAMING):
        return []
    columns = tuple(name for name in recognition.header if name)
    text = _("Which column holds the names? Columns: {columns}. Answer with --map name=COLUMN.")
    return [Question("name_column", "--map", text.format(columns=", ".join(columns)), choices=columns)]


def _file_warnings(
    recognition: Recognition, options: ReadOptions, amounts: Amounts, numbers: NumberColumns
) -> Iterator[Problem]:
    fields = recognition.fields
    if (
        options.target == "deals"
        and "stage" not in fields
        and not ("status" in fields and recognition.system.key == "sheet")
    ):
        yield Problem(None, None, None, _("There is no stage column: open deals enter the first stage."))
    if amounts.mark is None and numbers.open_example is not None:
        text = _("No amount shows which mark stands before decimals: amounts such as this one are read as thousands.")
        yield Problem(None, recognition.column_name("amount"), numbers.open_example, text)
