"""What every screen with keys of its own can do: read anew, watch what others write, find, undo, help, tell."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import history
from pipetui.tui.commands import Place, key_words
from pipetui.tui.keys import DIALOGS
from pipetui.tui.widgets.text import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

_TOAST_SECONDS = 6
_TOAST_CELLS = 160
_WATCH_SECONDS = 1.5


class PlaceScreen(Screen[None]):
    """A screen of its own, with the keys of ``commands`` for its ``place``. ``desk`` gives the desk at this instant."""

    place: Place

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self.desk = desk
        self._version = 0
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
            self._version = desk.store.version()
            self.read(desk)
            self._trouble = ""
        except PipetuiError as error:
            self.say_once(str(error))

    def watch_others(self) -> None:
        """From here on show what another program or person writes."""
        self.set_interval(_WATCH_SECONDS, self._look_for_changes)

    def _look_for_changes(self) -> None:
        if not self.is_current:
            return
        try:
            changed = self.desk().store.version() != self._version
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

    def action_undo(self) -> None:
        """Take back the last action."""
        if not self.may_write():
            return
        try:
            undone = history.undo(self.desk())
        except PipetuiError as error:
            self.say(error.message, warn=True)  # its hint is about the shell's --force
            return
        self.show_change(undone.records[0] if len(undone.records) == 1 else None)
        self.say(undone.said)

    def action_help(self) -> None:
        """The keys of this screen."""
        from pipetui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.place))

    def open_deal(self, deal_id: int) -> None:
        """Open a deal on a screen of its own."""
        from pipetui.tui.screens.deal import DealView

        self.app.push_screen(DealView(self.desk, deal_id), lambda _result: self.show_change(None))

    # How it is told

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
        for key, (_node, binding, *_rest) in self.active_bindings.items():
            if binding.id == command_id:
                return key_words(key)
        return ""
