"""Single cells that read as a person mended them, now or in an earlier file.

A repair is remembered for the record, the field and the text that was mended: where the file's text is another one, the
file has the say again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipetui.exchange.systems.base import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipetui.exchange.grid import Grid, Row
    from pipetui.exchange.recognise import Recognition

_IDENTIFYING = ("name", "company", "created")


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that reads as ``text`` instead of ``original``. ``key``: under which it is remembered, None for a column
    that is not read. ``told``: the person said so now."""

    original: str
    text: str
    key: str | None
    told: bool


@dataclass(slots=True)
class RepairedGrid:
    """The rows of a grid with their repairs. ``told``: row to column number to text; ``alike``: column number to text
    to the text that is read instead in every row; ``remembered``: key to text. What is said about one row comes first.

    ``done`` has the repairs of all rows that were read so far: row to column number to repair.
    """

    grid: Grid
    header_row: int
    recognition: Recognition
    told: Mapping[int, Mapping[int, str]]
    alike: Mapping[int, Mapping[str, str]]
    remembered: Mapping[str, str]
    done: dict[int, dict[int, Repair]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the rows come from."""
        return self.grid.path

    @property
    def encoding(self) -> str | None:
        """The encoding of a text file; None for a workbook."""
        return self.grid.encoding

    @property
    def delimiter(self) -> str | None:
        """The delimiter of a text file; None for a workbook."""
        return self.grid.delimiter

    @property
    def sheet(self) -> str | None:
        """The sheet of a workbook; None for a text file."""
        return self.grid.sheet

    @property
    def sheets(self) -> tuple[str, ...]:
        """All sheets of the workbook that people see; none for a text file."""
        return self.grid.sheets

    def rows(self) -> Iterator[Row]:
        """Every row from the first, those below the header with their repairs."""
        fields_once_mended = {key.partition(":")[0] for key in self.remembered}
        columns = {name: column for name, column in self.recognition.fields.items() if name in fields_once_mended}
        alike: Counter[str] = Counter()
        for number, cells in self.grid.rows():
            if number <= self.header_row or not any(cells):
                yield number, cells
                continue
            identity = self._identity(cells, alike)
            repairs = self._recalled(identity, cells, columns) | self._told(number, identity, cells)
            if repairs:
                self.done[number] = repairs
            yield number, _mended(cells, repairs)

    def recalled(self) -> list[tuple[int, Repair]]:
        """The cells that read as they were mended before: row and repair."""
        return [(row, repair) for row, repairs in self.done.items() for repair in repairs.values() if not repair.told]

    def told_keys(self) -> dict[str, str]:
        """What the person mended now and is worth remembering: key to text."""
        repairs = (repair for row in self.done.values() for repair in row.values())
        return {repair.key: repair.text for repair in repairs if repair.told and repair.key is not None}

    def original(self, number: int, cells: list[str]) -> list[str]:
        """A row as the file has it; ``cells`` as ``rows`` gave them."""
        repairs = self.done.get(number, {})
        return [repairs[column].original if column in repairs else cell for column, cell in enumerate(cells)]

    def _identity(self, cells: list[str], alike: Counter[str]) -> str:
        """What tells this record from the others, in this file and in the next one: its id, else its name, company and
        date and the how-many-eth such row, else all of it."""
        fields = self.recognition.fields
        own = _cell(cells, fields.get("external_id"))
        parts = [own] if own else [_cell(cells, fields.get(name)) for name in _IDENTIFYING]
        base = "\0".join(parts if any(parts[:2]) else cells)
        alike[base] += 1
        return f"{base}\0{alike[base]}"

    def _recalled(self, identity: str, cells: list[str], columns: Mapping[str, int]) -> dict[int, Repair]:
        found = {}
        for name, column in columns.items():
            original = _raw(cells, column)
            key = _key(identity, name, original)
            if key in self.remembered and self.remembered[key] != original:
                found[column] = Repair(original, self.remembered[key], key, told=False)
        return found

    def _told(self, number: int, identity: str, cells: list[str]) -> dict[int, Repair]:
        found = {}
        everywhere = {
            column: texts[text]
            for column, texts in self.alike.items()
            if (text := _raw(cells, column).strip()) in texts
        }
        for column, text in (everywhere | dict(self.told.get(number, {}))).items():
            name = next((name for name, place in self.recognition.fields.items() if place == column), None)
            original = _raw(cells, column)
            key = None if name is None else _key(identity, name, original)
            found[column] = Repair(original, text, key, told=True)
        return found


def _mended(cells: list[str], repairs: Mapping[int, Repair]) -> list[str]:
    if not repairs:
        return cells
    wide = [*cells, *[""] * (max(repairs) + 1 - len(cells))]
    return [repairs[column].text if column in repairs else cell for column, cell in enumerate(wide)]


def _raw(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _cell(cells: list[str], column: int | None) -> str:
    return "" if column is None else label_key(_raw(cells, column))


def _key(identity: str, name: str, original: str) -> str:
    """The field, for a first look, and a short form of all that a repair is remembered for."""
    whole = f"{identity}\0{original}".encode()
    return f"{name}:{blake2b(whole, digest_size=16).hexdigest()}"
