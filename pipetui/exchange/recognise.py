"""Which system a file comes from, and which column holds which field: from the column names alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, count
from typing import TYPE_CHECKING

from pipetui.domain.money import currency_code
from pipetui.errors import BadInput
from pipetui.exchange.sections import COLUMN as SECTIONS
from pipetui.exchange.systems import BY_KEY, SHEET, SYSTEMS, System
from pipetui.exchange.systems.base import AMOUNT_FIELDS, EXTRA_FIELDS, FIELDS, NOT_READ, header_key
from pipetui.exchange.systems.sheet import tell_people_from_deals
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAMING = ("name", "company", "contact")
"""What a deal can be named after, the best first."""

_CURRENCY_AT_END = re.compile(r"(?P<name>.+?)[\s_]*[\s(\[_](?P<currency>[^\s()\[\]_]+)[)\]]?")

_FOOTNOTE = re.compile(r"(?:\s*(?:[*†‡§¹²³]+|[(\[]\d[)\]]))+$")
_SIGN = r"€|euro?|\$|usd|£|gbp|chf"
_SCALED = re.compile(
    rf"(?P<name>.+?)[\s(\[]+(?:in\s+)?(?P<unit>k\s?(?:{_SIGN})?|(?:{_SIGN})\s?(?:k|[x/]?\s?1?[.,]?000|mln)|000\s?(?:{_SIGN})"
    rf"|(?:migliaia|thousands?|milioni|millions?|mln|mio|m(?={_SIGN}))(?:\s?(?:di|of))?\s?(?:{_SIGN})?)[)\]]?",
    re.IGNORECASE,
)
"""``Valore (k€)``, ``Importo in migliaia di euro``: how large one unit of the column is."""
_MILLIONS = re.compile(r"m(?:il|l|io)|^m\W", re.IGNORECASE)

_LONGEST_NAME = 100

_SETTLED_INTO = {
    "owner_ref": "owner", "won_time": "closed", "lost_time": "closed", "actual_amount": "amount",
    "is_closed": "status", "is_won": "status", "currency": "amount", "deleted": "status",
}  # fmt: skip
"""Columns that have no field of their own in a record."""

_EXTRAS_OF_SYSTEMS = frozenset(
    ("contact", "role", "email", "phone", "next_step_owner", "pain", "fit", "intent", "industry", "size", "did",
     "consent", "next_step", "next_step_date", "stage_entered")
)  # fmt: skip
"""What teams add to a system's export as columns of their own, under names as in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The system, the field to column number, and the currencies that column names state (``Amount (EUR)``).

    ``header``: a name for each column that no other has (``Valore (2)``, ``#3`` for one without a name); ``written``:
    the names as the file has them. ``doubtful``: the columns that share the name by which a field was found, where
    nobody has said which of them is meant. ``factors``: column to 1000 or a million, where its name says so.
    """

    system: System
    header: tuple[str, ...]
    fields: Mapping[str, int]
    currencies: Mapping[int, str]
    written: tuple[str, ...]
    doubtful: Mapping[str, tuple[int, ...]]
    factors: Mapping[int, int]

    @property
    def shape(self) -> str:
        """The system and the columns: files of one shape come from the same place."""
        columns = "\n".join(sorted(header_key(name) for name in self.written if name and name != SECTIONS))
        return f"{self.system.key}:{blake2b(columns.encode(), digest_size=8).hexdigest()}"

    @property
    def present(self) -> frozenset[str]:
        """The fields that records of this file can have: what its columns hold, and what is settled from them."""
        settled = {_SETTLED_INTO[name] for name in self.fields if name in _SETTLED_INTO}
        stage = {"stage"} if self.stage_in_status else set()
        pipeline = {"pipeline"} if self.system.pipeline_in_stage and "stage" in self.fields else set()
        return frozenset({"name", *self.fields, *settled, *stage, *pipeline} - _SETTLED_INTO.keys())

    @property
    def stage_in_status(self) -> bool:
        """A sheet without a stage column may say the stage in its status column."""
        return self.system is SHEET and "stage" not in self.fields and "status" in self.fields

    def column_name(self, field: str) -> str | None:
        """The name of the column that holds a field."""
        return self.header[self.fields[field]] if field in self.fields else None

    @property
    def mapping(self) -> dict[str, str]:
        """Field to the name of its column, in the order of the columns."""
        return {name: self.header[column] for name, column in sorted(self.fields.items(), key=lambda item: item[1])}

    @property
    def unread(self) -> list[str]:
        """The columns with a name of which nothing is read."""
        read = set(self.fields.values())
        return [name for column, name in enumerate(self.header) if column not in read and self.written[column]]

    def column_called(self, name: str) -> int:
        """The number of a column by its name. Raises BadInput if there is none."""
        return _column_called(name, self.header, self.written)


class Names:
    """The column names that a person may have told us, beside those that the systems have.

    ``mapping``: field to column name (``""``: do not read this field). Raises BadInput for an unknown field or format.
    """

    def __init__(self, mapping: Mapping[str, str] | None = None, wanted: str | None = None) -> None:
        self.mapping = dict(mapping or {})
        if wanted is not None and wanted not in BY_KEY:
            raise BadInput(
                _("“{name}” is not a format that is known here.").format(name=wanted),
                _("Known formats: {names}.").format(names=", ".join(BY_KEY)),
            )
        self._wanted = BY_KEY.get(wanted or "")
        self._told = {header_key(column) for column in self.mapping.values() if column}
        for field in self.mapping:
            if field not in FIELDS and field not in EXTRA_FIELDS:
                raise BadInput(
                    _("“{name}” is not a field that a column can be mapped to.").format(name=field),
                    _("Fields: {names}.").format(names=", ".join(FIELDS)),
                )

    def score(self, cells: Sequence[str]) -> int:
        """How many cells of a row are known column names, with the system that knows most of them."""
        keys = {_comparable(cell)[0] for cell in cells if cell.strip() and len(cell) <= _LONGEST_NAME}
        return max(len({key for key in keys if key in system.columns or key in self._told}) for system in SYSTEMS)

    def recognise(self, header: Sequence[str]) -> Recognition:
        """Read a header row. Raises BadInput for a mapped column that is not there."""
        written = [" ".join(name.split()) for name in header]
        bare = [_comparable(name) for name in written]
        keys = [key for key, _currency in bare]
        system = self._wanted or _best_system(keys)
        fields = _fields_of(system, keys)
        if system is SHEET:
            tell_people_from_deals(fields, written)
        else:
            extras = _fields_of(SHEET, [key if key not in system.columns else NOT_READ for key in keys])
            fields = {name: column for name, column in extras.items() if name in _EXTRAS_OF_SYSTEMS} | fields
        names = unique_names(written)
        for field, name in self.mapping.items():
            fields.pop(field, None)
            if name:
                fields[field] = _column_called(name, names, written)
        doubtful = {
            field: tuple(number for number, key in enumerate(keys) if key == keys[column])
            for field, column in fields.items()
            if field not in self.mapping and keys.count(keys[column]) > 1
        }
        currencies = {column: code for column, (_key, code) in enumerate(bare) if code}
        factors = {number: factor for number, name in enumerate(written) if (factor := _unscaled(name)[1]) > 1}
        return Recognition(system, names, fields, currencies, tuple(written), doubtful, factors)


def unique_names(written: Sequence[str]) -> tuple[str, ...]:
    """A name for each column that no other has: ``Valore (2)`` for the second of a name, ``#3`` for the third column if
    it has none."""
    lone = {name for name, times in Counter(map(str.casefold, written)).items() if name and times == 1}
    taken, names = set(lone), []
    for number, name in enumerate(written, 1):
        base = name or f"#{number}"
        tries = chain([base], (f"{base} ({n})" for n in count(2)))
        unique = name if name.casefold() in lone else next(new for new in tries if new.casefold() not in taken)
        taken.add(unique.casefold())
        names.append(unique)
    return tuple(names)


def named(header: Sequence[str], written: Sequence[str]) -> Iterator[str]:
    """The names of the columns that have one in the file."""
    return (name for name, own in zip(header, written, strict=True) if own)


def _best_system(keys: Sequence[str]) -> System:
    """The system that knows most of the columns; only those whose own names occur, or else a plain sheet."""
    fitting = [system for system in SYSTEMS if system is SHEET or not set(keys).isdisjoint(system.signature)]
    return max(fitting, key=lambda system: sum(key in system.columns or _is_extra(key) for key in keys))


def _is_extra(key: str) -> bool:
    """Is this a column that any export may have, so that it speaks for none of them?"""
    return SHEET.columns.get(key) in _EXTRAS_OF_SYSTEMS


def _fields_of(system: System, keys: Sequence[str]) -> dict[str, int]:
    """Field to column. Where several columns could serve, the system's preferred one does."""
    fields: dict[str, int] = {}
    for name, field in system.columns.items():
        if field != NOT_READ and field not in fields and name in keys:
            fields[field] = keys.index(name)
    return fields


def _column_called(name: str, header: Sequence[str], written: Sequence[str]) -> int:
    wanted = " ".join(name.split())
    tests = (
        lambda column: column == wanted,
        lambda column: column.casefold() == wanted.casefold(),
        lambda column: header_key(column) == header_key(wanted),
    )
    for fits in tests:
        for number, column in enumerate(header):
            if fits(column):
                return number
    raise BadInput(
        _("The file has no column “{name}”.").format(name=name),
        _("Its columns are: {names}.").format(names=", ".join(named(header, written))),
    )


def _unscaled(name: str) -> tuple[str, int]:
    """The name of a column without footnotes and with the plain currency, and how large one unit of it is."""
    if len(name) > _LONGEST_NAME:
        return name, 1
    bare = _FOOTNOTE.sub("", name.strip())
    match = _SCALED.fullmatch(bare)
    if match is None or any(header_key(bare) in system.columns for system in SYSTEMS):
        return bare, 1
    sign = re.search(_SIGN, match["unit"], re.IGNORECASE)
    base = f"{match['name']} ({sign.group()})" if sign else match["name"]
    return base, 1_000_000 if _MILLIONS.search(match["unit"]) else 1_000


@lru_cache(maxsize=1024)
def _comparable(name: str) -> tuple[str, str | None]:
    """The comparable name of a column, and the currency that an amount's column states: ``Amount (EUR)``."""
    name, _factor = _unscaled(name)
    key = header_key(name)
    match = _CURRENCY_AT_END.fullmatch(name.strip()) if len(name) <= _LONGEST_NAME else None
    # Names come before currencies: "Won" is a column of several systems, and money in Korea.
    if match is None:
        return key, None
    # A sign leaves no trace in the key: ``Amount ($)`` is compared as the bare name.
    if header_key(match["currency"]) and any(key in system.columns for system in SYSTEMS):
        return key, None
    base, code = header_key(match["name"]), currency_code(match["currency"])
    if code and any(system.columns.get(base) in AMOUNT_FIELDS for system in SYSTEMS):
        return base, code
    return key, None
