"""A bare app that shows one dialog over a list, for tests of dialogs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.widgets import Static

from pipetui.tui.keys import KeysInOrder
from pipetui.tui.themes import DARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen

NOT_YET = object()
"""The answer of a dialog that is still open."""


class Host(KeysInOrder):
    """Opens the dialog when it starts; ``answer`` is what it was dismissed with."""

    def __init__(self, dialog: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: Any = NOT_YET
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f"{number:>4}  a deal of the list behind" for number in range(1, 40)), markup=False)

    def on_mount(self) -> None:
        self.push_screen(self.dialog(), self._answered)

    def _answered(self, answer: Any) -> None:
        self.answer = answer


async def write(pilot: Pilot[None], text: str) -> None:
    """Write a text at once into the focused input, as a terminal pastes it."""
    focused = pilot.app.screen.focused
    assert focused is not None
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def answer(pilot: Pilot[None], *texts: str) -> None:
    """Write one text after the other, each followed by enter; "" is enter alone."""
    for text in texts:
        if text:
            await write(pilot, text)
        await pilot.press("enter")
    await pilot.pause()


def shown(pilot: Pilot[None]) -> str:
    """Everything on the screen, as text."""
    width, height = pilot.app.size
    lines = pilot.app.screen._compositor.render_strips() if width and height else []
    return "\n".join(strip.text for strip in lines)
