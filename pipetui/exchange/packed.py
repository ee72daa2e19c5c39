"""Zipped files (archives and workbooks): what kind a file is, and whether it can be unpacked without harm.

Nothing is trusted that a file says about itself: a few kilobytes can unpack to gigabytes, and one cell far down on the
right makes a sheet of milliards of cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from pipetui.errors import BadInput
from pipetui.exchange.source import readable
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.exchange.source import Source

Container = Literal["text", "workbook", "archive"]

UNPACKED_LIMIT = 2 << 30
"""So many bytes may come out of one file."""

CELL_LIMIT = 40_000_000
"""So many cells may lie between the first and the last one of a sheet; each takes 30 bytes of memory."""

CHUNK = 1 << 20
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ENCRYPTED = 1
_OVERLAP = 64
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d{1,8})"')
_FILLED = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,4})\d+"[^>/]*>')
"""The column of a cell with content. Cells that are only painted take no room."""


def container_of(source: Source) -> Container:
    """What a file is, by what it holds. Raises BadInput for a file of an office that is no spreadsheet."""
    start = source.start(8)
    if start.startswith(_OLD_WORKBOOK):
        return "workbook"
    if not start.startswith(_ZIP_STARTS):
        return "text"
    with unzipped(source) as archive:
        names = set(archive.namelist())
        if any(name.startswith("xl/") for name in names):
            return "workbook"
        if "mimetype" in names and archive.read("mimetype")[:100].startswith(_ODS):
            return "workbook"
        if "[Content_Types].xml" in names or "mimetype" in names or "Index/Document.iwa" in names:
            raise BadInput(
                _("{file} is a document of another program, no table.").format(file=source.name),
                _("Save or export it as CSV or XLSX and import that."),
            )
    return "archive"


@contextmanager
def unzipped(source: Source) -> Iterator[zipfile.ZipFile]:
    """A zipped file, opened. Raises BadInput where it is broken, locked or unpacks to far too much."""
    try:
        with readable(source.path), zipfile.ZipFile(source.place) as archive:
            _refuse_giant(source, archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeError):
        raise BadInput(
            _("{file} is broken or not complete.").format(file=source.name), _("Download or save it again.")
        ) from None
    except (NotImplementedError, RuntimeError):
        raise BadInput(
            _("{file} is packed in a way that is not known here, or protected by a password.").format(file=source.name),
            _("Unpack it and import the files in it."),
        ) from None


def is_locked(member: zipfile.ZipInfo) -> bool:
    """Does a member need a password?"""
    return bool(member.flag_bits & _ENCRYPTED)


def _refuse_giant(source: Source, archive: zipfile.ZipFile) -> None:
    # A member that unpacks to more than it says fails its checksum: no more than that is ever read of it.
    if sum(member.file_size for member in archive.infolist()) > UNPACKED_LIMIT:
        raise BadInput(
            _("{file} would unpack to more than {n} GB.").format(file=source.name, n=UNPACKED_LIMIT >> 30),
            _("Export fewer columns or rows, or several files."),
        )


def check_workbook(source: Source) -> None:
    """Read all of a zipped workbook once, so that what is opened afterwards is whole and fits into memory.

    Raises BadInput. An old workbook is not zipped and cannot be large.
    """
    if not source.start(4).startswith(_ZIP_STARTS):
        return
    with unzipped(source) as archive:
        for member in archive.infolist():
            extent = _Extent() if re.match(r"xl/worksheets/[^/]*\.xml$", member.filename, re.IGNORECASE) else None
            with archive.open(member) as packed:
                while chunk := packed.read(CHUNK):
                    if extent is not None:
                        extent.add(chunk)
            if extent is not None and extent.cells > CELL_LIMIT:
                raise BadInput(
                    _("A sheet of {file} reaches down to row {row}, far beyond what can be read.").format(
                        file=source.name, row=extent.rows
                    ),
                    _("Delete the rows and columns beyond your data, or save the sheet as CSV and import that."),
                )


class _Extent:
    """How far the cells of a sheet reach, read from its XML chunk by chunk."""

    def __init__(self) -> None:
        self._tail = b""
        self._numbered = self._counted = self._widest = 0
        self._columns: set[bytes] = set()

    @property
    def rows(self) -> int:
        """The last row. Not every program numbers the rows that it writes."""
        return max(self._numbered, self._counted)

    @property
    def cells(self) -> int:
        """The cells of the smallest table that holds them all."""
        return self.rows * max(self._widest, *map(_column_number, self._columns), 1)

    def add(self, chunk: bytes) -> None:
        """The next part of the sheet."""
        # What is cut at the end of one chunk is whole in the next; what stands in both counts twice, which is no harm.
        text = self._tail + chunk
        self._tail = text[-_OVERLAP:]
        self._columns.update(_FILLED.findall(text))
        self._numbered = max([self._numbered, *map(int, _ROW.findall(text))])
        rows = text.split(b"<row")
        self._counted += len(rows) - 1
        self._widest = max(self._widest, *map(_unnumbered, rows))


def _unnumbered(row: bytes) -> int:
    """The cells of a row that do not say where they stand."""
    return row.count(b"<c ") + row.count(b"<c>") - row.count(b'<c r="')


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
