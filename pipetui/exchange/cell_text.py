"""What the text of a cell shows: without marks that nobody sees, and without what people write beside a value."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

_AROUND = "\"' \t\r\n"


def visible(text: str) -> str:
    """The text without marks of direction, joiners and the like, and without outer blanks and apostrophes."""
    if not text.isascii():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return text.strip(_AROUND)


def without(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The text without what the pattern finds at its start or end, as often as it does; and all that was found, as it
    stood."""
    before: list[str] = []
    after: list[str] = []
    while match := pattern.search(text):
        if match.start() == 0:
            before.append(match.group().strip())
        else:
            after.insert(0, match.group().strip())
        text = (text[: match.start()] + text[match.end() :]).strip()
    return text, " ".join((*before, *after))
