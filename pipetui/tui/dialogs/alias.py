"""Another name of a person: added, taken away; a name of somebody else makes the two one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name
from pipetui.i18n import _
from pipetui.services import people, people_changes, records
from pipetui.tui.dialogs.person import PersonForm
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done


class AliasDialog(PersonForm):
    """``n`` on a person."""

    def does(self) -> str:
        """Its title."""
        return _("Another name")

    def intro(self) -> str:
        """What other names are for, and how one goes."""
        told = [_("Files and people may use it for {name}.").format(name=self.person)]
        if people.aliases_of(self.desk(), self.person):
            told.append(_("One that is there already is taken away: choose it."))
        return " ".join(told)

    def entries(self) -> Iterable[Entry]:
        """The name, and those that there are."""
        yield Field("alias", _("Also called"), required=_("Which name?"))
        aliases = people.aliases_of(self.desk(), self.person)
        if aliases:
            yield Presets("alias", [(alias, alias) for alias in aliases])

    def save(self) -> Done:
        """Add it, take it away, or make two people one."""
        desk, alias = self.desk(), self.value("alias")
        folded = folded_name(alias)
        if folded in map(folded_name, people.aliases_of(desk, self.person)):
            self.ask_once(
                "alias", _("{name} is called so already. The same again takes it away.").format(name=self.person)
            )
            return people_changes.drop_alias(desk, alias)
        other = records.person(desk, alias) if records.known(desk, alias) else None
        if other is None or other == self.person or folded_name(other) != folded:
            return people_changes.add_alias(desk, self.person, alias)
        asked = _("{other} is somebody here, with {what}. The same again makes the two one person, {name}.")
        what = people.belongings(desk, other).words
        self.ask_once("alias", asked.format(other=other, what=what, name=self.person))
        return people_changes.merge(desk, other, self.person)
