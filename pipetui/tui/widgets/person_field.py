"""A person's name, completed from the people that are known; a new one is asked about, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.suggester import SuggestFromList
from textual.widgets import Input

from pipetui.i18n import _
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class PersonField(Field):
    """A field for a person.

    ``people``: the names to complete from (right arrow takes the completion). ``known``: the canonical name of a name
    or alias, None for somebody new.
    """

    def __init__(
        self,
        name: str,
        label: str,
        people: Sequence[str],
        known: Callable[[str], str | None],
        value: str = "",
        *,
        required: str = "",
    ) -> None:
        super().__init__(name, label, value, required=required, suggester=SuggestFromList(people, case_sensitive=False))
        self._known = known
        self._asked_about: str | None = None

    def problem(self) -> str | None:
        """Asks about a new name the first time; the second time it is meant."""
        name = self.value
        if not name or not self.touched or name == self._asked_about or self._known(name):
            return super().problem()
        self._asked_about = name
        return _("“{name}” is new here. Enter again to add this person.").format(name=name)

    @on(Input.Changed)
    def _show(self) -> None:
        name = self.value
        person = self._known(name) if name and self.touched else name
        if person is None:
            self.echo(_("a new person"), "warning")
        else:
            self.echo("" if person == name else person, "good")
