"""The columns of ``deal`` that say from when on each finding holds (see ``domain.model.Attention``)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.model import Attention
from pipetui.storage.reading import day

if TYPE_CHECKING:
    import sqlite3

NAMES = tuple(Attention.__dataclass_fields__)
"""The columns, named as the fields are."""


def columns(seen: Attention) -> dict[str, Any]:
    """Column to value, as SQLModel and Core statements take it."""
    return {name: getattr(seen, name) for name in NAMES}


def keep(connection: sqlite3.Connection, deal_id: int, seen: Attention) -> None:
    """Write what was computed for a deal, past the session: no event, no change. Inside a transaction."""
    values = [value.isoformat() if isinstance(value, date) else value for value in columns(seen).values()]
    pairs = ", ".join(f"{name} = ?" for name in NAMES)
    connection.execute(f"UPDATE deal SET {pairs} WHERE id = ?", [*values, deal_id])


def clear(connection: sqlite3.Connection) -> None:
    """Empty the columns of all deals, for the caller to compute anew."""
    empty = ", ".join(f"{name} = {0 if name == 'wakes' else 'NULL'}" for name in NAMES)
    connection.execute(f"UPDATE deal SET {empty}")


def stored(connection: sqlite3.Connection) -> dict[int, Attention]:
    """What is kept with every deal, by id."""
    found = {}
    for row in connection.execute(f"SELECT id, {', '.join(NAMES)} FROM deal ORDER BY id"):
        values = dict(zip(NAMES, row[1:], strict=True))
        values |= {"wakes": bool(values["wakes"]), "handled_until": day(values["handled_until"])}
        found[row[0]] = Attention(**values)
    return found
