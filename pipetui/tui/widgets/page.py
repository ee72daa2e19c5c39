"""A page of lines that are drawn for the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from pipetui.tui.widgets.panel_text import Lines


class Page(Static):
    """Lines drawn for the room there is; what they offer can be clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._draw: Callable[[int, int], Lines] | None = None

    def show(self, draw: Callable[[int, int], Lines]) -> None:
        """Show what ``draw`` gives for a width and a height in cells."""
        self._draw = draw
        self._redraw()

    def on_resize(self) -> None:
        """Another size has room for other lines."""
        self._redraw()

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        if action := event.style.meta.get("action"):
            await self.screen.run_action(action)

    def _redraw(self) -> None:
        if self._draw is not None and self.size.width > 1:
            width, height = self.content_size
            self.update(Content("\n").join(self._draw(width, height)))
