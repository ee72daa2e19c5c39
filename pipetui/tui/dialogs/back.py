"""Moving back: always possible, when one says what no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.domain.model import CriterionState, Tick
from pipetui.errors import Refused
from pipetui.i18n import _
from pipetui.services import moves, records
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.criteria import CriteriaEntry
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.domain.playbook import Stage
    from pipetui.services.results import Done


class BackDialog(DealForm):
    """``M``. Which criteria of the stage it returns to no longer hold, and why. Refused in the first stage."""

    draft: ClassVar[str] = "back"

    def does(self) -> str:
        """Its title."""
        return _("Back to {stage}").format(stage=self._stage().name)

    def entries(self) -> Iterable[Entry]:
        """What no longer holds, and the reason."""
        held = [
            # What was never ticked here (an imported deal) is unknown: it too may no longer hold.
            state if state.ticked else CriterionState(state.id, state.text, Tick(state.id, None, None))
            for state in records.criteria(self.desk(), self.deal_id, self._stage().id)
        ]
        yield CriteriaEntry("no_longer", _("What no longer holds?"), held, required=_("Take back at least one answer."))
        yield Field("reason", _("Why"), required=_("What happened?"))

    def minds(self) -> frozenset[str]:
        """The stage that it goes back from, and what was known there."""
        return frozenset(("stage", "ticks"))

    def save(self) -> Done:
        """Move it back."""
        no_longer = self.value("no_longer").split(",")
        done = moves.move_back(self.desk(), self.deal_id, no_longer, self.value("reason")).done
        assert done is not None
        return done

    def _stage(self) -> Stage:
        playbook = self.desk().playbook
        position = playbook.position(self.detail.item.deal.stage)
        if position == 0:
            raise Refused(_("This is the first stage: there is nothing to go back to."))
        return playbook.stages[position - 1]
