"""Data out: the whole of one kind, as rows for a file."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from pipetui.domain import hygiene
from pipetui.domain.instants import iso
from pipetui.domain.model import OUTCOMES, Deal, NextStep
from pipetui.domain.money import Money, from_major
from pipetui.errors import BadInput
from pipetui.exchange.systems import BY_KEY
from pipetui.exchange.systems.base import FIELDS
from pipetui.exchange.writers import ITALIAN, PLAIN, write_csv, write_json
from pipetui.i18n import _
from pipetui.services import today
from pipetui.services.transfer_answers import PeopleNames, StageLabels
from pipetui.services.transfer_rows import LOST, cell_text
from pipetui.storage import reading, transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Generator, Mapping

    from pipetui.services.desk import Desk

Row = dict[str, Any]

DEAL_COLUMNS = ("id", *FIELDS)
NOTE_COLUMNS = ("id", "record", "at", "by", "kind", "pain", "next_step", "owner", "date", "seconds", "text")
EVENT_COLUMNS = ("id", "at", "by", "action", "type", "record", "before", "after", "undone")
FINDING_COLUMNS = ("id", "external_id", "name", "company", "stage", "owner", "kind", "days", "hours", "sla", "why")
CHANGE_COLUMNS = ("id", "external_id", "name", "company", "field", "before", "after")

_COMPARED = (
    "name", "company", "contact", "role", "email", "phone", "stage", "status", "owner", "amount", "close_date",
    "reason", "next_step", "next_step_date", "next_step_owner", "source",
)  # fmt: skip
"""What people change here and would enter in their CRM."""


@dataclass(frozen=True, slots=True)
class _Kind:
    columns: tuple[str, ...]
    rows: Callable[[Desk], Generator[Row, None, None]]


def export(desk: Desk, what: str, to: str, out: TextIO, locale: str | None = None) -> None:
    """Write everything of one kind (deals, leads, notes, events, findings, changes) as csv or json into ``out``.

    ``locale`` (en or it) is how a spreadsheet of that language expects CSV. ``out`` must not translate line ends.
    Raises BadInput for a kind, format or locale that there is not.
    """
    kind = _kind(what)
    style = {None: PLAIN, "en": PLAIN, "it": ITALIAN}.get(locale)
    if style is None:
        raise BadInput(_("“{locale}” is no locale for files.").format(locale=locale), _("Locales: en, it."))
    if to not in ("csv", "json"):
        raise BadInput(_("{what} cannot be exported as “{to}”.").format(what=what, to=to), _("Formats: csv, json."))
    with closing(kind.rows(desk)) as rows:
        if to == "csv":
            write_csv(map(_flat, rows), kind.columns, out, style)
        else:
            write_json(rows, kind.columns, out)


def _kind(what: str) -> _Kind:
    kinds = {
        "deals": _Kind(DEAL_COLUMNS, deals),
        "leads": _Kind(DEAL_COLUMNS, _no_leads),
        "notes": _Kind(NOTE_COLUMNS, _notes),
        "events": _Kind(EVENT_COLUMNS, _events),
        "findings": _Kind(FINDING_COLUMNS, _findings),
        "changes": _Kind(CHANGE_COLUMNS, changes),
    }
    if what not in kinds:
        raise BadInput(
            _("“{what}” cannot be exported.").format(what=what),
            _("What there is: {names}.").format(names=", ".join(kinds)),
        )
    return kinds[what]


def deals(desk: Desk) -> Generator[Row, None, None]:
    """Every deal, open, closed and dormant, with the fields that an import knows. Amounts are decimals."""
    rules = desk.rules
    with desk.reading() as connection:
        for row in transfers.exported_deals(connection):
            step = NextStep(date=reading.day(row["next_step_date"]), wakes=bool(row["wakes"]))
            deal = Deal(row["id"], row["name"], row["stage"], row["status"], step=step)
            amount = None if row["amount_minor"] is None else Money(row["amount_minor"], row["currency"]).major
            known = {name: value for name, value in dict(row).items() if name in DEAL_COLUMNS}
            yield {**dict.fromkeys(DEAL_COLUMNS), **known} | {
                "status": hygiene.status(deal, rules, desk.now),
                "amount": amount,
                "created": None if row["created_at"] is None else rules.day(row["created_at"]),
                "stage_entered": None if row["entered_at"] is None else rules.day(row["entered_at"]),
                "close_date": reading.day(row["close_date"]),
                "closed": None if row["closed_at"] is None else rules.day(row["closed_at"]),
                "next_step_date": step.date,
                "last_activity": reading.day(row["last_activity"]),
            }


def _no_leads(_desk: Desk) -> Generator[Row, None, None]:
    yield from ()


def _notes(desk: Desk) -> Generator[Row, None, None]:
    with desk.reading() as connection:
        for note in transfers.exported_notes(connection):
            yield note | {"at": iso(note["at"], desk.zone)}


def _events(desk: Desk) -> Generator[Row, None, None]:
    with desk.reading() as connection:
        for event in reversed(reading.events(connection)):
            yield {
                "id": event.id,
                "at": iso(event.at, desk.zone),
                "by": event.by,
                "action": event.action,
                "type": event.type,
                "record": event.record,
                "before": dict(event.before),
                "after": dict(event.after),
                "undone": event.undone,
            }


def _findings(desk: Desk) -> Generator[Row, None, None]:
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


def changes(desk: Desk) -> Generator[Row, None, None]:
    """What is different here from what the last import saw: one row for each field, to be entered in the CRM.

    ``before`` is what the file said. Fields for which the file had no column are left out.
    """
    with desk.reading() as connection:
        seen = transfers.all_seen(connection)
        meanings = _Meanings(desk, connection)
    for deal in deals(desk):
        source, cells = seen.get(deal["id"], ("", {}))
        for name in _COMPARED:
            before = cells.get(name, LOST)
            if before.startswith(LOST):
                continue
            after = _ours(deal, name, cells)
            if meanings.of(source, name, before) != after:
                of_deal = {column: deal[column] for column in ("id", "external_id", "name", "company")}
                yield of_deal | {"field": name, "before": before or None, "after": after or None}


def _ours(deal: Row, name: str, cells: Mapping[str, str]) -> str:
    """A field of ours as an import would compare it. Where a file has no status, its stage says the outcome."""
    status = deal["status"] if deal["status"] in OUTCOMES else "open"
    if name == "status":
        return str(status)
    if name == "stage" and status != "open" and "status" not in cells:
        return str(status)
    if name == "amount" and deal["amount"] is not None:
        return cell_text(from_major(deal["amount"], deal["currency"]))
    return "" if deal[name] is None else cell_text(deal[name])


class _Meanings:
    """What the texts that an import saw mean here."""

    def __init__(self, desk: Desk, connection: sqlite3.Connection) -> None:
        self._labels = {
            key: StageLabels(desk.playbook, system, {}, transfers.answers(connection, "stage", key))
            for key, system in BY_KEY.items()
        }
        self._people = PeopleNames(transfers.names(connection), {})

    def of(self, source: str, name: str, text: str) -> str:
        """The text as ours would be written if nothing were different."""
        if name == "status":
            return text or "open"
        if name in ("owner", "next_step_owner") and text:
            return self._people.person(text)
        if name == "stage" and text and source in self._labels:
            return self._labels[source].meaning(text) or text
        return text


def _flat(row: Row) -> Row:
    """A row for CSV: what JSON nests is a text."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value for name, value in row.items()
    }
