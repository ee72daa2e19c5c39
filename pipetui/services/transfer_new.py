"""Deals that a file brings for the first time, written in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui.domain import hygiene
from pipetui.domain.model import NO_STEP, Attention, Deal, NextStep, Parking, Visit
from pipetui.domain.money import Money, rank
from pipetui.domain.sentences import field_word
from pipetui.i18n import _
from pipetui.services.edits import CONTACT_FIELDS
from pipetui.services.transfer_own import own_columns
from pipetui.storage import attention, tables
from pipetui.storage.bulk import insert_events, insert_rows, new_records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.domain.model import Status
    from pipetui.domain.rules import Rules
    from pipetui.exchange.systems.base import Values
    from pipetui.services.transfer_rows import Planned
    from pipetui.storage.writing import Work


class NewDeals:
    """Writes new deals of one source with all that belongs to them. ``person_id``: name in the file to number."""

    def __init__(self, work: Work, rules: Rules, source: str, person_id: Callable[[str | None], int | None]) -> None:
        self._work = work
        self._rules = rules
        self._source = source
        self._person_id = person_id

    def write(self, rows: Sequence[Planned]) -> list[int]:
        """Write these rows as deals; their numbers, in the same order."""
        ids = list(new_records(self._work, len(rows)))
        numbered = list(zip(ids, rows, strict=True))
        visits = [self._visit(deal_id, row) for deal_id, row in numbered]
        steps = [step for deal_id, row in numbered if (step := self._step(deal_id, row))]
        step_of = {step["record_id"]: step for step in steps}
        own = own_columns(numbered, self._work.connection)
        deals = [
            self._deal(deal_id, row, visit, step_of.get(deal_id)) | own.get(deal_id, {})
            for (deal_id, row), visit in zip(numbered, visits, strict=True)
        ]
        insert_rows(self._work, tables.Deal, deals)
        parkings = [self._parking(deal_id, row) for deal_id, row in numbered if row.asleep == "parked"]
        insert_rows(self._work, tables.Parking, parkings)
        insert_rows(self._work, tables.StageVisit, visits)
        insert_rows(self._work, tables.NextStep, steps)
        contacts = [self._contact(deal_id, row.values) for deal_id, row in numbered]
        insert_rows(self._work, tables.Contact, [contact for contact in contacts if contact])
        notes = [import_note(self._work, deal_id, row) for deal_id, row in numbered]
        insert_rows(self._work, tables.Note, [note for note in notes if note])
        insert_events(self._work, "imported", [(deal_id, {}, self._told(row)) for deal_id, row in numbered])
        return ids

    def _deal(self, deal_id: int, row: Planned, visit: dict[str, Any], step: dict[str, Any] | None) -> dict[str, Any]:
        values = row.values
        amount: Money | None = values.get("amount")
        created_at = self._midnight(values, "created")
        closed = row.status != "open"
        return {
            "id": deal_id,
            "name": values["name"],
            "company": values.get("company"),
            "company_ref": values.get("company_ref"),
            "external_source": self._source,
            "external_id": row.external_id,
            "owner_id": self._person_id(values.get("owner")),
            "amount_minor": amount.minor if amount else None,
            "currency": amount.currency if amount else values.get("currency") or self._rules.playbook.currency,
            "amount_rank": rank(amount),
            "source": values.get("source"),
            "close_date": values.get("close_date"),
            "created_at": created_at,
            "created_rank": hygiene.UNKNOWN_CREATED if created_at is None else created_at,
            "recorded_at": self._work.now,
            "last_activity": values.get("last_activity"),
            "status": row.status,
            "reason": values.get("reason") if closed else None,
            "closed_at": self._midnight(values, "closed") if closed else None,
            "stage": row.stage,
            "crm_stage": None,
            "previous_id": None,
            "cycle": 1,
            "handled_at": None,
            **attention.columns(Attention() if closed else self._attention(deal_id, row, visit, step)),
        }

    def _attention(self, deal_id: int, row: Planned, visit: dict[str, Any], step: dict[str, Any] | None) -> Attention:
        promise = NO_STEP
        if step is not None:
            owner = row.values.get("owner") if step["owner_id"] is not None else None
            text, day = step["text"], step["day"]
            promise = NextStep(text, row.values.get("next_step_owner", owner), day, wakes=step["wakes"])
        stay = Visit(row.stage, visit["entered_at"], visit["seen_at"])
        status: Status = "dormant" if row.asleep == "dormant" else "open"
        parkings: tuple[Parking, ...] = ()
        if row.asleep == "parked":
            parkings = (Parking(self._work.now, row.values["next_step_date"], promise.text or ""),)
        deal = Deal(
            deal_id, row.values["name"], row.stage, status, visits=(stay,), step=promise, parkings=parkings
        )  # fmt: skip
        return hygiene.attention(deal, self._rules)

    def _visit(self, deal_id: int, row: Planned) -> dict[str, Any]:
        return {
            "deal_id": deal_id,
            "stage": row.stage,
            "entered_at": self._midnight(row.values, "stage_entered"),
            "seen_at": self._work.now,
            "left_at": None,
        }

    def _step(self, deal_id: int, row: Planned) -> dict[str, Any] | None:
        """What the file says comes next, even without a date; it belongs to the deal's owner unless the file says."""
        values = row.values
        if row.status != "open" or not {"next_step", "next_step_date"} & values.keys():
            return None
        owner = values.get("next_step_owner", values.get("owner"))
        step = step_row(self._work, deal_id, values, self._person_id(owner))
        return step | {"wakes": row.asleep is not None}

    def _parking(self, deal_id: int, row: Planned) -> dict[str, Any]:
        """A deal that was parked where the file comes from; since when there, the file does not say."""
        return {
            "deal_id": deal_id,
            "since_at": self._work.now,
            "until": row.values["next_step_date"],
            "reason": row.values.get("next_step", ""),
            "by_id": self._work.by.id,
            "ended_at": None,
        }

    def _contact(self, deal_id: int, values: Values) -> dict[str, Any] | None:
        found = {column: values.get(name) for name, column in CONTACT_FIELDS.items()}
        return {"record_id": deal_id, **found} if any(found.values()) else None

    def _midnight(self, values: Values, name: str) -> int | None:
        day = values.get(name)
        return None if day is None else self._rules.midnight(day)

    def _told(self, row: Planned) -> dict[str, Any]:
        told = {"name": row.values["name"], "stage": row.stage, "source": self._source}
        return told if row.status == "open" else {**told, "status": row.status}


def step_row(work: Work, deal_id: int, values: Values, owner_id: int | None) -> dict[str, Any]:
    """A promise that a file brings; its text or its day may be missing."""
    return {
        "record_id": deal_id,
        "text": values.get("next_step"),
        "owner_id": owner_id,
        "day": values.get("next_step_date"),
        "promised_by_id": work.by.id,
        "promised_at": work.now,
        "redated": 0,
        "wakes": False,
        "end": None,
        "ended_at": None,
        "reason": None,
    }


def import_note(work: Work, deal_id: int, row: Planned, *, only: frozenset[str] | None = None) -> dict[str, Any] | None:
    """A note with the pain, the notes and the texts of cells that could not be used; None where there is none.

    ``only``: the fields that are new since the last import.
    """

    def wanted(name: str) -> bool:
        return only is None or name in only

    pain = row.values.get("pain") if wanted("pain") else None
    lines = [row.values["notes"]] if "notes" in row.values and wanted("notes") else []
    lines += [
        _("{field} in the file: {text}").format(field=field_word(name), text=text)
        for name, text in row.lost.items()
        if wanted(name)
    ]
    if not pain and not lines:
        return None
    return {
        "record_id": deal_id,
        "at": work.now,
        "by_id": work.by.id,
        "kind": "import",
        "pain": pain,
        "next_step": None,
        "owner_id": None,
        "day": None,
        "seconds": None,
        "text": "\n".join(lines) or None,
    }
