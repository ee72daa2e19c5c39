"""A file before it is imported: what its columns are read as, and the cells that will not be understood.

Nothing here writes: whoever maps a column or mends a cell gets another request.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING

from pipetui.domain.sentences import field_word as field_words
from pipetui.exchange.progress import TICK, Meter
from pipetui.exchange.records import SHOWN_TEXT
from pipetui.exchange.sections import COLUMN as SECTIONS
from pipetui.exchange.systems.base import FIELDS, LEAD_FIELDS
from pipetui.i18n import _
from pipetui.services.transfer_cells import CellReader
from pipetui.services.transfer_left import left_before, mendable
from pipetui.services.transfer_look import looks
from pipetui.services.transfer_rows import PAST_FIELDS, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from pipetui.exchange.grid import Row
    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_look import Look
    from pipetui.services.transfer_report import ImportRequest

__all__ = [
    "BadCell", "Preview", "PreviewColumn", "check_repair", "field_words", "preview", "repair_text", "understood",
]  # fmt: skip

_SAMPLES, _SAMPLE_LENGTH = 3, 80
_LISTED = 200


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
    unknown; ``repaired``: what is read instead, by a repair of now or of an earlier file, None if nothing is;
    ``alike``: how many cells of the column have this text and cannot be used, this one included; 0 where they cannot be
    told by their text."""

    row: int
    column: str
    field: str
    value: str
    reason: str
    rejects: bool
    name: str
    repaired: str | None = None
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """One table of a request. ``rows`` counts its data rows. ``bad_cells``: at most 200, those that reject their row
    first, repaired ones too; ``bad_count``: all that cannot be used now; ``new_bad``: those of them whose text was not
    left as it is in an earlier file of this shape. ``fields``: all that a column may be read as.
    """

    file: str
    sheet: str | None
    system: str
    header_row: int
    rows: int
    columns: tuple[PreviewColumn, ...]
    bad_cells: tuple[BadCell, ...]
    bad_count: int
    new_bad: int
    fields: tuple[str, ...]
    reader: CellReader = field(repr=False, compare=False)


def preview(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> list[Preview]:
    """Look at every table of a request. ``progress`` may raise to cancel.
    Raises BadInput, also as UnclearEncoding and UnclearSheet, for what cannot be read."""
    meter = Meter(progress)
    with looks(desk, request, meter) as found:
        return [_preview(desk, look, meter) for look in found]


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


def _preview(desk: Desk, look: Look, meter: Meter) -> Preview:
    file, reader = look.file, CellReader(desk, look)
    with desk.reading() as connection:
        before = left_before(connection, file.recognition.shape)
    counts = Counter(problem.column for problem in mendable(look.found))
    places = {name: number for number, name in enumerate(file.recognition.header)}

    def first(cell: BadCell) -> tuple[bool, int, int]:
        return not cell.rejects, cell.row, places[cell.column]

    listed = nsmallest(_LISTED, _bad_cells(look), key=first)
    tallies, mended, names = _read_through(look, {cell.row for cell in listed}, meter)
    named_cells = (replace(cell, name=names.get(cell.row, "")) for cell in listed)
    cells = nsmallest(_LISTED, chain(named_cells, _mended_cells(look, mended)), key=first)
    return Preview(
        look.report.file,
        look.report.sheet,
        file.system.key,
        file.layout.header_row,
        file.rows,
        tuple(_column(look, reader, number, tally, counts) for number, tally in enumerate(tallies)),
        tuple(_with_alike(look, cells)),
        counts.total(),
        sum(not before.has(problem) for problem in mendable(look.found)),
        (*(name for name in FIELDS if name not in LEAD_FIELDS), "notes", "pipeline"),
        reader,
    )


def _with_alike(look: Look, cells: Sequence[BadCell]) -> Iterator[BadCell]:
    """The cells with how many there are like each. A text that was cut, or is not the file's own, tells of none."""
    told_by_text = {
        (cell.column, cell.value.strip())
        for cell in cells
        if cell.value.strip() and len(cell.value) < SHOWN_TEXT and cell.field not in PAST_FIELDS
    }
    keys = ((problem.column, (problem.value or "").strip()) for problem in mendable(look.found))
    counts = Counter(key for key in keys if key in told_by_text)
    for cell in cells:
        yield replace(cell, alike=counts[cell.column, cell.value.strip()])


def _read_through(look: Look, named: AbstractSet[int], meter: Meter) -> tuple[list[_Tally], list[Row], dict[int, str]]:
    """What each column holds, the rows in which something was repaired, and the deals of those rows (``named``) whose
    names are wanted."""
    tallies = [_Tally() for _name in look.file.recognition.header]
    repairs = look.file.repaired.done if look.file.repaired else {}
    mended: list[Row] = []
    names: dict[int, str] = {}
    maker = look.file.maker()
    for done, (number, cells) in enumerate(look.file.data_rows()):
        if number in repairs and len(mended) < _LISTED:
            mended.append((number, cells))
        if number in named:
            names[number] = maker.make(number, cells).values.get("name", "")
        if done % TICK == 0:
            meter.tell(done, look.file.rows)
        for tally, text in zip(tallies, cells, strict=False):
            if text and not text.isspace():
                tally.add(text.strip()[:_SAMPLE_LENGTH])
    return tallies, mended, names


def _column(look: Look, reader: CellReader, number: int, tally: _Tally, bad: Counter[str | None]) -> PreviewColumn:
    recognition = look.file.recognition
    held = tuple(name for name, column in recognition.fields.items() if column == number)
    name = recognition.header[number]
    meanings = tuple(reader.words(held[0], text) for text in tally.samples) if held else ()
    return PreviewColumn(
        number, name, held[0] if held else None, tuple(tally.samples), tally.filled, bad[name], held[1:], meanings
    )  # fmt: skip


def _bad_cells(look: Look) -> Iterator[BadCell]:
    """Without the names of their deals."""
    repairs = look.file.repaired.done if look.file.repaired else {}
    numbers = {name: number for number, name in enumerate(look.file.recognition.header)}
    for problem in mendable(look.found):
        row, name = problem.row, problem.field
        if row is None or name is None or problem.column is None or problem.column == SECTIONS:
            continue
        repair = repairs.get(row, {}).get(numbers[problem.column])
        yield BadCell(
            row, problem.column, name, repair.original if repair else problem.value or "", problem.reason,
            name in ("name", "stage"), "",
            repair.text if repair and repair.text != repair.original else None,
        )  # fmt: skip


def _mended_cells(look: Look, rows: Sequence[Row]) -> Iterator[BadCell]:
    """The cells that can be used because they were repaired, with what was wrong with them."""
    file = look.file
    if file.repaired is None:
        return
    still_bad = {(problem.row, problem.column) for problem in mendable(look.found) if problem.row in file.repaired.done}
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
