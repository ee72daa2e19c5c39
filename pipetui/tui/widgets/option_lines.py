"""Textual's list of options with the keys that every list here has."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class OptionLines(OptionList):
    """One line for each option. The arrows, home, end and the page keys are Textual's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", show=False, id="list.down"),
        Binding("k,up", "cursor_up", show=False, id="list.up"),
        Binding("g,home", "first", show=False, id="list.first"),
        Binding("G,end", "last", show=False, id="list.last"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, markup=False)
