"""Deals that a file brings again: field by field, and never over what a person changed here.

A cell is applied only if the file's value changed since the last import saw it. If the value here changed too, ours
stays and the report lists the conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipetui.domain.hygiene import UNKNOWN_CREATED
from pipetui.domain.money import Money, rank
from pipetui.services.desk import refresh
from pipetui.services.edits import CONTACT_FIELDS
from pipetui.services.transfer_change import Change
from pipetui.services.transfer_new import import_note, step_row
from pipetui.services.transfer_own import not_taken
from pipetui.services.transfer_stage import Standing
from pipetui.storage import tables
from pipetui.storage.bulk import insert_events, insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.rules import Rules
    from pipetui.services.transfer_answers import StageLabels
    from pipetui.services.transfer_people import People
    from pipetui.services.transfer_report import ImportReport
    from pipetui.services.transfer_rows import Planned
    from pipetui.storage.transfers import Seen
    from pipetui.storage.writing import Work

_PLAIN = ("name", "company", "company_ref", "source", "close_date", "last_activity")


class KnownDeals:
    """Applies what a file changed to deals that are here already. Conflicts and held rows go into the report; ``kept``
    and ``agreed`` are those of the last rows, for ``import_conflicts``."""

    def __init__(self, work: Work, rules: Rules, people: People, labels: StageLabels, report: ImportReport) -> None:
        self._work = work
        self._rules = rules
        self._people = people
        self._report = report
        self._standing = Standing(work, rules, labels, report)
        self._deals: dict[int, tables.Deal] = {}
        self._steps: dict[int, tables.NextStep] = {}
        self._new_steps: list[dict[str, Any]] = []
        self._contacts: dict[int, tables.Contact] = {}
        self.kept: list[tuple[int, int, str, str | None, str | None]] = []
        self.agreed: list[tuple[int, str]] = []

    def changed_fields(self, planned: Planned, seen: Seen) -> frozenset[str]:
        """The fields whose value in the file is another one than the last import saw."""
        return frozenset(name for name, text in planned.cells.items() if text != seen.cells.get(name, ""))

    def write(self, rows: Sequence[tuple[Planned, Seen, frozenset[str]]]) -> int:
        """Apply these changes; how many deals got another value by them."""
        ids = [seen.record_id for _planned, seen, _changed in rows]
        self._load(ids)
        changes = [Change(self._deals[seen.record_id], row, seen.cells, changed) for row, seen, changed in rows]
        for change in changes:
            self._apply(change)
        self._work.session.flush()
        insert_rows(self._work, tables.NextStep, self._new_steps)
        notes = [import_note(self._work, change.row.id, change.planned, only=change.noted) for change in changes]
        insert_rows(self._work, tables.Note, [note for note in notes if note])
        told = [(change.row.id, change.before, change.after) for change in changes if change.after]
        insert_events(self._work, "import_updated", told)
        refresh(self._work, self._rules, ids)
        self._report.conflicts.extend(conflict for change in changes for conflict in change.conflicts)
        self._report.warnings.extend(not_taken(changes))
        self.kept = [kept for change in changes for kept in change.kept]
        self.agreed = [agreed for change in changes for agreed in change.agreed]
        return sum(change.counts for change in changes)

    def _load(self, ids: Sequence[int]) -> None:
        """Bring the rows that are needed into memory with one query for each table."""
        session = self._work.session
        self._deals = {row.id: row for row in session.exec(select(tables.Deal).where(col(tables.Deal.id).in_(ids)))}
        self._new_steps = []
        steps = select(tables.NextStep).where(
            col(tables.NextStep.record_id).in_(ids), col(tables.NextStep.ended_at).is_(None)
        )
        self._steps = {step.record_id: step for step in session.exec(steps)}
        contacts = select(tables.Contact).where(col(tables.Contact.record_id).in_(ids))
        # The first contact is the one that files speak of.
        newest_first = session.exec(contacts.order_by(col(tables.Contact.id).desc()))
        self._contacts = {contact.record_id: contact for contact in newest_first}
        self._standing.load(ids)

    def _apply(self, change: Change) -> None:
        self._standing.apply(change)
        for name in _PLAIN:
            if change.takes(name, getattr(change.row, name)):
                setattr(change.row, name, change.theirs(name))
        self._apply_amount(change)
        self._apply_created(change)
        self._apply_owner(change)
        for name, column in CONTACT_FIELDS.items():
            self._apply_contact(change, name, column)
        if change.row.status == "open":
            self._apply_step(change)
        self._apply_noted(change)

    def _apply_amount(self, change: Change) -> None:
        row = change.row
        ours = None if row.amount_minor is None else Money(row.amount_minor, str(row.currency))
        if change.takes("amount", ours):
            amount: Money | None = change.theirs("amount")
            row.amount_minor = amount.minor if amount else None
            row.currency = amount.currency if amount else row.currency
            row.amount_rank = rank(amount)

    def _apply_created(self, change: Change) -> None:
        row = change.row
        ours = None if row.created_at is None else self._rules.day(row.created_at)
        if change.takes("created", ours):
            day = change.theirs("created")
            row.created_at = None if day is None else self._rules.midnight(day)
            row.created_rank = UNKNOWN_CREATED if row.created_at is None else row.created_at

    def _apply_owner(self, change: Change) -> None:
        row = change.row
        if change.takes("owner", self._people.name_of(row.owner_id), same=self._people.known_as):
            before, row.owner_id = row.owner_id, self._people.id_of(change.theirs("owner"))
            step = self._steps.get(row.id)
            if step is not None and step.owner_id == before:
                step.owner_id = row.owner_id

    def _apply_contact(self, change: Change, name: str, column: str) -> None:
        contact = self._contacts.get(change.row.id)
        if change.takes(name, getattr(contact, column) if contact else None):
            if contact is None:
                contact = self._contacts[change.row.id] = self._work.add(tables.Contact(record_id=change.row.id))
            setattr(contact, column, change.theirs(name))

    def _apply_step(self, change: Change) -> None:
        """The promise as the file has it now: another date re-dates it, another text or owner replaces it."""
        row, step = change.row, self._steps.get(change.row.id)
        again = change.reopened and step is None
        text, day, owner_id = (step.text, step.day, step.owner_id) if step else (None, None, None)
        takes_text = change.restores("next_step") if again else change.takes("next_step", text)
        takes_day = change.restores("next_step_date") if again else change.takes("next_step_date", day)
        takes_owner = change.takes("next_step_owner", self._people.name_of(owner_id), same=self._people.known_as)
        if not (takes_text or takes_day or takes_owner):
            return
        text = change.theirs("next_step") if takes_text else text
        new_day = change.theirs("next_step_date") if takes_day else day
        if takes_owner or owner_id is None:
            owner_id = self._people.id_of(change.theirs("next_step_owner")) or row.owner_id
        moved = bool(day and new_day and takes_day and not takes_text and not takes_owner)
        redated = (step.redated if step else 0) + moved
        if step is not None:
            # Written with all the others; one flush for each would take longer than all the rest.
            step.end, step.ended_at = "moved" if moved else "replaced" if text or new_day else "dropped", self._work.now
        if text or new_day:
            values = {"next_step": text, "next_step_date": new_day}
            self._new_steps.append({**step_row(self._work, row.id, values, owner_id), "redated": redated})

    def _apply_noted(self, change: Change) -> None:
        """What has no column of its own here is added as a note, never taken away."""
        fresh = {name for name in ("pain", "notes") if name in change.changed and name in change.planned.values}
        for name in fresh:
            change.did(name, None, change.planned.values[name])
        change.noted = frozenset(fresh | (change.planned.lost.keys() & change.changed))
