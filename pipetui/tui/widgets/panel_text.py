"""What is known about a deal, in lines: why it is still here, its exit criteria, the next step, people, history.

Each function returns ``Content`` lines for a width in cells; widgets only put them on screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import status_word
from pipetui.domain.contacts import role_word
from pipetui.domain.instants import day_of
from pipetui.domain.money import format_money
from pipetui.domain.sentences import month, reason_word, short_day
from pipetui.domain.text import harmless
from pipetui.i18n import _, language
from pipetui.services.close_dates import pushed_words
from pipetui.tui.widgets.badge import KIND_STYLES, badge
from pipetui.tui.widgets.criteria import MARKS, mark_of, source_of
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Contact, CriterionState, Detail, Visit
    from pipetui.services.close_dates import CloseDateChange

Lines = list[Content]


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit of a stage: its name, and how many days it took, without parked ones."""

    visit: Visit
    name: str
    days: int


_LABEL = 9
_SHORTEST_CALL = 12
"""Cells below which whom to call is left out of the strip."""

_LONGEST_VALUE = 12
"""Lines that one value may take in the panel."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A deal as the services tell of it. ``timeline``: instants and sentences, ``close_dates``: its changes, both
    newest first; ``stays``: visits of stages, oldest first; ``away``: that its owner is away today, and
    ``draft``: which forms about it were left half-way, both in words; ``crm``: where the file of its system says
    something else, a line each."""

    detail: Detail
    timeline: tuple[tuple[int, str], ...]
    today: date
    zone: ZoneInfo
    close_dates: tuple[CloseDateChange, ...] = ()
    stays: tuple[Stay, ...] = ()
    away: str = ""
    draft: str = ""
    crm: tuple[str, ...] = ()

    @property
    def remarks(self) -> str:
        """What one should know before anything else; "" for nothing."""
        return ". ".join(filter(None, (self.away, self.draft, *self.crm)))

    @property
    def closes(self) -> str:
        """``Fri 18 Dec, pushed 2 times: budget freeze``; "" without a close date."""
        if self.detail.close_date is None:
            return ""
        day = short_day(self.detail.close_date, self.today)
        return ", ".join(part for part in (day, pushed_words(self.close_dates)) if part)


def panel(portrait: Portrait, width: int) -> Lines:
    """Everything that the panel beside the list shows, most urgent first."""
    detail = portrait.detail
    blocks = (
        [*head(detail, width), *(wrapped(portrait.remarks, width, "$accent") if portrait.remarks else [])],
        standing(detail, width),
        criteria(portrait, width),
        facts(portrait, width),
        timeline(portrait, width),
    )
    return stack(blocks)


def stack(blocks: Iterable[Lines]) -> Lines:
    """Blocks with a blank line between; empty ones are left out."""
    lines: Lines = []
    for block in blocks:
        if block and lines:
            lines.append(Content(""))
        lines += block
    return lines


def strip(portrait: Portrait, width: int, height: int) -> Lines:
    """The panel of a small terminal: ``height`` lines."""
    detail = portrait.detail
    item = detail.item
    words, style = badge(item, portrait.zone)
    amount = money_text(detail)
    call = "  ".join(part for contact in detail.contacts[:1] for part in (contact.name, contact.phone) if part)
    room = max(10, width - cell_len(amount) - cell_len(words) - 4)
    value = (amount, "" if item.deal.amount else "$muted")
    first = Content.assemble((fit(item.title, room, pad=False), "bold"), "  ", (words, style), "  ", value)
    free = width - first.cell_length - 3
    if call and free > _SHORTEST_CALL:
        first = Content.assemble(first, "   ", (fit(call, free, pad=False), "$muted"))
    lines = [
        first,
        safe(fit(". ".join(filter(None, (portrait.remarks, detail.why_still_here))), width, pad=False)),
        _labelled_line(_("Next"), next_step_text(portrait), width),
        _labelled_line(_("Pain"), detail.pain or _("not known yet"), width),
    ]
    if height == 2:
        return [first, lines[2]]
    return lines[:height]


def head(detail: Detail, width: int) -> Lines:
    """Name, amount, owner, whom to call."""
    deal = detail.item.deal
    people = [contact_text(contact) for contact in detail.contacts[:1]]
    about = "   ".join([money_text(detail), deal.owner or _("no owner"), *people])
    return [*wrapped(detail.item.title, width, "bold", limit=3), *wrapped(about, width, "$muted", limit=2)]


def standing(detail: Detail, width: int) -> Lines:
    """Stage and day, what is found, and why the deal is still here."""
    item = detail.item
    lines: Lines = [safe(fit(stage_text(detail), width, pad=False), "bold $accent")]
    for finding in item.findings:
        if finding.kind != "stalled":  # the sentence below says it with its numbers
            lines += wrapped(finding.why, width, KIND_STYLES[finding.kind])
    lines += wrapped(detail.why_still_here, width, "$muted")
    if item.status not in ("open", "parked") and detail.outcome_reason:
        lines += wrapped(_("Reason: {reason}").format(reason=reason_word(detail.outcome_reason)), width)
    return lines


def stage_text(detail: Detail) -> str:
    """``Qualification, day 4 of 14``; for a closed deal its outcome."""
    item = detail.item
    if item.status in ("won", "lost", "no_decision"):
        return _("{stage} · {status}").format(stage=item.stage_name, status=status_word(item.status))
    text = (
        _("{stage}, day {day} of {limit}") if item.stage_days.known else _("{stage}, at least day {day} of {limit}")
    ).format(stage=item.stage_name, day=item.stage_days.days, limit=item.max_days)
    return text if item.status == "open" else f"{text} · {status_word(item.status)}"


def criteria(portrait: Portrait, width: int) -> Lines:
    """How many are open, then each criterion with who ticked it and how we know."""
    states = portrait.detail.criteria
    if not states:
        return []
    missing = sum(not state.ticked for state in states)
    title = _("To move on, {open} of {all} open") if missing else _("All {all} answered: it can move on")
    lines: Lines = [safe(fit(title.format(open=missing, all=len(states)), width, pad=False))]
    for number, state in enumerate(states, 1):
        lines += _criterion(number, state, portrait, width)
    return lines


def facts(portrait: Portrait, width: int) -> Lines:
    """Next step, pain, people, dates: a muted label and what is known."""
    detail = portrait.detail
    step = detail.item.deal.step
    text, promise = _next_step(portrait)
    rows: list[tuple[str, str, str]] = [
        (_("Next"), text, "bold $no-step" if "text" in step.missing else ""),
        ("", promise, "bold $no-step" if step.missing else "$muted"),
        (_("Pain"), detail.pain or _("not known yet"), "" if detail.pain else "$muted"),
    ]
    for contact in detail.contacts:
        reach = [part for part in (contact_text(contact), contact.phone, contact.email) if part]
        rows += [("" if number else _("Call"), part, "") for number, part in enumerate(reach)]
    if detail.close_date:
        rows.append((_("Closes"), portrait.closes, ""))
    if detail.source:
        rows.append((_("Source"), detail.source, ""))
    return [line for label, value, style in rows if value for line in labelled(label, value, width, style)]


def timeline(portrait: Portrait, width: int, limit: int = 8) -> Lines:
    """What happened, newest first: a short day and a sentence."""
    lines: Lines = []
    for instant, sentence in portrait.timeline[:limit]:
        day = day_of(instant, portrait.zone)
        label = f"{day.day:>2} {month(day.month)}" + ("" if day.year == portrait.today.year else f" {day:%y}")
        lines += labelled(label, sentence, width, "$muted", limit=2)
    if (more := len(portrait.timeline) - limit) > 0:
        lines.append(safe(" " * _LABEL + _("{n} more: h").format(n=more), "$muted"))
    return lines


def next_step_text(portrait: Portrait) -> str:
    """``Send the one-pager · Fri 27 Nov · anna``, naming what is missing."""
    return " · ".join(part for part in _next_step(portrait) if part)


def _next_step(portrait: Portrait) -> tuple[str, str]:
    """What, and when and by whom."""
    step = portrait.detail.item.deal.step
    if len(step.missing) == 3:
        return _("none yet"), ""
    times = f" x{step.redated}" if step.redated else ""
    day = short_day(step.date, portrait.today) + times if step.date else _("no date")
    owner = step.owner or _("no owner")
    return step.text or _("no text"), f"{day} · {owner}"


def money_text(detail: Detail) -> str:
    """The exact amount, or that there is none."""
    amount = detail.item.deal.amount
    return format_money(amount, language()) if amount else _("no amount")


def contact_text(contact: Contact) -> str:
    """``Marta Rossi, CFO``."""
    return ", ".join(part for part in (contact.name, role_word(contact.role) if contact.role else None) if part)


def labelled(label: str, value: str, width: int, style: str = "", limit: int = _LONGEST_VALUE) -> Lines:
    """A muted label and its value, hanging to the right of it."""
    texts = wrapped(value, width - _LABEL, style, limit=limit)
    head_line = Content.assemble((fit(label, _LABEL), "$muted"), texts[0])
    return [head_line, *(Content.assemble(" " * _LABEL, text) for text in texts[1:])]


def _labelled_line(label: str, value: str, width: int) -> Content:
    return Content.assemble((fit(label, _LABEL), "$muted"), fit(value, width - _LABEL, pad=False))


def _criterion(number: int, state: CriterionState, portrait: Portrait, width: int) -> Lines:
    """``3 [x] fits the ICP    anna, 12 Nov``: the source at the right, or below where there is no room."""
    mark, colour = MARKS[mark_of(state)]
    style = "$muted" if state.ticked else ""
    texts = wrapped(state.text, width - 6, style, limit=3)
    lines = [Content.assemble((f"{number:<2}", "$muted"), (mark, colour), " ", texts[0])]
    lines += [Content.assemble(" " * 6, text) for text in texts[1:]]
    if state.tick is None:
        return lines
    source = harmless(source_of(state.tick, portrait.zone, portrait.today))
    free = width - lines[-1].cell_length - 2
    if cell_len(source) <= free:
        lines[-1] = Content.assemble(
            lines[-1], " " * (width - lines[-1].cell_length - cell_len(source)), (source, "$muted")
        )
    else:
        lines.append(Content.assemble(" " * 6, (fit(source, width - 6, pad=False), "$muted")))
    return lines
