"""Which earlier files a sheet continues. All plain sheets are one source, but last week's list of customers is not an
older version of this week's list of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.exchange.systems import SHEET
from pipetui.storage import imports, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from pipetui.exchange.ledger import Ledger
    from pipetui.storage.writing import Work

_WHOLE_SOURCE = 0
"""The series of systems whose records have ids of their own: each of their files is about the whole system."""

_LEAST_PART = 5
"""Two sheets that share less than this part of the smaller one only happen to have some rows in common."""

_CHUNK = 1_000


class Series:
    """The series of one file. ``keys``: of all its rows; ``batch_id`` gives the number of this import, which a new
    series bears."""

    def __init__(self, work: Work, source: str, keys: Ledger, batch_id: Callable[[], int]) -> None:
        self._work = work
        self._source = source
        self._keys = keys
        self._batch_id = batch_id
        self._number = self._continued() if source == SHEET.key else _WHOLE_SOURCE

    @property
    def number(self) -> int:
        """What the rows of this file are kept under."""
        if self._number is None:
            self._number = self._batch_id()
        return self._number

    def _continued(self) -> int | None:
        """The series to which most of the rows that were seen before belong, of several the latest; None for a sheet
        that is new."""
        connection = self._work.connection
        found = imports.series_of(connection, self._source, self._keys)
        if not found:
            return None
        series, (count, _latest) = max(found.items(), key=lambda item: item[1])
        smaller = min(len(self._keys), imports.size_of_series(connection, self._source, series))
        return series if count * _LEAST_PART >= smaller else None

    def missing(self, keys: Container[str]) -> list[int]:
        """The deals of this series (of a system with ids: of the whole source) that stand under none of these keys.
        Rows of other sheets that stand in this file now belong to it from here on."""
        connection = self._work.connection
        if self._source != SHEET.key:
            return imports.missing(connection, self._source, None, keys)
        if self._number is not None:
            self._adopt()
        return [] if self._number is None else imports.missing(connection, self._source, self._number, keys)

    def _adopt(self) -> None:
        strays = imports.strays(self._work.connection, self._source, self.number, self._keys)
        for start in range(0, len(strays), _CHUNK):
            part = strays[start : start + _CHUNK]
            for row in self._work.session.exec(select(tables.SeenRow).where(col(tables.SeenRow.id).in_(part))):
                row.series = self.number
        self._work.session.flush()
