"""A value that is changed where it stands: enter or a click opens it, enter saves it, escape leaves it as it was and
keeps what was typed as a draft."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services.drafts import field_form
from pipetui.tui.dialogs.draft import KEEP_AFTER, Draft
from pipetui.tui.dialogs.form_fields import FormFields, Wrong
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.panel_text import labelled
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.widgets.panel_text import Lines

_GUTTER = 2
"""Cells at the left for the mark of the line where one is."""

_LABEL = 9
"""Cells of a label that stands before a value, as ``labelled`` writes it."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line shows and what enter does with it: change it (``entries`` and ``save``) or go elsewhere (``opens``).

    ``below`` is what belongs to ``text`` and stands under it, ``enter`` what enter does, in words. ``values`` are the
    values that the entries begin with, by entry. ``save`` is given the entries and may raise PipetuiError (Wrong names
    the entry); None: there was nothing to write. ``look_again`` shows or hides entries.
    """

    key: str
    label: str
    text: str
    enter: str
    below: str = ""
    known: bool = True
    values: Mapping[str, str] | None = None
    entries: Callable[[], Sequence[Entry]] | None = None
    save: Callable[[FormFields], Done | None] | None = None
    look_again: Callable[[FormFields], None] | None = None
    opens: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The screen that a line belongs to: ``deal_id`` is its deal, ``may_write`` asks (and says if not), ``renew`` reads
    everything anew, ``told`` shows what was written, ``failed`` says what could not be read."""

    deal_id: int
    may_write: Callable[[], bool]
    renew: Callable[[], None]
    told: Callable[[Done], None]
    failed: Callable[[str], None]


class EditableLine(Vertical, can_focus=True):
    """One value of a deal. Fill it with ``show``; while it is being changed it keeps what is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "change", show=False, id="value.change")]

    def __init__(self, line: Line, owner: Owner, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self.line = line
        self._owner = owner
        self._desk = desk
        self._shown = BrokenLines()
        self._change: _Change | None = None

    def compose(self) -> ComposeResult:
        """The value as it is read."""
        yield self._shown

    def on_mount(self) -> None:
        """Show the value."""
        self._draw()

    def show(self, line: Line) -> None:
        """Show another value."""
        self.line = line
        self._draw()

    @property
    def changing(self) -> bool:
        """Is somebody typing here?"""
        return self._change is not None

    def watch_has_focus(self, value: bool) -> None:
        """A mark at the left says that one is here."""
        super().watch_has_focus(value)
        self._draw()

    async def on_click(self, event: events.Click) -> None:
        """A click is enter on this line."""
        if self._change is None:
            event.stop()
            self.focus()
            await self.action_change()

    async def action_change(self) -> None:
        """Open the value; or go where the line leads."""
        if self.line.opens is not None:
            self.line.opens()
            return
        if self._change is not None or self.line.entries is None or not self._owner.may_write():
            return
        if not all(line.put_down() for line in self.screen.query(EditableLine)):
            return
        self._owner.renew()
        try:
            self._change = _Change(self, self._desk, self._owner.deal_id, self.line)
        except PipetuiError as error:
            self._owner.failed(str(error))
            return
        self._shown.display = False
        await self.mount(self._change)
        self._change.begin()

    def put_down(self) -> bool:
        """Somebody goes to another value: save this one. False: what is typed cannot be used, and that is said."""
        if self._change is not None:
            self._change.action_save()
        return not self.changing

    def keep_draft(self) -> bool:
        """Keep what is being typed. False: it could not be kept, and that is said."""
        return self._change is None or self._change.keep_draft()

    def save(self, change: _Change) -> None:
        """Write what was typed and show it; or say what is wrong, and keep it."""
        self._owner.renew()
        current = self.line.values or {}
        if change.overtaken(current):
            return
        try:
            with self._desk().together():
                done = change.line.save(change) if change.line.save and change.touched else None
                change.draft.drop()
        except Wrong as wrong:
            change.complain(wrong.entry, wrong.message)
        except PipetuiError as error:
            change.complain(None, f"{error.message} {error.hint}".strip())
        else:
            change.finished = True
            self.leave()
            if done is not None:
                self._owner.told(done)

    def leave(self) -> None:
        """Show the value again, as it is now."""
        if self._change is not None:
            self._change.remove()
            self._change = None
        self._shown.display = True
        self._draw()
        self.screen.set_focus(self)

    def _draw(self) -> None:
        self._shown.show(self._lines)

    def _lines(self, width: int) -> Lines:
        line, room = self.line, max(4, width - _GUTTER)
        texts = labelled(fit(line.label, _LABEL - 1, pad=False), line.text, room, "" if line.known else "$muted")
        if self.has_focus and (free := room - texts[0].cell_length - cell_len(line.enter)) > 1:
            texts[0] = Content.assemble(texts[0], " " * free, (line.enter, "$muted"))
        if line.below:
            texts += labelled("", line.below, room)
        mark = Content.styled(">" if self.has_focus else " ", "bold $accent")
        return [Content.assemble(" " if number else mark, " ", text) for number, text in enumerate(texts)]


class _Change(Vertical, FormFields):
    """The entries of a line that is being changed, in the place of its value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f2", "save", show=False),
        Binding("f3", "start_afresh", show=False),
        Binding("up,shift+tab", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("tab", "onward", show=False),
    ]

    def __init__(self, of: EditableLine, desk: Callable[[], Desk], deal_id: int, line: Line) -> None:
        super().__init__(classes="change")
        self.finished = False
        self._of = of
        self.desk = desk
        self.line = line
        self.in_order = tuple(line.entries() if line.entries else ())
        for entry in self.in_order:
            entry.went_on = self._onward
        self._before = dict(line.values or {})
        self._given = self._values()
        self.draft = Draft(desk, deal_id, field_form(line.key), self._given)
        self._restored = self.draft.restored()
        self._keeping = False
        self._lost_is_lost = False

    def compose(self) -> ComposeResult:
        """What was typed last time and the way back from it, where there is a draft; the entries."""
        if self._restored is not None:
            parts = (self._restored.when, _("now: {value}").format(value=self.line.text), _("f3 starts afresh"))
            yield Button(safe(" · ".join(parts)), classes="restored", compact=True)
        yield from self.in_order

    def begin(self) -> None:
        """The first entry takes the next key."""
        longest = max(cell_len(entry.label) for entry in self.in_order)
        for entry in self.in_order:
            entry.label_width(max(_LABEL, longest + 1))
        if self._restored is not None:
            self._fill(self._restored.values)
        self._look_again()
        self.in_order[0].take_focus()
        self.scroll_visible(animate=False)

    @property
    def touched(self) -> bool:
        """Is anything different from what the line began with?"""
        return any(entry.value != self._before.get(entry.key, "") for entry in self.in_order)

    def overtaken(self, current: Mapping[str, str]) -> bool:
        """Has somebody else changed the value meanwhile? Says so once; saving again is meant."""
        changed = [entry for entry in self.in_order if current.get(entry.key, "") != self._before.get(entry.key, "")]
        if not changed or not self.touched:
            return False
        now = current.get(changed[0].key) or "–"
        self._before = dict(current)
        self.complain(
            changed[0].key,
            _("Meanwhile it became “{value}”. Enter again writes yours, esc keeps that.").format(value=now),
        )
        return True

    def complain(self, name: str | None, message: str) -> None:
        """Say what is wrong at this entry, or at the last one shown."""
        entry = self.entry(name) if name is not None else self._entries_shown()[-1]
        entry.complain(message)
        entry.take_focus()

    def action_save(self) -> None:
        """Save, if every entry can be used."""
        self._look_again()
        for entry in self._entries_shown():
            entry.settle()
            if problem := entry.problem():
                self.complain(entry.key, problem)
                return
        self._of.save(self)

    def action_leave(self) -> None:
        """Leave everything as it was; the draft stays. Where it could not be kept, that is said first."""
        if self.keep_draft() or self._lost_is_lost:
            self._of.leave()
        self._lost_is_lost = True

    @on(Button.Pressed)
    def action_start_afresh(self) -> None:
        """Throw the draft away and show what was there before it."""
        self._fill(self._given)
        self.query(Button).remove()
        self.in_order[0].take_focus()

    def keep_draft(self) -> bool:
        """Keep what was typed. False: it could not be kept, and that is said."""
        self._keeping = False
        try:
            self._keep()
        except PipetuiError as error:
            self.complain(None, _("The draft could not be kept: {why}").format(why=error.message))
            return False
        return True

    def on_unmount(self) -> None:
        """Quitting the app loses no draft. Where that fails now, it was said when it was asked for."""
        with suppress(PipetuiError):
            self._keep()

    def _keep(self) -> None:
        if not self.finished:
            self.draft.keep(self._values())

    def _values(self) -> dict[str, str]:
        return {entry.key: entry.kept for entry in self.in_order}

    def _fill(self, values: Mapping[str, str]) -> None:
        for entry in self.in_order:
            if entry.key in values:
                entry.value = values[entry.key]

    def action_onward(self) -> None:
        """Tab is enter."""
        shown = self._entries_shown()
        self._onward(shown[self._here(shown)], may_save=True)

    def action_step(self, step: int) -> None:
        """The entry above or below."""
        shown = self._entries_shown()
        here = self._here(shown)
        if 0 <= here + step < len(shown):
            shown[here + step].take_focus()

    def _onward(self, entry: Entry, may_save: bool) -> None:
        entry.settle()
        self._look_again()
        shown = self._entries_shown()
        after = shown[shown.index(entry) + 1 :]
        if problem := entry.problem():
            entry.complain(problem)
        elif after:
            after[0].take_focus()
        elif may_save:
            self.action_save()

    def _look_again(self) -> None:
        if self.line.look_again is not None:
            self.line.look_again(self)

    def _here(self, shown: list[Entry]) -> int:
        return next((at for at, entry in enumerate(shown) if entry.has_focus_within), 0)

    def _entries_shown(self) -> list[Entry]:
        return [entry for entry in self.in_order if entry.display]

    @on(Entry.Changed)
    def _changed(self, event: Entry.Changed) -> None:
        event.stop()
        self._look_again()
        if not self._keeping:
            self._keeping = True
            self.set_timer(KEEP_AFTER, self.keep_draft)
