"""Absences changed: planned, and taken back when somebody is here again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipetui.domain.sentences import absence_words, days_between, join
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _
from pipetui.services.desk import Desk, owner_id
from pipetui.services.results import NO_DEAL, Done
from pipetui.storage import people as rows
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.model import Absence
    from pipetui.storage.writing import Work


LONGEST = 2 * 366
"""Days of the longest absence. Who is away for longer hands everything over."""


def plan(desk: Desk, name: str, first: date, last: date, cover: str | None = None) -> Done:
    """Somebody will be away (or is, or was). It takes the place of the absences that touch these days.

    Raises BadInput when the last day is before the first or years away, for an unknown name, and when people cover for
    themselves.
    """
    if last < first:
        raise BadInput(
            _("{last} is before {first}.").format(last=last.isoformat(), first=first.isoformat()),
            _("Write the first day first: FROM..TO."),
        )
    if (last - first).days >= LONGEST:
        raise BadInput(
            _("{days} is longer than two years.").format(days=days_between(first, last, desk.today)),
            _("Hand everything over instead: pipetui people --hand-over NAME=TO."),
        )
    with desk.working("absence") as work:
        person = owner_id(work.connection, name)
        cover_id = None if cover is None else owner_id(work.connection, cover)
        if cover_id == person:
            raise BadInput(_("Nobody covers for themselves."), _("Name somebody else, or leave the cover out."))
        before = rows.absences_between(work.connection, person, first, last)
        for absence in before:
            work.delete(work.session.get_one(tables.Absence, absence.id))
        work.add(tables.Absence(person_id=person, first=first, last=last, cover_id=cover_id))
        now = rows.absences_between(work.connection, person, first, last)[0]
        said = _("{name} is away {days}.").format(name=now.person, days=absence_words(now, desk.today))
        doubts = _doubts(desk, work, now, before, cover_id)
        event = work.event(None, "absence_planned", _described(before[0]) if before else {}, _described(now))
        return Done(NO_DEAL, event, work.action_id, {}, " ".join([said, *doubts]))


def _doubts(desk: Desk, work: Work, now: Absence, before: Sequence[Absence], cover: int | None) -> list[str]:
    """What one may want to know: that it is over, what it takes the place of, that the cover is away, too."""
    doubts = []
    if now.last < desk.today:
        doubts.append(_("That is over already."))
    if before:
        instead = "; ".join(absence_words(absence, desk.today) for absence in before)
        doubts.append(_("It was: {days}.").format(days=instead))
    too = [] if cover is None else rows.absences_between(work.connection, cover, now.first, now.last)
    if too:
        days = join([days_between(absence.first, absence.last, desk.today) for absence in too])
        doubts.append(_("But {name} is away, too: {days}.").format(name=now.cover, days=days))
    return doubts


def clear(desk: Desk, name: str) -> Done:
    """Somebody is here again: the absence of now ended yesterday (it never was, if it began today), and those to come
    are taken back. Raises BadInput for an unknown name, Refused when no absence is planned."""
    yesterday = desk.today - timedelta(days=1)
    with desk.working("absence") as work:
        person = owner_id(work.connection, name)
        found = rows.absences_between(work.connection, person, desk.today, date.max)
        if not found:
            who = reading.person_name(work.connection, person)
            raise Refused(_("{name} is not away, and no absence is planned.").format(name=who))
        for absence in found:
            row = work.session.get_one(tables.Absence, absence.id)
            if absence.first <= yesterday:
                row.last = yesterday
            else:
                work.delete(row)
        work.session.flush()
        event = work.event(None, "absence_removed", _described(found[0]), {"person": found[0].person})
        days = "; ".join(absence_words(absence, desk.today) for absence in found)
        said = _("{name} is here. Taken back: {days}.").format(name=found[0].person, days=days)
        return Done(NO_DEAL, event, work.action_id, {}, said)


def _described(absence: Absence) -> dict[str, Any]:
    """An absence as events tell it."""
    return {
        "person": absence.person,
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
        "cover": absence.cover,
    }
