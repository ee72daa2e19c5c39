"""Asks the services for all that the panel and the deal's screen show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.hygiene import visit_days
from pipetui.services import absences, close_dates, drafts, history, import_conflicts, records
from pipetui.tui.widgets.panel_text import Portrait, Stay

if TYPE_CHECKING:
    from pipetui.domain.model import Deal
    from pipetui.services.desk import Desk


def portrait(desk: Desk, deal_id: int) -> Portrait:
    """The deal with its history as sentences. Raises BadInput for an unknown id."""
    detail = records.detail(desk, deal_id)
    told = tuple((event.at, history.sentence(desk, event)) for event in detail.events if not event.undone)
    changes = tuple(close_dates.of_events(detail.events))
    deal = detail.item.deal
    away = absences.away_words(desk, deal.owner, desk.today) or ""
    stays, draft = _stays(desk, deal), drafts.words_about(desk, deal_id)
    crm = import_conflicts.crm_words(desk, detail.item)
    return Portrait(detail, told, desk.today, desk.zone, changes, stays, away, draft, crm)


def _stays(desk: Desk, deal: Deal) -> tuple[Stay, ...]:
    rules = desk.rules
    return tuple(
        Stay(visit, rules.playbook.stage(visit.stage).name, visit_days(visit, deal, desk.today, rules))
        for visit in deal.visits
    )
