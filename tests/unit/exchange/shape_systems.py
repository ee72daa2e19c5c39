"""What each system calls its columns and stages, and which facts of a deal it can carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from shape_pipeline import Status

Stages = Mapping[str, tuple[str, ...]]
"""Stage of the default playbook, or an outcome, to the labels that mean it."""

_HUBSPOT: Stages = {
    "qualification": ("Appointment Scheduled",), "discovery": ("Qualified To Buy", "qualified to buy "),
    "solution": ("Presentation Scheduled",), "validation": ("Decision Maker Bought-In",),
    "decision": ("Contract Sent",), "won": ("Closed Won",), "lost": ("Closed Lost",),
}  # fmt: skip
_SALES: Stages = {
    "qualification": ("Prospecting", "Qualification"),
    "discovery": ("Needs Analysis", "Id. Decision Makers", "Identify Decision Makers"),
    "solution": ("Value Proposition", "Proposal/Price Quote"), "validation": ("Perception Analysis",),
    "decision": ("Negotiation/Review", "NEGOTIATION"), "won": ("Closed Won",), "lost": ("Closed Lost",),
}  # fmt: skip
_DYNAMICS: Stages = {
    "qualification": ("Qualify", "1-Qualify"), "discovery": ("Develop",), "solution": ("Propose",),
    "decision": ("Close", "4-Close"),
}  # fmt: skip
_PLAYBOOK: Stages = {
    "qualification": ("Qualification", "qualification"), "discovery": ("Discovery", " DISCOVERY"),
    "solution": ("Solution",), "validation": ("validation",), "decision": ("Decision",), "closing": ("Closing",),
}  # fmt: skip
_OWN: Stages = {
    "qualification": ("Primo contatto",), "discovery": ("Demo (fatta)", "Demo: doing"), "decision": ("Trattativa €",),
}  # fmt: skip
"""Labels that nobody can know."""
_OWN_ENDS: Stages = {"won": ("Firmato!",), "lost": ("Sfumato",)}

_STATUSES: Mapping[Status, str] = {"open": "Open", "won": "Won", "lost": "Lost"}


@dataclass(frozen=True)
class System:
    """One kind of file. ``columns``: field to column name, in their usual order; ``unread``: further ones.

    ``statuses``: its words, where a column of their own says what became of a deal; else the stage says it.
    """

    format: str
    columns: Mapping[str, str]
    stages: Stages
    unread: tuple[str, ...] = ()
    statuses: Mapping[Status, str] | None = None
    id: Callable[[int], str] = str
    asks: bool = field(default=False)
    """Are its stage labels nobody's, so that they are asked about?"""

    def with_own_stages(self) -> System:
        """The same with labels that the company made up."""
        return replace(self, stages=_OWN if self.statuses else {**_OWN, **_OWN_ENDS}, asks=True)

    def without(self, *fields: str) -> System:
        """The same without some columns."""
        return replace(self, columns={name: column for name, column in self.columns.items() if name not in fields})


def _guid(number: int) -> str:
    return str(UUID(int=0xA3F1_0000_0000_4000_8000_0000_0000_0000 + number))


_REPORT = System(
    "salesforce",
    {
        "owner": "Opportunity Owner", "company": "Account Name", "name": "Opportunity Name", "stage": "Stage",
        "amount": "Amount", "currency": "Amount Currency", "close_date": "Close Date", "created": "Created Date",
        "next_step": "Next Step", "source": "Lead Source",
    },
    _SALES,
    unread=("Probability (%)", "Age", "Type"),
)  # fmt: skip
_HUB = System(
    "hubspot",
    {
        "external_id": "Record ID", "name": "Deal Name", "stage": "Deal Stage", "amount": "Amount",
        "currency": "Currency", "close_date": "Close Date", "created": "Create Date", "owner": "Deal owner",
        "last_activity": "Last Activity Date", "next_step_date": "Next Activity Date", "next_step": "Next step",
        "company": "Associated Company", "company_ref": "Associated Company IDs",
    },
    _HUBSPOT,
    id=lambda number: str(10_293_847_000 + number),
)  # fmt: skip
_DYN = System(
    "dynamics",
    {
        "external_id": "(Do Not Modify) Opportunity", "name": "Topic", "owner": "Owner",
        "company": "Potential Customer", "status": "Status", "reason": "Status Reason", "amount": "Est. revenue",
        "close_date": "Est. close date", "actual_amount": "Actual Revenue", "closed": "Actual Close Date",
        "stage": "Sales Stage", "created": "Created On", "currency": "Currency",
    },
    _DYNAMICS,
    unread=("(Do Not Modify) Row Checksum",),
    statuses=_STATUSES,
    id=_guid,
)  # fmt: skip
_SHEET = System(
    "sheet",
    {
        "name": "Deal", "company": "Company", "contact": "Contact", "owner": "Rep", "stage": "Stage",
        "amount": "Value", "currency": "Currency", "close_date": "Expected close", "created": "Created on",
        "next_step": "Next Action", "next_step_date": "Next Action Date", "source": "Source",
        "last_activity": "Last Contact Date", "stage_entered": "Stage since",
    },
    {**_PLAYBOOK, "won": ("Won", "closed won"), "lost": ("Lost",)},
)  # fmt: skip

SYSTEMS: Mapping[str, System] = {
    "loader": System(
        "salesforce",
        {
            "external_id": "Id", "deleted": "IsDeleted", "company_ref": "AccountId", "name": "Name",
            "stage": "StageName", "amount": "Amount", "currency": "CurrencyIsoCode", "close_date": "CloseDate",
            "next_step": "NextStep", "source": "LeadSource", "is_closed": "IsClosed", "is_won": "IsWon",
            "owner_ref": "OwnerId", "created": "CreatedDate", "last_activity": "LastActivityDate",
            "stage_entered": "LastStageChangeDate",
        },
        _SALES,
        unread=("Description", "Probability", "ExpectedRevenue", "Type", "ForecastCategory"),
        id=lambda number: f"0065g00000Ab{number:03}AAV",
    ),
    "report": _REPORT,
    "hubspot": _HUB,
    "hubspot-pipeline": replace(
        _HUB,
        columns={"pipeline": "Pipeline", **_HUB.columns},
        stages={stage: tuple(f"{label} (Sales Pipeline)" for label in labels) for stage, labels in _HUBSPOT.items()},
    ),
    "hubspot-ids": replace(
        _HUB,
        stages={
            stage: tuple(label.lower().replace(" ", "").replace("-", "") for label in labels)
            for stage, labels in _HUBSPOT.items()
        },
    ),
    "zoho": System(
        "zoho",
        {
            "external_id": "Record Id", "name": "Deal Name", "owner": "Deal Owner", "owner_ref": "Deal Owner Id",
            "company": "Account Name", "company_ref": "Account Id", "amount": "Amount", "currency": "Currency",
            "close_date": "Closing Date", "stage": "Stage", "next_step": "Next Step", "source": "Lead Source",
            "created": "Created Time", "last_activity": "Last Activity Time", "reason": "Reason For Loss",
            "pipeline": "Pipeline",
        },
        _SALES,
        unread=("Type", "Modified Time"),
        id=lambda number: f"zcrm_5010001{number:06}",
    ),
    "dynamics": _DYN,
    "dynamics-no-ids": replace(_DYN.without("external_id"), unread=()),
    "pipedrive": System(
        "pipedrive",
        {
            "external_id": "Deal - ID", "name": "Deal - Title", "amount": "Deal - Value",
            "currency": "Deal - Currency", "pipeline": "Deal - Pipeline", "stage": "Deal - Stage",
            "status": "Deal - Status", "owner": "Deal - Owner", "company": "Deal - Organization",
            "contact": "Deal - Contact person", "close_date": "Deal - Expected close date",
            "created": "Deal - Deal created", "stage_entered": "Deal - Last stage change",
            "last_activity": "Deal - Last activity date", "next_step_date": "Deal - Next activity date",
            "won_time": "Deal - Won time", "lost_time": "Deal - Lost time", "reason": "Deal - Lost reason",
        },
        _PLAYBOOK,
        statuses=_STATUSES,
    ),
    "sheet": _SHEET,
    "sheet-status": replace(
        _SHEET,
        columns={"external_id": "ID", "status": "Status", "reason": "Lost reason", **_SHEET.columns},
        stages=_PLAYBOOK,
        statuses={"open": "in progress", "won": "won", "lost": "Lost"},
        id=lambda number: f"{number:05}",
    ),
    "people": replace(
        _SHEET,
        columns={
            "contact": "Name", "company": "Company", "role": "Role", "email": "Email", "stage": "Stage",
            "owner": "Rep", "amount": "Amount", "currency": "Currency", "last_activity": "Last Contact Date",
            "next_step_date": "Next Action Date", "next_step": "Next Action",
        },
    ),
    "foglio": System(
        "sheet",
        {
            "company": "Azienda", "name": "Trattativa", "stage": "Fase", "amount": "Valore", "currency": "Valuta",
            "owner": "Responsabile", "next_step": "Prossimo passo", "next_step_date": "Data prossimo passo",
            "close_date": "Data chiusura",
        },
        {**_PLAYBOOK, "won": ("Vinta", "Chiusa vinta"), "lost": ("Persa",)},
    ),
}  # fmt: skip
