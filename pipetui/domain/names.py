"""How deals are called, and how texts and names of people are compared."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Text as it is compared and searched: no case, no accents."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def titled(name: str, company: str | None) -> str:
    """How a deal is called in full: ``Company · Name``, or the name alone."""
    return f"{company} · {name}" if company else name


def folded_name(name: str) -> str:
    """``"Anna  Rossi."`` and ``anna-rossi`` are ``annarossi``. A name of signs alone is compared as it stands."""
    folded = fold(name)
    letters = "".join(char for char in folded if char.isalnum())
    return letters or folded.strip()
