"""What must come out of a generated file: the values of each record, and the deals in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.money import from_major, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shape_files import Generated
    from shape_pipeline import Deal, Status

    from pipetui.exchange.records import Record

_DAYS = ("created", "stage_entered", "close_date", "next_step_date", "last_activity")
_LINES = ("name", "company", "contact", "owner", "source", "external_id", "role", "email")
_BLOCKS = ("next_step", "reason")
PLAIN_FIELDS = frozenset((*_DAYS, *_LINES, *_BLOCKS, "amount", "stage"))
"""Fields whose value is what the cell says, without the rest of the row."""


def cell_values(file: Generated, deal: Deal) -> dict[str, Any]:
    """Field to value as a record has it, for the plain fields that the file carries; empty cells are absent."""
    cells = {name: getattr(deal, name, None) for name in file.fields if name in PLAIN_FIELDS}
    specials = {
        "external_id": file.system.id(deal.number), "stage": _line(file.stage_label(deal)[0]), "role": "CFO",
        "email": f"rita.{deal.number}@example.com",
        "amount": None if deal.amount is None else from_major(deal.amount, _currency(file, deal)),
    }  # fmt: skip
    cells |= {name: value for name, value in specials.items() if name in cells}
    if "owner_ref" in file.fields and not cells.get("owner"):
        cells["owner"] = file.owner_id(deal)
    if "name" in cells or "contact" not in cells:
        cells["name"] = cells.get("name") or cells.get("company") or cells.get("contact")
    else:
        # A list of people, in which the deal is named after the person.
        cells["name"] = cells["contact"]
    if file.system.format == "dynamics" and deal.status == "open":
        cells.pop("reason", None)
    return {
        name: _line(value) if name in _LINES else value for name, value in cells.items() if value is not None
    }  # fmt: skip


def shown(file: Generated, deal: Deal) -> dict[str, str | None]:
    """The deal as an export of the database shows it: every field that any file carries."""
    values = cell_values(file, deal)
    status, stage = _standing(file, deal)
    deal = replace(deal, status=status)
    closed = file.closing_day(deal) if status != "open" else None
    day_or_text = {name: _text(values.get(name)) for name in PLAIN_FIELDS - {"amount", "stage"}}
    amount = values.get("amount")
    if amount is None and status == "won" and deal.amount is not None and "actual_amount" in file.fields:
        amount = from_major(deal.amount, _currency(file, deal))
    found = day_or_text | {
        "stage": stage, "status": status, "closed": _text(closed),
        "amount": None if amount is None else plain(amount), "currency": _currency(file, deal),
    }  # fmt: skip
    if status == "open":
        found["reason"] = None
        step = found["next_step"] or found["next_step_date"]
        return found | {"next_step_owner": found["owner"] if step else None}
    reason = "price" if found["reason"] == "Price" and status == "lost" else found["reason"]
    return found | {"next_step": None, "next_step_date": None, "next_step_owner": None, "reason": reason}


def _standing(file: Generated, deal: Deal) -> tuple[Status, str]:
    """Status and stage as the file says them."""
    fields = set(file.fields)
    _label, meaning = file.stage_label(deal)
    told = "status" in fields or ("stage" in fields and meaning in ("won", "lost"))
    status: Status = deal.status if told else "open"
    if meaning in ("won", "lost"):
        return status, "closing" if meaning == "won" else "qualification"
    if "stage" not in fields:
        return status, "closing" if status == "won" else "qualification"
    return status, meaning


def _currency(file: Generated, deal: Deal) -> str:
    """Without an amount only a column can say the currency."""
    written = "amount" in file.fields or ("actual_amount" in file.fields and deal.status == "won")
    said = file.money.column or (file.money.cell and deal.amount is not None and written)
    return deal.currency if said else "EUR"


def _line(text: Any) -> str:
    return " ".join(str(text).split())


def _text(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def differences(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    """Every field that is otherwise than expected, in words; the first is enough to look for the fault."""
    told = [f"{len(found)} deals, not {len(expected)}"] if len(found) != len(expected) else []
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=False), 1):
        told += [
            f"deal {number}, {name}: {ours.get(name)!r}, not {value!r}"
            for name, value in theirs.items()
            if ours.get(name) != value
        ]
    return told


def record_values(records: Iterable[Record], file: Generated) -> list[dict[str, Any]]:
    """The plain fields of every record, as a dictionary without what is unknown."""
    columns = {*file.fields, "name", "owner"}
    return [
        {name: value for name, value in record.values.items() if name in PLAIN_FIELDS and name in columns}
        for record in records
    ]
