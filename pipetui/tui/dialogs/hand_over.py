"""Everything of a person handed to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.services import people, people_changes
from pipetui.tui.dialogs.person import PersonForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done
    from pipetui.tui.widgets.entry import Entry


class HandOverDialog(PersonForm):
    """``w`` on a person."""

    def does(self) -> str:
        """Its title."""
        return _("Hand everything over")

    def intro(self) -> str:
        """What changes hands."""
        what = people.belongings(self.desk(), self.person).words
        return _("Open deals and the steps on them, all at once: {what}.").format(what=what)

    def entries(self) -> Iterable[Entry]:
        """To whom."""
        yield self.person_field("to", _("To"), required=_("To whom?"))

    def save(self) -> Done:
        """Hand it over."""
        return people_changes.hand_over(self.desk(), self.person, self.value("to"))
