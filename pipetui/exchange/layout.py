"""Which rows of a file are data: leaves out what people put around and between them.

Blank rows, title rows above the header, a line of units below it, section rows, totals, repeated headers and the footer
of a report are left out. Every kind is told in one warning, so that nothing disappears unsaid.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipetui.exchange.decoration import (
    is_footer,
    is_note,
    is_number,
    is_section,
    is_total,
    is_total_of_something,
    speaks_of_thousands,
)
from pipetui.exchange.grid import Row
from pipetui.exchange.header import is_group_line, is_units
from pipetui.exchange.problems import Problem
from pipetui.exchange.sections import says_stage, section_label
from pipetui.exchange.systems.base import header_key
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.exchange.grid import Grid

Kind = Literal["blank", "title", "units", "section", "total", "header", "footer"]
Told = tuple[Kind | None, Row]
"""A row and what it is; None for data."""

_SAYING: frozenset[Kind] = frozenset(("title", "section", "footer"))
_MANY_IN_DOUBT = 1_000
"""So many rows with a single cell are kept until something tells what they are."""
_LABELLED_CELLS = 3
_WIDE = 4


@dataclass(slots=True)
class LeftOut:
    """Rows that are no data, by kind: how many, and the first of them."""

    first: dict[Kind, int] = field(default_factory=dict)
    counts: Counter[Kind] = field(default_factory=Counter)
    thousands: tuple[int, str] | None = None
    """The row and the text that say that amounts are in thousands."""

    def add(self, kind: Kind, row: int, cells: Sequence[str] = ()) -> None:
        """Count one row."""
        self.first.setdefault(kind, row)
        self.counts[kind] += 1
        if kind in _SAYING and self.thousands is None:
            said = next(filter(speaks_of_thousands, map(str.strip, cells)), None)
            self.thousands = None if said is None else (row, said)

    def warnings(self) -> list[Problem]:
        """One sentence per kind, at its first row."""
        texts: dict[Kind, Callable[[int], str]] = {
            "blank": lambda n: ngettext("{n} empty row was left out.", "{n} empty rows were left out.", n),
            "title": lambda n: ngettext(
                "{n} row above the column names was left out.", "{n} rows above the column names were left out.", n
            ),
            "units": lambda n: ngettext(
                "{n} row about how the columns are written was left out.",
                "{n} rows about how the columns are written were left out.",
                n,
            ),
            "section": lambda n: ngettext("{n} section row was left out.", "{n} section rows were left out.", n),
            "total": lambda n: ngettext("{n} row with totals was left out.", "{n} rows with totals were left out.", n),
            "header": lambda n: ngettext(
                "{n} repeated row of column names was left out.", "{n} repeated rows of column names were left out.", n
            ),
            "footer": lambda n: ngettext("{n} footer row was left out.", "{n} footer rows were left out.", n),
        }
        told = [
            Problem(row, None, None, texts[kind](self.counts[kind]).format(n=self.counts[kind]))
            for kind, row in self.first.items()
        ]
        if self.thousands is not None:
            row, text = self.thousands
            reason = _("“{text}”: amounts are read as they are written, unless the name of their column says so too.")
            told.append(Problem(row, None, text, reason.format(text=text)))
        return told


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the data begins, and which columns tell data from decoration.

    ``header_row`` is the row in which the column names end. ``naming``: columns that can name a deal. ``identity``: the
    column with a record's id. ``staged``: the file has a stage column, so that a row with a single cell is hardly a
    deal. ``first``: the first column that is read; titles stand there or to its left. ``sectioned``: the last column
    of the header is none of the file; it holds the title of the section in which a row stands.
    """

    header_row: int
    header: tuple[str, ...]
    naming: frozenset[int] = frozenset()
    identity: int | None = None
    staged: bool = False
    first: int = 0
    sectioned: bool = False

    def data_rows(self, grid: Grid, left_out: LeftOut) -> Iterator[Row]:
        """The data rows in order; ``left_out`` is filled meanwhile."""
        section, width = "", len(self.header) - 1
        for kind, (number, cells) in self._told_apart(grid):
            if kind is not None:
                left_out.add(kind, number, cells)
                section = section_label(_only(cells)) if kind == "section" else section
            elif self.sectioned:
                missing = [""] * (width - len(cells))
                yield number, [*cells[:width], *missing, section, *cells[width:]]
            else:
                yield number, cells

    def titles(self, grid: Grid) -> Iterator[str | None]:
        """The titles of the sections in order, and None for every run of data rows between them."""
        in_data = False
        for kind, (_number, cells) in self._told_apart(grid):
            if kind == "section":
                in_data = False
                yield section_label(_only(cells))
            elif kind is None and not in_data:
                in_data = True
                yield None

    def _told_apart(self, grid: Grid) -> Iterator[Told]:
        """Every row with its kind; None for data."""
        doubtful: list[tuple[Row, bool]] = []
        after_gap = False
        for kind, row in self._below_header(grid):
            filled = [cell for cell in row[1] if cell and not cell.isspace()]
            if kind is not None:
                yield kind, row
            elif not filled:
                after_gap = True
                yield "blank", row
            elif len(filled) == 1:
                if len(doubtful) == _MANY_IN_DOUBT:
                    yield from self._settle(doubtful, at_end=False)
                    doubtful = []
                doubtful.append((row, after_gap))
            elif kind := self._decoration(row[1], filled):
                yield kind, row
            else:
                yield from self._settle(doubtful, at_end=False)
                doubtful = []
                after_gap = False
                yield None, row
        yield from self._settle(doubtful, at_end=True)

    def _below_header(self, grid: Grid) -> Iterator[Told]:
        """The rows below the header, and those above it that say something."""
        for number, cells in grid.rows():
            if number > self.header_row + 1:
                yield None, (number, cells)
            elif number > self.header_row:
                yield ("units" if is_units(cells) else None), (number, cells)
            elif number < self.header_row and any(cell.strip() for cell in cells):
                grouping = number == self.header_row - 1 and is_group_line(cells, self.header)
                if not grouping:
                    yield "title", (number, cells)

    def _decoration(self, cells: Sequence[str], filled: Sequence[str]) -> Kind | None:
        """What a row of several cells is when it is no data: total, footer, header; else None."""
        first, header = filled[0].strip(), self.header[: -1 if self.sectioned else None]
        if len(filled) <= _LABELLED_CELLS and is_footer(first):
            return "footer"
        if self._is_total(cells, filled):
            return "total"
        if first == next(name for name in header if name) and _same_names(cells, header):
            return "header"
        return None

    def _is_total(self, cells: Sequence[str], filled: Sequence[str]) -> bool:
        """Figures behind the label of a total, or where no name and no id stands."""
        last = len(filled) - 1
        # Most rows end in something else than a figure, and one look tells that they are none.
        while last >= 0 and is_number(filled[last].strip()):
            last -= 1
        if last < 0:
            return not self._has_name(cells)
        text = filled[last].strip()
        labelled = last < _LABELLED_CELLS and is_total(text)
        return labelled or (last == 0 and is_total_of_something(text, staged=self.staged))

    def _has_name(self, cells: Sequence[str]) -> bool:
        """Does a name or an id stand in this row?"""
        columns = self.naming if self.identity is None else self.naming | {self.identity}
        return any(column < len(cells) and cells[column] and not cells[column].isspace() for column in columns)

    def _settle(self, doubtful: list[tuple[Row, bool]], *, at_end: bool) -> Iterator[Told]:
        """The rows with a single cell, of which nobody could say what they are before it was known what follows."""
        for row, after_gap in doubtful:
            yield self._kind_of_lone_cell(row[1], at_end=at_end, after_gap=at_end and after_gap), row

    def _kind_of_lone_cell(self, cells: Sequence[str], *, at_end: bool, after_gap: bool) -> Kind | None:
        """No data in the first column, where titles stand, unless it can name a deal there and nothing speaks against
        it. Elsewhere it is a row that lacks the rest, and is told as such."""
        column, text = next((place, cell.strip()) for place, cell in enumerate(cells) if cell.strip())
        # Of many columns one alone is filled, and a stage is missing: a title between the deals.
        wide = self.staged and sum(map(bool, self.header)) >= _WIDE
        figure = is_number(text)
        if figure and column == self.identity:
            return None
        if is_footer(text) or (is_note(text) and (wide or at_end)) or (after_gap and not figure):
            return "footer"
        if self._is_total_alone(text) or (figure and column not in self.naming):
            return "total"
        titled = column <= self.first and (wide or column not in self.naming)
        return "section" if titled or self._is_title(text) else None

    def _is_title(self, text: str) -> bool:
        return is_section(text) or (not self.staged and says_stage(section_label(text)))

    def _is_total_alone(self, text: str) -> bool:
        return is_total(text) or is_total_of_something(text, staged=self.staged)


def _only(cells: Sequence[str]) -> str:
    return next(cell.strip() for cell in cells if cell.strip())


def _same_names(cells: Sequence[str], header: Sequence[str]) -> bool:
    return [header_key(cell) for cell in cells if cell.strip()] == [header_key(name) for name in header if name]
