"""The same small pipeline, written as every system would: a generator of files for the import tests."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pipetui.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Deal = dict[str, object]

DEALS: tuple[Deal, ...] = (
    {
        "external_id": "OPP-1", "name": "ERP roll-out", "company": "Società Perù", "stage": 0, "owner": "Anna Rossi",
        "amount": Decimal("12000.00"), "created": date(2026, 3, 4), "close_date": date(2026, 11, 25),
        "next_step": "Send the plan, today", "source": "Web", "last_activity": date(2026, 5, 6),
        "next_step_date": date(2026, 12, 1), "status": "open",
    },
    {
        "external_id": "OPP-2", "name": 'Pilot "north"', "company": "Borealis; SpA", "stage": 1,
        "owner": "Luca Bianchi", "amount": Decimal("1234.56"), "created": date(2025, 12, 31),
        "close_date": date(2026, 2, 1),
        "next_step": "Call\nRita", "source": "Fair", "last_activity": date(2026, 1, 13),
        "next_step_date": date(2026, 12, 13), "status": "open",
    },
    {
        "external_id": "OPP-3", "name": "Licences | €", "company": "Cortina", "stage": "won", "owner": "Anna Rossi",
        "amount": Decimal("1250000.50"), "created": date(2026, 1, 2), "close_date": date(2026, 4, 30),
        "source": "Web", "last_activity": date(2026, 4, 29), "status": "won",
    },
    {
        "external_id": "OPP-4", "name": "Audit", "company": "Delta", "stage": "lost", "owner": "Luca Bianchi",
        "created": date(2026, 1, 7), "close_date": date(2026, 5, 8), "status": "lost",
    },
)  # fmt: skip
"""What every file holds. ``stage`` is a position in the system's labels, or an outcome."""


@dataclass(frozen=True)
class Numbers:
    """How a locale writes amounts."""

    thousands: str
    mark: str
    before: str = ""
    after: str = ""

    def __call__(self, value: Decimal) -> str:
        text = f"{value:,.2f}".replace(",", "\0").replace(".", self.mark).replace("\0", self.thousands)
        return f"{self.before}{text}{self.after}"


PLAIN_NUMBERS = Numbers("", ".")
ENGLISH_NUMBERS = Numbers(",", ".", before="€")
ITALIAN_NUMBERS = Numbers(".", ",", before="€ ")
SWISS_NUMBERS = Numbers("’", ".", after=" EUR")


def dates(pattern: str) -> Callable[[date], str]:
    """A writer of dates; ``%-d`` style without zeros is written ``%e``."""

    def write(day: date) -> str:
        return day.strftime(pattern.replace("%e", str(day.day)).replace("%k", str(day.month)))

    return write


def serial(day: date) -> str:
    """The day as a spreadsheet counts it."""
    return str((day - date(1899, 12, 30)) // timedelta(days=1))


_ISO = dates("%Y-%m-%d")


@dataclass(frozen=True)
class Shape:
    """One system's way: its column for each field, its labels for the stages, its usual dates and numbers."""

    format: str
    columns: Mapping[str, str]
    stages: tuple[str, str]
    won: str = "Closed Won"
    lost: str = "Closed Lost"
    statuses: tuple[str, str, str] | None = None
    date: Callable[[date], str] = _ISO
    number: Callable[[Decimal], str] = PLAIN_NUMBERS

    def cell(self, field: str, value: object) -> str:
        """One field of a deal as this system writes it."""
        if field == "stage":
            labels: dict[object, str] = {0: self.stages[0], 1: self.stages[1], "won": self.won, "lost": self.lost}
            return labels[value]
        if field == "status" and self.statuses:
            return self.statuses[("open", "won", "lost").index(str(value))]
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, Decimal):
            return self.number(value)
        return "" if value is None else str(value)

    def write(self, path: Path, *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> Path:
        """Write the pipeline into ``path``."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(self.columns.values())
        for deal in DEALS:
            writer.writerow([self.cell(field, deal.get(field)) for field in self.columns])
        path.write_bytes(out.getvalue().replace("\r\n", end).encode(encoding))
        return path

    def expected(self) -> list[dict[str, object]]:
        """The values that a reader must find, for the fields that this system has."""
        return [self._expected(deal) for deal in DEALS]

    def _expected(self, deal: Deal) -> dict[str, object]:
        found = {field: value for field, value in deal.items() if field in self.columns}
        if "stage" in found:
            found["stage"] = self.cell("stage", found["stage"])
        if "amount" in found:
            found["amount"] = Money(int(Decimal(str(found["amount"])) * 100), "EUR")
        return found


SHAPES = {
    "pipedrive": Shape(
        "pipedrive",
        {
            "external_id": "Deal - ID", "name": "Deal - Title", "amount": "Deal - Value", "stage": "Deal - Stage",
            "status": "Deal - Status", "owner": "Deal - Owner", "company": "Deal - Organization",
            "close_date": "Deal - Expected close date", "created": "Deal - Deal created",
            "last_activity": "Deal - Last activity date", "next_step_date": "Deal - Next activity date",
        },
        ("Qualified", "Demo"), won="Demo", lost="Demo", statuses=("Open", "Won", "Lost"),
        date=dates("%Y-%m-%d 10:20:30"),
    ),
    "hubspot": Shape(
        "hubspot",
        {
            "external_id": "Record ID", "name": "Deal Name", "stage": "Deal Stage", "amount": "Amount",
            "close_date": "Close Date", "created": "Create Date", "owner": "Deal Owner",
            "last_activity": "Last Activity Date", "next_step_date": "Next Activity Date", "next_step": "Next step",
            "company": "Associated Company",
        },
        ("Appointment Scheduled", "qualifiedtobuy"), date=dates("%Y-%m-%d 09:05"),
    ),
    "salesforce": Shape(
        "salesforce",
        {
            "external_id": "Id", "name": "Name", "stage": "StageName", "amount": "Amount", "close_date": "CloseDate",
            "next_step": "NextStep", "source": "LeadSource", "owner": "OwnerId", "created": "CreatedDate",
            "last_activity": "LastActivityDate",
        },
        ("Prospecting", "Needs Analysis"), date=dates("%Y-%m-%dT09:09:33.000+0000"),
    ),
    "report": Shape(
        "salesforce",
        {
            "owner": "Opportunity Owner", "company": "Account Name", "name": "Opportunity Name", "stage": "Stage",
            "amount": "Amount", "close_date": "Close Date", "created": "Created Date", "next_step": "Next Step",
            "source": "Lead Source",
        },
        ("Prospecting", "Id. Decision Makers"), date=dates("%e/%k/%Y"), number=ENGLISH_NUMBERS,
    ),
    "zoho": Shape(
        "zoho",
        {
            "external_id": "Record Id", "name": "Deal Name", "owner": "Deal Owner", "company": "Account Name",
            "amount": "Amount", "close_date": "Closing Date", "stage": "Stage", "next_step": "Next Step",
            "source": "Lead Source", "created": "Created Time", "last_activity": "Last Activity Time",
        },
        ("Qualification", "Identify Decision Makers"), date=dates("%b %e, %Y"), number=Numbers(",", ".", before="€"),
    ),
    "dynamics": Shape(
        "dynamics",
        {
            "external_id": "(Do Not Modify) Opportunity", "name": "Topic", "owner": "Owner",
            "company": "Potential Customer", "status": "Status", "amount": "Est. revenue",
            "close_date": "Est. close date", "stage": "Sales Stage", "created": "Created On",
        },
        ("Qualify", "Develop"), won="Close", lost="Propose", statuses=("Open", "Won", "Lost"),
        date=dates("%k/%e/%Y 7:42"),
    ),
    "sheet": Shape(
        "sheet",
        {
            "name": "Deal", "company": "company ", "owner": "REP", "stage": "Stage", "amount": "Value (EUR)",
            "close_date": "Expected close", "created": "Created on", "next_step": "Next Action",
            "next_step_date": "Next Action Date", "source": "Source", "last_activity": "Last Contact Date",
        },
        ("Discovery", "Proposal"), won="Won", lost="Lost",
    ),
    "foglio": Shape(
        "sheet",
        {
            "company": "Azienda", "name": "Trattativa", "stage": "Fase", "amount": "Valore", "owner": "Responsabile",
            "next_step": "Prossimo passo", "next_step_date": "Data prossimo passo", "close_date": "Data chiusura",
        },
        ("Qualifica", "Offerta"), won="Vinta", lost="Persa", date=dates("%d/%m/%Y"), number=ITALIAN_NUMBERS,
    ),
}  # fmt: skip
