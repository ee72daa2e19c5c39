"""Start a terminal program in a pseudo-terminal, wait until it shows a text, press q, and hand on its exit status.

Usage: press_q.py --until TEXT --limit SECONDS -- COMMAND [ARGUMENT...]
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[@-_]")
ROWS, COLUMNS = 36, 120


def main() -> int:
    """0 when the text was shown and the program ended well after q."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--until", required=True)
    parser.add_argument("--limit", type=float, required=True)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    child, terminal = pty.fork()
    if child == 0:
        os.execvp(options.command[0], options.command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    screen = Screen(terminal, time.monotonic() + options.limit)
    shown = screen.read_until(options.until.encode())
    if shown:
        os.write(terminal, b"q")
        screen.read_to_end()
    if not screen.ended:
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not shown or status != 0:
        sys.stdout.write(
            f"{screen.text()[-3000:]}\n{'shown' if shown else 'never shown'}: {options.until}; exit {status}\n"
        )
        return status or 1
    sys.stdout.write(f"{options.until!r} was shown; q ended it well\n")
    return 0


class Screen:
    """What the program has written so far."""

    def __init__(self, terminal: int, deadline: float) -> None:
        self.terminal = terminal
        self.deadline = deadline
        self.written = b""
        self.ended = False

    def read_until(self, text: bytes) -> bool:
        """Read until this text is there; False when the program ends or the time is up before."""
        while text not in ESCAPES.sub(b"", self.written):
            if not self._read():
                return False
        return True

    def read_to_end(self) -> None:
        """Read until the program ends or the time is up."""
        while self._read():
            pass

    def text(self) -> str:
        """What was written, without escape sequences."""
        return ESCAPES.sub(b"", self.written).decode(errors="replace")

    def _read(self) -> bool:
        left = self.deadline - time.monotonic()
        if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
            return False
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # Linux says so when the program has closed its side
            piece = b""
        self.written += piece
        self.ended = not piece
        return not self.ended


if __name__ == "__main__":
    sys.exit(main())
