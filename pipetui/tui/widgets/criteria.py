"""Exit criteria as numbered lines: which are answered, who says so and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from pipetui.domain.instants import day_of
from pipetui.domain.sentences import short_day
from pipetui.i18n import _
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.text import safe, wrapped
from pipetui.tui.widgets.typed import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from textual import events
    from textual.app import ComposeResult

    from pipetui.domain.model import CriterionState, Tick

Mark = Literal["open", "ticked", "no source"]

MARKS = {"open": ("[ ]", "$no-step"), "ticked": ("[x]", "$done"), "no source": ("[~]", "$done")}
"""How each mark looks: three characters and their colour."""

_INDENT = 6
"""Cells before the text: the number, a blank, the mark, a blank."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion as it is shown. ``source``: who, when and how, muted at the right. Without ``number`` there is
    nothing to press."""

    id: str
    text: str
    mark: Mark
    source: str = ""
    number: int | None = None


def source_of(tick: Tick, zone: ZoneInfo, today: date) -> str:
    """``anna, Thu 12 Nov, in a note``: who ticked it, when, and how we know; "no source" where nobody said."""
    how = _("in a note") if tick.note is not None else tick.how or _("no source")
    day = short_day(day_of(tick.at, zone), today) if tick.at is not None else None
    return ", ".join(part for part in (tick.by, day, how) if part)


def mark_of(state: CriterionState) -> Mark:
    """Open, ticked, or ticked without anybody saying how we know."""
    if state.tick is None:
        return "open"
    return "ticked" if state.tick.sourced else "no source"


class Criteria(Typed, Widget, can_focus=True):
    """Numbered lines with a cursor. A digit, space or a click toggles: ``toggled`` is called with the criterion's id
    and decides what that means. ``go_on`` is called for enter."""

    lines: reactive[tuple[Line, ...]] = reactive((), layout=True)
    cursor: reactive[int] = reactive(0)
    held: reactive[bool] = reactive(False)
    """Show the cursor also while the focus is elsewhere: a question about its line is open."""

    class Moved(Message):
        """Another line is under the cursor."""

    def __init__(self, lines: Sequence[Line], *, toggled: Callable[[str], None], go_on: Callable[[], None]) -> None:
        super().__init__()
        self.set_reactive(Criteria.lines, tuple(lines))
        self._toggled = toggled
        self._go_on = go_on

    @property
    def numbered(self) -> list[Line]:
        """The lines that can be toggled."""
        return [line for line in self.lines if line.number is not None]

    @property
    def under_cursor(self) -> Line | None:
        """The line under the cursor, if it can be toggled."""
        numbered = self.numbered
        return numbered[min(self.cursor, len(numbered) - 1)] if numbered else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as the lines need at this width."""
        return sum(len(self._rows(line, width)) for line in self.lines)

    def render(self) -> Content:
        """All lines."""
        return Content("\n").join(row for line in self.lines for row in self._rows(line, self.size.width))

    def toggle(self, number: int) -> None:
        """Toggle the line with this number, if there is one."""
        for at, line in enumerate(self.numbered):
            if line.number == number:
                self.cursor = at
                self._toggled(line.id)
                return

    def toggle_here(self) -> None:
        """Toggle the line under the cursor."""
        if self.under_cursor:
            self._toggled(self.under_cursor.id)

    def typed(self, event: events.Key) -> bool:
        """A digit or space toggles, the arrows move, enter goes on."""
        if event.key == "enter":
            self._go_on()
        elif event.key == "space":
            self.toggle_here()
        elif event.key in ("up", "k", "down", "j"):
            self._move(-1 if event.key in ("up", "k") else 1)
        elif event.key.isdecimal():
            self.toggle(int(event.key))
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        """Move the cursor; beyond the ends the neighbour gets the focus."""
        at = min(self.cursor, len(self.numbered) - 1) + by
        if at < 0:
            self.screen.focus_previous()
        elif at >= len(self.numbered):
            self.screen.focus_next()
        else:
            self.cursor = at

    def watch_cursor(self) -> None:
        """Keep the line under the cursor in sight, when the dialog is taller than the terminal."""
        self.post_message(self.Moved())
        first = 0
        for line in self.lines:
            count = len(self._rows(line, self.size.width))
            if line is self.under_cursor:
                self._reveal(Region(0, first, self.size.width, count))
                return
            first += count

    def _reveal(self, rows: Region) -> None:
        box = next((node for node in self.ancestors if isinstance(node, VerticalScroll)), None)
        if box is not None:
            origin = self.content_region.offset - box.content_region.offset + box.scroll_offset
            box.scroll_to_region(rows.translate(origin), animate=False)

    def on_click(self, event: events.Click) -> None:
        """A click toggles the line under it."""
        row = event.y
        for line in self.lines:
            row -= len(self._rows(line, self.size.width))
            if row < 0:
                if line.number is not None:
                    self.toggle(line.number)
                return

    def _rows(self, line: Line, width: int) -> list[Content]:
        room = max(width - _INDENT, 10)
        current = (self.has_focus or self.held) and line is self.under_cursor
        style = "bold" if current else "" if line.mark == "open" else "$muted"
        texts = wrapped(line.text, room, style, limit=3)
        mark, colour = MARKS[line.mark]
        number = "" if line.number is None else str(line.number) if line.number < 10 else "·"
        rows = [Content.assemble((f"{number:1} ", "$primary" if current else "$muted"), (mark, colour), " ")]
        rows[0] = rows[0].append(texts[0])
        rows += [Content(" " * _INDENT).append(text) for text in texts[1:]]
        return self._with_source(rows, line.source, width)

    def _with_source(self, rows: list[Content], source: str, width: int) -> list[Content]:
        if not source:
            return rows
        column = max(_INDENT + max(cell_len(line.text) for line in self.lines) + 2, rows[-1].cell_length + 2)
        if column + cell_len(source) <= width:
            rows[-1] = rows[-1].pad_right(column - rows[-1].cell_length).append(safe(source, "$muted"))
            return rows
        indented = [
            Content(" " * _INDENT).append(text) for text in wrapped(source, max(width - _INDENT, 10), "$muted", limit=2)
        ]
        return rows + indented


class CriteriaEntry(Entry):
    """Criteria as part of a form: a question, and the lines under it. The value holds the ids of those toggled, with
    commas between."""

    beside = False
    aside = True

    def __init__(self, name: str, question: str, criteria: Iterable[CriterionState], *, required: str = "") -> None:
        super().__init__(name, question)
        self.add_class("criteria")
        self._states = tuple(criteria)
        self._required = required
        self._toggled: set[str] = set()
        self.criteria = Criteria(self._lines(), toggled=self._toggle, go_on=self.go_on)
        self.display = bool(self._states)

    @property
    def toggled(self) -> tuple[str, ...]:
        """The ids of the criteria that were toggled, in the playbook's order."""
        return tuple(state.id for state in self._states if state.id in self._toggled)

    @property
    def value(self) -> str:
        """The toggled ids, with commas between."""
        return ",".join(self.toggled)

    @value.setter
    def value(self, text: str) -> None:
        self._toggled = set(text.split(",")) & {state.id for state in self._states}
        self.criteria.lines = self._lines()

    def line(self) -> ComposeResult:
        """The lines."""
        yield self.criteria

    def target(self) -> Widget:
        """The lines."""
        return self.criteria

    def pick(self, number: int) -> None:
        """Toggle the line with this number."""
        self.criteria.toggle(number)

    def problem(self) -> str | None:
        """Nothing was toggled."""
        return None if self._toggled else self._required or None

    def _toggle(self, criterion: str) -> None:
        self._toggled ^= {criterion}
        self.criteria.lines = self._lines()
        self.content()
        self.post_message(self.Changed(self))

    def _lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(
                state.id,
                state.text,
                "ticked" if state.ticked != (state.id in self._toggled) else "open",
                number=number,
            )
            for number, state in enumerate(self._states, 1)
        )
