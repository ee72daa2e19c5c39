"""Which system a file comes from, and which column holds which field: from the column names alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipetui.domain.money import currency_code
from pipetui.errors import BadInput
from pipetui.exchange.systems import BY_KEY, SHEET, SYSTEMS, System
from pipetui.exchange.systems.base import AMOUNT_FIELDS, EXTRA_FIELDS, FIELDS, NOT_READ, header_key
from pipetui.exchange.systems.sheet import tell_people_from_deals
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMING = ("name", "company", "contact")
"""What a deal can be named after, the best first."""

_CURRENCY_AT_END = re.compile(r"(?P<name>.+?)[\s_]*[\s(\[_](?P<currency>[^\s()\[\]_]+)[)\]]?")

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
    """The system, the field to column number, and the currencies that column names state (``Amount (EUR)``)."""

    system: System
    header: tuple[str, ...]
    fields: Mapping[str, int]
    currencies: Mapping[int, str]

    @property
    def shape(self) -> str:
        """The system and the columns: files of one shape come from the same place."""
        columns = "\n".join(sorted(map(header_key, self.header)))
        return f"{self.system.key}:{blake2b(columns.encode(), digest_size=8).hexdigest()}"

    @property
    def present(self) -> frozenset[str]:
        """The fields that records of this file can have: what its columns hold, and what is settled from them."""
        settled = {_SETTLED_INTO[name] for name in self.fields if name in _SETTLED_INTO}
        stage = {"stage"} if self.stage_in_status else set()
        return frozenset({"name", *self.fields, *settled, *stage} - _SETTLED_INTO.keys())

    @property
    def stage_in_status(self) -> bool:
        """A sheet without a stage column may say the stage in its status column."""
        return self.system is SHEET and "stage" not in self.fields and "status" in self.fields

    def column_name(self, field: str) -> str | None:
        """The name of the column that holds a field, as the file writes it."""
        return self.header[self.fields[field]] if field in self.fields else None


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
        """Read a header row. Raises BadInput for a mapped column that is not there and for names that stand twice."""
        header = [" ".join(name.split()) for name in header]
        bare = [_comparable(name) for name in header]
        keys = [key for key, _currency in bare]
        system = self._wanted or _best_system(keys)
        fields = _fields_of(system, keys)
        if system is SHEET:
            tell_people_from_deals(fields, header)
        else:
            extras = _fields_of(SHEET, [key if key not in system.columns else NOT_READ for key in keys])
            fields = {name: column for name, column in extras.items() if name in _EXTRAS_OF_SYSTEMS} | fields
        for field, name in self.mapping.items():
            fields.pop(field, None)
            if name:
                fields[field] = _column_called(name, header)
        _refuse_twice(fields, header)
        currencies = {column: code for column, (_key, code) in enumerate(bare) if code}
        return Recognition(system, tuple(header), fields, currencies)


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


def _column_called(name: str, header: Sequence[str]) -> int:
    wanted = " ".join(name.split())
    tests = (
        lambda column: column == wanted,
        lambda column: column.casefold() == wanted.casefold(),
        lambda column: header_key(column) == header_key(wanted),
    )
    for fits in tests:
        for number, column in enumerate(header):
            if column and fits(column):
                return number
    raise BadInput(
        _("The file has no column “{name}”.").format(name=name),
        _("Its columns are: {names}.").format(names=", ".join(column for column in header if column)),
    )


def _refuse_twice(fields: Mapping[str, int], header: Sequence[str]) -> None:
    """Two columns of one name are refused where the name is read: nobody can say which of them is meant."""
    read = {header_key(header[column]) for column in fields.values()}
    keys = [header_key(column) for column in header]
    twice = [header[keys.index(key)] for key in dict.fromkeys(keys) if key in read and keys.count(key) > 1]
    if twice:
        raise BadInput(
            _("These columns stand twice in the file: {names}.").format(names=", ".join(twice)),
            _("Give each column a name of its own, or remove one of them."),
        )


@lru_cache(maxsize=1024)
def _comparable(name: str) -> tuple[str, str | None]:
    """The comparable name of a column, and the currency that an amount's column states: ``Amount (EUR)``."""
    key = header_key(name)
    match = _CURRENCY_AT_END.fullmatch(name.strip()) if len(name) <= _LONGEST_NAME else None
    # Names come before currencies: "Won" is a column of several systems, and money in Korea.
    if match is None or any(key in system.columns for system in SYSTEMS):
        return key, None
    base, code = header_key(match["name"]), currency_code(match["currency"])
    if code and any(system.columns.get(base) in AMOUNT_FIELDS for system in SYSTEMS):
        return base, code
    return key, None
