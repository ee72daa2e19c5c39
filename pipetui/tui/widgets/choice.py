"""One of a few: numbered words in a row that wraps. A digit, the arrows or a click choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

_GAP = 3


class Options(Widget, can_focus=True):
    """The words of a choice. ``chosen`` is the index of the chosen one, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("enter", "enter", show=False),
        Binding("space", "step(1)", show=False),
    ]

    chosen: reactive[int | None] = reactive(None, layout=True)

    class Chosen(Message):
        """Another option is chosen. ``quick``: by a digit, so the person wants to go on."""

        def __init__(self, *, quick: bool) -> None:
            super().__init__()
            self.quick = quick

    class Entered(Message):
        """Enter was pressed."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._labels = tuple(harmless(label) for label in labels)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the words need."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The rows, the chosen word in the accent."""
        rows = [Content(" " * _GAP).join(map(self._option, row)) for row in self._rows(self.size.width)]
        return Content("\n").join(rows)

    def choose(self, index: int, *, quick: bool = False) -> None:
        """Choose an option and tell."""
        if 0 <= index < len(self._labels):
            self.chosen = index
            self.post_message(self.Chosen(quick=quick))

    def action_step(self, by: int) -> None:
        """The next option, or the one before."""
        at = -1 if self.chosen is None and by > 0 else self.chosen or 0
        self.choose((at + by) % len(self._labels))

    def action_enter(self) -> None:
        """Go on with what is chosen."""
        self.post_message(self.Entered())

    def on_key(self, event: events.Key) -> None:
        """A digit chooses and goes on."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._labels):
            event.stop()
            self.choose(int(event.key) - 1, quick=True)

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        rows = self._rows(self.size.width)
        if not 0 <= event.y < len(rows):
            return
        start = 0
        for index in rows[event.y]:
            end = start + self._width(index)
            if start <= event.x < end:
                self.choose(index)
            start = end + _GAP

    def _words(self, index: int) -> str:
        return fit(self._labels[index], max(self.size.width - 2, 8), pad=False)

    def _width(self, index: int) -> int:
        return cell_len(self._words(index)) + 2

    def _rows(self, width: int) -> list[list[int]]:
        rows: list[list[int]] = [[]]
        used = 0
        for index in range(len(self._labels)):
            need = self._width(index)
            if rows[-1] and used + need > width:
                rows.append([])
                used = 0
            rows[-1].append(index)
            used += need + _GAP
        return rows

    def _option(self, index: int) -> Content:
        number = str(index + 1) if index < 9 else "·"
        if index == self.chosen:
            return Content.assemble((number, "$primary"), " ", (self._words(index), "bold underline $primary"))
        return Content.assemble((number, "$muted"), " ", self._words(index))


class ChoiceEntry(Entry):
    """A choice as a line of a form. ``options`` are ``(id, words)``; the value is the id, or "" while nothing is
    chosen. ``required`` is the sentence to say then."""

    def __init__(
        self, name: str, label: str, options: Sequence[tuple[str, str]], value: str = "", *, required: str = ""
    ) -> None:
        super().__init__(name, label)
        self._ids = tuple(option for option, _words in options)
        self._required = required
        self._options = Options([words for _option, words in options])
        self.value = value

    @property
    def value(self) -> str:
        """The id of the chosen option."""
        return "" if self._options.chosen is None else self._ids[self._options.chosen]

    @value.setter
    def value(self, text: str) -> None:
        self._options.chosen = self._ids.index(text) if text in self._ids else None

    def line(self) -> ComposeResult:
        """The words."""
        yield self._options

    def target(self) -> Widget:
        """The words."""
        return self._options

    def pick(self, number: int) -> None:
        """Choose the option with this number."""
        self._options.choose(number - 1)

    def problem(self) -> str | None:
        """Nothing is chosen."""
        return None if self.value else self._required or None

    def on_options_chosen(self, event: Options.Chosen) -> None:
        """Tell the form; a digit also goes on."""
        event.stop()
        self.content()
        self.post_message(self.Changed(self))
        if event.quick:
            self.post_message(self.Entered(self, may_save=False))

    def on_options_entered(self, event: Options.Entered) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(self.Entered(self))


class Presets(ChoiceEntry):
    """Ready answers for the field called ``fills``: choosing one writes its value there."""

    aside = True

    def __init__(self, fills: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{fills}_presets", _("or alt +"), options)
        self.fills = fills
