"""What a person says about the columns and cells of one table: each function gives the request in which it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipetui.services.transfer_report import Told

if TYPE_CHECKING:
    from pipetui.services.transfer_preview import BadCell, Preview
    from pipetui.services.transfer_report import ImportRequest


def told_about(request: ImportRequest, table: Preview) -> Told:
    """What was said about this table alone."""
    return request.tables.get(table.file, Told())


def with_mapping(request: ImportRequest, table: Preview, number: int, field: str | None) -> ImportRequest:
    """The request in which this column of a table holds this field, and nothing else; None: it is not read. Another
    column that held the field so far loses it."""
    told, column = told_about(request, table), table.columns[number]
    held = {name: "" for name in (column.field, *column.also) if name is not None}
    chosen = {} if field is None else {field: column.name}
    return _said(request, table, replace(told, mapping={**told.mapping, **held, **chosen}))


def with_repair(request: ImportRequest, table: Preview, cell: BadCell, text: str) -> ImportRequest:
    """The request in which a cell reads as this text; ``repair_text`` gives one that cannot be misunderstood."""
    told = told_about(request, table)
    return _said(request, table, replace(told, repairs={**told.repairs, (cell.row, cell.column): text}))


def with_repair_everywhere(request: ImportRequest, table: Preview, cell: BadCell, text: str) -> ImportRequest:
    """The request in which every cell of a column that has the text of this one reads as another text."""
    told, place = told_about(request, table), (cell.row, cell.column)
    repairs = {other: told.repairs[other] for other in told.repairs if other != place}
    alike = {**told.alike, (cell.column, cell.value.strip()): text}
    return _said(request, table, replace(told, repairs=repairs, alike=alike))


def without_repair(request: ImportRequest, table: Preview, cell: BadCell) -> ImportRequest:
    """The request in which a cell reads as the file has it, though an earlier file's was mended, or all that are like
    it."""
    told, place = told_about(request, table), (cell.row, cell.column)
    kept = {other: text for other, text in told.repairs.items() if other != place}
    mended = (cell.column, cell.value.strip()) in told.alike or place not in told.repairs
    return _said(request, table, replace(told, repairs={**kept, place: cell.value} if mended else kept))


def repaired(request: ImportRequest, table: Preview, cell: BadCell) -> str | None:
    """What a cell is read as instead of its text; None where it is not repaired."""
    told = told_about(request, table)
    everywhere = told.alike.get((cell.column, cell.value.strip()), cell.repaired)
    text = told.repairs.get((cell.row, cell.column), everywhere)
    return None if text == cell.value else text


def _said(request: ImportRequest, table: Preview, told: Told) -> ImportRequest:
    return replace(request, tables={**request.tables, table.file: told})
