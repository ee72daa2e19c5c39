"""The base of every form: entries in order, enter goes on and saves at the end, f2 saves, escape keeps the draft."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from pipetui.domain.money import parse_plain
from pipetui.errors import BadInput, PipetuiError
from pipetui.i18n import _
from pipetui.services import records, steps
from pipetui.services.results import DayEcho, Done
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dialogs.draft import Draft
from pipetui.tui.dialogs.instead import instead_dialog, instead_words
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.date_field import DateField
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.person_field import PersonField
from pipetui.tui.widgets.text import safe
from pipetui.tui.widgets.typed import let_alt_digits_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from textual.app import ComposeResult

    from pipetui.domain.model import Detail
    from pipetui.services.desk import Desk

KEEP_AFTER = 0.4
"""Seconds after a change until the draft is kept: as much typing as a crash can cost."""

_KEEP_AGAIN = 20
"""The same after it could not be kept: while another program holds the database, each attempt waits for it."""

NEW = 0
"""Drafts about something that does not exist yet are kept under this id."""


class Wrong(BadInput):
    """One entry of a form cannot be used. ``entry`` is its name."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry


class Form(Dialog[Done | None]):
    """A form. A subclass says what it ``does()``, its ``entries()`` and how to ``save()``.

    Building one reads the database and raises PipetuiError (an unknown id, an unusable database).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("p,alt+p", "instead('park')", show=False),
        Binding("c,alt+c", "instead('close')", show=False),
        Binding("s,alt+s", "instead('step')", show=False),
        *[Binding(f"alt+{number}", f"pick({number})", show=False) for number in range(1, 10)],
    ]

    draft: ClassVar[str] = ""
    """The name under which what was typed is kept; "" keeps nothing."""

    instead: tuple[str, ...] = ()
    """Other ways out that this form offers: park, close, step. Their first letter, or alt and it, takes them."""

    def __init__(self, desk: Callable[[], Desk], deal_id: int = NEW) -> None:
        super().__init__()
        self.desk = desk
        self.deal_id = deal_id
        let_alt_digits_through()
        self.in_order = tuple(self.entries())
        for entry in self.in_order:
            entry.went_on = self._onward
        self._initial = self._values()
        self._draft = Draft(desk, deal_id, self.draft, self._initial)
        self._kept_values, self._kept_when = self._draft.restored() or (self._initial, "")
        self._keeping = False
        self._keep_after: float = KEEP_AFTER
        self._finished = False
        self._restored = Static("", id="restored", markup=False)

    # What a subclass says

    def does(self) -> str:
        """What the form does, in a word or two: the beginning of its title."""
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        """The entries, in order."""
        raise NotImplementedError

    def save(self) -> Done | None:
        """Call the service with the values; None when there was nothing to write.

        Raises PipetuiError (Wrong names the entry); nothing typed is lost.
        """
        raise NotImplementedError

    def intro(self) -> str:
        """A sentence above the entries; "" for none."""
        return ""

    def look_again(self) -> None:
        """Something was changed: show or hide what depends on it."""

    # What a subclass uses

    def value(self, name: str) -> str:
        """The value of an entry."""
        return self.entry(name).value

    def entry(self, name: str) -> Entry:
        """The entry with this name."""
        return next(entry for entry in self.in_order if entry.key == name)

    def day(self, name: str) -> date | None:
        """The day of a DateField; None while it is empty or cannot be used."""
        entry = self.entry(name)
        assert isinstance(entry, DateField)
        return entry.day

    def certain_day(self, name: str) -> date:
        """The day of a DateField that must hold one. Raises Wrong."""
        day = self.day(name)
        if day is None:
            raise Wrong(name, _("By when?"))
        return day

    def step_or_nothing(self) -> tuple[str, date] | None:
        """Text and day of a next step that may be left out. Raises Wrong when only one of the two is there."""
        text, day = self.value("text"), self.day("when")
        if not text and day is None:
            return None
        if not text:
            raise Wrong("text", _("What happens next?"))
        return text, self.certain_day("when")

    def day_field(self, name: str, label: str, value: str = "", *, required: str = "", past: bool = False) -> DateField:
        """A field for a day, which reads words as this desk does. ``past``: it may also be over."""
        placeholder = _("fri, +3d, 2w")
        return DateField(name, label, self._look, value, placeholder=placeholder, required=required, past=past)

    def amount_field(self, currency: Callable[[], str], value: str = "") -> Field:
        """A field for an amount of money in this currency."""
        return Field(
            "amount", _("Amount"), value, placeholder="1200.50", check=lambda text: parse_plain(text, currency())
        )

    def person_field(self, name: str, label: str, value: str = "", *, required: str = "") -> PersonField:
        """A field for a person, completed from the people of the database."""
        return PersonField(name, label, records.people(self.desk()), self._known, value, required=required)

    def _look(self, text: str) -> DayEcho:
        return steps.look_at_day(self.desk(), text)

    def _known(self, name: str) -> str | None:
        try:
            return records.person(self.desk(), name)
        except BadInput:
            return None

    # The frame

    def title_words(self) -> tuple[str, str]:
        """What the form does."""
        return self.does(), ""

    def hints(self) -> str:
        """The keys of a form."""
        leave = _("esc leave, draft kept") if self.draft else _("esc leave")
        return SEPARATOR.join((_("enter next"), _("f2 save"), leave))

    def body(self) -> ComposeResult:
        """The entries."""
        if intro := self.intro():
            yield Static(safe(intro), classes="intro", markup=False)
        yield self._restored
        yield from self.in_order

    def foot(self) -> ComposeResult:
        """The buttons."""
        with Horizontal(id="buttons"):
            for name in self.instead:
                yield Button(safe(instead_words(name)), action=f"screen.instead('{name}')", compact=True)
            yield Button(safe(_("Start afresh")), action="screen.start_afresh", id="afresh", compact=True)
            yield Button(safe(_("Save")), action="screen.save", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Align the labels, bring a draft back, begin at the first entry."""
        width = max(cell_len(entry.label) for entry in self.in_order if entry.beside) + 2
        for entry in self.in_order:
            entry.label_width(width)
        for presets in self.query(Presets):
            self.entry(presets.fills).add_class("-with-presets")
        self._fill(self._kept_values)
        self._show_restored(self._kept_when)
        self.look_again()
        self.first_entry().take_focus()

    def first_entry(self) -> Entry:
        """Where one begins to type."""
        return self.in_order[0]

    def on_unmount(self) -> None:
        """Quitting the app loses no draft."""
        self._keep()

    @on(Entry.Changed)
    def _changed(self, event: Entry.Changed) -> None:
        self.tell("")
        self._fill_in(event.entry)
        self.look_again()
        if not self._keeping:
            self._keeping = True
            self.set_timer(self._keep_after, self._keep)

    def _onward(self, entry: Entry, may_save: bool) -> None:
        entry.settle()
        self._fill_in(entry)
        self.look_again()
        shown = self._shown()
        after = [other for other in shown[shown.index(entry) + 1 :] if not other.aside]
        if problem := entry.problem():
            entry.complain(problem)
        elif after:
            after[0].take_focus()
        elif may_save:
            self.action_save()

    def _fill_in(self, changed: Entry) -> None:
        """Presets and the field they fill say the same, before the next key is taken."""
        for presets in self.query(Presets):
            field = self.entry(presets.fills)
            if changed is presets:
                field.value = presets.value
            elif changed is field:
                presets.value = field.value

    def action_pick(self, number: int) -> None:
        """alt and a digit: the line of this number of what stands aside, wherever the cursor is."""
        for entry in self._shown():
            if entry.aside:
                entry.pick(number)
                self._fill_in(entry)
                return

    def action_save(self) -> None:
        """Save and close; or say what is wrong, beside the entry or below all."""
        if self._finished:
            return
        self.tell("")
        self.look_again()
        try:
            self._check()
            done = self.save()
        except Wrong as wrong:
            self.entry(wrong.entry).complain(wrong.message)
            self.entry(wrong.entry).take_focus()
        except PipetuiError as error:
            self.tell(error.message)
        else:
            self.finish(done)

    def finish(self, done: Done | None) -> None:
        """Close with this result; the draft has served its purpose."""
        self._finished = True
        with suppress(PipetuiError):  # it is saved; a draft that stays is better than an error that says it is not
            self._draft.drop()
        self.dismiss(done)

    def action_leave(self) -> None:
        """Close without a result; the draft stays."""
        self._keep()
        self._finished = True
        self.dismiss(None)

    def action_instead(self, name: str) -> None:
        """Another way out: its dialog takes over, and comes back here when it is left."""
        if name not in self.instead:
            return
        self._keep()
        try:
            other = instead_dialog(name, self.desk, self.deal_id)
        except PipetuiError as error:
            self.tell(error.message)
            return
        self.box.display = False
        self.app.push_screen(other, self._back_from_instead)

    def _back_from_instead(self, done: Done | None) -> None:
        if done is None:
            self.box.display = True
        else:
            self.finish(done)

    def action_start_afresh(self) -> None:
        """Throw the draft away and show what was there before it."""
        self._fill(self._initial)
        self._show_restored("")
        self._keep()
        self.first_entry().take_focus()

    def _shown(self) -> list[Entry]:
        return [entry for entry in self.in_order if entry.display]

    def _check(self) -> None:
        for entry in self._shown():
            entry.settle()
            if problem := entry.problem():
                raise Wrong(entry.key, problem)

    def _values(self) -> dict[str, str]:
        return {entry.key: entry.value for entry in self.in_order}

    def _fill(self, values: Mapping[str, str]) -> None:
        for entry in self.in_order:
            if entry.key in values and entry.value != values[entry.key]:
                entry.value = values[entry.key]

    def _show_restored(self, words: str) -> None:
        self._restored.update(safe(words))
        self._restored.display = bool(words)
        self.query_one("#afresh").display = bool(words)

    def _keep(self) -> None:
        self._keeping = False
        if self._finished:
            return
        try:
            self._draft.keep(self._values())
            self._keep_after = KEEP_AFTER
        except PipetuiError as error:
            self._keep_after = _KEEP_AGAIN
            self.tell(_("The draft could not be kept: {why}").format(why=error.message))


class DealForm(Form):
    """A form about one deal or lead, whose name stands in the title."""

    @cached_property
    def detail(self) -> Detail:
        """The deal or lead, as it was when the form was opened."""
        return records.detail(self.desk(), self.deal_id)

    def title_words(self) -> tuple[str, str]:
        """What the form does, and to what."""
        return self.does(), self.detail.item.title
