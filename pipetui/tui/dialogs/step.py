"""Planning the next step: a promise with a text, a person and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.i18n import _
from pipetui.services import steps
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done


class StepDialog(DealForm):
    """``s``. ``text`` is a draft of the step, such as the one that gets a missing answer. The third re-dating asks
    why."""

    draft: ClassVar[str] = "step"
    plans = ("text", "who", "when")

    def __init__(self, desk: Callable[[], Desk], deal_id: int, text: str | None = None) -> None:
        self._text = text
        super().__init__(desk, deal_id)

    def does(self) -> str:
        """Its title."""
        return _("Next step")

    def entries(self) -> Iterable[Entry]:
        """The step as it is, to be changed."""
        deal = self.detail.item.deal
        text = self._text if self._text is not None else deal.step.text or ""
        day = deal.step.date
        yield Field("text", _("Next step"), text, required=_("What happens next?"))
        yield self.person_field("who", _("Who"), deal.step.owner or deal.owner or "")
        ahead = self._text is None and day is not None and day >= self.desk().today
        yield self.day_field(
            "when",
            _("When"),
            day.isoformat() if day and ahead else "",
            required=_("By when?"),
            whose=lambda: self.value("who"),
        )
        moved = _("Moved {n} times already. Why once more?").format(n=deal.step.redated)
        yield Field("reason", _("Why moved"), required=moved)

    def look_again(self) -> None:
        """Ask for a reason where one is needed."""
        day = self.day("when")
        text = self.value("text")
        self.entry("reason").display = bool(day and text and steps.needs_reason(self.desk(), self.deal_id, text, day))

    def save(self) -> Done:
        """Plan, confirm or re-date."""
        asked = self.entry("reason").display
        return steps.plan(
            self.desk(),
            self.deal_id,
            text=self.value("text"),
            day=self.certain_day("when"),
            owner=self.value("who") or None,
            reason=self.value("reason") if asked else None,
        )
