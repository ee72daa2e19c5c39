"""The panel of the deal under the cursor: beside the list, or in a few lines below it on a small terminal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pipetui.tui.widgets.panel_text import Lines, Portrait, panel, strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.geometry import Size

_STRIP_HEIGHT = 4
"""Up to so many lines the panel is a strip below the list."""


class BrokenLines(Static):
    """Lines that are broken by hand, anew for each width, by the function given to ``show``."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._draw: Callable[[int], Lines] | None = None
        self._drawn_for = 0

    def show(self, draw: Callable[[int], Lines] | None) -> None:
        """Show what ``draw`` gives for the width in cells; None shows nothing."""
        self._draw = draw
        self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are for this width, also before they are drawn for it."""
        if self._draw is None or width < 2:
            return super().get_content_height(container, viewport, width)
        return max(1, len(self._draw(width)))

    def on_resize(self) -> None:
        """Another width means other lines."""
        if self.size.width != self._drawn_for:
            self._redraw()

    def _redraw(self) -> None:
        width = self._drawn_for = self.size.width
        lines = self._draw(width) if self._draw is not None and width > 1 else []
        self.update(Content("\n").join(lines))


class DealPanel(VerticalScroll, can_focus=False):
    """The deal under the cursor. Fill it with ``show``."""

    def compose(self) -> ComposeResult:
        """One text; how much it says depends on the height."""
        yield BrokenLines()

    def show(self, portrait: Portrait | None) -> None:
        """Show a deal, or nothing."""
        self.query_one(BrokenLines).show(partial(self._lines, portrait) if portrait else None)
        self.scroll_home(animate=False)

    def _lines(self, portrait: Portrait, width: int) -> Lines:
        height = self.size.height
        return strip(portrait, width, height) if height <= _STRIP_HEIGHT else panel(portrait, width)
