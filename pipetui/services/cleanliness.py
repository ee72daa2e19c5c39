"""Hygiene over time: how clean the pipeline is, how clean it was, and what would raise it most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipetui.domain import cleanliness
from pipetui.domain.fixes import Fix, fixes
from pipetui.services.desk import owner_id, rules_for
from pipetui.services.history import store_attention
from pipetui.services.today import View, counts
from pipetui.storage import days_back, playbook_rows, reading, states

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipetui.domain.cleanliness import Figures, Group, Share
    from pipetui.services.desk import Desk

FIXES = 3
"""How many fixes are told: what somebody can begin with today."""

WEEKS = 8
"""How far back the trend goes, unless told."""


@dataclass(frozen=True, slots=True)
class Report:
    """How clean the pipeline is at the desk's instant. ``parked``: deals that stand apart; ``together``: the value of
    several currencies as an approximation in the playbook's, where it has rates; ``owners``: the figures of each owner
    by name (None for nobody), of everybody's deals alone."""

    figures: Figures
    together: Share | None
    parked: int
    fixes: tuple[Fix, ...]
    owners: Mapping[str | None, Figures]


@dataclass(frozen=True, slots=True)
class Point:
    """How clean it was at the end of ``day``; None before the database began."""

    day: date
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Trend:
    """What was found on each day, the earliest first, of everybody: points for any owner come from it at once."""

    days: tuple[tuple[date, tuple[Group, ...] | None], ...]

    def points(self, owner: int | None) -> list[Point]:
        """The points of one person (a number), or of everybody (None)."""
        return [
            Point(day, None if groups is None else cleanliness.figures(cleanliness.of_owner(groups, owner)))
            for day, groups in self.days
        ]


def report(desk: Desk, owner: str | None = None) -> Report:
    """The figures now, of one owner's deals or everybody's. Raises BadInput for an unknown owner."""
    with desk.reading() as connection:
        person = None if owner is None else owner_id(connection, owner)
        everything = states.groups(connection, desk.now)
        figures = cleanliness.figures(cleanliness.of_owner(everything, person))
        flagged = states.flagged(connection, person, desk.now)
        by_owner = {} if person is not None else cleanliness.by_owner(everything)
        owners = {None if id is None else reading.person_name(connection, id): each for id, each in by_owner.items()}
    playbook = desk.playbook
    return Report(
        figures=figures,
        together=cleanliness.together(figures.value, playbook.currency, playbook.rates, desk.today),
        parked=counts(desk, View(owner=owner)).parked,
        fixes=tuple(fixes(flagged, figures, FIXES)),
        owners=owners,
    )


def person_number(desk: Desk, owner: str | None) -> int | None:
    """The number of the person of this name, None for everybody. Raises BadInput for an unknown name."""
    if owner is None:
        return None
    with desk.reading() as connection:
        return owner_id(connection, owner)


def week_ends(today: date, weeks: int = WEEKS) -> list[date]:
    """The last Sundays before today, and today."""
    last = today - timedelta(days=today.isoweekday())
    return [*(last - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)), today]


def trend(desk: Desk, days: list[date], progress: Callable[[int, int], None] = lambda _done, _whole: None) -> Trend:
    """What was found at the end of each of these days (none after today), as it was recorded then and by the rules of
    then; today: at the desk's instant. Days before the database began have nothing.

    The past is walked back once for all days, and kept: it does not change when people go on working. ``progress`` is
    told how far it is, and may raise to stop it.
    """
    ends = {day: desk.rules.midnight(day + timedelta(days=1)) - 1 for day in days if day < desk.today}
    known = desk.store.past_days
    found: dict[date, tuple[Group, ...]] = {}
    with desk.reading() as connection:
        keys = {day: (end, *days_back.done_by(connection, end)) for day, end in ends.items()}
        if desk.today in days:
            found[desk.today] = tuple(states.groups(connection, desk.now))
    begun = {day: key for day, key in keys.items() if key[1]}
    wanted = {key[0]: key for key in begun.values() if key not in known}
    if wanted:
        for past in days_back.days_back(desk.store, list(wanted), progress):
            _recompute(past)
            known[wanted[past.end]] = tuple(states.groups(past.connection, past.end))
    found |= {day: known[key] for day, key in begun.items()}
    return Trend(tuple((day, found.get(day)) for day in sorted(days)))


def _recompute(past: days_back.PastDay) -> None:
    """From when on findings hold, as it was known that day, for the deals for which it may differ."""
    rules = rules_for(playbook_rows.read(past.connection))
    store_attention(past.connection, rules, reading.living(past.connection) if past.new_rules else list(past.touched))
