"""The base of the forms about one person of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.tui.dialogs.form import Form, Wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk


class PersonForm(Form):
    """A form about a person; ``person`` is the name, "" for somebody new."""

    def __init__(self, desk: Callable[[], Desk], person: str) -> None:
        self.person = person
        self._sure_about = ""
        super().__init__(desk)

    def title_words(self) -> tuple[str, str]:
        """What the form does, and to whom."""
        return self.does(), self.person

    def ask_once(self, entry: str, question: str) -> None:
        """Ask whether the value of an entry is meant; the same again is the answer. Raises Wrong the first time."""
        if self._sure_about != self.value(entry):
            self._sure_about = self.value(entry)
            raise Wrong(entry, question)
