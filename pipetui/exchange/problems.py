"""What a reader has to say about a file: cells that cannot be used, and questions that only a person can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

QuestionKind = Literal["date_order", "stage", "person", "pipeline", "name_column", "encoding", "column", "sheet"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file. ``row`` counts as a spreadsheet does (the first row is 1); None: the whole file.

    ``field``: what the cell was to be, where the cell is what is wrong, so that another text in it would mend it.
    """

    row: int | None
    column: str | None
    value: str | None
    reason: str
    field: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that cannot be known from the file. ``option`` is the command-line option that answers it.

    ``value`` is what the question is about (a label, a name, a date as written); ``choices`` are likely answers, and
    ``likely`` the one that its words suggest. ``rows``: how many rows it is about. For the order of dates, ``shape`` is
    the way of writing and ``examples`` are values of the column. ``readings``: what each choice makes of the examples,
    as ISO days (None: it cannot read that one); for an encoding, what it makes of a line. ``table``: the one of several
    tables that it is about, where the answer holds for no other.
    """

    kind: QuestionKind
    option: str
    text: str
    column: str | None = None
    value: str | None = None
    choices: tuple[str, ...] = ()
    rows: int = 0
    likely: str | None = None
    shape: str | None = None
    examples: tuple[str, ...] = ()
    readings: tuple[tuple[str | None, ...], ...] = ()
    table: str | None = None
