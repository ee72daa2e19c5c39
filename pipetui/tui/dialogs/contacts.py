"""The people at the buyer's: a list in which they are added, changed and removed, and the form of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button

from pipetui.domain.contacts import ROLES, role_word
from pipetui.errors import PipetuiError, Refused
from pipetui.i18n import _
from pipetui.services import contacts, drafts, records
from pipetui.services.results import Done
from pipetui.tui.dialogs.deal_entries import contact_entries, contact_key, touched, typed
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from pipetui.domain.model import Contact
    from pipetui.services.desk import Desk
    from pipetui.tui.widgets.entry import Entry

_LINES = 2
"""Lines that one person takes: who, and how to reach them."""


class NewContactForm(DealForm):
    """A person who is not known yet."""

    draft: ClassVar[str] = "contact"
    needs_open = False

    def does(self) -> str:
        """Its title."""
        return _("New contact")

    def entries(self) -> Iterable[Entry]:
        """What one may know of a person."""
        return _with_roles(contact_entries(None))

    def minds(self) -> frozenset[str]:
        """A person more overwrites nothing."""
        return frozenset()

    def save(self) -> Done:
        """Add the person."""
        return contacts.add(self.desk(), self.deal_id, typed(self))


class ContactForm(DealForm):
    """One of the people, to be changed."""

    needs_open = False

    def __init__(self, desk: Callable[[], Desk], deal_id: int, contact: Contact) -> None:
        self._contact = contact
        super().__init__(desk, deal_id)

    @property
    def draft_name(self) -> str:
        """The draft that is kept, too, where the person is changed on the deal's own screen."""
        return drafts.field_form(contact_key(self._contact))

    def does(self) -> str:
        """Its title."""
        return _("Contact")

    def entries(self) -> Iterable[Entry]:
        """What is known of the person."""
        return _with_roles(contact_entries(self._contact))

    def minds(self) -> frozenset[str]:
        """The person alone: see ``check_meanwhile``."""
        return frozenset()

    def check_meanwhile(self) -> None:
        """Raise Refused where somebody else has changed or removed this person, or made another one the first."""
        if self._contact not in records.detail(self.desk(), self.deal_id).contacts:
            raise Refused(_("Somebody has changed the contacts meanwhile. Leave, and look again."))

    def save(self) -> Done | None:
        """Write what was touched."""
        changed = touched(self)
        return contacts.edit(self.desk(), self.deal_id, self._contact.id, changed) if changed else None


def _with_roles(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        if entry.key == "role":
            yield Presets("role", [(role_word(role), role_word(role)) for role in ROLES])


class ContactsDialog(Dialog[Done | None]):
    """``C``. Dismisses with the last thing that was done here, or None."""

    CSS_PATH = "../styles/contacts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("a", "add", show=False),
        Binding("e,enter", "edit", show=False),
        Binding("x,delete", "remove", show=False),
        Binding("m", "main", show=False),
    ]

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._deal_id = deal_id
        self._title = records.detail(desk(), deal_id).item.title
        self._people = People(self.action_edit)
        self._done: Done | None = None

    def title_words(self) -> tuple[str, str]:
        """Whose contacts."""
        return _("Contacts"), self._title

    def hints(self) -> str:
        """The keys."""
        keys = (_("a add"), _("enter edit"), _("x remove"), _("m main one"), _("esc back"))
        return SEPARATOR.join(keys)

    def body(self) -> ComposeResult:
        """The people."""
        yield self._people

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        buttons = {"add": _("Add"), "edit": _("Edit"), "remove": _("Remove"), "main": _("Make the main one")}
        with Horizontal(id="buttons"):
            for action, words in buttons.items():
                yield Button(safe(words), action=f"screen.{action}", compact=True)
            yield Button(safe(_("Back")), action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Read the people."""
        self.set_focus(self._people)
        self._read()

    def action_move(self, step: int) -> None:
        """The next person or the one before."""
        self._people.move(step)

    def action_add(self) -> None:
        """A new person."""
        self._open(None)

    def action_edit(self) -> None:
        """Change the person under the cursor; where nobody is, add one."""
        self._open(self._people.current)

    def action_remove(self) -> None:
        """Take the person under the cursor off the deal."""
        self._write(contacts.remove)

    def action_main(self) -> None:
        """Make the person under the cursor the main contact."""
        if self._write(contacts.make_main):
            self._people.here = 0

    def action_leave(self) -> None:
        """Back, telling what was done last."""
        self.dismiss(self._done)

    def _open(self, contact: Contact | None) -> None:
        try:
            form: DealForm = (
                NewContactForm(self._desk, self._deal_id)
                if contact is None
                else ContactForm(self._desk, self._deal_id, contact)
            )
        except PipetuiError as error:
            self.tell(error.message)
            return
        self.box.display = False
        self.app.push_screen(form, self._written)

    def _write(self, service: Callable[[Desk, int, int], Done]) -> bool:
        person = self._people.current
        if person is None:
            return False
        try:
            self._written(service(self._desk(), self._deal_id, person.id))
        except PipetuiError as error:
            self.tell(str(error))
            return False
        return True

    def _written(self, done: Done | None) -> None:
        self.box.display = True
        self._done = done or self._done
        self._read()

    def _read(self) -> None:
        try:
            self._people.show(records.detail(self._desk(), self._deal_id).contacts)
            self.tell("")
        except PipetuiError as error:
            self.tell(error.message)


class People(Widget, can_focus=True):
    """The people in two lines each, the main one first; ``here`` is the one under the cursor."""

    here = reactive(0)

    def __init__(self, edit: Callable[[], None]) -> None:
        super().__init__()
        self._contacts: tuple[Contact, ...] = ()
        self._edit = edit

    @property
    def current(self) -> Contact | None:
        """The person under the cursor; None where there are none."""
        return self._contacts[self.here] if self.here < len(self._contacts) else None

    def show(self, people: tuple[Contact, ...]) -> None:
        """Show these people. The cursor goes to one who was added."""
        added = self._contacts and len(people) > len(self._contacts)
        self._contacts = people
        self.here = len(people) - 1 if added else max(0, min(self.here, len(people) - 1))
        self.refresh(layout=True)

    def move(self, step: int) -> None:
        """The cursor goes down or up."""
        self.here = max(0, min(self.here + step, len(self._contacts) - 1))
        self.scroll_visible(animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Two lines for each."""
        return _LINES * len(self._contacts) or 1

    def render(self) -> Content:
        """Who, role and what makes them special; under it how to reach them."""
        if not self._contacts:
            return safe(_("Nobody yet: a adds a person."), "$muted")
        lines = [line for number, contact in enumerate(self._contacts) for line in self._person(number, contact)]
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a person; on the one under the cursor it edits."""
        clicked = event.y // _LINES
        if clicked == self.here:
            self._edit()
        elif clicked < len(self._contacts):
            self.here = clicked

    def _person(self, number: int, contact: Contact) -> list[Content]:
        width, here = self.size.width, number == self.here
        who = ", ".join(part for part in (contact.name or _("no name"), role_word(contact.role or "")) if part)
        if number == 0 and len(self._contacts) > 1:
            who = _("{person} (main)").format(person=who)
        reach = " · ".join(part for part in (contact.phone, contact.email) if part) or "–"
        mark = Content.styled("> " if here else "  ", "bold $accent")
        style = "bold on $ground" if here else "bold"
        return [
            Content.assemble(mark, (fit(who, width - 2), style)),
            Content.assemble("  ", (fit(reach, width - 2), "on $ground" if here else "$muted")),
        ]
