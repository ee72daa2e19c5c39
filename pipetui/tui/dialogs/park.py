"""Parking: the deal stays open, stands apart, and wakes on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.i18n import _
from pipetui.services import moves
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done

PRESET_DAYS = (30, 60, 90)
"""Ready answers to until when."""


class ParkDialog(DealForm):
    """``p``. The third time in a row it asks for a decision instead, and lets do."""

    draft: ClassVar[str] = "park"
    plans = ("reason", "", "until")

    def does(self) -> str:
        """Its title."""
        return _("Park")

    def intro(self) -> str:
        """What parking is; or that it has been enough of it."""
        if self._too_often():
            return _("It would be parked for the third time in a row. Better decide: close it, or plan a step.")
        return _("It stays open, stands apart and wakes on its day.")

    def entries(self) -> Iterable[Entry]:
        """Until when, and why."""
        self.instead = ("close", "step") if self._too_often() else ()
        yield self.day_field("until", _("Until"), required=_("Until when?"))
        yield Presets.days_ahead("until", self.desk().today, PRESET_DAYS)
        yield Field("reason", _("Why"), required=_("Why is it parked?"))

    def save(self) -> Done:
        """Park it."""
        return moves.park(self.desk(), self.deal_id, self.certain_day("until"), self.value("reason"))

    def _too_often(self) -> bool:
        return moves.parked_in_a_row(self.desk(), self.deal_id) >= moves.PARKED_ENOUGH
