"""Deals of the sample that came in a spreadsheet: nobody knows since when they are in their stage."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.services import records
from pipetui.services.transfer import import_files
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.services.desk import Desk
    from pipetui.services.sample_deeds import Scene

FILE = "pipeline.csv"
COLUMNS = (
    "external_id", "name", "company", "contact", "role", "phone", "email", "stage", "owner", "amount", "currency",
    "source", "next_step", "next_step_date",
)  # fmt: skip
"""The spreadsheet's columns, by the names of the fields that they hold."""

Row = dict[str, str]


def bring(sheet: list[Row], scenes: Sequence[Scene]) -> None:
    """Add these deals to the spreadsheet, and import it. What was imported before is still in it, unchanged."""
    sheet += [_row(scene) for scene in scenes]
    _import(scenes[0].desk, sheet)
    for scene in scenes:
        scene.told.id = records.resolve(scene.desk, f"ext:{scene.told.story.deal.text('external_id')}")


def _row(scene: Scene) -> Row:
    deal = scene.told.story.deal
    contact = deal.table("contact")
    return {
        "external_id": deal.text("external_id"),
        "name": scene.phrases.say(deal, "name") or "",
        "company": deal.text("company"),
        "contact": contact.text("name"),
        "role": scene.phrases.say(contact, "role") or "",
        "phone": contact.text("phone", ""),
        "email": contact.text("email", ""),
        "stage": scene.line.text("import"),
        "owner": scene.name(scene.told.owner) if scene.told.owner else "",
        "amount": str(deal.number("amount")),
        "currency": deal.text("currency", scene.desk.playbook.currency),
        "source": scene.phrases.say(deal, "source") or "",
        "next_step": scene.say("next") or "",
        "next_step_date": scene.day("due").isoformat() if "due" in scene.line else "",
    }


def _import(desk: Desk, sheet: Sequence[Row]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(sheet)
        request = ImportRequest([path], format="sheet", mapping={name: name for name in COLUMNS})
        for report in import_files(desk, request):
            problems = [*(question.text for question in report.questions), *(bad.reason for bad in report.rejects)]
            if problems:
                raise BadInput("\n".join(problems))
