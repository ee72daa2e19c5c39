"""Deals and what belongs to them, read with plain SQL into the domain's values. Knows no rule.

Every function takes a connection, so that the same statements serve a screen, the shell and a unit of work.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from pipetui.domain.model import (
    NO_STEP,
    Contact,
    Deal,
    Event,
    NextStep,
    Note,
    Parking,
    Promise,
    SlaClock,
    Tick,
    Visit,
)
from pipetui.domain.money import Money

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

MERGED = "merged "
"""What ``folded`` begins with for somebody who was merged into another person: a folded name never has both letters
and blanks, so no name finds this row any more."""

LISTED = f"folded NOT LIKE '{MERGED}%'"
"""The people that there are, without those who were merged."""

IMPORTED = "s.promised_at IN (SELECT at FROM import_batch)"
"""Was a step ``s`` brought by a file? What is written in one go has one instant."""

EVENTS = """
SELECT e.id, e.action_id, e.at, p.name, e.type, e.record_id, e.before, e.after, a.undone_by IS NOT NULL
  FROM event e JOIN action a ON a.id = e.action_id LEFT JOIN person p ON p.id = a.by_id"""
"""Events ``e`` with their action ``a`` and its author ``p``, for ``as_events``."""

_CHUNK = 500
_IDS = "(SELECT value FROM json_each(?))"

_DEALS = f"""
SELECT d.id, d.name, d.stage, d.status, d.company, d.external_id, o.name AS owner, d.amount_minor, d.currency,
       d.created_at, d.handled_at, d.crm_stage, d.closed_at,
       s.id AS step_id, s.text AS step_text, so.name AS step_owner, s.day AS step_day, s.redated, s.wakes
  FROM deal d
  LEFT JOIN person o ON o.id = d.owner_id
  LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL
  LEFT JOIN person so ON so.id = s.owner_id
 WHERE d.id IN {_IDS}"""

_VISITS = f"SELECT deal_id, stage, entered_at, seen_at, left_at FROM stage_visit WHERE deal_id IN {_IDS} ORDER BY id"
_PARKINGS = f"SELECT deal_id, since_at, until, reason, ended_at FROM parking WHERE deal_id IN {_IDS} ORDER BY id"
_CLOCKS = f"""
SELECT record_id, sla, started_at, due_at, stopped_at, held_at FROM sla_clock WHERE record_id IN {_IDS} ORDER BY id"""


def day(text: str | None) -> date | None:
    """A stored day."""
    return None if text is None else date.fromisoformat(text)


def deals(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Deal]:
    """These deals with all that findings depend on, in the order of ``ids``; unknown ids are left out."""
    wanted = (json.dumps(list(ids)),)
    visits: dict[int, list[Visit]] = defaultdict(list)
    for row in connection.execute(_VISITS, wanted):
        visits[row[0]].append(Visit(row[1], row[2], row[3], row[4]))
    parkings: dict[int, list[Parking]] = defaultdict(list)
    for row in connection.execute(_PARKINGS, wanted):
        parkings[row[0]].append(Parking(row[1], date.fromisoformat(row[2]), row[3], row[4]))
    clocks: dict[int, list[SlaClock]] = defaultdict(list)
    for row in connection.execute(_CLOCKS, wanted):
        clocks[row[0]].append(SlaClock(row[1], row[2], row[3], row[4], row[5]))
    found = {
        row["id"]: _deal(row, tuple(visits[row["id"]]), tuple(parkings[row["id"]]), tuple(clocks[row["id"]]))
        for row in connection.execute(_DEALS, wanted)
    }
    return [found[deal_id] for deal_id in ids if deal_id in found]


def each_deal(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Deal]:
    """The same for any number of deals, some at a time."""
    for start in range(0, len(ids), _CHUNK):
        yield from deals(connection, ids[start : start + _CHUNK])


def _deal(
    row: sqlite3.Row, visits: tuple[Visit, ...], parkings: tuple[Parking, ...], clocks: tuple[SlaClock, ...]
) -> Deal:
    step = NO_STEP
    if row["step_id"] is not None:
        step = NextStep(row["step_text"], row["step_owner"], day(row["step_day"]), row["redated"], bool(row["wakes"]))
    amount = None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"])
    return Deal(
        id=row["id"],
        name=row["name"],
        stage=row["stage"],
        status=row["status"],
        company=row["company"],
        external_id=row["external_id"],
        owner=row["owner"],
        amount=amount,
        currency=row["currency"],
        created_at=row["created_at"],
        visits=visits,
        parkings=parkings,
        step=step,
        clocks=clocks,
        handled_at=row["handled_at"],
        crm_stage=row["crm_stage"],
        closed_at=row["closed_at"],
    )


def deal(connection: sqlite3.Connection, deal_id: int) -> Deal | None:
    """One deal, or None."""
    found = deals(connection, [deal_id])
    return found[0] if found else None


def living(connection: sqlite3.Connection, stage: str | None = None) -> list[int]:
    """The deals that are open, parked or dormant: all of them, or those in one stage."""
    rows = connection.execute(
        "SELECT id FROM deal WHERE status IN ('open', 'dormant') AND (?1 IS NULL OR stage = ?1) ORDER BY id", (stage,)
    )
    return [row[0] for row in rows]


def row_of(connection: sqlite3.Connection, deal_id: int) -> sqlite3.Row | None:
    """The deal's row with all its columns, and ``owner``."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT d.*, o.name AS owner FROM deal d LEFT JOIN person o ON o.id = d.owner_id WHERE d.id = ?", (deal_id,)
    ).fetchone()
    return row


def next_cycle(connection: sqlite3.Connection, deal_id: int) -> int | None:
    """The deal that continues this one, or None."""
    row = connection.execute("SELECT max(id) FROM deal WHERE previous_id = ?", (deal_id,)).fetchone()
    return None if row[0] is None else int(row[0])


def ticks(connection: sqlite3.Connection, deal_id: int) -> dict[str, Tick]:
    """The criteria that are ticked now."""
    rows = connection.execute(
        "SELECT t.criterion, p.name, t.at, t.how, t.note_id FROM criterion_tick t LEFT JOIN person p ON p.id = t.by_id"
        " WHERE t.deal_id = ? AND t.unticked_at IS NULL",
        (deal_id,),
    )
    return {row[0]: Tick(row[0], row[1], row[2], row[3], row[4]) for row in rows}


def notes(connection: sqlite3.Connection, record_id: int) -> list[Note]:
    """The notes of a deal or lead, newest first."""
    rows = connection.execute(
        "SELECT n.id, n.at, b.name AS by, n.pain, n.next_step, o.name AS owner, n.day, n.seconds, n.kind, n.text"
        "  FROM note n LEFT JOIN person b ON b.id = n.by_id LEFT JOIN person o ON o.id = n.owner_id"
        " WHERE n.record_id = ? ORDER BY n.at DESC, n.id DESC",
        (record_id,),
    )
    return [Note(row[0], row[1], row[2], row[3], row[4], row[5], day(row[6]), row[7], row[8], row[9]) for row in rows]


def steps(connection: sqlite3.Connection, record_id: int) -> list[Promise]:
    """The promises of a deal or lead, newest first."""
    rows = connection.execute(
        "SELECT s.id, s.text, o.name, s.day, b.name, s.promised_at, s.redated, s.end, s.ended_at, s.reason,"
        f"      {IMPORTED}"
        "  FROM next_step s LEFT JOIN person o ON o.id = s.owner_id LEFT JOIN person b ON b.id = s.promised_by_id"
        " WHERE s.record_id = ? ORDER BY s.id DESC",
        (record_id,),
    )
    return [
        Promise(row[0], row[1], row[2], day(row[3]), row[4], row[5], row[6], row[7], row[8], row[9], bool(row[10]))
        for row in rows
    ]


def contacts(connection: sqlite3.Connection, record_id: int) -> list[Contact]:
    """The people at the buyer's."""
    rows = connection.execute(
        "SELECT id, name, role, email, phone FROM contact WHERE record_id = ? ORDER BY id", (record_id,)
    )
    return [Contact(*row) for row in rows]


def stops(connection: sqlite3.Connection, record_id: int) -> dict[str, str]:
    """The SLA clocks of a deal that run, each with what stops it: ``note_logged``, ``ticked:proposal_sent`` …"""
    rows = connection.execute(
        "SELECT sla, stop FROM sla_clock WHERE record_id = ? AND stopped_at IS NULL AND held_at IS NULL"
        " ORDER BY due_at DESC",
        (record_id,),
    )
    return {row[0]: row[1] for row in rows}


def events(connection: sqlite3.Connection, record_id: int | None = None, limit: int | None = None) -> list[Event]:
    """What happened, newest first: to one deal or lead, or to all."""
    rows = connection.execute(
        f"{EVENTS} WHERE ?1 IS NULL OR e.record_id = ?1 ORDER BY e.id DESC LIMIT ?2",
        (record_id, -1 if limit is None else limit),
    )
    return as_events(rows)


def as_events(rows: Iterable[sqlite3.Row]) -> list[Event]:
    """What ``EVENTS`` selects, as events."""
    return [
        Event(row[0], row[1], row[2], row[3], row[4], row[5], json.loads(row[6]), json.loads(row[7]), bool(row[8]))
        for row in rows
    ]


def last_notes(connection: sqlite3.Connection, record_ids: Iterable[int]) -> dict[int, tuple[int, str | None]]:
    """Record to the instant and author of its last note (imported texts are no notes)."""
    rows = connection.execute(
        "SELECT n.record_id, max(n.at), p.name FROM note n LEFT JOIN person p ON p.id = n.by_id"
        f" WHERE n.kind <> 'import' AND n.record_id IN {_IDS} GROUP BY n.record_id",
        (json.dumps(list(record_ids)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def people(connection: sqlite3.Connection) -> list[str]:
    """The names of all people, in alphabetical order."""
    return [row[0] for row in connection.execute(f"SELECT name FROM person WHERE {LISTED} ORDER BY fold(name), id")]


def person_id(connection: sqlite3.Connection, folded: str) -> int | None:
    """The person of this folded name or alias, or None."""
    row = connection.execute(
        "SELECT id FROM person WHERE folded = ?1 UNION SELECT person_id FROM person_alias WHERE folded = ?1", (folded,)
    ).fetchone()
    return None if row is None else int(row[0])


def names_of(connection: sqlite3.Connection, folded: str) -> list[str]:
    """All names of the person who is called so, folded, and this one even if it is nobody's: what is kept by name
    (drafts, looks, paces) is found under each, also by who was renamed since or works under an alias."""
    rows = connection.execute(
        "SELECT folded FROM person WHERE id = ?1 UNION SELECT folded FROM person_alias WHERE person_id = ?1",
        (person_id(connection, folded),),
    )
    return sorted({folded, *(row[0] for row in rows)})


def person_name(connection: sqlite3.Connection, person: int) -> str:
    """The name of a person."""
    return str(connection.execute("SELECT name FROM person WHERE id = ?", (person,)).fetchone()[0])


def external(connection: sqlite3.Connection, external_id: str) -> list[int]:
    """The deals that carry this id of another system."""
    rows = connection.execute("SELECT id FROM deal WHERE external_id = ? ORDER BY id", (external_id,))
    return [row[0] for row in rows]


def exists(connection: sqlite3.Connection, deal_id: int) -> bool:
    """Is there such a deal?"""
    return connection.execute("SELECT 1 FROM deal WHERE id = ?", (deal_id,)).fetchone() is not None
