"""A person's name: another one, or somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.services import people, people_changes
from pipetui.tui.dialogs.person import PersonForm
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done


class RenameDialog(PersonForm):
    """``e`` on a person."""

    def does(self) -> str:
        """Its title."""
        return _("Rename")

    def intro(self) -> str:
        """What becomes of the name."""
        return _("“{name}” stays as another name, so that it still finds the person.").format(name=self.person)

    def entries(self) -> Iterable[Entry]:
        """The name as it is, to be changed."""
        yield Field("name", _("Name"), self.person, required=_("Which name?"))

    def save(self) -> Done | None:
        """Rename, unless it is the same."""
        name = self.value("name")
        return None if name == self.person else people_changes.rename(self.desk(), self.person, name)


class NewPersonDialog(PersonForm):
    """``a`` among the people."""

    def does(self) -> str:
        """Its title."""
        return _("New person")

    def title_words(self) -> tuple[str, str]:
        """It is about nobody who is here."""
        return self.does(), ""

    def entries(self) -> Iterable[Entry]:
        """The name."""
        yield Field("name", _("Name"), required=_("Which name?"))

    def save(self) -> Done:
        """Add the person; a name that is close to a known one is asked about once."""
        name = self.value("name")
        near = people.near(self.desk(), name)
        if near and near[0].casefold() != name.casefold():
            asked = _("Is it {near}? The same again adds a new person.")
            self.ask_once("name", asked.format(near=_(" or ").join(near)))
        return people_changes.add(self.desk(), name)
