"""A list of lines that are drawn anew for each width, with keys of its own before those of every list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets.option_list import Option

from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual import events
    from textual.content import Content


class LineTable(Typed, OptionLines):
    """Fill it with ``show``. ``takes`` is given every key first, and says whether it was one of its own."""

    def __init__(self, takes: Callable[[events.Key], bool], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._takes = takes
        self._draw: Callable[[int], Sequence[Content]] = _no_lines
        self._headings: Collection[int] = ()
        self._drawn_for = 0

    def show(self, draw: Callable[[int], Sequence[Content]], headings: Collection[int] = ()) -> None:
        """Show the lines that ``draw`` gives for a width in cells. The cursor stays on its line, but never on one of
        the ``headings``."""
        self._draw, self._headings = draw, headings
        self._fill()

    def on_resize(self) -> None:
        """Another width means other lines."""
        if self.scrollable_content_region.width != self._drawn_for:
            self._fill()

    def _fill(self) -> None:
        width = self._drawn_for = self.scrollable_content_region.width
        at = self.highlighted or 0
        self.clear_options()
        lines = self._draw(width) if width > 0 else []
        self.add_options([Option(line, disabled=number in self._headings) for number, line in enumerate(lines)])
        places = [number for number in range(len(lines)) if number not in self._headings]
        self.highlighted = min(places, key=lambda place: (abs(place - at), -place)) if places else None

    def typed(self, event: events.Key) -> bool:
        """Give the key away."""
        return self._takes(event)


def _no_lines(_width: int) -> Sequence[Content]:
    return []
