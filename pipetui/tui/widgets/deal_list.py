"""The list of deals: lines drawn as they are seen, over pages that are fetched as they are needed.

Moving the cursor repaints two lines; a list of any length costs what its visible part costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from pipetui.tui.widgets.deal_pages import PAGE, DealPages
from pipetui.tui.widgets.deal_row import Columns, Setting, column_at, columns, deal_line, heading_line
from pipetui.tui.widgets.list_layout import ListLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual import events

    from pipetui.domain.model import Item, Section
    from pipetui.errors import PipetuiError
    from pipetui.tui.widgets.deal_pages import Rows

_SEARCHED_PAGES = 3
_ROOMY_HEIGHT = 18
_NEEDY: tuple[Section, ...] = ("to_clear", "due_today", "woke_today")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where the cursor stood before something was done: the deal, its section, and the deals that stood below."""

    index: int
    id: int
    section: Section | None
    below: tuple[int, ...]


class DealList(ScrollView, can_focus=True):
    """Deals in sections, with a cursor. Fill it with ``show``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False, id="list.down"),
        Binding("k,up", "move(-1)", show=False, id="list.up"),
        Binding("g,home", "first", show=False, id="list.first"),
        Binding("G,end", "last", show=False, id="list.last"),
        Binding("pagedown,ctrl+d", "move_page(1)", show=False, id="list.page_down"),
        Binding("pageup,ctrl+u", "move_page(-1)", show=False, id="list.page_up"),
        Binding("shift+down,J", "mark(1)", show=False, id="list.mark_down"),
        Binding("shift+up,K", "mark(-1)", show=False, id="list.mark_up"),
        Binding("enter", "select", show=False, id="list.open"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to a deal, or there is none (None)."""

        item: Item | None

    @dataclass
    class Selected(Message):
        """A deal was chosen: enter, or a click on the line under the cursor."""

        item: Item

    @dataclass
    class Failed(Message):
        """The deals could not be read."""

        error: PipetuiError

    @dataclass
    class SelectionChanged(Message):
        """Other deals are selected now."""

    @dataclass
    class SortAsked(Message):
        """The title of a column was clicked: what to sort by, "" for the order of attention."""

        sort: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._selected: dict[int, None] = {}
        self._pages: DealPages | None = None
        self._sizes: Mapping[Section, int] = {}
        self._setting: Setting | None = None
        self._layout = ListLayout({}, roomy=True)
        self._cursor = 0

    # What it shows

    def show(self, rows: Rows, setting: Setting) -> None:
        """Show other deals, or the same after a change. The cursor stays on its deal if that is still there, else on
        its line; see ``advance``."""
        current = self.current
        before = self._cursor
        self._sizes = rows.sizes()
        self._pages = DealPages(rows, lambda error: self.post_message(self.Failed(error)))
        self._setting = setting
        self._lay_out()
        found = self._find(current.id, near=before) if current else None
        self._cursor = min(found if found is not None else before, max(0, self._layout.total - 1))
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    @property
    def current(self) -> Item | None:
        """The deal under the cursor."""
        return self.item_at(self._cursor)

    @property
    def cursor(self) -> int:
        """The index of the deal under the cursor."""
        return self._cursor

    @property
    def total(self) -> int:
        """How many deals the list has."""
        return self._layout.total

    def item_at(self, index: int) -> Item | None:
        """The deal at an index, fetched if need be; None where there is none."""
        if self._pages is None or not 0 <= index < self._layout.total:
            return None
        return self._pages.item(*self._layout.section_at(index))

    def _lay_out(self) -> None:
        self._layout = ListLayout(self._sizes, roomy=self.size.height >= _ROOMY_HEIGHT)
        self.virtual_size = Size(self.scrollable_content_region.width, self._layout.height)

    def on_resize(self) -> None:
        """Blank lines come and go with the height, columns with the width."""
        self._lay_out()
        self._scroll_to_cursor()
        self.refresh()

    # Several deals at once

    @property
    def selected(self) -> list[int]:
        """The ids of the selected deals, in the order in which they were selected."""
        return list(self._selected)

    def choose(self, ids: Iterable[int]) -> None:
        """Select these deals and no others."""
        chosen = dict.fromkeys(ids)
        if chosen != self._selected:
            self._selected = chosen
            self.refresh()
            self.post_message(self.SelectionChanged())

    def toggle(self, index: int) -> None:
        """Select the deal at an index, or do not select it any more."""
        item = self.item_at(index)
        if item is not None:
            without = [deal_id for deal_id in self._selected if deal_id != item.id]
            self.choose(without if item.id in self._selected else [*without, item.id])

    def action_mark(self, step: int) -> None:
        """Select the deal under the cursor and the one that the cursor then comes to."""
        here = [item.id for item in (self.current, self.item_at(self._cursor + step)) if item]
        self.move_to(self._cursor + step)
        self.choose([*self._selected, *here])

    # Staying in place when things change

    def bookmark(self) -> Bookmark | None:
        """Remember the place before the deal under the cursor is changed."""
        item = self.current
        if item is None:
            return None
        below = (self.item_at(self._cursor + step) for step in range(1, 4))
        return Bookmark(self._cursor, item.id, item.section, tuple(other.id for other in below if other))

    def advance(self, mark: Bookmark, *, stay: bool) -> None:
        """After a change (and ``show``): ``stay`` on the deal if it stands in the same section as before; else go to
        the one that stood below if it needs something, else to the first deal to clear."""
        place = self._find(mark.id, near=mark.index)
        if stay and place is not None and self._section(place) == mark.section:
            self.move_to(place)
            return
        below = (self._find(other, near=mark.index) for other in mark.below)
        needy = (index for index in below if index is not None and self._section(index) in _NEEDY)
        self.move_to(next(needy, 0))

    def go_to(self, deal_id: int) -> bool:
        """Put the cursor on a deal; False if it is not in the list (or very far from the cursor)."""
        index = self._find(deal_id, near=self._cursor)
        if index is not None:
            self.move_to(index)
        return index is not None

    def _section(self, index: int) -> Section:
        return self._layout.section_at(index)[0]

    def _find(self, deal_id: int, *, near: int) -> int | None:
        """The index of a deal: where the whole list is known, else looked for in the pages around a place."""
        if self._pages is not None and self._pages.ids is not None:
            for section, ids in self._pages.ids.items():
                if deal_id in ids:
                    return self._layout.index_of(section, ids.index(deal_id))
            return None
        for index in self._around(near):
            item = self.item_at(index)
            if item is not None and item.id == deal_id:
                return index
        return None

    def _around(self, near: int) -> Iterator[int]:
        """The indexes from the nearest to the farthest, over a limited number of pages."""
        reach = _SEARCHED_PAGES * PAGE
        for distance in range(min(reach, self._layout.total + near + 1)):
            for index in {near + distance, near - distance}:
                if 0 <= index < self._layout.total:
                    yield index

    def go_to_section(self, section: Section) -> None:
        """Put the cursor on the first deal of a section, if it has one."""
        index = self._layout.index_of(section)
        if index is not None:
            self.move_to(index)

    # Moving

    def move_to(self, index: int) -> None:
        """Put the cursor on the deal at an index, or the nearest there is."""
        target = max(0, min(index, self._layout.total - 1))
        changed = target != self._cursor
        old, self._cursor = self._cursor, target
        if not self._layout.total:
            return
        for line in {old, target}:
            if line < self._layout.total:
                self.refresh_line(self._layout.line_of(line))
        self._scroll_to_cursor()
        if changed:
            self.post_message(self.Highlighted(self.current))

    def _scroll_to_cursor(self) -> None:
        """Scroll as little as needed; the heading above the first deal of a section comes along."""
        if not self._layout.total:
            return
        line = self._layout.line_of(self._cursor)
        top = 0 if self._cursor == 0 else line
        height = min(line - top + 1, max(1, self.size.height))
        self.scroll_to_region(Region(0, top, 1, height), animate=False, force=True)

    def action_move(self, step: int) -> None:
        """One deal down or up."""
        self.move_to(self._cursor + step)

    def action_move_page(self, step: int) -> None:
        """One screenful down or up."""
        self.move_to(self._cursor + step * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """To the first deal."""
        self.move_to(0)

    def action_last(self) -> None:
        """To the last deal."""
        self.move_to(self._layout.total - 1)

    def action_select(self) -> None:
        """Open the deal under the cursor."""
        if (item := self.current) is not None:
            self.post_message(self.Selected(item))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the line; one on the line under the cursor opens the deal, one with ctrl selects
        it; one on the title of a column sorts by it."""
        line = event.y + self.scroll_offset.y
        index = self._layout.index_at(line)
        if index is None:
            self._click_title(event.x, line)
        elif event.ctrl:
            self.toggle(index)
            self.move_to(index)
        elif index == self._cursor:
            self.action_select()
        else:
            self.move_to(index)

    def _click_title(self, x: int, line: int) -> None:
        if self._setting is None or not self._layout.blocks or line != self._layout.blocks[0].top:
            return
        sort = column_at(x, self._columns(self._setting))
        if sort is not None:
            self.post_message(self.SortAsked(sort))

    # Drawing

    def _columns(self, setting: Setting) -> Columns:
        width = self.scrollable_content_region.width
        return columns(width, owners=setting.owners, marks=bool(self._selected))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        line = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        ground = self.visual_style
        if self._setting is None:
            return Strip.blank(width, ground.rich_style)
        cells = self._columns(self._setting)
        index = self._layout.index_at(line)
        heading = self._layout.heading_at(line)
        if heading is not None:
            titles = heading[0] == self._layout.blocks[0].section
            content = heading_line(*heading, cells, self._setting, titles=titles).truncate(width, ellipsis=True)
        elif index is not None and (item := self.item_at(index)) is not None:
            current = index == self._cursor
            content = deal_line(item, cells, self._setting, current=current, selected=item.id in self._selected)
            if current:
                ground += Style.parse("on $ground")
        else:
            return Strip.blank(width, ground.rich_style)
        return Strip(content.render_segments(ground)).adjust_cell_length(width, ground.rich_style)
