"""Deals as text for the clipboard: one as a few lines, several as a table that a sheet takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.money import format_money, plain
from pipetui.domain.text import harmless
from pipetui.errors import BadInput
from pipetui.exchange.guard import guard
from pipetui.i18n import _, language
from pipetui.services import records, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

MOST_BYTES = 70_000
"""What terminals take in one go; many drop more."""


def block(desk: Desk, deal_id: int) -> str:
    """One deal: title, stage with amount, next step, contacts. Raises BadInput if there is none."""
    detail = records.detail(desk, deal_id)
    item, deal, step = detail.item, detail.item.deal, detail.item.deal.step
    amount = format_money(deal.amount, language()) if deal.amount else ""
    day = sentences.short_day(step.date, desk.today) if step.date else ""
    lines = [
        item.title,
        ", ".join(part for part in (item.stage_name, amount) if part),
        _("Next: {step}").format(step=", ".join(part for part in (step.text, step.owner, day) if part) or "–"),
        *(sentences.contact_line(contact) for contact in detail.contacts),
    ]
    return "\n".join(map(harmless, lines))


def table(desk: Desk, deal_ids: Sequence[int]) -> str:
    """Several deals, tab-separated with a head; nothing in it is a formula. Raises BadInput for too many."""
    head = (
        "id", _("name"), _("company"), _("stage"), _("owner"), _("amount"), _("currency"), _("next step"), _("date"),
    )  # fmt: skip
    rows = [head, *(_row(item) for item in today.items(desk, list(deal_ids)))]
    text = "\n".join("\t".join(guard(harmless(cell)) for cell in row) for row in rows)
    if len(text.encode()) > MOST_BYTES:
        raise BadInput(_("That is more than a terminal copies at once."), _("Use: pipetui export deals --to csv"))
    return text


def _row(item: Item) -> tuple[str, ...]:
    deal = item.deal
    return (
        str(item.id),
        deal.name,
        deal.company or "",
        item.stage_name,
        deal.owner or "",
        plain(deal.amount) if deal.amount else "",
        deal.currency or "",
        deal.step.text or "",
        deal.step.date.isoformat() if deal.step.date else "",
    )
