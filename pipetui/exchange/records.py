"""Rows of cells become records with typed fields; cells that cannot be used become warnings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipetui.domain.money import Money
from pipetui.exchange import cells
from pipetui.exchange.amounts import Amounts
from pipetui.exchange.cell_numbers import NumberReading
from pipetui.exchange.columns import DateVerdict
from pipetui.exchange.problems import Problem
from pipetui.exchange.recognise import NAMING, Recognition
from pipetui.exchange.systems.base import AMOUNT_FIELDS, BLOCK_FIELDS, DATE_FIELDS, FLAG_FIELDS, Values
from pipetui.i18n import _

_CACHED = 20_000
_SHOWN_TEXT = 500
_AN_ID = re.compile(
    r"zcrm_\w+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|001[0-9A-Za-z]{12}(?:[0-9A-Z]{3})?|\d{8,}",
    re.IGNORECASE,
)
_READERS: Mapping[str, cells.Reader] = {
    "currency": cells.read_currency,
    "size": cells.read_size,
    "fit": cells.read_fit,
    "intent": cells.read_intent,
    **dict.fromkeys(AMOUNT_FIELDS, cells.read_amount),
    **dict.fromkeys(FLAG_FIELDS, cells.read_flag),
    **dict.fromkeys(BLOCK_FIELDS, cells.read_block),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One data row. ``values``: field to text, ``date``, ``Money``, ``bool`` or ``int``; unknown fields are absent.

    ``rejected`` says why the row cannot be used; ``warnings`` are cells that were left out of ``values``.
    """

    row: int
    values: Values
    warnings: tuple[Problem, ...] = ()
    rejected: Problem | None = None


class RecordMaker:
    """Turns rows of cells into records, with one reader per field. Values that repeat are read once."""

    def __init__(self, file: ImportFile) -> None:
        self._file = file
        self._header = file.recognition.header
        self._readers = [
            (name, column, lru_cache(_CACHED)(self._reader(name, column)))
            for name, column in file.recognition.fields.items()
        ]
        self._money = lru_cache(_CACHED)(file.amounts.money)
        needed = [name for name in _NAMING if file.has(name)][:1] + ["stage"]
        self._needed = max((file.recognition.fields.get(name, 0) for name in needed), default=0)

    def _reader(self, name: str, column: int) -> cells.Reader:
        if name in DATE_FIELDS:
            return cells.date_reader(self._file.dates.orders.get(self._header[column], {}), self._file.options.zone)
        if name == "status":
            return cells.status_reader(self._file.options.target)
        return _PLAIN_READERS.get(name, cells.read_line)

    def make(self, number: int, row: list[str]) -> Record:
        """One row as a record."""
        if problem := self._misshapen(number, row):
            return Record(number, {}, rejected=problem)
        values: Values = {}
        warnings: list[Problem] = []
        for name, column, read in self._readers:
            text = row[column] if column < len(row) else ""
            value = read(text) if text else None
            if isinstance(value, cells.Bad):
                self._bad_cell(number, name, text, value, values, warnings)
            elif value is not None:
                values[name] = value
        self._settle_money(number, row, values, warnings)
        self._settle_ids(values)
        self._file.system.settle(values)
        return Record(number, values, tuple(warnings), self._rejection(number, values))

    def _misshapen(self, number: int, row: list[str]) -> Problem | None:
        width = len(self._header)
        beyond = [cell for cell in row[width:] if cell.strip()]
        if beyond:
            reason = _("The row has {cells} cells, but there are {columns} columns: is a quotation mark missing?")
            return Problem(number, None, beyond[0][:_SHOWN_TEXT], reason.format(cells=len(row), columns=width))
        # Cells that are missing at the end are empty, as spreadsheets write them; what a deal cannot do without
        # may not be among them, since such a row is more likely torn.
        if len(row) <= self._needed:
            reason = _("The row has only {cells} of {columns} cells.").format(cells=len(row), columns=width)
            return Problem(number, self._header[self._needed], "", reason)
        return None

    def _bad_cell(
        self, number: int, name: str, text: str, bad: cells.Bad, values: Values, warnings: list[Problem]
    ) -> None:
        if name == "status" and self._file.has("stage") and "stage" not in self._file.recognition.fields:
            values["stage"] = cells.read_line(text)
            return
        column = self._file.recognition.fields[name]
        warnings.append(Problem(number, self._header[column], text[:_SHOWN_TEXT], bad.reason))
        if name == "currency":
            values["currency"] = bad

    def _settle_money(self, number: int, row: list[str], values: Values, warnings: list[Problem]) -> None:
        """Readings become money in the row's currency. An amount in a currency that nobody knows is no amount."""
        currency = values.pop("currency", None)
        for name in AMOUNT_FIELDS & values.keys():
            column = self._file.recognition.fields[name]
            reading: NumberReading = values.pop(name)
            if isinstance(currency, cells.Bad):
                money: object = currency
            else:
                money = self._money(reading, currency or self._file.recognition.currencies.get(column))
            if isinstance(money, cells.Bad):
                warnings.append(Problem(number, self._header[column], row[column][:_SHOWN_TEXT], money.reason))
                continue
            values[name], rounded = money
            if rounded:
                reason = _("The amount was rounded to the decimals of its currency.")
                warnings.append(Problem(number, self._header[column], row[column], reason))

    def _settle_ids(self, values: Values) -> None:
        """An id is no company's name; an owner's id stands in where there is no name."""
        company = values.get("company")
        if company and self._file.system.key != "sheet" and _AN_ID.fullmatch(company):
            values.setdefault("company_ref", values.pop("company"))
        owner_ref = values.pop("owner_ref", None)
        if owner_ref:
            values.setdefault("owner", owner_ref)

    def _rejection(self, number: int, values: Values) -> Problem | None:
        """Why the row cannot be used, if so. A row without a title is named after its company, else its contact."""
        if values.pop("deleted", False) or values.get("status") == "deleted":
            column = self._file.recognition.column_name("deleted") or self._file.recognition.column_name("status")
            return Problem(number, column, None, _("The record was deleted in its system."))
        flags = (values.pop("is_closed", None), values.pop("is_won", None))
        if "status" not in values and (flags[0] or flags[1]):
            values["status"] = "won" if flags[1] else "lost"
        order = _NAMING if self._file.options.target == "deals" else ("name", "contact", "company")
        name = next((values[part] for part in order if values.get(part)), None)
        if name is None:
            column = next((self._file.recognition.column_name(part) for part in _NAMING if self._file.has(part)), None)
            return Problem(number, column, "", _("The row has no name."))
        values["name"] = name
        return None
