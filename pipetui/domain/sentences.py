"""The sentences that say why: one per finding, and why a deal is still here. In the reader's language.

Each names the rule and its value, so that nobody has to guess where a number comes from.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pipetui.domain.contacts import role_word
from pipetui.i18n import _, language, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Absence, Contact, Deal, StageDays
    from pipetui.domain.playbook import Stage


_NEAR_DAYS = 300


def weekday(day: date) -> str:
    """Three letters: Mon, lun."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def month(number: int) -> str:
    """Three letters: Nov, nov; ``number`` is 1 to 12."""
    names = (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), pgettext("short", "May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )  # fmt: skip
    return names[number - 1]


def short_day(day: date, today: date | None = None) -> str:
    """``Fri 27 Nov``; with the year where it is not the one of ``today``."""
    text = f"{weekday(day)} {day.day} {month(day.month)}"
    return text if today is None or day.year == today.year else f"{text} {day.year}"


def short_instant(instant: int, zone: ZoneInfo) -> str:
    """``Thu 19 Nov 15:00`` in the zone."""
    local = datetime.fromtimestamp(instant, zone)
    return f"{short_day(local.date())} {local:%H:%M}"


def days_text(days: int) -> str:
    """``1 day``, ``3 days``."""
    return ngettext("{n} day", "{n} days", days).format(n=days)


def grouped(number: int) -> str:
    """``1,048,576``; ``1.048.576`` in Italian."""
    digits = f"{number:,}"
    return digits.replace(",", ".") if language() == "it" else digits


def open_deals(count: int) -> str:
    """``1 open deal``, ``57 open deals``."""
    return ngettext("{n} open deal", "{n} open deals", count).format(n=count)


def near_day(day: date, today: date) -> str:
    """``6 Jan``; with the year where the day is so far from ``today`` that the month alone could be another one's."""
    text = f"{day.day} {month(day.month)}"
    return text if abs((day - today).days) < _NEAR_DAYS else f"{text} {day.year}"


def days_between(first: date, last: date, today: date) -> str:
    """``Sun 20 Dec to Wed 6 Jan 2027``; one day alone is ``Sun 20 Dec``."""
    if first == last:
        return short_day(first, today)
    return _("{first} to {last}").format(first=short_day(first, today), last=short_day(last, today))


def absence_words(absence: Absence, today: date) -> str:
    """``Sun 20 Dec to Wed 6 Jan 2027, luca covers``."""
    days = days_between(absence.first, absence.last, today)
    if absence.cover is None:
        return _("{days}, nobody covers").format(days=days)
    return _("{days}, {name} covers").format(days=days, name=absence.cover)


def away_until(absence: Absence, today: date) -> str:
    """``anna is away until Wed 6 Jan 2027; luca covers``."""
    said = _("{name} is away until {day}").format(name=absence.person, day=short_day(absence.last, today))
    return said if absence.cover is None else _("{said}; {name} covers").format(said=said, name=absence.cover)


def join(words: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return _("{most} and {last}").format(most=", ".join(words[:-1]), last=words[-1])


def contact_line(contact: Contact) -> str:
    """``Marta Rossi, CFO, 02 555 0101, marta@acme.example``: whom to call, and how; what is unknown is left out."""
    role = role_word(contact.role) if contact.role else None
    return ", ".join(part for part in (contact.name, role, contact.phone, contact.email) if part)


def missing_word(part: str) -> str:
    """What a next step lacks, as a word: text, owner or date."""
    words = {"text": _("text"), "owner": pgettext("missing", "owner"), "date": pgettext("missing", "date")}
    return words[part]


def field_word(field: str) -> str:
    """The name of a field in words; one that is not known here is shown as it is, without underscores."""
    words = {
        "name": _("name"), "company": _("company"), "amount": _("amount"), "currency": _("currency"),
        "owner": _("owner"), "close_date": _("close date"), "source": _("source"), "external_id": _("external id"),
        "contact": _("contact"), "role": _("role"), "email": _("e-mail"), "phone": _("phone"), "stage": _("stage"),
        "status": _("status"), "reason": _("reason"), "next_step": _("next step"), "date": _("date"),
        "next_step_date": _("next step date"), "next_step_owner": _("next step owner"), "created": _("created on"),
        "stage_entered": _("in this stage since"), "closed": _("closed on"), "last_activity": _("last activity"),
        "pain": _("pain"), "notes": _("notes"), "pipeline": _("pipeline"), "company_ref": _("company id"),
        "owner_ref": _("owner id"), "actual_amount": _("final amount"), "won_time": _("won on"),
        "lost_time": _("lost on"), "is_won": _("won"), "is_closed": _("closed"), "deleted": _("deleted"),
        "fit": _("fit"), "intent": _("intent"), "industry": _("industry"), "size": _("company size"),
        "did": _("what they did"), "consent": _("consent"),
    }  # fmt: skip
    return words.get(field) or field.replace("_", " ")


def reason_word(reason: str) -> str:
    """A reason for closing in words: those of the default playbook, else the id or text without underscores."""
    words = {
        "price": pgettext("reason", "price"), "competitor": pgettext("reason", "competitor"),
        "no_budget": pgettext("reason", "no budget"), "no_fit": pgettext("reason", "no fit"),
        "timing": pgettext("reason", "timing"), "status_quo": pgettext("reason", "status quo"),
        "no_priority": pgettext("reason", "no priority"), "no_sponsor": pgettext("reason", "no sponsor"),
        "other": pgettext("reason", "other"),
    }  # fmt: skip
    return words.get(reason) or reason.replace("_", " ")


def no_next_step(missing: Sequence[str]) -> str:
    """Why ``no_next_step``."""
    if set(missing) == {"text", "owner", "date"}:
        return _("There is no next step: text, owner and date are missing.")
    words = join([missing_word(part) for part in missing])
    return _("The next step is not complete; missing: {words}.").format(words=words)


def step_overdue(day: date, days: int) -> str:
    """Why ``step_overdue``."""
    return ngettext(
        "The next step was due {day}, {n} day ago.", "The next step was due {day}, {n} days ago.", days
    ).format(day=short_day(day), n=days)


def stalled(stage_name: str, age: StageDays, limit: int) -> str:
    """Why ``stalled``."""
    text = (
        _("In {stage} for {days}; the playbook's limit is {limit}.")
        if age.known
        else _("In {stage} for at least {days}, counted from the import; the playbook's limit is {limit}.")
    )
    return text.format(stage=stage_name, days=days_text(age.days), limit=limit)


def sla_name(sla: str) -> str:
    """The name of an SLA in words; an id of the team's own is shown as it is, without underscores."""
    names = {
        "first_response": _("First response"),
        "accept_or_reject": _("Accept or reject"),
        "first_note": _("First note"),
        "proposal": _("Proposal"),
    }
    return names.get(sla) or sla.replace("_", " ").capitalize()


def sla_overdue(sla: str, due_at: int, hours: int, zone: ZoneInfo) -> str:
    """Why ``sla_overdue``; ``hours`` are whole working hours."""
    late = (
        ngettext("{n} working hour late", "{n} working hours late", hours).format(n=hours)
        if hours
        else _("less than one working hour late")
    )
    return _("SLA {name}: was due {when}, {late}.").format(
        name=sla_name(sla), when=short_instant(due_at, zone), late=late
    )


def why_still_here(
    deal: Deal, stage: Stage, age: StageDays, open_criteria: Sequence[str], last_note: tuple[int, str | None] | None
) -> str:
    """One deterministic sentence: stage days with limit and its source, open criteria (ids), the last note
    (days ago, by whom; None for no note), how often the step was re-dated."""
    days = (
        days_text(age.days) if age.known else _("at least {days} (since the import)").format(days=days_text(age.days))
    )
    parts = [
        _("{stage} for {days} (limit {limit}, playbook)").format(stage=stage.name, days=days, limit=stage.max_days),
        _("open: {criteria}").format(criteria=", ".join(open_criteria)) if open_criteria else _("all criteria ticked"),
        _last_note(last_note),
    ]
    if deal.step.redated:
        parts.append(
            ngettext("step re-dated {n} time", "step re-dated {n} times", deal.step.redated).format(n=deal.step.redated)
        )
    return "; ".join(parts) + "."


def why_closed(outcome: str, day: date | None, reason: str | None) -> str:
    """What stands in the place of ``why_still_here`` once a deal is closed: outcome, day if known, reason (an id)."""
    words = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
    text = words[outcome]
    if day is not None:
        text = _("{outcome} on {day}").format(outcome=text, day=short_day(day))
    return f"{text}: {reason_word(reason)}." if reason else f"{text}."


def _last_note(last_note: tuple[int, str | None] | None) -> str:
    if last_note is None:
        return _("no note yet")
    days, by = last_note
    when = _("today") if days == 0 else ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    if by is None:
        return _("last note {when}").format(when=when)
    return _("last note {when} by {name}").format(when=when, name=by)
