"""Deals looked at: whole, found by text, found by the ids that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain import hygiene, phones, sentences
from pipetui.domain.model import OUTCOMES, CriterionState, Detail, Item
from pipetui.domain.names import fold, folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services.desk import Desk, no_such_deal, owner_id
from pipetui.storage import lists, reading

if TYPE_CHECKING:
    import sqlite3


def detail(desk: Desk, deal_id: int) -> Detail:
    """A deal, whole. Raises BadInput if there is none."""
    rules = desk.rules
    with desk.reading() as connection:
        deal = reading.deal(connection, deal_id)
        row = reading.row_of(connection, deal_id)
        if deal is None or row is None:
            raise no_such_deal(deal_id)
        item = hygiene.look(deal, rules, desk.now)
        states = criteria(desk, deal_id, deal.stage)
        notes = reading.notes(connection, deal_id)
        return Detail(
            item=item,
            why_still_here=_why(desk, connection, item, states, row["reason"]),
            criteria=states,
            visits=deal.visits,
            steps=tuple(reading.steps(connection, deal_id)),
            notes=tuple(notes),
            events=tuple(reading.events(connection, deal_id)),
            clocks=deal.clocks,
            contacts=tuple(reading.contacts(connection, deal_id)),
            pain=next((note.pain for note in notes if note.pain), None),
            close_date=reading.day(row["close_date"]),
            source=row["source"],
            outcome_reason=row["reason"],
            closed_at=row["closed_at"],
            previous_id=row["previous_id"],
            next_id=reading.next_cycle(connection, deal_id),
            cycle=row["cycle"],
        )


def criteria(desk: Desk, deal_id: int, stage: str) -> tuple[CriterionState, ...]:
    """The criteria of any stage, and what this deal has ticked of them."""
    with desk.reading() as connection:
        ticks = reading.ticks(connection, deal_id)
    return tuple(CriterionState(c.id, c.text, ticks.get(c.id)) for c in desk.playbook.stage(stage).criteria)


def _why(
    desk: Desk, connection: sqlite3.Connection, item: Item, states: tuple[CriterionState, ...], reason: str | None
) -> str:
    if item.status in OUTCOMES:
        closed_at = item.deal.closed_at
        return sentences.why_closed(item.status, None if closed_at is None else desk.rules.day(closed_at), reason)
    last = reading.last_notes(connection, [item.id]).get(item.id)
    note = None if last is None else ((desk.today - desk.rules.day(last[0])).days, last[1])
    still_open = [criterion.id for criterion in states if not criterion.ticked]
    stage = desk.playbook.stage(item.deal.stage)
    return sentences.why_still_here(item.deal, stage, item.stage_days, still_open, note)


def find(desk: Desk, text: str, limit: int = 50) -> list[Item]:
    """Deals in which every word is found (number, name, company, owner, contact, phone, e-mail), open ones first."""
    rules = desk.rules
    with desk.reading() as connection:
        ids = lists.search(connection, phones.words(fold(text)), limit)
        return [hygiene.look(deal, rules, desk.now) for deal in reading.deals(connection, ids)]


def resolve(desk: Desk, ref: str) -> int:
    """The deal that people mean: digits are its number, else (or if there is none) the id of another system;
    ``ext:12`` forces that. Raises BadInput for an unknown one, and for an ambiguous one with the candidates."""
    ref = ref.strip()
    forced = ref.startswith("ext:")
    external = ref.removeprefix("ext:")
    with desk.reading() as connection:
        if not forced and external.isascii() and external.isdigit() and len(external) < 19:
            number = int(external)
            if reading.exists(connection, number):
                return number
        found = reading.external(connection, external) if external else []
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(
            _("The external id {id} belongs to several deals.").format(id=external),
            _("Say which number: {ids}.").format(ids=", ".join(map(str, found))),
        )
    raise BadInput(_("There is no deal {id}.").format(id=ref), _("`pipetui find TEXT` looks for one."))


def people(desk: Desk) -> list[str]:
    """The names of all people."""
    with desk.reading() as connection:
        return reading.people(connection)


def person(desk: Desk, name: str) -> str:
    """The person of a name or alias. Raises BadInput if nobody is called so."""
    with desk.reading() as connection:
        return reading.person_name(connection, owner_id(connection, name))


def known(desk: Desk, name: str) -> bool:
    """Is somebody called so?"""
    with desk.reading() as connection:
        return reading.person_id(connection, folded_name(name)) is not None
