"""Since you last looked: what woke, what moved, what arrived. Any key goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from pipetui.domain.sentences import short_instant
from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.since import Happened, News
    from pipetui.tui.widgets.panel_text import Lines

_SHOWN = 6
"""Deals named in each group."""


class _Read(Typed, BrokenLines, can_focus=True):
    """Lines that any key takes away."""

    def __init__(self, went_on: Callable[[], None]) -> None:
        super().__init__()
        self._went_on = went_on

    def typed(self, event: events.Key) -> bool:
        """Whatever it is, it goes on."""
        del event
        self._went_on()
        return True


class NewsDialog(Dialog[None]):
    """What is new, in three short groups."""

    def __init__(self, news: News, desk: Desk) -> None:
        super().__init__()
        self._news = news
        self._zone = desk.zone

    def title_words(self) -> tuple[str, str]:
        """Since when."""
        return _("Since {when}").format(when=short_instant(self._news.since, self._zone)), ""

    def hints(self) -> str:
        """How to go on."""
        return _("enter or any key goes on")

    def body(self) -> ComposeResult:
        """The groups."""
        yield _Read(self.action_leave)

    def on_mount(self) -> None:
        """Show them at any width."""
        read = self.query_one(_Read)
        read.show(self._lines)
        self.set_focus(read)

    def on_click(self) -> None:
        """So does a click."""
        self.dismiss(None)

    def _lines(self, width: int) -> Lines:
        groups = ((_("WOKE"), self._news.woke), (_("MOVED"), self._news.moved), (_("ARRIVED"), self._news.arrived))
        lines: Lines = []
        for title, happened in groups:
            if happened:
                lines += [Content("")] if lines else []
                lines += self._group(title, happened, width)
        return lines

    def _group(self, title: str, happened: tuple[Happened, ...], width: int) -> Lines:
        lines = [Content.assemble((f"{title} ", "bold $muted"), (str(len(happened)), "bold"))]
        room = max(12, min(40, width // 2))
        for each in happened[:_SHOWN]:
            told = wrapped(each.told, max(10, width - room - 2), "$muted", limit=2)
            lines.append(Content.assemble(fit(each.title, room), "  ", told[0]))
            lines += [Content.assemble(" " * (room + 2), text) for text in told[1:]]
        if (more := len(happened) - _SHOWN) > 0:
            lines.append(safe(_("… {n} more").format(n=more), "$muted"))
        return lines
