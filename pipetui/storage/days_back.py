"""Several past days in one walk: a copy in memory is taken back from day to day, the newest first.

Only the rows that findings depend on are taken back. What is derived (the instants of the findings) stays as it is for
deals that nobody touched; which ones were touched is told, for the caller to compute anew.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.storage import playbook_rows
from pipetui.storage.rewinding import CHANGES, Change, as_changes, in_memory, step_back

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from pipetui.storage.engine import Store

_DEAL_OF = {"deal": "id", "stage_visit": "deal_id", "parking": "deal_id", "next_step": "record_id",
            "sla_clock": "record_id"}  # fmt: skip
"""The tables that findings depend on, and which of their columns names the deal."""

_RULES = ("playbook", "playbook_stage", "playbook_criterion", "playbook_sla", "playbook_reason")

_LATER = (
    "WHERE a.at > ? AND a.at <= ? AND a.name <> 'init'"
    f" AND c.tbl IN ({', '.join(repr(table) for table in (*_DEAL_OF, *_RULES))})"
)

_TELL_EVERY = 500
"""How many changes are taken back between two reports of progress."""


@dataclass(frozen=True, slots=True)
class PastDay:
    """The database as it was recorded at the instant ``end``, until the walk goes on. ``touched``: deals whose findings
    are to be computed anew; ``new_rules``: another playbook was in force, all are."""

    end: int
    connection: sqlite3.Connection
    touched: tuple[int, ...]
    new_rules: bool


def days_back(store: Store, ends: Sequence[int], progress: Callable[[int, int], None]) -> Iterator[PastDay]:
    """The past at these instants, from the last to the first. ``progress`` is told what is done and the whole; it may
    raise, and the walk is over."""
    with closing(in_memory(store)) as memory:
        memory.execute("BEGIN")
        instants = sorted(set(ends), reverse=True)
        counted = f"SELECT count(*) FROM change c JOIN action a ON a.id = c.action_id {_LATER}"
        whole = memory.execute(counted, (min(instants, default=0), 2**62)).fetchone()[0]
        done, until, rules = 0, 2**62, playbook_rows.current_uid(memory)
        for end in instants:
            touched: set[int] = set()
            for change in _changes(memory, end, until):
                if done % _TELL_EVERY == 0:
                    progress(done, whole)
                touched.update(_deal(memory, change))
                step_back(memory, change)
                done += 1
            before, rules = rules, playbook_rows.current_uid(memory)
            yield PastDay(end, memory, tuple(sorted(touched)), new_rules=rules != before)
            until = end


def done_by(connection: sqlite3.Connection, end: int) -> tuple[int, int]:
    """What had been done by the instant ``end``: how many actions, and the last one's number. Nothing: not begun."""
    row = connection.execute("SELECT count(*), coalesce(max(id), 0) FROM action WHERE at <= ?", (end,)).fetchone()
    return int(row[0]), int(row[1])


def _changes(memory: sqlite3.Connection, after: int, until: int) -> list[Change]:
    """What was changed after one instant and up to another, latest first."""
    return as_changes(memory.execute(f"{CHANGES} {_LATER} ORDER BY c.id DESC", (after, until)))


def _deal(memory: sqlite3.Connection, change: Change) -> list[int]:
    """The deal that a change is about, or none."""
    column = _DEAL_OF.get(change.table)
    if column is None:
        return []
    if change.after is None:
        assert change.before is not None, "a row that is gone was there before"
        return [change.before[column]]
    row = memory.execute(f"SELECT {column} FROM {change.table} WHERE id = ?", (change.row_id,)).fetchone()
    return [] if row is None else [row[0]]
