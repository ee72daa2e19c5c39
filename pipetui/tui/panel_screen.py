"""A screen of deals with a panel that shows the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.errors import PipetuiError
from pipetui.tui.deal_actions import DealScreen
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets.panel import DealPanel

if TYPE_CHECKING:
    from textual.timer import Timer

_REST_SECONDS = 0.05


class PanelScreen(DealScreen):
    """Call ``rest_on_deal`` whenever the cursor comes to a deal."""

    _rest: Timer | None = None

    def rest_on_deal(self) -> None:
        """Load the panel once the cursor rests, so that moving costs nothing."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_SECONDS, self._show_panel)

    def _show_panel(self) -> None:
        item = self.deal_here()
        try:
            self.query_one(DealPanel).show(portrait(self.desk(), item.id) if item else None)
        except PipetuiError as error:
            self.say_once(str(error))
