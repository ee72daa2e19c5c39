"""Zipped files (archives and workbooks): what kind a file is, and whether it can be unpacked without harm.

Nothing is trusted that a file says about itself: a few kilobytes can unpack to gigabytes, and one cell far down on the
right makes a sheet of milliards of cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree

from pipetui.errors import BadInput
from pipetui.exchange.source import readable
from pipetui.exchange.workbook_parts import SheetScan, currencies, sheet_parts
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_SHEET_PART = re.compile(r"xl/worksheets/[^/]*\.xml$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WorkbookScan:
    """What was found out about the sheets of a workbook, by name. ``currencies``: column, from 0, to the currencies
    in which its numbers are shown; ``errors``: column to the rows that hold an error of the spreadsheet, and which."""

    currencies: dict[str, Mapping[int, Sequence[str]]] = field(default_factory=dict)
    errors: dict[str, Mapping[int, Sequence[tuple[int, str]]]] = field(default_factory=dict)


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
        if "mimetype" in names and _start_of(archive, "mimetype").startswith(_ODS):
            return "workbook"
        if "[Content_Types].xml" in names or "mimetype" in names or "Index/Document.iwa" in names:
            raise BadInput(
                _("{file} is a document of another program, no table.").format(file=source.name),
                _("Save or export it as CSV or XLSX and import that."),
            )
    return "archive"


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a member: all of it may be gigabytes."""
    with archive.open(name) as member:
        return member.read(len(_ODS))


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


def scan_workbook(source: Source) -> WorkbookScan:
    """Read all of a zipped workbook once, so that what is opened afterwards is whole and fits into memory.

    Raises BadInput. An old workbook is not zipped and cannot be large: nothing is found out about it.
    """
    found = WorkbookScan()
    if not source.start(4).startswith(_ZIP_STARTS):
        return found
    with unzipped(source) as archive:
        parts = {member.filename: _scanned(source, archive, member) for member in archive.infolist()}
        try:
            for name, part in sheet_parts(archive).items():
                if scan := parts.get(part):
                    found.errors[name], found.currencies[name] = scan.errors, currencies(archive, scan)
        except (LookupError, ValueError, ElementTree.ParseError):
            # A workbook of another kind, or written otherwise than usual: what opens it will say.
            return WorkbookScan()
    return found


def _scanned(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SheetScan | None:
    """Read a member to its end; what the cells of a sheet say about themselves, None for any other member."""
    scan = SheetScan() if _SHEET_PART.match(member.filename) else None
    with archive.open(member) as packed:
        while chunk := packed.read(CHUNK):
            source.tell(0, member.file_size)
            if scan is not None:
                scan.add(chunk)
    if scan is not None and scan.cells > CELL_LIMIT:
        raise BadInput(
            _("A sheet of {file} reaches down to row {row}, far beyond what can be read.").format(
                file=source.name, row=scan.rows
            ),
            _("Delete the rows and columns beyond your data, or save the sheet as CSV and import that."),
        )
    return scan
