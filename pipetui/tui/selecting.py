"""Several deals at once: selecting them in a list, and what the deal keys then do to all of them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import on

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.tui.commands import footer, footer_on_several
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.widgets.deal_list import DealList
from pipetui.tui.widgets.footer import Footer

if TYPE_CHECKING:
    from collections.abc import Sequence


class SelectingScreen(DealScreen):
    """A screen with a list in which several deals can be selected. While some are, the deal keys act upon all."""

    @property
    @abstractmethod
    def deals(self) -> DealList:
        """The list."""

    @abstractmethod
    def ids_shown(self) -> list[int]:
        """Every deal that the list shows, also far from the cursor. May raise PipetuiError."""

    def selected_ids(self) -> Sequence[int]:
        """The selected deals."""
        return self.deals.selected

    def selection_words(self) -> str:
        """``5 selected``; "" for none."""
        n = len(self.deals.selected)
        return ngettext("{n} selected", "{n} selected", n).format(n=n) if n else ""

    @on(DealList.SelectionChanged)
    def _show_keys(self) -> None:
        """The footer has the keys that work on what is selected."""
        several = bool(self.deals.selected)
        self.query_one(Footer).show(footer_on_several(self.place) if several else footer(self.place))

    def action_select(self) -> None:
        """Select the deal under the cursor, or take it back, and go one down."""
        self.deals.toggle(self.deals.cursor)
        self.deals.action_move(1)

    def action_select_all(self) -> None:
        """Select everything shown, or nothing."""
        try:
            ids = self.ids_shown()
        except PipetuiError as error:
            self.say(str(error), warn=True)
            return
        self.deals.choose([] if len(self.deals.selected) == len(ids) else ids)

    async def do(self, command: str) -> None:
        """Do something to the selected deals, else to the one under the cursor."""
        if self.deals.selected:
            await self._to_all(command)
        else:
            await super().do(command)

    async def _to_all(self, command: str) -> None:
        from pipetui.tui.dialogs_for import bulk_dialog_for

        dialog_for = bulk_dialog_for(command)
        if dialog_for is None:
            text = _("{key} works on one deal; with several selected use {keys}. esc drops the selection.")
            keys = " ".join(self.key_of(each) for each in ("step", "owner", "park", "close", "copy"))
            self.say(text.format(key=self.key_of(command), keys=keys), warn=True)
        elif self.may_write():
            try:
                dialog = dialog_for(self.desk, self.deals.selected)
            except PipetuiError as error:
                self.say(str(error), warn=True)
                return
            done = await self.app.push_screen_wait(dialog)
            if done is not None:
                self.deals.choose(())
                self.show_change(None, dealt_with=True)
                self.say_done(done)
