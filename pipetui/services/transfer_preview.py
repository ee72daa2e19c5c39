"""A file before it is imported: what its columns are read as, and the cells that will not be understood.

Nothing here writes: whoever maps a column or mends a cell gets another request.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipetui.domain.sentences import field_word as field_words
from pipetui.exchange.sections import COLUMN as SECTIONS
from pipetui.exchange.systems.base import FIELDS
from pipetui.i18n import _
from pipetui.services.transfer_cells import CellReader
from pipetui.services.transfer_look import looks
from pipetui.services.transfer_rows import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.exchange.grid import Row
    from pipetui.exchange.problems import Problem
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_look import Look
    from pipetui.services.transfer_report import ImportRequest

    Progress = Callable[[int, int], None]

__all__ = [
    "BadCell", "Preview", "PreviewColumn", "check_repair", "field_words", "preview", "repair_text", "understood",
    "with_mapping", "with_repair", "without_repair",
]  # fmt: skip

_SAMPLES, _SAMPLE_LENGTH = 3, 80
_LISTED = 200
_TICK = 1_000
_OF_LEADS = frozenset(("fit", "intent", "industry", "size", "did", "consent"))


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """One column. ``number`` counts from 0; ``name``: as the file writes it, made unique; ``field``: what it is read
    as, None if it is not read; ``also``: further fields that it is read as. ``samples``: its first different texts;
    ``meanings``: what each of them is read as, "" where that is nothing or not known yet. ``filled``: cells that are
    not empty; ``bad``: cells that cannot be used."""

    number: int
    name: str
    field: str | None
    samples: tuple[str, ...]
    filled: int
    bad: int
    also: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be used, or could not before it was repaired. ``row`` counts as a spreadsheet does; ``value``:
    as the file writes it; ``rejects``: the row cannot be imported without it; ``name``: the deal of the row, "" if
    unknown; ``repaired``: what is read instead, by a repair of now or of an earlier file, None if nothing is."""

    row: int
    column: str
    field: str
    value: str
    reason: str
    rejects: bool
    name: str
    repaired: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """One table of a request. ``rows`` counts its data rows. ``bad_cells``: at most 200, those that reject their row
    first, repaired ones too; ``bad_count``: all that cannot be used now. ``fields``: all that a column may be read as.
    """

    file: str
    sheet: str | None
    system: str
    header_row: int
    rows: int
    columns: tuple[PreviewColumn, ...]
    bad_cells: tuple[BadCell, ...]
    bad_count: int
    fields: tuple[str, ...]
    reader: CellReader = field(repr=False, compare=False)


def preview(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> list[Preview]:
    """Look at every table of a request. ``progress`` is told rows of all rows of a table, and may raise to cancel.
    Raises BadInput, also as UnclearEncoding and UnclearSheet, for what cannot be read."""
    with looks(desk, request) as found:
        return [_preview(desk, look, progress) for look in found]


def with_mapping(request: ImportRequest, table: Preview, number: int, field: str | None) -> ImportRequest:
    """The request in which this column of a table holds this field, and nothing else; None: it is not read. Another
    column that held the field so far loses it."""
    column = table.columns[number]
    held = {name: "" for name in (column.field, *column.also) if name is not None}
    chosen = {} if field is None else {field: column.name}
    return replace(request, mapping={**request.mapping, **held, **chosen})


def with_repair(request: ImportRequest, row: int, column: str, text: str) -> ImportRequest:
    """The request in which a cell reads as this text; ``repair_text`` gives one that cannot be misunderstood."""
    return replace(request, repairs={**request.repairs, (row, column): text})


def without_repair(request: ImportRequest, cell: BadCell) -> ImportRequest:
    """The request in which a cell reads as the file has it, though an earlier file's was mended."""
    place = (cell.row, cell.column)
    kept = {other: text for other, text in request.repairs.items() if other != place}
    return replace(request, repairs=kept if place in request.repairs else {**kept, place: cell.value})


def check_repair(table: Preview, cell: BadCell, text: str) -> str | None:
    """Why a text would not be understood in the place of this cell; None if it would."""
    return table.reader.read(cell.field, text).problem


def understood(table: Preview, cell: BadCell, text: str) -> str:
    """What a text would be read as in the place of this cell: ``Fri 27 Nov 2026``; "" where it is not understood."""
    return table.reader.read(cell.field, text).words


def repair_text(table: Preview, cell: BadCell, text: str) -> str:
    """A text as it is to stand in the place of this cell: a day in ISO, an amount that can be meant in one way only."""
    return table.reader.read(cell.field, text).text


@dataclass(slots=True)
class _Tally:
    """What one column holds."""

    samples: list[str] = field(default_factory=list)
    filled: int = 0

    def add(self, text: str) -> None:
        """One more cell that is not empty."""
        self.filled += 1
        if len(self.samples) < _SAMPLES and text not in self.samples:
            self.samples.append(text)


def _preview(desk: Desk, look: Look, progress: Progress | None) -> Preview:
    file, reader = look.file, CellReader(desk, look)
    tallies, mended = _read_through(look, progress)
    bad = [problem for problem in (*look.found.rejects, *look.found.warnings) if problem.field is not None]
    counts = Counter(problem.column for problem in bad)
    cells = [*_bad_cells(look, bad), *_mended_cells(look, bad, mended)]
    places = {name: number for number, name in enumerate(file.recognition.header)}
    cells.sort(key=lambda cell: (not cell.rejects, cell.row, places[cell.column]))
    return Preview(
        look.report.file,
        look.report.sheet,
        file.system.key,
        file.layout.header_row,
        file.rows,
        tuple(_column(look, reader, number, tally, counts) for number, tally in enumerate(tallies)),
        tuple(cells[:_LISTED]),
        len(bad),
        (*(name for name in FIELDS if name not in _OF_LEADS), "notes", "pipeline"),
        reader,
    )


def _read_through(look: Look, progress: Progress | None) -> tuple[list[_Tally], list[Row]]:
    """What each column holds, and the rows in which something was repaired."""
    tallies = [_Tally() for _name in look.file.recognition.header]
    repairs = look.file.repaired.done if look.file.repaired else {}
    mended = []
    for done, (number, cells) in enumerate(look.file.data_rows()):
        if number in repairs:
            mended.append((number, cells))
        if progress is not None and done % _TICK == 0:
            progress(done, look.file.rows)
        for tally, text in zip(tallies, cells, strict=False):
            if text and not text.isspace():
                tally.add(text.strip()[:_SAMPLE_LENGTH])
    return tallies, mended


def _column(look: Look, reader: CellReader, number: int, tally: _Tally, bad: Counter[str | None]) -> PreviewColumn:
    recognition = look.file.recognition
    held = tuple(name for name, column in recognition.fields.items() if column == number)
    name = recognition.header[number]
    meanings = tuple(reader.words(held[0], text) for text in tally.samples) if held else ()
    return PreviewColumn(
        number, name, held[0] if held else None, tuple(tally.samples), tally.filled, bad[name], held[1:], meanings
    )  # fmt: skip


def _bad_cells(look: Look, bad: Sequence[Problem]) -> Iterator[BadCell]:
    repairs = look.file.repaired.done if look.file.repaired else {}
    numbers = {name: number for number, name in enumerate(look.file.recognition.header)}
    rejecting = {problem.row for problem in look.found.rejects if problem.field is not None}
    for problem in bad:
        row, name = problem.row, problem.field
        if row is None or name is None or problem.column is None or problem.column == SECTIONS:
            continue
        repair = repairs.get(row, {}).get(numbers[problem.column])
        yield BadCell(
            row, problem.column, name, repair.original if repair else problem.value or "", problem.reason,
            row in rejecting and name in ("name", "stage"), look.found.about.get(row, ""),
            repair.text if repair and repair.text != repair.original else None,
        )  # fmt: skip


def _mended_cells(look: Look, bad: Sequence[Problem], rows: Sequence[Row]) -> Iterator[BadCell]:
    """The cells that can be used because they were repaired, with what was wrong with them."""
    file, still_bad = look.file, {(problem.row, problem.column) for problem in bad}
    if file.repaired is None:
        return
    maker, header = file.maker(), file.recognition.header
    fields = {column: name for name, column in reversed(list(file.recognition.fields.items()))}
    for row, cells in rows:
        repairs = file.repaired.done[row].items()
        mended = {column: repair for column, repair in repairs if repair.text != repair.original}
        record = maker.make(row, file.repaired.original(row, cells))
        rejected = look.judge.rejected(record, Found())
        problems = [*([rejected] if rejected else []), *record.warnings]
        name = maker.make(row, cells).values.get("name", "")
        for column, repair in mended.items():
            if (row, header[column]) in still_bad or column not in fields:
                continue
            problem = next((each for each in problems if each.column == header[column]), None)
            reason = problem.reason if problem else _("This was not understood.")
            rejects = rejected is not None and problem is rejected
            yield BadCell(row, header[column], fields[column], repair.original, reason, rejects, name, repair.text)
