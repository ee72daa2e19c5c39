"""People: what each owns and promises, under which names, and who is away."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services import people
from pipetui.tui.commands import bindings
from pipetui.tui.keys import DIALOGS
from pipetui.tui.place_screen import PlaceScreen
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.header import side_margin
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.people_list import PeopleList, portrait
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.people import Person
    from pipetui.services.results import Done
    from pipetui.tui.dialogs.person import PersonForm
    from pipetui.tui.widgets.panel_text import Lines

_WIDTHS = [(0, "-narrow"), (112, "-wide")]


class PeopleScreen(PlaceScreen):
    """Everybody, and what can be done to the person under the cursor."""

    CSS_PATH = "../styles/people.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("people"), Binding("escape", "app.go('today')", show=False)]
    place = "people"

    def compose(self) -> ComposeResult:
        """Header, list and panel, footer."""
        yield BrokenLines(id="header")
        with Horizontal(id="body"):
            yield PeopleList(id="list")
            yield BrokenLines(id="panel")
        yield Footer("people", id="footer")

    def on_mount(self) -> None:
        """Begin at oneself."""
        self.reload()
        self.set_focus(self.table)
        self._go_to_me()
        self.watch_others()

    @property
    def table(self) -> PeopleList:
        """The people."""
        return self.query_one(PeopleList)

    def read(self, desk: Desk) -> None:
        """Read everybody anew. The cursor stays with its person."""
        found = people.everybody(desk)
        self.table.show(found, desk.today)
        self.query_one("#header", BrokenLines).show(partial(_header, desk, found))

    def _go_to_me(self) -> None:
        desk = self.desk()
        mine = (each.name for each in people.everybody(desk) if people.is_me(desk, each.name))
        me = next(mine, None) or people.maybe_me(desk)
        if me is not None:
            self.table.go_to(me)

    @on(PeopleList.Highlighted)
    def _show_panel(self, event: PeopleList.Highlighted) -> None:
        person, today = event.person, self.desk().today
        self.query_one("#panel", BrokenLines).show(partial(portrait, person, today) if person else None)

    # What people do

    @on(PeopleList.Selected)
    def _clicked(self, event: PeopleList.Selected) -> None:
        self._show_list(event.person)

    def action_person(self, command: str) -> None:
        """Do something to the person under the cursor."""
        person = self.table.current
        if person is None and command != "add":
            self.say(_("There is nobody under the cursor."), warn=True)
        elif command == "list" and person is not None:
            self._show_list(person)
        elif self.may_write():
            self._change(command, person.name if person else "")

    def _show_list(self, person: Person) -> None:
        """This person's list on Today."""
        self.show_on_today(lambda today: today.show_owner(person.name))

    @work(exclusive=True, group=DIALOGS)
    async def _change(self, command: str, name: str) -> None:
        try:
            if command == "here":
                from pipetui.services import absence_changes

                self._told(absence_changes.clear(self.desk(), name))
            else:
                self._told(await self.app.push_screen_wait(_dialog(command)(self.desk, name)))
        except PipetuiError as error:
            self.say(error.message, warn=True)

    def _told(self, done: Done | None) -> None:
        """Show a change and say it, with the way back. The cursor follows a person who is called otherwise now."""
        if done is None:
            return
        self.reload()
        name = done.changed.get("person", (None, None))[1]
        if name:
            self.table.go_to(str(name))
        self.say_done(done)


def _dialog(command: str) -> type[PersonForm]:
    from pipetui.tui.dialogs.alias import AliasDialog
    from pipetui.tui.dialogs.away import AwayDialog
    from pipetui.tui.dialogs.hand_over import HandOverDialog
    from pipetui.tui.dialogs.rename import NewPersonDialog, RenameDialog

    dialogs: dict[str, type[PersonForm]] = {
        "add": NewPersonDialog,
        "alias": AliasDialog,
        "away": AwayDialog,
        "hand_over": HandOverDialog,
        "rename": RenameDialog,
    }
    return dialogs[command]


def _header(desk: Desk, found: Sequence[Person], width: int) -> Lines:
    """The time, how many people there are, and who of them is away."""
    moment = datetime.fromtimestamp(desk.now, desk.zone)
    when = f"{' ' * side_margin(width)}{short_day(moment.date())} {moment:%H:%M}"
    many = ngettext("{n} person", "{n} people", len(found)).format(n=len(found))
    left = f"{when}   {many}   "
    away = ", ".join(person.name for person in found if person.away(desk.today))
    right = _("away: {names}").format(names=away) if away else _("nobody is away")
    if desk.read_only:
        right = _("as of {day}, read only").format(day=short_day(desk.today))
    return [Content.assemble((left, "bold"), (fit(right, width - cell_len(left) - 1, right=True), "$muted"))]
