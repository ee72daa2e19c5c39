"""A CRM that lives: deals that somebody there changes week after week, and its exports in several shapes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

STAGES = ("qualification", "discovery", "solution", "validation", "decision")
OWNERS = ("Anna Rossi", "Luca Bianchi", "Mia Neri")
STEPS = ("Call Rita", "Send the plan", "Demo; with IT", 'The "pilot" meeting', "Contratto, bozza")
COMPANIES = ("Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea", "Hera", "Iris", "Juno")


@dataclass(frozen=True)
class CrmDeal:
    """One deal as the CRM has it. ``stage``: a stage of the default playbook, ``won`` or ``lost``."""

    id: str
    name: str
    company: str
    stage: str
    owner: str
    created: date
    amount: Decimal | None = None
    close_date: date | None = None
    next_step: str | None = None
    next_step_date: date | None = None


@dataclass
class Crm:
    """The CRM. ``hidden``: ids that this week's export does not have; ``spoiled``: id and field to what somebody typed
    there that is no value; ``called``: the names of people that it writes in another way."""

    rng: Random
    deals: dict[str, CrmDeal] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    spoiled: dict[tuple[str, str], str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    _last: int = 0

    def add(self, today: date, stage: str | None = None) -> None:
        """Somebody there adds a deal."""
        rng = self.rng
        self._last += 1
        deal = CrmDeal(
            f"OPP-{self._last:04}", f"Deal {self._last}", rng.choice(COMPANIES), stage or rng.choice(STAGES),
            rng.choice(OWNERS), today - timedelta(days=rng.randrange(1, 300)),
        )  # fmt: skip
        changed = replace(deal, amount=self._amount(), close_date=self._day(today))
        if rng.random() < 0.7:
            changed = replace(changed, next_step=rng.choice(STEPS), next_step_date=self._day(today))
        self.deals[deal.id] = changed

    def week(self, today: date, *, renames: bool) -> None:
        """A week goes by. ``renames``: names may change (where the export has ids)."""
        rng = self.rng
        for deal in list(self.deals.values()):
            if rng.random() < 0.5:
                self.deals[deal.id] = self._changed(deal, today, renames=renames)
        for _number in range(rng.randrange(4)):
            self.add(today)
        self.hidden = {
            deal for deal in self.deals if (rng.random() < 0.7 if deal in self.hidden else rng.random() < 0.05)
        }

    def spoil(self) -> None:
        """Somebody writes words where dates and amounts belong."""
        fields = ("amount", "close_date", "next_step_date")
        cells = [(deal, name) for deal in self.deals for name in fields if self.rng.random() < 0.15]
        self.spoiled = {cell: self.rng.choice(("da definire", "as soon as we know", "31/31/2026")) for cell in cells}

    def _changed(self, deal: CrmDeal, today: date, *, renames: bool) -> CrmDeal:
        rng = self.rng
        changes: list[Callable[[], CrmDeal]] = [
            lambda: replace(deal, amount=self._amount()),
            lambda: replace(deal, close_date=self._day(today)),
            lambda: replace(deal, owner=rng.choice(OWNERS)),
            lambda: replace(deal, next_step=rng.choice((*STEPS, None))),
            lambda: replace(deal, next_step_date=self._day(today)),
            lambda: replace(deal, next_step=rng.choice(STEPS), next_step_date=self._day(today)),
            lambda: replace(deal, stage=self._stage(deal.stage)),
            lambda: replace(deal, stage=self._stage(deal.stage), amount=self._amount()),
            lambda: replace(deal, company=deal.company if not renames else rng.choice(COMPANIES)),
            lambda: replace(deal, name=deal.name if not renames else f"{deal.name}'"),
        ]
        return rng.choice(changes)()

    def _stage(self, stage: str) -> str:
        """Mostly one on, sometimes two, back, closed or open again."""
        rng = self.rng
        if stage not in STAGES:
            return rng.choice((stage, stage, rng.choice(STAGES)))
        place = STAGES.index(stage) + rng.choice((1, 1, 1, 2, -1))
        return rng.choice(("won", "lost", *[STAGES[max(0, min(place, len(STAGES) - 1))]] * 6))

    def _amount(self) -> Decimal | None:
        return None if self.rng.random() < 0.1 else Decimal(self.rng.randrange(100, 9_000_000)) / 100

    def _day(self, today: date) -> date | None:
        return None if self.rng.random() < 0.1 else today + timedelta(days=self.rng.randrange(-20, 90))


@dataclass(frozen=True)
class Style:
    """How one system writes its export. ``columns``: field to column name; ``identified``: are there ids?"""

    columns: dict[str, str]
    stages: dict[str, str]
    delimiter: str = ","
    date: Callable[[date], str] = date.isoformat
    amount: Callable[[Decimal], str] = str

    @property
    def identified(self) -> bool:
        return "id" in self.columns

    def write(self, crm: Crm) -> str:
        """The export of this week."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter).writerows([list(map(self._text, row)) for row in self.rows(crm)])
        return out.getvalue()

    def rows(self, crm: Crm) -> list[list[object]]:
        """The same as cells of a workbook: days as days."""
        shown = [deal for deal in crm.deals.values() if deal.id not in crm.hidden]
        return [
            list(self.columns.values()),
            *([self._cell(crm, deal, name) for name in self.columns] for deal in shown),
        ]

    def _cell(self, crm: Crm, deal: CrmDeal, name: str) -> object:
        value = crm.spoiled.get((deal.id, name), getattr(deal, name))
        if name == "stage":
            return self.stages[value]
        if isinstance(value, Decimal):
            return self.amount(value)
        return crm.called.get(value, value) if name == "owner" else value

    def _text(self, cell: object) -> str:
        return self.date(cell) if isinstance(cell, date) else str(cell or "")


def _italian(amount: Decimal) -> str:
    return f"€ {amount:,.2f}".translate(str.maketrans(",.", ".,"))


STYLES = {
    "hubspot": Style(
        {
            "id": "Record ID", "name": "Deal Name", "stage": "Deal Stage", "amount": "Amount",
            "close_date": "Close Date", "created": "Create Date", "owner": "Deal owner",
            "next_step_date": "Next Activity Date", "next_step": "Next step", "company": "Associated Company",
        },
        dict(zip((*STAGES, "won", "lost"), (
            "Appointment Scheduled", "qualifiedtobuy", "Presentation Scheduled (Sales Pipeline)",
            "Decision Maker Bought-In", "Contract Sent", "Closed Won", "closedlost"), strict=True)),
        date=lambda day: f"{day} 10:20",
    ),
    "report": Style(
        {
            "owner": "Opportunity Owner", "company": "Account Name", "name": "Opportunity Name", "stage": "Stage",
            "amount": "Amount", "close_date": "Close Date", "created": "Created Date", "next_step": "Next Step",
            "next_step_date": "Next Step Date",
        },
        dict(zip((*STAGES, "won", "lost"), (
            "Prospecting", "Needs Analysis", "Value Proposition", "Perception Analysis", "Negotiation/Review",
            "Closed Won", "Closed Lost"), strict=True)),
        date=lambda day: f"{day.month}/{day.day}/{day.year}",
        amount=lambda amount: f"${amount:,.2f}",
    ),
    "foglio": Style(
        {
            "company": "Azienda", "name": "Trattativa", "stage": "Fase", "amount": "Valore", "owner": "Responsabile",
            "next_step": "Prossimo passo", "next_step_date": "Data prossimo passo", "close_date": "Data chiusura",
            "created": "Data creazione",
        },
        dict(zip((*STAGES, "won", "lost"), (*map(str.title, STAGES), "Vinta", "Persa"), strict=True)),
        delimiter=";",
        date=lambda day: day.strftime("%d/%m/%Y"),
        amount=_italian,
    ),
}  # fmt: skip
