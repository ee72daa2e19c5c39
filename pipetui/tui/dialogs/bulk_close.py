"""Several deals closed for one standard reason: lost, or no decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipetui.domain.sentences import reason_word
from pipetui.i18n import _, ngettext
from pipetui.services import bulk
from pipetui.tui.dialogs.bulk import BulkForm
from pipetui.tui.widgets.choice import ChoiceEntry, Presets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
        yield self._reasons("lost", reasons.lost)
        yield self._reasons("no_decision", reasons.no_decision)
        today = self.desk().today
        yield self.day_field("wake", _("Wake them"), required=_("When do they come back?"))
        yield Presets(
            "wake",
            [
                ((today + timedelta(days)).isoformat(), ngettext("in {n} day", "in {n} days", days).format(n=days))
                for days in reasons.wake_days
            ],
        )

    def _reasons(self, outcome: str, reasons: Sequence[str]) -> ChoiceEntry:
        options = [(reason, reason_word(reason)) for reason in reasons]
        return ChoiceEntry(outcome, _("Reason"), options, required=_("Why?"))

    def look_again(self) -> None:
        """Only what goes with the outcome is asked."""
        outcome = self.value("outcome")
        for name in ("lost", "no_decision"):
            self.entry(name).display = outcome == name
        for name in ("wake", "wake_presets"):
            self.entry(name).display = outcome == "no_decision"

    def act(self) -> Bulk:
        """Close all."""
        outcome = self.value("outcome")
        wake = self.certain_day("wake") if outcome == "no_decision" else None
        return bulk.close(self.desk(), self.deal_ids, outcome, self.value(outcome), wake)
