"""The pipeline board: the stages side by side, what is in them, and the deal under the cursor with all its keys."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from pipetui.domain.sentences import short_day
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import board, today
from pipetui.tui.commands import bindings
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.keys import DIALOGS
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets.board import Board
from pipetui.tui.widgets.board_text import Setting, closed_line, header
from pipetui.tui.widgets.footer import Footer
from pipetui.tui.widgets.panel import BrokenLines, DealPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

_WIDTHS = [(0, "-narrow"), (220, "-wide")]
_HEIGHTS = [(0, "-low"), (22, "-high")]
_CLOCK_SECONDS = 30
_REST_SECONDS = 0.05


class _Columns:
    """The board at one instant, of one owner or all."""

    def __init__(self, desk: Desk, owner: str | None) -> None:
        self._desk = desk
        self._owner = owner
        self.figures = board.figures(desk, owner)
        self.columns = self.figures.columns

    def page(self, stage: str, offset: int, limit: int) -> Sequence[Item]:
        return board.page(self._desk, self._owner, stage, offset, limit)

    def place(self, deal_id: int) -> board.Place | None:
        return board.place(self._desk, self._owner, deal_id)


class PipelineScreen(DealScreen):
    """The board."""

    CSS_PATH = "../styles/pipeline.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("pipeline"), Binding("escape", "app.go('today')", show=False)]
    place = "pipeline"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__(desk)
        self.owner: str | None = None
        self._rest: Timer | None = None

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
        self.owner = self._mine()
        self.reload()
        self.set_focus(self.board)
        self.set_interval(_CLOCK_SECONDS, self.reload)
        self.watch_others()

    @property
    def board(self) -> Board:
        """The columns."""
        return self.query_one(Board)
