"""What is exported of each kind, row by row: a mapping of column to value, as the writers take it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipetui.domain import hygiene
from pipetui.domain.model import OUTCOMES, Deal, NextStep
from pipetui.domain.money import Money
from pipetui.exchange.checksum import checksum
from pipetui.exchange.systems.base import FIELDS
from pipetui.exchange.systems.own import OWN_FIELDS
from pipetui.services import today
from pipetui.services.transfer_rows import cell_text
from pipetui.storage import reading, transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Mapping

    from pipetui.domain.rules import Rules
    from pipetui.services.desk import Desk

Row = dict[str, Any]

DEAL_COLUMNS = ("id", *FIELDS)
NOTE_COLUMNS = ("id", "record", "at", "by", "kind", "pain", "next_step", "owner", "date", "seconds", "text")
EVENT_COLUMNS = ("id", "at", "by", "action", "type", "record", "before", "after", "undone")
_ALL_COLUMNS = (*DEAL_COLUMNS, *OWN_FIELDS)
FINDING_COLUMNS = ("id", "external_id", "name", "company", "stage", "owner", "kind", "days", "hours", "sla", "why")


def deals(desk: Desk) -> Generator[Row, None, None]:
    """Every deal, open, closed and dormant, with the fields that an import knows. Amounts are decimals."""
    rules = desk.rules
    with desk.reading() as connection:
        for row in transfers.exported_deals(connection):
            yield deal_row(row, rules, desk.now)


def deal_row(row: sqlite3.Row, rules: Rules, now: int) -> Row:
    """One deal, from what ``transfers.exported_deals`` reads."""
    values = _values(row, rules, now)
    amount = values["amount"]
    return values | {"amount": amount and amount.major, "checksum": checksum(_as_cells(values))}


def deal_cells(row: sqlite3.Row, rules: Rules, now: int) -> dict[str, str]:
    """One deal as an import of our own export reads it: field to text."""
    return _as_cells(_values(row, rules, now))


def compared(cells: Mapping[str, str]) -> dict[str, str]:
    """What ``deal_cells`` gives, as an import of any other file compares it: deals that are parked or dormant here are
    open there."""
    return {**cells, "status": cells["status"] if cells["status"] in OUTCOMES else "open"}


def _values(row: sqlite3.Row, rules: Rules, now: int) -> Row:
    """All columns but the checksum; ``amount`` is Money."""
    step = NextStep(date=reading.day(row["next_step_date"]), wakes=bool(row["wakes"]))
    deal = Deal(row["id"], row["name"], row["stage"], row["status"], step=step)
    known = {name: value for name, value in dict(row).items() if name in _ALL_COLUMNS}
    return {**dict.fromkeys(_ALL_COLUMNS), **known} | {
        "status": hygiene.status(deal, rules, now),
        "amount": None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"]),
        "created": None if row["created_at"] is None else rules.day(row["created_at"]),
        "stage_entered": None if row["entered_at"] is None else rules.day(row["entered_at"]),
        "close_date": reading.day(row["close_date"]),
        "closed": None if row["closed_at"] is None else rules.day(row["closed_at"]),
        "next_step_date": step.date,
        "last_activity": reading.day(row["last_activity"]),
        "system": row["external_source"] or None,
    }


def _as_cells(values: Row) -> dict[str, str]:
    return {name: cell_text(value).strip() for name, value in values.items() if value is not None}


def leads(_desk: Desk) -> Generator[Row, None, None]:
    """Every lead: none yet."""
    yield from ()


def notes(desk: Desk) -> Generator[Row, None, None]:
    """Every note, oldest first."""
    with desk.reading() as connection:
        for note in transfers.exported_notes(connection):
            yield note | {"at": datetime.fromtimestamp(note["at"], desk.zone), "date": reading.day(note["date"])}


def events(desk: Desk) -> Generator[Row, None, None]:
    """Everything that happened, oldest first."""
    with desk.reading() as connection:
        for event in reversed(reading.events(connection)):
            yield {
                "id": event.id,
                "at": datetime.fromtimestamp(event.at, desk.zone),
                "by": event.by,
                "action": event.action,
                "type": event.type,
                "record": event.record,
                "before": dict(event.before),
                "after": dict(event.after),
                "undone": event.undone,
            }


def findings(desk: Desk) -> Generator[Row, None, None]:
    """One row for each finding, in the order of the list."""
    for item in today.listing(desk, today.View()):
        deal = item.deal
        for found in item.findings:
            yield {
                "id": item.id,
                "external_id": deal.external_id,
                "name": deal.name,
                "company": deal.company,
                "stage": deal.stage,
                "owner": deal.owner,
                "kind": found.kind,
                "days": found.days,
                "hours": found.hours,
                "sla": found.sla,
                "why": found.why,
            }
