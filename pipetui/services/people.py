"""People looked at: who they are, what they own, and whom a name may mean. Changes are in ``people_changes``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pipetui.domain.kept import kept_share
from pipetui.domain.likeness import close_people
from pipetui.domain.money import Money
from pipetui.domain.names import folded_name
from pipetui.domain.sentences import near_day
from pipetui.i18n import _, ngettext
from pipetui.services.desk import Desk, owner_id
from pipetui.storage import lists, reading, transfers
from pipetui.storage import people as rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date

    from pipetui.domain.model import Absence, Promise

PROMISE_DAYS = 90
"""Promises for the last so many days are counted as kept or not."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owns or does something. ``worth``: what the open deals are worth, one amount for each currency;
    ``kept`` of ``promised``: promises kept, of those of the last 90 days that can be told; ``absences``: the one of
    now and those to come; ``covers``: whose list stands in this person's list today."""

    name: str
    aliases: tuple[str, ...]
    open_deals: int
    to_clear: int
    worth: tuple[Money, ...]
    kept: int
    promised: int
    absences: tuple[Absence, ...]
    covers: tuple[str, ...]

    def away(self, today: date) -> Absence | None:
        """The absence of today."""
        return next((absence for absence in self.absences if absence.on(today)), None)

    def away_words(self, today: date) -> str:
        """``until 6 Jan, luca``; before that ``20 Dec to 6 Jan``; "" for somebody who stays."""
        absence = self.away(today)
        if absence is not None:
            until = _("until {day}").format(day=near_day(absence.last, today))
            return until if absence.cover is None else f"{until}, {absence.cover}"
        if not self.absences:
            return ""
        first, last = (near_day(day, today) for day in (self.absences[0].first, self.absences[0].last))
        return first if first == last else _("{first} to {last}").format(first=first, last=last)


def everybody(desk: Desk) -> list[Person]:
    """Everybody, in alphabetical order. Somebody who was merged into another person is not there any more."""
    today = desk.today
    with desk.reading() as connection:
        aliases = rows.aliases(connection)
        owned = rows.owned(connection, desk.now)
        promises = _promises(connection, today)
        absences = rows.absences(connection, today)
        found = []
        for number, name in rows.listed(connection):
            own = owned.get(number, rows.NOTHING)
            kept, promised = kept_share(promises[number], today, desk.zone)
            found.append(
                Person(
                    name=name,
                    aliases=tuple(aliases.get(number, ())),
                    open_deals=own.open_deals,
                    to_clear=own.to_clear,
                    worth=tuple(Money(minor, currency) for currency, minor in own.worth.items()),
                    kept=kept,
                    promised=promised,
                    absences=tuple(absence for absence in absences if absence.person == name),
                    covers=tuple(other for _id, other in rows.covered_by(connection, number, today)),
                )
            )
    return found


def _promises(connection: sqlite3.Connection, today: date) -> Mapping[int, list[Promise]]:
    """The promises of the last 90 days, by owner."""
    promises: dict[int, list[Promise]] = defaultdict(list)
    for number, promise in rows.promises(connection, today - timedelta(days=PROMISE_DAYS), today):
        promises[number].append(promise)
    return promises


def aliases_of(desk: Desk, name: str) -> tuple[str, ...]:
    """The other names of somebody. Raises BadInput for an unknown name."""
    with desk.reading() as connection:
        return tuple(rows.aliases(connection).get(owner_id(connection, name), ()))


def likely_owners(desk: Desk, limit: int = 9) -> list[str]:
    """Who owns the most, in alphabetical order: to whom something is handed most often."""
    with desk.reading() as connection:
        return rows.largest_owners(connection, limit)


def is_me(desk: Desk, name: str) -> bool:
    """Am I called so, by name or alias?"""
    with desk.reading() as connection:
        me = reading.person_id(connection, folded_name(desk.me))
        return me is not None and me == reading.person_id(connection, folded_name(name))


def maybe_me(desk: Desk) -> str | None:
    """Somebody who may be me under another name: I own nothing here, and one name is close to mine. Else None."""
    with desk.reading() as connection:
        me = reading.person_id(connection, folded_name(desk.me))
        if me is not None and lists.owns_something_open(connection, me):
            return None
        mine = None if me is None else reading.person_name(connection, me)
        others = {name: person for name, person in _names(connection).items() if person != mine}
    close = close_people(desk.me, others)
    return close[0] if len(close) == 1 else None


def near(desk: Desk, name: str) -> list[str]:
    """The people whom somebody may mean who writes a name that is new here."""
    with desk.reading() as connection:
        return close_people(name, _names(connection))


def _names(connection: sqlite3.Connection) -> Mapping[str, str]:
    """Every name and alias to the person's name."""
    known = transfers.names(connection)
    people = {number: name for name, number in reversed(known)}
    return {name: people[number] for name, number in known}


@dataclass(frozen=True, slots=True)
class Belongings:
    """What somebody has to hand over: deals that are not closed, and steps on such deals of others."""

    deals: int
    steps: int

    @property
    def words(self) -> str:
        """``12 deals, 2 steps on deals of others``."""
        parts = [ngettext("{n} deal", "{n} deals", self.deals).format(n=self.deals)]
        if self.steps:
            steps = ngettext("{n} step on a deal of others", "{n} steps on deals of others", self.steps)
            parts.append(steps.format(n=self.steps))
        return ", ".join(parts)


def belongings(desk: Desk, name: str) -> Belongings:
    """What would be handed over. Raises BadInput for an unknown name."""
    with desk.reading() as connection:
        deals, steps = rows.belongings(connection, owner_id(connection, name))
        return Belongings(len(deals), len(steps))
