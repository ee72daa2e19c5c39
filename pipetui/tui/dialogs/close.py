"""Closing a deal: won, lost or no decision, with a standard reason. Losing early is good news."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from pipetui.errors import Refused
from pipetui.i18n import _
from pipetui.services import moves
from pipetui.tui.dialogs.closing import reason_entries, show_for_outcome
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.choice import ChoiceEntry, Presets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipetui.domain.model import Outcome
    from pipetui.services.results import Done
    from pipetui.tui.widgets.entry import Entry


class CloseDialog(DealForm):
    """``c``. Digits choose; parking is offered before it is lost."""

    draft: ClassVar[str] = "close"
    instead = ("park",)

    def does(self) -> str:
        """Its title."""
        return _("Close")

    def intro(self) -> str:
        """The honest alternative."""
        return _("Only not now? Park it instead (p): it stays open and wakes on its day.")

    def entries(self) -> Iterable[Entry]:
        """The outcome, and what goes with it."""
        playbook = self.desk().playbook
        outcomes = [("lost", _("lost")), ("no_decision", _("no decision"))]
        if self.detail.item.deal.stage == playbook.last_stage.id:
            outcomes.insert(0, ("won", _("won")))
        yield ChoiceEntry("outcome", _("Outcome"), outcomes, required=_("How did it end?"))
        yield from reason_entries(playbook.reasons)
        yield self.day_field("wake", _("Wake it"), required=_("When does it come back?"))
        yield Presets.days_ahead("wake", self.desk().today, playbook.reasons.wake_days)

    def _still_open(self, criteria: Sequence[str]) -> str:
        texts = [state.text for state in self.detail.criteria if state.id in criteria]
        return _("Open: {criteria}.").format(criteria=", ".join(texts))

    def look_again(self) -> None:
        """Only what goes with the outcome is asked."""
        show_for_outcome(self)

    def minds(self) -> frozenset[str]:
        """The step that ends with it, and the stage."""
        return super().minds() | {"stage"}

    def save(self) -> Done:
        """Close it, or say which answers are missing."""
        outcome = cast("Outcome", self.value("outcome"))
        closed = moves.close(
            self.desk(),
            self.deal_id,
            outcome,
            reason=None if outcome == "won" else self.value(outcome),
            wake=self.certain_day("wake") if outcome == "no_decision" else None,
        )
        if closed.done is None:
            raise Refused(" ".join((closed.why, self._still_open(closed.open_criteria))))
        return closed.done
