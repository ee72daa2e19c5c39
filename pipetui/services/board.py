"""The pipeline board: the stages side by side with what they hold, and the deals in the column of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from pipetui.domain import hygiene, worth
from pipetui.domain.groups import Group
from pipetui.domain.model import OUTCOMES, Item, Outcome
from pipetui.domain.money import Money
from pipetui.services import today
from pipetui.services.absences import list_owner_ids
from pipetui.storage import board, reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from pipetui.domain.playbook import Stage
    from pipetui.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its ``open`` deals and, among them, those that are ``flagged``, expected to close in what is left of
    this month (``closing``), or expected before today (``past``). ``parked`` deals and their flagged ones stand apart.
    """

    stage: Stage
    open: Group
    flagged: Group
    closing: Group
    past: Group
    parked: Group
    parked_flagged: int = 0

    @property
    def size(self) -> int:
        """How many deals stand in the column, the parked ones too."""
        return self.open.count + self.parked.count


@dataclass(frozen=True, slots=True)
class Board:
    """The stages in the playbook's order, the sums over them, and what was ``closed`` in this calendar month."""

    columns: tuple[Column, ...]
    open: Group
    flagged: Group
    closing: Group
    past: Group
    parked: Group
    closed: Mapping[Outcome, Group]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a deal stands: the stage's position in the playbook, and how many deals stand above it in the column."""

    column: int
    index: int


class _Tally:
    """Counts deals and adds up what they are worth, by currency."""

    def __init__(self) -> None:
        self.count = 0
        self.minor: dict[str, int] = defaultdict(int)

    def add(self, count: int, currency: str | None, minor: int | None) -> None:
        """Some deals of one currency; ``minor`` is None where none of them has an amount."""
        self.count += count
        if currency is not None and minor is not None:
            self.minor[currency] += minor

    def group(self, desk: Desk) -> Group:
        """What was added."""
        own = desk.playbook.currency
        codes = sorted(self.minor, key=lambda code: (code != own, code))
        value = tuple(Money(self.minor[code], code) for code in codes)
        about = worth.together(value, own, desk.playbook.rates, desk.today) if len(value) > 1 else None
        return Group(self.count, value, about)


_PARTS = ("open", "flagged", "closing", "past")


def figures(desk: Desk, owner: str | None = None) -> Board:
    """The board of everybody's deals, or of one owner's. Raises BadInput for an unknown owner."""
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    totals: dict[str, _Tally] = defaultdict(_Tally)
    first = desk.today.replace(day=1)
    following = first + relativedelta(months=1)
    with desk.reading() as connection:
        who = _owners(desk, owner)
        month_end = following - relativedelta(days=1)
        rows = board.figures(connection, who, desk.now, desk.today.isoformat(), month_end.isoformat())
        for row in rows:
            for part, count, minor in _parts(row):
                tallies[row["stage"], part].add(count, row["currency"], minor)
                totals[part].add(count, row["currency"], minor)
        since, until = desk.rules.midnight(first), desk.rules.midnight(following)
        for row in board.closed(connection, who, since, until):
            totals[row["status"]].add(row["n"], row["currency"], row["value"])
    return Board(
        columns=tuple(_column(desk, stage, tallies) for stage in desk.playbook.stages),
        parked=totals["parked"].group(desk),
        closed={outcome: totals[outcome].group(desk) for outcome in OUTCOMES},
        **{part: totals[part].group(desk) for part in _PARTS},
    )


def page(desk: Desk, owner: str | None, stage: str, offset: int, limit: int) -> list[Item]:
    """A part of a stage's column: what is flagged first, in the product's order, then the larger amount; what is
    parked comes last."""
    rules = desk.rules
    with desk.reading() as connection:
        ids = board.column(connection, stage, _owners(desk, owner), desk.now, offset=offset, limit=limit)
        items = [hygiene.look(deal, rules, desk.now) for deal in reading.each_deal(connection, ids)]
        return items if owner is None else today.marked(connection, items, owner)


def place(desk: Desk, owner: str | None, deal_id: int) -> Place | None:
    """Where a deal stands; None for one that is closed, dormant, unknown or somebody else's."""
    with desk.reading() as connection:
        found = board.place(connection, deal_id, _owners(desk, owner), desk.now)
    return None if found is None else Place(desk.playbook.position(found[0]), found[1])


def _owners(desk: Desk, owner: str | None) -> tuple[int, ...]:
    """The owner and whom they cover today; none stands for everybody."""
    return () if owner is None else list_owner_ids(desk, owner)


def _parts(row: sqlite3.Row) -> Iterable[tuple[str, int, int | None]]:
    """What a row adds to which part: number and minor units."""
    if row["parked"]:
        return (("parked", row["n"], row["value"]), ("parked_flagged", row["flagged"], None))
    return (
        ("open", row["n"], row["value"]),
        *((part, row[part], row[f"{part}_value"]) for part in _PARTS[1:]),
    )


def _column(desk: Desk, stage: Stage, tallies: Mapping[tuple[str, str], _Tally]) -> Column:
    groups = {part: tallies.get((stage.id, part), _Tally()).group(desk) for part in (*_PARTS, "parked")}
    slept = tallies.get((stage.id, "parked_flagged"))
    return Column(stage, **groups, parked_flagged=slept.count if slept else 0)
