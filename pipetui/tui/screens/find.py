"""Find any deal as you type: open or closed, flagged or not."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.model import Item
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import records
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.lookup import Lookup
from pipetui.tui.widgets.badge import badge
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from pipetui.services.desk import Desk

_TYPING_SECONDS = 0.08
_MOST = 50


class FindScreen(Dialog[Item | None]):
    """``f``. The arrows move while one types; enter takes the deal."""

    CSS_PATH = "../styles/find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move('down')", show=False, priority=True),
        Binding("up,ctrl+b", "move('up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self._desk = desk
        self._found: list[Item] = []
        self._lookup: Lookup[list[Item]] = Lookup()
        self._looked_for = ""
        self._words = LineInput("", self._take, placeholder=_("name, company, owner, contact, phone, number"))

    def title_words(self) -> tuple[str, str]:
        """Find."""
        return _("Find a deal"), ""

    def hints(self) -> str:
        """The keys."""
        return _("↑ ↓ choose · enter take · esc back")

    def body(self) -> ComposeResult:
        """What is looked for, and what was found."""
        yield self._words
        yield OptionList(compact=True, markup=False)
        yield Static("", id="nothing", markup=False)

    def on_mount(self) -> None:
        """Begin with the largest open deals."""
        self.query_one(OptionList).can_focus = False
        self.set_focus(self._words)
        self._look("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    @work(exclusive=True, group="find")
    async def _look(self, text: str) -> None:
        """Search in a thread: on a large database it may take longer than a keystroke."""
        await asyncio.sleep(_TYPING_SECONDS if text else 0)
        try:
            found = await self._lookup.ask(partial(records.find, self._desk(), text, _MOST))
            if self.query(OptionList):  # nobody has left meanwhile
                self._show(text, found)
        except PipetuiError as error:
            self.tell(str(error))

    def _show(self, text: str, found: list[Item]) -> None:
        results = self.query_one(OptionList)
        self._found, self._looked_for = found, text
        width = max(20, results.size.width - 4)
        results.clear_options()
        zone = self._desk().zone
        results.add_options([Option(_line(item, zone, width)) for item in found])
        results.highlighted = 0 if found else None
        nothing = self.query_one("#nothing", Static)
        nothing.display = not found
        nothing.update(safe(_("Nothing found for “{text}”.").format(text=text), "$muted"))

    def action_move(self, how: str) -> None:
        """Move in what was found, while the words keep the focus."""
        results = self.query_one(OptionList)
        getattr(results, f"action_cursor_{how}" if how in ("up", "down") else f"action_{how}")()

    def _take(self) -> None:
        """Take the deal under the cursor; for words typed faster than they were looked for, the first they find."""
        if self._words.value != self._looked_for:
            try:
                self._show(self._words.value, records.find(self._desk(), self._words.value, _MOST))
            except PipetuiError as error:
                self.tell(str(error))
                return
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self._found):
            self.dismiss(self._found[highlighted])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])


def _line(item: Item, zone: ZoneInfo, width: int) -> Content:
    """Name at the left; stage, owner and badge at the right."""
    words, style = badge(item, zone)
    sides = [(fit(item.stage_name, 13), "$muted"), (fit(item.deal.owner, 8), "$muted"), (fit(words, 11), style)]
    if width < 64:
        sides = sides[2:]
    room = width - sum(len(side) + 2 for side, _style in sides)
    parts: list[tuple[str, str]] = [(fit(item.title, room), "")]
    for side in sides:
        parts += [("  ", ""), side]
    return Content.assemble(*parts)
