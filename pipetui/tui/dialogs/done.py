"""A step is done: what is next?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.domain.sentences import short_day
from pipetui.i18n import _
from pipetui.services import steps
from pipetui.tui.dialogs.form import DealForm, Wrong
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done


class DoneDialog(DealForm):
    """``d``. Marks the open step done and plans the next one. Without a next one it asks once whether that is meant."""

    draft: ClassVar[str] = "done"
    plans = ("text", "who", "when")
    _without_next = False

    def does(self) -> str:
        """Its title."""
        return _("Next step") if self._nothing_open() else _("Done")

    def intro(self) -> str:
        """The step that is done; where none is open, that this only plans one."""
        step = self.detail.item.deal.step
        if self._nothing_open():
            return _("There is no open step; this plans the next one.")
        day = f" ({short_day(step.date, self.desk().today)})" if step.date else ""
        return _("Done: {text}{day}").format(text=step.text or _("a step that had no text"), day=day)

    def entries(self) -> Iterable[Entry]:
        """The step that follows."""
        deal = self.detail.item.deal
        yield Field("text", _("What next"))
        yield self.person_field("who", _("Who"), deal.step.owner or deal.owner or "")
        yield self.day_field("when", _("When"), whose=lambda: self.value("who"))

    def save(self) -> Done:
        """Done, and the next."""
        following = self.step_or_nothing()
        if following is None:
            if self._nothing_open():
                raise Wrong("text", _("What happens next?"))
            if not self._without_next:
                self._without_next = True
                raise Wrong("text", _("Without a next step the deal stays in the list. f2 again if that is meant."))
            return steps.done(self.desk(), self.deal_id)
        text, day = following
        plan = steps.plan if self._nothing_open() else steps.done
        return plan(self.desk(), self.deal_id, text=text, day=day, owner=self.value("who") or None)

    def _nothing_open(self) -> bool:
        step = self.detail.item.deal.step
        return not (step.text or step.date)
