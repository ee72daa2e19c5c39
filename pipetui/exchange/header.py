"""Which row holds the column names: one row, or two of which the upper one groups the lower.

``Data |  | Valore`` over ``inizio | chiusura | `` is ``Data inizio``, ``Data chiusura``, ``Valore``. Rows are compared
by how many names they have that somebody knows; a second line is only taken where it makes more names known and loses
none, so that no row of data ever becomes a part of the header.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.textfile import empty
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipetui.exchange.grid import Grid, HeaderScore, Row

_SEARCHED_ROWS = 60
_SEARCHED_FURTHER = 1000
"""How far below the start the names are looked for: first, and where nothing was found there."""

_ENOUGH = 2
"""So many known names make a row the header."""

_LABEL = re.compile(r"(?!.*\d{3})(?=.*[^\W\d_])[^@]{1,40}", re.DOTALL)
_MONEY_WORDS = r"(?:k ?)?(?:eur|euro|usd|gbp|chf|[€$£])(?: ?k| ?/? ?000)?|migliaia(?: di (?:€|euro))?"
_MONEY = re.compile(rf"[(\[]?\s*(?:{_MONEY_WORDS})\s*[)\]]?", re.IGNORECASE)
_UNIT = re.compile(
    rf"[(\[]?\s*(?:{_MONEY_WORDS}|[%#]|[gdm]{{1,2}}[-/. ][gdm]{{1,2}}[-/. ][ay]{{2,4}}|[ay]{{4}}-mm-[dg]{{2}}"
    r"|testo|text|elenco|lista|list|n(?:um(?:ero)?|r)?\.?|number|data|date|giorni|days|s[iì]/no|y/n|yes/no"
    r"|obbligatori[oa]|facoltativ[oa]|required|optional)\s*[)\]]?",
    re.IGNORECASE,
)
"""How a column is written: a currency, the pattern of dates, a kind of value."""

_IN_BRACKETS = re.compile(r"\([^()]{1,40}\)")


def find_header(grid: Grid, known: HeaderScore, wanted: int | None = None) -> tuple[int, list[str]]:
    """The number of the row in which the column names end, and the names. Of several rows the one of which most names
    are known; where none are, the first full row.

    ``wanted`` is the row that the person names. Raises BadInput where there is none.
    """
    if wanted is not None:
        return _wanted(grid, known, wanted)
    rows = _filled(grid, _SEARCHED_ROWS)
    best = _best(rows, known)
    if best is None:
        further = _filled(grid, _SEARCHED_FURTHER)
        best = _best(further, known)
        rows = rows or further
    if not rows:
        raise empty(grid.path)
    return _with_units(best or _first_full_row(rows), rows)


def is_units(cells: Sequence[str]) -> bool:
    """Does a row say how columns are written (``EUR``, ``gg/mm/aaaa``) instead of holding data?"""
    filled = [cell.strip() for cell in cells if cell.strip()]
    explained = len(filled) > 1 and all(_IN_BRACKETS.fullmatch(cell) for cell in filled)
    return explained or (bool(filled) and all(len(cell) <= 40 and _UNIT.fullmatch(cell) for cell in filled))


def is_group_line(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Are these cells, above the lower line of a header, already part of its names?"""
    names = [" ".join(name.split()) for name in header]
    filled = [" ".join(cell.split()) for cell in cells if cell.strip()]
    return any(text not in names for text in filled) and all(
        any(text == name or name.startswith(f"{text} ") or name.endswith(f" {text}") for name in names)
        for text in filled
    )


def _with_units(header: Row, rows: Sequence[Row]) -> Row:
    """The names with the currencies that a line below them gives: ``Valore`` over ``k€`` is ``Valore (k€)``."""
    number, names = header
    below = next((cells for row, cells in rows if row == number + 1), [])
    if not is_units(below):
        return header
    units = [cell.strip(" ()[]") if _MONEY.fullmatch(cell.strip()) else "" for cell in below]
    padded = [*units, *[""] * (len(names) - len(units))]
    return number, [f"{name} ({unit})" if name and unit else name for name, unit in zip(names, padded, strict=False)]


def _filled(grid: Grid, count: int) -> list[Row]:
    return [(number, cells) for number, cells in islice(grid.rows(), count) if any(map(str.strip, cells))]


def _wanted(grid: Grid, known: HeaderScore, wanted: int) -> tuple[int, list[str]]:
    rows = list(islice(grid.rows(), wanted - 1, wanted + 1)) if wanted > 0 else []
    if not rows or not any(cell.strip() for cell in rows[0][1]):
        raise BadInput(
            _("{file} has no column names in row {row}.").format(file=grid.path.name, row=wanted),
            _("Give the number of the row that holds the column names: --header-row 1 is the first."),
        )
    return next(_joined(rows, known), rows[0])


def _best(rows: Sequence[Row], known: HeaderScore) -> Row | None:
    """The row, or the two, of which most names are known; None where nobody knows enough of any."""
    best = max(rows, key=lambda row: known(row[1]), default=None)
    joined = max(_joined(rows, known), key=lambda row: known(row[1]), default=None)
    if best is not None and joined is not None and known(joined[1]) > known(best[1]):
        best = joined
    return best if best is not None and known(best[1]) >= _ENOUGH else None


def _joined(rows: Sequence[Row], known: HeaderScore) -> Iterator[Row]:
    """Every two rows that stand together as one, where that makes more names known than either has alone."""
    for (upper, above), (lower, below) in pairwise(rows):
        if lower != upper + 1 or not all(_is_label(cell) for cell in (*above, *below)):
            continue
        names = _names(above, below, known)
        lost = any(known([cell]) and not known([name]) for cell, name in zip(above, names, strict=False))
        if not lost and known(names) > max(known(above), known(below)):
            yield lower, names


def _is_label(cell: str) -> bool:
    return not cell.strip() or (len(cell) <= 60 and _LABEL.fullmatch(" ".join(cell.split())) is not None)


def _names(above: Sequence[str], below: Sequence[str], known: HeaderScore) -> list[str]:
    """One name for each column. What stands above goes on to the right as long as there is something below."""
    names, group = [], ""
    for column in range(max(len(above), len(below))):
        upper, lower = (row[column].strip() if column < len(row) else "" for row in (above, below))
        group = (upper or group) if lower else ""
        if not lower:
            names.append(upper)
        elif not group:
            names.append(lower)
        else:
            ways = (f"{group} {lower}", f"{lower} {group}", lower)
            names.append(next((way for way in ways if known([way])), ways[0]))
    return names


def _first_full_row(rows: Sequence[Row]) -> Row:
    filled = [sum(1 for cell in cells if cell.strip()) for _number, cells in rows]
    usual, _count = max(Counter(filled).items(), key=lambda item: (item[1], item[0]))
    return next(row for row, count in zip(rows, filled, strict=True) if count >= usual)
