"""Markdown for wikis and mails. Text is data: nothing that people or files wrote becomes markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipetui.domain.text import harmless

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_MARKS = re.compile(r"[\\`*_\[\]|~]")
_AT_START = re.compile(r"(?=[#+=-])|(?<=\d)(?=[.)])")
"""Where a line that begins so would be a heading, a rule or an item of a list."""

_STARTS = re.compile(r"[#+=-]|\d{1,9}[.)](?:\s|$)")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def inline(text: str) -> str:
    """This text on one line, to be shown as it is wherever it stands: in a sentence, a heading or a table."""
    line = _MARKS.sub(r"\\\g<0>", harmless(text).strip()).translate(_ENTITIES)
    return _AT_START.sub(r"\\", line, count=1) if _STARTS.match(line) else line


def lines(text: str) -> Iterator[str]:
    """A text of several lines as one paragraph that keeps them: each but the last ends in a hard break."""
    written = [inline(line) for line in text.splitlines() if line.strip()]
    yield from (f"{line}\\" for line in written[:-1])
    yield from written[-1:]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """The lines of a table, head first. ``right``: the columns of numbers. Cells are plain text."""
    yield _row(head)
    yield "|" + "|".join(" ---: " if column in right else " --- " for column in range(len(head))) + "|"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(inline, cells)) + " |"
