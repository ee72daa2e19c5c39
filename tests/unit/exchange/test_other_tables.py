"""Exports of contacts, leads, companies, activities and notes are named and refused; anything that may be a list of
deals is read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from shape_files import PLAIN_CHOICE, Generated
from shape_systems import SYSTEMS
from shape_writing import table_of, write

from pipetui.errors import BadInput
from pipetui.exchange.importing import ReadOptions, open_import

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.exchange.cells import Target

ROME = ZoneInfo("Europe/Rome")

PEOPLE = {
    "contacts of HubSpot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Create Date",
        "Record ID,First Name,Last Name,Email,Contact owner,Associated Company,Last Activity Date,Close Date",
        "First Name,Last Name,Email,Lifecycle Stage,Marketing contact status,Associated Deal",
        "ID record,Nome,Cognome,E-mail,Proprietario del contatto,Stato del lead,Fase del ciclo di vita",
    ),
    "leads of HubSpot": ("Record ID,Lead Name,Lead Stage,Lead Pipeline,Lead Owner,Create Date",),
    "leads of Salesforce": (
        "Lead ID,Lead Owner,First Name,Last Name,Company / Account,Email,Lead Status,Rating,Lead Source",
        "Lead Owner,First Name,Last Name,Title,Company / Account,Lead Source,Street,Rating,Lead Status,Created Date",
        "Id,LastName,FirstName,Company,Status,IsConverted,ConvertedDate,OwnerId,CreatedDate",
        "Id,LastName,FirstName,Company,Email,Status,LeadSource,OwnerId",
    ),
    "contacts of Salesforce": (
        "Id,AccountId,LastName,FirstName,Email,MailingStreet,MailingCity,OwnerId",
        "Contact Owner,First Name,Last Name,Account Name,Title,Mailing Street,Phone,Email",
    ),
    "leads of Zoho": (
        "Record Id,Lead Owner,First Name,Last Name,Company,Lead Status,Lead Source,Annual Revenue,Created Time",
    ),
    "contacts of Zoho": (
        "Record Id,Contact Owner,Contact Owner Id,First Name,Last Name,Account Name,Email,Created Time",
    ),
    "contacts of Pipedrive": ("Person - Name,Person - Email - Work,Person - Phone,Organization - Name,Person - Owner",),
    "leads of Pipedrive": ("Lead - ID,Lead - Title,Lead - Value,Lead - Owner,Lead - Source,Person - Name",),
    "leads of Dynamics 365": (
        "(Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Name,Topic,Status Reason,Rating",
        "First Name,Last Name,Topic,Lead Source,Rating,Status Reason,Created On",
    ),
    "contacts of Dynamics 365": (
        "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Full Name,Email,Company Name",
        "Full Name,Company Name,Email,Business Phone,Created On",
    ),
    "leads,": ("First Name,Last Name,Company,Email,Lead Status",),
}

OTHERS = {
    "companies of Salesforce": ("Id,Name,BillingStreet,BillingCity,OwnerId",),
    "companies of HubSpot": ("Record ID,Company name,Company Domain Name,Company owner,City",),
    "companies of Zoho": ("Record Id,Account Owner,Account Name,Phone,Created Time",),
    "companies of Pipedrive": ("Organization - Name,Organization - ID,Organization - Address,Organization - Owner",),
    "companies of Dynamics 365": ("(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Main Phone",),
    "activities of Salesforce": ("Id,WhoId,WhatId,Subject,ActivityDate,Status,OwnerId",),
    "activities of Pipedrive": ("Activity - Subject,Activity - Type,Activity - Due date,Person - Name",),
    "activities of Dynamics 365": ("(Do Not Modify) Task,(Do Not Modify) Row Checksum,Subject,Due Date,Owner",),
    "activities,": (
        "Record Id,Task Owner,Subject,Due Date,Status,Contact Name",
        "Call Owner,Call Type,Call Duration,Subject,Contact Name",
    ),
    "notes,": ("Record Id,Note Owner,Note Title,Note Content,Parent Id",),
}

DEALS = (
    "Name,Email,Company,Role,Rep,Last Contact Date,Notes,Next Action Date,Next Action",
    "Azienda,Trattativa,Fase,Valore,Responsabile,Prossimo passo,Data prossimo passo,Data chiusura",
    "Name,Email,Company,Phone,Lead Source",
    "First Name,Last Name,Email,Company,Phone",
    "Lead,Company,Stage,Value,Lead Owner,Lead Status",
    "Lead Name,Lead Owner,Company,Amount,Rating",
    "First Name,Last Name,Lead Status,Next step",
    "Opportunity Name,Contact Owner,First Name,Last Name,Mailing City",
    "Deal - Title,Person - Name,Person - Email,Person - Phone",
    "Topic,Potential Customer,Est. revenue,Rating,Status Reason,Owner",
    "Company,Account Owner,Industry,Phone",
    "Nome,Cognome,Azienda,Email,Telefono,Note",
    "Deal - Title,Activity - Subject,Activity - Type,Activity - Due date",
    "Company name,Company owner,Amount,Next step",
    "Deal Name,Stage,Note Title,Note Owner",
)


def opened(path: Path, header: str, target: Target | None = None) -> None:
    path.write_text(f"{header}\n{','.join('x' for _name in header.split(','))}\n", encoding="utf-8")
    open_import(path, ReadOptions(ROME, "EUR", target=target))


@pytest.mark.parametrize(
    ("what", "header"),
    [(what, header) for what, headers in (PEOPLE | OTHERS).items() for header in headers],
)
def test_other_tables_are_named_and_refused_unless_they_are_wanted(tmp_path: Path, what: str, header: str) -> None:
    path = tmp_path / "others.csv"
    with pytest.raises(BadInput) as caught:
        opened(path, header)
    assert f"others.csv holds {what}" in caught.value.message
    assert "--as deals" in caught.value.hint
    opened(path, header, target="deals")


@pytest.mark.parametrize("header", DEALS)
def test_whatever_may_be_deals_is_read(tmp_path: Path, header: str) -> None:
    opened(tmp_path / "deals.csv", header)


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_export_of_deals_is_taken_for_people(tmp_path: Path, name: str) -> None:
    file = Generated({**PLAIN_CHOICE, "system": name}, 1)
    open_import(write(file, table_of(file), tmp_path), ReadOptions(ROME, "EUR"))
