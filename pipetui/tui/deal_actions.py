"""What can be done to a deal from any screen that shows deals: it opens the dialog and tells what happened."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.tui.keys import DIALOGS
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.model import Item
    from pipetui.services.results import Done, Moved
    from pipetui.tui.dialogs_for import DealDialog

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
        await self.do(command)

    async def do(self, command: str) -> None:
        """What ``action_deal`` does."""
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

    @work(exclusive=True, group=DIALOGS)
    async def action_contacts(self) -> None:
        """The people at the buyer's."""
        item = self.deal_here()
        if item is None or not self.may_write():
            return
        from pipetui.tui.dialogs.contacts import ContactsDialog

        try:
            self._told(await self.app.push_screen_wait(ContactsDialog(self.desk, item.id)))
        except PipetuiError as error:
            self.say(str(error), warn=True)

    @work(exclusive=True, group=DIALOGS)
    async def action_long_note(self) -> None:
        """A long note, in the person's editor."""
        item = self.deal_here()
        if item is None or not self.may_write():
            return
        from pipetui.tui.long_note import write_note

        try:
            self._told(await write_note(self, item), dealt_with=True)
        except PipetuiError as error:
            self.say(str(error), warn=True)

    @work(exclusive=True, group=DIALOGS)
    async def action_brief(self) -> None:
        """What one needs before dialling; from there to the note."""
        item = self.deal_here()
        if item is None:
            return
        from pipetui.services.briefs import brief
        from pipetui.tui.screens.brief import BriefScreen

        try:
            answer = await self.app.push_screen_wait(BriefScreen(brief(self.desk(), item.id)))
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        if answer is not None and self.may_write():
            await self._act(answer, item)

    def selected_ids(self) -> Sequence[int]:
        """The deals that are selected beside the one that the keys act upon; usually none."""
        return ()

    def action_copy(self) -> None:
        """Copy the deal as a few lines; selected ones as a table."""
        from pipetui.services import copying

        item, selected = self.deal_here(), self.selected_ids()
        try:
            if selected:
                n = len(selected)
                text = copying.table(self.desk(), selected)
                said = ngettext("Copied: {n} deal as a table.", "Copied: {n} deals as a table.", n).format(n=n)
            elif item is not None:
                text = copying.block(self.desk(), item.id)
                said = _("Copied: {deal}.").format(deal=item.title)
            else:
                self.say(_("There is no deal under the cursor."), warn=True)
                return
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        self.app.copy_to_clipboard(text)
        self.say(said)

    def action_copy_for_crm(self) -> None:
        """Copy what has to be entered in the CRM, of the selected deals or of this one."""
        from pipetui.services import way_back_text

        item = self.deal_here()
        ids = list(self.selected_ids()) or ([] if item is None else [item.id])
        try:
            found = way_back_text.blocks(self.desk(), ids)
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        if found:
            self.app.copy_to_clipboard("\n\n".join(block.text() for block in found))
            self.say(_("Copied for the CRM: {deals}.").format(deals=", ".join(block.title for block in found)))
        else:
            self.say(_("Nothing here has to be entered in the CRM."))

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
        if done is not None:
            self.show_change(done.id, dealt_with=dealt_with)
            self.say_done(done)
