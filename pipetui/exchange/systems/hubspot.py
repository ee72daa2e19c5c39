"""HubSpot: stages are labels, labels with their pipeline in brackets, or internal ids."""

from __future__ import annotations

import re

from pipetui.exchange.systems.base import NOT_READ, System, Values

_WITH_PIPELINE = re.compile(r"(?P<label>.*\S)\s*\((?P<pipeline>[^()]+)\)")

_STAGES = {
    "Appointment Scheduled": "qualification",
    "Qualified To Buy": "discovery",
    "Presentation Scheduled": "solution",
    "Decision Maker Bought-In": "validation",
    "Contract Sent": "decision",
    "Closed Won": "won",
    "Closed Lost": "lost",
}


def _internal_id(label: str) -> str:
    """The id that HubSpot gives a label: lower case, without blanks and hyphens."""
    return re.sub(r"[\s-]+", "", label.lower())


def _forms(label: str) -> tuple[str, ...]:
    """``Qualified To Buy (Sales Pipeline)`` is Qualified To Buy."""
    match = _WITH_PIPELINE.fullmatch(label)
    return (label, match["label"]) if match else (label,)


def _settle(values: Values) -> None:
    """Where no column names the pipeline, a known label with something in brackets does."""
    match = _WITH_PIPELINE.fullmatch(values.get("stage", ""))
    if match and HUBSPOT.stage_of(match["label"]):
        values.setdefault("pipeline", match["pipeline"])


HUBSPOT = System(
    key="hubspot",
    columns={
        "Record ID": "external_id",
        "Deal ID": "external_id",
        "Record ID - Deal": "external_id",
        "Deal Name": "name",
        "Associated Company": "company",
        "Associated Company (Primary)": "company",
        "Associated Companies": "company",
        "Company name": "company",
        "Associated Company IDs": "company_ref",
        "Associated Company IDs (Primary)": "company_ref",
        "Associated Contact": "contact",
        "Associated Contacts": "contact",
        "Associated Contact IDs": NOT_READ,
        "Deal Stage": "stage",
        "Pipeline": "pipeline",
        "Deal pipeline": "pipeline",
        "Amount": "amount",
        "Amount in company currency": NOT_READ,
        "Currency": "currency",
        "Deal currency code": "currency",
        "Close Date": "close_date",
        "Create Date": "created",
        "Date entered current stage": "stage_entered",
        "Deal owner": "owner",
        "Last Activity Date": "last_activity",
        "Last Contacted": "last_activity",
        "Next Activity Date": "next_step_date",
        "Next step": "next_step",
        "Closed Lost Reason": "reason",
        "Original Traffic Source": "source",
        "Original Source Type": "source",
        "Is Closed Won": "is_won",
        "Is Deal Closed?": "is_closed",
        "Is closed lost": NOT_READ,
        "Closed Won Reason": NOT_READ,
        "Deal Type": NOT_READ,
        "Deal Description": NOT_READ,
        "Deal probability": NOT_READ,
        "Last Modified Date": NOT_READ,
        "Priority": NOT_READ,
        "Weighted amount": NOT_READ,
    },
    signature=("Deal Stage", "Create Date", "Associated Company", "Associated Company (Primary)",
               "Associated Company IDs", "Next Activity Date", "Is Deal Closed?", "Closed Lost Reason"),
    stages=_STAGES | {_internal_id(label): stage for label, stage in _STAGES.items()},
    forms=_forms,
    settle=_settle,
    pipeline_in_stage=True,
)  # fmt: skip
