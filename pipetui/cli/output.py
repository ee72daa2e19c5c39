"""The two streams of the command line: data on one, narration and errors on the other.

Everything that people or files brought goes through ``harmless`` on its way out, so that no name steers a terminal.
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO, cast

from pipetui.domain.text import REPLACEMENT, STEERING, harmless
from pipetui.errors import BadInput
from pipetui.exchange.progress import in_silence, progress_words
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipetui.errors import PipetuiError
    from pipetui.exchange.progress import Phase

_STEERING_BUT_LINES = re.compile(rf"(?![\t\r\n]){STEERING.pattern}")

_STYLES = {"bold": "1", "muted": "2", "red": "31", "orange": "33", "yellow": "93", "violet": "35", "green": "32"}

_PATIENCE, _PACE = 1.0, 0.1
"""Seconds after which slow work shows how far it is, and between two looks at it."""

_BAR = 30

_CHUNK = 1 << 16

_JSON_PARTS = 10_000
"""So many parts of a JSON document are written at once."""

NARROWEST = 60
"""Tables are never laid out for fewer columns than this."""


class Bar(Protocol):
    """Called with what is done and the whole, and with the phase of work with a file."""

    def __call__(self, done: int, total: int, phase: Phase | None = None) -> None:
        """So much is done."""


class Output:
    """Where a command writes. A reader that went away (a closed pipe) is silent: the command still does its work and
    keeps its exit status."""

    def __init__(self, data: TextIO | None, narration: TextIO | None, environ: Mapping[str, str] | None = None) -> None:
        environ = os.environ if environ is None else environ
        self._data = _able_to_write_anything(data)
        self._narration = _able_to_write_anything(narration)
        self._terminal = data is not None and data.isatty()
        self.coloured = self._terminal and not environ.get("NO_COLOR")
        self._barred = False

    @property
    def width(self) -> int:
        """The columns of the terminal; 80 where there is none."""
        return max(NARROWEST, shutil.get_terminal_size((80, 24)).columns)

    def line(self, text: str = "") -> None:
        """One line of data. ``text`` is written as it is: what comes from outside has been made harmless before."""
        self._write(self._data, text + "\n")

    def lines(self, text: str) -> None:
        """Several lines of data, each made harmless."""
        for line in text.splitlines():
            self.line(harmless(line))

    def raw(self, text: str) -> None:
        """Data that a program reads, to the letter (a playbook, an export); on a terminal it steers nothing."""
        self._write(self._data, _STEERING_BUT_LINES.sub(REPLACEMENT, text) if self._terminal else text)

    def data_file(self) -> TextIO:
        """Standard output as a file for those who write to one; each text goes through ``raw``."""
        return cast("TextIO", _DataFile(self))

    def refuse_on_terminal(self) -> None:
        """Raise BadInput where data that is no text would come to a terminal."""
        if self._terminal:
            raise BadInput(
                _("A terminal cannot show this: it is no text."), _("Name a file with --out, or send it on with >.")
            )

    def binary(self, data: BinaryIO) -> None:
        """Data that is no text, to its end."""
        for chunk in iter(partial(data.read, _CHUNK), b""):
            self._write(self._data, chunk)

    def json(self, document: Any) -> None:
        """One JSON document. What steers a terminal is written as an escape, the rest can be read by people."""
        plain = self._data is None or (self._data.encoding or "utf-8").lower().replace("-", "") != "utf8"
        parts = _json_parts(document, partial(json.dumps, ensure_ascii=plain), "\n")
        while text := "".join(islice(parts, _JSON_PARTS)):
            self._write(self._data, "\n".join(STEERING.sub(_json_escape, line) for line in text.split("\n")))
        self.line()

    def tell(self, text: str) -> None:
        """What happened, in a sentence (standard error)."""
        self._clear_bar()
        self._write(self._narration, "".join(harmless(line) + "\n" for line in text.splitlines()))

    def error(self, error: PipetuiError) -> None:
        """What is wrong and what to do, in one or two plain lines (standard error)."""
        self.tell(error.message)
        if error.hint:
            self.tell(error.hint)

    def progress(self) -> Bar:
        """A bar for slow work: it appears on a terminal (standard error) after a second, and goes when all is done, or
        the phase of work with a file."""
        stream, due = self._narration, time.monotonic() + _PATIENCE
        if stream is None or not stream.isatty():
            return in_silence

        def show(done: int, total: int, phase: Phase | None = None) -> None:
            nonlocal due
            if done >= total:
                self._clear_bar()
            elif time.monotonic() >= due:
                due = time.monotonic() + _PACE
                full = _BAR * done // total
                bar = "━" * full + "─" * (_BAR - full)
                self._barred = True
                words = progress_words(done, total, phase) if phase else f"{done}/{total}"
                self._write(stream, f"\r{bar} {words}\x1b[K", flush=True)

        return show

    def _clear_bar(self) -> None:
        if self._barred:
            self._barred = False
            self._write(self._narration, "\r\x1b[K", flush=True)

    def styled(self, text: str, *styles: str) -> str:
        """``text`` in these styles where colours are wanted, else as it is."""
        if not self.coloured or not styles:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def flush(self) -> None:
        """Hand everything to whoever reads it."""
        for stream in (self._data, self._narration):
            self._write(stream, "", flush=True)

    def _write(self, stream: TextIO | None, text: str | bytes, *, flush: bool = False) -> None:
        if stream is None:  # started with the stream closed
            return
        try:
            if isinstance(text, bytes):
                stream.buffer.write(text)
            else:
                stream.write(text)
            if flush:
                stream.flush()
        except OSError as error:
            gone = isinstance(error, BrokenPipeError) or _is_closed_terminal(stream, error)
            _forget(stream)
            if not gone:
                raise


class _DataFile(io.TextIOBase):
    """The writing half of a text file, on top of an output."""

    def __init__(self, out: Output) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write a text; the number of its characters."""
        self._out.raw(text)
        return len(text)


def _is_closed_terminal(stream: TextIO, error: OSError) -> bool:
    """Has the window been closed in which this ran?"""
    return error.errno == errno.EIO and stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)


def _forget(stream: TextIO) -> None:
    """Point the stream at nothing: what is still in its buffer would raise again when Python ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)


def _able_to_write_anything(stream: TextIO | None) -> TextIO | None:
    """A terminal that lacks a character shows its code instead of failing."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _json_parts(value: Any, dumps: Callable[[Any], str], margin: str) -> Iterator[str]:
    """A document as JSON in many short texts: a list may be longer than memory. Records are written as objects."""
    if is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    items: Iterable[tuple[str, Any]]
    if isinstance(value, Mapping):
        (opening, closing), items = "{}", ((f"{dumps(str(name))}: ", item) for name, item in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        (opening, closing), items = "[]", (("", item) for item in value)
    else:
        yield dumps(value)
        return
    inner, lead = f"{margin}  ", opening
    for name, item in items:
        yield f"{lead}{inner}{name}"
        yield from _json_parts(item, dumps, inner)
        lead = ","
    yield f"{opening}{closing}" if lead == opening else f"{margin}{closing}"


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def standard_output() -> Output:
    """The streams of this process."""
    return Output(sys.stdout, sys.stderr)
