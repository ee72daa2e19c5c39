"""For the CRM: what is different here and has to be entered there, deal by deal. What was entered leaves the list."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services import copying, import_conflicts, records, way_back_text
from pipetui.settings import at_home
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.keys import DIALOGS
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.way_back_text import Block
    from pipetui.tui.widgets.panel_text import Lines

_TITLE_CELLS = 40
_LABEL_CELLS = 22
_NAME_CELLS = 30
"""Of a source's name that becomes part of a file's name."""


class Deals(OptionLines):
    """The deals; enter says that one was entered, a click only goes to it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.crm('entered')", show=False, id="crm.enter")]


class CrmScreen(DealScreen):
    """The deals with something to enter, and below them the block of the one under the cursor."""

    CSS_PATH = "../styles/crm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("crm"),
        Binding("pagedown,ctrl+d", "scroll_block(1)", show=False),
        Binding("pageup,ctrl+u", "scroll_block(-1)", show=False),
    ]
    place = "crm"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self._blocks: list[Block] = []
        self._disputed: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        """How much there is, the deals, what is to be entered of one, the keys."""
        yield BrokenLines(id="header")
        yield Deals(id="list")
        with VerticalScroll(id="about", can_focus=False):
            yield BrokenLines(id="block")
        yield Footer("crm", id="footer")

    def on_mount(self) -> None:
        """Begin with the first deal."""
        self.reload()
        self.set_focus(self._list)
        self.watch_others()

    def on_resize(self) -> None:
        """Another width has room for more."""
        self.call_after_refresh(self._fill)

    @property
    def _list(self) -> Deals:
        return self.query_one(Deals)

    @property
    def here(self) -> Block | None:
        """What is to be entered of the deal under the cursor."""
        at = self._list.highlighted
        return self._blocks[at] if at is not None and at < len(self._blocks) else None

    def deal_here(self) -> Item | None:
        """The deal under the cursor."""
        return None if self.here is None else records.detail(self.desk(), self.here.id).item

    def read(self, desk: Desk) -> None:
        """Read everything anew. The cursor stays with its deal, else at its place."""
        before, at = self.here, self._list.highlighted or 0
        self._blocks = way_back_text.blocks(desk)
        self._disputed = frozenset(conflict.record for conflict in import_conflicts.open_conflicts(desk))
        self.query_one("#header", BrokenLines).show(partial(_header, desk, len(self._blocks)))
        stays = next((place for place, block in enumerate(self._blocks) if before and block.id == before.id), at)
        self._fill()
        self._list.highlighted = min(stays, len(self._blocks) - 1) if self._blocks else None
        self._show_block()

    def _fill(self) -> None:
        width = max(self._list.scrollable_content_region.width - 2, 40)
        at = self._list.highlighted
        self._list.clear_options()
        self._list.add_options([Option(_line(block, width)) for block in self._blocks])
        self._list.highlighted = at

    @on(OptionList.OptionHighlighted)
    def _show_block(self) -> None:
        block = self.here
        self.query_one("#block", BrokenLines).show(partial(_whole, block, self._warning(block)) if block else _nothing)
        self.query_one("#about").scroll_home(animate=False)

    def _warning(self, block: Block) -> str:
        """Where the CRM has a newer value as well, that is known before ours is put over it."""
        if block.id not in self._disputed:
            return ""
        words = _("Changed in the CRM, too. On the page of the import ({key}) you say which value holds.")
        return words.format(key=self.key_of("imported"))

    # What people do

    def action_scroll_block(self, pages: int) -> None:
        """Scroll what is to be entered."""
        about = self.query_one("#about")
        about.scroll_relative(y=pages * max(about.size.height - 1, 1), animate=False)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss()

    def action_whole_deal(self) -> None:
        """The deal on a screen of its own."""
        if self.here is not None:
            self.open_deal(self.here.id)

    @work(exclusive=True, group=DIALOGS)
    async def action_crm(self, command: str) -> None:
        """Do something with what is to be entered."""
        try:
            if command == "entered":
                await self._entered([self.here] if self.here else [])
            elif command == "all_entered":
                await self._entered([block for block in self._blocks if block.source])
            elif command == "write":
                self._write()
            else:
                self._copy(self._blocks if command == "copy_all" else [block for block in (self.here,) if block])
        except PipetuiError as error:
            self.say(str(error), warn=True)

    async def _entered(self, blocks: Sequence[Block]) -> None:
        from pipetui.services.entered import entered

        if not blocks or not self.may_write():
            return
        done = await self.patiently(partial(entered, self.desk(), [block.id for block in blocks]))
        if len(done) == 1:
            self._told(done[0])
        else:
            self.show_change(None)
            said = ngettext("{n} deal is entered.", "{n} deals are entered.", len(done)).format(n=len(done))
            self.say(_("{said}  ({key} undo)").format(said=said, key=self.key_of("undo")))

    def _copy(self, blocks: Sequence[Block]) -> None:
        text = "\n\n\n".join(block.text() for block in blocks)
        if not blocks:
            self.say(_("There is nothing to copy."), warn=True)
        elif len(text.encode()) > copying.MOST_BYTES:
            self.say(_("That is more than a terminal copies at once. Write a file instead."), warn=True)
        else:
            self.app.copy_to_clipboard(text)
            n = len(blocks)
            said = ngettext("Copied: {n} deal.", "Copied: {n} deals.", n).format(n=n)
            self.say(_("Copied: {deal}.").format(deal=blocks[0].title) if n == 1 else said)

    def _write(self) -> None:
        """One file for each source, in the person's own folder; none takes the place of another."""
        from pipetui.services import exports

        desk = self.desk()
        sources = list(dict.fromkeys(block.source for block in self._blocks if block.source))
        paths = []
        for source in sources:
            path = _free_path(source, desk)
            exports.export_file(desk, "changes", "csv", path, source=source, never=Path(desk.store.path))
            paths.append(at_home(path))
        if paths:
            then = _("Once the CRM has read it, {key} empties this list.").format(key=self.key_of("crm_all_entered"))
            self.say(_("Written to {path}.").format(path=", ".join(paths)) + f"\n{then}")
        else:
            self.say(_("There is nothing to write."), warn=True)


def _free_path(source: str, desk: Desk) -> Path:
    """``for-hubspot-2026-11-22.csv`` there, or with a number where there is such a file."""
    letters = "".join(char if char.isalnum() else "-" for char in source.removesuffix(".csv")[:_NAME_CELLS])
    stem = f"for-{letters.strip('-')}-{desk.today.isoformat()}"
    names = (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv" for number in range(1, 1_000))
    return next(path for name in names if not (path := Path.home() / name).exists())


def _header(desk: Desk, count: int, width: int) -> Lines:
    """The time, and how many deals there are."""
    moment = datetime.fromtimestamp(desk.now, desk.zone)
    left = f" {short_day(moment.date())} {moment:%H:%M}   "
    many = fit(way_back_text.counted(count), width - cell_len(left), pad=False)
    return [Content.assemble((left, ""), (many, "bold"))]


def _line(block: Block, width: int) -> Content:
    """The deal and what of it is to be entered."""
    room = min(_TITLE_CELLS, width // 2)
    more = ", ".join(line.label for line in block.lines)
    if block.is_new:
        more = _("new")
    return Content.assemble((fit(block.title, room), "bold"), "  ", (fit(more, width - room - 2, pad=False), "$muted"))


def _whole(block: Block, warning: str, width: int) -> Lines:
    """Every field with what it was and what it is now, then the notes."""
    said = [block.title, *([block.source] if block.source else ())]
    lines: Lines = [*wrapped("  ".join(said), width, "bold"), *(wrapped(warning, width, "$accent") if warning else ())]
    if block.is_new:
        lines += wrapped(_("New: not in the CRM yet."), width, "$muted")
    label_cells = min(_LABEL_CELLS, max((cell_len(line.label) for line in block.lines), default=0)) + 2
    for line in block.lines:
        change = f"{line.before} → {line.after or '–'}" if line.before else line.after or "–"
        for number, row in enumerate(wrapped(change, width - label_cells) or [safe("–")]):
            label = fit("" if number else line.label, label_cells)
            lines.append(Content.assemble((label, "$muted"), row))
    for note in block.notes:
        lines.append(safe(""))
        for part in note.split("\n"):
            lines += wrapped(part, width)
    return lines


def _nothing(width: int) -> Lines:
    return wrapped(
        _("What you change here, and the CRM has another way, waits here until you have entered it there."),
        width,
        "$muted",
    )
