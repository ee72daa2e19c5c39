"""People in SQL: who they are, what they own, how they keep their promises, when they are away. Knows no rule.

A person who was merged into another keeps the row, because history names it, under a ``folded`` that no name has
(see ``reading.MERGED``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipetui.domain.model import Absence, Promise
from pipetui.storage.reading import IMPORTED, LISTED
from pipetui.storage.standing import OPEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Owned:
    """What a person owns: open deals, how many of them are to clear, and what they are worth (currency to minor
    units)."""

    open_deals: int
    to_clear: int
    worth: Mapping[str, int]


NOTHING = Owned(0, 0, {})


_ABSENCES = """
SELECT a.id, p.name, a.first, a.last, c.name
  FROM absence a JOIN person p ON p.id = a.person_id LEFT JOIN person c ON c.id = a.cover_id"""


def listed(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Number and name of everybody, in alphabetical order, without those who were merged into somebody."""
    rows = connection.execute(f"SELECT id, name FROM person WHERE {LISTED} ORDER BY fold(name), id")
    return [(row[0], row[1]) for row in rows]


def aliases(connection: sqlite3.Connection) -> dict[int, list[str]]:
    """Everybody's other names, by person, in the order in which they were given."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute("SELECT person_id, alias FROM person_alias ORDER BY id"):
        found[row[0]].append(row[1])
    return found


def owned(connection: sqlite3.Connection, now: int) -> dict[int, Owned]:
    """What each person owns who owns something open."""
    rows = connection.execute(
        "SELECT owner_id, currency, count(*), count(*) FILTER (WHERE clear_at <= :now), sum(amount_minor)"
        f" FROM deal WHERE {OPEN} AND owner_id IS NOT NULL GROUP BY owner_id, currency ORDER BY count(*) DESC",
        {"now": now},
    )
    found: dict[int, Owned] = {}
    for owner, currency, deals, to_clear, minor in rows:
        before = found.get(owner, NOTHING)
        worth = before.worth if minor is None else {**before.worth, currency: minor}
        found[owner] = Owned(before.open_deals + deals, before.to_clear + to_clear, worth)
    return found


def largest_owners(connection: sqlite3.Connection, limit: int) -> list[str]:
    """The names of those who own the most open deals, in alphabetical order."""
    rows = connection.execute(
        f"SELECT name FROM (SELECT id, name FROM person WHERE {LISTED} ORDER BY (SELECT count(*) FROM deal"
        " WHERE status = 'open' AND owner_id = person.id) DESC, id LIMIT ?) ORDER BY fold(name), id",
        (limit,),
    )
    return [row[0] for row in rows]


def promises(connection: sqlite3.Connection, since: date, until: date) -> list[tuple[int, Promise]]:
    """The promises for the days ``since`` to ``until``, each with the number of its owner and no more of it than its
    day and its end. A wake date is no promise."""
    rows = connection.execute(
        f"SELECT owner_id, id, day, promised_at, end, ended_at, {IMPORTED} FROM next_step s"
        " WHERE owner_id IS NOT NULL AND wakes = 0 AND day BETWEEN ? AND ?",
        (since.isoformat(), until.isoformat()),
    )
    return [
        (owner, Promise(step, None, None, date.fromisoformat(due), None, at, 0, end, ended, None, bool(imported)))
        for owner, step, due, at, end, ended, imported in rows
    ]


def absences(connection: sqlite3.Connection, since: date) -> list[Absence]:
    """The absences that are not over on the day ``since``, in the order of time."""
    rows = connection.execute(f"{_ABSENCES} WHERE a.last >= ? ORDER BY a.first, a.id", (since.isoformat(),))
    return [_absence(row) for row in rows]


def absence_on(connection: sqlite3.Connection, person: int, day: date) -> Absence | None:
    """The absence of a person on a day, or None."""
    row = connection.execute(
        f"{_ABSENCES} WHERE a.person_id = ?1 AND ?2 BETWEEN a.first AND a.last ORDER BY a.last DESC LIMIT 1",
        (person, day.isoformat()),
    ).fetchone()
    return None if row is None else _absence(row)


def absences_between(connection: sqlite3.Connection, person: int, first: date, last: date) -> list[Absence]:
    """The absences of a person that touch these days, in the order of time."""
    rows = connection.execute(
        f"{_ABSENCES} WHERE a.person_id = ? AND a.first <= ? AND a.last >= ? ORDER BY a.first, a.id",
        (person, last.isoformat(), first.isoformat()),
    )
    return [_absence(row) for row in rows]


def covered_by(connection: sqlite3.Connection, cover: int, day: date) -> list[tuple[int, str]]:
    """Number and name of those whom this person covers on a day, in alphabetical order."""
    rows = connection.execute(
        "SELECT DISTINCT p.id, p.name FROM absence a JOIN person p ON p.id = a.person_id"
        " WHERE a.cover_id = ?1 AND ?2 BETWEEN a.first AND a.last AND p.id <> ?1 ORDER BY fold(p.name), p.id",
        (cover, day.isoformat()),
    )
    return [(row[0], row[1]) for row in rows]


def list_owner_ids(connection: sqlite3.Connection, owner: int, day: date) -> tuple[int, ...]:
    """Whose deals stand in this person's list on a day: one's own, and those of the people whom one covers.

    Not transitive: who covers somebody that covers somebody else looks after the first one's list alone.
    """
    return (owner, *(number for number, _name in covered_by(connection, owner, day)))


def belongings(connection: sqlite3.Connection, person: int) -> tuple[list[int], list[int]]:
    """What somebody has to hand over: the deals that are open, parked or dormant, and other people's such deals whose
    open step is a promise of this person."""
    deals = connection.execute(
        "SELECT id FROM deal WHERE status IN ('open', 'dormant') AND owner_id = ? ORDER BY id", (person,)
    )
    steps = connection.execute(
        "SELECT d.id FROM next_step s JOIN deal d ON d.id = s.record_id WHERE s.ended_at IS NULL AND s.owner_id = ?1"
        " AND d.status IN ('open', 'dormant') AND d.owner_id IS NOT ?1 ORDER BY d.id",
        (person,),
    )
    return [row[0] for row in deals], [row[0] for row in steps]


def _absence(row: sqlite3.Row) -> Absence:
    return Absence(row[0], row[1], date.fromisoformat(row[2]), date.fromisoformat(row[3]), row[4])
