"""Rows out of the database into a workbook (XLSX) with real dates and numbers, in constant memory.

Texts are text cells, never formulas or links. They get the guard of text files all the same: somebody may save the
sheet as CSV, and our import takes it off again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from pipetui.domain.sentences import grouped
from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipetui.exchange.writers import CsvStyle

    Row = Mapping[str, Any]

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header among them."""

LONGEST = 32_767
"""Characters of a cell, as UTF-16 counts them."""

_FIRST_DAY = date(1900, 3, 1)
"""Workbooks count days from here on as calendars do; before it they have a 29 February 1900."""

_MOST_DIGITS = 15
"""Numbers of a workbook keep so many digits."""

_SAMPLE, _NARROWEST, _WIDEST = 200, 8, 48


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that was too long for its cell; ``row`` counts as the sheet does."""

    row: int
    column: str


def write_workbook(
    rows: Iterable[Row], columns: Sequence[str], out: BinaryIO, style: CsvStyle, *, title: str, created: datetime
) -> list[Cut]:
    """Write one sheet called ``title`` with a header and the rows; what had to be cut.

    The same rows and ``created`` (without a zone) give the same bytes. Raises BadInput for more rows than a sheet has;
    ``out`` is written at the end only.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    plain_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **plain_text})
    book.set_properties({"title": title, "created": created, "comments": ""})
    sheet = book.add_worksheet(title)
    first = list(islice(rows := iter(rows), _SAMPLE))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column, first, style))
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    cells = _Cells(book, sheet, style)
    number = 0
    for number, row in enumerate(chain(first, rows), 1):
        if number >= MOST_ROWS:
            raise BadInput(
                _("A sheet holds {rows} rows, and there are more.").format(rows=grouped(MOST_ROWS - 1)),
                _("Export them as CSV: --to csv."),
            )
        for place, column in enumerate(columns):
            cells.write(number, place, column, row)
    sheet.autofilter(0, 0, number, len(columns) - 1)
    book.close()
    return cells.cut


class _Cells:
    """Writes values as cells of their own kind into a sheet of xlsxwriter's."""

    def __init__(self, book: Any, sheet: Any, style: CsvStyle) -> None:
        self._book = book
        self._sheet = sheet
        self._style = style
        self._formats: dict[str, Any] = {}
        self.cut: list[Cut] = []

    def write(self, row: int, place: int, column: str, values: Row) -> None:
        """One cell; the first row and the first place are 0."""
        value = values.get(column)
        sheet = self._sheet
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int):
            sheet.write_number(row, place, value)
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= _MOST_DIGITS:
            decimals = max(0, -int(value.as_tuple().exponent))
            sheet.write_number(row, place, float(value), self._format(f"#,##0.{'0' * decimals}".rstrip(".")))
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.replace(tzinfo=None), self._format(self._style.sheet_time))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, place, value, self._format(self._style.sheet_day))
        else:
            self._write_text(row, place, column, self._style.text(value))

    def _write_text(self, row: int, place: int, column: str, text: str) -> None:
        units = text.encode("utf-16-le")
        if len(units) > 2 * LONGEST:
            text = units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
            self.cut.append(Cut(row + 1, column))
        self._sheet.write_string(row, place, text)

    def _format(self, code: str) -> Any:
        if code not in self._formats:
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats[code]


def _width(column: str, rows: Sequence[Row], style: CsvStyle) -> int:
    """Characters that show the name of a column and most of its first values."""
    longest = max((len(style.text(row.get(column))) for row in rows), default=0)
    return min(max(longest, len(column), _NARROWEST) + 2, _WIDEST)
