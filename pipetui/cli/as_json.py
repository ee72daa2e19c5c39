"""The contract's JSON: one function per value. Keys and kinds are the same in every language.

Unknown is null, ids are integers, amounts decimal strings, dates ``YYYY-MM-DD``, instants ISO text with the offset of
the playbook's zone. Every function returns plain dicts and lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.instants import iso
from pipetui.domain.model import (
    Absence,
    Contact,
    Counts,
    CriterionState,
    Detail,
    Event,
    Finding,
    Item,
    NextStep,
    Note,
    Promise,
    SlaClock,
    Visit,
)
from pipetui.domain.money import Money, plain

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipetui.services.import_conflicts import OpenConflict
    from pipetui.services.people import Person
    from pipetui.services.rehearsal import Rehearsal
    from pipetui.services.results import Closed, Done, Moved
    from pipetui.services.since import Happened, News

Document = dict[str, Any]


def day(value: date | None) -> str | None:
    """A day, or null."""
    return None if value is None else value.isoformat()


def instant(value: int | None, zone: ZoneInfo) -> str | None:
    """An instant (epoch seconds), or null."""
    return None if value is None else iso(value, zone)


def amounts(value: Iterable[Money]) -> Document:
    """Amounts of several currencies, by code."""
    return {money.currency: plain(money) for money in value}


def listing(now: int, zone: ZoneInfo, counts: Counts, items: Iterable[Item]) -> Document:
    """``today`` and ``check``."""
    return {**status(now, zone, counts), "items": [item(each) for each in items]}


def status(now: int, zone: ZoneInfo, counts: Counts) -> Document:
    """``status``: the figures over the list, by name."""
    figures = {name: getattr(counts, name) for name in Counts.__dataclass_fields__}
    return {"as_of": iso(now, zone), "counts": figures}


def item(shown: Item) -> Document:
    """One line of a list. A lead has its state for a stage and no days in it."""
    deal = shown.deal
    of_deal = shown.type == "deal"
    return {
        "id": deal.id,
        "type": shown.type,
        "external_id": deal.external_id,
        "name": deal.name,
        "company": deal.company,
        "stage": deal.stage,
        "status": shown.status,
        "section": shown.section,
        "owner": deal.owner,
        "amount": None if deal.amount is None else plain(deal.amount),
        "currency": deal.currency,
        "stage_days": shown.stage_days.days if of_deal else None,
        "stage_days_known": shown.stage_days.known if of_deal else None,
        "next_step": _next_step(deal.step),
        "handled_until": day(shown.handled_until),
        "crm_stage": deal.crm_stage,
        "covering": shown.covering,
        "findings": [_finding(each) for each in shown.findings],
    }


def detail(shown: Detail, zone: ZoneInfo, now: int) -> Document:
    """``show``: the item and everything known about it."""
    return {
        **item(shown.item),
        "why_still_here": shown.why_still_here,
        "criteria": [_criterion(each, zone) for each in shown.criteria],
        "pain": shown.pain,
        "close_date": day(shown.close_date),
        "source": shown.source,
        "reason": shown.outcome_reason,
        "closed": instant(shown.closed_at, zone),
        "created": instant(shown.item.deal.created_at, zone),
        "cycle": shown.cycle,
        "previous_id": shown.previous_id,
        "next_id": shown.next_id,
        "contacts": contacts(shown.contacts),
        "visits": [_visit(each, zone) for each in shown.visits],
        "steps": [_promise(each, zone) for each in shown.steps],
        "notes": [_note(each, zone) for each in shown.notes],
        "events": [event(each, zone) for each in shown.events],
        "slas": [_sla(each, zone, now if shown.closed_at is None else shown.closed_at) for each in shown.clocks],
    }


def event(happened: Event, zone: ZoneInfo) -> Document:
    """One entry of ``log``."""
    return {
        "id": happened.id,
        "at": iso(happened.at, zone),
        "by": happened.by,
        "action": happened.action,
        "type": happened.type,
        "record": happened.record,
        "before": _values(happened.before),
        "after": _values(happened.after),
        "undone": happened.undone,
    }


def done(result: Done) -> Document:
    """What a command changed: field, before and after."""
    changed = {
        name: [_value(before), _value(after)] for name, (before, after) in result.changed.items() if before != after
    }
    return {"id": result.id, "event": result.event, "action": result.action, "changed": changed}


def moved(result: Moved) -> Document:
    """``move``, done or not."""
    document = {
        "moved": result.moved,
        "from": result.from_,
        "to": result.to,
        "open_criteria": list(result.open_criteria),
    }
    return document if result.done is None else {**document, **done(result.done)}


def closed(result: Closed, deal_id: int) -> Document:
    """``close``, done or not; ``next_id`` is the dormant next cycle of a no-decision."""
    change = {"id": deal_id, "event": None, "action": None, "changed": {}} if result.done is None else done(result.done)
    return {
        **change,
        "closed": result.closed,
        "outcome": result.outcome,
        "open_criteria": list(result.open_criteria),
        "next_id": result.next_id,
        "why": result.why or None,
    }


def rehearsal(result: Rehearsal, *, applied: bool) -> Document:
    """``playbook apply``: what it changes, or did change; deals by kind of finding."""
    return {
        "applied": applied,
        "changed": result.changed,
        "gained": {kind: list(ids) for kind, ids in result.gained.items()},
        "lost": {kind: list(ids) for kind, ids in result.lost.items()},
        "removed_stages": [
            {"stage": each.stage.id, "deals": list(each.deals), "to": each.to} for each in result.removed_stages
        ],
        "removed_criteria": [{"criterion": each.criterion.id, "ticks": each.ticks} for each in result.removed_criteria],
    }


def contacts(people: Iterable[Contact]) -> list[Document]:
    """``contact``: the people at the buyer's, the main one first."""
    return [_contact(each) for each in people]


def conflict(still_open: OpenConflict) -> Document:
    """What a file and a deal do not agree about."""
    ours, theirs = still_open.told()
    return {"field": still_open.field, "ours": ours, "theirs": theirs}


def person(someone: Person, today: date) -> Document:
    """One line of ``people``. ``kept`` of ``promised``: promises of the last 90 days."""
    absence_now = someone.away(today)
    return {
        "name": someone.name,
        "aliases": list(someone.aliases),
        "open_deals": someone.open_deals,
        "to_clear": someone.to_clear,
        "value": amounts(someone.worth),
        "kept": someone.kept,
        "promised": someone.promised,
        "away": None if absence_now is None else absence(absence_now, today),
        "absences": [absence(each, today) for each in someone.absences],
        "covers": list(someone.covers),
    }


def absence(planned: Absence, today: date) -> Document:
    """One line of ``away``; ``now``: today is one of the days, both ends included."""
    return {
        "name": planned.person,
        "from": day(planned.first),
        "to": day(planned.last),
        "cover": planned.cover,
        "now": planned.on(today),
    }


def news(shown: News | None, zone: ZoneInfo) -> Document:
    """``since``: the instant of the last look (null before the first), and three lists of deals."""

    def deals(happened: Iterable[Happened]) -> list[Document]:
        return [{"id": each.id, "title": each.title, "at": iso(each.at, zone), "told": each.told} for each in happened]

    if shown is None:
        return {"since": None, "woke": [], "moved": [], "arrived": []}
    return {
        "since": iso(shown.since, zone),
        "woke": deals(shown.woke),
        "moved": deals(shown.moved),
        "arrived": deals(shown.arrived),
    }


def _next_step(step: NextStep) -> Document:
    return {
        "text": step.text or None,
        "owner": step.owner or None,
        "date": day(step.date),
        "redated": step.redated,
        "wakes": step.wakes,
    }


def _finding(found: Finding) -> Document:
    return {
        "kind": found.kind,
        "days": found.days,
        "hours": found.hours,
        "sla": found.sla,
        "missing": list(found.missing),
        "why": found.why,
    }


def _criterion(state: CriterionState, zone: ZoneInfo) -> Document:
    tick = state.tick
    return {
        "id": state.id,
        "text": state.text,
        "ticked": state.ticked,
        "by": tick.by if tick else None,
        "at": instant(tick.at, zone) if tick else None,
        "how": tick.how if tick else None,
        "note": tick.note if tick else None,
    }


def _contact(person: Contact) -> Document:
    return {
        "name": person.name,
        "role": person.role,
        "email": person.email,
        "phone": person.phone,
    }


def _visit(stay: Visit, zone: ZoneInfo) -> Document:
    return {
        "stage": stay.stage,
        "entered": instant(stay.entered_at, zone),
        "seen": iso(stay.seen_at, zone),
        "left": instant(stay.left_at, zone),
    }


def _promise(step: Promise, zone: ZoneInfo) -> Document:
    return {
        "id": step.id,
        "text": step.text,
        "owner": step.owner,
        "date": day(step.date),
        "promised_by": step.promised_by,
        "promised_at": iso(step.promised_at, zone),
        "redated": step.redated,
        "end": step.end,
        "ended_at": instant(step.ended_at, zone),
        "reason": step.reason,
    }


def _note(note: Note, zone: ZoneInfo) -> Document:
    return {
        "id": note.id,
        "at": iso(note.at, zone),
        "by": note.by,
        "pain": note.pain,
        "next_step": note.next_step,
        "owner": note.owner,
        "date": day(note.date),
        "seconds": note.seconds,
        "kind": note.kind,
        "text": note.text,
    }


def _sla(clock: SlaClock, zone: ZoneInfo, now: int) -> Document:
    """``late``: after the due instant when it was stopped or held, else at ``now`` (for a closed deal: its closing)."""
    ends = (at for at in (clock.stopped_at, clock.held_at, now) if at is not None)
    return {
        "id": clock.sla,
        "started": iso(clock.started_at, zone),
        "due": iso(clock.due_at, zone),
        "stopped": instant(clock.stopped_at, zone),
        "late": next(ends) > clock.due_at,
        "held": clock.held_at is not None and clock.stopped_at is None,
    }


def _values(values: Mapping[str, Any]) -> Document:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    """A value of an event or a change, as the contract writes it. "" is unknown too."""
    if value == "":
        return None
    if isinstance(value, Money):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _values(value)
    if isinstance(value, (list, tuple)):
        return [_value(each) for each in value]
    return value
