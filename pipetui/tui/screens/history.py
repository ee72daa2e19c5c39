"""Everything that happened to a deal, newest first, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from pipetui.domain.sentences import short_instant
from pipetui.i18n import _
from pipetui.services import history
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

_LONGEST = 500
"""Events shown; the shell's ``log`` has all."""


class HistoryScreen(Dialog[None]):
    """``h``. Scrolls; any of escape, h and q leaves. Building it reads the database and raises PipetuiError."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,q", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(12)", show=False),
        Binding("pageup", "scroll(-12)", show=False),
    ]

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__()
        self._item = item
        self._lines = [
            Content.assemble(
                (short_instant(event.at, desk.zone), "$muted"),
                "  ",
                safe(history.sentence(desk, event), "$muted strike" if event.undone else ""),
            )
            for event in history.log(desk, item.id, _LONGEST)
        ]

    def title_words(self) -> tuple[str, str]:
        """History, and of which deal."""
        return _("History"), self._item.title

    def hints(self) -> str:
        """How to leave."""
        return _("esc back")

    def body(self) -> ComposeResult:
        """One line for each event: when, and what."""
        yield Static(Content("\n").join(self._lines) if self._lines else safe(_("none yet"), "$muted"), markup=False)

    def action_scroll(self, step: int) -> None:
        """Some lines down or up."""
        self.box.scroll_relative(y=step, animate=False)
