"""The columns of a file: what each is read as, with its first cells, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from pipetui.i18n import _, ngettext
from pipetui.services.transfer_preview import field_words
from pipetui.tui.widgets.line_table import LineTable
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.transfer_preview import Preview, PreviewColumn
    from pipetui.tui.widgets.panel_text import Lines

_BETWEEN = " · "
_GAP = "  "
_NOT_READ = "–"
_NAME_SHARE, _FIELD_SHARE = 28, 24
_LEAST, _MOST = 12, 30
_BAD = 8
_NOT_TYPED = frozenset("jkgGx")
"""Letters that mean something in the list itself: others begin the name of a field."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column of one of the tables."""

    table: Preview
    column: PreviewColumn


class ColumnsPage(Vertical):
    """Fill it with ``show``. ``choose`` is called with the column to read otherwise, and the first letter of what it is
    to be read as, if one was typed; ``drop`` with the column that is not to be read."""

    def __init__(self, choose: Callable[[Place, str], None], drop: Callable[[Place], None]) -> None:
        super().__init__(id="columns")
        self._choose = choose
        self._drop = drop
        self._previews: Sequence[Preview] = ()
        self._places: list[Place | None] = []

    def compose(self) -> ComposeResult:
        """Titles, columns, and the column under the cursor in full."""
        yield BrokenLines(id="column-titles")
        yield LineTable(self._takes, id="column-list")
        yield BrokenLines(id="column-detail")

    def show(self, previews: Sequence[Preview]) -> None:
        """Show the columns of these tables; where there are several, each under its name."""
        self._previews = previews
        self._places = []
        for preview in previews:
            if len(previews) > 1:
                self._places.append(None)
            self._places += [Place(preview, column) for column in preview.columns]
        self.query_one("#column-titles", BrokenLines).show(_titles)
        self._table.show(self._lines, [at for at, place in enumerate(self._places) if place is None])
        self._show_detail()

    def take_focus(self) -> None:
        """The next key is for the list."""
        self.screen.set_focus(self._table)

    @property
    def here(self) -> Place | None:
        """The column under the cursor."""
        at = self._table.highlighted
        return self._places[at] if at is not None and at < len(self._places) else None

    @property
    def _table(self) -> LineTable:
        return self.query_one(LineTable)

    def _takes(self, event: events.Key) -> bool:
        place, character = self.here, event.character or ""
        if event.key in ("enter", "right"):
            self._ask(place)
        elif event.key in ("backspace", "delete", "x"):
            if place is not None and place.column.field is not None:
                self._drop(place)
        elif character.isalpha() and len(event.key) == 1 and character not in _NOT_TYPED:
            self._ask(place, character)
        else:
            return False
        return True

    def _ask(self, place: Place | None, letter: str = "") -> None:
        if place is not None:
            self._choose(place, letter)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._ask(self._places[event.option_index])

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        place = self.here
        detail = self.query_one("#column-detail", BrokenLines)
        detail.show(partial(_detail, place.column) if place else None)

    def _lines(self, width: int) -> Sequence[Content]:
        headings = iter(self._previews)
        return [
            _line(place.column, width) if place else safe(fit(table_name(next(headings)), width), "bold")
            for place in self._places
        ]


def table_name(preview: Preview) -> str:
    """``deals.xlsx · Pipeline``: the file, and the sheet where it has several."""
    name = preview.file.replace("\\", "/").rpartition("/")[2]
    return f"{name}{_BETWEEN}{preview.sheet}" if preview.sheet else name


def _widths(width: int) -> tuple[int, int, int]:
    """Cells for the name of a column, for what it is read as, and for its first cells."""
    name, field = (max(_LEAST, min(_MOST, width * share // 100)) for share in (_NAME_SHARE, _FIELD_SHARE))
    return name, field, max(width - name - field - _BAD - 3 * len(_GAP), 0)


def _titles(width: int) -> Lines:
    name, field, samples = _widths(width)
    words = (fit(_("column"), name), fit(_("is read as"), field), fit(_("first cells"), samples))
    return [safe(_GAP.join(words), "$muted")]


def _line(column: PreviewColumn, width: int) -> Content:
    name, field, samples = _widths(width)
    read = column.field is not None
    bad = ngettext("{n} bad", "{n} bad", column.bad).format(n=column.bad) if column.bad and read else ""
    cells = _BETWEEN.join(column.samples) or _("empty")
    return Content.assemble(
        (fit(column.name or _("no name"), name), "" if read else "$muted"), _GAP,
        (fit(_field(column) or _NOT_READ, field), "$accent" if read else "$muted"), _GAP,
        (fit(cells, samples), "$muted"), _GAP,
        (fit(bad, _BAD, right=True), "$no-step"),
    )  # fmt: skip


def _field(column: PreviewColumn) -> str:
    """What a column is read as; "" if it is not."""
    return ", ".join(field_words(name) for name in (column.field, *column.also) if name)


def _detail(column: PreviewColumn, width: int) -> Lines:
    """The column in full: its name, how many cells it has, and what is made of the first."""
    read = _field(column) or _("not read")
    filled = ngettext("{n} cell is filled", "{n} cells are filled", column.filled).format(n=column.filled)
    said = [read, filled]
    if column.bad and column.field:
        said.append(ngettext("{n} not understood", "{n} not understood", column.bad).format(n=column.bad))
    name = column.name or _("no name")
    lines = wrapped(f"{name}: {', '.join(said)}", width, limit=2)
    meant = [
        f"{sample} = {meaning}" if meaning and meaning != sample else sample
        for sample, meaning in zip_longest(column.samples, column.meanings, fillvalue="")
    ]
    return lines + [line for text in meant for line in wrapped(text, width, "$muted", limit=1)]
