"""A text file that somebody brings: is it one, and in which encoding is it written?

UTF-8 with or without BOM, UTF-16 by its BOM, else cp1252, unless the person names another encoding.
"""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.progress import TICK
from pipetui.exchange.source import readable
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipetui.exchange.source import Source

_CHUNK = 1 << 20
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_WESTERN = ("iso-8859-1", "mac-roman", "cp850")
_WIDE = ("utf-16-le", "utf-16-be")
"""Encodings that old programs write. Nothing in the file tells which of them it is."""
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnclearEncoding(BadInput):
    """The text cannot be read as what it seems to be written in.

    ``readings``: each other encoding in which it can be read, with the first line that looks different in another one.
    """

    def __init__(self, message: str, hint: str, source: Source, guesses: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        lines = {guess: _telling_line(source.place, guess) for guess in guesses}
        self.readings = {guess: line for guess, line in lines.items() if line is not None}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A readable text file. ``encoding`` is the name people know: utf-8, utf-16, cp1252 or what they asked for."""

    source: Source
    encoding: str

    @property
    def path(self) -> Path:
        """What people call the file."""
        return self.source.path

    def lines(self) -> Iterator[str]:
        """Every line with its own ending (LF, CRLF or a lone CR). Raises UnclearEncoding where it does not fit."""
        codec = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        number = 0
        try:
            with self.source.place.open(encoding=codec, newline="") as file:
                size = os.fstat(file.fileno()).st_size
                for number, line in enumerate(file, 1):
                    if number % TICK == 1:
                        self.source.tell(os.lseek(file.fileno(), 0, os.SEEK_CUR), size)
                    if "\0" in line:
                        raise _zero_byte(self.source, number)
                    # A mark for UTF-8 that is read as something else would spoil the first column's name.
                    yield line.removeprefix("ï»¿") if number == 1 else line
        except UnicodeError:
            raise UnclearEncoding(
                _("{file} cannot be read as {encoding}, at line {line} or soon after.").format(
                    file=self.path.name, encoding=self.encoding, line=number + 1
                ),
                _("Name its encoding, for example --encoding cp1252 or --encoding utf-16-le."),
                self.source,
                _WESTERN,
            ) from None


def _telling_line(place: Path, encoding: str) -> str | None:
    """The first line that would look different in another encoding, as read in this one; None where it cannot be."""
    first = None
    try:
        with place.open(encoding=encoding, newline=None) as file:
            for line in file:
                if first is None and (encoding in _WIDE or not line.isascii()):
                    first = line.strip()
    except (UnicodeError, OSError):
        return None
    return first


def open_text(source: Source, encoding: str | None = None) -> TextFile:
    """Look at a file and settle its encoding. Raises BadInput for what is no text file that can be read."""
    with readable(source.path):
        return TextFile(source, _settle_encoding(source, encoding))


def empty(path: Path) -> BadInput:
    """The refusal of a file in which nothing is written."""
    return BadInput(_("{file} is empty.").format(file=path.name), _("Export it again, with its header row."))


def _settle_encoding(source: Source, wanted: str | None) -> str:
    start = source.start(_CHUNK)
    if not start.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise empty(source.path)
    _refuse_binary(source.path, start)
    if wanted:
        return _known_encoding(wanted)
    if start.startswith(_UTF16_BOMS):
        return "utf-16"
    if _is_utf8(source):
        return "utf-8"
    _refuse_mixture(source, marked=start.startswith(codecs.BOM_UTF8))
    return "cp1252"


def _known_encoding(name: str) -> str:
    try:
        # Some of Python's codecs are no text encodings at all (base64, zip): these fail here.
        "a".encode(name)
    except (LookupError, ValueError):
        raise BadInput(
            _("“{name}” is not an encoding that is known here.").format(name=name),
            _("Examples: utf-8, utf-16, cp1252, iso-8859-1, mac-roman."),
        ) from None
    known = codecs.lookup(name).name
    return "utf-8" if known == "utf-8-sig" else known


def _refuse_binary(path: Path, start: bytes) -> None:
    kinds = {
        b"%PDF": _("a PDF"),
        b"SQLite format 3": _("a database"),
        b"\x1f\x8b": _("a compressed file"),
        b"\x89PNG": _("a picture"),
        b"\xff\xd8\xff": _("a picture"),
        b"GIF8": _("a picture"),
        b"7z\xbc\xaf": _("a compressed file"),
        b"Rar!": _("a compressed file"),
    }
    for magic, kind in kinds.items():
        if start.startswith(magic):
            raise BadInput(
                _("{file} is {kind}, not a text file.").format(file=path.name, kind=kind),
                _("Save or export it as CSV or XLSX and import that."),
            )


def _is_utf8(source: Source) -> bool:
    """Is the file written in UTF-8? Refuses NUL bytes, which no text in UTF-8 or cp1252 has."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    fits, beyond_ascii = True, False
    with source.place.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        while chunk := file.read(_CHUNK):
            source.tell(0, size)
            if b"\0" in chunk:
                raise _zero_byte(source, lines + chunk[: chunk.index(b"\0")].count(b"\n") + 1)
            lines += chunk.count(b"\n")
            text = _decoded(decoder, chunk) if fits else None
            fits = text is not None
            beyond_ascii = beyond_ascii or not (text or "").isascii()
    # A file that is cut off inside its last letter is still UTF-8, and reading it will say so.
    return fits and (beyond_ascii or _decoded(decoder, b"", final=True) is not None)


def _refuse_mixture(source: Source, *, marked: bool) -> None:
    """A file that says it is UTF-8, or mostly is, would be read as something else in every line: that is refused."""
    letters = strays = lines = first = 0
    with source.place.open("rb") as file:
        for lines, line in enumerate(file, 1):
            if line.isascii():
                continue
            found = _UTF8_LETTER.findall(line)
            stray = len(_BEYOND_ASCII.findall(line)) - sum(map(len, found))
            letters, strays = letters + len(found), strays + stray
            first = first or (lines if stray else 0)
    if marked or letters > strays:
        raise UnclearEncoding(
            _("{file} is written in UTF-8, but not all of it: line {line} is not.").format(
                file=source.name, line=first or lines
            ),
            _("Mend that line or export the file again; --encoding cp1252 reads it as it is."),
            source,
            ("cp1252", *_WESTERN),
        )


def _zero_byte(source: Source, line: int) -> UnclearEncoding:
    return UnclearEncoding(
        _("{file} is not plain text: a zero byte stands in line {line}.").format(file=source.name, line=line),
        _("If it is text in UTF-16, say so with --encoding utf-16-le; else export it again as CSV."),
        source,
        _WIDE,
    )


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> str | None:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return None
