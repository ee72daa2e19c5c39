"""One deal as a page of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli import words
from pipetui.cli.tables import wrapped
from pipetui.domain import sentences
from pipetui.domain.badges import status_word, step_end_word
from pipetui.domain.instants import day_of
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import close_dates, history, import_conflicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.cli.output import Output
    from pipetui.domain.model import CriterionState, Detail, Event, Note, Promise
    from pipetui.services.desk import Desk

_NEWEST = 10
"""Of promises, notes and events the newest are shown; ``log`` and ``--json`` have all."""

_LABEL = 14


def page(out: Output, desk: Desk, detail: Detail) -> None:
    """Print everything that a person wants to know before touching the deal."""
    for line in wrapped(harmless(f"{detail.item.title}  #{detail.item.id}"), out.width):
        out.line(out.styled(line, "bold"))
    for line in _facts(desk, detail):
        _wrapped(out, line)
    _block(out, _("Findings"), [finding.why for finding in detail.item.findings])
    _block(out, _("Exit criteria"), [_criterion(desk, state) for state in detail.criteria])
    _block(out, _("Promises"), [_promise(desk, step) for step in detail.steps[:_NEWEST]])
    _block(out, _("Notes"), [_note(desk, note) for note in detail.notes[:_NEWEST]])
    _block(out, _("History"), [_event(desk, event) for event in detail.events[:_NEWEST]])


def _event(desk: Desk, event: Event) -> str:
    return f"{sentences.short_instant(event.at, desk.zone)}  {history.sentence(desk, event)}"


def _facts(desk: Desk, detail: Detail) -> Iterator[str]:
    item = detail.item
    state = [status_word(item.status), words.amount(item), item.deal.owner or _("no owner")]
    yield " · ".join(state)
    yield detail.why_still_here
    yield from import_conflicts.crm_words(desk, item)
    yield _fact(_("Next step"), words.next_step(item.deal.step, desk.today))
    yield from (_fact(_("Contact"), sentences.contact_line(person)) for person in detail.contacts)
    facts = {
        _("Pain"): detail.pain,
        _("Close date"): _close_date(desk, detail),
        _("Source"): detail.source,
        _("External id"): item.deal.external_id,
        _("Reason"): None if detail.outcome_reason is None else sentences.reason_word(detail.outcome_reason),
        _("Before"): None if detail.previous_id is None else f"#{detail.previous_id}",
        _("After"): None if detail.next_id is None else f"#{detail.next_id}",
    }
    yield from (_fact(label, value) for label, value in facts.items() if value)


def _close_date(desk: Desk, detail: Detail) -> str | None:
    if detail.close_date is None:
        return None
    pushed = close_dates.pushed_words(close_dates.of_events(detail.events))
    return ", ".join(part for part in (sentences.short_day(detail.close_date, desk.today), pushed) if part)


def _fact(label: str, value: str) -> str:
    return f"{label:<{_LABEL}} {value}"


def _criterion(desk: Desk, state: CriterionState) -> str:
    """``[x]`` with a source, ``[~]`` without, ``[ ]`` open."""
    tick = state.tick
    if tick is None:
        return f"[ ] {state.id}  {state.text}"
    source = tick.how or (_("in a note") if tick.note else _("no source"))
    when = None if tick.at is None else sentences.short_day(day_of(tick.at, desk.zone), desk.today)
    by = ", ".join(part for part in (tick.by, when, source) if part)
    return f"[{'x' if tick.sourced else '~'}] {state.id}  {state.text}  ({by})"


def _promise(desk: Desk, step: Promise) -> str:
    day = sentences.short_day(step.date, desk.today) if step.date else _("no date")
    parts = [step.text or _("no text"), step.owner or _("no owner"), day, step_end_word(step.end), step.reason]
    return " · ".join(part for part in parts if part)


def _note(desk: Desk, note: Note) -> str:
    said = " > ".join(part for part in (note.pain, note.next_step, note.text) if part)
    head = [sentences.short_instant(note.at, desk.zone), note.by or "–"]
    if note.kind == "no_reply":
        head.append(_("no reply"))
    return "  ".join([*head, said])


def _block(out: Output, title: str, lines: list[str]) -> None:
    if lines:
        out.line()
        out.line(out.styled(title, "bold"))
        for line in lines:
            _wrapped(out, line, "  ")


def _wrapped(out: Output, text: str, indent: str = "") -> None:
    for line in wrapped(harmless(text), out.width, indent=indent, hanging=indent + "    "):
        out.line(line)
