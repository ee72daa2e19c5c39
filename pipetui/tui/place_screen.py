"""What every screen with keys of its own can do: read anew, watch what others write, find, undo, help, tell."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import history, today
from pipetui.services.undo_words import BuiltUpon
from pipetui.tui.commands import Place, key_words, keys_here
from pipetui.tui.keys import DIALOGS, KeysInOrder
from pipetui.tui.leaving import leave
from pipetui.tui.patience import LOOK_SECONDS, Answer, patiently, trying_again
from pipetui.tui.places import back_to_today
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.await_complete import AwaitComplete

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done, Undone
    from pipetui.tui.screens.today import TodayScreen

_TOAST_SECONDS = 6
_TOAST_CELLS = 160


class PlaceScreen(Screen[None]):
    """A screen of its own, with the keys of ``commands`` for its ``place``. ``desk`` gives the desk at this instant."""

    place: Place

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self.desk = desk
        self._version = 0
        self._day: date | None = None
        self._trouble = ""

    @abstractmethod
    def read(self, desk: Desk) -> None:
        """Read everything anew and show it. May raise PipetuiError."""

    def show_change(self, deal_id: int | None, *, dealt_with: bool = False) -> None:
        """Something was written: show it. ``deal_id``: the deal that was worked on, if it was one; ``dealt_with``:
        what was done is what one does to a deal before one goes on to the next."""
        del deal_id, dealt_with
        self.reload()

    # What others do

    def reload(self) -> None:
        """Read everything anew; what cannot be read is said, once."""
        try:
            desk = self.desk()
            self._version, self._day = desk.store.version(), desk.today
            self.read(desk)
            self._trouble = ""
        except PipetuiError as error:
            self.say_once(str(error))

    def watch_others(self) -> None:
        """From here on show what another program or person writes, and what a new day brings."""
        self.set_interval(LOOK_SECONDS, self._look_for_changes)

    def _look_for_changes(self) -> None:
        if not self.is_current:
            return
        try:
            desk = self.desk()
            changed = (desk.store.version(), desk.today) != (self._version, self._day)
        except PipetuiError as error:
            self.say_once(str(error))
            return
        if changed:
            self.reload()

    def say_once(self, trouble: str) -> None:
        """Trouble that comes back with every look is said once, until a look succeeds."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.say(trouble, warn=True)

    # What people do

    @work(exclusive=True, group=DIALOGS)
    async def action_find(self) -> None:
        """Find any deal and open it."""
        found = await self._found()
        if found is not None:
            self.open_deal(found.id)

    def mine(self) -> str | None:
        """Me, if I own something open; else None."""
        try:
            return today.default_owner(self.desk())
        except PipetuiError as error:
            self.say_once(str(error))
            return None

    def mine_or_all(self, owner: str | None) -> str | None:
        """The owner to show instead of this one: everybody (None) instead of me, me instead of anybody else."""
        mine = self.mine()
        if mine is None and owner is None:
            self.say(_("{name} owns no open deal here.").format(name=self.desk().me), warn=True)
        return None if owner == mine else mine

    @work(exclusive=True, group=DIALOGS)
    async def action_undo(self) -> None:
        """Take back the last action; what was built upon it only after the person has seen it."""
        if not self.may_write():
            return
        try:
            undone = await self._undo()
        except PipetuiError as error:
            self.say(error.message, warn=True)  # its hint is about the shell's --force
            return
        if undone is not None:
            self.show_change(undone.records[0] if len(undone.records) == 1 else None)
            self.say(undone.said)

    async def _undo(self) -> Undone | None:
        agreed: tuple[int, ...] = ()
        while True:
            try:
                return await self.patiently(partial(history.undo, self.desk(), agreed=agreed))
            except BuiltUpon as refused:
                from pipetui.tui.dialogs.undo import UndoDialog

                if not await self.app.push_screen_wait(UndoDialog(self.desk(), refused)):
                    return None
                agreed = refused.later

    async def patiently(self, write: Callable[[], Answer]) -> Answer:
        """The answer of ``write``; while another program is writing, that is said and it is tried again."""
        return await patiently(write, lambda: self.say(trying_again(), warn=True))

    def action_help(self) -> None:
        """The keys of this screen; a click on one does what it does."""
        from pipetui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.place, keys_here(self)), self._clicked_in_help)

    async def _clicked_in_help(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)

    def open_deal(self, deal_id: int, change: str = "") -> None:
        """Open a deal on a screen of its own; ``change``: and there this value, to be changed."""
        from pipetui.tui.screens.deal import DealView

        self.app.push_screen(DealView(self.desk, deal_id, change), lambda _result: self.show_change(None))

    def show_on_today(self, show: Callable[[TodayScreen], None]) -> None:
        """Leave for Today and show something there, before the next key."""
        app = self.app
        assert isinstance(app, KeysInOrder), "every screen of ours is shown by such an app"

        async def go_and_show() -> None:
            show(await back_to_today(app))

        app.in_turn(go_and_show)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Back to the screen below, once."""
        go = super().dismiss
        return leave(self, lambda: go(result))

    # How it is told

    def say_done(self, done: Done) -> None:
        """Say what was written, with the way back."""
        self.say(_("{said}  ({key} undo)").format(said=done.said, key=self.key_of("undo")))

    def say(self, message: str, *, warn: bool = False) -> None:
        """A toast, one at a time. Its text may hold what people wrote."""
        lines = "\n".join(fit(line, _TOAST_CELLS, pad=False) for line in message.splitlines())
        self.app.clear_notifications()
        self.notify(lines, severity="warning" if warn else "information", timeout=_TOAST_SECONDS, markup=False)

    def may_write(self) -> bool:
        """Is this not a look at the past? Says so if it is."""
        if self.desk().read_only:
            self.say(_("This is a look at the past: it can only be read."), warn=True)
            return False
        return True

    async def _found(self) -> Item | None:
        from pipetui.tui.screens.find import FindScreen

        return await self.app.push_screen_wait(FindScreen(self.desk))

    def key_of(self, command_id: str) -> str:
        """The key of a command on this screen, as people read it."""
        return key_words(keys_here(self).get(command_id, "").split(",")[0])
