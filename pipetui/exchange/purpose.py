"""What a table is about: deals for certain, something that deals can be named after, or something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipetui.errors import BadInput
from pipetui.exchange.header import find_header
from pipetui.exchange.recognise import NAMING, Names
from pipetui.exchange.systems.base import header_key
from pipetui.exchange.systems.others import other_table
from pipetui.exchange.systems.sheet import TITLES
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.exchange.grid import Grid
    from pipetui.exchange.recognise import Recognition
    from pipetui.exchange.source import Source
    from pipetui.exchange.systems.others import OtherTable

Purpose = Literal["deals", "nameable", "unclear", "other"]
"""Surely deals; rows that can be named; columns that nobody knows; surely something else."""

_OF_DEALS = frozenset(("stage", "amount", "actual_amount", "next_step"))
_ENOUGH = 2

_PEOPLE = frozenset(("contacts", "leads"))
_OTHERS = frozenset(("companies", "activities", "notes"))
"""Kinds of tables that nobody means to import as deals."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a table is about, and the system that seems to have written it. ``other``: what it is, if no deals."""

    purpose: Purpose
    system: str
    other: OtherTable | None = None


def purpose_of(grid: Grid, names: Names, header_row: int | None = None) -> Verdict:
    """Judge a table by its column names. Raises BadInput for an empty one, and where a column is not there that the
    person has named."""
    _row, header = find_header(grid, names.score, header_row)
    recognition = names.recognise(header)
    key = recognition.system.key
    if other := _other(recognition):
        return Verdict("other", key, other)
    if names.score(header) < _ENOUGH or not any(name in recognition.fields for name in NAMING):
        return Verdict("unclear", key)
    return Verdict("deals" if _has_deals(recognition) else "nameable", key)


def refuse_others(source: Source, recognition: Recognition) -> None:
    """Raises BadInput for an export of contacts or leads; of companies, activities or notes where no column speaks of
    deals."""
    other = _other(recognition)
    if other is None or not (other.kind in _PEOPLE or (other.kind in _OTHERS and not _has_deals(recognition))):
        return
    said = {
        "contacts": (_("{file} holds contacts of {system}, not deals."), _("{file} holds contacts, not deals.")),
        "leads": (_("{file} holds leads of {system}, not deals."), _("{file} holds leads, not deals.")),
    }.get(other.kind, (_("{file} holds {kind} of {system}, not deals."), _("{file} holds {kind}, not deals.")))
    raise BadInput(
        said[not other.system].format(file=source.name, system=other.system, kind=kind_words(other)),
        _("They cannot be imported yet. “pipetui import FILE --as deals” takes each row as a deal."),
    )


def kind_words(other: OtherTable) -> str:
    """What is in a table that holds no deals, in one word."""
    return {
        "contacts": _("contacts"),
        "leads": _("leads"),
        "companies": _("companies"),
        "activities": _("activities"),
        "notes": _("notes"),
        "records": _("other records"),
    }[other.kind]


def _other(recognition: Recognition) -> OtherTable | None:
    return other_table(_keys(recognition.written), of_deals=_has_deals(recognition))


def _has_deals(recognition: Recognition) -> bool:
    """Is there a column that only deals have?"""
    keys = _keys(recognition.written)
    named_so = not TITLES.isdisjoint(keys) or any(key.startswith("deal - ") for key in keys)
    return named_so or not _OF_DEALS.isdisjoint(recognition.fields)


def _keys(header: Sequence[str]) -> set[str]:
    return {header_key(name) for name in header if name}
