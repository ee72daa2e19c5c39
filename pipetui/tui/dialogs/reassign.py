"""Another owner: the deal and its step change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.services import edits, people
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.choice import Presets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done
    from pipetui.tui.widgets.entry import Entry


class ReassignDialog(DealForm):
    """``w``. Type a name, new or known, or take one from the list."""

    def does(self) -> str:
        """Its title."""
        return _("Reassign")

    def intro(self) -> str:
        """Whose it is."""
        owner = self.detail.item.deal.owner
        return _("It is {owner}'s now.").format(owner=owner) if owner else _("It has no owner yet.")

    def entries(self) -> Iterable[Entry]:
        """To whom."""
        yield self.person_field("to", _("To"), required=_("To whom?"))
        yield Presets("to", [(name, name) for name in people.likely_owners(self.desk())])

    def minds(self) -> frozenset[str]:
        """Whose it is."""
        return frozenset(("owner",))

    def save(self) -> Done:
        """Reassign deal and step."""
        return edits.assign(self.desk(), [self.deal_id], self.value("to"))[0]
