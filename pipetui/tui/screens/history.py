"""Everything that happened to a deal, newest first, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from pipetui.domain.sentences import short_instant
from pipetui.i18n import _
from pipetui.services import history
from pipetui.tui.dialogs.reading import ReadingDialog
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.tui.widgets.panel_text import Lines

_LONGEST = 500
"""Events shown; the shell's ``log`` has all."""


class HistoryScreen(ReadingDialog[None]):
    """``h``. Scrolls; any of escape, h and q leaves. Building it reads the database and raises PipetuiError."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,q", "leave", show=False),
    ]

    def __init__(self, desk: Desk, item: Item) -> None:
        super().__init__()
        self._item = item
        self._events = [
            (short_instant(event.at, desk.zone), history.sentence(desk, event), event.undone)
            for event in history.log(desk, item.id, _LONGEST)
        ]

    def title_words(self) -> tuple[str, str]:
        """History, and of which deal."""
        return _("History"), self._item.title

    def hints(self) -> str:
        """How to leave."""
        return _("esc back")

    def lines(self, width: int) -> Lines:
        """When, and what, for each event."""
        head = max((cell_len(when) for when, _what, _undone in self._events), default=0) + 2
        lines: Lines = []
        for when, what, undone in self._events:
            texts = wrapped(what, width - head, "$muted strike" if undone else "")
            lines += [
                Content.assemble((fit("" if number else when, head), "$muted"), text)
                for number, text in enumerate(texts)
            ]
        return lines or [safe(_("none yet"), "$muted")]
