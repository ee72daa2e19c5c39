"""What covers a screen while the terminal is too small for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from pipetui.i18n import _

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.screen import Screen

SMALLEST = (60, 20)
"""Columns and rows that every screen is made for."""


class TooSmall(Static):
    """Says what is needed. What lies below goes on as it was, and is there again when the window has grown."""

    DEFAULT_CSS = """
    TooSmall {
        overlay: screen;
        position: absolute;
        offset: 0 0;
        width: 100vw;
        height: 100vh;
        content-align: center middle;
        text-align: center;
        background: $background;
        color: $foreground;
    }
    """


def is_too_small(size: Size) -> bool:
    """Is there less room than the screens need?"""
    return 0 < size.width < SMALLEST[0] or 0 < size.height < SMALLEST[1]


def cover(screen: Screen[object], size: Size) -> None:
    """Cover this screen where a terminal of this size is too small for it, else uncover it."""
    covers = screen.query(TooSmall)
    if not is_too_small(size):
        covers.remove()
        return
    words = _("pipetui needs {columns}x{rows}.\nThis window has {width}x{height}.\nMake it larger; q quits.").format(
        columns=SMALLEST[0], rows=SMALLEST[1], width=size.width, height=size.height
    )
    if covers:
        covers.first().update(words)
    else:
        screen.mount(TooSmall(words, markup=False))
