"""Tables that systems export beside their deals: contacts, leads, companies, activities, notes …

Only clear cases are told by their column names. A sheet with a stage, an amount, a next step or a deal's title is one
of deals, whatever else it says about people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipetui.exchange.systems.base import header_key

if TYPE_CHECKING:
    from collections.abc import Collection

OtherKind = Literal["contacts", "leads", "companies", "activities", "notes", "records"]


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A table that is none of deals. ``system``: its name as people write it, "" where several write the same.

    ``groups``: of each group of column names at least one is there. ``sure``: also beside columns that deals have.
    """

    system: str
    kind: OtherKind
    groups: tuple[frozenset[str], ...]
    sure: bool

    def fits(self, keys: Collection[str]) -> bool:
        """Has a table with these columns (``header_key``) all that this one has?"""
        return all(not group.isdisjoint(keys) for group in self.groups)


def _table(system: str, kind: OtherKind, *groups: str, sure: bool = False) -> OtherTable:
    """Each group is a list of names with bars between them."""
    names = (frozenset(map(header_key, group.split("|"))) for group in groups)
    return OtherTable(system, kind, tuple(names), sure)


_PERSON = "First Name|Last Name|Full Name|Email|E-mail|Nome|Cognome|FirstName|LastName"
_MODULES: tuple[tuple[OtherKind, str], ...] = (
    ("notes", "Note Owner|Note Owner Id"),
    ("activities", "Task Owner|Event Owner|Call Owner|Activity Owner|Meeting Owner"),
    ("records", "Campaign Owner|Product Owner|Vendor Owner|Quote Owner|Invoice Owner|Case Owner|Solution Owner|"
                "Sales Order Owner|Purchase Order Owner|Price Book Owner"),
)  # fmt: skip
"""Systems name the owner's column after what it belongs to."""

_OTHERS = (
    _table("Dynamics 365", "leads", "(Do Not Modify) Lead", sure=True),
    _table("Dynamics 365", "contacts", "(Do Not Modify) Contact", sure=True),
    _table("Dynamics 365", "companies", "(Do Not Modify) Account", sure=True),
    _table("Dynamics 365", "activities", "(Do Not Modify) Activity|(Do Not Modify) Task|(Do Not Modify) Appointment|"
           "(Do Not Modify) Phone Call", sure=True),
    _table("Dynamics 365", "leads", "Topic", "First Name|Last Name|Lead Source|Lead Type", "Rating|Status Reason"),
    _table("Dynamics 365", "contacts", "Full Name", "Business Phone"),
    _table("Pipedrive", "leads", "Lead - Title|Lead - ID|Lead - Owner|Lead - Source|Lead - Lead created"),
    _table("Pipedrive", "activities", "Activity - Subject|Activity - Type|Activity - Due date|Activity - ID"),
    _table("Pipedrive", "contacts", "Person - Name|Person - ID",
           "Person - ID|Person - Email|Person - Email - Work|Person - Phone|Person - Phone - Work|Person - Owner"),
    _table("Pipedrive", "companies", "Organization - Name|Organization - ID",
           "Organization - ID|Organization - Owner|Organization - Address|Organization - Open deals"),
    *(_table("", kind, names, sure=True) for kind, names in _MODULES),
    _table("", "activities", "Call Duration|Activity Type|Call Type|Meeting Outcome|Task Type"),
    _table("", "notes", "Note Content|Note Body|Note Title"),
    _table("HubSpot", "leads", "Lead Stage|Lead Pipeline", "Lead Name|Lead Owner"),
    _table("Salesforce", "leads", "IsConverted|ConvertedDate|ConvertedContactId|ConvertedOpportunityId",
           "LastName|Name|Company"),
    _table("Salesforce", "leads", "Id", "LastName", "Company", "Status|LeadSource"),
    _table("Salesforce", "contacts", "LastName", "AccountId|ReportsToId|MailingStreet|MailingCity|MailingCountry"),
    _table("Salesforce", "companies", "Name", "BillingStreet|BillingCity|BillingCountry|AccountSource"),
    _table("Salesforce", "activities", "WhoId|WhatId", "Subject|ActivityDate|ActivityDateTime"),
    _table("Zoho", "leads", "Lead Owner|Lead Owner Id", "Record Id|Created Time|Modified Time|Email Opt Out"),
    _table("Salesforce", "leads", "Lead Owner|Lead ID|Lead Owner Alias",
           "Lead Status|Rating|Company / Account|First Name|Last Name"),
    _table("Zoho", "contacts", "Contact Owner|Contact Owner Id", "Record Id|Contact Id|Created Time",
           "Account Name|Created Time|Modified Time|Email Opt Out|Contact Owner Id"),
    _table("Zoho", "companies", "Account Owner|Account Owner Id", "Record Id|Created Time|Modified Time",
           "Account Name"),
    _table("HubSpot", "contacts", "Lifecycle Stage|Marketing contact status|Contact owner|Lead Status|"
           "Fase del ciclo di vita|Stato contatto di marketing|Proprietario del contatto",
           "Record ID|Record ID - Contact|Contact ID|ID record|Lifecycle Stage|Marketing contact status|"
           "Fase del ciclo di vita", _PERSON),
    _table("HubSpot", "companies", "Company owner|Company Domain Name", "Company name|Name"),
    _table("Salesforce", "contacts", "Contact Owner|Contact ID|Mailing Street|Mailing City", _PERSON),
    _table("Salesforce", "companies", "Account Owner", "Account Name",
           "Account ID|Billing City|Billing Street|Billing State/Province|Last Modified Date|Parent Account|Rating"),
    _table("", "leads", "Lead Status|Stato del lead|Stato lead", "First Name|Last Name|Nome|Cognome"),
)  # fmt: skip
"""The surest first."""


def other_table(keys: Collection[str], *, of_deals: bool) -> OtherTable | None:
    """Which table, none of deals, has columns with these names (``header_key``)? ``of_deals``: it has some that deals
    have."""
    return next((table for table in _OTHERS if (table.sure or not of_deals) and table.fits(keys)), None)
