"""One deal on a screen of its own: everything that is known, and each value changed where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.deal_lines import DealLines
from pipetui.tui.dialogs.draft import KeepsDraft
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets import deal_sections as sections
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.in_place import EditableLine, Line, Owner
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.panel_text import Lines, Portrait, criteria, stack
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk


_WIDTHS = [(0, "-narrow"), (100, "-wide")]
_STEP = 3
"""Lines that one key scrolls where there is no value to go to."""


class _Whole(VerticalScroll, can_focus=False, inherit_bindings=False):
    """All of the screen but its footer. Textual's keys for scrolling are left out: the screen has its own."""


class DealView(KeepsDraft, DealScreen):
    """A deal, whole. The cursor goes from value to value; enter changes the one under it. ``change``: the key of the
    value to begin with, opened to be changed."""

    CSS_PATH = "../styles/deal.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("deal"),
        Binding("left,backspace", "leave", show=False),
        Binding("j,down", "value(1)", show=False, id="list.down"),
        Binding("k,up", "value(-1)", show=False, id="list.up"),
        Binding("g,home", "end(0)", show=False, id="list.first"),
        Binding("G,end", "end(-1)", show=False, id="list.last"),
        Binding("pagedown", "page(1)", show=False, id="list.page_down"),
        Binding("pageup", "page(-1)", show=False, id="list.page_up"),
    ]
    place = "deal"

    def __init__(self, desk: Callable[[], Desk], deal_id: int, change: str = "") -> None:
        super().__init__(desk)
        self.deal_id = deal_id
        self._change_first = change
        self._item: Item | None = None
        self._values = DealLines(desk, deal_id, self.open_deal)
        self._whole = _Whole(id="whole")

    def compose(self) -> ComposeResult:
        """What the deal is at the left, what was at the right; one below the other in a narrow terminal."""
        with self._whole:
            yield BrokenLines(id="title")
            with Horizontal(id="sides"):
                with Vertical(id="now"):
                    yield BrokenLines(id="standing")
                    yield Vertical(id="fields")
                    yield BrokenLines(id="learned")
                    yield BrokenLines(id="people-title")
                    yield Vertical(id="people")
                yield BrokenLines(id="past")
        yield Footer("deal", id="footer")

    def on_mount(self) -> None:
        """Read the deal."""
        self.reload()
        self.call_after_refresh(self._begin)
        self.watch_others()

    async def _begin(self) -> None:
        """At the first value, or with the one that is to be changed."""
        self.action_end(0)
        for value in self.query(EditableLine):
            if value.line.key == self._change_first:
                self.set_focus(value)
                await value.action_change()

    def keep_draft(self) -> bool:
        """Keep what is being typed."""
        kept = [value.keep_draft() for value in self.query(EditableLine)]
        return all(kept)

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
        for name, lines in _PARTS.items():
            self.query_one(f"#{name}", BrokenLines).show(partial(lines, shown))
        self._show_lines("fields", self._values.fields(shown))
        self._show_lines("people", self._values.people(shown.detail))

    def _show_lines(self, place: str, lines: list[Line]) -> None:
        """Show these values. What is being typed stays: then the others are shown when that is done."""
        box = self.query_one(f"#{place}", Vertical)
        there = {line.line.key: line for line in box.query(EditableLine)}
        if list(there) == [line.key for line in lines]:
            for line in lines:
                there[line.key].show(line)
            return
        if any(line.changing for line in there.values()):
            return
        here = self.focused.line.key if isinstance(self.focused, EditableLine) else None
        owner = Owner(self.deal_id, self.may_write, self.reload, self._told, self.say_once)
        box.remove_children()
        made = [EditableLine(line, owner, self.desk) for line in lines]
        box.mount(*made)
        if here in there:
            self.set_focus(next((each for each in made if each.line.key == here), made[-1]))

    # Moving

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss()

    def action_value(self, step: int) -> None:
        """The value below or above, once it is in sight; until then some lines down or up."""
        values = list(self.query(EditableLine))
        at = next((at for at, value in enumerate(values) if value.has_focus), -1 if step > 0 else len(values))
        if 0 <= at + step < len(values) and self._in_sight(values[at + step]):
            self.set_focus(values[at + step])
        else:
            self._whole.scroll_relative(y=_STEP * step, animate=False)

    def action_end(self, which: int) -> None:
        """The first or the last value, and what stands there."""
        values = list(self.query(EditableLine))
        if values:
            self.set_focus(values[which], scroll_visible=False)
        self._whole.scroll_to(y=self._whole.max_scroll_y if which else 0, animate=False)

    def action_page(self, pages: int) -> None:
        """One screen down or up."""
        self._whole.scroll_relative(y=pages * max(1, self._whole.size.height - 2), animate=False)

    def _in_sight(self, value: EditableLine) -> bool:
        return value.region.y >= self._whole.region.y and value.region.bottom <= self._whole.region.bottom


def _learned(portrait: Portrait, width: int) -> Lines:
    return stack((sections.next_step(portrait, width), criteria(portrait, width)))


def _people_title(_portrait: Portrait, _width: int) -> Lines:
    return [safe(_("CONTACTS"), "bold $muted")]


_PARTS: dict[str, Callable[[Portrait, int], Lines]] = {
    "title": sections.title,
    "standing": sections.standing,
    "learned": _learned,
    "people-title": _people_title,
    "past": sections.past,
}
"""What stands on the screen beside the values, by widget."""
