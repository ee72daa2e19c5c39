"""What a workbook says about a table beside its values: currencies that it only shows, and errors in its cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipetui.exchange.problems import Problem
from pipetui.exchange.systems.base import AMOUNT_FIELDS
from pipetui.exchange.workbook import WorkbookGrid
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.exchange.grid import Grid
    from pipetui.exchange.recognise import Recognition


def with_shown_currencies(grid: Grid, recognition: Recognition) -> Recognition:
    """The recognition with the currency of each column whose numbers are shown in one; names of columns come first."""
    if not isinstance(grid, WorkbookGrid):
        return recognition
    shown = {column: codes[0] for column, codes in grid.currencies.items() if len(codes) == 1}
    return replace(recognition, currencies={**shown, **recognition.currencies})


def workbook_warnings(grid: Grid, recognition: Recognition, header_row: int) -> Iterator[Problem]:
    """One sentence for each column that is read and has errors of the spreadsheet, at the first of them, and for each
    column of amounts that are shown in several currencies, of which nothing else tells one."""
    if not isinstance(grid, WorkbookGrid):
        return
    for column in sorted(set(recognition.fields.values())):
        found = [(row, error) for row, error in grid.errors.get(column, ()) if row > header_row]
        if found:
            reason = ngettext(
                "The spreadsheet has an error in {n} cell of this column: it is read as empty.",
                "The spreadsheet has an error in {n} cells of this column: they are read as empty.",
                len(found),
            )
            row, error = found[0]
            yield Problem(row, recognition.header[column], error, reason.format(n=len(found)))
    if "currency" in recognition.fields:
        return
    for column in sorted({column for field, column in recognition.fields.items() if field in AMOUNT_FIELDS}):
        codes = grid.currencies.get(column, ())
        if len(codes) > 1 and column not in recognition.currencies:
            text = _("The numbers of this column are shown in {currencies}, and all are read in one currency.")
            yield Problem(None, recognition.header[column], None, text.format(currencies=", ".join(codes)))
