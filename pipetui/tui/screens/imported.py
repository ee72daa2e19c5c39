"""After an import: what came of it in numbers, what it leaves for people, and a start that is no red wall."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import import_conflicts, imports, today
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.keys import DIALOGS
from pipetui.tui.widgets import imported_text
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.panel import BrokenLines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.import_conflicts import Take
    from pipetui.services.imports import Handful, Imported
    from pipetui.tui.widgets.imported_text import Entry

_ON = {
    "take": frozenset(("conflict",)),
    "select": frozenset(("missing",)),
    "whole_deal": frozenset(("held", "conflict", "missing", "twin")),
    "deal": frozenset(("held", "conflict", "missing", "twin")),
    "imported_open": frozenset(("start", "held", "conflict", "missing", "twin")),
}
"""Action to the kinds of lines on which it does something."""

_HEIGHTS = [(0, "-low"), (24, "-high")]
_ROOMY = 30
"""From this height on a blank line stands between the sections."""


class Lines(OptionLines):
    """The lines of the page; enter is the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.imported_open", show=False, id="imported_open")]


class ImportedScreen(DealScreen):
    """The last import. The cursor goes from line to line; tab from section to section."""

    CSS_PATH = "../styles/imported.tcss"
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("imported")]
    place = "imported"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self._imported: Imported | None = None
        self._handful: Handful | None = None
        self._owner: str | None = None
        self._entries: list[Entry] = []
        self._chosen: set[int] = set()

    def compose(self) -> ComposeResult:
        """The numbers, the lines, what the one under the cursor is about, the keys."""
        yield BrokenLines(id="header")
        yield Lines(id="list")
        yield BrokenLines(id="panel")
        yield Footer("imported", id="footer")

    def on_mount(self) -> None:
        """Begin at the first thing to do."""
        self.reload()
        self.set_focus(self._list)
        self.watch_others()

    def on_resize(self) -> None:
        """Another width has room for other words."""
        self.call_after_refresh(self._fill)

    @property
    def _list(self) -> Lines:
        return self.query_one(Lines)

    @property
    def _is_roomy(self) -> bool:
        return self.size.height >= _ROOMY

    @property
    def here(self) -> Entry | None:
        """The line under the cursor; None as long as nothing is shown."""
        at = self._list.highlighted if self._entries else None
        return self._entries[at] if at is not None and at < len(self._entries) else None

    def deal_here(self) -> Item | None:
        """The deal of the line under the cursor."""
        entry = self.here
        if entry is None or entry.conflict is None:
            return entry.item if entry else None
        return today.item(self.desk(), entry.conflict.record)

    def selected_ids(self) -> Sequence[int]:
        """The deals that are selected among those that are gone from the file, in their order."""
        return [entry.item.id for entry in self._entries if entry.item and entry.item.id in self._chosen]

    # What is shown

    def read(self, desk: Desk) -> None:
        """Read the import anew. The cursor stays with its line, or where it was."""
        before, at = self.here, self._list.highlighted or 0
        found = self._imported = imports.last_import(desk)
        self._entries = []
        if found is not None:
            self._handful = self._largest(desk, found)
            self._entries = imported_text.entries(found, self._handful)
            self._chosen &= {item.id for item in found.missing}
        self.query_one("#header", BrokenLines).show(partial(imported_text.header, found, desk, bool(self._entries)))
        self._fill()
        keys = [entry.key for entry in self._entries]
        self._go_to(keys.index(before.key) if before is not None and before.key in keys else at)

    def _largest(self, desk: Desk, found: Imported) -> Handful:
        """Mine, if I have something to clear in this import, else everybody's."""
        self._owner = self.mine()
        handful = imports.largest_to_clear(desk, found.batches, self._owner)
        if not handful.total and self._owner is not None:
            self._owner = None
            handful = imports.largest_to_clear(desk, found.batches)
        return handful

    def _fill(self) -> None:
        at, scrolled = self._list.highlighted, self._list.scroll_offset.y
        self._list.clear_options()
        self._list.add_options([Option(self._line(entry), disabled=entry.kind == "heading") for entry in self._entries])
        if at is not None and at < len(self._entries):
            self._list.highlighted = at
        self._list.scroll_to(y=scrolled, animate=False)

    def _line(self, entry: Entry) -> Content:
        width = max(self._list.scrollable_content_region.width - 2, 40)
        selected = entry.kind == "missing" and entry.item is not None and entry.item.id in self._chosen
        line = imported_text.line(entry, self.desk(), width, selected=selected)
        return Content("\n") + line if entry.kind == "heading" and self._is_roomy else line

    def _go_to(self, at: int) -> None:
        """To this line, or the nearest one that is no heading."""
        places = [place for place, entry in enumerate(self._entries) if entry.kind != "heading"]
        self._list.highlighted = min(places, key=lambda place: (abs(place - at), place)) if places else None
        self._show_about()

    @on(OptionList.OptionHighlighted)
    def _show_about(self) -> None:
        draw = partial(imported_text.about, self.here, self.desk(), self.key_of, len(self._chosen))
        self.query_one("#panel", BrokenLines).show(draw)
        self.refresh_bindings()
        self.query_one(Footer).show_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what does something on this line."""
        entry = self.here
        kinds = _ON.get(action)
        if kinds is not None and not (action == "deal" and self._chosen):
            return entry is not None and entry.kind in kinds
        if action == "section":
            return bool(self._entries)
        if action == "select_all":
            return bool(self._imported and self._imported.missing)
        if action == "write_rejects":
            return bool(self._imported and (self._imported.rejects or self._imported.warnings))
        return super().check_action(action, parameters)

    # What people do

    def action_section(self, step: int) -> None:
        """The first line of the next section, or of this one and then the one before."""
        kinds = [entry.kind for entry in self._entries]
        starts = [at for at, kind in enumerate(kinds) if kind != "heading" and (not at or kinds[at - 1] != kind)]
        at = self._list.highlighted or 0
        ahead = [start for start in starts if (start > at if step > 0 else start < at)]
        if ahead:
            self._list.highlighted = ahead[0 if step > 0 else -1]
            self._list.scroll_to_highlight(top=True)
            self._list.scroll_relative(y=-2 if self._is_roomy else -1, animate=False)  # its heading is seen, too

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_imported_open()

    @work(exclusive=True, group=DIALOGS)
    async def action_imported_open(self) -> None:
        """What the line under the cursor is for."""
        entry, item = self.here, self.deal_here()
        if entry is None:
            return
        if entry.kind == "start":
            self._start()
        elif entry.kind == "held" and item is not None and self.may_write():
            await self._act("move", item)
        elif item is not None:
            self.open_deal(item.id)

    def _start(self) -> None:
        from pipetui.tui.screens.triage import TriageScreen

        if self._imported is None:
            return
        view = today.View(owner=self._owner, sort="-amount")
        batches, owner = self._imported.batches, self._owner

        def largest(desk: Desk, besides: Collection[int]) -> Handful:
            return imports.largest_to_clear(desk, batches, owner, besides=besides)

        self.app.push_screen(TriageScreen(self.desk, view, largest=largest), lambda _result: self.show_change(None))

    def action_whole_deal(self) -> None:
        """The deal of this line; of twins the one that was known."""
        entry, item = self.here, self.deal_here()
        if entry is not None and entry.twin is not None:
            self.open_deal(entry.twin.known.id)
        elif item is not None:
            self.open_deal(item.id)

    def action_take(self, take: Take) -> None:
        """Say which value holds."""
        entry = self.here
        if entry is None or entry.conflict is None or not self.may_write():
            return
        try:
            done = import_conflicts.settle(self.desk(), entry.conflict.id, take)
        except PipetuiError as error:
            self.say(str(error), warn=True)
            self.reload()
        else:
            self._told(done)

    def action_select(self) -> None:
        """Select a deal that is gone, or take it back, and go one down."""
        entry = self.here
        if entry is None or entry.kind != "missing" or entry.item is None:
            return
        self._chosen ^= {entry.item.id}
        self._fill()
        self._list.action_cursor_down()
        self._show_about()

    def action_select_all(self) -> None:
        """Select all deals that are gone, or none."""
        if self._imported is None:
            return
        every = {entry.item.id for entry in self._entries if entry.kind == "missing" and entry.item}
        self._chosen = set() if self._chosen == every else every
        self._fill()
        self._show_about()

    async def do(self, command: str) -> None:
        """Do something to the selected deals, else to the one of this line."""
        chosen = self.selected_ids()
        if not chosen:
            await super().do(command)
            return
        from pipetui.tui.dialogs_for import bulk_dialog_for

        dialog_for = bulk_dialog_for(command)
        if dialog_for is None or not self.may_write():
            return
        try:
            done = await self.app.push_screen_wait(dialog_for(self.desk, chosen))
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        if done is not None:
            self._chosen.clear()
            self._told(done)

    @work(exclusive=True, group=DIALOGS)
    async def action_write_rejects(self) -> None:
        """Write what was rejected or left out to a file."""
        from pipetui.tui.dialogs.rejects import RejectsDialog

        if self._imported is None:
            return
        written = await self.app.push_screen_wait(RejectsDialog(self._imported, Path(self.desk().store.path)))
        if written is not None:
            self.say(_("Written to {path}.").format(path=written))

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss()
