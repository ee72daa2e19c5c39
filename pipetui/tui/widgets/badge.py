"""The badge of a deal with its colour. The words say it all; the colour only helps the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain import badges

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import FindingKind, Item

KIND_STYLES: dict[FindingKind, str] = {
    "sla_overdue": "$sla",
    "no_next_step": "$no-step",
    "step_overdue": "$late",
    "stalled": "$stalled",
}
"""The colour of each kind of finding, as a theme variable."""

WIDTH = 11
"""Cells that every badge of a usual size fits into."""


def badge(item: Item, zone: ZoneInfo) -> tuple[str, str]:
    """The words of ``domain.badges`` and their style."""
    words = badges.badge(item, zone)
    if item.findings:
        return words, f"bold {KIND_STYLES[item.findings[0].kind]}"
    if item.section == "due_today":
        return words, "bold $done"
    return words, "bold $accent" if item.section == "woke_today" else "$muted"
