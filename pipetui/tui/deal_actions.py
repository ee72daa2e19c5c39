"""What can be done to a deal from any screen that shows deals: it opens the dialog and tells what happened."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.tui.keys import DIALOGS
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from pipetui.domain.model import Item
    from pipetui.services.results import Done, Moved
    from pipetui.tui.dialogs_for import DealDialog

_TOAST_SECONDS = 6
_TOAST_CELLS = 160
_WATCH_SECONDS = 1.5
_DEALT_WITH = frozenset(("note", "no_reply", "step", "done", "park", "close", "owner"))
"""Commands after which one goes on to the next deal, even if this one still has something."""


class DealScreen(PlaceScreen):
    """A screen with a deal that the keys of ``commands`` act upon."""

    @abstractmethod
    def deal_here(self) -> Item | None:
        """The deal that the keys act upon."""

    # What people do

    @work(exclusive=True, group=DIALOGS)
    async def action_deal(self, command: str) -> None:
        """Do something to the deal under the cursor."""
        item = self.deal_here()
        if item is None:
            self.say(_("There is no deal under the cursor."), warn=True)
        elif self.may_write():
            await self._act(command, item)

    @work(exclusive=True, group=DIALOGS)
    async def action_add(self) -> None:
        """Add a deal."""
        if not self.may_write():
            return
        from pipetui.tui.dialogs.add import AddDialog

        try:
            dialog = AddDialog(self.desk)
        except PipetuiError as error:
            self.say(str(error), warn=True)
        else:
            self._told(await self.app.push_screen_wait(dialog))

    @work(exclusive=True, group=DIALOGS)
    async def action_find_note(self) -> None:
        """Find any deal and log a call on it."""
        found = await self._found()
        if found is not None and self.may_write():
            await self._act("note", found)

    def action_history(self) -> None:
        """Everything that happened to the deal."""
        item = self.deal_here()
        if item is None:
            return
        from pipetui.tui.screens.history import HistoryScreen

        try:
            self.app.push_screen(HistoryScreen(self.desk(), item))
        except PipetuiError as error:
            self.say(str(error), warn=True)

    def dialog_for(self, command: str, item: Item) -> DealDialog:
        """The dialog of a command on this screen."""
        from pipetui.tui.dialogs_for import dialog_for

        return dialog_for(command, item)

    async def _act(self, command: str, item: Item) -> None:
        from pipetui.services import moves

        try:
            if command == "park" and item.status == "parked":
                self._told(await self.patiently(partial(moves.unpark, self.desk(), item.id)))
            elif command == "move" and (moved := await self._moved_on(item)).moved:
                self._told(moved.done)
            else:  # a blocked move opens the gate, with its ways out
                answer = await self.app.push_screen_wait(self.dialog_for(command, item)(self.desk, item.id))
                await self._follow(answer, item, dealt_with=command in _DEALT_WITH)
        except PipetuiError as error:
            self.say(str(error), warn=True)

    async def _moved_on(self, item: Item) -> Moved:
        from pipetui.services import moves

        return await self.patiently(partial(moves.move_on, self.desk(), item.id))

    async def _follow(self, answer: Done | str | None, item: Item, *, dealt_with: bool) -> None:
        """Tell what was done; or go where the gate sends: park, close, or the step that gets the missing answer."""
        if not isinstance(answer, str):
            self._told(answer, dealt_with=dealt_with)
        elif answer.startswith("step:"):
            from pipetui.services import moves
            from pipetui.tui.dialogs.step import StepDialog

            draft = moves.draft_step(self.desk(), answer.removeprefix("step:"))
            self._told(await self.app.push_screen_wait(StepDialog(self.desk, item.id, draft)), dealt_with=True)
        else:
            await self._act(answer, item)

    def _told(self, done: Done | None, *, dealt_with: bool = False) -> None:
        """Show a change and say it, with the way back."""
        if done is None:
            return
        self.show_change(done.id, dealt_with=dealt_with)
        self.say(_("{said}  ({key} undo)").format(said=done.said, key=self.key_of("undo")))
