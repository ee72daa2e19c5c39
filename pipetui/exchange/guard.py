"""The formula guard: text that a spreadsheet would run as a formula gets a leading apostrophe, and loses it again.

``unguard(guard(text)) == text`` for every text.
"""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_PHONE = re.compile(r"\+[\s().\-/]*\d[\d\s().\-/]*")


def _is_risky(text: str) -> bool:
    """Would a spreadsheet take this as a formula? Plain numbers and phone numbers are harmless."""
    if text.startswith(_STARTS):
        return not (_PLAIN_NUMBER.fullmatch(text) or _PHONE.fullmatch(text))
    # Apostrophes before a formula would be taken for ours when the file comes back, so they get one more.
    return text.startswith("'") and _is_risky(text.lstrip("'"))


def guard(text: str) -> str:
    """The text as it is written into a file that a spreadsheet may open."""
    return f"'{text}" if _is_risky(text) else text


def unguard(text: str) -> str:
    """The text without the apostrophe that ``guard`` put before it. Any other text is returned as it is."""
    return text[1:] if text.startswith("'") and _is_risky(text[1:]) else text
