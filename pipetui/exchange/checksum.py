"""What every cell of a row said when our export wrote it, so that it is known later which of them somebody changed.

A checksum has three signs for each field: one change in 262,144 goes unseen.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipetui.exchange.systems.base import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = (*FIELDS, "company_ref")
"""In the order of their signs."""

_VERSION = "v1."
"""So that no spreadsheet takes it for a number or a formula."""

_SIGNS = 3


def checksum(cells: Mapping[str, str]) -> str:
    """The checksum of a row: field to text as an import reads it, ``""`` where there is none."""
    return _VERSION + "".join(_signs(name, cells.get(name, "")) for name in _FIELDS)


def is_checksum(text: str) -> bool:
    """Has this text the shape of a checksum?"""
    return text.startswith(_VERSION) and len(text) == len(_VERSION) + _SIGNS * len(_FIELDS)


def said(text: str, name: str, cell: str) -> bool:
    """Did the field say this when the checksum ``text`` was made?"""
    start = len(_VERSION) + _SIGNS * _FIELDS.index(name)
    return text[start : start + _SIGNS] == _signs(name, cell)


def _signs(name: str, cell: str) -> str:
    digest = blake2b(f"{name}\0{cell}".encode("utf-8", "surrogatepass"), digest_size=_SIGNS).digest()
    return urlsafe_b64encode(digest).decode()[:_SIGNS]
