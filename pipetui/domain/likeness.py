"""Names of people that may mean the same person: a file's new name beside those that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_ENOUGH = 5
"""Letters from which on a single one may be a slip."""


def exact_name(name: str) -> str:
    """A name as it is recognised without asking: no case, single blanks."""
    return " ".join(name.casefold().split())


def close_people(name: str, known: Mapping[str, str]) -> list[str]:
    """The people that a new name may be meant for. ``known``: every name and alias to the person's name.

    Close are names that are equal but for accents, blanks or punctuation; one letter apart from five letters on; or a
    first name that fits exactly one person. Ids of other systems (names with digits) differ in a single digit by
    their nature and are never close.
    """
    if any(char.isdigit() for char in name):
        return []
    folded = folded_name(name)
    found = [person for other, person in known.items() if _alike(folded, folded_name(other))]
    if not found and len(name.split()) == 1:
        found = [person for other, person in known.items() if _first_name(other) == folded]
        return found[:1] if len(set(found)) == 1 else []
    return list(dict.fromkeys(found))


def _first_name(name: str) -> str | None:
    words = name.split()
    return folded_name(words[0]) if len(words) > 1 else None


def _alike(one: str, other: str) -> bool:
    return one == other or is_slip(one, other)


def is_slip(one: str, other: str) -> bool:
    """Is one text likely to be the other with a slip of the pen: one letter apart, and both long enough for it?"""
    return min(len(one), len(other)) >= _LONG_ENOUGH and one_letter_apart(one, other)


def one_letter_apart(one: str, other: str) -> bool:
    """Can one letter that is changed, added or left out turn one into the other?"""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    rest = shorter[start:] if len(shorter) < len(longer) else shorter[start + 1 :]
    return rest == longer[start + 1 :]
