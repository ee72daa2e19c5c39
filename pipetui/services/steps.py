"""Next steps: planned, re-dated, confirmed, done. And what a date means while it is typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.dates import parse_date
from pipetui.errors import BadInput
from pipetui.i18n import _, language, ngettext
from pipetui.services import absences
from pipetui.services.desk import Desk, finish
from pipetui.services.edits import text_or_none
from pipetui.services.promises import (
    check_day,
    check_text,
    current_step,
    described,
    end_parking,
    end_step,
    open_deal,
    plan_step,
)
from pipetui.services.results import DayEcho, Done
from pipetui.storage import reading

if TYPE_CHECKING:
    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work

ASK_AFTER = 2
"""A step that was re-dated so often is asked why when it is re-dated once more."""


def plan(
    desk: Desk, deal_id: int, *, text: str, day: date, owner: str | None = None, reason: str | None = None
) -> Done:
    """Plan the next step, give it another date, or confirm it as it is. Raises BadInput."""
    with desk.working("step") as work:
        return plan_in(work, desk.rules, deal_id, text=text, day=day, owner=owner, reason=reason)


def plan_in(
    work: Work, rules: Rules, deal_id: int, *, text: str, day: date, owner: str | None = None, reason: str | None = None
) -> Done:
    """The same inside a unit of work."""
    text, reason = check_text(text), text_or_none(reason)
    row = open_deal(work, deal_id)
    check_day(rules, work.now, day)
    current = current_step(work, deal_id)
    keeps = current.owner_id if current is not None and current.text == text else None
    owner_id = work.person(owner).id if owner else keeps or row.owner_id or work.by.id
    planned = plan_step(work, row, text=text, owner_id=owner_id, day=day, reason=reason)
    after = {**planned.after, "reason": reason} if reason else planned.after
    shown = sentences.short_day(day, rules.day(work.now))
    said = _("{deal}: {step}, {day}.").format(deal=row.name, step=text, day=shown)
    return finish(work, rules, deal_id, planned.kind, before=planned.before, after=after, said=said)


def done(
    desk: Desk, deal_id: int, *, text: str | None = None, day: date | None = None, owner: str | None = None
) -> Done:
    """Mark the next step done; with ``text`` and ``day``, plan the one after it in the same transaction.

    Raises BadInput when there is no open step, or only one of text and day is given.
    """
    if (text is None) != (day is None):
        raise BadInput(_("The step after this one needs both a text and a date."))
    with desk.working("done") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        current = current_step(work, deal_id)
        if current is None:
            raise BadInput(_("Deal {id} has no next step that could be done.").format(id=deal_id))
        before = described(work, current)
        end_step(work, current, "done")
        end_parking(work, deal_id)
        after = described(work, None)
        if text is not None and day is not None:
            check_day(rules, work.now, day)
            owner_id = work.person(owner).id if owner else current.owner_id or row.owner_id or work.by.id
            after = plan_step(work, row, text=check_text(text), owner_id=owner_id, day=day).after
        said = _("Done: {step}.").format(step=before["next_step"] or _("a step that had no text"))
        return finish(work, rules, deal_id, "step_done", before=before, after=after, said=said)


def needs_reason(desk: Desk, deal_id: int, text: str, day: date) -> bool:
    """Would this be the third re-dating (or a later one) of the same step? Then the screen asks why."""
    with desk.reading() as connection:
        deal = reading.deal(connection, deal_id)
    if deal is None or deal.step.text != text.strip() or deal.step.date in (None, day):
        return False
    return deal.step.redated >= ASK_AFTER


def doubt_about(desk: Desk, day: date, owner: str | None = None) -> str | None:
    """What speaks against a day for a step: it is a closed day, its owner is away. None where nothing does."""
    closed = None if desk.rules.clock.is_open_day(day) else _("a closed day")
    return " · ".join(filter(None, (closed, absences.away_words(desk, owner, day)))) or None


def doubt_after(desk: Desk, done: Done) -> str | None:
    """What speaks against the day that a step was just given: ``Sat 28 Nov: a closed day.`` None where nothing does."""
    planned, owner = (done.changed.get(name, (None, None))[1] for name in ("date", "owner"))
    if not planned:
        return None
    day = date.fromisoformat(planned)
    doubt = doubt_about(desk, day, owner)
    return doubt and _("Mind: {day}, {doubt}.").format(day=sentences.short_day(day, desk.today), doubt=doubt)


def look_at_day(desk: Desk, text: str, owner: str | None = None) -> DayEcho:
    """What a date means, while it is typed: ``Fri 27 Nov · in 4 days · a working day``. ``owner``: whose step it is."""
    if not text.strip():
        return DayEcho(None)
    try:
        day = parse_date(text, desk.today, order=desk.date_order, language=language())
    except BadInput as error:
        return DayEcho(None, problem=error.message)
    said = sentences.short_day(day, desk.today)
    ahead = (day - desk.today).days
    if ahead < 0:
        return DayEcho(None, said, problem=_("{day} is in the past").format(day=said))
    if ahead == 0:
        distance = _("today")
    elif ahead == 1:
        distance = _("tomorrow")
    else:
        distance = ngettext("in {n} day", "in {n} days", ahead).format(n=ahead)
    said = f"{said} · {distance}"
    if doubt := doubt_about(desk, day, owner):
        return DayEcho(day, said, warning=doubt)
    return DayEcho(day, f"{said} · " + _("a working day"))
