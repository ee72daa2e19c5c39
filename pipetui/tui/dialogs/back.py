"""Moving back: always possible, when one says what no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.domain.model import CriterionState, Tick
from pipetui.errors import Refused
from pipetui.i18n import _
from pipetui.services import moves
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
            CriterionState(criterion.id, criterion.text, Tick(criterion.id, None, None))
            for criterion in self._stage().criteria
        ]
        yield CriteriaEntry("no_longer", _("What no longer holds?"), held, required=_("Take back at least one answer."))
        yield Field("reason", _("Why"), required=_("What happened?"))

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
