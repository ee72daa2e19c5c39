"""How a file was written that came in, so that one like it can go back: column names, order of dates, decimal mark."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TextIO, cast

from pipetui.domain.money import Money, plain
from pipetui.exchange.cell_dates import has_short_year, mark_of
from pipetui.exchange.guard import guard

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from pipetui.exchange.cell_dates import DateOrder
    from pipetui.exchange.systems import System

_LIKE_A_SHAPE = "1/1/1000"
_PARTS = {"dmy": ("%d", "%m", "%Y"), "mdy": ("%m", "%d", "%Y"), "ymd": ("%Y", "%m", "%d")}
_ISO = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class FileLayout:
    """The columns of a file in order, the column of each field, and how its dates and numbers are written.

    ``date_orders``: column to shape to order, for columns with dates that are written in figures. The rest is ISO.
    ``factors``: column to how large one unit of its amounts is, where that is not 1.
    """

    header: tuple[str, ...]
    fields: Mapping[str, str]
    delimiter: str = ","
    mark: str = "."
    date_order: DateOrder | None = None
    date_orders: Mapping[str, Mapping[str, DateOrder]] = field(default_factory=dict)
    factors: Mapping[str, int] = field(default_factory=dict)

    def column(self, name: str) -> str | None:
        """The column that holds a field."""
        return self.fields.get(name)

    def in_order(self, columns: Collection[str]) -> list[str]:
        """These columns in the order of the file."""
        return [name for name in dict.fromkeys(self.header) if name in columns]

    def text(self, column: str, value: Any) -> str:
        """A value as this column writes it: text, ``date``, number or None. The formula guard is not on it."""
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value / self.factors.get(column, 1):f}".replace(".", self.mark)
        if isinstance(value, Money):
            major = value.major / self.factors[column] if column in self.factors else plain(value)
            return f"{major} {value.currency}".replace(".", self.mark)
        return value.strftime(self._date_format(column)) if isinstance(value, date) else str(value)

    def _date_format(self, column: str) -> str:
        shapes = self.date_orders.get(column)
        if not shapes:
            return _ISO if self.date_order is None else _format(_LIKE_A_SHAPE, self.date_order)
        shape, order = next(iter(shapes.items()))
        return _format(shape, order)


def _format(shape: str, order: DateOrder) -> str:
    written = mark_of(shape).join(_PARTS[order])
    return written.replace("%Y", "%y") if has_short_year(shape) else written


PLAIN = FileLayout((), {})
"""How values are written where no file says otherwise."""


def layout_of(kept: Mapping[str, Any], system: System, known: Collection[str]) -> FileLayout:
    """The layout that an import kept, as ``tables.ImportBatch.layout`` tells. Where it kept none: the usual columns of
    the system for the fields that are ``known`` of its deals."""
    if not kept.get("fields"):
        fields = {name: column for name, column in system.names.items() if name in known}
        return FileLayout(tuple(dict.fromkeys(fields.values())), fields)
    delimiter = kept.get("delimiter") or ","
    return FileLayout(
        header=tuple(kept.get("header") or kept["fields"].values()),
        fields=kept["fields"],
        delimiter=delimiter,
        mark=kept.get("mark") or ("," if delimiter == ";" else "."),
        date_order=cast("DateOrder | None", kept.get("date_order")),
        date_orders=kept.get("date_orders") or {},
        factors=kept.get("factors") or {},
    )


def write_like(layout: FileLayout, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write rows (column to value) as CSV in this layout; no cell is a formula. ``out`` must not translate line
    ends."""
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\r\n")
    writer.writerow([guard(column) for column in columns])
    for row in rows:
        writer.writerow([guard(layout.text(column, row.get(column))) for column in columns])
