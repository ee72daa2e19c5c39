"""A screen that leaves takes itself away, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.await_complete import AwaitComplete

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.screen import Screen

_AGAIN = 0.1
"""Seconds until a screen with another one above it tries to leave again."""


def leave(screen: Screen[Any], dismiss: Callable[[], AwaitComplete]) -> AwaitComplete:
    """Let a screen ``dismiss`` itself. Textual takes away whatever lies on top: asked twice, by a click that comes
    again while the screen goes, it would take the one below, too; and asked by a thread that is done, the one above."""
    if screen.is_active:
        return dismiss()

    def again() -> None:
        leave(screen, dismiss)  # and do not wait: it is the screen itself that would

    if screen in screen.app.screen_stack:
        screen.set_timer(_AGAIN, again)
    return AwaitComplete()
