"""One deal on a screen of its own: everything that is known, with the same keys as the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from pipetui.errors import BadInput
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.panel_text import Lines, Portrait, notes, panel, promises, stack

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk


_WIDTHS = [(0, "-narrow"), (100, "-wide")]


class DealView(DealScreen):
    """A deal, whole."""

    CSS_PATH = "../styles/deal.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("deal"),
        Binding("left,backspace", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("g,home", "scroll(-100000)", show=False),
        Binding("G,end", "scroll(100000)", show=False),
    ]
    place = "deal"

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        super().__init__(desk)
        self.deal_id = deal_id
        self._item: Item | None = None

    def compose(self) -> ComposeResult:
        """What the panel shows, and beside it notes and promises."""
        with VerticalScroll(id="whole", can_focus=True), Horizontal(id="sides"):
            yield BrokenLines(id="about")
            yield BrokenLines(id="past")
        yield Footer("deal", id="footer")

    def on_mount(self) -> None:
        """Read the deal."""
        self.reload()
        self.set_focus(self.query_one("#whole"))
        self.watch_others()

    def deal_here(self) -> Item | None:
        """This deal."""
        return self._item

    def show_change(self, deal_id: int | None, *, dealt_with: bool = False) -> None:
        """Whatever was worked on, this screen is about its own deal."""
        del deal_id, dealt_with
        self.reload()

    def read(self, desk: Desk) -> None:
        """Read the deal anew. One that was added a moment ago may be gone by an undo: then this screen goes, too."""
        try:
            shown = portrait(desk, self.deal_id)
        except BadInput:
            self.dismiss()
            return
        self._item = shown.detail.item
        self.query_one("#about", BrokenLines).show(partial(panel, shown))
        self.query_one("#past", BrokenLines).show(partial(_notes_and_promises, shown))

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss()

    def action_scroll(self, step: int) -> None:
        """Some lines down or up."""
        self.query_one("#whole").scroll_relative(y=step, animate=False)


def _notes_and_promises(portrait: Portrait, width: int) -> Lines:
    return stack([promises(portrait, width), notes(portrait, width)])
