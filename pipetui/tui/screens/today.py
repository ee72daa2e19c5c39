"""Today: the deals that need something, the one under the cursor beside them, and the keys that fix it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import drafts, people, since, today, triage
from pipetui.services.today import View
from pipetui.tui.commands import bindings
from pipetui.tui.dialogs.pick import sort_remark
from pipetui.tui.filtering import FilteringScreen
from pipetui.tui.panel_screen import PanelScreen
from pipetui.tui.whose import whose
from pipetui.tui.widgets.banner import news_line, no_deals, no_match, nothing_to_clear
from pipetui.tui.widgets.deal_list import DealList
from pipetui.tui.widgets.deal_row import Setting
from pipetui.tui.widgets.filter_line import FilterLine
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.header import Figures, Header
from pipetui.tui.widgets.panel import DealPanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from pipetui.domain.model import Counts, Item, Section
    from pipetui.services.desk import Desk
    from pipetui.services.since import News

_WIDTHS = [(0, "-narrow"), (100, "-wide"), (136, "-wider")]
_HEIGHTS = [(0, "-low"), (22, "-high")]
_CLOCK_SECONDS = 30


class TodayScreen(FilteringScreen, PanelScreen):
    """The first screen."""

    CSS_PATH = "../styles/today.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("today")]
    place = "today"

    def __init__(self, desk: Callable[[], Desk], *, demo: bool = False) -> None:
        super().__init__(desk)
        self._demo = demo
        self._shown: tuple[date, Counts] | None = None
        self._news: News | None = None
        self._figures: Figures | None = None

    def compose(self) -> ComposeResult:
        """Header, list and panel, filter, footer."""
        yield Header(id="header")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Static("", id="banner", markup=False)
                yield DealList(id="list")
            yield DealPanel(id="panel")
        yield FilterLine(self.close_filter, self.completions)
        yield Footer("today", id="footer")

    def on_mount(self) -> None:
        """Open on my own deals, if I have any."""
        self.view = View(owner=self.mine())
        self._news = self._what_is_new()
        self.reload()
        self.set_focus(self.deals)
        self.set_interval(_CLOCK_SECONDS, self.tick)
        self.watch_others()
        self._say_who_i_may_be()

    def _say_who_i_may_be(self) -> None:
        """Somebody else's list is never taken for mine; but where one name is close to mine, say what to do."""
        try:
            other = people.maybe_me(self.desk())
        except PipetuiError as error:
            self.say_once(str(error))
            return
        if other is not None:
            text = _("You are “{me}” here. Are you {name}? Press {key}, then “other name”, and type {me}.")
            self.say(text.format(me=self.desk().me, name=other, key=self.key_of("people")))

    @property
    def deals(self) -> DealList:
        """The list."""
        return self.query_one(DealList)

    # What is shown

    def read(self, desk: Desk) -> None:
        """Read everything anew. The cursor stays with its deal."""
        self.show_list(desk)
        self._show_figures(desk, today.counts(desk, self.view))

    def deal_here(self) -> Item | None:
        """The deal under the cursor."""
        return self.deals.current

    def show_change(self, deal_id: int | None, *, dealt_with: bool = False) -> None:
        """After a change the cursor goes on to what needs something next; see ``DealList.advance``."""
        self._news = None  # the day's work has begun
        mark = self.deals.bookmark()
        self.reload()
        if mark is None:
            return
        if deal_id is None or deal_id == mark.id:
            self.deals.advance(mark, stay=not dealt_with)
        else:
            self.deals.go_to(deal_id)

    def action_section(self, section: Section) -> None:
        """Put the cursor on the first deal of a section."""
        self.deals.go_to_section(section)

    def setting(self, desk: Desk) -> Setting:
        """The day, and how the list is sorted."""
        return Setting(desk.today, desk.zone, owners=self.view.owner is None, sort=self.view.sort)

    def _show_figures(self, desk: Desk, counts: Counts) -> None:
        moment = datetime.fromtimestamp(desk.now, desk.zone)
        self._shown = (desk.today, counts)
        self._figures = Figures(
            moment,
            counts,
            today.progress(desk, self.view),
            whose(desk, self.view.owner),
            "",
            tuple(today.parked_value(desk, self.view)) if counts.parked else (),
            triage.time_left(desk, View(owner=self.view.owner)) if counts.to_clear else None,
        )
        self.show_remark(desk)

    def show_remark(self, desk: Desk) -> None:
        """What is selected and filtered, beside the figures as they are; and what there is to say above the list."""
        if self._figures is None:
            return
        counts = self._figures.counts
        self.query_one(Header).show(replace(self._figures, remark=self._remark(desk)))
        banner = self.query_one("#banner", Static)
        text = [*self._banner_text(desk, counts), *news_line(self._news, desk.zone, self.key_of("triage"))]
        banner.display = bool(text)
        banner.update("\n".join(text) if text else "")

    def _remark(self, desk: Desk) -> str:
        if desk.read_only:
            return _("as of {day}, read only").format(day=short_day(desk.today))
        filtered = _("filter: {text}").format(text=self.view.text) if self.view.text else ""
        remark = " · ".join(filter(None, (self.selection_words(), filtered, sort_remark(self.view.sort))))
        return remark or (_("demo") if self._demo else "") or self._drafts_remark(desk)

    def _drafts_remark(self, desk: Desk) -> str:
        """What was typed and not saved waits: so many, and the key that shows them."""
        waiting = drafts.waiting_words(desk)
        return f"{waiting} · {self.key_of('drafts')}" if waiting else ""

    def _banner_text(self, desk: Desk, counts: Counts) -> list[str]:
        if self.view.text:
            return [] if self.deals.total or self.found is None else no_match(self.found, self.ways_out())
        if not counts.open_deals and not self.deals.total:
            return no_deals()
        if counts.to_clear:
            return []
        return nothing_to_clear(desk.me, today.next_due(desk, self.view), desk.today)

    # The panel

    @on(DealList.Highlighted)
    def _rest_on_deal(self) -> None:
        self.rest_on_deal()

    @on(DealList.Selected)
    def _open(self, event: DealList.Selected) -> None:
        self.open_deal(event.item.id)

    @on(DealList.SelectionChanged)
    def _tell_selection(self) -> None:
        try:
            self.show_remark(self.desk())
        except PipetuiError as error:
            self.say_once(str(error))

    @on(DealList.Failed)
    def _tell_failure(self, event: DealList.Failed) -> None:
        self.say_once(str(event.error))

    # Time

    def tick(self) -> None:
        """The time goes on: what is due or late may have changed, on a new day everything has."""
        try:
            desk = self.desk()
            counts = today.counts(desk, self.view)
            changed = self._shown != (desk.today, counts)
            if not changed:
                self._show_figures(desk, counts)
        except PipetuiError as error:
            self.say_once(str(error))
            return
        if changed:
            self.reload()

    # One deal at a time

    def action_triage(self) -> None:
        """Clear the list, or what is selected of it, one deal at a time, after what is new since the last look."""
        from pipetui.tui.screens.triage import TriageScreen

        only = frozenset(self.deals.selected) or None
        self.app.push_screen(
            TriageScreen(self.desk, self.view, only=only, news=self._news), lambda _result: self.show_change(None)
        )

    def _what_is_new(self) -> News | None:
        try:
            return since.news(self.desk(), self.view.owner)
        except PipetuiError as error:
            self.say_once(str(error))
            return None
