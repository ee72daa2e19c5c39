"""Hygiene."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from pipetui.tui.commands import bindings
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


class HygieneScreen(PlaceScreen):
    """Hygiene."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("hygiene"), Binding("escape", "app.go('today')", show=False)]
    place = "hygiene"

    def read(self, desk: Desk) -> None:
        """Nothing yet."""
