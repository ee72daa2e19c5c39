"""Since you last looked: what woke, what moved, what arrived. Any key goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from pipetui.domain.sentences import short_instant
from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.since import Happened, News
    from pipetui.tui.widgets.panel_text import Lines

_SHOWN = (2, 8)
"""Deals named in each group: at least, and at most."""

_FRAME = 4
"""Lines that the dialog needs beside its groups."""


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

    def on_click(self, event: events.Click) -> None:
        """So does a click, wherever."""
        event.prevent_default()
        self.dismiss(None)

    def _lines(self, width: int) -> Lines:
        told = ((_("WOKE"), self._news.woke), (_("MOVED"), self._news.moved), (_("ARRIVED"), self._news.arrived))
        groups = [(title, happened) for title, happened in told if happened]
        # Each group has a heading, a line for what is left out, and a blank line.
        least, most = _SHOWN
        room = max(least, min(most, (self.size.height - _FRAME) // max(1, len(groups)) - 3))
        lines: Lines = []
        for title, happened in groups:
            lines += [Content("")] if lines else []
            lines += _group(title, happened, width, room)
        return lines


def _group(title: str, happened: tuple[Happened, ...], width: int, room: int) -> Lines:
    lines = [Content.assemble((f"{title} ", "bold $muted"), (str(len(happened)), "bold"))]
    name = max(12, min(40, width // 2))
    lines += [
        Content.assemble(fit(each.title, name), "  ", (fit(each.told, max(10, width - name - 2), pad=False), "$muted"))
        for each in happened[:room]
    ]
    if (more := len(happened) - room) > 0:
        lines.append(safe(_("… {n} more").format(n=more), "$muted"))
    return lines
