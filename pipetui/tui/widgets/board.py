"""The pipeline board: the stages side by side, the deals of each as cards, one cursor.

Every line is drawn as it is seen, over parts of the columns that are fetched as they are needed: a stage with any
number of deals costs what its visible cards cost.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pipetui.errors import PipetuiError
from pipetui.i18n import pgettext
from pipetui.tui.widgets import board_layout, board_text
from pipetui.tui.widgets.deal_row import BAR
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from pipetui.domain.model import Item
    from pipetui.services.board import Column, Place
    from pipetui.tui.widgets.board_layout import Slot
    from pipetui.tui.widgets.board_text import Setting

PAGE = 64
"""Deals fetched at once."""

_PAGES_KEPT = 48
_WHEEL = 2
"""Cards that one notch of the wheel moves."""


class Columns(Protocol):
    """Where the board gets its deals from."""

    @property
    def columns(self) -> Sequence[Column]:
        """The stages in their order."""
        ...

    def page(self, stage: str, offset: int, limit: int) -> Sequence[Item]:
        """At most ``limit`` deals of a stage's column, from place ``offset``."""
        ...

    def place(self, deal_id: int) -> Place | None:
        """Where a deal stands, or None if it is not on the board."""
        ...


@dataclass(slots=True)
class _Spot:
    """Where one column stands: the card under its cursor, and the first one in sight. Each column keeps its own."""

    index: int = 0
    top: int = 0


class Board(Widget, can_focus=True):
    """The stages and their deals. Fill it with ``show``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False, id="list.down"),
        Binding("k,up", "move(-1)", show=False, id="list.up"),
        Binding("g,home", "first", show=False, id="list.first"),
        Binding("G,end", "last", show=False, id="list.last"),
        Binding("pagedown,ctrl+d", "move_page(1)", show=False, id="list.page_down"),
        Binding("pageup,ctrl+u", "move_page(-1)", show=False, id="list.page_up"),
        Binding("right,tab", "turn(1)", show=False, id="board.right"),
        Binding("left,shift+tab", "turn(-1)", show=False, id="board.left"),
        Binding("enter", "select", show=False, id="list.open"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to a deal, or there is none (None)."""

        item: Item | None

    @dataclass
    class Selected(Message):
        """A deal was chosen: enter, or a click on the card under the cursor."""

        item: Item

    @dataclass
    class Failed(Message):
        """The deals could not be read."""

        error: PipetuiError

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source: Columns | None = None
        self._columns: Sequence[Column] = ()
        self._setting: Setting | None = None
        self._pages: OrderedDict[tuple[str, int], Sequence[Item]] = OrderedDict()
        self._spots: list[_Spot] = []
        self._column = 0
        self._first = 0

    # What it shows

    def show(self, source: Columns, setting: Setting) -> None:
        """Show other deals, or the same after a change. The cursor stays with its deal wherever on the board that has
        gone, but for a deal that was parked meanwhile or has left: then it stays where it is."""
        current, before = self.current, self.at
        self._source, self._columns, self._setting = source, source.columns, setting
        self._pages.clear()
        self._spots += [_Spot() for _each in self._columns[len(self._spots) :]]
        place = source.place(current.id) if current else None
        if current and place and (current.status == "parked" or not self._parked(place)):
            self._column, self._spots[place.column].index = place.column, place.index
        self._column = min(self._column, max(0, len(self._columns) - 1))
        for column, spot in zip(self._columns, self._spots, strict=False):
            spot.index = max(0, min(spot.index, column.size - 1))
            spot.top = max(0, min(spot.top, column.size - 1))
        if self.at != before:
            self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    @property
    def at(self) -> tuple[int, int]:
        """Where the cursor stands: the stage's position and the card's place in its column."""
        return self._column, self._spots[self._column].index if self._spots else 0

    @property
    def current(self) -> Item | None:
        """The deal under the cursor."""
        return self.item_at(*self.at)

    def item_at(self, column: int, index: int) -> Item | None:
        """The deal at a place of a column, fetched if need be; None where there is none."""
        if not (column < len(self._columns) and 0 <= index < self._columns[column].size):
            return None
        page = self._page(self._columns[column].stage.id, index // PAGE)
        return page[index % PAGE] if index % PAGE < len(page) else None

    def go_to(self, deal_id: int) -> bool:
        """Put the cursor on a deal; False if it is not on the board."""
        place = self._source.place(deal_id) if self._source else None
        if place is None:
            return False
        self._column = place.column
        self._move_to(place.index)
        return True

    def _parked(self, place: Place) -> bool:
        return place.index >= self._columns[place.column].open.count

    def _page(self, stage: str, number: int) -> Sequence[Item]:
        key = (stage, number)
        if self._source is None:
            return ()
        if key in self._pages:
            self._pages.move_to_end(key)
            return self._pages[key]
        try:
            page = self._source.page(stage, number * PAGE, PAGE)
        except PipetuiError as error:
            self.post_message(self.Failed(error))
            page = ()
        self._pages[key] = page
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    # Where it stands

    @property
    def _rows(self) -> board_layout.Rows:
        return board_layout.rows(self.size.height)

    @property
    def _slots(self) -> list[Slot]:
        return board_layout.slots(self.size.width, len(self._columns), self._first)

    def _slot_at(self, x: int) -> Slot | None:
        return next((slot for slot in self._slots if slot.x <= x < slot.x + slot.width), None)

    def _reveal(self) -> None:
        """Slide and scroll as little as needed for the cursor to be in sight."""
        if not self._columns or not self.size.width:
            return
        stages = len(self._columns)
        shown = board_layout.whole(self.size.width, stages)
        self._first = board_layout.slide(self._first, self._column, shown, stages)
        spot, cards = self._spots[self._column], self._rows.cards
        spot.top = max(min(spot.top, spot.index), spot.index - cards + 1)

    def on_resize(self) -> None:
        """Another size has room for other columns and cards."""
        self._reveal()
        self.refresh()

    # Moving

    def _move_to(self, index: int) -> None:
        if not self._columns:
            return
        self._spots[self._column].index = max(0, min(index, self._columns[self._column].size - 1))
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    def action_move(self, step: int) -> None:
        """One card down or up."""
        self._move_to(self.at[1] + step)

    def action_move_page(self, step: int) -> None:
        """One columnful down or up."""
        self._move_to(self.at[1] + step * self._rows.cards)

    def action_first(self) -> None:
        """To the first card of the column."""
        self._move_to(0)

    def action_last(self) -> None:
        """To the last card of the column."""
        self._move_to(self._columns[self._column].size - 1 if self._columns else 0)

    def action_turn(self, step: int) -> None:
        """To the next stage, or the one before."""
        self._turn_to(self._column + step)

    def _turn_to(self, column: int) -> None:
        if 0 <= column < len(self._columns) and column != self._column:
            self._column = column
            self._move_to(self.at[1])

    def action_select(self) -> None:
        """Open the deal under the cursor."""
        if (item := self.current) is not None:
            self.post_message(self.Selected(item))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a card or into a stage; one on the card under the cursor opens the deal."""
        slot = self._slot_at(event.x)
        if slot is None:
            return
        index = self._card_at(slot, event.y)
        if index is None:
            self._turn_to(slot.column)
        elif (slot.column, index) == self.at:
            self.action_select()
        else:
            self._column = slot.column
            self._move_to(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the column under it; the cursor stays."""
        self._scroll(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The other way."""
        self._scroll(event, -_WHEEL)

    def _scroll(self, event: events.MouseEvent, step: int) -> None:
        slot = self._slot_at(event.x)
        if slot is not None and slot.wide:
            spot, size = self._spots[slot.column], self._columns[slot.column].size
            spot.top = max(0, min(spot.top + step, size - self._rows.cards))
            self.refresh()
        event.stop()

    def _card_at(self, slot: Slot, y: int) -> int | None:
        """The card on a line of a whole column, or None."""
        rows, line = self._rows, y - self._rows.head
        if not slot.wide or line < 0 or line // rows.card >= rows.cards or line % rows.card > 1:
            return None
        index = self._spots[slot.column].top + line // rows.card
        return index if index < self._columns[slot.column].size else None

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, ground = self.size.width, self.visual_style
        if self._setting is None:
            return Strip.blank(width, ground.rich_style)
        pieces = [self._piece(slot, y, self._setting) for slot in self._slots]
        return Strip(Content.assemble(*pieces).render_segments(ground)).adjust_cell_length(width, ground.rich_style)

    def _piece(self, slot: Slot, y: int, setting: Setting) -> Content:
        """What stands on a line in a slot, as wide as the slot."""
        rows, column = self._rows, self._columns[slot.column]
        inner = slot.width - 2
        if y < rows.head:
            if not slot.wide:
                return Content.assemble(" ", board_text.narrow_head(column, slot.width - 1, rows.head)[y])
            return _framed(board_text.head(column, inner, rows.head, here=slot.column == self._column)[y])
        if slot.wide and y == self.size.height - 1:
            spot = self._spots[slot.column]
            below = max(0, column.size - spot.top - rows.cards)
            return _framed(board_text.foot(column, spot.top, below, inner))
        if slot.wide and not column.size and y == rows.head:
            return self._none(slot)
        index = self._card_at(slot, y)
        item = None if index is None else self.item_at(slot.column, index)
        if item is None:
            return Content(" " * slot.width)
        lines = board_text.card(item, setting, slot.width - 1, here=(slot.column, index) == self.at)
        return Content.assemble(lines[(y - rows.head) % rows.card], " ")

    def _none(self, slot: Slot) -> Content:
        """An empty stage says so."""
        bar = BAR if slot.column == self._column else " "
        words = fit(pgettext("deals", "none"), slot.width - 1)
        return Content.assemble((bar, "$accent"), (words, "$muted"))


def _framed(content: Content) -> Content:
    """With the blank cells at both sides of a column."""
    return Content.assemble(" ", content, " ")
