"""A list that is filtered while one types, and sorted by any column. What is typed is looked up in a thread."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Input

from pipetui.errors import PipetuiError
from pipetui.services import filters, today
from pipetui.services.today import View
from pipetui.tui.dialogs.pick import SortDialog, next_sort
from pipetui.tui.keys import DIALOGS
from pipetui.tui.lookup import Lookup
from pipetui.tui.selecting import SelectingScreen
from pipetui.tui.widgets.deal_list import DealList
from pipetui.tui.widgets.filter_line import FilterLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipetui.domain.model import Item, Section
    from pipetui.services.desk import Desk
    from pipetui.services.today import Found
    from pipetui.tui.widgets.deal_row import Setting

_TYPING_SECONDS = 0.08
"""So long somebody pauses in typing before the filter is looked up."""

_LOOKING = "filter"


class PagedRows:
    """A view as it stands, page by page."""

    ids = None

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk = desk
        self._view = view

    def sizes(self) -> Mapping[Section, int]:
        """How many deals stand in each section."""
        return today.section_sizes(self._desk, self._view)

    def page(self, section: Section, offset: int, limit: int) -> Sequence[Item]:
        """At most ``limit`` deals of a section, from place ``offset``."""
        return today.page(self._desk, self._view, section, offset, limit)


class FoundRows:
    """A view that was looked up whole: its ids are known, the deals are read page by page."""

    def __init__(self, desk: Desk, found: Found) -> None:
        self.ids = found.ids
        self._desk = desk
        self._owner = found.view.owner

    def sizes(self) -> Mapping[Section, int]:
        """How many deals stand in each section."""
        return {section: len(ids) for section, ids in self.ids.items()}

    def page(self, section: Section, offset: int, limit: int) -> Sequence[Item]:
        """At most ``limit`` deals of a section, from place ``offset``."""
        return today.items(self._desk, self.ids[section][offset : offset + limit], self._owner)


class FilteringScreen(SelectingScreen):
    """A list with a line for its filter, ``FilterLine``.

    ``view`` is what the list shows. While somebody types, another view is looked up in a thread; until it is there the
    list stays as it is, and what was asked before is forgotten.
    """

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self.view = View()
        self.found: Found | None = None
        self._asked: View | None = None
        self._ways: Mapping[str, str] = {}
        self._lookup: Lookup[Found] = Lookup()

    @abstractmethod
    def setting(self, desk: Desk) -> Setting:
        """What the lines of the list depend on."""

    @abstractmethod
    def show_remark(self, desk: Desk) -> None:
        """Say what is filtered and selected."""

    @property
    def _wanted(self) -> View:
        return self._asked or self.view

    def ids_shown(self) -> list[int]:
        """Every deal of the list, as it is filtered."""
        return today.ids(self.desk(), self.view)

    # Showing

    def show_view(self, view: View) -> None:
        """Show this view, from its top, now; what is being looked up is forgotten."""
        self._forget()
        self.view = view
        self.reload()
        self.deals.move_to(0)

    def show_list(self, desk: Desk) -> None:
        """Read the list of the view anew. May raise PipetuiError."""
        if self._asked is not None:
            self._look(self._asked)  # what it finds may be older than what is read here
        whole = self.view.text or self.view.sort
        self._show_rows(desk, today.found(desk, self.view) if whole else None)

    def _show_rows(self, desk: Desk, found: Found | None) -> None:
        """What left the list is not selected any more."""
        self.found = found
        self.deals.show(FoundRows(desk, found) if found else PagedRows(desk, self.view), self.setting(desk))
        if selected := self.deals.selected:
            still = set(today.ids(desk, self.view, selected))
            self.deals.choose(deal_id for deal_id in selected if deal_id in still)
        self._show_count(desk)

    def _show_count(self, desk: Desk) -> None:
        """How much the filter finds and what of it is not understood, while its line is shown."""
        line = self.query_one(FilterLine)
        if line.display:
            every = sum(today.section_sizes(desk, replace(self.view, text="")).values())
            troubles = filters.understood(desk, self.view.text).troubles
            line.show_found(self.deals.total, every, [str(trouble) for trouble in troubles])

    # The filter

    def action_filter(self) -> None:
        """Show the filter's line and type into it."""
        self.ways_out()
        self.query_one(FilterLine).display = True
        self._show_count(self.desk())
        self.set_focus(self._filter)

    def action_let_go(self) -> None:
        """Drop the selection; if there is none, show everything again."""
        if self.deals.selected and self.deals.has_focus:
            self.deals.choose(())
            return
        self._filter.value = ""
        self.close_filter()

    def close_filter(self) -> None:
        """Back to the list, which shows what was typed before the next key acts upon it."""
        self.query_one(FilterLine).display = False
        self.set_focus(self.deals)
        text = self._filter.value.strip()
        if text == self._wanted.text and self._asked is None:
            return
        self.view = replace(self._wanted, text=text)
        self._forget()
        try:
            desk = self.desk()
            self.show_list(desk)
            self.show_remark(desk)
        except PipetuiError as error:
            self.say_once(str(error))

    def completions(self, text: str) -> Sequence[str]:
        """How the filter may go on."""
        try:
            return filters.completions(self.desk(), text)
        except PipetuiError as error:
            self.say_once(str(error))
            return ()

    def ways_out(self) -> Mapping[str, str]:
        """The keys that lead to deals outside of the list, by command id. While the filter's line takes every letter
        they are what they were before."""
        if not self._filter.has_focus:
            self._ways = {command: self.key_of(command) for command in ("find", "mine")}
        return self._ways

    @property
    def _filter(self) -> Input:
        return self.query_one("#filter", Input)

    @on(Input.Changed, "#filter")
    def _filter_typed(self, event: Input.Changed) -> None:
        view = replace(self._wanted, text=event.value.strip())
        if view != self._wanted:
            self._asked = view
            self._look(view)

    @work(exclusive=True, group=_LOOKING)
    async def _look(self, view: View) -> None:
        """Look a view up in a thread and show it. The next one that is asked for ends this."""
        await asyncio.sleep(_TYPING_SECONDS)
        desk = self.desk()
        try:
            found = await self._lookup.ask(partial(today.found, desk, view))
            self.view, self._asked = view, None
            if self.query(DealList):  # nobody has quit meanwhile
                self._show_rows(desk, found)
                self.show_remark(desk)
        except PipetuiError as error:
            self._asked = None
            self.say_once(str(error))

    def _forget(self) -> None:
        self.workers.cancel_group(self, _LOOKING)
        self._asked = None

    async def on_unmount(self) -> None:
        """The database is closed after this: nobody may be reading it."""
        await self._lookup.end()

    # Sorting

    @work(exclusive=True, group=DIALOGS)
    async def action_sort(self) -> None:
        """Choose what the list is sorted by."""
        chosen = await self.app.push_screen_wait(SortDialog(self.view.sort))
        if chosen is not None:
            self.show_view(replace(self._wanted, sort=chosen))

    @on(DealList.SortAsked)
    def _title_clicked(self, event: DealList.SortAsked) -> None:
        self.show_view(replace(self._wanted, sort=next_sort(self.view.sort, event.sort)))

    # Whose, and from elsewhere

    def show_only(self, owner: str | None, text: str) -> None:
        """Come from another screen to the deals of an owner (None: everybody's) that a filter finds."""
        self._filter.value = text
        self.show_view(replace(self.view, owner=owner, text=text))

    def show_owner(self, name: str) -> None:
        """Show this person's deals, and those of the people whom this person covers."""
        self._filter.value = ""
        self.show_view(View(owner=name))

    def action_mine(self) -> None:
        """My own deals, or everybody's."""
        view = replace(self._wanted, owner=self.mine_or_all(self.view.owner))
        self._forget()
        self.view = view
        self.reload()
