"""The app as a process of its own in a terminal, to be typed into and killed."""

from __future__ import annotations

import os
import select
import struct
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pipetui

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Iterator

_STARTS_WITHIN = 60.0


class Terminal:
    """A process at the other end of a terminal of 100 by 30."""

    def __init__(self, process: int, terminal: int) -> None:
        self.process = process
        self.terminal = terminal
        self.seen = ""
        self.status: int | None = None

    def type(self, keys: str) -> None:
        """Type, as a terminal sends it."""
        os.write(self.terminal, keys.encode())

    def read(self, seconds: float = 0.02) -> None:
        """Take what it has written."""
        while select.select([self.terminal], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.terminal, 65_536).decode(errors="replace")
            except OSError:
                return

    def until(self, condition: Callable[[], object], within: float = _STARTS_WITHIN) -> None:
        """Wait until something has come about, taking what is written meanwhile."""
        end = time.monotonic() + within
        while not condition():
            assert time.monotonic() < end, f"it did not come about: {self.seen[-500:]!r}"
            self.read()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.process, number)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.terminal)
        self.terminal = -1

    def wait(self, within: float = 20.0) -> int:
        """The exit status, as a shell tells it."""
        end = time.monotonic() + within
        while self.status is None:
            assert time.monotonic() < end, "it does not end"
            if self.terminal >= 0:
                self.read()
            else:
                time.sleep(0.01)
            self._look()
        return self.status

    def _look(self) -> None:
        ended, status = os.waitpid(self.process, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            self.status = code if code >= 0 else 128 - code


@contextmanager
def terminal(database: Path, *, me: str = "anna", now: str = "2026-11-23T08:31") -> Iterator[Terminal]:
    """The app on a database, in a terminal of its own; killed at the end if it still runs."""
    import fcntl
    import pty
    import signal
    import termios

    command = [sys.executable, "-m", "pipetui", "--db", str(database), "--me", me, "--lang", "en", "--now", now]
    process, screen = pty.fork()
    if process == 0:
        os.environ |= {"TERM": "xterm-256color", "PYTHONPATH": str(Path(pipetui.__file__).parents[1])}
        os.environ["TEXTUAL_ANIMATIONS"] = "none"
        os.execv(sys.executable, command)
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    opened = Terminal(process, screen)
    try:
        yield opened
    finally:
        if opened.status is None:
            with suppress(ProcessLookupError):
                opened.signal(signal.SIGKILL)
            os.waitpid(process, 0)
        if opened.terminal >= 0:
            os.close(opened.terminal)
