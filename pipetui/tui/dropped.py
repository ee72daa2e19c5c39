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
    try:
        words = shlex.split(text)
    except ValueError:  # a quote without its other half
        return plain
    return Path(words[0]).expanduser() if len(words) == 1 else plain
