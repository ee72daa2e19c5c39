"""A new deal: a name is enough, a next step is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.i18n import _
from pipetui.services import edits
from pipetui.tui.dialogs.form import Form
from pipetui.tui.widgets.choice import ChoiceEntry
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done


class AddDialog(Form):
    """``a``. ``deal_id`` is the number under which its draft is kept: 0 or less."""

    draft: ClassVar[str] = "add"

    def does(self) -> str:
        """Its title."""
        return _("New deal")

    def entries(self) -> Iterable[Entry]:
        """What one knows at the beginning."""
        desk = self.desk()
        stages = desk.playbook.stages
        yield Field("name", _("Name"), required=_("A deal needs a name."))
        yield Field("company", _("Company"))
        yield self.amount_field(lambda: desk.playbook.currency)
        yield ChoiceEntry("stage", _("Stage"), [(stage.id, stage.name) for stage in stages], stages[0].id)
        yield self.person_field("owner", _("Owner"), desk.me)
        yield Field("text", _("Next step"))
        yield self.day_field("when", _("When"), whose=lambda: self.value("owner"))

    def save(self) -> Done:
        """Add the deal with its step."""
        return edits.add_deal(
            self.desk(),
            name=self.value("name"),
            company=self.value("company") or None,
            amount=self.value("amount") or None,
            stage=self.value("stage"),
            owner=self.value("owner") or None,
            step=self.step_or_nothing(),
        )
