"""A terminal that has gone takes nothing with it."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from pipetui.tui.endings import outliving_the_terminal

if TYPE_CHECKING:
    import pytest


class Gone:
    """A terminal whose window was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def fileno(self) -> int:
        return 2


def test_writing_to_a_terminal_that_has_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Gone()
    monkeypatch.setattr(sys, "__stderr__", gone)
    with outliving_the_terminal():
        terminal = sys.__stderr__
        assert terminal is not None
        assert terminal.write("frame") == 5
        terminal.flush()
        assert terminal.fileno() == 2
    assert sys.__stderr__ is gone  # type: ignore[comparison-overlap]
