"""Triage: the list to clear one deal at a time, with what is wrong, what is known and what to press."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services import pace, today, triage
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.keys import DIALOGS
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets.banner import nothing_to_clear
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.page import Page
from pipetui.tui.widgets.triage_text import Course, Ending, Press, deal_page, end_page, header, said_lines
from pipetui.tui.widgets.triage_ways import presses

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from textual.app import ComposeResult

    from pipetui.domain.model import FindingKind, Item
    from pipetui.services.desk import Desk
    from pipetui.services.imports import Handful
    from pipetui.services.since import News
    from pipetui.services.today import View
    from pipetui.tui.dialogs_for import DealDialog
    from pipetui.tui.widgets.panel_text import Portrait

    Largest = Callable[[Desk, Collection[int]], Handful]
    """The largest deals of a long list, but for those that were shown already."""

_WIDTHS = [(0, "-narrow"), (76, "-wide"), (110, "-wider")]
_HEIGHTS = [(0, "-low"), (22, "-high"), (34, "-higher")]
_CLOCK_SECONDS = 30
_NAMED = 60
"""So many of the deals that are left are named at the end."""


class TriageScreen(DealScreen):
    """``t``. ``view``: whose list, and which part of it; ``only``: of these deals; ``news``: to be shown first;
    ``largest``: a handful of them at a time, the largest first."""

    CSS_PATH = "../styles/triage.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("triage"),
        Binding("right,down,tab", "skip", show=False),
        Binding("left,up,shift+tab", "previous", show=False),
        *[Binding(f"alt+{number}", f"tick({number})", show=False) for number in range(1, 10)],
    ]
    place = "triage"

    def __init__(
        self,
        desk: Callable[[], Desk],
        view: View,
        *,
        only: frozenset[int] | None = None,
        news: News | None = None,
        largest: Largest | None = None,
    ) -> None:
        super().__init__(desk)
        self.view = view
        self.queue: triage.Queue | None = None
        self._only = only
        self._news = news
        self._largest = largest
        self._handed: set[int] = set()
        self._handful: Handful | None = None
        self._began_at = self._shown_at = 0
        self._first_action = 0
        self._kind: FindingKind | None = None
        self._worked_on: int | None = None
        self._did_something = False
        self._stopped = False
        self._portrait: Portrait | None = None
        self._presses: list[Press] = []

    def compose(self) -> ComposeResult:
        """Header, one page, what was just done, footer."""
        yield Static("", id="course", markup=False)
        with Container(id="column"):
            yield Page(id="page")
        with Container(id="told"):
            yield Page(id="said")
        yield Footer("triage", id="footer")

    def on_mount(self) -> None:
        """Begin with the first deal, or with what is new."""
        self._began_at = self._shown_at = self.desk().now
        self.reload()
        self.set_interval(_CLOCK_SECONDS, self.tick)
        self.watch_others()
        if self._news is not None and self._news.any:
            from pipetui.tui.dialogs.news import NewsDialog

            self.app.push_screen(NewsDialog(self._news, self.desk()), self._begin)

    def _begin(self, _seen: None) -> None:
        self._shown_at = self.desk().now  # reading the news is no part of the first deal's time

    # What is shown

    def deal_here(self) -> Item | None:
        """The deal that is shown; none at the end."""
        return self._portrait.detail.item if self._portrait else None

    def show_change(self, deal_id: int | None, *, dealt_with: bool = False) -> None:
        """A deal that needs nothing any more makes room for the next one; one that an undo brings back is shown."""
        del dealt_with
        self._worked_on = deal_id
        self._did_something |= deal_id is not None
        self.reload()

    def read(self, desk: Desk) -> None:
        """Read the list and the deal anew."""
        worked_on, self._worked_on = self._worked_on, None
        if self._largest is not None and self._handful is None:
            self._first_action = triage.begin(desk)
            self._take(self._largest(desk, ()))
        left = triage.to_clear(desk, self.view, self._only)
        if self.queue is None:
            if self._handful is None:
                self._first_action = triage.begin(desk)
            self.queue = triage.Queue(left)
        else:
            self._go_on(desk, self.queue, left, worked_on)
        self._show(desk, self.queue)

    def _go_on(self, desk: Desk, queue: triage.Queue, left: dict[int, FindingKind], worked_on: int | None) -> None:
        """What the change means for the deal that is shown."""
        before, here = queue.left, queue.here
        queue.update(left)
        if worked_on is not None and worked_on != here and worked_on in left and worked_on not in before:
            self._stopped = False
            queue.go_to(worked_on)
        elif here is not None and here not in left:
            if worked_on == here:
                self._measure(desk)
            elif self._portrait is not None:
                self.say(_("{deal} needs nothing any more.").format(deal=self._portrait.detail.item.title))
            queue.forward()
        if queue.here != here:
            self._shown_at = desk.now

    def _measure(self, desk: Desk) -> None:
        if self._kind is not None:
            with suppress(PipetuiError):  # the deal is cleared; how long that took is not worth an error
                pace.keep(desk, self._kind, desk.now - self._shown_at)

    def _show(self, desk: Desk, queue: triage.Queue) -> None:
        course = self._course(desk, queue)
        line = self.query_one("#course", Static)
        line.update(header(course, self.size.width))
        page = self.query_one("#page", Page)
        if queue.here is None or self._stopped:
            self._portrait, self._kind = None, None
            page.show(partial(end_page, self._ending(desk, queue, course), self._last_presses(queue), desk.zone))
            return
        shown = portrait(desk, queue.here)
        self._portrait, self._kind = shown, queue.left.get(queue.here)
        self._presses = presses(triage.ways(desk, shown.detail), shown.detail, self.key_of)
        page.show(partial(deal_page, shown, self._presses))

    def on_resize(self) -> None:
        """The header has room for other words."""
        if self.queue is not None:
            self.reload()

    def _course(self, desk: Desk, queue: triage.Queue) -> Course:
        own = pace.of(desk)
        return Course(
            cleared=queue.cleared,
            total=len(queue.order),
            used=max(0, desk.now - self._began_at),
            pace=own.seconds(Counter(queue.left.values())) if own is not None and queue.left else None,
            whose=self.view.owner or _("all"),
            part=self._part(),
        )

    def _take(self, handful: Handful) -> None:
        """Go through these deals."""
        self._handful = handful
        self._handed |= set(handful.ids)
        self._only = frozenset(handful.ids)
        self.queue = None

    def _part(self) -> str:
        """``10 largest of 214``: which part of a longer list this is; "" for the whole."""
        handful = self._handful
        if handful is None or len(handful.ids) == handful.total:
            return ""
        n = len(handful.ids)
        return ngettext("the largest of {total}", "{n} largest of {total}", n).format(n=n, total=handful.total)

    def _following(self) -> Handful | None:
        """The next largest deals at the end of a handful; None where there are no others."""
        at_end = self._portrait is None and not self._stopped
        following = self._largest(self.desk(), self._handed) if self._largest is not None and at_end else None
        return following if following is not None and following.ids else None

    def _ending(self, desk: Desk, queue: triage.Queue, course: Course) -> Ending:
        first = [deal_id for deal_id in queue.order if deal_id in queue.left][:_NAMED]
        following = [] if queue.left else nothing_to_clear(desk.me, today.next_due(desk, self.view), desk.today)
        return Ending(
            course,
            triage.deeds(desk, self._first_action),
            tuple(today.item(desk, deal_id) for deal_id in first),
            len(queue.left),
            tuple(following),
        )

    def _last_presses(self, queue: triage.Queue) -> list[Press]:
        back = Press(f"{self.key_of('fix')}, {self.key_of('leave')}", _("back to Today"), "leave")
        if self._largest is not None:
            back = Press(self.key_of("leave"), _("back to the import"), "leave")
        found = [back]
        following = self._following()
        if following is not None:
            n = len(following.ids)
            words = ngettext("the next largest", "the next {n} largest", n).format(n=n)
            found.insert(0, Press(f"{self.key_of('fix')}, {self.key_of('next_largest')}", words, "next_largest"))
        if queue.left:
            found.append(Press(self.key_of("skip"), _("once more through what is left"), "skip"))
        if self._did_something:
            found.append(Press(self.key_of("undo"), _("take back the last action"), "undo"))
        return found

    def say(self, message: str, *, warn: bool = False) -> None:
        """In a line of its own: a toast would lie upon what to press. It stays until there is something else to say,
        or another deal is looked at."""
        self.query_one("#said", Page).show(partial(said_lines, message, warn))

    def tick(self) -> None:
        """Time goes on, midnight too; what somebody is typing about stays where it is."""
        if self.is_current:
            self.reload()

    # What people do

    def dialog_for(self, command: str, item: Item) -> DealDialog:
        """Here note, step and done are forms of one line."""
        from pipetui.tui.dialogs.quick import QuickDone, QuickNote, QuickStep

        quick: dict[str, DealDialog] = {"note": QuickNote, "step": QuickStep, "done": QuickDone}
        return quick.get(command) or super().dialog_for(command, item)

    async def action_fix(self) -> None:
        """The first of the things to press; at the end, back to Today."""
        if self._portrait is None:
            self.action_next_largest()
        elif self._presses:
            await self.run_action(self._presses[0].action)

    def action_skip(self) -> None:
        """The next deal; this one comes again at the end. From the page that says what was done, back to the deal."""
        resumes = self._stopped and self.queue is not None and self.queue.here is not None
        self._move(lambda queue: None if resumes else queue.forward())

    def action_previous(self) -> None:
        """The deal before."""
        self._move(lambda queue: queue.back())

    def action_go_to(self, deal_id: int) -> None:
        """A deal that is left."""
        self._move(lambda queue: queue.go_to(deal_id))

    def _move(self, move: Callable[[triage.Queue], None]) -> None:
        if self.queue is None:
            return
        before = self.queue.here
        if before is None:
            self.queue.again()
        move(self.queue)
        self._stopped = False
        self.say("")
        if self.queue.here != before:
            self._shown_at = self.desk().now
        self.reload()

    def action_tick(self, number: int) -> None:
        """alt and a digit: the criterion of this number."""
        states = self._portrait.detail.criteria if self._portrait else ()
        if number <= len(states):
            self.action_tick_criterion(states[number - 1].id)

    @work(exclusive=True, group=DIALOGS)
    async def action_tick_criterion(self, criterion: str) -> None:
        """Tick a criterion, and say how we know; one that is ticked is taken back."""
        if self._portrait is None or not self.may_write():
            return
        from pipetui.services import moves
        from pipetui.tui.dialogs.quick import QuickTick

        deal_id = self._portrait.detail.item.id
        ticked = {state.id for state in self._portrait.detail.criteria if state.ticked}
        found = self.desk().playbook.criterion(criterion)
        try:
            if criterion in ticked:
                self._told(moves.untick(self.desk(), deal_id, criterion))
            elif found is not None:
                dialog = QuickTick(self.desk, deal_id, criterion, found[1].text)
                self._told(await self.app.push_screen_wait(dialog))
        except PipetuiError as error:
            self.say(str(error), warn=True)

    def action_next_largest(self) -> None:
        """At the end of a handful the next one; where there is none, back."""
        following = self._following()
        if following is None:
            self.dismiss()
            return
        self._take(following)
        self.say("")
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The next largest deals are only for the end of a handful."""
        if action == "next_largest":
            return self._largest is not None and self._portrait is None
        return super().check_action(action, parameters)

    def action_whole_deal(self) -> None:
        """The whole deal on a screen of its own."""
        if self._portrait is not None:
            self.open_deal(self._portrait.detail.item.id)

    def action_leave(self) -> None:
        """Back to Today; first what was done, if something was."""
        queue = self.queue
        if queue is not None and queue.here is not None and not self._stopped and self._did_something:
            self._stopped = True
            self.say("")  # the page says it all
            self.reload()
        else:
            self.dismiss()
