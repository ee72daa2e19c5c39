"""What a column of a file is read as: all that it could be, fewer with every letter that one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.names import fold
from pipetui.i18n import _
from pipetui.services.transfer_preview import field_words
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

NOT_READ = ""
"""The choice of a column that is not wanted."""

_FIELD_CELLS = 24


class ChooseField(Dialog[str | None]):
    """Dismisses with a field, ``NOT_READ``, or None where everything stays as it is.

    ``column`` is what the file calls it, ``now`` the field that it is read as; ``held`` tells of each field the column
    that has it. ``typed`` is what was typed already.
    """

    CSS_PATH = "../styles/find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move('down')", show=False, priority=True),
        Binding("up,ctrl+b", "move('up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(
        self, column: str, fields: Sequence[str], now: str | None, held: Mapping[str, str], typed: str = ""
    ) -> None:
        super().__init__()
        self._column = column
        self._fields = (NOT_READ, *fields)
        self._now = now or NOT_READ
        self._held = held
        self._found: list[str] = []
        self._found_for: str | None = None
        self._words = LineInput(typed, self._take, placeholder=_("type a part of the name"))

    def title_words(self) -> tuple[str, str]:
        """The column."""
        return _("Read as"), self._column

    def hints(self) -> str:
        """The keys."""
        return _("↑ ↓ choose · enter take · esc as it was")

    def body(self) -> ComposeResult:
        """What is typed, and what it leaves."""
        yield self._words
        yield OptionList(compact=True, markup=False)
        yield Static("", id="nothing", markup=False)

    def on_mount(self) -> None:
        """Begin at what the column is read as now."""
        self.query_one(OptionList).can_focus = False
        self.set_focus(self._words)
        self._words.cursor_position = len(self._words.value)
        self._narrow()

    @on(Input.Changed)
    def _narrow(self) -> None:
        """Show the fields whose names hold what was typed; those that begin with it first."""
        self._found_for = self._words.value
        typed = fold(self._found_for.strip())
        names = {field: fold(self._called(field)) for field in self._fields}
        found = [field for field, name in names.items() if typed in name or typed in field]
        self._found = sorted(found, key=lambda field: not names[field].startswith(typed)) if typed else found
        options = self.query_one(OptionList)
        width = max(20, options.size.width - 4)
        options.clear_options()
        options.add_options([Option(self._line(field, width)) for field in self._found])
        at = self._found.index(self._now) if not typed and self._now in self._found else 0
        options.highlighted = at if self._found else None
        nothing = self.query_one("#nothing", Static)
        nothing.display = not self._found
        nothing.update(safe(_("Nothing is called “{text}”.").format(text=self._words.value), "$muted"))

    def on_resize(self) -> None:
        """Another width means other lines."""
        super().on_resize()
        self.call_after_refresh(self._narrow)

    def action_move(self, how: str) -> None:
        """Move in the list, while the words keep the focus."""
        options = self.query_one(OptionList)
        getattr(options, f"action_cursor_{how}" if how in ("up", "down") else f"action_{how}")()

    def _take(self) -> None:
        """Take the field under the cursor; for words typed faster than they were looked for, the first they leave."""
        if self._words.value != self._found_for:
            self._narrow()
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None and highlighted < len(self._found):
            self.dismiss(self._found[highlighted])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])

    def _called(self, field: str) -> str:
        return field_words(field) if field else _("not read")

    def _line(self, field: str, width: int) -> Content:
        """The field, and the column that has it now."""
        holder = self._held.get(field, "")
        words = _("instead of “{column}”").format(column=holder) if holder else ""
        if field == self._now:
            words = _("now")
        room = max(width - _FIELD_CELLS - 2, 0)
        return Content.assemble(fit(self._called(field), _FIELD_CELLS), "  ", (fit(words, room, pad=False), "$muted"))
