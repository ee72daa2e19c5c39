"""Closing a deal: won, lost or no decision, with a standard reason. Losing early is good news."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from pipetui.domain.sentences import reason_word
from pipetui.errors import Refused
from pipetui.i18n import _, ngettext
from pipetui.services import moves
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
        yield self._reasons("lost", playbook.reasons.lost)
        yield self._reasons("no_decision", playbook.reasons.no_decision)
        today = self.desk().today
        yield self.day_field("wake", _("Wake it"), required=_("When does it come back?"))
        yield Presets(
            "wake",
            [
                ((today + timedelta(days)).isoformat(), ngettext("in {n} day", "in {n} days", days).format(n=days))
                for days in playbook.reasons.wake_days
            ],
        )

    def _reasons(self, outcome: str, reasons: Sequence[str]) -> ChoiceEntry:
        options = [(reason, reason_word(reason)) for reason in reasons]
        return ChoiceEntry(outcome, _("Reason"), options, required=_("Why?"))

    def _still_open(self, criteria: Sequence[str]) -> str:
        texts = [state.text for state in self.detail.criteria if state.id in criteria]
        return _("Open: {criteria}.").format(criteria=", ".join(texts))

    def look_again(self) -> None:
        """Only what goes with the outcome is asked."""
        outcome = self.value("outcome")
        for name in ("lost", "no_decision"):
            self.entry(name).display = outcome == name
        for name in ("wake", "wake_presets"):
            self.entry(name).display = outcome == "no_decision"

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
