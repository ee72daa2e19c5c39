"""The call brief: what one needs before dialling, short enough for one screen of 80 by 24."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.badges import step_end_word
from pipetui.domain.instants import day_of
from pipetui.domain.kept import kept
from pipetui.domain.model import OUTCOMES
from pipetui.domain.money import format_money
from pipetui.i18n import _, language
from pipetui.services import close_dates, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.domain.model import Detail, Note, Promise
    from pipetui.services.desk import Desk

_CONTACTS = 2
_FINDINGS = 3
_QUESTIONS = 4
_NOTES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the brief, or some: ``label`` is "" where it goes on with the row before. ``most`` is how many lines
    it may take, so that the whole fits."""

    label: str
    text: str
    most: int = 1


@dataclass(frozen=True, slots=True)
class Brief:
    """Company and name, then at most 22 lines where a line holds some 60 characters."""

    title: str
    rows: tuple[Row, ...]


def brief(desk: Desk, deal_id: int) -> Brief:
    """The call brief of a deal, open or closed. Raises BadInput for an unknown id."""
    whole = records.detail(desk, deal_id)
    return Brief(whole.item.title, tuple(_rows(desk, whole)))


def _rows(desk: Desk, whole: Detail) -> Iterator[Row]:
    is_open = whole.item.status not in OUTCOMES
    yield Row(_("Deal"), _about(desk, whole))
    yield from _named(_("Call"), [sentences.contact_line(contact) for contact in whole.contacts[:_CONTACTS]])
    yield from _why(whole)
    yield Row(_("Pain"), whole.pain or _("not known yet"), 2)
    if is_open:
        yield Row(_("Promised"), _promised(desk, whole), 2)
    last = next((promise for promise in whole.steps if promise.end is not None), None)
    if last is not None:
        yield Row(_("Before"), _ended(desk, last))
    if is_open:
        questions = [f"{state.text}?" for state in whole.criteria if not state.ticked]
        yield from _named(_("To ask"), questions[:_QUESTIONS])
    yield from _named(_("Notes"), [_note(desk, note, whole.pain) for note in whole.notes[:_NOTES]], 2)


def _named(label: str, texts: list[str], most: int = 1) -> Iterator[Row]:
    return (Row("" if number else label, text, most) for number, text in enumerate(texts))


def _about(desk: Desk, whole: Detail) -> str:
    """``48,000 € · Discovery · closes Fri 18 Dec, pushed 2 times: budget freeze``."""
    amount = whole.item.deal.amount
    parts = [format_money(amount, language()) if amount else _("no amount"), whole.item.stage_name]
    if whole.close_date is not None:
        day = sentences.short_day(whole.close_date, desk.today)
        pushed = close_dates.pushed_words(close_dates.of_events(whole.events))
        parts.append(", ".join(part for part in (_("closes {day}").format(day=day), pushed) if part))
    return " · ".join(parts)


def _why(whole: Detail) -> Iterator[Row]:
    """What is found; for a deal with nothing to clear (or closed) where it stands."""
    reasons = [finding.why for finding in whole.item.findings[:_FINDINGS]] or [whole.why_still_here]
    return _named(_("Why now"), reasons, 1 if len(reasons) > 1 else 3)


def _promised(desk: Desk, whole: Detail) -> str:
    """``Send the one-pager, by anna, for Fri 27 Nov``."""
    step = whole.item.deal.step
    if not step.text and step.date is None:
        return _("nothing: there is no next step")
    parts = [step.text or _("no text")]
    parts.append(_("by {name}").format(name=step.owner) if step.owner else _("no owner"))
    parts.append(_("for {day}").format(day=sentences.short_day(step.date, desk.today)) if step.date else _("no date"))
    return ", ".join(parts)


def _ended(desk: Desk, promise: Promise) -> str:
    """``call the signer · Thu 19 Nov · moved, not kept``."""
    answer = kept(promise, desk.today, desk.zone)
    end = step_end_word(promise.end)
    if answer is not None:
        end = _("kept") if answer else _("{end}, not kept").format(end=end)
    day = sentences.short_day(promise.date, desk.today) if promise.date else _("no date")
    return " · ".join((promise.text or _("no text"), day, end))


def _note(desk: Desk, note: Note, pain: str | None) -> str:
    """``18 Nov anna: Stock counts are wrong; Send one-page proposal``; the pain that stands above is left out."""
    day = sentences.short_day(day_of(note.at, desk.zone), desk.today).partition(" ")[2]
    parts = (None if note.pain == pain else note.pain, note.next_step, note.text)
    said = _("no reply") if note.kind == "no_reply" else "; ".join(part for part in parts if part)
    head = f"{day} {note.by}" if note.by else day
    return f"{head}: {said}" if said else head
