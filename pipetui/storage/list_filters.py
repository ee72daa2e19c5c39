"""The terms of a filter as conditions over ``deal``: SQL with parameters, nothing of what is typed in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.query import Term

SINCE = {"sla_overdue": "sla_at", "no_next_step": "no_step_at", "step_overdue": "overdue_at", "stalled": "stalled_at"}
"""The column that says from when on a kind of finding holds."""

_PLAYBOOK = "(SELECT max(id) FROM playbook)"

_CONTACTS = (
    "coalesce((SELECT group_concat(coalesce(c.name, '') || ' ' || coalesce(c.email, ''), ' ')"
    " FROM contact c WHERE c.record_id = deal.id), '')"
)
_OWNER = "coalesce((SELECT p.name FROM person p WHERE p.id = deal.owner_id), '')"
_HAY = f"name || ' ' || coalesce(company, '') || ' ' || {_OWNER} || ' ' || {_CONTACTS}"

_TEXTS = {"name": "name", "company": "company", "source": "source"}
_LISTED = {"owner": "owner_id", "stage": "stage"}
_BOUND = {"amount": "amount_rank", "next": "due_at", "close": "close_date"}

_VISIT = "FROM stage_visit v WHERE v.deal_id = deal.id AND v.stage = deal.stage"
_ENTERED = f"(SELECT coalesce(v.entered_at, v.seen_at) {_VISIT} AND v.left_at IS NULL)"

_OPEN_CRITERION = f"""EXISTS (SELECT 1 FROM playbook_criterion k WHERE k.playbook_id = {_PLAYBOOK}
 AND k.stage = deal.stage AND k.criterion IN (SELECT value FROM json_each(:{{name}})) AND NOT EXISTS (SELECT 1 FROM
 criterion_tick t WHERE t.deal_id = deal.id AND t.criterion = k.criterion AND t.unticked_at IS NULL))"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A term, ready for SQL. The bounds of ``next`` and ``days`` are instants: of the step's day, and of the entry into
    the stage. ``winding``: the deals whose days are not simply counted from there, and that fulfil the term."""

    term: Term
    low: int | str | None = None
    high: int | str | None = None
    winding: tuple[int, ...] = ()


def where(conditions: Sequence[Condition]) -> tuple[list[str], dict[str, Any]]:
    """The conditions as SQL over the table ``deal``, which wants ``:now``, and their values by name."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for number, condition in enumerate(conditions):
        sql = _sql(condition, f"q{number}", values)
        parts.append(f"NOT coalesce(({sql}), 0)" if condition.term.excluded else f"({sql})")
    return parts, values


def _sql(condition: Condition, name: str, values: dict[str, Any]) -> str:
    field = condition.term.field
    if field == "text":
        return _holds(_HAY, condition, name, values)
    if field in _TEXTS:
        column = _TEXTS[field]
        return f"coalesce({column}, '') = ''" if condition.term.missing else _holds(column, condition, name, values)
    if field in _BOUND:
        return _within(_BOUND[field], condition, name, values)
    if field == "days":
        return _days(condition, name, values)
    if field == "kind":
        return " OR ".join(f"{SINCE[str(kind)]} <= :now" for kind in condition.term.any_of)
    values[name] = json.dumps(condition.term.any_of)
    if field == "criterion":
        return _OPEN_CRITERION.format(name=name)
    listed = f"{_LISTED[field]} IN (SELECT value FROM json_each(:{name}))"
    return f"{listed} OR {_LISTED[field]} IS NULL" if condition.term.missing else listed


def _holds(hay: str, condition: Condition, name: str, values: dict[str, Any]) -> str:
    """One of the texts occurs in there."""
    parts = []
    for number, text in enumerate(condition.term.any_of):
        values[f"{name}_{number}"] = text
        parts.append(f"instr(fold({hay}), :{name}_{number}) > 0")
    return " OR ".join(parts)


def _within(column: str, condition: Condition, name: str, values: dict[str, Any]) -> str:
    known = f"{column} >= 0" if column == "amount_rank" else f"{column} IS NOT NULL"
    if condition.term.missing:
        return f"NOT ({known})"
    parts = [known]
    for sign, mark, bound in ((">=", "low", condition.low), ("<=", "high", condition.high)):
        if bound is not None:
            values[f"{name}_{mark}"] = bound
            parts.append(f"{column} {sign} :{name}_{mark}")
    return " AND ".join(parts)


def _days(condition: Condition, name: str, values: dict[str, Any]) -> str:
    values[name] = json.dumps(condition.winding)
    simple = _within(_ENTERED, condition, name, values)
    return f"CASE WHEN {winding_sql()} THEN id IN (SELECT value FROM json_each(:{name})) ELSE {simple} END"


def winding_sql() -> str:
    """Does the stage's age depend on more than one entry: several visits, or a parking?"""
    return (
        f"((SELECT count(*) {_VISIT}) <> 1 OR {_ENTERED} IS NULL"
        " OR EXISTS (SELECT 1 FROM parking k WHERE k.deal_id = deal.id))"
    )


def winding(connection: sqlite3.Connection) -> list[int]:
    """The living deals with more than one visit to their stage, or with a parking."""
    rows = connection.execute(f"SELECT id FROM deal WHERE status IN ('open', 'dormant') AND {winding_sql()}")
    return [row[0] for row in rows]


def day_text(value: int | date | None) -> str | None:
    """A bound of a day as it is stored."""
    return value.isoformat() if isinstance(value, date) else None


def people(connection: sqlite3.Connection) -> list[tuple[int, tuple[str, ...]]]:
    """Every person's number, with name and aliases."""
    names: dict[int, list[str]] = {}
    for row in connection.execute(
        "SELECT id, name FROM (SELECT id, name, 0 AS rank FROM person UNION ALL SELECT person_id, alias, 1 FROM"
        " person_alias) ORDER BY rank, fold(name), id"
    ):
        names.setdefault(row[0], []).append(row[1])
    return [(person, tuple(each)) for person, each in names.items()]
