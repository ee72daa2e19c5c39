"""The cells of a file that were not understood: each with its row, what is wrong with it, and what to read instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from pipetui.i18n import _, ngettext
from pipetui.services.transfer_preview import check_repair, field_words, understood
from pipetui.tui.widgets.choice import Options
from pipetui.tui.widgets.columns_page import table_name
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.line_table import LineTable
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.transfer_preview import BadCell, Preview
    from pipetui.tui.widgets.panel_text import Lines

_ROW_CELLS = 6
_MARK_CELLS = 10
_GAP = "  "
_LINES_OF_A_CELL = 3
_CELLS_OF_A_VALUE = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of one of the tables."""

    table: Preview
    cell: BadCell

    @property
    def place(self) -> tuple[str, int, str]:
        """Where it is, however it is read."""
        return self.table.file, self.cell.row, self.cell.column

    def is_like(self, other: Spot) -> bool:
        """Has another cell of the same column the same text?"""
        mine, its = self.cell, other.cell
        same_text = (mine.column, mine.value.strip()) == (its.column, its.value.strip())
        return same_text and self.table.file == other.table.file and self.place != other.place


class CellsPage(Vertical):
    """Fill it with ``show``. ``repaired`` tells what a cell is read as instead, None where it is not repaired;
    ``repair`` is called with the cells that are to be read as a text, the text, and whether all are meant that are like
    them, listed or not; ``restore`` with the cell that is to be read as it stands again; ``turned`` when writing a
    repair begins or ends."""

    def __init__(
        self,
        repaired: Callable[[Preview, BadCell], str | None],
        repair: Callable[[Sequence[Spot], str, bool], None],
        restore: Callable[[Spot], None],
        turned: Callable[[], None],
    ) -> None:
        super().__init__(id="cells")
        self._repaired_as = repaired
        self._repair = repair
        self._restore = restore
        self._turned = turned
        self._lines_of: list[Spot | str] = []
        self._edited: Spot | None = None
        self._input = LineInput("", self.take, id="instead")
        self._which = Options(["", ""], chose=self._chose, go_on=self._finish, click_goes_on=True)

    def compose(self) -> ComposeResult:
        """The cells, the one under the cursor in full, and where it is repaired."""
        yield Static("", id="cells-said", markup=False)
        yield LineTable(self._takes, id="cell-list")
        yield BrokenLines(id="cell-detail")
        with Horizontal(id="repair"):
            yield Static(safe(_("Instead")), id="repair-label", markup=False)
            yield self._input
            yield Static("", id="repair-echo", markup=False)
        yield self._which

    def on_mount(self) -> None:
        """Nothing is repaired yet."""
        self._show_editor()

    def show(self, tables: Sequence[Preview], left: int) -> None:
        """Show the cells of these tables; where there are several, each under its name. ``left`` are not understood and
        not repaired, seen here or not."""
        before = self.here
        self._lines_of = []
        for table in tables:
            if table.bad_cells and len(tables) > 1:
                self._lines_of.append(table_name(table))
            self._lines_of += [Spot(table, cell) for cell in table.bad_cells]
        self._table.show(self._lines, [at for at, line in enumerate(self._lines_of) if isinstance(line, str)])
        again = (at for at, spot in self._spots() if before and spot.place == before.place)
        self._table.highlighted = next(again, self._table.highlighted)
        self.query_one("#cells-said", Static).update(safe(self._said(left)))
        self._show_detail()

    @property
    def editing(self) -> bool:
        """Is a repair being written?"""
        return self._edited is not None

    @property
    def here(self) -> Spot | None:
        """The cell under the cursor."""
        at = self._table.highlighted
        line = self._lines_of[at] if at is not None and at < len(self._lines_of) else None
        return line if isinstance(line, Spot) else None

    def _spots(self) -> Iterator[tuple[int, Spot]]:
        """The cells with the numbers of their lines."""
        return ((at, line) for at, line in enumerate(self._lines_of) if isinstance(line, Spot))

    def _repaired(self, spot: Spot) -> str | None:
        return self._repaired_as(spot.table, spot.cell)

    def take_focus(self) -> None:
        """The next key is for what is being repaired, or for the list."""
        if self._which.display:
            self.screen.set_focus(self._which)
        else:
            self.screen.set_focus(self._input if self.editing else self._table)

    def stop_editing(self) -> None:
        """Leave the cell as it is."""
        self._edited = None
        self._show_editor()
        self.take_focus()

    @property
    def _table(self) -> LineTable:
        return self.query_one(LineTable)

    def _takes(self, event: events.Key) -> bool:
        spot = self.here
        if event.key in ("enter", "right", "e"):
            self._edit(spot)
        elif event.key in ("backspace", "delete", "x"):
            if spot is not None and self._repaired(spot) is not None:
                self._restore(spot)
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._edit(self.here)

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        spot = self._edited or self.here
        repaired = self._instead(spot) if spot else None
        self.query_one("#cell-detail", BrokenLines).show(partial(_detail, spot.cell, repaired) if spot else None)

    # Repairing

    def _edit(self, spot: Spot | None) -> None:
        if spot is None:
            return
        self._edited = spot
        self._input.value = self._repaired(spot) or spot.cell.value
        self._show_editor()
        self._show_detail()
        self.take_focus()
        self._input.select_all()

    def _show_editor(self, *, which: bool = False) -> None:
        self.query_one("#repair").display = self.editing
        self._which.display = which
        self._echo("", "")
        self._turned()

    def _echo(self, text: str, tone: str) -> None:
        echo = self.query_one("#repair-echo", Static)
        echo.update(safe(text))
        echo.set_classes(tone)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Say while typing what is understood."""
        event.stop()
        spot, text = self._edited, event.value.strip()
        self._which.display = False
        if spot is None or not text or text == spot.cell.value.strip():
            self._echo("", "")
            return
        problem = check_repair(spot.table, spot.cell, text)
        self._echo(problem or understood(spot.table, spot.cell, text), "bad" if problem else "good")

    def take(self) -> None:
        """What was written is taken, if it can be used; nothing written takes the repair back."""
        spot, text = self._edited, self._input.value.strip()
        if spot is None:
            return
        if self._which.display:
            self._finish()
            return
        if not text or text == spot.cell.value.strip():
            self.stop_editing()
            if self._repaired(spot) is not None:
                self._restore(spot)
            return
        problem = check_repair(spot.table, spot.cell, text)
        if problem:
            self._echo(problem, "bad")
        elif others := len(self._same(spot)) + _beyond_the_list(spot):
            self._ask_which(spot, others + 1)
        else:
            self._finish()

    def _ask_which(self, spot: Spot, n: int) -> None:
        """This cell alone, or all that have the same text?"""
        value = fit(spot.cell.value, _CELLS_OF_A_VALUE, pad=False)
        all_of_them = ngettext("{n} row with “{value}”", "all {n} rows with “{value}”", n)
        self._which.reword([_("row {row} alone").format(row=spot.cell.row), all_of_them.format(n=n, value=value)])
        self._which.chosen = 0
        self._which.display = True
        self.take_focus()
        self._turned()

    def _same(self, spot: Spot) -> list[Spot]:
        """The other cells of the list that are like this one, which nobody has repaired."""
        return [other for _at, other in self._spots() if other.is_like(spot) and self._repaired(other) is None]

    def _chose(self, quick: bool) -> None:
        if quick:
            self._finish()

    def _finish(self) -> None:
        """Read the text in this cell, or in all that have the same text now; on to the next one."""
        spot, text = self._edited, self._input.value.strip()
        if spot is None:
            return
        every = self._which.display and self._which.chosen == 1
        spots = [spot, *self._same(spot)] if every else [spot]
        self._go_on_from(spots)
        self.stop_editing()
        if every and spot.cell.alike:
            self._repair([spot], text, True)
        else:
            self._repair(spots, text, False)

    def _go_on_from(self, done: Sequence[Spot]) -> None:
        """To the next cell that nobody has repaired."""
        places = {spot.place for spot in done}
        here = self._table.highlighted or 0
        left = [at for at, spot in self._spots() if spot.place not in places and self._repaired(spot) is None]
        self._table.highlighted = next((at for at in left if at > here), left[0] if left else here)

    # What it says

    def _said(self, left: int) -> str:
        rejected = sum(spot.cell.rejects and self._repaired(spot) is None for _at, spot in self._spots())
        notes = left - rejected
        said = []
        if rejected:
            words = ngettext(
                "{n} row cannot be imported as it is.", "{n} rows cannot be imported as they are.", rejected
            )
            said.append(words.format(n=rejected))
        if notes:
            words = ngettext("{n} cell is not understood: its text goes into a note.",
                             "{n} cells are not understood: their texts go into notes.", notes)  # fmt: skip
            said.append(words.format(n=notes))
        return " ".join(said) or _("Everything is understood now.")

    def _lines(self, width: int) -> Sequence[Content]:
        return [
            _line(line.cell, self._instead(line), width) if isinstance(line, Spot) else safe(fit(line, width), "bold")
            for line in self._lines_of
        ]

    def _instead(self, spot: Spot) -> str | None:
        """What a cell is read as instead, in words; None where it is not repaired."""
        text = self._repaired(spot)
        return None if text is None else understood(spot.table, spot.cell, text) or text


def _beyond_the_list(spot: Spot) -> int:
    """How many cells are like this one that are not listed."""
    cell = spot.cell
    listed = [each for each in spot.table.bad_cells if (each.column, each.value) == (cell.column, cell.value)]
    return max(0, cell.alike - sum(each.repaired is None for each in listed))


def _line(cell: BadCell, repaired: str | None, width: int) -> Content:
    """Row, deal, column, value, and what becomes of it."""
    room = max(width - _ROW_CELLS - _MARK_CELLS - 4 * len(_GAP), 0)
    name, column = room * 32 // 100, room * 30 // 100
    if repaired is not None:
        mark, style = _("repaired"), "$done"
    else:
        mark, style = (_("row out"), "$sla") if cell.rejects else (_("to a note"), "$no-step")
    return Content.assemble(
        (fit(str(cell.row), _ROW_CELLS, right=True), "$muted"), _GAP,
        fit(cell.name or _("no name"), name), _GAP,
        (fit(cell.column, column), "$muted"), _GAP,
        fit(repaired if repaired is not None else cell.value or _("empty"), room - name - column), _GAP,
        (fit(mark, _MARK_CELLS), style),
    )  # fmt: skip


def _detail(cell: BadCell, repaired: str | None, width: int) -> Lines:
    """Where the cell is, what is wrong with it, and all of its text that there is room for."""
    where = _("Row {row}, {column}, read as {field}").format(
        row=cell.row, column=cell.column, field=field_words(cell.field)
    )
    lines = wrapped(f"{where}: {cell.reason}", width, limit=2)
    if cell.value:
        lines += wrapped(_("It says “{value}”.").format(value=cell.value), width, "$muted", limit=_LINES_OF_A_CELL)
    if repaired is not None:
        lines += wrapped(_("It is read as “{text}”.").format(text=repaired), width, "$done", limit=1)
    return lines
