"""Drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from pipetui.tui.commands import bindings
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


class DraftsScreen(PlaceScreen):
    """Drafts."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("drafts"), Binding("escape", "app.go('today')", show=False)]
    place = "drafts"

    def read(self, desk: Desk) -> None:
        """Nothing yet."""
