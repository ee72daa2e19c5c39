"""Plain tables that fit the terminal: widths in cells, one flexible column, no frames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

GAP = "  "
_LEAST = 8
"""The flexible column is never narrower than this; then the table is wider than asked."""

_CHARACTERS_PER_CELL = 8
"""More characters than this in one cell are a flood of combining marks: the rest is left out."""

Style = Callable[[int, int, str], str]
"""(row, column, padded text) -> the text in its colours."""


def cells(text: str) -> int:
    """The columns that this text takes on a terminal: wide characters take two, combining ones none."""
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def fit(text: str, width: int) -> str:
    """This text in at most ``width`` cells, with ``…`` where it was cut."""
    if len(text) <= width * _CHARACTERS_PER_CELL and cells(text) <= width:
        return text
    used, kept = 1, []
    for character in text[: width * _CHARACTERS_PER_CELL]:
        used += _cell(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """This text cut or filled up with blanks to exactly ``width`` cells; ``right``: the blanks stand before it."""
    text = fit(text, width)
    blanks = " " * (width - cells(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, width: int, *, indent: str = "", hanging: str = "") -> list[str]:
    """This text in lines of at most ``width`` cells, broken at blanks; a word that is longer is broken where it must.
    ``indent`` stands before the first line, ``hanging`` before the others. Blanks inside a line stay."""
    lines, line = [], indent
    for word in re.findall(r"\s*\S+", text):
        if cells(line + word) <= width:
            line += word
            continue
        if line.strip():
            lines.append(line)
            line = hanging
        for character in word.lstrip():
            if cells(line + character) > width:
                lines.append(line)
                line = hanging
            line += character
    return [*lines, line] if line.strip() else lines


def table(
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    flexible: int,
    right: Collection[int] = (),
    style: Style = lambda _row, _column, text: text,
) -> list[str]:
    """The rows as lines of at most ``width`` cells: every column as wide as its widest text, but for ``flexible``,
    which gives way. Columns that are empty in every row are left out. All rows have the same number of texts."""
    if not rows:
        return []
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    shown = [column for column, wide in enumerate(widths) if wide]
    others = sum(widths[column] + len(GAP) for column in shown if column != flexible)
    widths[flexible] = min(widths[flexible], max(_LEAST, width - others))
    return [
        GAP.join(
            style(number, column, pad(row[column], widths[column], right=column in right)) for column in shown
        ).rstrip()
        for number, row in enumerate(rows)
    ]
