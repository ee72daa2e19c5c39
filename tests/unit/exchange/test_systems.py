"""Each system's quirks, as single rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from pipetui.domain.money import Money
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.systems import BY_KEY, SYSTEMS
from pipetui.exchange.systems.base import EXTRA_FIELDS, FIELDS, NOT_READ
from pipetui.exchange.systems.own import OWN_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.exchange.records import Record

ROME = ZoneInfo("Europe/Rome")


def read(path: Path, content: str, **options: Any) -> tuple[ImportFile, list[Record]]:
    path.write_bytes(content.encode())
    file = open_import(path, ReadOptions(ROME, "EUR", **options))
    assert not file.questions
    return file, list(file.records())


def test_every_column_serves_a_field_that_exists() -> None:
    for system in SYSTEMS:
        assert set(system.columns.values()) <= {*FIELDS, *EXTRA_FIELDS, *OWN_FIELDS, NOT_READ}
        assert set(system.signature) <= system.columns.keys()


@pytest.mark.parametrize(
    ("system", "label", "stage"),
    [
        ("hubspot", "Appointment Scheduled", "qualification"), ("hubspot", " qualified TO buy ", "discovery"),
        ("hubspot", "Qualified To Buy (Sales Pipeline)", "discovery"),
        ("hubspot", "decisionmakerboughtin", "validation"),
        ("hubspot", "closedwon", "won"), ("hubspot", "Decision Maker Bought-In", "validation"),
        ("hubspot", "Proposal (draft)", None), ("salesforce", "Id. Decision Makers", "discovery"),
        ("salesforce", "Negotiation/Review", "decision"), ("zoho", "Identify Decision Makers", "discovery"),
        ("zoho", "Closed Lost", "lost"), ("dynamics", "Close", "decision"), ("dynamics", "2-Develop", "discovery"),
        ("pipedrive", "Qualified", None), ("sheet", "Negotiation", None),
    ],
)  # fmt: skip
def test_stage_labels(system: str, label: str, stage: str | None) -> None:
    assert BY_KEY[system].stage_of(label) == stage


def test_pipedrive_takes_the_closing_date_that_fits(tmp_path: Path) -> None:
    content = (
        "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Lost reason\n"
        "1,A,S,Won,2026-01-02 10:00:00,2025-01-01 10:00:00,\n"
        "2,B,S,Lost,,2026-01-03 10:00:00,Price\n"
        "3,C,S,Open,,2025-01-01 10:00:00,\n"
        "4,D,S,Deleted,,,\n"
    )
    _file, found = read(tmp_path / "x.csv", content)
    assert [record.values.get("closed") for record in found] == [date(2026, 1, 2), date(2026, 1, 3), None, None]
    assert found[1].values["reason"] == "Price"
    assert [record.rejected is not None for record in found] == [False, False, False, True]


def test_salesforce_flags(tmp_path: Path) -> None:
    content = (
        "Id,IsDeleted,AccountId,Name,StageName,IsClosed,IsWon,OwnerId\n"
        "1,,001000000000001,A,Prospecting,,,005A\n"
        "2,0,001000000000001,B,Signed,1,1,005A\n"
        "3,false,001000000000001,C,Dropped,true,,005A\n"
        "4,,001000000000001,D,Closed Won,true,,005A\n"
        "5,1,001000000000001,E,Prospecting,,,005A\n"
    )
    file, found = read(tmp_path / "x.csv", "\ufeff" + content)
    assert file.system.key == "salesforce"
    assert [record.values.get("status") for record in found] == [None, "won", "lost", "won", None]
    assert [record.rejected is not None for record in found] == [False] * 4 + [True]
    assert found[0].values == {
        "external_id": "1", "company_ref": "001000000000001", "name": "A", "stage": "Prospecting", "owner": "005A",
    }  # fmt: skip


def test_hubspot_companies_that_are_ids(tmp_path: Path) -> None:
    content = (
        "Record ID,Deal Name,Deal Stage,Pipeline,Associated Company,Associated Company IDs\n"
        "1,A,Contract Sent,Sales,Acme,900000001\n"
        "2,B,Contract Sent (Sales),Sales,900000002,\n"
        ",,Contract Sent,Sales,,900000003\n"
    )
    _file, found = read(tmp_path / "x.csv", content)
    assert (found[0].values["company"], found[0].values["company_ref"]) == ("Acme", "900000001")
    assert "company" not in found[1].values
    assert found[1].values["company_ref"] == "900000002"
    assert found[2].rejected is not None


def test_hubspot_names_the_pipeline_in_its_labels(tmp_path: Path) -> None:
    content = "Record ID,Deal Name,Deal Stage\n1,A,Contract Sent (Sales)\n2,B,Demo (draft)\n"
    _file, found = read(tmp_path / "x.csv", content)
    assert [record.values.get("pipeline") for record in found] == ["Sales", None]
    assert found[0].values["stage"] == "Contract Sent (Sales)"


def test_zoho_ids(tmp_path: Path) -> None:
    content = (
        "Record Id,Deal Name,Deal Owner,Deal Owner Id,Account Name,Account Id,Closing Date,Stage\n"
        'zcrm_1,A,,zcrm_77,,zcrm_9,"Sep 12, 2026",Negotiation\n'
        'zcrm_2,B,Anna,zcrm_77,Acme,zcrm_9,"Sep 2, 2026",Negotiation\n'
    )
    _file, found = read(tmp_path / "x.csv", content)
    assert found[0].values == {
        "external_id": "zcrm_1", "name": "A", "owner": "zcrm_77", "company_ref": "zcrm_9",
        "close_date": date(2026, 9, 12), "stage": "Negotiation",
    }  # fmt: skip
    assert (found[1].values["owner"], found[1].values["company"]) == ("Anna", "Acme")


def test_dynamics_status_decides(tmp_path: Path) -> None:
    content = (
        "Topic,Potential Customer,Status,Status Reason,Est. revenue,Est. close date,Actual Revenue,Sales Stage\n"
        'A,Acme,Open,In Progress,"$1,000.00",5/20/2024 7:42,,Close\n'
        'B,Acme,Won,Won,"$1,000.00",5/21/2024,"$900.50",Propose\n'
        'C,Acme,Lost,Out-Sold,"$1,000.00",5/22/2024,$0.00,Close\n'
    )
    _file, found = read(tmp_path / "x.csv", content)
    assert [record.values["status"] for record in found] == ["open", "won", "lost"]
    assert [record.values["amount"] for record in found] == [
        Money(100000, "USD"), Money(90050, "USD"), Money(100000, "USD"),
    ]  # fmt: skip
    assert [record.values.get("reason") for record in found] == [None, "Won", "Out-Sold"]


def test_a_list_of_people(tmp_path: Path) -> None:
    content = (
        "Name,Email,Company,Role,Rep,Last Contact Date,Notes,Next Action Date,Next Action\n"
        "Rita Neri,rita@example.com,Acme,CFO,anna,2026-01-02,Met at the fair,2026-12-01,Call\n"
        ",info@example.com,Borealis,,anna,,,,\n"
    )
    file, found = read(tmp_path / "x.csv", content)
    assert file.system.key == "sheet"
    assert "stage" not in file.present
    assert len(file.warnings) == 1
    assert found[0].values == {
        "name": "Rita Neri", "contact": "Rita Neri", "email": "rita@example.com", "company": "Acme", "role": "CFO",
        "owner": "anna", "last_activity": date(2026, 1, 2), "notes": "Met at the fair",
        "next_step_date": date(2026, 12, 1), "next_step": "Call",
    }  # fmt: skip
    assert found[1].values["name"] == "Borealis"
    _file, leads = read(tmp_path / "x.csv", content, target="leads")
    assert [record.values["name"] for record in leads] == ["Rita Neri", "Borealis"]


def test_the_name_beside_a_title_is_the_contact(tmp_path: Path) -> None:
    _file, found = read(tmp_path / "x.csv", "Name,Company,Deal,Stage\nRita,Acme,ERP,x\n")
    assert found[0].values == {"name": "ERP", "contact": "Rita", "company": "Acme", "stage": "x"}


def test_a_sheet_may_keep_the_stage_in_its_status(tmp_path: Path) -> None:
    file, found = read(tmp_path / "x.csv", "Trattativa,Stato\nA,Offerta\nB,Vinta\nC,aperta\n")
    assert "stage" in file.present
    assert [record.values for record in found] == [
        {"name": "A", "stage": "Offerta"}, {"name": "B", "status": "won"}, {"name": "C", "status": "open"},
    ]  # fmt: skip


def test_an_unknown_status_beside_a_stage_is_a_warning(tmp_path: Path) -> None:
    _file, found = read(tmp_path / "x.csv", "Deal,Stage,Status\nA,x,Hot\n")
    assert found[0].values == {"name": "A", "stage": "x"}
    assert [warning.column for warning in found[0].warnings] == ["Status"]


def test_our_own_field_names_are_columns(tmp_path: Path) -> None:
    header = [name for name in FIELDS if name not in ("amount", "size", "fit", "intent", "consent", "status")]
    dates = {"created", "stage_entered", "close_date", "closed", "next_step_date", "last_activity"}
    cells = ["2026-01-02" if name in dates else "EUR" if name == "currency" else name for name in header]
    _file, found = read(tmp_path / "x.csv", f"{','.join(header)}\n{','.join(cells)}\n")
    assert found[0].values.keys() == set(header)


def test_a_systems_export_may_have_columns_of_the_team(tmp_path: Path) -> None:
    content = "Record ID,Deal Name,Deal Stage,Pain,Email,Priority\n1,A,Contract Sent,slow,a@b.it,High\n"
    _file, found = read(tmp_path / "x.csv", content)
    assert (found[0].values["pain"], found[0].values["email"]) == ("slow", "a@b.it")
