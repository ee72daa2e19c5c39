"""Rows out of the database into files: CSV that a spreadsheet can open without harm, and JSON.

A row is a mapping of column to text, number, ``date``, bool or None. Rows are written one by one.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from pipetui.exchange.guard import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How numbers, dates and cells are written. The plain style is the one that every program reads."""

    delimiter: str = ","
    decimal_mark: str = "."
    date_format: str = "%Y-%m-%d"
    yes: str = "true"
    no: str = "false"

    def text(self, value: Any) -> str:
        """One value as a cell: unknown is empty, texts that a spreadsheet would run get an apostrophe."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.yes if value else self.no
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self.decimal_mark)
        if isinstance(value, date):
            return value.strftime(self.date_format)
        return guard(value) if isinstance(value, str) else str(value)


PLAIN = CsvStyle()
ITALIAN = CsvStyle(delimiter=";", decimal_mark=",", date_format="%d/%m/%Y", yes="VERO", no="FALSO")
"""As an Italian spreadsheet expects it."""


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: TextIO, style: CsvStyle = PLAIN) -> None:
    """Write a header and the rows. ``out`` must not translate line ends itself (``newline=""``)."""
    # Only characters of the line end are quoted inside cells, so that it must have both of them.
    writer = csv.writer(out, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([style.text(row.get(column)) for column in columns])


def write_json(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    """Write one list of objects. Unknown is null; amounts (``Decimal``) are strings, dates ``YYYY-MM-DD``."""
    before = "[\n"
    for row in rows:
        out.write(
            before + json.dumps({column: row.get(column) for column in columns}, ensure_ascii=False, default=_plain)
        )
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
