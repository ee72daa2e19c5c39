"""Rows of cells become records with typed fields; cells that cannot be used become warnings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from pipetui.exchange import cells
from pipetui.exchange.problems import Problem
from pipetui.exchange.recognise import NAMING, Recognition
from pipetui.exchange.systems import OWN, SHEET
from pipetui.exchange.systems.base import AMOUNT_FIELDS, BLOCK_FIELDS, DATE_FIELDS, FLAG_FIELDS, Values
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from pipetui.exchange.amounts import Amounts
    from pipetui.exchange.cell_numbers import NumberReading
    from pipetui.exchange.columns import DateVerdict

_CACHED, _CACHED_TEXT = 2_000, 100
"""So many values of a column are remembered, of texts up to this length: stages, people and days come again."""

SHOWN_TEXT = 500
"""So much of a cell that cannot be used is told."""

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

_OWN_READERS: Mapping[str, cells.Reader] = {
    **_READERS,
    **dict.fromkeys(BLOCK_FIELDS, cells.read_exact),
    **dict.fromkeys(("uid", "previous_uid"), cells.read_uid),
    "status": cells.read_own_status,
}
"""Cells of our own exports, where a text is all that is written, even if it looks empty."""


@dataclass(frozen=True, slots=True)
class Record:
    """One data row. ``values``: field to text, ``date``, ``Money``, ``bool`` or ``int``; unknown fields are absent.

    ``rejected`` says why the row cannot be used. ``warnings`` are cells that were left out of ``values`` or changed;
    ``lost`` has the texts of those left out, by field.
    """

    row: int
    values: Values
    warnings: tuple[Problem, ...] = ()
    rejected: Problem | None = None
    lost: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Draft:
    """A record while it is made."""

    row: int
    cells: list[str]
    header: tuple[str, ...]
    values: Values = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    def warn(self, column: int, reason: str, name: str | None = None) -> None:
        """Say something about a cell; ``name``: the field that it does not give."""
        self.warnings.append(Problem(self.row, self.header[column], self.cells[column][:SHOWN_TEXT], reason, name))

    def lose(self, name: str, column: int, reason: str) -> None:
        """A cell cannot be used: its text is kept."""
        self.lost[name] = self.cells[column]
        self.warn(column, reason, name)

    def note_beside(self, column: int, words: str) -> None:
        """A cell was read, but says more than its value: it is kept whole in a note."""
        self.beside.append(f"{self.header[column]}: {self.cells[column].strip()}")
        self.warn(column, _("“{words}” stands beside the value: it is kept in a note.").format(words=words))

    def settle_notes(self) -> None:
        """All cells are read: what is to be kept of them stands below the row's own notes."""
        if self.beside:
            self.values["notes"] = "\n".join(filter(None, (self.values.get("notes"), *self.beside)))


class RecordMaker:
    """Turns rows of cells into records, with one reader per field. Values that repeat are read once."""

    def __init__(
        self, recognition: Recognition, dates: DateVerdict, amounts: Amounts, *, zone: ZoneInfo, target: cells.Target
    ) -> None:
        self._recognition = recognition
        self._header = recognition.header
        self._fields = recognition.fields
        self._target = target
        self._money = lru_cache(_CACHED)(amounts.money)
        self._readers = [
            (name, column, _remembering(self._reader(name, column, dates, zone)))
            for name, column in self._fields.items()
        ]
        naming = [self._fields[name] for name in NAMING if name in self._fields][:1]
        self._needed = max([*naming, self._fields.get("stage", 0)])

    def _reader(self, name: str, column: int, dates: DateVerdict, zone: ZoneInfo) -> cells.Reader:
        own = self._recognition.system is OWN and self._target == "deals"
        if name in DATE_FIELDS:
            called = self._header[column]
            serials = called not in dates.without_serials
            each_tells = {shape for column_name, shape in dates.each_tells if column_name == called}
            orders = dates.orders.get(called, {})
            read = cells.date_reader(orders, zone, serials=serials, each_tells=each_tells)
            return cells.own_date_reader(read) if own else read
        if own:
            return _OWN_READERS.get(name, cells.read_exact)
        if name == "status":
            return cells.status_reader(self._target)
        return _READERS.get(name, cells.read_line)

    def read(self, name: str, text: str) -> Any:
        """What a text would be in the column of a field: a value, Bad, or None for nothing and for what is open."""
        read = next(reader for field, _column, reader in self._readers if field == name)
        value = read(text) if text else None
        if isinstance(value, cells.Beside):
            return value.value
        if name not in AMOUNT_FIELDS or value is None or isinstance(value, cells.Bad):
            return value
        column = self._fields[name]
        reading = cast("NumberReading", value).times(self._recognition.factors.get(column, 1))
        amount = self._money(reading, self._recognition.currencies.get(column))
        return amount if isinstance(amount, cells.Bad) else amount.money

    def make(self, number: int, row: list[str]) -> Record:
        """One row as a record."""
        if problem := self._misshapen(number, row):
            return Record(number, self._torn(row), rejected=problem)
        draft = _Draft(number, row, self._header)
        for name, column, read in self._readers:
            text = row[column] if column < len(row) else ""
            value = read(text) if text else None
            if value is None:
                continue
            if isinstance(value, cells.Bad):
                self._settle_bad_cell(name, column, value, draft)
            elif isinstance(value, cells.Beside):
                draft.values[name] = value.value
                draft.note_beside(column, value.words)
            else:
                draft.values[name] = value
        self._settle_money(draft)
        draft.settle_notes()
        self._settle_ids(draft.values)
        self._settle_flags(draft.values)
        self._recognition.system.settle(draft.values)
        return Record(number, draft.values, tuple(draft.warnings), self._rejection(draft), draft.lost)

    def _torn(self, row: list[str]) -> Values:
        """What still tells which record a torn row is about: it is not gone from the file."""
        column = self._fields.get("external_id")
        text = row[column] if column is not None and column < len(row) else ""
        return {"external_id": cells.read_line(text)} if text else {}

    def _misshapen(self, number: int, row: list[str]) -> Problem | None:
        width = len(self._header)
        beyond = next((cell for cell in row[width:] if cell.strip()), None)
        if beyond is not None:
            reason = _("The row has {cells} cells, but there are {columns} columns: is a quotation mark missing?")
            return Problem(number, None, beyond[:SHOWN_TEXT], reason.format(cells=len(row), columns=width))
        # Cells that are missing at the end are empty, as spreadsheets write them. But a row that lacks what a deal
        # cannot do without is more likely torn.
        if len(row) <= self._needed:
            reason = _("The row has only {cells} of {columns} cells.").format(cells=len(row), columns=width)
            return Problem(number, self._header[self._needed], None, reason)
        return None

    def _settle_bad_cell(self, name: str, column: int, bad: cells.Bad, draft: _Draft) -> None:
        if name == "status" and self._recognition.stage_in_status:
            draft.values["stage"] = cells.read_line(draft.cells[column])
            return
        draft.lose(name, column, bad.reason)
        if name == "currency":
            draft.values["currency"] = bad

    def _settle_money(self, draft: _Draft) -> None:
        """Readings become money in the row's currency. An amount in a currency that nobody knows is no amount."""
        currency = draft.values.pop("currency", None)
        for name in AMOUNT_FIELDS & draft.values.keys():
            column = self._fields[name]
            reading: NumberReading = draft.values.pop(name).times(self._recognition.factors.get(column, 1))
            unknown = isinstance(currency, cells.Bad)
            stated = currency or self._recognition.currencies.get(column)
            amount = currency if unknown else self._money(reading, stated)
            if isinstance(amount, cells.Bad):
                draft.lose(name, column, amount.reason)
                continue
            draft.values[name] = amount.money
            if reading.beside:
                draft.note_beside(column, reading.beside)
            if amount.rounded:
                draft.warn(column, _("The amount was rounded to the decimals of its currency."))
        if isinstance(currency, str) and "amount" not in draft.values:
            draft.values["currency"] = currency

    def _settle_ids(self, values: Values) -> None:
        """An id is no company's name; an owner's id stands in where there is no name."""
        company = values.get("company")
        if company and self._recognition.system not in (OWN, SHEET) and _AN_ID.fullmatch(company):
            values.setdefault("company_ref", values.pop("company"))
        owner_ref = values.pop("owner_ref", None)
        if owner_ref:
            values.setdefault("owner", owner_ref)

    def _settle_flags(self, values: Values) -> None:
        """``IsClosed`` and ``IsWon`` say what became of a deal. Systems leave the cell empty for no."""
        closed, won = values.pop("is_closed", False), values.pop("is_won", False)
        if "status" in values or not (closed or won):
            return
        by_stage = self._recognition.system.stage_of(values.get("stage", ""))
        if won or by_stage == "won":
            values["status"] = "won"
        elif "is_won" in self._fields or by_stage == "lost":
            values["status"] = "lost"

    def _rejection(self, draft: _Draft) -> Problem | None:
        """Why the row cannot be used, if so. A row without a title is named after its company, else its contact."""
        values = draft.values
        if values.pop("deleted", False) or values.get("status") == "deleted":
            column = self._fields["deleted" if "deleted" in self._fields else "status"]
            reason = _("The record was deleted in its system.")
            return Problem(draft.row, self._header[column], draft.cells[column], reason)
        order = NAMING if self._target == "deals" else ("name", "contact", "company")
        name = next((values[part] for part in order if part in values), None)
        if name is None:
            column_name = next(filter(None, map(self._recognition.column_name, order)), None)
            return Problem(draft.row, column_name, "", _("The row has no name."), "name")
        values["name"] = name
        return None


def _remembering(read: cells.Reader) -> cells.Reader:
    """A reader that knows the short texts that it has read lately."""
    known = lru_cache(_CACHED)(read)
    return lambda text: known(text) if len(text) <= _CACHED_TEXT else read(text)
