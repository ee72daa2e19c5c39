"""Today's list in SQL: which deals stand where, in the product's order, by comparing stored instants with now.

The database finds, the domain explains; a property test holds the two equal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipetui.domain.model import KINDS, SECTIONS, Counts, FindingKind, Section
from pipetui.storage.list_filters import SINCE, Condition, where
from pipetui.storage.standing import PARKED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

_DUE_NOW = "due_at > :now - 93600 AND due_at <= :now AND overdue_at > :now"
"""The step's day is today. No day is longer than 26 hours, so the index has just the last ones to look at."""

_NOT_FLAGGED = "(flagged_at IS NULL OR flagged_at > :now)"
_WHERE: dict[str, str] = {
    "to_clear": "clear_at <= :now",
    "due_today": f"{_DUE_NOW} AND wakes = 0 AND {_NOT_FLAGGED}",
    "woke_today": f"{_DUE_NOW} AND wakes = 1 AND {_NOT_FLAGGED}",
    "in_hand": "handled_until IS NOT NULL AND clear_at > :now AND flagged_at <= :now",
    "parked": PARKED,
}

_LISTED = f"(flagged_at <= :now OR ({_DUE_NOW}))"
"""The deal stands in one of the sections of Today."""

_SECTION = "CASE " + " ".join(f"WHEN {_WHERE[section]} THEN {place}" for place, section in enumerate(SECTIONS)) + " END"
"""The place of its section among SECTIONS."""

_FIRST_KIND = "CASE " + " ".join(f"WHEN {SINCE[kind]} <= :now THEN '{kind}'" for kind in KINDS) + " END"
"""The kind of a flagged deal's first finding."""

_KIND_RANK = "CASE " + " ".join(f"WHEN {SINCE[kind]} <= :now THEN {rank}" for rank, kind in enumerate(KINDS)) + " END"
"""The place of that kind among KINDS."""

_ORDER = "+amount_rank DESC, created_rank, id"
"""The plus keeps SQLite from walking all deals in this order: what is found by its instant is few, and sorted."""

_SORTS = {
    # By first finding, the one that holds longest first.
    "kind": "CASE "
    + " ".join(f"WHEN {SINCE[kind]} <= :now THEN {rank}e12 + {SINCE[kind]}" for rank, kind in enumerate(KINDS))
    + " ELSE 9e12 END",
    "name": "fold(coalesce(company || ' · ' || name, name))",
    "stage": "coalesce((SELECT position FROM playbook_stage p WHERE p.stage = deal.stage"
    " ORDER BY p.playbook_id DESC LIMIT 1), 999)",
    # On the day on which it stalls it has one more than the limit. Where that does not tell, the rule has counted. Half
    # a day more, then whole days: clocks are put forward and back.
    "days": "CASE WHEN id IN (SELECT value FROM json_each(:winding))"
    " THEN json_extract(:winding_days, '$.\"' || id || '\"')"
    " ELSE coalesce((SELECT max_days FROM playbook_stage p WHERE p.stage = deal.stage"
    " ORDER BY p.playbook_id DESC LIMIT 1) - (stalled_at - :midnight + 8640043200) / 86400 + 100001, -1) END",
    "amount": "amount_rank",
    "next": "coalesce(due_at, 9e15)",
    "owner": "fold(coalesce((SELECT p.name FROM person p WHERE p.id = deal.owner_id), '~'))",
    "created": "created_rank",
    "close": "coalesce(close_date, '9999')",
}

SORTS = tuple(_SORTS)
"""What a list can be sorted by; a leading ``-`` turns it round."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deals a list is about: of these owners (people's ids; none: everybody's), with one kind of finding, with a
    text in them.

    ``terms`` are what was typed (see ``domain.query``), ready for SQL. To sort by days: ``midnight`` is when today
    began, and ``winding`` has the days of the deals that slept or came back.
    """

    owner_ids: tuple[int, ...] = ()
    kind: FindingKind | None = None
    terms: tuple[Condition, ...] = ()
    sort: str = ""
    midnight: int = 0
    winding: Mapping[int, int] = field(default_factory=dict)


def _conditions(wanted: Filter, now: int) -> tuple[str, dict[str, Any]]:
    parts: list[str] = []
    values: dict[str, Any] = {"now": now}
    if wanted.owner_ids:
        owners = {f"owner{number}": owner for number, owner in enumerate(wanted.owner_ids)}
        parts.append(f"owner_id IN ({', '.join(f':{name}' for name in owners)})")
        values |= owners
    if wanted.kind is not None:
        parts.append(f"{SINCE[wanted.kind]} <= :now")
    typed, typed_values = where(wanted.terms)
    parts += typed
    values |= typed_values
    if wanted.sort.removeprefix("-") == "days":
        values |= {
            "midnight": wanted.midnight,
            "winding": json.dumps(list(wanted.winding)),
            "winding_days": json.dumps(wanted.winding),
        }
    return "".join(f" AND {part}" for part in parts), values


def _first(kind: FindingKind) -> str:
    """This is the first finding, in the order of the list."""
    earlier = KINDS[: KINDS.index(kind)]
    conditions = [f"{SINCE[kind]} <= :now", *(f"({SINCE[k]} IS NULL OR {SINCE[k]} > :now)" for k in earlier)]
    return " AND ".join(conditions)


def _order(sort: str) -> str:
    if not sort:
        return _ORDER
    down = sort.startswith("-")
    return f"{_SORTS[sort.removeprefix('-')]} {'DESC' if down else 'ASC'}, {_ORDER}"


def size(connection: sqlite3.Connection, section: Section | str, wanted: Filter, now: int) -> int:
    """How many deals stand in a section."""
    extra, values = _conditions(wanted, now)
    row = connection.execute(f"SELECT count(*) FROM deal WHERE {_WHERE[section]}{extra}", values).fetchone()
    return int(row[0])


def page(
    connection: sqlite3.Connection, section: Section | str, wanted: Filter, now: int, *, offset: int, limit: int
) -> list[int]:
    """Ids of one page of a section, in order; ``limit`` -1 for all. In the product's order the list to clear is read
    kind by kind, each from the index of its instant, so that nothing but this page is sorted by hand."""
    extra, values = _conditions(wanted, now)
    order = _order(wanted.sort)
    if section != "to_clear" or wanted.sort:
        return _ids(connection, f"{_WHERE[section]}{extra}", order, values, offset=offset, limit=limit)
    ids: list[int] = []
    for kind in KINDS:
        where = f"{_first(kind)} AND {_WHERE[section]}{extra}"
        left = -1 if limit < 0 else limit - len(ids)
        if left == 0:
            break
        found = _ids(connection, where, order, values, offset=offset, limit=left)
        if offset and not found:
            offset -= int(connection.execute(f"SELECT count(*) FROM deal WHERE {where}", values).fetchone()[0])
        elif found:
            offset = 0
        ids.extend(found)
    return ids


def _ids(
    connection: sqlite3.Connection, where: str, order: str, values: dict[str, Any], *, offset: int, limit: int
) -> list[int]:
    rows = connection.execute(
        f"SELECT id FROM deal WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset",
        {**values, "limit": limit, "offset": offset},
    )
    return [row[0] for row in rows]


def sections(connection: sqlite3.Connection, wanted: Filter, now: int) -> dict[Section, list[int]]:
    """Every section of Today whole, as ids in order. Each deal is looked at once: for a typed filter or a sort, which
    cost the same for a page as for all."""
    extra, values = _conditions(wanted, now)
    order = _order(wanted.sort) if wanted.sort else f"{_KIND_RANK}, {_ORDER}"
    cursor = connection.cursor()
    cursor.row_factory = None  # a hundred thousand rows as bare tuples cost a third of those with names
    # From the first row to the last costs a fifth of what an index costs that leads to most rows, and is never slow.
    cursor.execute(
        f"SELECT id, {_SECTION} AS place FROM deal NOT INDEXED WHERE {_LISTED}{extra} ORDER BY place, {order}", values
    )
    found: dict[Section, list[int]] = {section: [] for section in SECTIONS}
    columns = [found[section] for section in SECTIONS]
    for deal_id, place in cursor:
        columns[place].append(deal_id)
    return found


def elsewhere(connection: sqlite3.Connection, wanted: Filter, now: int) -> int:
    """How many deals the filter finds that stand in no section of Today, closed ones too."""
    extra, values = _conditions(wanted, now)
    row = connection.execute(f"SELECT count(*) FROM deal WHERE NOT coalesce({_LISTED}, 0){extra}", values).fetchone()
    return int(row[0])


def shown(connection: sqlite3.Connection, wanted: Filter, now: int, ids: Iterable[int] | None = None) -> list[int]:
    """Ids of all deals in the sections of Today, section by section; with ``ids`` only those of these."""
    extra, values = _conditions(wanted, now)
    if ids is not None:
        extra += " AND id IN (SELECT value FROM json_each(:ids))"
        values["ids"] = json.dumps(list(ids))
    return [
        row[0]
        for section in SECTIONS
        for row in connection.execute(f"SELECT id FROM deal WHERE {_WHERE[section]}{extra}", values)
    ]


def first_kinds(connection: sqlite3.Connection, wanted: Filter, now: int) -> dict[int, FindingKind]:
    """The list to clear without its order: each deal's id with the kind of its first finding."""
    extra, values = _conditions(wanted, now)
    rows = connection.execute(f"SELECT id, {_FIRST_KIND} FROM deal WHERE {_WHERE['to_clear']}{extra}", values)
    return {row[0]: row[1] for row in rows}


def sizes_by_first_kind(connection: sqlite3.Connection, wanted: Filter, now: int) -> dict[FindingKind, int]:
    """How many deals of the list to clear have which first finding."""
    extra, values = _conditions(wanted, now)
    rows = connection.execute(
        f"SELECT {_FIRST_KIND}, count(*) FROM deal WHERE {_WHERE['to_clear']}{extra} GROUP BY 1", values
    )
    return {row[0]: row[1] for row in rows}


def titles(connection: sqlite3.Connection, wanted: Filter, now: int, ids: Iterable[int]) -> dict[int, str]:
    """``Company · Name`` of those of these deals that the list is about, whatever section they stand in."""
    extra, values = _conditions(wanted, now)
    rows = connection.execute(
        f"SELECT id, coalesce(company || ' · ' || name, name) FROM deal"
        f" WHERE id IN (SELECT value FROM json_each(:ids)){extra}",
        {**values, "ids": json.dumps(list(ids))},
    )
    return {row[0]: row[1] for row in rows}


def counts(connection: sqlite3.Connection, wanted: Filter, now: int) -> Counts:
    """The figures over everybody's deals, or one owner's (``kind``, ``terms`` and ``sort`` are not looked at)."""
    extra, values = _conditions(Filter(owner_ids=wanted.owner_ids), now)
    fields = [
        "count(*) FILTER (WHERE status = 'open' OR wake_at IS NULL OR wake_at <= :now)",
        *(
            f"count(*) FILTER (WHERE {condition})"
            for condition in (
                "flagged_at <= :now",
                _WHERE["to_clear"],
                _WHERE["in_hand"],
                _WHERE["due_today"],
                _WHERE["woke_today"],
                _WHERE["parked"],
                "no_step_at <= :now",
                "overdue_at <= :now",
                "stalled_at <= :now",
                "sla_at <= :now",
            )
        ),
    ]
    row = connection.execute(
        f"SELECT {', '.join(fields)} FROM deal WHERE status IN ('open', 'dormant'){extra}", values
    ).fetchone()
    return Counts(
        open_deals=row[0], flagged=row[1], to_clear=row[2], in_hand=row[3], due_today=row[4], woke_today=row[5],
        parked=row[6], no_next_step=row[7], step_overdue=row[8], stalled=row[9], sla_overdue=row[10],
    )  # fmt: skip


def parked_value(connection: sqlite3.Connection, wanted: Filter, now: int) -> dict[str, int]:
    """What the parked deals are worth: currency to minor units, never summed across currencies."""
    extra, values = _conditions(Filter(owner_ids=wanted.owner_ids), now)
    rows = connection.execute(
        "SELECT currency, sum(amount_minor) FROM deal WHERE amount_minor IS NOT NULL"
        f" AND {_WHERE['parked']}{extra} GROUP BY currency ORDER BY count(*) DESC, currency",
        values,
    )
    return {row[0]: row[1] for row in rows}


def next_due(connection: sqlite3.Connection, wanted: Filter, now: int) -> int | None:
    """The deal whose next step comes next after today, or None."""
    extra, values = _conditions(wanted, now)
    row = connection.execute(
        f"SELECT id FROM deal WHERE due_at > :now{extra} ORDER BY due_at, {_ORDER} LIMIT 1", values
    ).fetchone()
    return None if row is None else int(row[0])


def search(connection: sqlite3.Connection, words: list[tuple[str, str]], limit: int) -> list[int]:
    """Deals in which every word is found: number, name, company, owner, external id, contacts. Open ones first.

    Each word comes folded, with the digits to look for where it may be a phone number (see ``domain.phones``).
    """
    conditions = []
    values: dict[str, Any] = {"limit": limit}
    for number, (word, digits) in enumerate(words):
        values[f"w{number}"] = word
        condition = f"instr(hay, :w{number}) > 0"
        if digits:
            values[f"d{number}"] = digits
            condition += (
                " OR EXISTS (SELECT 1 FROM contact c WHERE c.record_id = found.id"
                f" AND c.phone IS NOT NULL AND same_number(c.phone, :d{number}))"
            )
        conditions.append(f"({condition})")
    rows = connection.execute(
        "SELECT id FROM (SELECT d.id, d.status, d.amount_rank, fold(d.id || ' ' || d.name || ' ' ||"
        " coalesce(d.company, '') || ' ' || coalesce(d.external_id, '') || ' ' || coalesce(o.name, '') || ' ' ||"
        " coalesce((SELECT group_concat(coalesce(c.name, '') || ' ' || coalesce(c.email, '') || ' ' ||"
        " coalesce(c.phone, ''), ' ') FROM contact c WHERE c.record_id = d.id), '')) AS hay"
        " FROM deal d LEFT JOIN person o ON o.id = d.owner_id) AS found"
        f" WHERE {' AND '.join(conditions) or '1'}"
        " ORDER BY CASE status WHEN 'open' THEN 0 WHEN 'dormant' THEN 1 ELSE 2 END, amount_rank DESC, id LIMIT :limit",
        values,
    )
    return [row[0] for row in rows]


def owns_something_open(connection: sqlite3.Connection, person: int) -> bool:
    """Does this person own an open deal?"""
    row = connection.execute("SELECT 1 FROM deal WHERE status = 'open' AND owner_id = ? LIMIT 1", (person,)).fetchone()
    return row is not None


def cleared_since(connection: sqlite3.Connection, start: int, wanted: Filter, now: int) -> int:
    """How many deals were worked on since ``start`` and are not in the list to clear any more."""
    extra, values = _conditions(Filter(owner_ids=wanted.owner_ids), now)
    row = connection.execute(
        "SELECT count(*) FROM deal WHERE (clear_at IS NULL OR clear_at > :now) AND id IN (SELECT e.record_id FROM"
        " event e JOIN action a ON a.id = e.action_id WHERE e.at >= :start AND a.undone_by IS NULL"
        f" AND a.name NOT IN ('import', 'add', 'undo', 'playbook')){extra}",
        {**values, "start": start},
    ).fetchone()
    return int(row[0])
