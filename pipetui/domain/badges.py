"""Badges, headings and other words of a few letters that both doors show, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.instants import day_of
from pipetui.i18n import _, pgettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Finding, FindingKind, Item, StepEnd


def badge(item: Item, zone: ZoneInfo) -> str:
    """The first finding; what is due today; how long a woken deal slept; else its status."""
    if item.findings:
        return finding_words(item.findings[0])
    if item.section == "due_today":
        return _first_word(item.deal.step.text)
    if item.section == "woke_today":
        return _slept(item, zone)
    return status_word(item.status)


def finding_words(finding: Finding) -> str:
    """``SLA 3h late``, ``no step``, ``4d late``, ``stalled 12d``."""
    if finding.kind == "sla_overdue":
        return _sla_words(finding)
    if finding.kind == "no_next_step":
        return _("no step")
    if finding.kind == "step_overdue":
        return _("{days}d late").format(days=finding.days)
    return _("stalled {days}d").format(days=finding.days)


def kind_word(kind: FindingKind) -> str:
    """A kind of finding, whatever its number."""
    words = {
        "sla_overdue": _("SLA late"),
        "no_next_step": _("no step"),
        "step_overdue": _("step late"),
        "stalled": _("stalled"),
    }
    return words[kind]


def status_word(status: str) -> str:
    """Open, parked, won, lost … in one or two words. The state of a lead is shown as it is."""
    words = {
        "open": _("open"),
        "parked": _("parked"),
        "won": _("won"),
        "lost": _("lost"),
        "no_decision": _("no decision"),
        "dormant": _("dormant"),
    }
    return words.get(status, status)


def for_owner(item: Item) -> str:
    """``for anna``: it stands in the list of somebody who covers anna, who is away; "" for one's own."""
    return _("for {name}").format(name=item.deal.owner) if item.covering else ""


def section_title(section: str) -> str:
    """The heading of a section of Today."""
    titles = {
        "to_clear": _("TO CLEAR"),
        "due_today": _("DUE TODAY"),
        "woke_today": _("WOKE TODAY"),
        "in_hand": _("IN HAND"),
    }
    return titles[section]


def days_of_limit(item: Item) -> str:
    """``23/21``: days in the stage and its limit; ``12+/21`` where nobody knows since when; nothing for leads."""
    if item.type != "deal":
        return ""
    return f"{item.stage_days.days}{'' if item.stage_days.known else '+'}/{item.max_days}"


def step_end_word(end: StepEnd | None) -> str:
    """What became of a promise; None: it is open."""
    words = {
        None: pgettext("step", "open"),
        "done": _("done"),
        "moved": _("moved"),
        "replaced": _("replaced"),
        "dropped": _("dropped"),
    }
    return words[end]


def _sla_words(finding: Finding) -> str:
    if finding.days:
        return _("SLA {days}d late").format(days=finding.days)
    if finding.hours:
        return _("SLA {hours}h late").format(hours=finding.hours)
    return _("SLA late")


def _first_word(text: str | None) -> str:
    words = (text or "").split()
    return words[0].lower().rstrip(",.;:") if words else _("due")


def _slept(item: Item, zone: ZoneInfo) -> str:
    """A parked deal slept since its last parking; the next cycle after a no-decision just woke."""
    until = item.deal.step.date
    if until is None or not item.deal.parkings:
        return _("woke")
    return _("parked {days}d").format(days=(until - day_of(item.deal.parkings[-1].since_at, zone)).days)
