"""Files for the import tests, and what a deal looks like after one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from pipetui.services import exports, transfer
from pipetui.services.transfer_report import ImportReport, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

HEADER = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Next step,Next Activity Date"
ROWS = (
    "11,ERP,Appointment Scheduled,1200.50,2026-12-31,2026-10-01,Anna Rossi,Call Rita,2026-11-30",
    "12,Pilot,Qualified To Buy,900,2026-12-15,2026-09-01,Luca Bianchi,Send plan,2026-12-01",
    "13,Audit,Closed Won,5000,2026-11-02,2026-08-01,Anna Rossi,,",
)


class Bench:
    """A desk and a folder to import from, one minute later each time."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def later(self, minutes: int = 1) -> Desk:
        self.desk = self.desk.at(self.desk.now + 60 * minutes)
        return self.desk

    def file(self, content: str, name: str = "deals.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode())
        return path

    def bring(self, content: str, **answers: Any) -> ImportReport:
        """Import this text as a file."""
        (report,) = transfer.import_files(self.later(), ImportRequest([self.file(content)], **answers))
        return report

    def hubspot(self, *rows: str, **answers: Any) -> ImportReport:
        """Import rows of a HubSpot export; the usual ones if none are given."""
        return self.bring("\n".join((HEADER, *(rows or ROWS))), **answers)

    def exported(self, what: str = "deals") -> list[dict[str, Any]]:
        out = io.StringIO()
        exports.export(self.desk, what, "json", out)
        found: list[dict[str, Any]] = json.loads(out.getvalue())
        return found

    def deal(self, external_id: str) -> dict[str, Any]:
        """A deal as the export has it, by the id of its system."""
        (found,) = [deal for deal in self.exported() if deal["external_id"] == external_id]
        return found


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    assert report.rows == report.added + report.updated + report.unchanged + report.rejected
    return report.added, report.updated, report.unchanged, report.rejected


def table(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
