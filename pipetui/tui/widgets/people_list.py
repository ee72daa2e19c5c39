"""The people, one a line, with a cursor; and the one under the cursor in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from pipetui.domain.groups import amounts
from pipetui.domain.sentences import absence_words, join, open_deals
from pipetui.i18n import _, pgettext
from pipetui.services.people import PROMISE_DAYS
from pipetui.tui.widgets.deal_row import BAR, NOTHING, ROOMY, short_money
from pipetui.tui.widgets.panel_text import labelled
from pipetui.tui.widgets.text import fit, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual import events

    from pipetui.services.people import Person
    from pipetui.tui.widgets.panel_text import Lines

Cells = dict[str, int]

_GAP = 2
_LEAST: Cells = {"name": 12, "open": 5, "clear": 8, "kept": 6, "away": 16}
_GROWTH = (
    ("away", 18),
    ("name", 16),
    ("worth", 13),
    ("away", 24),
    ("aliases", 16),
    ("name", 28),
    ("away", 36),
    ("aliases", 44),
)
_ORDER = ("name", "aliases", "open", "clear", "worth", "kept", "away")
_RIGHT = frozenset(("open", "clear", "worth", "kept"))
_WORTH = 11
_LEAST_ALIASES = 14


def columns(width: int) -> Cells:
    """Column to cells for a list ``width`` cells wide, from 60 on; a column that has no room is left out."""
    words = _titles()
    cells = {name: max(least, cell_len(words[name])) for name, least in _LEAST.items()}
    spare = width - _margin(width) - 1 - sum(cells.values()) - _GAP * (len(cells) - 1)
    for name, most in _GROWTH:
        have = cells.get(name, 0)
        gap = 0 if have else _GAP
        more = min(most - have, spare - gap)
        if more > 0 and (have or more >= min(most, _LEAST_ALIASES)):
            cells[name] = have + more
            spare -= more + gap
    return cells


def titles(width: int) -> Content:
    """The titles of the columns."""
    return Content.assemble(" " * (_margin(width) + 1), (_row(_titles(), columns(width)), "$muted"))


def _titles() -> dict[str, str]:
    return {
        "name": _("name"),
        "aliases": _("other names"),
        "open": pgettext("column", "open"),
        "clear": pgettext("column", "to clear"),
        "worth": _("worth"),
        "kept": pgettext("column", "kept"),
        "away": pgettext("column", "away"),
    }


def person_line(person: Person, width: int, today: date, *, current: bool = False) -> Content:
    """The line of a person; ``current``: the cursor stands on it."""
    cells = columns(width)
    worth = NOTHING
    if person.worth:
        worth = short_money(person.worth[0], _WORTH) + (" +" if len(person.worth) > 1 else "")
    words = {
        "name": person.name,
        "aliases": ", ".join(person.aliases),
        "open": str(person.open_deals or NOTHING),
        "clear": str(person.to_clear or NOTHING),
        "worth": worth,
        "kept": f"{person.kept}/{person.promised}" if person.promised else NOTHING,
        "away": person.away_words(today),
    }
    name = fit(person.name, cells["name"])
    rest = _row(words, cells)[len(name) :]
    bar = (BAR if current else " ", "$accent")
    return Content.assemble(" " * _margin(width), bar, (name, "bold" if current else ""), (rest, ""))


def _row(words: dict[str, str], cells: Cells) -> str:
    shown = (fit(words[name], cells[name], right=name in _RIGHT) for name in _ORDER if name in cells)
    return (" " * _GAP).join(shown)


def _margin(width: int) -> int:
    return 1 if width >= ROOMY else 0


def portrait(person: Person, today: date, width: int) -> Lines:
    """Everything about a person."""
    owns = _("{deals}, {n} to clear").format(deals=open_deals(person.open_deals), n=person.to_clear)
    promises = _("kept {kept} of {n} in {days} days").format(kept=person.kept, n=person.promised, days=PROMISE_DAYS)
    rows = [
        (_("Also"), ", ".join(person.aliases)),
        (_("Owns"), owns),
        ("", amounts(person.worth)),
        (_("Promises"), promises if person.promised else _("none in {days} days").format(days=PROMISE_DAYS)),
        *((_("Away"), absence_words(absence, today)) for absence in person.absences),
        (_("Covers"), join(person.covers)),
    ]
    lines = wrapped(person.name, width, "bold")
    return lines + [line for label, value in rows if value for line in labelled(label, value, width)]


class PeopleList(ScrollView, can_focus=True):
    """People with a cursor. Fill it with ``show``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False, id="list.down"),
        Binding("k,up", "move(-1)", show=False, id="list.up"),
        Binding("g,home", "move(-1000000)", show=False, id="list.first"),
        Binding("G,end", "move(1000000)", show=False, id="list.last"),
        Binding("pagedown,ctrl+d", "move_page(1)", show=False, id="list.page_down"),
        Binding("pageup,ctrl+u", "move_page(-1)", show=False, id="list.page_up"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor came to a person, or there is none (None)."""

        person: Person | None

    @dataclass
    class Selected(Message):
        """The line under the cursor was clicked."""

        person: Person

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._people: Sequence[Person] = ()
        self._today: date | None = None
        self._cursor = 0

    def show(self, people: Sequence[Person], today: date) -> None:
        """Show these people. The cursor stays with its person."""
        before = self.current
        self._people, self._today = people, today
        self.virtual_size = Size(self.scrollable_content_region.width, len(people) + 1)
        at = next((at for at, person in enumerate(people) if before and person.name == before.name), self._cursor)
        self._go(at)

    def go_to(self, name: str) -> None:
        """Put the cursor on this person, if there is one."""
        self._go(next((at for at, person in enumerate(self._people) if person.name == name), self._cursor))

    @property
    def current(self) -> Person | None:
        """The person under the cursor."""
        return self._people[self._cursor] if self._cursor < len(self._people) else None

    def action_move(self, step: int) -> None:
        """So many people down or up."""
        self._go(self._cursor + step)

    def action_move_page(self, step: int) -> None:
        """One screenful down or up."""
        self._go(self._cursor + step * max(1, self.size.height - 2))

    def _go(self, at: int) -> None:
        self._cursor = max(0, min(at, len(self._people) - 1))
        top = self._cursor + 1 if self._cursor else 0
        self.scroll_to_region(Region(0, top, 1, self._cursor + 2 - top), animate=False, force=True)
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    def on_resize(self) -> None:
        """Columns come and go with the width."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._people) + 1)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the line; one on the line under the cursor shows that list."""
        place = event.get_content_offset(self)
        at = -1 if place is None else place.y + self.scroll_offset.y - 1
        if at == self._cursor and self.current is not None:
            self.post_message(self.Selected(self.current))
        elif 0 <= at < len(self._people):
            self._go(at)

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the titles, or a person."""
        at = y + self.scroll_offset.y - 1
        width = self.scrollable_content_region.width
        ground = self.visual_style
        if at == -1:
            content = titles(width)
        elif at < len(self._people) and self._today is not None:
            current = at == self._cursor
            content = person_line(self._people[at], width, self._today, current=current)
            if current:
                ground += Style.parse("on $ground")
        else:
            return Strip.blank(width, ground.rich_style)
        return Strip(content.render_segments(ground)).adjust_cell_length(width, ground.rich_style)
