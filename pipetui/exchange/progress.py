"""How far long work with a file is: told to whoever waits for it, and who may stop it by raising."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pipetui.i18n import _

Phase = Literal["reading", "checking", "writing"]
"""A file is read to find out how it is written, its rows are checked, and then they are written."""

Progress = Callable[[int, int, Phase], None]
"""Told what is done, of how much: bytes while a text file is read, else rows. May raise to stop the work."""

Tell = Callable[[int, int], None]
"""The same within one phase."""

TICK = 500
"""After so many rows or lines at most somebody is told."""


@dataclass(slots=True)
class Meter:
    """Tells ``progress`` in which phase the work is. Whoever reads a file does not know what for."""

    progress: Progress | None
    phase: Phase = "reading"

    def tell(self, done: int, total: int) -> None:
        """So much of this phase is done."""
        if self.progress is not None:
            self.progress(done, total, self.phase)

    def tell_read(self, done: int, total: int) -> None:
        """A reader of the file is so far. Later phases read it, too, and count rows."""
        if self.phase == "reading":
            self.tell(done, total)


def in_silence(done: int, total: int, phase: Phase | None = None) -> None:
    """Nobody waits."""


def progress_words(done: int, total: int, phase: Phase) -> str:
    """``Reading: 35%``; ``Checking: row 3000 of 8000``."""
    if phase == "reading":
        return _("Reading: {n}%").format(n=100 * done // max(total, 1))
    words = _("Checking: row {n} of {total}") if phase == "checking" else _("Writing: row {n} of {total}")
    return words.format(n=done, total=total)
