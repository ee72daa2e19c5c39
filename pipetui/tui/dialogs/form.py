"""The base of every form: entries in order, enter goes on and saves at the end, f2 saves, escape keeps the draft."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import freshness, records
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.draft import KEEP_AFTER, Draft
from pipetui.tui.dialogs.form_fields import Wrong
from pipetui.tui.dialogs.instead import instead_dialog, instead_words
from pipetui.tui.dialogs.meanwhile import Clash, Meanwhile
from pipetui.tui.dialogs.saving import SavingForm
from pipetui.tui.patience import LOOK_SECONDS
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.date_field import DateField
from pipetui.tui.widgets.entry import Entry
from pipetui.tui.widgets.person_field import PersonField
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.app import ComposeResult

    from pipetui.domain.model import Detail
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.dialogs.conflict import Choice

__all__ = ["NEW", "DealForm", "Form", "Wrong"]

_KEEP_AGAIN = 5
"""The same after it could not be kept, because another program holds the database or the disk is full."""

_TOLD_AT_MOST = 3
"""So many lines about what others have changed stand in a form."""

NEW = 0
"""Drafts about something that does not exist yet are kept under this id."""


class Form(SavingForm):
    """A form. A subclass says what it ``does()``, its ``entries()`` and how to ``save()``.

    Building one reads the database and raises PipetuiError (an unknown id, an unusable database). ``deal_id`` NEW or
    less: it is about something that does not exist yet, and a draft of it is kept under that number.
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
        self._looked = (desk().store.version(), desk().today)
        self.in_order = tuple(self.entries())
        for entry in self.in_order:
            entry.went_on = self._onward
        self.initial = self.kept_values()
        self.kept_draft = Draft(desk, deal_id, self.draft_name, self.initial)
        self.restored = self.kept_draft.restored()
        self._keeping = False
        self._keep_after: float = KEEP_AFTER
        self._lost_is_lost = False
        self._restored = Static("", id="restored", markup=False)
        self.elsewhere = Static("", id="elsewhere", markup=False)
        self.elsewhere.display = False

    # What a subclass says

    @property
    def draft_name(self) -> str:
        """``draft``, or another name for what only this form is about."""
        return self.draft

    def does(self) -> str:
        """What the form does, in a word or two: the beginning of its title."""
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        """The entries, in order."""
        raise NotImplementedError

    def intro(self) -> str:
        """A sentence above the entries; "" for none."""
        return ""

    def look_again(self) -> None:
        """Something was changed: show or hide what depends on it."""

    def show_elsewhere(self) -> None:
        """Somebody else wrote to the database: say what it means for this form."""

    def seen_as_text(self) -> str:
        """What the form showed when it was opened, for its draft."""
        return ""

    # The frame

    def title_words(self) -> tuple[str, str]:
        """What the form does."""
        return self.does(), ""

    def hints(self) -> str:
        """The keys of a form."""
        leave = _("esc leave, draft kept") if self.draft_name else _("esc leave")
        return SEPARATOR.join((_("enter next"), _("f2 save"), leave))

    def body(self) -> ComposeResult:
        """The entries."""
        if intro := self.intro():
            yield Static(safe(intro), classes="intro", markup=False)
        yield self._restored
        yield self.elsewhere
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
        width = max((cell_len(entry.label) for entry in self.in_order if entry.beside), default=0) + 2
        for entry in self.in_order:
            entry.label_width(width)
        for presets in self.query(Presets):
            self.entry(presets.fills).add_class("-with-presets")
        if self.restored is not None:
            self._fill(self.restored.values)
        self._show_restored(self.restored.when if self.restored else "")
        self.look_again()
        self.first_entry().take_focus()
        self.show_elsewhere()
        self.set_interval(LOOK_SECONDS, self.look_elsewhere)

    def first_entry(self) -> Entry:
        """Where one begins to type."""
        return self.in_order[0]

    def on_unmount(self) -> None:
        """Quitting the app loses no draft."""
        self.keep_draft()

    @on(Entry.Changed)
    def _changed(self, event: Entry.Changed) -> None:
        if not self.trying:
            self.tell("")
        self._lost_is_lost = False
        self._fill_in(event.entry)
        if isinstance(event.entry, PersonField):
            for field in self.query(DateField):
                field.renew()  # another person may be away on that day
        self.look_again()
        if not self._keeping:
            self._keeping = True
            self.set_timer(self._keep_after, self.keep_draft)

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

    # Leaving

    def action_leave(self) -> None:
        """Close without a result; the draft stays. Where it could not be kept, that is said first."""
        if self.stop_trying():
            return
        if not self.keep_draft() and not self._lost_is_lost:
            self._lost_is_lost = True
            return
        self.finished = True
        self.dismiss(None)

    def action_instead(self, name: str) -> None:
        """Another way out: its dialog takes over, and comes back here when it is left."""
        if name not in self.instead:
            return
        self.keep_draft()
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
        """Throw the draft away and show what was there before it; one about something new stays for another time."""
        if self.deal_id <= NEW:
            self.kept_draft.set_aside()
        self._fill(self.initial)
        self._show_restored("")
        self.keep_draft()
        self.first_entry().take_focus()

    # What others do, and time

    def look_elsewhere(self) -> None:
        """Has another program written, or has a new day begun? Then say at once what it means; nothing typed is
        touched, and a day keeps its date."""
        try:
            desk = self.desk()
            looked = (desk.store.version(), desk.today)
            if looked == self._looked:
                return
            new_day = looked[1] != self._looked[1]
            self._looked = looked
            if new_day:
                for field in self.query(DateField):
                    field.renew()
            self.kept_draft.look_again()
            self.keep_draft()
            self.show_elsewhere()
        except PipetuiError as error:
            self.tell(error.message)

    def _shown(self) -> list[Entry]:
        return [entry for entry in self.in_order if entry.display]

    def check(self) -> None:
        """Take what is shown as meant, and complain about the first entry that cannot be used."""
        self.look_again()
        for entry in self._shown():
            entry.settle()
            if problem := entry.problem():
                raise Wrong(entry.key, problem)

    def _fill(self, values: Mapping[str, str]) -> None:
        for entry in self.in_order:
            if entry.key in values and entry.value != values[entry.key]:
                entry.value = values[entry.key]

    def _show_restored(self, words: str) -> None:
        self._restored.update(safe(words))
        self._restored.display = bool(words)
        self.query_one("#afresh").display = bool(words)

    def keep_draft(self) -> bool:
        """Keep what was typed. False: it could not be kept, and that is said."""
        self._keeping = False
        if self.finished:
            return True
        try:
            self.kept_draft.keep(self.kept_values(), self.seen_as_text())
            self._keep_after = KEEP_AFTER
        except PipetuiError as error:
            self._keep_after = _KEEP_AGAIN
            if not self.trying:  # saving waits for the same database, and says so
                self.tell(_("The draft could not be kept: {why}").format(why=error.message))
            return False
        return True


class DealForm(Form):
    """A form about one deal or lead, whose name stands in the title."""

    shows: ClassVar[Mapping[str, str]] = {}
    """Entries that were filled from a field of the deal (see ``freshness.Seen``), and saving writes it there."""

    plans: ClassVar[tuple[str, str, str] | None] = None
    """The entries ("" for none) with text, owner and day of the next step that saving plans."""

    saves_more = False
    """Is something left to save where the person takes what others have written?"""

    needs_open = True
    """Can nothing be saved to a deal that is closed?"""

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        opened = freshness.seen(desk(), deal_id)
        super().__init__(desk, deal_id)
        self.meanwhile = Meanwhile(self, opened, self.restored.seen if self.restored else "")

    @cached_property
    def detail(self) -> Detail:
        """The deal or lead, as it was when the form was opened."""
        return records.detail(self.desk(), self.deal_id)

    def title_words(self) -> tuple[str, str]:
        """What the form does, and to what."""
        return self.does(), self.detail.item.title

    def minds(self) -> frozenset[str]:
        """The fields that saving replaces or builds upon: if they are others now, the person is asked first."""
        return frozenset(freshness.STEP)

    def check_meanwhile(self) -> None:
        """Nothing that somebody else has written since is overwritten silently."""
        self.meanwhile.check(self.desk())

    def settle_clash(self, clash: Clash, choice: Choice) -> bool:
        """Save mine over it; or take theirs, and save the rest if there is any."""
        if choice == "mine":
            self.meanwhile.keep_mine(clash)
            return True
        self.meanwhile.take_theirs(clash)
        return self.saves_more

    def show_elsewhere(self) -> None:
        """Say what others have changed since the form was opened."""
        told = self.meanwhile.told(self.desk())
        self.elsewhere.update(Content("\n").join(safe(line) for line in told[:_TOLD_AT_MOST]))
        self.elsewhere.display = bool(told)

    def seen_as_text(self) -> str:
        """What the person saw of the deal while typing."""
        return self.meanwhile.seen.as_text()
