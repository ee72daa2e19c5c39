"""Rows of a text file that most likely lost a delimiter or a quotation mark: among complete rows they are told.

Where many rows have another width, that is how the file is written: spreadsheets leave out empty cells at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.exchange.problems import Problem
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEPT = 1_000
"""So many of them are told at most."""

_SHOWN_TEXT = 500


class Widths:
    """The rows that stand out by their width, or by a cell that holds the rows below it. ``header``: the column names;
    ``delimiter``: None in a workbook, whose rows cannot be torn."""

    def __init__(self, header: Sequence[str], delimiter: str | None) -> None:
        self._header = header
        self._delimiter = delimiter
        self._rows = 0
        self._odd = 0
        self._kept: list[tuple[int, int]] = []
        self._swallowing: list[Problem] = []

    def add(self, number: int, cells: Sequence[str]) -> None:
        """One more data row."""
        if self._delimiter is None:
            return
        self._rows += 1
        if len(cells) != len(self._header):
            self._odd += 1
            if len(self._kept) < _KEPT:
                self._kept.append((number, len(cells)))
        if len(self._swallowing) < _KEPT and sum(cell.count('"') for cell in cells) % 2:
            self._find_swallowed(number, cells)

    def warnings(self) -> Iterator[Problem]:
        """What is to be told, row by row."""
        for name in self._header:
            if self._delimiter is not None and name.count('"') % 2:
                text = _("This seems to be more than a column name: is a quotation mark missing?")
                yield Problem(None, name, None, text)
        yield from self._swallowing
        if 2 * self._odd > self._rows:
            return
        for number, cells in self._kept:
            text = _("The row has {cells} cells, but there are {columns} columns: is anything missing in it, or moved?")
            column = self._header[cells] if cells < len(self._header) else None
            yield Problem(number, column or None, None, text.format(cells=cells, columns=len(self._header)))

    def _find_swallowed(self, number: int, cells: Sequence[str]) -> None:
        """A quotation mark too few makes one text of several cells, or rows; the mark too many stands behind it."""
        for column, cell, after in zip(self._header, cells, [*cells[1:], ""], strict=False):
            if str(self._delimiter) in cell and ("\n" in cell or "\r" in cell or after.endswith('"')):
                reason = _("More than one cell seems to stand in this one: is a quotation mark missing?")
                self._swallowing.append(Problem(number, column, cell[:_SHOWN_TEXT], reason))
