"""Texts with a number each, too many for memory: the keys and ids of the rows of a large file.

They lie in a private database without a name. SQLite writes it to disk only as far as it outgrows its cache, and it is
gone with the process, however that ends.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from weakref import finalize

from pipetui.exchange.long_list import no_room

if TYPE_CHECKING:
    from collections.abc import Iterator

_CACHE_KIB = 2_048


class Ledger:
    """Each text stands once, with its number. Memory does not grow with the entries.

    ``set`` and ``count`` raise BadInput where the disk has no room for temporary files.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        finalize(self, self._db.close)
        self._db.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};"
            "CREATE TABLE entry (text TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID; BEGIN;"
        )

    def get(self, text: str) -> int | None:
        """The number of a text; None where it does not stand here."""
        row = self._db.execute("SELECT number FROM entry WHERE text = ?", (text,)).fetchone()
        return None if row is None else int(row[0])

    def set(self, text: str, number: int = 0) -> None:
        """Give a text this number; one that stands here already keeps its own."""
        self._write("INSERT OR IGNORE INTO entry VALUES (?, ?)", text, number)

    def count(self, text: str) -> int:
        """How often this text has been counted, this time included."""
        number = (self.get(text) or 0) + 1
        self._write("INSERT OR REPLACE INTO entry VALUES (?, ?)", text, number)
        return number

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.get(text) is not None

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def __iter__(self) -> Iterator[str]:
        for (text,) in self._db.execute("SELECT text FROM entry"):
            yield text

    def _write(self, statement: str, text: str, number: int) -> None:
        try:
            self._db.execute(statement, (text, number))
        except sqlite3.OperationalError as error:
            raise no_room(error) from error
