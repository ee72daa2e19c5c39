"""Pipedrive: the person picks the columns; every name begins with what it belongs to."""

from pipetui.exchange.systems.base import NOT_READ, System, Values


def _settle(values: Values) -> None:
    """The closing date stands in one of two columns; a deal that was reopened keeps the old one."""
    won, lost = values.pop("won_time", None), values.pop("lost_time", None)
    closing = {"won": won, "lost": lost}.get(values.get("status", ""))
    if closing:
        values["closed"] = closing


PIPEDRIVE = System(
    key="pipedrive",
    columns={
        "Deal - ID": "external_id",
        "Deal - Title": "name",
        "Deal - Organization": "company",
        "Organization - Name": "company",
        "Deal - Organization ID": "company_ref",
        "Deal - Contact person": "contact",
        "Person - Name": "contact",
        "Person - Job title": "role",
        "Person - Email": "email",
        "Person - Email - Work": "email",
        "Person - Phone": "phone",
        "Person - Phone - Work": "phone",
        "Deal - Value": "amount",
        "Deal - Currency": "currency",
        "Deal - Currency of Value": "currency",
        "Deal - Pipeline": "pipeline",
        "Deal - Stage": "stage",
        "Deal - Status": "status",
        "Deal - Owner": "owner",
        "Deal - Deal created": "created",
        "Deal - Last stage change": "stage_entered",
        "Deal - Expected close date": "close_date",
        "Deal - Deal closed on": "closed",
        "Deal - Won time": "won_time",
        "Deal - Lost time": "lost_time",
        "Deal - Lost reason": "reason",
        "Deal - Last activity date": "last_activity",
        "Deal - Next activity date": "next_step_date",
        "Deal - Next activity subject": "next_step",
        "Deal - Source": "source",
        "Deal - Source channel": "source",
        "Deal - Source origin": "source",
        "Organization - Industry": "industry",
        "Deal - Label": NOT_READ,
        "Deal - Probability": NOT_READ,
        "Deal - Weighted value": NOT_READ,
        "Deal - Update time": NOT_READ,
        "Deal - Creator": NOT_READ,
    },
    signature=("Deal - ID", "Deal - Title", "Deal - Stage", "Deal - Status", "Deal - Value", "Deal - Owner",
               "Deal - Organization", "Deal - Deal created", "Deal - Pipeline", "Deal - Currency"),
    settle=_settle,
)  # fmt: skip
