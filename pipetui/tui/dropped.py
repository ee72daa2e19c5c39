"""Paths as people give them: typed, pasted, or dropped onto the terminal, which quotes them in its own way."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit


def dropped_path(text: str) -> Path:
    """The path that a text means: ``~``, quotes, escaped blanks and ``file://`` are understood. A file that is called
    exactly so comes first."""
    text = text.strip()
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    plain = Path(text).expanduser()
    if plain.exists():
        return plain
    words = _words(text)
    return Path(words[0]).expanduser() if len(words) == 1 else plain


def dropped_paths(text: str) -> list[Path]:
    """The paths of several files that were dropped at once; of one path, with blanks in it or not, that one. None for
    no text."""
    if not text.strip():
        return []
    one = dropped_path(text)
    several = [dropped_path(word) for word in _words(text)]
    return several if len(several) > 1 and not one.exists() and all(path.exists() for path in several) else [one]


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote without its other half
        return []
