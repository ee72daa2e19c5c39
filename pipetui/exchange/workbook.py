"""A workbook (XLSX, XLS, XLSB, ODS) as sheets of text cells, each written as a careful person would type it.

Days are ISO dates, whole numbers have no point, other numbers the fifteen digits that a spreadsheet shows. A cell with
an error of the spreadsheet (``#N/A``) is empty.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipetui.errors import BadInput
from pipetui.exchange.cell_numbers import NumberText
from pipetui.exchange.packed import WorkbookScan, scan_workbook
from pipetui.exchange.progress import TICK, Tell, in_silence
from pipetui.exchange.source import readable
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

    from pipetui.exchange.grid import Row
    from pipetui.exchange.source import Source

_EXACT = 2**53
"""Whole numbers below are kept exactly in a workbook."""


@dataclass(frozen=True, slots=True)
class WorkbookGrid:
    """One sheet of ``sheets``. It is kept in memory, about 30 bytes a cell beside its texts.

    ``currencies`` and ``errors`` are those of ``WorkbookScan``; ``tell`` is told the rows that are read.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    cells: CalamineSheet
    currencies: Mapping[int, Sequence[str]]
    errors: Mapping[int, Sequence[tuple[int, str]]]
    tell: Tell = in_silence

    @property
    def encoding(self) -> None:
        """A workbook has none."""
        return

    @property
    def delimiter(self) -> None:
        """A workbook has none."""
        return

    @property
    def is_empty(self) -> bool:
        """Is nothing written on the sheet?"""
        return not any(any(map(str.strip, cells)) for _number, cells in self.rows())

    def rows(self) -> Iterator[Row]:
        """Every row from the first of the sheet, every cell from its first column."""
        before = [""] * (self.cells.start or (0, 0))[1]
        for number, cells in enumerate(self.cells.iter_rows(), 1):
            if number % TICK == 1:
                self.tell(number, self.cells.height)
            yield number, [*before, *(cell if type(cell) is str else _TEXTS[type(cell)](cell) for cell in cells)]


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook. ``sheets``: the names of those that people see, in order; ``hidden``: of the others."""

    source: Source
    sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    book: CalamineWorkbook
    scan: WorkbookScan

    def grid(self, sheet: str) -> WorkbookGrid:
        """The cells of a sheet. Raises BadInput where it is broken."""
        from python_calamine import CalamineError

        try:
            cells = self.book.get_sheet_by_name(sheet)
        except (CalamineError, OSError, ValueError):
            raise _broken(self.source) from None
        currencies, errors = self.scan.currencies.get(sheet, {}), self.scan.errors.get(sheet, {})
        return WorkbookGrid(self.source.path, sheet, self.sheets, cells, currencies, errors, self.source.tell)


def open_workbook(source: Source) -> Workbook:
    """Open a workbook. Raises BadInput for one that is locked, broken or far too large."""
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    scan = scan_workbook(source)
    with readable(source.path):
        content = source.place.read_bytes()
    try:
        book = load_workbook(io.BytesIO(content))
        tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise BadInput(
            _("{file} is protected by a password.").format(file=source.name),
            _("Open it in your spreadsheet program, take the password off and save it again."),
        ) from None
    except (CalamineError, OSError, ValueError):
        raise _broken(source) from None
    seen = tuple(sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible)
    return Workbook(source, seen, tuple(sheet.name for sheet in tables if sheet.name not in seen), book, scan)


def _broken(source: Source) -> BadInput:
    return BadInput(
        _("{file} is no workbook that can be read: it is broken or not complete.").format(file=source.name),
        _("Download or save it again; or save it as CSV and import that."),
    )


def number_text(value: float) -> str:
    """A number with a point, in the fifteen digits that a spreadsheet shows: ``1234``, ``0.1``, ``12345.67``."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if not abs(value) < _EXACT:
        return repr(value)
    text = f"{Decimal(f'{value:.15g}'):f}"
    # Three decimals could be taken for thousands: 1.234.
    return NumberText(f"{text}0" if len(text.partition(".")[2]) == 3 else text)


def _moment_text(moment: datetime) -> str:
    """``2026-03-04 10:20:30``; a midnight is a day. Days are fractions in a workbook, and seconds never exact."""
    rounded = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat(" ")


def _duration_text(duration: timedelta) -> str:
    """``30:00:00``."""
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    float: number_text,
    int: str,
    bool: lambda flag: "TRUE" if flag else "FALSE",
    datetime: _moment_text,
    date: date.isoformat,
    time: lambda clock: clock.isoformat("seconds"),
    timedelta: _duration_text,
}
