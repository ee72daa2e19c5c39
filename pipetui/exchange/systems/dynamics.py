"""Dynamics 365: the status decides won and lost, whatever the sales stage says; ``Close`` is an open stage."""

from __future__ import annotations

import re

from pipetui.exchange.systems.base import NOT_READ, System, Values

_NUMBERED = re.compile(r"\d+\s*-\s*(?P<label>\S.*)")


def _forms(label: str) -> tuple[str, ...]:
    """``1-Qualify`` is Qualify."""
    match = _NUMBERED.fullmatch(label)
    return (label, match["label"]) if match else (label,)


def _settle(values: Values) -> None:
    """A won deal's actual revenue is its amount; the status reason of an open deal says why nothing."""
    actual = values.pop("actual_amount", None)
    if actual is not None and values.get("status") == "won":
        values["amount"] = actual
    if values.get("status") == "open":
        values.pop("reason", None)


DYNAMICS = System(
    key="dynamics",
    columns={
        "(Do Not Modify) Opportunity": "external_id",
        "Opportunity": "external_id",
        "Topic": "name",
        "Potential Customer": "company",
        "Account": "company",
        "Contact": "contact",
        "Email Address": "email",
        "Owner": "owner",
        "Status": "status",
        "Status Reason": "reason",
        "Est. revenue": "amount",
        "Estimated Revenue": "amount",
        "Actual Revenue": "actual_amount",
        "Currency": "currency",
        "Est. close date": "close_date",
        "Estimated Close Date": "close_date",
        "Actual Close Date": "closed",
        "Sales Stage": "stage",
        "Pipeline Phase": "stage",
        "Created On": "created",
        "(Do Not Modify) Row Checksum": NOT_READ,
        "(Do Not Modify) Modified On": NOT_READ,
        "Modified On": NOT_READ,
        "Probability": NOT_READ,
        "Rating": NOT_READ,
    },
    signature=("(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic",
               "Potential Customer", "Status Reason", "Est. revenue", "Est. close date", "Actual Revenue",
               "Actual Close Date", "Sales Stage"),
    stages={
        "Qualify": "qualification",
        "Develop": "discovery",
        "Propose": "solution",
        "Close": "decision",
    },
    forms=_forms,
    settle=_settle,
)  # fmt: skip
