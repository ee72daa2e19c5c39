"""The cells of a file that were not understood: each with its row, what is wrong with it, and what to read instead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from pipetui.i18n import _, ngettext
from pipetui.services.transfer_preview import field_words
from pipetui.tui.widgets.choice import Options
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.line_table import LineTable
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.transfer_preview import BadCell
    from pipetui.tui.widgets.panel_text import Lines

    Check = Callable[[BadCell, str], tuple[str | None, str]]
    """Why a text would not be understood in a cell's place, or None; and what it would be read as."""

_ROW_CELLS = 6
_MARK_CELLS = 10
_GAP = "  "
_LINES_OF_A_CELL = 3
_CELLS_OF_A_VALUE = 24


class CellsPage(Vertical):
    """Fill it with ``show``. ``repair`` is called with the cells that are to be read as a text, and the text;
    ``restore`` with the cell that is to be read as it stands again; ``turned`` when writing a repair begins or ends."""

    def __init__(
        self,
        check: Check,
        repair: Callable[[Sequence[BadCell], str], None],
        restore: Callable[[BadCell], None],
        turned: Callable[[], None],
    ) -> None:
        super().__init__(id="cells")
        self._check = check
        self._repair = repair
        self._restore = restore
        self._turned = turned
        self._cells: Sequence[BadCell] = ()
        self._repaired: Callable[[BadCell], str | None] = _nothing_yet
        self._edited: BadCell | None = None
        self._input = LineInput("", self._written, id="instead")
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

    def show(self, cells: Sequence[BadCell], left: int, repaired: Callable[[BadCell], str | None]) -> None:
        """Show these cells; ``left`` are not understood and not repaired, seen here or not. ``repaired`` tells what a
        cell is read as instead, None where it is not repaired."""
        before = self.here
        self._cells, self._repaired = cells, repaired
        self._table.show(self._lines)
        again = (at for at, cell in enumerate(cells) if before and _place(cell) == _place(before))
        self._table.highlighted = next(again, self._table.highlighted)
        self.query_one("#cells-said", Static).update(safe(self._said(left)))
        self._show_detail()

    @property
    def editing(self) -> bool:
        """Is a repair being written?"""
        return self._edited is not None

    @property
    def here(self) -> BadCell | None:
        """The cell under the cursor."""
        at = self._table.highlighted
        return self._cells[at] if at is not None and at < len(self._cells) else None

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
        cell = self.here
        if event.key in ("enter", "right", "e"):
            self._edit(cell)
        elif event.key in ("backspace", "delete", "x"):
            if cell is not None and self._repaired(cell) is not None:
                self._restore(cell)
        else:
            return False
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._edit(self._cells[event.option_index])

    @on(OptionList.OptionHighlighted)
    def _show_detail(self) -> None:
        cell = self._edited or self.here
        repaired = self._instead(cell) if cell else None
        self.query_one("#cell-detail", BrokenLines).show(partial(_detail, cell, repaired) if cell else None)

    # Repairing

    def _edit(self, cell: BadCell | None) -> None:
        if cell is None:
            return
        self._edited = cell
        self._input.value = self._repaired(cell) or cell.value
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
        cell, text = self._edited, event.value.strip()
        self._which.display = False
        if cell is None or not text or text == cell.value.strip():
            self._echo("", "")
            return
        problem, words = self._check(cell, text)
        self._echo(problem or words, "bad" if problem else "good")

    def _written(self) -> None:
        """Enter: what was written is taken, if it can be used; nothing written takes the repair back."""
        cell, text = self._edited, self._input.value.strip()
        if cell is None:
            return
        if not text or text == cell.value.strip():
            self.stop_editing()
            if self._repaired(cell) is not None:
                self._restore(cell)
            return
        problem, _words = self._check(cell, text)
        if problem:
            self._echo(problem, "bad")
        elif same := self._same(cell):
            n, value = len(same) + 1, fit(cell.value, _CELLS_OF_A_VALUE, pad=False)
            all_of_them = ngettext("{n} row with “{value}”", "all {n} rows with “{value}”", n)
            self._which.reword([_("row {row} alone").format(row=cell.row), all_of_them.format(n=n, value=value)])
            self._which.chosen = 0
            self._which.display = True
            self.take_focus()
            self._turned()
        else:
            self._finish()

    def _same(self, cell: BadCell) -> list[BadCell]:
        """The other cells of the column with the same text, which nobody has repaired."""
        return [
            other
            for other in self._cells
            if _place(other) != _place(cell)
            and (other.column, other.value.strip()) == (cell.column, cell.value.strip())
            and self._repaired(other) is None
        ]

    def _chose(self, quick: bool) -> None:
        if quick:
            self._finish()

    def _finish(self) -> None:
        """Read the text in this cell, or in all that have the same text now; on to the next one."""
        cell, text = self._edited, self._input.value.strip()
        if cell is None:
            return
        cells = [cell, *self._same(cell)] if self._which.display and self._which.chosen == 1 else [cell]
        self._go_on_from(cells)
        self.stop_editing()
        self._repair(cells, text)

    def _go_on_from(self, done: Sequence[BadCell]) -> None:
        """To the next cell that nobody has repaired."""
        places = {_place(cell) for cell in done}
        at = self._table.highlighted or 0
        order = [*range(at + 1, len(self._cells)), *range(at)]
        left = (
            each
            for each in order
            if _place(self._cells[each]) not in places and self._repaired(self._cells[each]) is None
        )
        self._table.highlighted = next(left, at)

    # What it says

    def _said(self, left: int) -> str:
        rejected = sum(cell.rejects and self._repaired(cell) is None for cell in self._cells)
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
        return [_line(cell, self._instead(cell), width) for cell in self._cells]

    def _instead(self, cell: BadCell) -> str | None:
        """What a cell is read as instead, in words; None where it is not repaired."""
        text = self._repaired(cell)
        return None if text is None else self._check(cell, text)[1] or text


def _nothing_yet(_cell: BadCell) -> None:
    """Before anything is shown nothing is repaired."""


def _place(cell: BadCell) -> tuple[int, str]:
    return cell.row, cell.column


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
