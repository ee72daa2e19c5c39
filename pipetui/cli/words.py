"""What the command line says about deals, in the reader's language: the pieces of lines and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.money import format_money
from pipetui.i18n import _, language, ngettext

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Counts, Item, NextStep


def headline(now: int, zone: ZoneInfo, counts: Counts) -> str:
    """``Mon 23 Nov 08:31 · 14 to clear · 3 due today · 1 woke · 4 in hand``."""
    return f"{sentences.short_instant(now, zone)} · {summary(counts)}"


def summary(counts: Counts) -> str:
    """``14 to clear · 3 due today · 1 woke · 4 in hand``; what is zero is left out, but for what is to clear."""
    parts = [to_clear(counts)]
    if counts.due_today:
        parts.append(ngettext("{n} due today", "{n} due today", counts.due_today).format(n=counts.due_today))
    if counts.woke_today:
        parts.append(ngettext("{n} woke today", "{n} woke today", counts.woke_today).format(n=counts.woke_today))
    if counts.in_hand:
        parts.append(ngettext("{n} in hand", "{n} in hand", counts.in_hand).format(n=counts.in_hand))
    return " · ".join(parts)


def status(counts: Counts) -> str:
    """``14 to clear · 3 due today · 4 in hand · 62 open deals``."""
    parts = [summary(counts), sentences.open_deals(counts.open_deals)]
    if counts.parked:
        parts.append(ngettext("{n} parked", "{n} parked", counts.parked).format(n=counts.parked))
    return " · ".join(parts)


def short_status(counts: Counts) -> str:
    """``14 to clear · 3 due``: short enough for a prompt."""
    if not counts.due_today:
        return to_clear(counts)
    return f"{to_clear(counts)} · " + ngettext("{n} due", "{n} due", counts.due_today).format(n=counts.due_today)


def to_clear(counts: Counts) -> str:
    """``14 to clear`` or ``nothing to clear``."""
    if not counts.to_clear:
        return _("nothing to clear")
    return ngettext("{n} to clear", "{n} to clear", counts.to_clear).format(n=counts.to_clear)


def amount(item: Item) -> str:
    """``12,000 €``, or ``–`` for unknown."""
    return format_money(item.deal.amount, language()) if item.deal.amount is not None else "–"


def when(step: NextStep, today: date, *, weekday: bool = True) -> str:
    """``Fri 27 Nov``, ``Fri 27 Nov x3`` after re-dating, ``today``, ``no date`` or ``–`` for no step at all.

    Without ``weekday``: ``27 Nov``.
    """
    if step.date is None:
        return _("no date") if step.text else "–"
    day = sentences.short_day(step.date, today)
    text = _("today") if step.date == today else day if weekday else day.partition(" ")[2]
    return f"{text} x{step.redated}" if step.redated else text


def next_step(step: NextStep, today: date) -> str:
    """The whole promise in a line: what, who, when."""
    if not step.text and step.date is None:
        return _("none")
    return " · ".join([step.text or _("no text"), step.owner or _("no owner"), when(step, today)])
