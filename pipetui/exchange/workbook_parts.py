"""What the XML of a workbook says beside its values: how far a sheet reaches, in which currencies its columns are
shown, and which cells hold an error. Read in chunks, since a sheet can have hundreds of megabytes.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pipetui.domain.money import currency_code

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

_OVERLAP = 256
# No tag of a sheet is longer than these: a broken one cannot keep a pattern busy for hours.
_ROW = re.compile(rb'<(?:\w{1,20}:)?row [^>]{0,200}?\br="(\d{1,8})"')
_FILLED = re.compile(rb'<(?:\w{1,20}:)?c r="([A-Z]{1,4})\d{1,8}"(?: s="(\d{1,8})")?[^>/]{0,200}>')
"""Column and style of a cell with content. Cells that are only painted take no room."""

_ERROR = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,4})(\d{1,8})"[^>]{0,100} t="e"[^>]{0,100}>'
    rb"(?:<f[^>]{0,200}>[^<]{0,9000}</f>)?<v>(#[^<]{1,12})</v>"
)
_NOTHING = frozenset(("#N/A", "#NULL!"))
"""Errors that say that there is no value, as formulas do on purpose."""

_CURRENCY = re.compile(r'\[\$([^\]-]*)(?:-[^\]]*)?\]|"([^"]+)"|\\?([$€£¥])')
_FORMAT_LONGEST = 100
_LARGEST_PART = 50_000_000


@dataclass(slots=True)
class SheetScan:
    """A sheet as it is read through. ``errors``: column to the number of the row and the error, in order."""

    errors: defaultdict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    _tail: bytes = b""
    _numbered: int = 0
    _counted: int = 0
    _widest: int = 0
    _styles: set[tuple[bytes, bytes]] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """The last row. Not every program numbers the rows that it writes."""
        return max(self._numbered, self._counted)

    @property
    def cells(self) -> int:
        """The cells of the smallest table that holds them all."""
        return self.rows * max(self._widest, *(_column_number(name) + 1 for name, _style in self._styles), 1)

    def styles(self) -> Iterator[tuple[int, int]]:
        """Every column, from 0, with the number of each style that its filled cells have."""
        return ((_column_number(name), int(style)) for name, style in self._styles if style)

    def add(self, chunk: bytes) -> None:
        """The next part of the sheet."""
        # What is cut at the end of one chunk is whole in the next; rows in both count twice, which is no harm.
        text = self._tail + chunk
        self._styles.update(_FILLED.findall(text))
        self._numbered = max([self._numbered, *map(int, _ROW.findall(text))])
        rows = text.split(b"<row")
        self._counted += len(rows) - 1
        self._widest = max(self._widest, *map(_unnumbered, rows))
        if b't="e"' in text:
            self._add_errors(text)
        self._tail = text[-_OVERLAP:]

    def _add_errors(self, text: bytes) -> None:
        for name, row, error in _ERROR.findall(text):
            found = self.errors[_column_number(name)]
            if error.decode() not in _NOTHING and (not found or found[-1][0] != int(row)):
                found.append((int(row), error.decode()))


def currencies(archive: zipfile.ZipFile, scan: SheetScan) -> dict[int, list[str]]:
    """The currencies in which the cells of a column are shown, of columns that show any.

    Raises ElementTree.ParseError for broken XML, KeyError for a part that is far too large.
    """
    shown = dict(enumerate(_style_currencies(archive)))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for column, style in scan.styles():
        if code := shown.get(style):
            found[column].add(code)
    return {column: sorted(codes) for column, codes in found.items()}


def sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The name of each sheet with that of the part that holds its cells. Raises KeyError and ElementTree.ParseError."""
    book, links = _xml(archive, "xl/workbook.xml"), _xml(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id", ""): posixpath.join("/xl", link.get("Target", "")).lstrip("/") for link in links}
    found = {}
    for sheet in book.iter():
        if _bare(sheet.tag) == "sheet":
            link = next((value for name, value in sheet.items() if _bare(name) == "id"), "")
            found[sheet.get("name", "")] = posixpath.normpath(targets.get(link, ""))
    return found


def currency_of(number_format: str) -> str | None:
    """The currency that a number format writes beside the number: ``#,##0.00 [$€-410]`` is EUR."""
    for texts in _CURRENCY.findall(number_format[:_FORMAT_LONGEST]):
        text = next(filter(None, texts), "").strip()
        code = currency_code(text) if text else None
        if code is not None:
            return code
    return None


def _style_currencies(archive: zipfile.ZipFile) -> Iterator[str | None]:
    """The currency of every style, in the order in which cells count them."""
    if "xl/styles.xml" not in archive.namelist():
        return
    root = _xml(archive, "xl/styles.xml")
    formats = {
        each.get("numFmtId", ""): currency_of(each.get("formatCode", ""))
        for each in root.iter()
        if _bare(each.tag) == "numFmt"
    }
    for styles in root:
        if _bare(styles.tag) == "cellXfs":
            yield from (formats.get(style.get("numFmtId", "")) for style in styles)


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part of sane size. Raises KeyError where there is none."""
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise KeyError(name)
    return ElementTree.fromstring(archive.read(name))


def _bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _unnumbered(row: bytes) -> int:
    """The cells of a row that do not say where they stand."""
    return row.count(b"<c ") + row.count(b"<c>") - row.count(b'<c r="')


def _column_number(name: bytes) -> int:
    """``A`` is 0."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number - 1
