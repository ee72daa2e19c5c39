"""Keys one after the other: the next one is taken when what the last one did is done.

Textual hands every key to what has the focus when the key arrives. Somebody who types ``n`` and goes on with the text
of the note would give that text to the list, as commands, while the dialog is still being opened. So keys wait while
something opens, and what takes keys by itself takes them at once.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.widgets import Input

from pipetui.tui.widgets.typed import Typed, let_alt_digits_through

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DIALOGS = "dialog"
"""The group of the workers that open a dialog and wait for its answer."""

_LOOK_AGAIN = 0.01
"""Seconds until the keys that wait are looked at again."""


class KeysInOrder(App[None]):
    """An app that takes one key at a time, however fast they come."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        let_alt_digits_through()  # before the first key is read: keys may come faster than the form they are for
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._will_look = False
        self._turns = 0

    def in_turn(self, do: Callable[[], Awaitable[None]]) -> None:
        """Do something before the next key, in the app's own time. What leaves a screen belongs here: asked for by a
        click on that screen, and done in its own time, it would wait for its own end for ever."""
        self._turns += 1
        self.call_later(self._take_turn, do)

    async def _take_turn(self, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
        finally:
            self._turns -= 1

    async def on_event(self, event: events.Event) -> None:
        """What is typed or pasted queues here; everything else goes Textual's way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._take_waiting()
        else:
            await super().on_event(event)

    async def _take_waiting(self) -> None:
        while self._waiting and not self._exit and not self._opening():
            await self._take(self._waiting.popleft())
        if self._exit:
            self._waiting.clear()  # what was typed after the key that quits is for nobody
        elif self._waiting and not self._will_look:
            self._will_look = True
            self.set_timer(_LOOK_AGAIN, self._look_again)

    async def _look_again(self) -> None:
        self._will_look = False
        await self._take_waiting()

    def _opening(self) -> bool:
        """Is a screen going or being built, or a dialog about to be opened or its answer about to be told?"""
        screen = self.screen
        return (
            bool(self._turns)
            or not screen.is_mounted
            or any(
                worker.group == DIALOGS and worker.node is screen and not worker.is_finished for worker in self.workers
            )
        )

    async def _take(self, event: events.Key | events.Paste) -> None:
        focused = self.focused
        if isinstance(event, events.Paste):
            if isinstance(focused, Typed):
                focused.pasted(event.text)
            else:
                await super().on_event(event)
        elif isinstance(focused, Input) and not isinstance(focused, Typed):  # Textual's own, in the palette
            await super().on_event(event)
        elif not (await self._check_bindings(event.key, priority=True) or _typed(focused, event)):
            await self._check_bindings(event.key)


def _typed(focused: object, event: events.Key) -> bool:
    return isinstance(focused, Typed) and focused.typed(event)
