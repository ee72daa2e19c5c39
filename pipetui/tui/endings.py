"""How the app ends when somebody else ends it: the terminal is closed, the machine shuts down, or ctrl+c."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@contextmanager
def outliving_the_terminal() -> Iterator[None]:
    """Inside, what is written to a terminal that has gone is for nobody.

    Textual writes to ``sys.__stderr__`` from a thread with a short queue. An error would end that thread, the queue
    would fill, and the app would wait for ever instead of keeping its drafts and closing.
    """
    terminal = sys.__stderr__
    if terminal is not None:
        sys.__stderr__ = cast("Any", _Outliving(terminal))  # type: ignore[misc]
    try:
        yield
    finally:
        sys.__stderr__ = terminal  # type: ignore[misc]


class _Outliving:
    """A file that is as its terminal, but for errors."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        """Write, if anybody is there."""
        with suppress(OSError):
            self._terminal.write(text)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written, if anybody is there."""
        with suppress(OSError):
            self._terminal.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._terminal, name)
