"""Rows out of the database into files: CSV that a spreadsheet can open without harm, and JSON.

A row is a mapping of column to text, number, ``date``, ``datetime``, bool, dict (of those) or None. Rows are written
one by one.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO

from pipetui.errors import BadInput
from pipetui.exchange.guard import guard
from pipetui.i18n import LANGUAGES, Language, _, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CsvStyle:
    """How numbers, dates and cells are written. The plain style is the one that every program reads.

    ``time_format`` is for instants; None: ISO with the offset. ``sheet_day`` and ``sheet_time`` are the same in the
    words of a workbook. ``signed``: the file begins with a byte order mark.
    """

    language: Language = "en"
    delimiter: str = ","
    decimal_mark: str = "."
    date_format: str = "%Y-%m-%d"
    time_format: str | None = None
    sheet_day: str = "yyyy-mm-dd"
    sheet_time: str = "yyyy-mm-dd hh:mm:ss"
    yes: str = "true"
    no: str = "false"
    signed: bool = False

    def text(self, value: Any) -> str:
        """One value as a cell: unknown is empty, texts that a spreadsheet would run get an apostrophe."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.yes if value else self.no
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self.decimal_mark)
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, dict):
            value = json.dumps(value, ensure_ascii=False)
        return guard(value) if isinstance(value, str) else str(value)

    def _day(self, value: date) -> str:
        if not isinstance(value, datetime):
            # strftime leaves out the zeros of an early year.
            return value.strftime(self.date_format.replace("%Y", f"{value.year:04}"))
        return value.strftime(self.time_format) if self.time_format else value.isoformat()


PLAIN = CsvStyle()
ITALIAN = CsvStyle(
    language="it", delimiter=";", decimal_mark=",", date_format="%d/%m/%Y", time_format="%d/%m/%Y %H:%M:%S",
    sheet_day="dd/mm/yyyy", sheet_time="dd/mm/yyyy hh:mm:ss", yes="VERO", no="FALSO", signed=True,
)  # fmt: skip
"""As an Italian spreadsheet expects it. Excel takes a CSV file for UTF-8 only by its byte order mark."""

_STYLES = {"en": PLAIN, "it": ITALIAN}


def style_of(locale: str | None) -> CsvStyle:
    """The style of a locale such as ``it``, ``it_IT`` or ``it-IT``; None is the plain one. Raises BadInput."""
    if locale is None:
        return PLAIN
    style = _STYLES.get(locale.replace("-", "_").partition("_")[0].partition(".")[0].lower())
    if style is None:
        raise BadInput(
            _("“{locale}” is no locale for files.").format(locale=locale),
            _("Locales: {names}.").format(names=", ".join(LANGUAGES)),
        )
    return style


def readable_style(locale: str | None) -> CsvStyle:
    """The same for files that people read: without a locale it is that of their language. Raises BadInput."""
    return style_of(language() if locale is None else locale)


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: TextIO, style: CsvStyle = PLAIN) -> None:
    """Write a header and the rows. ``out`` must not translate line ends itself (``newline=""``)."""
    if style.signed:
        out.write("\ufeff")
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
    if isinstance(value, date):  # an instant, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
