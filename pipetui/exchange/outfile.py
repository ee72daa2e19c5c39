"""Files that take the place of another one only when they are whole."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_A_DATABASE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a database holds a part of it."""


@contextmanager
def replacing(path: Path, *, never: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, line ends as written) that takes the place of ``path`` when the block ends well; till then,
    and if it fails, what is there stays. ``never`` is a database, which is not to be replaced. Raises BadInput."""
    with replacing_bytes(path, never=never) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.detach()


@contextmanager
def replacing_bytes(path: Path, *, never: Path) -> Iterator[BinaryIO]:
    """The same for a file that is no text. A link stays one: what it points to is replaced."""
    check_place(path, never)
    place = Path(os.path.realpath(path))
    try:
        if place.exists() and not place.is_file():
            # A pipe or a device takes what it is given, and nothing can stand in its place.
            with place.open("wb") as file:
                yield cast("BinaryIO", file)
        else:
            with _beside(place) as file:
                yield file
    except OSError as error:
        raise BadInput(
            _("{path} cannot be written: {error}.").format(path=path, error=error.strerror or error),
            _("Give another name."),
        ) from error


def check_place(path: Path, never: Path) -> None:
    """Raises BadInput for a place where no file can be, and for the database ``never``."""
    if path.is_dir():
        raise BadInput(_("{path} is a folder.").format(path=path), _("Give the name of a file."))
    place, database = os.path.realpath(path), os.path.realpath(never)
    same = path.exists() and never.exists() and path.samefile(never)
    if same or place in {database + ending for ending in _OF_A_DATABASE}:
        raise BadInput(_("{path} is the database itself.").format(path=path), _("Give another name."))


@contextmanager
def _beside(place: Path) -> Iterator[BinaryIO]:
    """A new file in the same folder, under a name that nobody else has; at the end it takes the place of ``place``."""
    part = place.with_name(f".pipetui-{token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield cast("BinaryIO", file)
        if place.exists():
            copymode(place, part)
        part.replace(place)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
