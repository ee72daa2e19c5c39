"""Zoho CRM: ids begin with ``zcrm_``; owners and accounts come as a name and an id."""

from pipetui.exchange.systems.base import NOT_READ, System
from pipetui.exchange.systems.salesforce import STAGES

ZOHO = System(
    key="zoho",
    columns={
        "Record Id": "external_id",
        "Deal Id": "external_id",
        "Deal Name": "name",
        "Account Name": "company",
        "Account Id": "company_ref",
        "Contact Name": "contact",
        "Contact Id": NOT_READ,
        "Deal Owner": "owner",
        "Deal Owner Id": "owner_ref",
        "Amount": "amount",
        "Currency": "currency",
        "Closing Date": "close_date",
        "Stage": "stage",
        "Pipeline": "pipeline",
        "Next Step": "next_step",
        "Lead Source": "source",
        "Created Time": "created",
        "Stage Modified Time": "stage_entered",
        "Last Activity Time": "last_activity",
        "Reason For Loss": "reason",
        "Type": NOT_READ,
        "Modified Time": NOT_READ,
        "Modified By": NOT_READ,
        "Created By": NOT_READ,
        "Expected Revenue": NOT_READ,
        "Probability (%)": NOT_READ,
        "Probability": NOT_READ,
        "Description": NOT_READ,
        "Campaign Source": NOT_READ,
        "Exchange Rate": NOT_READ,
        "Tag": NOT_READ,
    },
    signature=("Closing Date", "Deal Owner Id", "Created Time", "Modified Time", "Last Activity Time",
               "Reason For Loss", "Stage Modified Time"),
    stages=STAGES,
)  # fmt: skip
