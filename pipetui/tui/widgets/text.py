"""The one way in which words that people wrote reach the screen: never as markup, never as control characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from pipetui.domain.text import harmless

_CHARACTERS_PER_CELL = 8
"""More characters than this in one cell are a flood of combining marks: the rest is left out."""

ELLIPSIS = "…"


def safe(text: str | None, style: str = "") -> Content:
    """The text as one line of ``Content``, in a style such as ``bold $sla``. Nothing in it is read as markup."""
    return Content.styled(harmless(text or ""), style) if style else Content(harmless(text or ""))


def fit(text: str | None, width: int, *, right: bool = False, pad: bool = True) -> str:
    """The text in exactly ``width`` terminal cells: cut with an ellipsis or filled with blanks (at the left if
    ``right``). Wide and combining characters are measured in cells. Without ``pad`` it may be shorter."""
    shown = harmless((text or "")[: max(width, 0) * _CHARACTERS_PER_CELL + 1])
    length = cell_len(shown)
    if length > width:
        return set_cell_size(shown, width - 1) + ELLIPSIS if width > 1 else set_cell_size(shown, width)
    if not pad:
        return shown
    blanks = " " * (width - length)
    return blanks + shown if right else shown + blanks


def wrapped(text: str | None, width: int, style: str = "", limit: int = 0) -> list[Content]:
    """The text in lines of at most ``width`` cells; at most ``limit`` of them (0: all), the last cut with an
    ellipsis."""
    room = max(width, 2)
    shown = (text or "")[: room * limit * _CHARACTERS_PER_CELL] if limit else text
    lines = safe(shown, style).wrap(room)
    if not limit or len(lines) <= limit:
        return lines
    rest = " ".join(line.plain.strip() for line in lines[limit - 1 :])
    return [*lines[: limit - 1], Content.styled(fit(rest, room, pad=False), style)]
