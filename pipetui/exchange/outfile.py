"""Files that take the place of another one only when they are whole."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, TextIO

from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path, *, never: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, line ends as written) that takes the place of ``path`` when the block ends well; till then,
    and if it fails, what is there stays. ``never`` is a file that is not to be replaced. Raises BadInput."""
    with _part_of(path, never) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def replacing_bytes(path: Path, *, never: Path) -> Iterator[BinaryIO]:
    """The same for a file that is no text."""
    with _part_of(path, never) as part, part.open("wb") as file:
        yield file


@contextmanager
def _part_of(path: Path, never: Path) -> Iterator[Path]:
    """Where to write; what was written there takes the place of ``path`` at the end."""
    if path.is_dir():
        raise BadInput(_("{path} is a folder.").format(path=path), _("Give the name of a file."))
    if path.exists() and never.exists() and path.samefile(never):
        raise BadInput(_("{path} is the database itself.").format(path=path), _("Give another name."))
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be written: {error}.").format(path=path, error=error.strerror or error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
