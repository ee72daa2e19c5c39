"""How the app ends when somebody else ends it: the terminal is closed, the machine shuts down, or ctrl+c."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

INTERRUPTED = 130
"""The exit status after ctrl+c."""

_SIGNALS = ("SIGTERM", "SIGHUP")
"""As far as the system knows them."""


def leave_quietly(app: App[None]) -> None:
    """From here on these signals close the app as its own key does: drafts are kept, the terminal is put back, and the
    exit status is what shells expect of the signal."""
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, _leave, app, 128 + number)


def _leave(app: App[None], status: int) -> None:
    app.exit(return_code=status)
