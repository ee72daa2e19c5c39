"""Several lines of text in a form: what an editor would take, for where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import TextArea

from pipetui.domain.text import harmless
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget


class LinesInput(Typed, TextArea):
    """Lines of text without a box. They hold nothing that steers a terminal."""

    def __init__(self, value: str) -> None:
        super().__init__(
            _harmless_lines(value), soft_wrap=True, tab_behavior="focus", show_line_numbers=False, compact=True
        )
        self.cursor_blink = False

    def typed(self, event: events.Key) -> bool:
        """Enter begins a line, what can be printed is written."""
        if event.key == "enter":
            self._write("\n")
        elif event.is_printable and event.character and not event.key.startswith("alt+"):
            self._write(event.character)
        else:
            return False
        return True

    def pasted(self, text: str) -> None:
        """Pasted lines stay lines."""
        self._write(_harmless_lines(text))

    def _write(self, text: str) -> None:
        self.replace(text, *self.selection, maintain_selection_offset=False)


class LongText(Entry):
    """Lines of text under their label; enter begins a new line, so it is f2 or the button that saves."""

    beside = False

    def __init__(self, name: str, label: str, value: str = "", *, required: str = "") -> None:
        super().__init__(name, label)
        self._required = required
        self.input = LinesInput(value)
        self.add_class("long-text")

    @property
    def value(self) -> str:
        """What is written, without blank lines around it."""
        return self.input.text.strip()

    @value.setter
    def value(self, text: str) -> None:
        self.input.load_text(_harmless_lines(text))
        self.input.move_cursor(self.input.document.end)

    def line(self) -> ComposeResult:
        """The lines."""
        yield self.input

    def target(self) -> Widget:
        """The lines."""
        return self.input

    def problem(self) -> str | None:
        """Nothing is written."""
        return None if self.value else self._required or None

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.content()
        self.post_message(self.Changed(self))


def _harmless_lines(text: str) -> str:
    return "\n".join(harmless(line) for line in text.splitlines())
