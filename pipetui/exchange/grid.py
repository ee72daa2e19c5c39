"""A file as numbered rows of text cells, whatever it was before. CSV here; a workbook's sheet fits the same shape.

Rows are numbered as a spreadsheet shows them: every record counts, blank ones too, and a ``sep=`` line does not.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from pipetui.errors import BadInput
from pipetui.exchange.textfile import TextFile, empty, open_text
from pipetui.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.exchange.source import Source

Row = tuple[int, list[str]]
"""The number of a row and its cells as the file writes them."""

HeaderScore = Callable[[Sequence[str]], int]
"""How many cells of a row are column names that somebody knows."""

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_SAMPLE_LINES = 1000
_FIELD_LIMIT = 2**31 - 1


class Grid(Protocol):
    """Rows of text cells that can be read more than once."""

    @property
    def path(self) -> Path:
        """Where the rows come from."""

    @property
    def encoding(self) -> str | None:
        """The encoding of a text file; None for a workbook."""

    @property
    def delimiter(self) -> str | None:
        """The delimiter of a text file; None for a workbook."""

    @property
    def sheet(self) -> str | None:
        """The sheet of a workbook; None for a text file."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """All sheets of the workbook that people see; none for a text file."""

    def rows(self) -> Iterator[Row]:
        """Every row from the first, blank ones too. Raises BadInput where the file breaks."""


@dataclass(frozen=True, slots=True)
class CsvGrid:
    """Delimited text. ``skip``: lines before the first row (a ``sep=`` line)."""

    text: TextFile
    delimiter: str
    skip: int = 0

    @property
    def path(self) -> Path:
        """Where the rows come from."""
        return self.text.path

    @property
    def encoding(self) -> str:
        """The encoding of the text."""
        return self.text.encoding

    @property
    def sheet(self) -> None:
        """A text file has no sheets."""
        return

    @property
    def sheets(self) -> tuple[str, ...]:
        """A text file has no sheets."""
        return ()

    def rows(self) -> Iterator[Row]:
        """Every record of the file. Raises BadInput for a quotation mark that is never closed."""
        lines = _Watched(islice(self.text.lines(), self.skip, None))
        for number, cells in enumerate(_csv_reader(lines, self.delimiter), 1):
            # The reader asks for the end of the file inside a record only if a quotation mark is still open.
            if lines.ended:
                raise BadInput(
                    _("{file}, row {row}: a quotation mark is opened here and never closed.").format(
                        file=self.path.name, row=number
                    ),
                    _("Close it, or double it where it is part of the text."),
                )
            yield number, cells


class _Watched:
    """Lines that remember whether their end has been asked for."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.ended = False

    def __iter__(self) -> _Watched:
        return self

    def __next__(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            self.ended = True
            raise


def open_csv(source: Source, known: HeaderScore, encoding: str | None = None) -> CsvGrid:
    """The file as a grid. Raises BadInput for a file that is no text, is empty or has one column only."""
    text = open_text(source, encoding)
    sample = list(islice(text.lines(), _SAMPLE_LINES))
    named = _sep_line(sample[0]) if sample else None
    if named:
        return CsvGrid(text, named, skip=1)
    scores = {delimiter: _score(sample, delimiter, known) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    names, share, width = scores[best]
    if not all(score[2] for score in scores.values()):
        raise empty(source.path)
    if width < 2 or (not names and share < 0.5):
        raise BadInput(
            _("{file} has only one column, or its columns are not separated by a comma, semicolon, tab or |.").format(
                file=source.name
            ),
            _("Export it again as CSV with at least a name and one more column."),
        )
    return CsvGrid(text, best)


def _sep_line(line: str) -> str | None:
    """The delimiter that a first line such as ``sep=;`` names, as Excel writes it."""
    text = line.rstrip("\r\n").strip('"')
    return text[4] if text[:4].casefold() == "sep=" and len(text) == 5 else None


def _score(sample: list[str], delimiter: str, known: HeaderScore) -> tuple[int, float, int]:
    """How well a delimiter fits: known column names in one row, share of rows with the usual width, that width.

    The width is 0 where nothing but the delimiter is written.
    """
    rows = [cells for cells in islice(_csv_reader(sample, delimiter), _SAMPLE_ROWS) if any(map(str.strip, cells))]
    wide = [cells for cells in rows if len(cells) > 1]
    if not wide:
        return 0, 0.0, min(len(rows), 1)
    # The row at the cut may be half a record; one row does not change the verdict.
    width, count = max(Counter(map(len, wide)).items(), key=lambda item: (item[1], item[0]))
    return max(map(known, wide)), count / len(rows), width


def _csv_reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD_LIMIT)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
