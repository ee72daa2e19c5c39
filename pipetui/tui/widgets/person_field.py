"""A person's name, completed from the people that are known; a new one is asked about, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.suggester import SuggestFromList
from textual.widgets import Input

from pipetui.domain.likeness import close_people
from pipetui.i18n import _
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class PersonField(Field):
    """A field for a person, completed while typing from ``people``.

    Going on takes the completion that is shown; a blank at the end refuses it. ``known`` gives the canonical name of
    a name or alias, None for somebody new.
    """

    replace = True

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
        self._people = tuple(people)
        self._known = known
        self._asked_about: str | None = None
        self.add_class("person")

    def settle(self) -> None:
        """Take the completion."""
        if completion := self._completion():
            self.value = completion

    def on_descendant_blur(self) -> None:
        """Going on with tab or the mouse takes the completion, too."""
        self.settle()

    def problem(self) -> str | None:
        """Asks about a new name the first time; the second time it is meant."""
        name = self.value
        if not name or not self.touched or name == self._asked_about or self._known(name):
            return super().problem()
        self._asked_about = name
        near = close_people(name, {person: person for person in self._people})
        if near:
            asked = _("“{name}” is new here; is it {near}? The same again adds a new person.")
            return asked.format(name=name, near=_(" or ").join(near))
        return _("“{name}” is new here. The same again adds this person.").format(name=name)

    def _completion(self) -> str | None:
        typed = self.input.value.casefold()
        if not typed or not self.touched or self._known(self.value):
            return None
        return next((name for name in self._people if name.casefold().startswith(typed)), None)

    @on(Input.Changed)
    def _show(self) -> None:
        name = self.value
        person = self._known(name) if name and self.touched else name
        if person is not None:
            self.echo("" if person == name else person, "good")
        else:
            self.echo("" if self._completion() else _("a new person"), "warning")
