"""The file that somebody who imports again is likely to mean."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.storage import transfers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.services.desk import Desk

IMPORTED_ENDINGS = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip"))
"""How files that can be imported usually end. What a file is, it says itself: this is for proposals alone."""

_NUMBERS = re.compile(r"[\d\s()_.-]+")
_MOST = 5_000
"""Entries of a folder that are looked at."""


def likely_file(desk: Desk) -> Path | None:
    """The newest of the files that are called as the last import's but for numbers and dates, in the same folder:
    ``deals (2).csv`` after ``deals.csv``. None where there is none any more."""
    with desk.reading() as connection:
        last = transfers.last_file(connection)
    if last is None:
        return None
    file, folder = last
    path = Path(folder or "") / file
    if path.parent.is_file():  # a table in an archive
        path = path.parent
    alike = sorted(_alike(path), key=lambda found: (found[0], found[1] == path))
    return alike[-1][1] if alike else None


def _alike(last: Path) -> Iterator[tuple[int, Path]]:
    """Files that are called alike, with the time of their last change."""
    try:
        entries = list(islice(last.parent.iterdir(), _MOST))
    except OSError:
        return
    for entry in entries:
        if entry.suffix == last.suffix and _bare(entry) == _bare(last):
            try:
                if entry.is_file():
                    yield entry.stat().st_mtime_ns, entry
            except OSError:
                continue


def _bare(path: Path) -> str:
    return _NUMBERS.sub(" ", path.stem).strip().casefold()
