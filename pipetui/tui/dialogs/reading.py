"""A dialog that is only read: lines broken for its width, which scroll with the keys of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ScreenResultType

from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.panel import BrokenLines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.tui.widgets.panel_text import Lines

_PAGE = 12
_TO_THE_END = 1_000_000


class ReadingDialog(Dialog[ScreenResultType]):
    """A subclass says its title, its hints and its ``lines``."""

    AUTO_FOCUS = ""  # no button has the keys: space scrolls
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown,space", f"scroll({_PAGE})", show=False),
        Binding("pageup", f"scroll(-{_PAGE})", show=False),
        Binding("g,home", f"scroll(-{_TO_THE_END})", show=False),
        Binding("G,end", f"scroll({_TO_THE_END})", show=False),
    ]

    def lines(self, width: int) -> Lines:
        """All there is to read, for a width in cells."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The lines."""
        yield BrokenLines()

    def on_mount(self) -> None:
        """Break the lines for the width there is."""
        self.query_one(BrokenLines).show(self.lines)

    def action_scroll(self, step: int) -> None:
        """Some lines down or up, where they do not all fit."""
        self.box.scroll_relative(y=step, animate=False)
