"""Which rows of a file are data: finds the header row, and leaves out what people put around and between the data.

Blank rows, title rows above the header, section rows, totals, repeated headers and the footer of a report are left
out. Every kind is told in one warning, so that nothing disappears unsaid.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.problems import Problem
from pipetui.exchange.systems.base import header_key
from pipetui.exchange.textfile import empty
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipetui.exchange.grid import Grid, HeaderScore, Row

_SEARCHED_ROWS = 60
_TOTAL = re.compile(
    r"(?:grand |sub-?)?tot(?:al|ale|als|ali)?(?: (?:generale|complessivo|pipeline|records?))?(?: ?\([^)]*\))?"
    r"|sub ?totale?|somma|sum|count|conteggio|media|average",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:copyright|©|\(c\) |confidential|riservato|generated (?:by|on)|generato (?:da|il)|report (?:run|generated)"
    r"|exported (?:by|on)|esportato (?:da|il)|printed (?:by|on)|as of |page \d|pagina \d|fonte:|source:"
    r"|(?:grand )?total[es]? *(?:\(|:|records)).*",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(
    r".*:|[-–—=*_#>\s]+.*[-–—=*_#<\s]+|q[1-4](?: (?:19|20)\d\d)?|(?:19|20)\d\d"
    r"|(?:open|won|lost|closed|my|our|new|old|hot|cold) (?:deals|leads)|trattative (?:aperte|chiuse|vinte|perse)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"[^\w]*(?:[A-Z]{3} ?)?[^\w]*\d[\d.,'’\s]*[^\w]*(?:[A-Z]{3})?")
_LABELLED_CELLS = 3
_WIDE = 4
_LONGEST_LABEL = 200


@dataclass(slots=True)
class LeftOut:
    """Rows that are no data, by kind: how many, and the first of them."""

    kinds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, row: int) -> None:
        """Count one row; ``kind``: blank, title, section, total, header or footer."""
        self.kinds.setdefault(kind, []).append(row)

    def warnings(self) -> list[Problem]:
        """One sentence per kind, at its first row."""
        texts = {
            "blank": lambda n: ngettext("{n} empty row was left out.", "{n} empty rows were left out.", n),
            "title": lambda n: ngettext(
                "{n} row above the column names was left out.", "{n} rows above the column names were left out.", n
            ),
            "section": lambda n: ngettext("{n} section row was left out.", "{n} section rows were left out.", n),
            "total": lambda n: ngettext("{n} row with totals was left out.", "{n} rows with totals were left out.", n),
            "header": lambda n: ngettext(
                "{n} repeated row of column names was left out.", "{n} repeated rows of column names were left out.", n
            ),
            "footer": lambda n: ngettext("{n} footer row was left out.", "{n} footer rows were left out.", n),
        }
        return [
            Problem(rows[0], None, None, texts[kind](len(rows)).format(n=len(rows)))
            for kind, rows in self.kinds.items()
        ]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the data begins, and which columns tell data from decoration.

    ``naming``: columns that can name a deal. ``identity``: the column with a record's id. ``staged``: the file has a
    stage column, so that a row with a single cell is hardly a deal.
    """

    header_row: int
    header: tuple[str, ...]
    naming: frozenset[int] = frozenset()
    identity: int | None = None
    staged: bool = False

    def data_rows(self, grid: Grid, left_out: LeftOut) -> Iterator[Row]:
        """The data rows in order; ``left_out`` is filled meanwhile."""
        doubtful: list[tuple[Row, bool]] = []
        after_gap = False
        for row in self._below_header(grid, left_out):
            number, cells = row
            filled = [cell for cell in cells if cell and not cell.isspace()]
            if not filled:
                left_out.add("blank", number)
                after_gap = True
            elif len(filled) == 1:
                doubtful.append((row, after_gap))
            elif kind := self._decoration(cells, filled):
                left_out.add(kind, number)
            else:
                if doubtful:
                    yield from self._settle(doubtful, left_out, at_end=False)
                    doubtful = []
                after_gap = False
                yield row
        yield from self._settle(doubtful, left_out, at_end=True)

    def _below_header(self, grid: Grid, left_out: LeftOut) -> Iterator[Row]:
        for number, cells in grid.rows():
            if number > self.header_row:
                yield number, cells
            elif number < self.header_row and any(cell.strip() for cell in cells):
                left_out.add("title", number)

    def _decoration(self, cells: Sequence[str], filled: Sequence[str]) -> str | None:
        """What a row of several cells is when it is no data: total, footer, header; else None."""
        first = filled[0].strip()
        if len(filled) <= _LABELLED_CELLS and _is(_FOOTER, first):
            return "footer"
        if _is(_TOTAL, first) and all(_is(_NUMBER, cell.strip()) for cell in filled[1:]):
            return "total"
        if first == next(name for name in self.header if name) and _same_names(cells, self.header):
            return "header"
        return None

    def _settle(self, doubtful: list[tuple[Row, bool]], left_out: LeftOut, *, at_end: bool) -> Iterator[Row]:
        """Rows with a single cell: no data in the first column, where titles stand, unless it can name a deal there and
        nothing speaks against it. Elsewhere it is a row that lacks the rest, and is told as such."""
        # Of many columns one alone is filled, and a stage is missing: a title between the deals.
        wide = self.staged and sum(map(bool, self.header)) >= _WIDE
        for (number, cells), after_gap in doubtful:
            column, text = next((place, cell.strip()) for place, cell in enumerate(cells) if cell.strip())
            if column == self.identity and _is(_NUMBER, text):
                yield number, cells
            elif _is(_FOOTER, text) or (at_end and after_gap and not _is(_NUMBER, text)):
                left_out.add("footer", number)
            elif _is(_TOTAL, text) or (_is(_NUMBER, text) and column not in self.naming):
                left_out.add("total", number)
            elif _is(_SECTION, text) or (column == 0 and (wide or column not in self.naming)):
                left_out.add("section", number)
            else:
                yield number, cells


def find_header(grid: Grid, known: HeaderScore, wanted: int | None = None) -> tuple[int, list[str]]:
    """The number and the cells of the header row: the row that most names are known of, else the first full row.

    ``wanted`` is the row that the person names. Raises BadInput where there is none.
    """
    if wanted is not None:
        for number, cells in islice(grid.rows(), wanted):
            if number == wanted and any(cell.strip() for cell in cells):
                return number, cells
        raise BadInput(
            _("{file} has no column names in row {row}.").format(file=grid.path.name, row=wanted),
            _("Give the number of the row that holds the column names: --header-row 1 is the first."),
        )
    rows = [(number, cells) for number, cells in islice(grid.rows(), _SEARCHED_ROWS) if any(map(str.strip, cells))]
    if not rows:
        raise empty(grid.path)
    best = max(rows, key=lambda row: known(row[1]))
    if known(best[1]) >= 2:
        return best
    return _first_full_row(rows)


def _is(pattern: re.Pattern[str], text: str) -> bool:
    """Is the whole text of this kind? Long texts are none: labels are short, and patterns slow on long ones."""
    return len(text) <= _LONGEST_LABEL and pattern.fullmatch(text) is not None


def _first_full_row(rows: Iterable[Row]) -> Row:
    rows = list(rows)
    filled = [sum(1 for cell in cells if cell.strip()) for _number, cells in rows]
    usual, _count = max(Counter(filled).items(), key=lambda item: (item[1], item[0]))
    return next(row for row, count in zip(rows, filled, strict=True) if count >= usual)


def _same_names(cells: Sequence[str], header: Sequence[str]) -> bool:
    return [header_key(cell) for cell in cells if cell.strip()] == [header_key(name) for name in header if name]
