"""Reopening: was it a mistake, or is the buyer back?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.domain.model import CriterionState
from pipetui.i18n import _
from pipetui.services import moves, records
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.choice import ChoiceEntry
from pipetui.tui.widgets.criteria import CriteriaEntry
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done


class ReopenDialog(DealForm):
    """A mistake goes on as it was; a buyer who is back begins a new cycle, with a step."""

    draft: ClassVar[str] = "reopen"
    needs_open = False

    def does(self) -> str:
        """Its title."""
        return _("Reopen")

    def entries(self) -> Iterable[Entry]:
        """Which of the two, and the step of the new cycle."""
        yield ChoiceEntry(
            "as",
            _("Because"),
            [
                ("mistake", _("a mistake: it goes on as it was")),
                ("back", _("the buyer is back: a new cycle begins")),
            ],
            required=_("Which of the two?"),
        )
        yield Field("step", _("Next step"), required=_("What happens next?"))
        yield self.day_field("when", _("When"), required=_("By when?"))
        yield CriteriaEntry("confirmed", _("Known before. Does it still hold?  alt+1, alt+2 … tick"), self._answers())

    def look_again(self) -> None:
        """A new cycle needs a step."""
        for name in ("step", "when"):
            self.entry(name).display = self.value("as") == "back"
        self.entry("confirmed").display = self.value("as") == "back" and bool(self._answers())

    def minds(self) -> frozenset[str]:
        """That it is closed."""
        return frozenset(("status",))

    def save(self) -> Done:
        """Reopen it."""
        if self.value("as") == "mistake":
            return moves.reopen(self.desk(), self.deal_id, "mistake")
        return moves.reopen(
            self.desk(),
            self.deal_id,
            "back",
            step=self.value("step"),
            day=self.certain_day("when"),
            confirmed=[criterion for criterion in self.value("confirmed").split(",") if criterion],
        )

    def _answers(self) -> list[CriterionState]:
        desk = self.desk()
        first = desk.playbook.stages[0].id
        return [
            CriterionState(state.id, state.text, None)
            for state in records.criteria(desk, self.deal_id, first)
            if state.ticked
        ]
