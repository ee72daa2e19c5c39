"""Two weekly exports with a person's work between them: something of everything that an import can leave to people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from small_pipeline import NOW

from pipetui.services import edits, records, steps, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

_HEADER = (
    "Record ID,Deal Name,Associated Company,Deal Stage,Amount,Close Date,Create Date,Deal owner,Next step,"
    "Next Activity Date"
)
_COMPANIES = (
    "Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea", "Hera", "Iris", "Juno", "Kairos", "Luna",
    "Mira", "Nives", "Orione",
)  # fmt: skip
DAY = 86_400


def second_import(desk: Desk, folder: Path) -> ImportReport:
    """Import both weeks; the report of the second, which is imported now. Acme and Borealis are held, the amounts of
    Cortina and Delta are in conflict, Elmo and Fano are gone, a second Elmo came, one row and one amount are bad."""
    first_week(desk, folder)
    return _import(desk, second_file(folder))


def first_week(desk: Desk, folder: Path) -> None:
    """Import the first week, and work on Cortina and Delta."""
    first = [_row(number, company, "Appointment Scheduled") for number, company in enumerate(_COMPANIES, 1)]
    _import(desk.at(NOW - 7 * DAY), _written(folder, first))
    for company in ("Cortina", "Delta"):
        deal = records.find(desk, company)[0].id
        edits.set_fields(desk.at(NOW - 2 * DAY), deal, {"amount": "77000"})
        steps.plan(desk.at(NOW - 2 * DAY), deal, text="Call the signer", day=date(2026, 11, 27))


def second_file(folder: Path) -> Path:
    """What the CRM exports a week later, at the place of the first file."""
    stages = {"Acme": "Contract Sent", "Borealis": "Presentation Scheduled"}
    second = [
        _row(number, company, stages.get(company, "Appointment Scheduled"), raised=company in ("Cortina", "Delta"))
        for number, company in enumerate(_COMPANIES, 1)
        if company not in ("Elmo", "Fano")
    ]
    second += [_row(50 + n, company, "Qualified To Buy") for n, company in enumerate(("Pavia", "Quarto"))]
    second += [
        "97,roll-out,,,,,,,,",
        "98,Audit,Rho [bold],Qualified To Buy,lots,,,anna,,",
        _row(99, "Elmo", "Qualified To Buy"),
    ]
    return _written(folder, second)


def many(desk: Desk, folder: Path, count: int = 25) -> None:
    """An import that leaves so many deals to clear: each without a step, the larger the later."""
    rows = [_row(number, f"Company {number:02}", "Qualified To Buy") for number in range(1, count + 1)]
    _import(desk, _written(folder, rows))


def _row(number: int, company: str, stage: str, *, raised: bool = False) -> str:
    amount = number * 1000 + (500 if raised else 0)
    return f"{number},roll-out,{company},{stage},{amount},2026-12-31,2026-10-01,anna,,"


def _written(folder: Path, rows: Sequence[str]) -> Path:
    path = folder / "deals.csv"
    path.write_text("\n".join((_HEADER, *rows)), encoding="utf-8")
    return path


def _import(desk: Desk, path: Path) -> ImportReport:
    (report,) = transfer.import_files(desk, ImportRequest([path]))
    return report
