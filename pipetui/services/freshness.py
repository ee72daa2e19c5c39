"""Has a deal changed since a form was opened about it? Who saves then is told, and nothing is overwritten silently."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipetui.domain import badges, sentences
from pipetui.domain.model import OUTCOMES
from pipetui.domain.money import plain
from pipetui.domain.names import folded_name
from pipetui.i18n import _, ngettext
from pipetui.services.desk import no_such_deal
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.model import Deal, Event
    from pipetui.services.desk import Desk

STEP = ("step", "step_owner", "step_date")
"""The fields that make up a deal's next step: they change together."""

_TOLD_BY = {
    "step": ("next_step", "date", "redated"), "contact": ("contact", "name"), "ticks": ("how", "ticked"),
}  # fmt: skip
"""Field to what the events call it, where that is not the same."""

_PLAIN = ("name", "company", "owner", "close_date", "source", "external_id", "stage", "status")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form showed of a deal. ``last_event`` is the number of the deal's last event then (0: none), ``fields``
    what could be seen, as text ("" for what is not known)."""

    deal_id: int
    last_event: int
    fields: Mapping[str, str]

    def as_text(self) -> str:
        """As a draft keeps it."""
        return json.dumps({"deal": self.deal_id, "event": self.last_event, "fields": dict(self.fields)})

    @classmethod
    def from_text(cls, text: str) -> Seen:
        """What ``as_text`` gave."""
        kept = json.loads(text)
        return cls(kept["deal"], kept["event"], kept["fields"])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not what it was. ``was`` and ``now`` are in words; ``by`` is a person (None: not known), ``at``
    in epoch seconds. The three parts of the next step are one field, ``step``."""

    field: str
    was: str
    now: str
    by: str | None
    at: int | None


def seen(desk: Desk, deal_id: int) -> Seen:
    """The deal as it is now. Raises BadInput if there is none."""
    with desk.reading() as connection:
        row = reading.row_of(connection, deal_id)
        if row is None:
            raise no_such_deal(deal_id)
        deal = reading.deals(connection, [deal_id])[0]
        contact = next(iter(reading.contacts(connection, deal_id)), None)
        last = reading.events(connection, deal_id, 1)
        fields = {
            **{name: row[name] or "" for name in _PLAIN},
            **_money_and_step(deal),
            "contact": (contact and contact.name) or "",
            "role": (contact and contact.role) or "",
            "email": (contact and contact.email) or "",
            "phone": (contact and contact.phone) or "",
            "pain": next((note.pain for note in reading.notes(connection, deal_id) if note.pain), ""),
            "ticks": ",".join(sorted(reading.ticks(connection, deal_id))),
        }
    return Seen(deal_id, last[0].id if last else 0, fields)


def _money_and_step(deal: Deal) -> dict[str, str]:
    return {
        "amount": plain(deal.amount) if deal.amount else "",
        "currency": deal.amount.currency if deal.amount else "",
        "step": deal.step.text or "",
        "step_owner": deal.step.owner or "",
        "step_date": deal.step.date.isoformat() if deal.step.date else "",
    }


def changes_since(desk: Desk, before: Seen) -> list[FieldChange]:
    """What is different now, and who made it so. Raises BadInput when the deal is gone."""
    return changes(desk, before, seen(desk, before.deal_id))


def changes(desk: Desk, before: Seen, now: Seen) -> list[FieldChange]:
    """What is different between two looks at a deal, and who made it so."""
    differing = [name for name in now.fields if now.fields[name] != before.fields.get(name, now.fields[name])]
    if not differing:
        return []
    with desk.reading() as connection:
        events = [event for event in reading.events(connection, before.deal_id) if event.id > before.last_event]
    names = dict.fromkeys("step" if name in STEP else name for name in differing)
    return [_change(desk, name, before.fields, now.fields, events) for name in names]


def _change(
    desk: Desk, field: str, before: Mapping[str, str], now: Mapping[str, str], events: Sequence[Event]
) -> FieldChange:
    keys = {*_TOLD_BY.get(field, (field,))}
    telling = (event for event in events if keys & {*event.before, *event.after})
    event = next(telling, events[0] if events else None)
    was, is_now = (value_words(desk, field, fields) for fields in (before, now))
    return FieldChange(field, was, is_now, event.by if event else None, event.at if event else None)


def value_words(desk: Desk, field: str, fields: Mapping[str, str]) -> str:
    """A field of a deal in words; ``–`` for nothing."""
    if field == "step":
        return step_words(desk, *(fields.get(name, "") for name in STEP))
    value = fields.get(field, "")
    if field == "stage" and desk.playbook.has_stage(value):
        return desk.playbook.stage(value).name
    if field == "status":
        return badges.status_word(value)
    if field == "close_date" and value:
        return sentences.short_day(date.fromisoformat(value), desk.today)
    if field == "ticks":
        ticked = value.split(",")
        texts = [each.text for stage in desk.playbook.stages for each in stage.criteria if each.id in ticked]
        return ", ".join(texts) or "–"
    return value or "–"


def step_words(desk: Desk, text: str, owner: str, day: str) -> str:
    """A next step in words: ``“send offer”, luca, Fri 27 Nov``. ``day`` is ISO or ""."""
    said = [
        f"“{text}”" if text else "", owner, sentences.short_day(date.fromisoformat(day), desk.today) if day else "",
    ]  # fmt: skip
    return ", ".join(part for part in said if part) or "–"


def sentence(desk: Desk, change: FieldChange) -> str:
    """``Luca changed the next step 2 minutes ago: “send offer”, Fri 27 Nov.``"""
    if change.by is None or change.at is None:
        return _("{field} is another one now: {value}.").format(field=_field_words(change.field), value=change.now)
    if folded_name(change.by) == folded_name(desk.me):
        told = _("You changed {field} elsewhere, {when}: {value}.")
    elif change.field == "status" and change.now in {badges.status_word(outcome) for outcome in OUTCOMES}:
        told = _("{name} closed it, {when}: {value}.")
    else:
        told = _("{name} changed {field}, {when}: {value}.")
    return told.format(name=change.by, field=_field_words(change.field), when=_ago(desk, change.at), value=change.now)


def _field_words(field: str) -> str:
    words = {"step": _("the next step"), "stage": _("the stage"), "status": _("the status"),
             "ticks": _("the exit criteria"), "pain": _("the pain")}  # fmt: skip
    return words.get(field) or sentences.field_word(field)


def _ago(desk: Desk, at: int) -> str:
    minutes = (desk.now - at) // 60
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    return sentences.short_instant(at, desk.zone)
