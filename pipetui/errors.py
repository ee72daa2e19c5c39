"""The error family. Raise one where it happens; the two doors turn it into a message and an exit status.

Messages are whole sentences in the reader's language: what is wrong, where, and what to do.
"""

from __future__ import annotations


class PipetuiError(Exception):
    """Base of everything that a person can be told in one or two plain lines.

    ``status`` is the exit status of the command line (see CLI.md: 1 something to report, 2 bad input,
    3 the database cannot be used).
    """

    status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class BadInput(PipetuiError):
    """A value, file or option that cannot be used. Nothing has changed."""

    status = 2


class Refused(PipetuiError):
    """The rules say no, or there is nothing to do (blocked close, nothing to undo). Nothing has changed."""

    status = 1


class DatabaseUnusable(PipetuiError):
    """The database is missing, locked, read-only for a write, corrupt, newer, or the disk is full."""

    status = 3


class DatabaseBusy(DatabaseUnusable):
    """Another program is writing. The same may well succeed a moment later."""
