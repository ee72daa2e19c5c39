"""One of a few: numbered words in a row that wraps. A digit, the arrows or a click choose."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.domain.text import harmless
from pipetui.i18n import _, ngettext
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.text import fit
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

GAP = 3
"""Cells between two options."""


class Options(Typed, Widget, can_focus=True):
    """The words of a choice. ``chosen`` is the index of the chosen one, or None.

    ``chose`` is called for another choice (with True if it was by a digit: the person wants to go on), ``go_on`` for
    enter. ``click_goes_on``: a click means the same as a digit.
    """

    chosen: reactive[int | None] = reactive(None, layout=True)

    def __init__(
        self,
        labels: Sequence[str],
        *,
        chose: Callable[[bool], None],
        go_on: Callable[[], None],
        click_goes_on: bool = False,
    ) -> None:
        super().__init__()
        self._click_goes_on = click_goes_on
        self._labels = tuple(harmless(label) for label in labels)
        self._chose = chose
        self._go_on = go_on

    def reword(self, labels: Sequence[str]) -> None:
        """The same options in other words, in another language."""
        self._labels = tuple(harmless(label) for label in labels)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the words need."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The rows, the chosen word in the accent."""
        rows = [Content(" " * GAP).join(map(self._option, row)) for row in self._rows(self.size.width)]
        return Content("\n").join(rows)

    def choose(self, index: int, *, quick: bool = False) -> None:
        """Choose an option and tell."""
        if 0 <= index < len(self._labels):
            self.chosen = index
            self._chose(quick)

    def typed(self, event: events.Key) -> bool:
        """A digit chooses and goes on, the arrows and space choose, enter goes on."""
        if event.key == "enter":
            self._go_on()
        elif event.key in ("right", "space"):
            self.choose(0 if self.chosen is None else (self.chosen + 1) % len(self._labels))
        elif event.key == "left":
            self.choose(((self.chosen or 0) - 1) % len(self._labels))
        elif event.key.isdecimal():
            self.choose(int(event.key) - 1, quick=True)
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        self.clicked(event.x, event.y)

    def clicked(self, x: int, y: int) -> None:
        """This cell was clicked."""
        self.choose_at(x, y, self.size.width)

    def choose_at(self, x: int, y: int, width: int) -> None:
        """Choose the option at this cell of the rows, which are so wide."""
        rows = self._rows(width)
        if not 0 <= y < len(rows):
            return
        start = 0
        for index in rows[y]:
            end = start + self._width(index)
            if start <= x < end:
                self.choose(index, quick=self._click_goes_on)
            start = end + GAP

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
            used += need + GAP
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
        self._options = Options([words for _option, words in options], chose=self._chose, go_on=self.go_on)
        self.value = value

    @property
    def value(self) -> str:
        """The id of the chosen option."""
        return "" if self._options.chosen is None else self._ids[self._options.chosen]

    @value.setter
    def value(self, text: str) -> None:
        self._options.chosen = self._ids.index(text) if text in self._ids else None

    def reword(self, labels: Sequence[str]) -> None:
        """The same options in other words, in another language."""
        self._options.reword(labels)

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

    def _chose(self, quick: bool) -> None:
        self.content()
        self.post_message(self.Changed(self))
        if quick:
            self.go_on(may_save=False)


class Presets(ChoiceEntry):
    """Ready answers for the field called ``fills``: choosing one writes its value there."""

    aside = True

    def __init__(self, fills: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{fills}_presets", _("or alt +"), options)
        self.fills = fills

    @classmethod
    def days_ahead(cls, fills: str, today: date, numbers: Iterable[int]) -> Presets:
        """Days that lie so many days ahead."""
        words = ((days, ngettext("in {n} day", "in {n} days", days).format(n=days)) for days in numbers)
        return cls(fills, [((today + timedelta(days)).isoformat(), said) for days, said in words])
