"""The post-call note and the call without reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipetui.domain import sentences
from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _, ngettext
from pipetui.services import slas
from pipetui.services.desk import Desk, finish, no_such_deal
from pipetui.services.edits import text_or_none
from pipetui.services.moves import tick_in
from pipetui.services.promises import check_day, check_text, current_step, open_deal, plan_step
from pipetui.services.results import Done, NoReply
from pipetui.storage import people, reading, tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work

NO_REPLY_DAYS = (2, 4, 7)
"""After the first, second, third call without reply: the next try, in working days."""

MAX_NOTE = 100_000
"""Characters of a long note: more than any call leaves behind."""

_BEGINNING = 200
"""Characters of a long note that its event tells; the note itself has all."""


def log_note(
    desk: Desk,
    deal_id: int,
    *,
    pain: str | None,
    next_step: str,
    day: date,
    owner: str | None = None,
    ticks: Sequence[str] = (),
    seconds: int | None = None,
    text: str | None = None,
) -> Done:
    """Log a call: note, next step, ticked criteria and event in one transaction. Raises BadInput, nothing written.

    ``owner`` is the deal's owner unless told (then me); ``seconds`` is how long the form was open; ``text`` is a long
    note beside the four fields, at most MAX_NOTE characters.
    """
    step = check_text(next_step)
    long_text = _long_text(text) if text else None
    with desk.working("note") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        check_day(rules, work.now, day)
        owner_id = work.person(owner).id if owner else row.owner_id or work.by.id
        last_pain = next((note.pain for note in reading.notes(work.connection, deal_id) if note.pain), None)
        planned = plan_step(work, row, text=step, owner_id=owner_id, day=day)
        note = tables.Note(
            record_id=deal_id, at=work.now, by_id=work.by.id, pain=text_or_none(pain), next_step=step,
            owner_id=owner_id, day=day, seconds=seconds, text=long_text,
        )  # fmt: skip
        _keep_note(work, rules, row, note, ticks)
        before = {"pain": last_pain, **planned.before}
        after = {"pain": note.pain, **planned.after, **_told(long_text, ticks)}
        if ticks:
            before["ticked"] = []
        said = _("Note logged on {deal}; next: {step}.").format(deal=row.name, step=step)
        return finish(work, rules, deal_id, "note_logged", before=before, after=after, said=said)


def log_text(desk: Desk, deal_id: int, text: str, *, ticks: Sequence[str] = ()) -> Done:
    """Log a call in one's own words alone, at most MAX_NOTE characters: the next step stays as it is.

    Raises BadInput for an empty text, one that is too long, and a closed deal.
    """
    long_text = _long_text(text)
    with desk.working("note") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        row.handled_at = work.now
        note = tables.Note(record_id=deal_id, at=work.now, by_id=work.by.id, text=long_text)
        _keep_note(work, rules, row, note, ticks)
        before: dict[str, Any] = {"ticked": []} if ticks else {}
        said = _("Note logged on {deal}.").format(deal=row.name)
        return finish(work, rules, deal_id, "note_logged", before=before, after=_told(long_text, ticks), said=said)


def _keep_note(work: Work, rules: Rules, row: tables.Deal, note: tables.Note, ticks: Sequence[str]) -> None:
    work.add(note)
    slas.stop(work, row.id, "note_logged")
    for criterion in ticks:
        tick_in(work, rules, row, criterion, how=None, note_id=note.id)


def _told(text: str | None, ticks: Sequence[str]) -> dict[str, Any]:
    """What the event says beside the four fields: how a long note begins, and what was ticked."""
    told: dict[str, Any] = {}
    if text is not None:
        begins = " ".join(text[: 2 * _BEGINNING].split())
        told["text"] = begins if len(begins) <= _BEGINNING else f"{begins[: _BEGINNING - 1]}…"
    return {**told, "ticked": list(ticks)} if ticks else told


def _long_text(text: str) -> str:
    """A long note without blank lines around it. Raises BadInput when nothing is left, or too much."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise BadInput(_("The note is empty."), _("Write what was said."))
    if len(text) > MAX_NOTE:
        raise BadInput(
            _("This note has {n} characters; the longest is {most}.").format(n=len(text), most=MAX_NOTE),
            _("Keep the long text in a file and write its name here."),
        )
    return text


def propose_no_reply(desk: Desk, deal_id: int) -> NoReply:
    """What a call without reply would write: which one it is, and when to try again."""
    with desk.reading() as connection:
        return _proposal(connection, desk.rules, desk.now, deal_id)


def _proposal(connection: sqlite3.Connection, rules: Rules, now: int, deal_id: int) -> NoReply:
    deal = reading.deal(connection, deal_id)
    if deal is None:
        raise no_such_deal(deal_id)
    number = 1
    for note in reading.notes(connection, deal_id):
        if note.kind == "call":
            break
        number += note.kind == "no_reply"
    days = NO_REPLY_DAYS[min(number, len(NO_REPLY_DAYS)) - 1]
    day = _working_day(connection, rules, rules.day(now), days, deal.step.owner or deal.owner)
    return NoReply(number, day, deal.step.text or _("Call again"), recap=number > len(NO_REPLY_DAYS))


def _working_day(connection: sqlite3.Connection, rules: Rules, today: date, count: int, owner: str | None) -> date:
    """The day ``count`` open days from today, or the first one after it on which the owner is there."""
    day = rules.clock.next_open_days(today, count)
    person = None if owner is None else reading.person_id(connection, folded_name(owner))
    while person is not None and (absence := people.absence_on(connection, person, day)):
        day = rules.clock.next_open_days(absence.last, 1)
    return day


def log_no_reply(desk: Desk, deal_id: int, day: date | None = None) -> Done:
    """Log a call without reply and plan the next try. Raises BadInput."""
    with desk.working("no reply") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        proposal = _proposal(work.connection, rules, work.now, deal_id)
        day = day or proposal.day
        check_day(rules, work.now, day)
        current = current_step(work, deal_id)
        owner_id = (current.owner_id if current else None) or row.owner_id or work.by.id
        reason = ngettext("no reply, once", "no reply, {n} times", proposal.number).format(n=proposal.number)
        planned = plan_step(work, row, text=proposal.text, owner_id=owner_id, day=day, reason=reason)
        work.add(
            tables.Note(
                record_id=deal_id, at=work.now, by_id=work.by.id, kind="no_reply", next_step=proposal.text,
                owner_id=owner_id, day=day,
            )
        )  # fmt: skip
        after = {**planned.after, "no_reply": proposal.number}
        before = {**planned.before, "no_reply": proposal.number - 1}
        said = _("No reply from {deal}; again on {day}.").format(
            deal=row.name, day=sentences.short_day(day, rules.day(work.now))
        )
        return finish(work, rules, deal_id, "no_reply", before=before, after=after, said=said)
