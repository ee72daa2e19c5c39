"""The post-call note, the call without reply, and the drafts that are never lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.domain import sentences
from pipetui.domain.names import folded_name
from pipetui.i18n import _, ngettext
from pipetui.services import slas
from pipetui.services.desk import Desk, finish, no_such_deal
from pipetui.services.edits import text_or_none
from pipetui.services.moves import tick_in
from pipetui.services.promises import check_day, check_text, current_step, open_deal, plan_step
from pipetui.services.results import Done, NoReply
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlmodel.sql.expression import SelectOfScalar

    from pipetui.domain.rules import Rules

NO_REPLY_DAYS = (2, 4, 7)
"""After the first, second, third call without reply: the next try, in working days."""


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
) -> Done:
    """Log a call: note, next step, ticked criteria and event in one transaction. Raises BadInput, nothing written.

    ``owner`` is the deal's owner unless told (then me); ``seconds`` is how long the form was open.
    """
    rules = desk.rules
    text = check_text(next_step)
    with desk.working("note") as work:
        row = open_deal(work, deal_id)
        check_day(rules, work.now, day)
        owner_id = work.person(owner).id if owner else row.owner_id or work.by.id
        last_pain = next((note.pain for note in reading.notes(work.connection, deal_id) if note.pain), None)
        planned = plan_step(work, row, text=text, owner_id=owner_id, day=day)
        note = work.add(
            tables.Note(
                record_id=deal_id, at=work.now, by_id=work.by.id, pain=text_or_none(pain), next_step=text,
                owner_id=owner_id, day=day, seconds=seconds,
            )
        )  # fmt: skip
        slas.stop(work, deal_id, "note_logged")
        for criterion in ticks:
            tick_in(work, rules, row, criterion, how=None, note_id=note.id)
        before = {"pain": last_pain, **planned.before}
        after = {"pain": note.pain, **planned.after}
        if ticks:
            before["ticked"], after["ticked"] = [], list(ticks)
        said = _("Note logged on {deal}; next: {step}.").format(deal=row.name, step=text)
        return finish(work, rules, deal_id, "note_logged", before=before, after=after, said=said)


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
    day = rules.clock.next_open_days(rules.day(now), days)
    return NoReply(number, day, deal.step.text or _("Call again"), recap=number > len(NO_REPLY_DAYS))


def log_no_reply(desk: Desk, deal_id: int, day: date | None = None) -> Done:
    """Log a call without reply and plan the next try. Raises BadInput."""
    rules = desk.rules
    with desk.working("no reply") as work:
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


def draft(desk: Desk, deal_id: int, form: str) -> dict[str, str] | None:
    """What I left in this form, or None. ``deal_id`` 0: a form that is about no deal yet."""
    with desk.reading() as connection:
        found = reading.draft(connection, folded_name(desk.me), form, deal_id)
    return None if found is None else found[1]


def draft_time(desk: Desk, deal_id: int, form: str) -> int | None:
    """When I left this form, in epoch seconds."""
    with desk.reading() as connection:
        found = reading.draft(connection, folded_name(desk.me), form, deal_id)
    return None if found is None else found[0]


def keep_draft(desk: Desk, deal_id: int, form: str, fields: Mapping[str, str]) -> None:
    """Keep what is in a form, so that escape, quitting or a crash lose nothing. Not part of history."""
    from pipetui.storage.writing import quietly

    with quietly(desk.store) as session:
        row = session.exec(_draft(desk, deal_id, form)).first()
        if row is None:
            row = tables.Draft(person=folded_name(desk.me), form=form, record_id=deal_id, at=desk.now, fields="{}")
        row.at = desk.now
        row.fields = json.dumps(dict(fields), ensure_ascii=False)
        session.add(row)


def drop_draft(desk: Desk, deal_id: int, form: str) -> None:
    """The form was saved: its draft goes."""
    from pipetui.storage.writing import quietly

    with quietly(desk.store) as session:
        row = session.exec(_draft(desk, deal_id, form)).first()
        if row is not None:
            session.delete(row)


def _draft(desk: Desk, deal_id: int, form: str) -> SelectOfScalar[tables.Draft]:
    return select(tables.Draft).where(
        col(tables.Draft.person) == folded_name(desk.me), tables.Draft.form == form, tables.Draft.record_id == deal_id
    )
