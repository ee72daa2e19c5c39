"""The rule for spoilt files: a right value, none at all, or a problem that is told. Never a wrong value unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shape_mutations import DAYS, Mutation
from shape_oracle import PLAIN_FIELDS, cell_values

from pipetui.domain.money import Money
from pipetui.services.playbooks import from_preset
from pipetui.services.transfer_answers import StageLabels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shape_files import Generated
    from shape_pipeline import Deal

    from pipetui.exchange.importing import ImportFile
    from pipetui.exchange.records import Record

_JUNK_AMOUNTS = {
    "45992": "45992", "1.234": "1234", "1,234": "1234", "1.234,56": "1234.56", "12,5": "12.5", "$5": "5", "0": "0",
    "2026": "2026", "١٢٣": "123",
}  # fmt: skip
_JUNK_DAYS = {
    "31/12/2026": ("2026-12-31",), "12/31/2026": ("2026-12-31",), "05/06/2026": ("2026-06-05", "2026-05-06"),
    "20-10-16": ("2016-10-20", "2020-10-16"), "45992": ("2025-12-01",),
}  # fmt: skip


@dataclass
class Verdict:
    """Judges what was read from a spoilt file. ``wrong`` says in words what must not be."""

    file: Generated
    mutation: Mutation
    opened: ImportFile

    @cached_property
    def _labels(self) -> StageLabels:
        return StageLabels(from_preset("b2b", "en"), self.opened.system, {}, {})

    def wrong(self) -> list[str]:
        """Every wrong value that nobody is told of, and every deal that is gone without a word."""
        records = list(self.opened.records())
        if self.opened.questions or self._asks_for_stages(records):
            return []
        by_row = {record.row: record for record in records}
        told = []
        for deal in self.file.deals:
            number = self.mutation.table.number_of(deal)
            record = by_row.pop(number, None)
            told += [f"row {number}: {text}" for text in self._wrong_in(deal, record)]
        told_rows = {problem.row for problem in self.opened.warnings}
        strange = [record for row, record in by_row.items() if self._is_strange(record) and row not in told_rows]
        return told + [f"row {record.row}: a deal that there is not: {record.values}" for record in strange]

    def _asks_for_stages(self, records: list[Record]) -> bool:
        """Will somebody be asked about a label, so that nothing is imported yet?"""
        used = [record.values["stage"] for record in records if self._enters(record) and "stage" in record.values]
        return any(self._labels.meaning(label) is None for label in used)

    def _enters(self, record: Record) -> bool:
        """Does this row become an open deal? One without a stage does not, if the file has stages."""
        if record.rejected is not None or record.values.get("status", "open") != "open":
            return False
        return not self._has_no_stage(record)

    def _has_no_stage(self, record: Record) -> bool:
        """Is an open row rejected for want of a stage?"""
        is_open = record.values.get("status", "open") == "open"
        return is_open and "stage" not in record.values and "stage" in self.opened.present

    def _is_strange(self, record: Record) -> bool:
        """Does a row become a deal that there is not?"""
        closed = record.rejected is None and record.values.get("status", "open") != "open"
        return (closed or self._enters(record)) and self.mutation.twice is None

    def _wrong_in(self, deal: Deal, record: Record | None) -> list[str]:
        spoilt = deal.number in self.mutation.deals
        if record is None:
            left_out = any(problem.column is None and problem.row for problem in self.opened.warnings)
            return [] if left_out and (spoilt or self.mutation.fields) else ["nothing is said of it"]
        if record.rejected is not None:
            return [] if spoilt or self.mutation.fields else [f"rejected: {record.rejected}"]
        told = record.warnings or any(problem.row == record.row for problem in self.opened.warnings)
        if self._has_no_stage(record) and (spoilt or self.mutation.fields):
            return []
        if spoilt and not self.mutation.fields and told:
            # Of a row that lost its order, one bad cell tells of all of it.
            return []
        expected = cell_values(self.file, deal)
        return [
            f"{name} is {record.values.get(name)!r}, not {expected.get(name)!r}"
            for name in sorted(PLAIN_FIELDS - self.mutation.free)
            if not self._may_be(name, record, expected, spoilt=spoilt)
        ]

    def _may_be(self, name: str, record: Record, expected: Mapping[str, Any], *, spoilt: bool) -> bool:
        """Is this value right, or told, or what the spoilt file says?"""
        found = record.values.get(name)
        if found == expected.get(name) or self._is_told(name, record):
            return True
        if name == "stage" and found is not None and self._labels.meaning(found) is None:
            return not self._enters(record)
        if name not in self.mutation.fields and (self.mutation.fields or not spoilt):
            return False
        return found is None or self._is_said(name, found) or self._stands_in(name, found, expected)

    def _stands_in(self, name: str, found: Any, expected: Mapping[str, Any]) -> bool:
        """Is this what is taken where a column is missing: a company for a name, an id for an owner?"""
        if name == "name":
            return found in (expected.get("company"), expected.get("contact"))
        if name == "owner":
            return bool(found.startswith("0055g"))
        return name == "amount" and self._is_other_currency(found, expected)

    def _is_told(self, name: str, record: Record) -> bool:
        """Is there a warning for this cell? A wrong text is told by a day or an amount that is none: the
        column names do not fit."""
        if self.opened.recognition.column_name(name) in {problem.column for problem in record.warnings}:
            return True
        return name not in DAYS and bool(self.mutation.fields) and self._is_told_somewhere

    @cached_property
    def _is_told_somewhere(self) -> bool:
        records = self.opened.records()
        return any(record.warnings or record.rejected or self._has_no_stage(record) for record in records)

    def _is_said(self, name: str, found: Any) -> bool:
        """Is this what the cell says now?"""
        junk = self.mutation.junk
        if name in DAYS:
            return isinstance(found, date) and found.isoformat() in _JUNK_DAYS.get(junk, ())
        if name == "amount":
            return isinstance(found, Money) and found.major == Decimal(_JUNK_AMOUNTS.get(junk, "-1"))
        return bool(junk)

    def _is_other_currency(self, found: Money, expected: Mapping[str, Any]) -> bool:
        """Without its column the currency is the playbook's."""
        usual = found.currency == "EUR" or bool(self.mutation.junk)
        same = expected.get("amount") is None or found.major == expected["amount"].major
        return "currency" in self.mutation.fields and usual and same
