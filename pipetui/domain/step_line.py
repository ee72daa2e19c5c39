"""A next step in one line: ``call Rita fri``, ``fri``, ``send the offer 25/11 @luca``, ``fri: she is away``.

What stands at the end and means a day is the day; ``@`` begins a person's name of one word; what is left is the text.
A day alone may be followed by a colon and the reason for another date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_DAY = 6
"""Words that a day takes at most: ``by the end of next month``."""

_BETWEEN = " ,;-–"
"""What may stand between the text and the day, and belongs to neither."""

_PAIN = re.compile(r"\s+/\s+|\s+/$|^/\s+")


@dataclass(frozen=True, slots=True)
class StepLine:
    """What was read: ``when`` are the words of the day as they were written. Everything may be empty."""

    text: str = ""
    when: str = ""
    who: str = ""
    reason: str = ""


def read(line: str, is_day: Callable[[str], bool]) -> StepLine:
    """Read a line. ``is_day`` knows whether words mean a day; the longest such words at the end are the day."""
    words = line.split()
    who = next((word for word in words if len(word) > 1 and word.startswith("@")), "")
    if who:
        words.remove(who)
    day, colon, reason = " ".join(words).partition(":")
    if colon and is_day(day):
        return StepLine("", day.strip(), who[1:], reason.strip())
    for count in range(min(_LONGEST_DAY, len(words)), 0, -1):
        when = " ".join(words[-count:])
        if is_day(when):
            return StepLine(" ".join(words[:-count]).rstrip(_BETWEEN), when, who[1:])
    return StepLine(" ".join(words), "", who[1:])


def written(line: StepLine) -> str:
    """The line that ``read`` would read so."""
    who = f"@{line.who}" if line.who else ""
    when = f"{line.when}: {line.reason}" if line.reason and not line.text else line.when
    return " ".join(part for part in (line.text, who, when) if part)


def pain_apart(line: str) -> tuple[str, str]:
    """What a call taught and what comes next, written with a slash between that has blanks around it:
    ``stock counts are wrong / send the offer fri``. Without a slash all of it is what comes next."""
    parts = _PAIN.split(line.strip(), maxsplit=1)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", parts[0].strip())
