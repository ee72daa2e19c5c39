"""What a person said to have entered in the CRM, between two imports.

From then on it is what the CRM knows. But the next file may be older than that, or the entry never have been saved:
the values from before are kept beside it, and a file that still has one of them changes nothing here.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.exchange.systems.base import label_key
from pipetui.storage import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.services.transfer_rows import Planned
    from pipetui.storage.transfers import Seen
    from pipetui.storage.writing import Work

MARK = "entered:"
"""Among the cells of a seen row, before the name of a field: a JSON list of what files said before it was entered."""

NEW = "new:"
"""The key of a deal that was added here and entered in the CRM, until a file shows under which id."""


def marked(cells: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The cells of a seen row after these values (field to text) were entered in its system."""
    marks = {
        MARK + name: json.dumps([*json.loads(cells.get(MARK + name, "[]")), cells.get(name, "")], ensure_ascii=False)
        for name in values
    }
    return {**cells, **values, **marks}


def has_marks(cells: Mapping[str, str]) -> bool:
    """Was something entered of which no file has told yet?"""
    return any(name.startswith(MARK) for name in cells)


def confirmed(last: Seen, cells: Mapping[str, str]) -> Seen:
    """What was seen of a row, now that a file says what these ``cells`` have: a value from before its entry is what
    the CRM still has. Marks of fields that the file lacks stay."""
    kept = {name: text for name, text in last.cells.items() if name.removeprefix(MARK) == name}
    for name, text in last.cells.items():
        of = name.removeprefix(MARK)
        if of == name:
            continue
        if of not in cells:
            kept[name] = text
        elif cells[of] in json.loads(text):
            kept[of] = cells[of]
    return replace(last, cells=kept)


def adopt(work: Work, source: str, rows: Sequence[Planned]) -> bool:
    """Give deals that were added here and entered there the ids under which this file has them: those with the same
    name and company. Are there any?"""
    waiting = work.session.exec(
        select(tables.SeenRow).where(tables.SeenRow.source == source, col(tables.SeenRow.key).startswith(NEW))
    ).all()
    if not waiting:
        return False
    here = {_called(json.loads(seen.cells)): seen for seen in waiting}
    found = [(seen, row) for row in rows if (seen := here.pop(_called(row.cells), None)) is not None]
    for seen, row in found:
        seen.key = row.key
        deal = work.deal(seen.record_id)
        if row.external_id is not None:
            deal.external_source, deal.external_id = source, row.external_id
    work.session.flush()
    return bool(found)


def _called(cells: Mapping[str, str]) -> tuple[str, str]:
    return label_key(cells.get("name", "")), label_key(cells.get("company", ""))
