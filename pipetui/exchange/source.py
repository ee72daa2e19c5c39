"""A file to be read: what people call it, and where its bytes lie. The two differ for a member of an archive."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.progress import Tell, in_silence
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipetui.exchange.problems import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``path``: what people call it (``export.zip/Deals.csv``); ``place``: where it can be opened;
    ``warnings``: what is to be said about where it comes from; ``tell`` is told how much of it is read, whenever it is
    read, and may raise to stop that."""

    path: Path
    place: Path
    warnings: tuple[Problem, ...] = ()
    tell: Tell = field(default=in_silence, compare=False)

    @property
    def name(self) -> str:
        """Its name without its folders."""
        return self.path.name

    def start(self, size: int) -> bytes:
        """Its first bytes. Raises BadInput for a file that cannot be read."""
        with readable(self.path), self.place.open("rb") as file:
            return file.read(size)


def source_of(file: Path | Source) -> Source:
    """A file that lies where it is called."""
    return file if isinstance(file, Source) else Source(file, file)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Says in a sentence why a file cannot be opened: raises BadInput."""
    try:
        yield
    except IsADirectoryError:
        raise BadInput(_("{path} is a folder.").format(path=path), _("Give a file that lies in it.")) from None
    except FileNotFoundError:
        raise BadInput(_("There is no file {path}.").format(path=path), _("Check its name and folder.")) from None
    except PermissionError:
        raise BadInput(_("You may not read {path}.").format(path=path), _("Check its permissions.")) from None
    except (OSError, ValueError) as error:
        raise BadInput(_("{path} cannot be read: {error}.").format(path=path, error=error)) from None
