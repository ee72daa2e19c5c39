"""The frame of every dialog: a round border with the title, the keys in the bottom border, the list dimmed behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from pipetui.tui.leaving import leave
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete

SEPARATOR = " · "


_BORDER_BLANKS = 6
"""Cells of the bottom border that the hints leave free, and those around what stands before them."""


class Box(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What a dialog holds. It scrolls when the terminal is too low. Of Textual's keys for that it has only those for
    pages: the arrows are the dialog's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
    ]


class Dialog(ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A dialog with a title, what it asks, and one line for what the service refused."""

    CSS_PATH = "../styles/dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._trouble = Static("", id="trouble", markup=False)
        self._trouble.display = False
        self.box = Box(id="box")
        self._before_hints = ""

    def title_words(self) -> tuple[str, str]:
        """What the dialog does, and to what: ``("Note", "Acme · ERP roll-out")``."""
        raise NotImplementedError

    def hints(self) -> str:
        """The keys, for the bottom border."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What stands between the borders."""
        raise NotImplementedError

    def foot(self) -> ComposeResult:
        """What stands below the line for trouble: buttons."""
        yield from ()

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        self.show_title()
        self.show_hints()
        with self.box:
            yield from self.body()
            yield self._trouble
            yield from self.foot()

    def show_title(self) -> None:
        """Write the title into the top border."""
        does, to_what = self.title_words()
        self.box.border_title = safe(SEPARATOR.join(part for part in (does, to_what) if part), "bold $foreground")

    def show_hints(self, before: str = "") -> None:
        """Write the keys into the bottom border, after ``before``, as far as they fit."""
        self._before_hints = before
        room = self.box.size.width + self.box.scrollbar_size_vertical - cell_len(before) - _BORDER_BLANKS
        words = fitting_hints(self.hints(), room) if self.box.size.width else self.hints()
        self.box.border_subtitle = Content.assemble((f"{before}   " if before else "", "$muted"), safe(words))

    def on_resize(self) -> None:
        """Another width has room for other hints. The box has its new width when the screen was laid out."""
        self.call_after_refresh(lambda: self.show_hints(self._before_hints))

    def tell(self, message: str) -> None:
        """Say what is wrong, where nothing typed is lost; "" takes it back."""
        if not message and not self._trouble.display:
            return
        self._trouble.update(safe(message))
        self._trouble.display = bool(message)
        if message:
            self._trouble.scroll_visible(animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click beside a dialog leaves it, where it has no button for that."""
        if event.widget is self and not self.query("#leave"):
            self.action_leave()

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with a result, once."""
        go = super().dismiss
        return leave(self, lambda: go(result))


def fitting_hints(hints: str, room: int) -> str:
    """The hints in at most ``room`` cells: what comes after a comma goes first, then the keys from the left. The last
    one, how to leave, stays."""
    parts = hints.split(SEPARATOR)
    if cell_len(hints) > room:
        parts = [part.partition(", ")[0] for part in parts]
    while len(parts) > 1 and cell_len(SEPARATOR.join(parts)) > room:
        del parts[0]
    return SEPARATOR.join(parts)
