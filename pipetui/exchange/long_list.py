"""Lists that may grow beyond memory: what was rejected of a file of a million rows."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile, gettempdir
from typing import IO, Generic, TypeVar, overload

from pipetui.errors import BadInput
from pipetui.i18n import _

Item = TypeVar("Item")

_BLOCK = 1_000
"""So many items are kept in memory; each further block of them lies in a temporary file."""


def no_room(error: Exception) -> BadInput:
    """The complaint about temporary files that cannot be written."""
    return BadInput(
        _("Nothing more can be written to the folder for temporary files, {folder}: {error}.").format(
            folder=gettempdir(), error=error
        ),
        _("Free some space there, or name another folder in the variable TMPDIR."),
    )


class LongList(Sequence[Item], Generic[Item]):
    """A list of which only the last items are in memory. Nothing is taken out of it again.

    ``append`` and ``extend`` raise BadInput where the disk has no room for temporary files.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._last: list[Item] = []
        self._places: list[int] = []
        self._file: IO[bytes] | None = None
        self.extend(items)

    def append(self, item: Item) -> None:
        """One more at the end."""
        self._last.append(item)
        if len(self._last) == _BLOCK:
            self._put_away()

    def extend(self, items: Iterable[Item]) -> None:
        """Several more at the end."""
        for item in items:
            self.append(item)

    def __len__(self) -> int:
        return len(self._places) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[Item]:
        for number in range(len(self._places)):
            yield from self._block(number)
        yield from self._last

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(len(self))))
        number, place = divmod(range(len(self))[index], _BLOCK)
        return self._last[place] if number == len(self._places) else self._block(number)[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, islice(self, 10)))
        return f"LongList([{shown}{', …' if len(self) > 10 else ''}])"

    def _block(self, number: int) -> list[Item]:
        assert self._file is not None
        self._file.seek(self._places[number])
        block: list[Item] = pickle.load(self._file)
        return block

    def _put_away(self) -> None:
        try:
            if self._file is None:
                self._file = TemporaryFile(prefix="pipetui-")  # noqa: SIM115 - it ends with the list
            place = self._file.seek(0, os.SEEK_END)
            pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error
        self._places.append(place)
        self._last = []
