"""What an import is asked for, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from pipetui.exchange.long_list import LongList
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.cells import Target
    from pipetui.exchange.problems import Problem, Question

ALL_PIPELINES = "all"

KEPT = 10_000
"""So many items of each list of a report stay in the database."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said about one table. ``mapping`` and ``repairs``: as in an ``ImportRequest``; ``alike``: column
    name and text to the text that is read instead, in every row that has it there."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    repairs: Mapping[tuple[int, str], str] = field(default_factory=dict)
    alike: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Was anything said?"""
        return bool(self.mapping or self.repairs or self.alike)


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the person wants and has answered.

    ``mapping``: field to column name. ``stages``: label to a stage (id or name), an outcome, or ``""`` for rows that
    are to be left out. ``persons``: name in the file to the person's name. ``date_orders``: column and way of writing
    to the order, where columns differ from ``date_order``. ``pipeline``: one name, or ``all``.
    ``target``: what the rows are, None for deals unless a file clearly holds something else.
    ``sheet``: the sheet of a workbook. ``repairs``: row and column name to the text that is read instead of the cell's.
    ``tables``: what was said about one table alone, by its name (``ImportReport.file``): it comes before the rest.
    ``owner``: whose the deals are for which the file names nobody. ``rejects``: where the rejected rows are written.
    """

    files: Sequence[Path]
    format: str | None = None
    target: Target | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    date_orders: Mapping[tuple[str, str], DateOrder] = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    repairs: Mapping[tuple[int, str], str] = field(default_factory=dict)
    tables: Mapping[str, Told] = field(default_factory=dict)
    pipeline: str | None = None
    owner: str | None = None
    dry_run: bool = False
    rejects: Path | None = None


def place_of(problem: Problem, shown: Callable[[str], str] = str) -> str:
    """Where a problem lies: ``row 3, Amount “€ 8.000”``; what is not known is left out. ``shown``: as much of a value
    as there is room for."""
    where = [] if problem.row is None else [_("row {row}").format(row=problem.row)]
    if problem.column is not None:
        where.append(problem.column if not problem.value else f"{problem.column} “{shown(problem.value)}”")
    return ", ".join(where)


@dataclass(frozen=True, slots=True)
class Held:
    """An open deal that the file has in a later stage, ``crm_stage``, than the gate lets it enter."""

    row: int
    id: int
    stage: str
    crm_stage: str
    open_criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that changed in the file and here since the last import: ours stays."""

    row: int
    id: int
    field: str
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A name in the file, the person that it is taken for, and how many rows have it. ``new``: nobody here has that
    name yet."""

    name: str
    person: str
    rows: int
    new: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """A new deal, ``id``, that looks like one that is here already, ``twin``, called ``title``. ``why``: see
    ``import_twins``."""

    row: int
    id: int
    twin: int
    title: str
    why: str


@dataclass(slots=True)
class ImportReport:
    """What became of one file. With ``questions`` nothing was imported, from any file. ``mapping``: field to the name
    of its column; ``unread``: the columns that are not read."""

    file: str
    format: str
    encoding: str | None
    delimiter: str | None
    date_order: DateOrder | None
    sheet: str | None = None
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejects: LongList[Problem] = field(default_factory=LongList)
    warnings: LongList[Problem] = field(default_factory=LongList)
    held: LongList[Held] = field(default_factory=LongList)
    conflicts: LongList[Conflict] = field(default_factory=LongList)
    missing: list[int] = field(default_factory=list)
    twins: LongList[Twin] = field(default_factory=LongList)
    unmapped_stages: list[str] = field(default_factory=list)
    people: list[Matched] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def needs_attention(self) -> bool:
        """Were rows rejected, held or in conflict?"""
        return bool(self.rejected or self.held or self.conflicts)

    def document(self) -> dict[str, Any]:
        """The report as the command line prints it: the lists may be longer than memory, and their items records."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def kept(self) -> dict[str, Any]:
        """The report as the database keeps it: of each list as much as people ever look at, all counts."""
        return {name: value[:KEPT] if isinstance(value, LongList) else value for name, value in self.document().items()}
