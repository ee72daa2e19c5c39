"""The panel of the deal under the cursor: beside the list, or in a few lines below it on a small terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Static

from pipetui.tui.widgets.panel_text import Lines, Portrait, lines_of, panel, strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

_STRIP_HEIGHT = 4
"""Up to so many lines the panel is a strip below the list."""


class DealText(Static):
    """Lines about a deal, laid out anew for each width by the function given."""

    def __init__(self, draw: Callable[[Portrait, int], Lines], *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._draw = draw
        self._portrait: Portrait | None = None
        self._drawn_for = 0

    def show(self, portrait: Portrait | None) -> None:
        """Show a deal, or nothing."""
        self._portrait = portrait
        self._redraw()

    def on_resize(self) -> None:
        """Lines are broken by hand, so another width means other lines."""
        if self.size.width != self._drawn_for:
            self._redraw()

    def _redraw(self) -> None:
        width = self._drawn_for = self.size.width
        if self._portrait is None or width < 2:
            self.update("")
        else:
            self.update(lines_of(self._draw(self._portrait, width)))


class DealPanel(VerticalScroll, can_focus=False):
    """The deal under the cursor. Fill it with ``show``."""

    def compose(self) -> ComposeResult:
        """One text; how much it says depends on the height."""
        yield DealText(self._draw)

    def show(self, portrait: Portrait | None) -> None:
        """Show a deal, or nothing."""
        self.query_one(DealText).show(portrait)
        self.scroll_home(animate=False)

    def _draw(self, portrait: Portrait, width: int) -> Lines:
        height = self.size.height
        return strip(portrait, width, height) if height <= _STRIP_HEIGHT else panel(portrait, width)
