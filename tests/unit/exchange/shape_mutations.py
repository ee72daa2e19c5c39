"""Things that happen to files: each gives a spoilt table and says what may be lost by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shape_systems import SYSTEMS
from shape_writing import Row, Table, table_of, texts

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from shape_files import Generated

TEXTS = frozenset(
    ("name", "company", "contact", "owner", "source", "next_step", "reason", "external_id", "role", "email")
)
"""Fields that can be anything: nobody can see that two of them were exchanged."""

DAYS = frozenset(("created", "stage_entered", "close_date", "next_step_date", "last_activity", "closed"))
KINDS = {
    **dict.fromkeys(TEXTS | {"owner_ref", "company_ref", "pipeline"}, "text"), **dict.fromkeys(DAYS, "day"),
    **dict.fromkeys(("won_time", "lost_time"), "day"), "amount": "amount", "actual_amount": "amount",
}  # fmt: skip


@dataclass
class Mutation:
    """A spoilt file.

    ``deals``: numbers of the deals whose rows were touched. ``fields``: those whose columns were touched. ``free``:
    fields of which nobody can know that they are wrong now. ``twice``: a deal's row that stands there a second time.
    ``junk``: what stands in the one cell that was replaced.
    """

    label: str
    table: Table
    deals: frozenset[int] = frozenset()
    fields: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    twice: int | None = None
    junk: str = ""


def row_mutations(file: Generated, chance: random.Random) -> Iterator[Mutation]:
    """One row of the file is spoilt."""
    for label, spoil in _ROW_MUTATIONS.items():
        table = table_of(file)
        row = chance.choice([row for row in table.rows if row.deal])
        assert row.deal is not None
        row.cells = [*spoil(texts(row.cells), chance)]
        yield Mutation(label, table, frozenset((row.deal.number,)))
    yield from _between_rows(file, chance)


def _with_cell_inside(cells: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(cells))
    return [*cells[:place], chance.choice(("surplus", "1", "")), *cells[place:]]


def _split(cells: list[str], chance: random.Random) -> list[str]:
    """A delimiter inside a text that was not quoted."""
    place = max(range(len(cells)), key=lambda number: len(cells[number]))
    middle = len(cells[place]) // 2
    return [*cells[:place], cells[place][:middle], cells[place][middle:], *cells[place + 1 :]]


def _without_one(cells: list[str], chance: random.Random) -> list[str]:
    place = chance.randrange(len(cells) - 1)
    return cells[:place] + cells[place + 1 :]


_ROW_MUTATIONS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "a cell too many at the end": lambda cells, chance: [*cells, "surplus"],
    "empty cells too many at the end": lambda cells, chance: [*cells, "", "", ""],
    "a cell too many inside": _with_cell_inside,
    "a delimiter too many": _split,
    "a cell too few": _without_one,
    "cut": lambda cells, chance: cells[: chance.randrange(1, len(cells))],
    "shifted right": lambda cells, chance: ["", *cells[:-1]],
    "shifted left": lambda cells, chance: [*cells[1:], ""],
    "control characters": lambda cells, chance: [
        "".join(map(chr, chance.sample(range(1, 32), 9))) for _cell in cells
    ],
    "turned round": lambda cells, chance: cells[::-1],
}  # fmt: skip


def _between_rows(file: Generated, chance: random.Random) -> Iterator[Mutation]:
    """Whole rows are added, taken or broken."""
    table = table_of(file)
    place = chance.choice([place for place, row in enumerate(table.rows) if row.deal])
    row = table.rows[place]
    assert row.deal is not None
    touched = frozenset((row.deal.number,))
    other = SYSTEMS[chance.choice([name for name in SYSTEMS if SYSTEMS[name].format != file.system.format])]
    width = len(file.fields)
    strange = [*other.columns.values(), *[""] * width][:width]
    rows = table.rows
    yield Mutation("another file's header", Table([*rows[:place], Row([*strange]), *rows[place:]], table.header))
    yield Mutation(
        "a row twice", Table([*rows[: place + 1], Row(list(row.cells)), *rows[place + 1 :]], table.header),
        twice=row.deal.number,
    )  # fmt: skip
    middle = chance.randrange(1, width)
    halves = [Row(row.cells[:middle], row.deal), Row(row.cells[middle:])]
    yield Mutation("a row on two lines", Table([*rows[:place], *halves, *rows[place + 1 :]], table.header), touched)


def column_mutations(file: Generated) -> Iterator[Mutation]:
    """One column is missing, has another name, or stands there twice."""
    for place, name in enumerate(file.fields):
        spoilt = frozenset((name, *_DEPENDING.get(name, ())))
        table = table_of(file)
        for row in table.rows:
            row.cells = row.cells[:place] + row.cells[place + 1 :]
        yield Mutation(f"without {name}", table, fields=spoilt)
        table = table_of(file)
        for row in table.rows[table.header : table.header + 1]:
            row.cells[place] = "Zodiac sign"
        yield Mutation(f"{name} under an unknown name", table, fields=spoilt)
        table = table_of(file)
        for row in table.rows:
            row.cells = [*row.cells, *row.cells[place : place + 1]]
        yield Mutation(f"{name} twice", table)


_DEPENDING = {
    "name": ("name", "contact"), "contact": ("name",), "company": ("name",), "owner_ref": ("owner",),
    "currency": ("amount",), "actual_amount": ("amount",), "status": ("reason",), "email": ("contact", "name"),
    "role": ("contact", "name"),
}  # fmt: skip
"""Fields that are read with the help of another column."""


def swapped_headers(file: Generated) -> Iterator[Mutation]:
    """Two column names are exchanged, each with each."""
    for one in range(len(file.fields)):
        for other in range(one):
            names = {file.fields[one], file.fields[other]}
            kinds = [KINDS.get(name, name) for name in names]
            table = table_of(file)
            header = table.rows[table.header].cells
            header[one], header[other] = header[other], header[one]
            depending = frozenset(lost for name in names for lost in _DEPENDING.get(name, ()))
            blind = kinds[0] == kinds[1] or names in _ALIKE or _serials_for_amounts(file, kinds)
            alike = frozenset(names) | depending if blind else frozenset()
            yield Mutation(f"{' for '.join(sorted(names))}", table, fields=frozenset(names) | depending, free=alike)


_ALIKE = (frozenset(("external_id", "amount")), frozenset(("external_id", "actual_amount")))
"""Columns of plain numbers in many systems."""


def _serials_for_amounts(file: Generated, kinds: list[str]) -> bool:
    """Days written as numbers are amounts like any other."""
    numbers = file.dates.startswith("serial") or file.dates in ("mixed", "compact")
    return numbers and set(kinds) == {"day", "amount"}


HOSTILE = (
    "", "x", "n/a", "da definire", "=1+1", "31/31/2026", "31/12/2026", "12/31/2026", "05/06/2026", "20-10-16", "45992",
    "1.234", "1,234", "1.234,56", "12,5", "-7", "12%", "$5", "true", "a\nb", 'say "hi"', "Totale", "2026-02-30",
    "Closed Won", "9" * 50, "\u202eabc", "[bold]", "\x1b[31mred", "1e5", "١٢٣", "12 000 x", "0", "TBD 2026", "NaN",
    "#REF!", "1/2", "10:30", "2026", "EUR", "ｘ", "a" * 10_000,
)  # fmt: skip


def hostile_cells(file: Generated, chance: random.Random, per_field: int) -> Iterator[Mutation]:
    """One cell is replaced by something else, in each column."""
    for place, name in enumerate(file.fields):
        for junk in chance.sample(HOSTILE, per_field):
            table = table_of(file)
            row = chance.choice([row for row in table.rows if row.deal])
            assert row.deal is not None
            row.cells[place] = junk
            spoilt = frozenset((name, *_DEPENDING.get(name, ())))
            yield Mutation(f"{junk[:20]!r} in {name}", table, frozenset((row.deal.number,)), spoilt, junk=junk)
