"""The pipeline board: the stages side by side, what is in them, and the deal under the cursor with all its keys."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Vertical

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import board as service
from pipetui.tui.commands import bindings
from pipetui.tui.keys import DIALOGS
from pipetui.tui.panel_screen import PanelScreen
from pipetui.tui.whose import whose
from pipetui.tui.widgets.board import Board
from pipetui.tui.widgets.board_text import Setting, closed_line, header
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.panel import BrokenLines, DealPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

_WIDTHS = [(0, "-narrow"), (220, "-wide")]
_HEIGHTS = [(0, "-low"), (22, "-high"), (30, "-tall")]
_CLOCK_SECONDS = 30


class _Columns:
    """The board at one instant, of one owner or all."""

    def __init__(self, desk: Desk, owner: str | None) -> None:
        self._desk = desk
        self._owner = owner
        self.figures = service.figures(desk, owner)
        self.columns = self.figures.columns

    def page(self, stage: str, offset: int, limit: int) -> Sequence[Item]:
        return service.page(self._desk, self._owner, stage, offset, limit)

    def place(self, deal_id: int) -> service.Place | None:
        return service.place(self._desk, self._owner, deal_id)


class PipelineScreen(PanelScreen):
    """The board."""

    CSS_PATH = "../styles/pipeline.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pipeline")]
    place = "pipeline"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self.owner: str | None = None
        self._shown: tuple[date, service.Board] | None = None

    def compose(self) -> ComposeResult:
        """Header, board with what was closed below it, panel, footer."""
        yield BrokenLines(id="header")
        with Vertical(id="body"):
            with Vertical(id="left"):
                yield Board(id="board")
                yield BrokenLines(id="closed")
            yield DealPanel(id="panel")
        yield Footer("pipeline", id="footer")

    def on_mount(self) -> None:
        """Open on my own deals, if I have any."""
        self.owner = self.mine()
        self.reload()
        self.set_focus(self.board)
        self.set_interval(_CLOCK_SECONDS, self.tick)
        self.watch_others()

    @property
    def board(self) -> Board:
        """The columns."""
        return self.query_one(Board)

    # What is shown

    def read(self, desk: Desk) -> None:
        """Read everything anew. The cursor stays with its deal."""
        columns = _Columns(desk, self.owner)
        self.board.show(columns, Setting(desk.today, desk.zone, owners=self.owner is None))
        self._show_figures(desk, columns.figures)

    def _show_figures(self, desk: Desk, figures: service.Board) -> None:
        self._shown = (desk.today, figures)
        moment = datetime.fromtimestamp(desk.now, desk.zone)
        owner = whose(desk, self.owner)
        remark = _("as of {day}, read only").format(day=short_day(desk.today)) if desk.read_only else ""
        self.query_one("#header", BrokenLines).show(lambda width: [header(moment, figures, owner, remark, width)])
        self.query_one("#closed", BrokenLines).show(lambda width: [closed_line(figures, width)])

    def tick(self) -> None:
        """The time goes on: what is flagged may have changed, on a new day everything has."""
        try:
            desk = self.desk()
            figures = service.figures(desk, self.owner)
        except PipetuiError as error:
            self.say_once(str(error))
            return
        if self._shown == (desk.today, figures):
            self._show_figures(desk, figures)
        else:
            self.reload()

    def deal_here(self) -> Item | None:
        """The deal under the cursor."""
        return self.board.current

    def show_change(self, deal_id: int | None, *, dealt_with: bool = False) -> None:
        """The cursor follows the deal that was worked on to where it stands now, but not out of the pipeline."""
        del dealt_with
        before = self.board.current
        self.reload()
        if deal_id is not None and (before is None or before.id != deal_id):
            self.board.go_to(deal_id)

    @on(Board.Highlighted)
    def _rest_on_deal(self) -> None:
        self.rest_on_deal()

    @on(Board.Selected)
    def _open(self, event: Board.Selected) -> None:
        self.open_deal(event.item.id)

    @on(Board.Failed)
    def _tell_failure(self, event: Board.Failed) -> None:
        self.say_once(str(event.error))

    # Find, mine or all, leave

    async def action_leave(self) -> None:
        """Back to Today."""
        await self.run_action("app.go('today')")

    @work(exclusive=True, group=DIALOGS)
    async def action_find(self) -> None:
        """Find any deal: the cursor goes to it where it is on the board, else it is opened."""
        found = await self._found()
        if found is not None and not self.board.go_to(found.id):
            self.open_deal(found.id)

    def action_mine(self) -> None:
        """My own deals, or everybody's."""
        self.owner = self.mine_or_all(self.owner)
        self.reload()
