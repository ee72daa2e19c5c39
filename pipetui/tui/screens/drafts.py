"""Drafts: what was typed and not saved yet. Enter goes on with one; one that is thrown away can be brought back until
the screen is left."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import drafts, records
from pipetui.services.transfer_drafts import files_of, kept_answers
from pipetui.settings import at_home
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.keys import DIALOGS
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.drafts import Waiting
    from pipetui.tui.widgets.panel_text import Lines

_FORM_WIDTH = 14
_WHEN_WIDTH = 12
_ABOUT_WIDTH = 26
_LABEL_WIDTH = 16
_LINES_OF_A_TEXT = 12
_WIDTHS = [(0, "-narrow"), (100, "-wide")]


class DraftsScreen(DealScreen):
    """My drafts, newest first, and below them all that one of them holds."""

    CSS_PATH = "../styles/drafts.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("drafts"), Binding("escape", "app.go('today')", show=False)]
    place = "drafts"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self._shown: list[Waiting] = []
        self._thrown: list[Waiting] = []

    def compose(self) -> ComposeResult:
        """How many, the list, what the one under the cursor holds, the keys."""
        yield Static("", id="header", markup=False)
        yield OptionLines(id="list")
        yield BrokenLines(id="panel")
        yield Footer("drafts", id="footer")

    def on_mount(self) -> None:
        """Begin with the newest."""
        self.reload()
        self.set_focus(self._list)
        self.watch_others()

    def on_screen_resume(self) -> None:
        """What was on top may have gone on with a draft, or ended one."""
        self.reload()

    def on_resize(self) -> None:
        """Another width has room for other columns."""
        self.call_after_refresh(self._fill)

    @property
    def _list(self) -> OptionLines:
        return self.query_one(OptionLines)

    @property
    def here(self) -> Waiting | None:
        """The draft under the cursor."""
        at = self._list.highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def deal_here(self) -> Item | None:
        """The deal of the draft under the cursor."""
        draft = self.here
        if draft is None or draft.record <= 0 or draft.gone:
            return None
        return records.detail(self.desk(), draft.record).item

    def read(self, desk: Desk) -> None:
        """Read all drafts anew. The cursor stays with its draft."""
        before, at = self.here, self._list.highlighted or 0
        found = drafts.waiting(desk)
        count = drafts.waiting_words(desk) or _("no drafts")
        self.query_one("#header", Static).update(Content.assemble((f" {count}", "bold"), (f"   {desk.me}", "$muted")))
        stays = next((new for new, draft in enumerate(found) if before and draft.number == before.number), at)
        if found != self._shown:
            self._shown = found
            self._fill()
        self._list.highlighted = min(stays, len(found) - 1) if found else None
        self._show_panel()

    def _fill(self) -> None:
        desk, width = self.desk(), max(self._list.scrollable_content_region.width - 2, 40)
        at = self._list.highlighted
        self._list.clear_options()
        self._list.add_options([Option(_line(draft, desk, width)) for draft in self._shown])
        self._list.highlighted = at

    @on(OptionList.OptionHighlighted)
    def _show_panel(self) -> None:
        panel, draft = self.query_one("#panel", BrokenLines), self.here
        panel.show(partial(_whole, draft, self.desk()) if draft else _nothing_waits)

    # What people do

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open_draft()

    @work(exclusive=True, group=DIALOGS)
    async def action_open_draft(self) -> None:
        """Go on with the draft under the cursor, in its form."""
        from pipetui.tui.dialogs_for import dialog_of_draft

        draft = self.here
        if draft is None or not self.may_write():
            return
        if draft.gone:
            self.say(_("Deal {id} is gone: there is nothing to save this to. y copies the text.").format(
                id=draft.record), warn=True)  # fmt: skip
            return
        if field := drafts.field_of(draft.form):
            self.open_deal(draft.record, field)
            return
        if draft.form.startswith(drafts.IMPORT):
            await self._open_import(draft)
            return
        opener = dialog_of_draft(draft.form)
        if opener is None:
            self.say(_not_from_here(draft), warn=True)
            return
        try:
            answer = await self.app.push_screen_wait(opener(self.desk, draft.record))
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        if not isinstance(answer, str):
            self._told(answer)
        self.reload()

    async def _open_import(self, draft: Waiting) -> None:
        """Go on with files that are half imported, if they are still there."""
        files = files_of(draft)
        gone = next((path for path in files if not path.exists()), None)
        if gone is None:
            if kept_answers(self.desk(), files) is None:
                self.say(_("The file has changed since: it is read anew, without this draft."), warn=True)
            await self.app.run_action(("app", "import_file", tuple(map(str, files))))
            return
        said = _("There is no file {path} any more.  ({key} throws this draft away)")
        self.say(said.format(path=at_home(gone), key=self.key_of("drop_draft")), warn=True)

    def action_drop_draft(self) -> None:
        """Throw the draft under the cursor away."""
        draft = self.here
        if draft is None or not self.may_write():
            return
        try:
            self._thrown.append(drafts.throw_away(self.desk(), draft.number))
        except PipetuiError as error:
            self.say(error.message, warn=True)
            return
        self.reload()
        self.say(_("Thrown away.  ({key} brings it back)").format(key=self.key_of("put_back")))

    def action_put_back(self) -> None:
        """Bring the draft back that was thrown away last."""
        if not self._thrown:
            self.say(_("Nothing was thrown away here."), warn=True)
            return
        try:
            drafts.put_back(self.desk(), self._thrown[-1])
        except PipetuiError as error:
            self.say(error.message, warn=True)
            return
        self._thrown.pop()
        self.reload()

    def action_copy_draft(self) -> None:
        """Copy the whole text of the draft under the cursor."""
        if self.here is not None:
            texts = [f"{name}: {text}" for name, text in drafts.texts(self.desk(), self.here)]
            self.app.copy_to_clipboard("\n".join(texts))
            self.say(_("Copied."))


def _not_from_here(draft: Waiting) -> str:
    if draft.form.startswith(drafts.SEVERAL):
        return _("This one is about several deals: select them on Today, and the form has what you typed.")
    return _("This one is gone on with where it was begun: open the deal.")


def _line(draft: Waiting, desk: Desk, width: int) -> Content:
    form = fit(drafts.form_word(draft.form), _FORM_WIDTH)
    about = fit(drafts.about(draft), _ABOUT_WIDTH if width >= 80 else max(width - _FORM_WIDTH - _WHEN_WIDTH - 4, 10))
    when = fit(_when(draft, desk.zone, desk), _WHEN_WIDTH)
    used = _FORM_WIDTH + _WHEN_WIDTH + len(about) + 6
    parts: list[tuple[str, str]] = [(form, "bold"), ("  ", ""), (about, "$warning" if draft.gone else ""), ("  ", "")]
    parts.append((when, "$muted"))
    if width >= 80:
        parts += [("  ", ""), (fit(draft.words, width - used, pad=False), "$muted")]
    return Content.assemble(*parts)


def _when(draft: Waiting, zone: ZoneInfo, desk: Desk) -> str:
    local = datetime.fromtimestamp(draft.at, zone)
    return f"{local:%H:%M}" if local.date() == desk.today else short_day(local.date(), desk.today)


def _whole(draft: Waiting, desk: Desk, width: int) -> Lines:
    """Every entry with its whole text."""
    lines: Lines = [safe(f"{drafts.form_word(draft.form)} · {drafts.about(draft)}", "bold"), safe("")]
    for name, text in drafts.texts(desk, draft):
        rows = wrapped(text, width - _LABEL_WIDTH, "", _LINES_OF_A_TEXT) or [safe("–")]
        for number, row in enumerate(rows):
            label = fit("" if number else name, _LABEL_WIDTH - 1)
            lines.append(Content.assemble((label, "$muted"), " ", row))
    return lines


def _nothing_waits(width: int) -> Lines:
    return wrapped(
        _("What is typed into a form and not saved waits here, also after the app was closed or killed."),
        width,
        "$muted",
    )
