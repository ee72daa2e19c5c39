"""The way back as data: what is to be entered in the CRM, as a list, in the layout of its files, or as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.money import Money
from pipetui.errors import BadInput
from pipetui.exchange.layout_out import PLAIN
from pipetui.i18n import _
from pipetui.services.way_back import FIELDS, to_enter

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from pipetui.exchange.layout_out import FileLayout
    from pipetui.services.desk import Desk
    from pipetui.services.way_back import ToEnter
    from pipetui.services.way_back_origin import Origin

Row = dict[str, Any]

COLUMNS = ("id", "external_id", "name", "company", "source", "field", "before", "after", "column", "entry")

_NEEDS_TO_BE_FOUND_BY = ("company", "created")
"""What finds a row again in a file without ids, beside its name."""


@dataclass(frozen=True, slots=True)
class LikeTheFile:
    """What is to be entered as rows of the source's own files: column to value, for ``columns`` in their order."""

    layout: FileLayout
    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]

    def for_sheet(self) -> Generator[Row, None, None]:
        """The rows for a workbook: an amount that has to say its currency is text."""
        for row in self.rows:
            yield {
                column: self.layout.text(column, value) if isinstance(value, Money) else value
                for column, value in row.items()
            }


def changes(desk: Desk) -> Generator[Row, None, None]:
    """What is different here from what the last import saw: one row for each field, to be entered in the CRM.

    ``before`` is what the file said, ``after`` our value, ``column`` and ``entry`` the same in the source's words.
    Fields for which the file had no column are left out.
    """
    for deal in to_enter(desk):
        layout = deal.origin.layout if deal.origin else PLAIN
        for each in deal.differences:
            yield {
                "id": deal.id,
                "external_id": deal.external_id,
                "name": deal.ours["name"],
                "company": deal.ours["company"] or None,
                "source": deal.origin.source if deal.origin else None,
                "field": each.field,
                "before": each.before,
                "after": each.after,
                "column": each.column,
                "entry": layout.text(each.column or "", each.entry) or None,
            }


def like_the_file(desk: Desk, wanted: str | None = None) -> LikeTheFile | None:
    """The changed deals in the layout of their source's last file; None where nothing was imported yet.

    ``wanted``: the source, needed where deals of several have changes. Cells that did not change hold what the file
    has. Deals that were added here have no id. Raises BadInput when the source is not clear.
    """
    found = to_enter(desk)
    origin = _chosen(found, wanted)
    if origin is None:
        return None
    deals = [deal for deal in found if deal.origin is origin or deal.is_new]
    columns = origin.layout.in_order(set(_columns(origin, deals)))
    return LikeTheFile(origin.layout, columns, (_row(origin, deal, columns) for deal in deals))


def _chosen(found: Sequence[ToEnter], wanted: str | None) -> Origin | None:
    """The source whose deals are written. Raises BadInput where there are several, and for one without changes."""
    there = list({id(deal.origin): deal.origin for deal in found if deal.origin is not None}.values())
    fitting = [origin for origin in there if wanted in (None, origin.source, origin.title)]
    if len(fitting) == 1 or (not there and wanted is None):
        return fitting[0] if fitting else None
    names = ", ".join(sorted(origin.title for origin in there)) or _("none")
    if fitting:
        raise BadInput(
            _("There are changes for several files: {names}.").format(names=names), _("Choose one with --format NAME.")
        )
    raise BadInput(
        _("There are no changes for “{name}”.").format(name=wanted),
        _("There are some for: {names}.").format(names=names),
    )


def _columns(origin: Origin, deals: Sequence[ToEnter]) -> Iterator[str]:
    """What finds the record, what it is called, and every column in which a deal differs."""
    layout = origin.layout
    found_by = ("external_id",) if layout.column("external_id") else _NEEDS_TO_BE_FOUND_BY
    yield from filter(None, (origin.naming, *map(layout.column, found_by)))
    for deal in deals:
        for name in _differing(deal):
            yield from filter(None, (origin.column(name),))
            if name == "amount" and _other_currency(deal):
                yield from filter(None, (layout.column("currency"),))
            if name == "amount" and deal.ours["status"] == "won":
                yield from filter(None, (layout.column("actual_amount"),))


def _differing(deal: ToEnter) -> set[str]:
    return {each.field for each in deal.differences}


def _other_currency(deal: ToEnter) -> bool:
    return deal.ours["amount"][-3:] != deal.cells.get("amount", "")[-3:]


def _row(origin: Origin, deal: ToEnter, columns: Sequence[str]) -> dict[str, Any]:
    """Our value where it is another one, the file's own in the other cells."""
    changed = {each.column: each.entry for each in deal.differences if each.column}
    row = {column: changed[column] if column in changed else _unchanged(origin, deal, column) for column in columns}
    layout, amount = origin.layout, deal.ours["amount"]
    if (column := layout.column("currency")) in row and amount:
        row[str(column)] = amount[-3:]
    if (column := layout.column("actual_amount")) in row and deal.ours["status"] == "won":
        row[str(column)] = origin.entry("amount", amount, deal.cells)
    return row


def _unchanged(origin: Origin, deal: ToEnter, column: str) -> Any:
    fields = ("external_id", *FIELDS, "created", *origin.layout.fields)
    names = [name for name in dict.fromkeys(fields) if origin.column(name) == column]
    if "external_id" in names:
        return None if deal.is_new else deal.external_id
    known = [origin.was(name, deal.cells) for name in names if name in deal.cells]
    if not known and "created" in names:
        return date.fromisoformat(deal.ours["created"]) if deal.ours["created"] else None
    # A column that says both stage and status was read as one of them.
    return next((value for value in known if value is not None), None)
