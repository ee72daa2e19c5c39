"""Keys that are typed faster than the screen follows still reach the line that they were meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events


class Typed:
    """A part of a widget: it takes its keys by itself, one after the other, and moves the focus at once.

    Textual hands every key to what has the focus when the key arrives. Somebody who types ``fri``, enter and the next
    text in one go would find that text in the line before. So a key that arrives here when the focus has gone on is
    taken by the widget that has it now.
    """

    def typed(self, event: events.Key) -> bool:
        """Take a key. False: it is not one of ours, the bindings may have it."""
        raise NotImplementedError

    async def _on_key(self, event: events.Key) -> None:
        assert isinstance(self, Widget)
        event.prevent_default()
        focused = self.screen.focused
        if (focused if isinstance(focused, Typed) else self).typed(event):
            event.stop()


def let_alt_digits_through() -> None:
    """Make alt and a digit a key of its own in every terminal.

    Where a terminal sends it as escape and the digit, Textual reads what a Mac would write with it: ``¡™£``. Those
    characters are typed as themselves and stay what they are.
    """
    sequences = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for digit in range(1, 10):
        sequences.pop(f"\x1b{digit}", None)
