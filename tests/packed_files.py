"""Workbooks and archives for the tests."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DEALS: list[list[object]] = [
    ["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Create Date", "Deal owner"],
    [11, "ERP", "Appointment Scheduled", 1200.5, date(2026, 12, 31), date(2026, 10, 1), "Anna Rossi"],
    [12, "Pilot", "Qualified To Buy", 900, date(2026, 12, 15), date(2026, 9, 1), "Luca Bianchi"],
]
"""Two deals as HubSpot writes them."""

CONTACTS = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Marketing contact status\n"
LEADS = "Lead ID,Lead Owner,First Name,Last Name,Company / Account,Email,Lead Status,Rating\n"


def workbook(
    path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = (), **options: Any
) -> Path:
    """A workbook whose cells keep their types; days are formatted as such. ``options`` are XlsxWriter's."""
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
            time: book.add_format({"num_format": "hh:mm"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if type(value) in formats:
                        sheet.write_datetime(number, column, value, formats[type(value)])
                    elif isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return path


def csv_text(rows: Sequence[Sequence[object]] = DEALS) -> str:
    """The same cells as plain CSV."""
    return "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def archive(path: Path, members: Mapping[str, str | bytes | Path]) -> Path:
    """A zip of texts, bytes and files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content.read_bytes() if hasattr(content, "read_bytes") else content)
    return path


def locked(path: Path, member: str, content: str) -> Path:
    """A zip whose only member says that it needs a password."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(member, content)
    data = bytearray(packed.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    return path
