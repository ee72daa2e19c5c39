"""The rest of a path that is being typed: folders, and files that can be imported."""

from __future__ import annotations

import asyncio
from itertools import islice
from pathlib import Path

from textual.suggester import Suggester

from pipetui.services.likely_file import IMPORTED_ENDINGS

_MOST = 5_000
"""Entries of a folder that are looked at."""


class PathSuggester(Suggester):
    """Proposes the first folder or file, in order of name, that begins as what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path as it would be, or None. In a thread: a folder may lie on a slow disk."""
        return await asyncio.to_thread(_rest, value) if value else None


def _rest(typed: str) -> str | None:
    folder, mark, begun = typed.rpartition("/")
    if not begun and not mark:
        return None
    try:
        entries = islice(Path(folder + mark or ".").expanduser().iterdir(), _MOST)
        found = sorted(entry.name + "/" * entry.is_dir() for entry in entries if _is_meant(entry, begun))
    except (OSError, RuntimeError, ValueError):  # no such folder, no such user's home, no such characters
        return None
    return f"{folder}{mark}{found[0]}" if found else None


def _is_meant(entry: Path, begun: str) -> bool:
    hidden = entry.name.startswith(".") and not begun.startswith(".")
    fits = entry.name.startswith(begun) and not hidden
    return fits and (entry.suffix.casefold() in IMPORTED_ENDINGS or entry.is_dir())
