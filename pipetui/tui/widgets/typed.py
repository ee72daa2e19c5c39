"""Widgets that take their keys by themselves, and the keys that terminals write in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

if TYPE_CHECKING:
    from textual import events


class Typed:
    """A part of a widget: ``KeysInOrder`` gives it its keys, one after the other, and it moves the focus at once. So
    somebody who types ``fri``, enter and the next text in one go finds that text in the next line.
    """

    def typed(self, event: events.Key) -> bool:
        """Take a key. False: it is not one of ours, the bindings may have it."""
        raise NotImplementedError

    def pasted(self, text: str) -> None:
        """Take a pasted text; what has no use for it lets it go."""


def let_alt_digits_through() -> None:
    """Make alt and a digit a key of its own in every terminal.

    Where a terminal sends it as escape and the digit, Textual reads what a Mac would write with it: ``¡™£``. Those
    characters are typed as themselves and stay what they are.
    """
    sequences = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
    for digit in range(1, 10):
        sequences.pop(f"\x1b{digit}", None)
