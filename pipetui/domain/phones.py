"""Phone numbers as people look for them: digits alone are compared, with or without the country's code."""

from __future__ import annotations

import re

LEAST_DIGITS = 4
"""Fewer digits are a number of something else."""

_SPELLED = re.compile(r"\+?[0-9\s()./\-]+")


def digits(text: str | None) -> str:
    """The digits of a number, without the zeros before it (``00``, or the trunk's ``0``)."""
    return "".join(char for char in text or "" if char in "0123456789").lstrip("0")


def looked_for(text: str) -> str:
    """The digits to look for, where a text may be (part of) a phone number; else ""."""
    found = digits(text) if _SPELLED.fullmatch(text) else ""
    return found if len(found) >= LEAST_DIGITS else ""


def words(text: str) -> list[tuple[str, str]]:
    """A folded text as the words to find, each with the digits it stands for as a phone number ("": none). A text
    that is one number with blanks in it is one word."""
    whole = looked_for(text)
    if whole:
        return [(text.strip(), whole)]
    return [(word, looked_for(word)) for word in text.split()]


def same_number(stored: str | None, wanted: str) -> bool:
    """Is this number meant by the digits somebody looks for (see ``looked_for``)? They may be a part of it, or carry
    the country's code that the stored one lacks."""
    known = digits(stored)
    return wanted in known or (len(known) > LEAST_DIGITS + 1 and wanted.endswith(known))
