"""The lines of a form: a muted label, what one types or chooses, what was understood, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from pipetui.domain.text import harmless
from pipetui.errors import PipetuiError
from pipetui.tui.widgets.text import safe
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.suggester import Suggester
    from textual.widget import Widget

Check = Callable[[str], object]
"""Looks at what was typed and raises a PipetuiError when it cannot be used."""

_TONES = ("good", "warning", "bad")


class LineInput(Typed, Input):
    """One line of text without a box. It holds nothing that steers a terminal, and pasted lines become one.

    ``go_on`` is called for enter. ``replace``: typing replaces what is there, instead of going on at its end.
    """

    def __init__(
        self,
        value: str,
        go_on: Callable[[], None],
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        replace: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(
            value, placeholder=harmless(placeholder), suggester=suggester, select_on_focus=False, compact=True, id=id
        )
        self.cursor_blink = False
        self._go_on = go_on
        self._replace = replace
        self._arrived = False

    def validate_value(self, value: str) -> str:
        """Nothing that comes in, typed, pasted or from the database, may steer the terminal."""
        return harmless(value)

    def arrive(self) -> None:
        """The focus has come here. Told at once by a form, and later by Textual: only the first time counts."""
        if self._replace and not self._arrived:
            self.select_all()
        self._arrived = True

    def on_focus(self) -> None:
        """The focus has come here, by whatever way."""
        self.arrive()

    def on_blur(self) -> None:
        """The focus has gone."""
        self._arrived = False

    def typed(self, event: events.Key) -> bool:
        """Enter goes on, what can be printed is written. alt+1 is not text, although it carries a character."""
        if event.key == "enter":
            self._go_on()
        elif event.is_printable and event.character and not event.key.startswith("alt+"):
            self.replace(event.character, *self.selection)
        else:
            return False
        return True

    def pasted(self, text: str) -> None:
        """Several lines become one."""
        lines = text.splitlines()
        line = " ".join(line.strip() for line in lines if line.strip()) if len(lines) > 1 else text
        self.replace(line, *self.selection)


class Entry(Vertical):
    """One line of a form. ``name`` is what the form calls it; ``value`` is text, also where something is chosen."""

    @dataclass
    class Changed(Message):
        """The value is another one now."""

        entry: Entry

    beside = True
    """Does the label stand beside the line, in the column of the labels? Else above it."""

    aside = False
    """Does enter pass it by? It is reached with tab, the mouse, or alt and a digit."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name=name, classes="entry")
        self.key = name
        self.went_on: Callable[[Entry, bool], None] = _nowhere
        self.label = label
        self._label = Static(safe(label), classes="label", markup=False)
        self._problem = Static("", classes="problem", markup=False)

    @property
    def value(self) -> str:
        """What is there now."""
        raise NotImplementedError

    @value.setter
    def value(self, text: str) -> None:
        raise NotImplementedError

    @property
    def kept(self) -> str:
        """The value as it is kept for later: it means the same on another day."""
        return self.value

    def line(self) -> ComposeResult:
        """The widgets to the right of the label."""
        raise NotImplementedError

    def target(self) -> Widget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The label, the line, and the place for a problem under it."""
        with Horizontal(classes="line"):
            yield self._label
            yield from self.line()
        yield self._problem

    def pick(self, number: int) -> None:
        """alt and this digit were pressed somewhere in the form."""

    def take_focus(self) -> None:
        """Take the focus at once: the next key is for this entry."""
        self.screen.set_focus(self.target())

    def go_on(self, *, may_save: bool = True) -> None:
        """The person is done with this entry. ``may_save``: if it is the last one, save. It is a call and no message,
        so that the focus has moved before the next key is taken."""
        self.went_on(self, may_save)

    def on_descendant_focus(self) -> None:
        """The label of the line where one is has the accent."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """One is somewhere else."""
        self.remove_class("-here")

    def rename(self, label: str) -> None:
        """Another label, in another language."""
        self.label = label
        self._label.update(safe(label))

    def label_width(self, cells: int) -> None:
        """Make the label as wide as the others of its form."""
        if not self.beside:
            return
        self._label.styles.width = cells
        self._problem.styles.padding = (0, 0, 0, cells)

    def complain(self, message: str) -> None:
        """Say under the line what is wrong with it."""
        self._problem.update(safe(message))
        self.add_class("-wrong")

    def content(self) -> None:
        """Take the complaint back."""
        self.remove_class("-wrong")

    def settle(self) -> None:
        """The person goes on or saves: take what is shown as meant."""

    def problem(self) -> str | None:
        """What is wrong with the value, in a sentence; None when it can be used."""
        return None


def _nowhere(_entry: Entry, _may_save: bool) -> None:
    """Where an entry goes on to before a form has it."""


class Field(Entry):
    """A line of text. ``check`` raises what is wrong with it; an empty one is looked at only when ``required`` (the
    sentence to say then). What was given and not touched comes back exactly as it was given."""

    replace = False
    """Does typing replace what is there?"""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
        required: str = "",
        check: Check | None = None,
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__(name, label)
        self._given = value
        self._required = required
        self._check = check
        self.input = LineInput(
            self.in_words(value), self.go_on, placeholder=placeholder, suggester=suggester, replace=self.replace
        )
        self._echo = Static("", classes="echo", markup=False)
        self._echo.display = False

    @property
    def value(self) -> str:
        """What is written, without blanks around it; what was given, when nobody touched it."""
        return self.input.value.strip() if self.touched else self._given

    @value.setter
    def value(self, text: str) -> None:
        self.input.value = self.in_words(text)
        self.input.cursor_position = len(self.input.value)

    def in_words(self, value: str) -> str:
        """How a value is written here."""
        return value

    @property
    def touched(self) -> bool:
        """Is it something else than what was given?"""
        return self.input.value != harmless(self.in_words(self._given))

    def give(self, value: str) -> None:
        """Somebody else has changed what nobody touched here: this is given now."""
        self._given = value
        self.value = value

    def require(self, sentence: str) -> None:
        """From here on it must not be empty: the sentence to say then."""
        self._required = sentence

    def line(self) -> ComposeResult:
        """The input, and what was understood at its right."""
        yield self.input
        yield self._echo

    def target(self) -> Widget:
        """The input."""
        return self.input

    def take_focus(self) -> None:
        """Also select what the next key replaces."""
        super().take_focus()
        self.input.arrive()

    def on_mount(self) -> None:
        """Go on writing where the given text ends."""
        self.input.cursor_position = len(self.input.value)

    def echo(self, text: str, tone: str = "") -> None:
        """Say beside the line what was understood. ``tone``: good, warning, bad or nothing."""
        if not text and not self._echo.display:
            return
        self._echo.update(safe(text))
        self._echo.display = bool(text)
        for name in _TONES:
            self._echo.set_class(name == tone, name)

    def problem(self) -> str | None:
        """What ``required`` or ``check`` have to say."""
        if not self.value:
            return self._required or None
        if self._check is None or not self.touched:
            return None
        try:
            self._check(self.value)
        except PipetuiError as error:
            return f"{error.message} {error.hint}".strip()
        return None

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.content()
        self.post_message(self.Changed(self))
