"""Several deals closed for one standard reason: lost, or no decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.services import bulk
from pipetui.tui.dialogs.bulk import BulkForm
from pipetui.tui.dialogs.closing import reason_entries, show_for_outcome
from pipetui.tui.widgets.choice import ChoiceEntry, Presets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.bulk import Bulk
    from pipetui.tui.widgets.entry import Entry


class BulkClose(BulkForm):
    """``c`` for several. Each won deal is closed on its own."""

    draft = "bulk_close"

    def does(self) -> str:
        """Its title."""
        return _("Close")

    def intro(self) -> str:
        """Also that a win is looked at one by one."""
        return " ".join((super().intro(), _("A deal is won one at a time.")))

    def entries(self) -> Iterable[Entry]:
        """The outcome, and what goes with it."""
        reasons = self.desk().playbook.reasons
        outcomes = [("lost", _("lost")), ("no_decision", _("no decision"))]
        yield ChoiceEntry("outcome", _("Outcome"), outcomes, required=_("How did they end?"))
        yield from reason_entries(reasons)
        yield self.day_field("wake", _("Wake them"), required=_("When do they come back?"))
        yield Presets.days_ahead("wake", self.desk().today, reasons.wake_days)

    def look_again(self) -> None:
        """Only what goes with the outcome is asked."""
        show_for_outcome(self)

    def act(self) -> Bulk:
        """Close all."""
        outcome = self.value("outcome")
        wake = self.certain_day("wake") if outcome == "no_decision" else None
        return bulk.close(self.desk(), self.deal_ids, outcome, self.value(outcome), wake)
