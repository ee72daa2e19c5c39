"""The terms of a filter as conditions over ``deal``: SQL with parameters, nothing of what is typed in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.storage.reading import LISTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from pipetui.domain.query import Field, Term

SINCE = {"sla_overdue": "sla_at", "no_next_step": "no_step_at", "step_overdue": "overdue_at", "stalled": "stalled_at"}
"""The column that says from when on a kind of finding holds."""

_PLAYBOOK = "(SELECT max(id) FROM playbook)"

_BOUND: dict[Field, str] = {"amount": "amount_rank", "next": "due_at", "close": "close_date"}

_WINDING = (
    "(wakes OR id IN (SELECT deal_id FROM parking) OR EXISTS (SELECT 1 FROM stage_visit v"
    " WHERE v.deal_id = deal.id AND v.stage = deal.stage AND v.left_at IS NOT NULL))"
)
"""The instant at which the deal stalls does not tell its days: it slept, or it came back to its stage."""

_OPEN_CRITERION = f"""EXISTS (SELECT 1 FROM playbook_criterion k WHERE k.playbook_id = {_PLAYBOOK}
 AND k.stage = deal.stage AND k.criterion IN (SELECT value FROM json_each(:{{name}})) AND NOT EXISTS (SELECT 1 FROM
 criterion_tick t WHERE t.deal_id = deal.id AND t.criterion = k.criterion AND t.unticked_at IS NULL))"""


@dataclass(frozen=True, slots=True)
class Days:
    """Days in the stage. For each stage's id the bounds of the instant at which a deal there stalls: so many days ago
    is so long after it. ``winding``: the deals for which that does not tell; ``fitting``: those of them that have so
    many days by the rule."""

    stalls: Mapping[str, tuple[int | None, int | None]]
    winding: tuple[int, ...]
    fitting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A term, ready for SQL. The bounds of ``next`` are instants. ``days``: see there."""

    term: Term
    low: int | str | None = None
    high: int | str | None = None
    days: Days | None = None


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
    if field in _BOUND:
        return _within(_BOUND[field], condition, name, values)
    return _WRITERS[field](condition, name, values)


def _anywhere(condition: Condition, name: str, values: dict[str, Any]) -> str:
    """In the name, the company, the owner's name or a contact: what costs least is looked at first. Two columns with a
    line's end between are folded at once; nothing that is typed has one in it."""
    values[name] = condition.term.any_of[0]
    return (
        f"{_holds(_lines('name', 'company'), name)}"
        f" OR owner_id IN (SELECT p.id FROM person p WHERE {_holds('p.name', name)})"
        f" OR id IN (SELECT c.record_id FROM contact c WHERE {_holds(_lines('c.name', 'c.email'), name)})"
    )


def _lines(one: str, other: str) -> str:
    return f"coalesce({one}, '') || char(10) || coalesce({other}, '')"


def _in_column(condition: Condition, name: str, values: dict[str, Any]) -> str:
    column = condition.term.field
    if condition.term.missing:
        return f"coalesce({column}, '') = ''"
    named = {f"{name}_{number}": text for number, text in enumerate(condition.term.any_of)}
    values |= named
    return " OR ".join(_holds(column, each) for each in named)


def _listed(condition: Condition, name: str, values: dict[str, Any]) -> str:
    values[name] = json.dumps(condition.term.any_of)
    column = "owner_id" if condition.term.field == "owner" else "stage"
    listed = f"{column} IN (SELECT value FROM json_each(:{name}))"
    return f"{listed} OR {column} IS NULL" if condition.term.missing else listed


def _found(condition: Condition, _name: str, _values: dict[str, Any]) -> str:
    return " OR ".join(f"{SINCE[str(kind)]} <= :now" for kind in condition.term.any_of)


def _open_criterion(condition: Condition, name: str, values: dict[str, Any]) -> str:
    values[name] = json.dumps(condition.term.any_of)
    return _OPEN_CRITERION.format(name=name)


def _holds(column: str, name: str) -> str:
    """The text called ``name`` occurs in the column."""
    return f"instr(fold({column}), :{name}) > 0"


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
    days = condition.days
    assert days is not None, "a term about days comes with its bounds"
    stages = []
    for number, (stage, (low, high)) in enumerate(days.stalls.items()):
        here = f"{name}_{number}"
        values |= {here: stage, f"{here}_low": low, f"{here}_high": high}
        parts = [f"stage = :{here}", "stalled_at IS NOT NULL"]
        parts += [f"stalled_at >= :{here}_low"] if low is not None else []
        parts += [f"stalled_at <= :{here}_high"] if high is not None else []
        stages.append(" AND ".join(parts))
    values |= {f"{name}_winding": json.dumps(days.winding), f"{name}_fitting": json.dumps(days.fitting)}
    return (
        f"CASE WHEN id IN (SELECT value FROM json_each(:{name}_winding))"
        f" THEN id IN (SELECT value FROM json_each(:{name}_fitting)) ELSE ({' OR '.join(stages)}) END"
    )


_WRITERS: dict[Field, Callable[[Condition, str, dict[str, Any]], str]] = {
    "text": _anywhere,
    "name": _in_column,
    "company": _in_column,
    "source": _in_column,
    "owner": _listed,
    "stage": _listed,
    "kind": _found,
    "criterion": _open_criterion,
    "days": _days,
}


def winding(connection: sqlite3.Connection, now: int) -> list[int]:
    """The deals of Today's sections that slept or came back to their stage."""
    rows = connection.execute(
        "SELECT id FROM deal NOT INDEXED"
        f" WHERE (flagged_at <= :now OR (due_at <= :now AND overdue_at > :now)) AND {_WINDING}",
        {"now": now},
    )
    return [row[0] for row in rows]


def day_text(value: int | date | None) -> str | None:
    """A bound of a day as it is stored."""
    return value.isoformat() if isinstance(value, date) else None


def people(connection: sqlite3.Connection) -> list[tuple[int, tuple[str, ...]]]:
    """Every person's number, with name and aliases."""
    names: dict[int, list[str]] = {}
    for row in connection.execute(
        f"SELECT id, name FROM (SELECT id, name, 0 AS rank FROM person WHERE {LISTED}"
        " UNION ALL SELECT person_id, alias, 1 FROM person_alias) ORDER BY rank, fold(name), id"
    ):
        names.setdefault(row[0], []).append(row[1])
    return [(person, tuple(each)) for person, each in names.items()]
