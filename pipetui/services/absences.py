"""Absences looked at: who is away, whose list stands in whose, and what the days mean while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.dates import parse_date
from pipetui.domain.names import folded_name
from pipetui.domain.sentences import away_until, short_day
from pipetui.errors import BadInput
from pipetui.i18n import _, language, ngettext
from pipetui.services.desk import Desk, owner_id
from pipetui.services.results import DayEcho
from pipetui.storage import people as rows
from pipetui.storage import reading

if TYPE_CHECKING:
    from datetime import date

    from pipetui.domain.model import Absence


def planned(desk: Desk, name: str | None = None) -> list[Absence]:
    """The absences of now and those to come, of everybody or of one person, in the order of time. Raises BadInput for
    an unknown name."""
    with desk.reading() as connection:
        person = None if name is None else reading.person_name(connection, owner_id(connection, name))
        found = rows.absences(connection, desk.today)
    return [absence for absence in found if person is None or absence.person == person]


def covered_names(desk: Desk, owner: str) -> list[str]:
    """Whose deals stand in this person's list today because they are away. Raises BadInput for an unknown name."""
    with desk.reading() as connection:
        return [name for _number, name in rows.covered_by(connection, owner_id(connection, owner), desk.today)]


def list_owner_ids(desk: Desk, owner: str) -> tuple[int, ...]:
    """Whose deals stand in this person's list today: one's own, and those of the people whom one covers (not those
    whom they cover in their turn). Raises BadInput for an unknown name."""
    with desk.reading() as connection:
        return rows.list_owner_ids(connection, owner_id(connection, owner), desk.today)


def away_words(desk: Desk, name: str | None, day: date) -> str | None:
    """``anna is away until Wed 6 Jan; luca covers``, if that is so on a day; None for nobody and for unknown names."""
    if not name:
        return None
    with desk.reading() as connection:
        person = reading.person_id(connection, folded_name(name))
        absence = None if person is None else rows.absence_on(connection, person, day)
    return None if absence is None else away_until(absence, desk.today)


def read_days(desk: Desk, text: str) -> tuple[date, date]:
    """The days that ``FROM..TO`` (or one day alone) means. Raises BadInput for anything else, and for an open end."""
    first_text, dots, last_text = text.partition("..")
    if dots and not (first_text.strip() and last_text.strip()):
        raise BadInput(
            _("“{text}” lacks its first or its last day.").format(text=text.strip()),
            _("Write both: 2026-12-20..2027-01-06, or tomorrow..+2w."),
        )
    first = _parse(desk, first_text, desk.today)
    return first, read_last(desk, last_text, first) if dots else first


def read_last(desk: Desk, text: str, first: date) -> date:
    """The last day of an absence, in words: seen from today, or from its first day where it would be over before it
    begins (``fri`` after ``next mon``). Raises BadInput."""
    last = _parse(desk, text, desk.today)
    return last if last >= first else _parse(desk, text, first)


def look_at_first(desk: Desk, text: str) -> DayEcho:
    """What the first day of an absence means, while it is typed. It may be over."""
    if not text.strip():
        return DayEcho(None)
    try:
        day = _parse(desk, text, desk.today)
    except BadInput as error:
        return DayEcho(None, problem=error.message)
    return DayEcho(day, short_day(day, desk.today), warning=_("in the past") if day < desk.today else None)


def look_at_last(desk: Desk, text: str, first: date | None) -> DayEcho:
    """What the last day of an absence means, while it is typed: ``Wed 6 Jan · 18 days``. ``first``: its first day."""
    if not text.strip() or first is None:
        return look_at_first(desk, text)
    try:
        last = read_last(desk, text, first)
    except BadInput as error:
        return DayEcho(None, problem=error.message)
    said = short_day(last, desk.today)
    if last < first:
        return DayEcho(None, said, problem=_("{day} is before the first day").format(day=said))
    days = (last - first).days + 1
    return DayEcho(last, f"{said} · " + ngettext("{n} day", "{n} days", days).format(n=days))


def _parse(desk: Desk, text: str, today: date) -> date:
    return parse_date(text, today, order=desk.date_order, language=language())
