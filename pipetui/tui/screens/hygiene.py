"""Hygiene over time: the clean share as a large figure, its trend, what spoils it, and the fixes that raise it most."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Digits, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from pipetui.domain.cleanliness import main_currency
from pipetui.domain.shares import percent, percent_of
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import cleanliness, today
from pipetui.services.today import View
from pipetui.tui.commands import bindings
from pipetui.tui.place_screen import PlaceScreen
from pipetui.tui.whose import whose
from pipetui.tui.widgets import hygiene_text
from pipetui.tui.widgets.chart import Chart, Scale
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.header import Figures, Header
from pipetui.tui.widgets.option_lines import OptionLines
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from pipetui.domain.cleanliness import Share
    from pipetui.domain.fixes import Fix
    from pipetui.domain.playbook import Playbook
    from pipetui.services.cleanliness import Point, Report
    from pipetui.services.desk import Desk

_WIDTHS = [(0, "-narrow"), (100, "-wide")]
_HEIGHTS = [(0, "-low"), (24, "-high"), (36, "-tall")]
_SCALE = Scale(percent_of, low=0.0, high=1.0, span=0.4)


_PAGES = (
    Binding("pagedown", "screen.scroll(10)", show=False, id="list.page_down"),
    Binding("pageup", "screen.scroll(-10)", show=False, id="list.page_up"),
)


class _Left(Exception):
    """The person left, or wants other figures, while the past was read."""


class FixList(OptionLines):
    """The fixes, one a line, each as wide as the list."""

    BINDINGS: ClassVar[list[BindingType]] = [*_PAGES]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fixes: Sequence[Fix] = ()
        self._playbook: Playbook | None = None
        self._currency: str | None = None

    def show(self, fixes: Sequence[Fix], playbook: Playbook, currency: str | None) -> None:
        """Show these fixes; the cursor stays on its line."""
        self._fixes, self._playbook, self._currency = fixes, playbook, currency
        self._redraw()

    def on_resize(self) -> None:
        """Another width means other lines."""
        self._redraw()

    def _redraw(self) -> None:
        here = self.highlighted or 0
        self.clear_options()
        self.add_options([Option(line) for line in self._prompts(here)])
        self.highlighted = min(here, len(self._fixes) - 1) if self._fixes else None

    @on(OptionList.OptionHighlighted)
    def _mark(self, event: OptionList.OptionHighlighted) -> None:
        for index, line in enumerate(self._prompts(event.option_index)[: self.option_count]):
            self.replace_option_prompt_at_index(index, line)

    def _prompts(self, here: int) -> list[Content]:
        """The lines of the fixes, the one under the cursor marked."""
        if self._playbook is None:
            return []
        width = max(20, self.size.width)
        return [
            hygiene_text.fix_line(index + 1, fix, self._playbook, self._currency, width, here=index == here)
            for index, fix in enumerate(self._fixes)
        ]


class HygieneScreen(PlaceScreen):
    """How clean the pipeline is, mine or everybody's. The past is read in a thread."""

    CSS_PATH = "../styles/hygiene.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("hygiene"),
        Binding("escape", "app.go('today')", show=False),
        *_PAGES,
    ]
    place = "hygiene"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self.owner: str | None = None
        self._report: Report | None = None

    def compose(self) -> ComposeResult:
        """The figure with its words, the trend; the fixes, the kinds, the owners."""
        yield Header(id="header")
        with VerticalScroll(id="whole", can_focus=False), Horizontal(id="columns"):
            with Vertical(id="past"):
                with Horizontal(id="figure"):
                    yield Digits("", id="share")
                    yield BrokenLines(id="summary")
                yield Static("", id="trend-title", markup=False)
                yield Chart(id="trend")
                yield Static("", id="no-trend", markup=False)
            with Vertical(id="present"):
                yield BrokenLines(id="fixes-title")
                yield FixList(id="fixes")
                yield Static("", id="kinds-title", markup=False)
                yield BrokenLines(id="kinds")
                yield Static("", id="owners-title", markup=False)
                yield BrokenLines(id="owners")
        yield Footer("hygiene", id="footer")

    def on_mount(self) -> None:
        """Open on my own deals, if I have any."""
        self.owner = self.mine()
        self.set_focus(self.query_one(FixList))
        self.reload()
        self.watch_others()

    # What is shown

    def read(self, desk: Desk) -> None:
        """The header at once; the rest in a thread."""
        view = View(owner=self.owner)
        counts = today.counts(desk, view)
        moment = datetime.fromtimestamp(desk.now, desk.zone)
        progress = today.progress(desk, view)
        self.query_one(Header).show(Figures(moment, counts, progress, whose(desk, self.owner), _("hygiene")))
        self._look(desk, self.owner)

    @work(thread=True, exclusive=True, group="hygiene")
    def _look(self, desk: Desk, owner: str | None) -> None:
        worker = get_current_worker()

        def tell(show: Callable[[], None]) -> None:
            if worker.is_cancelled:
                raise _Left
            self.app.call_from_thread(self._while_here, show)

        try:
            report, person = cleanliness.report(desk, owner), cleanliness.person_number(desk, owner)
            tell(partial(self._show, desk.playbook, report))
            days = cleanliness.week_ends(desk.today)
            trend = cleanliness.trend(desk, days, lambda done, whole: tell(partial(self._show_progress, done, whole)))
            tell(partial(self._show_trend, desk.playbook, trend.points(person)))
        except _Left:
            return
        except PipetuiError as error:
            self.app.call_from_thread(self.say_once, str(error))

    def _while_here(self, show: Callable[[], None]) -> None:
        """Show something, unless the screen is going: its parts go before its threads are told."""
        if self in self.app.screen_stack:
            show()

    def _show(self, playbook: Playbook, report: Report) -> None:
        self._report = report
        figures = report.figures
        known = bool(figures.count.whole)
        share = self.query_one("#share", Digits)
        share.display = known
        share.update(percent(figures.count) if known else "")
        currency = main_currency(figures.value, playbook.currency)
        self.query_one("#summary", BrokenLines).show(partial(hygiene_text.summary, report, None))
        self.query_one("#fixes-title", BrokenLines).show(partial(hygiene_text.fixes_heading, currency))
        fixes = self.query_one(FixList)
        fixes.display = bool(report.fixes)
        fixes.show(report.fixes, playbook, currency)
        self.query_one(Footer).show_keys()
        self._title("#kinds-title", _("SPOILED BY"), _("a deal may have several") if report.fixes else "")
        self.query_one("#kinds", BrokenLines).show(partial(hygiene_text.kinds, figures))
        self.query_one("#fixes-title").display = bool(report.fixes)
        key = self.key_of("mine")
        self._title("#owners-title", _("BY OWNER"), _("{key} shows everybody's").format(key=key) if self.owner else "")
        self.query_one("#owners", BrokenLines).show(partial(hygiene_text.owners, report.owners))

    def _show_progress(self, done: int, whole: int) -> None:
        part = percent_of(done / whole) if whole else ""
        self._show_no_trend(_("reading the past … {part}").format(part=part))

    def _show_trend(self, playbook: Playbook, points: Sequence[Point]) -> None:
        assert self._report is not None, "the report is shown before the trend"
        known = [(point.day, point.figures.count) for point in points if point.figures and point.figures.count.whole]
        if len(known) < 2:
            self._show_no_trend(_("The trend begins with the first Sunday that has open deals."))
            return
        (day, first), (last, _share) = known[0], known[-1]
        self.query_one("#no-trend").display = False
        self.query_one("#trend").display = True
        self._title("#trend-title", _("OVER TIME"), _("Sunday evenings, as recorded then"))
        currency = main_currency(self._report.figures.value, playbook.currency)
        series, labels = hygiene_text.trend_lines(points, currency)
        self.query_one(Chart).show(series, labels, _SCALE)
        since: tuple[Share, int] = (first, max(1, round((last - day).days / 7)))
        self.query_one("#summary", BrokenLines).show(partial(hygiene_text.summary, self._report, since))

    def _show_no_trend(self, words: str) -> None:
        self._title("#trend-title", _("OVER TIME"))
        self.query_one("#trend").display = False
        nothing = self.query_one("#no-trend", Static)
        nothing.display = True
        nothing.update(safe(words, "$muted"))

    def _title(self, part: str, words: str, remark: str = "") -> None:
        self.query_one(part, Static).update(hygiene_text.heading(words, remark))

    # What people do

    def action_mine(self) -> None:
        """My own deals, or everybody's."""
        self.owner = self.mine_or_all(self.owner)
        self.reload()

    def action_scroll(self, lines: int) -> None:
        """Some lines down or up."""
        self.query_one("#whole").scroll_relative(y=lines, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where no fix is found there is nothing to begin."""
        if action == "begin_fix":
            return bool(self._report and self._report.fixes)
        return super().check_action(action, parameters)

    def action_begin_fix(self) -> None:
        """Show the deals of the fix under the cursor."""
        self.query_one(FixList).action_select()

    @on(OptionList.OptionSelected)
    def _clear(self, event: OptionList.OptionSelected) -> None:
        """Show the deals of a fix on Today, so that clearing begins at once."""
        if self._report is not None:
            owner, fix = self.owner, self._report.fixes[event.option_index]
            self.show_on_today(lambda today: today.show_only(owner, fix.filter))
