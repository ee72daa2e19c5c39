"""Asks the services for all that the panel and the deal's screen show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.services import history, records
from pipetui.tui.widgets.panel_text import Portrait

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


def portrait(desk: Desk, deal_id: int) -> Portrait:
    """The deal with its history as sentences. Raises BadInput for an unknown id."""
    detail = records.detail(desk, deal_id)
    told = tuple((event.at, history.sentence(desk, event)) for event in detail.events if not event.undone)
    return Portrait(detail, told, desk.today, desk.zone)
