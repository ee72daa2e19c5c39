"""The borders of the rules by which files are read: one row, one digit or one sheet further they say something else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from packed_files import archive, workbook

from pipetui.exchange.archive import tables_of
from pipetui.exchange.cells import Bad, read_size, status_reader
from pipetui.exchange.checksum import checksum, is_checksum
from pipetui.exchange.guard import guard, unguard
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.workbook_parts import SheetScan

if TYPE_CHECKING:
    from pathlib import Path

ROME = ZoneInfo("Europe/Rome")


def opened(folder: Path, *lines: str, **options: Any) -> ImportFile:
    path = folder / "deals.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_import(path, ReadOptions(ROME, "EUR", **options))


def amounts(file: ImportFile) -> list[Decimal | None]:
    found = [record.values.get("amount") for record in file.records()]
    return [None if amount is None else amount.major for amount in found]


def reasons(file: ImportFile) -> list[str]:
    return [problem.reason for problem in file.warnings]


def test_the_smallest_negative_amount_is_none(tmp_path: Path) -> None:
    file = opened(tmp_path, "Deal;Stage;Amount", "ERP;Discovery;-0,50", "Pilot;Discovery;0,50")
    assert amounts(file) == [None, Decimal("0.50")]


def test_in_a_contradictory_column_thousands_stay_thousands(tmp_path: Path) -> None:
    cells = ("1.200,50", "1,300.75", "1,234", "1.234")
    file = opened(tmp_path, "Deal\tStage\tAmount", *(f"ERP\tDiscovery\t{cell}" for cell in cells))
    assert amounts(file) == [Decimal("1200.50"), Decimal("1300.75"), 1234, 1234]


def test_a_deal_named_by_a_number_is_no_total(tmp_path: Path) -> None:
    file = opened(tmp_path, "Azienda;Valore", "Acme;100", "1024;2000", ";2100")
    assert [record.values.get("company") for record in file.records()] == ["Acme", "1024"]
    assert "1 row with totals was left out." in reasons(file)


def test_several_notes_at_the_end_are_footers(tmp_path: Path) -> None:
    file = opened(tmp_path, "Deal;Stage", "ERP;Discovery", "* to be confirmed", "** with a partner")
    assert file.rows == 1
    assert "2 footer rows were left out." in reasons(file)


def test_a_title_like_a_part_of_the_names_is_told(tmp_path: Path) -> None:
    file = opened(tmp_path, "Data", "", "Trattativa;Fase;Data chiusura", "ERP;Discovery;2026-12-01")
    assert file.rows == 1
    assert "1 row above the column names was left out." in reasons(file)


def test_a_header_of_two_lines_has_no_gap(tmp_path: Path) -> None:
    file = opened(tmp_path, "Azienda;Trattativa;Data", ";;", ";;chiusura", "Acme;ERP;2026-12-01")
    assert file.layout.header_row == 1


def test_the_cell_that_a_row_cannot_do_without(tmp_path: Path) -> None:
    file = opened(tmp_path, "Record ID,Deal Name,Deal Stage,Amount", "11,ERP,Prospecting,5", "12,Pilot", "13,Audit,Won")
    rows = [(record.row, record.rejected is None) for record in file.records()]
    assert rows == [(2, True), (3, False), (4, True)]
    torn = next(record for record in file.records() if record.row == 3)
    assert torn.values == {"external_id": "12"}


def test_the_last_sheet_by_its_number(tmp_path: Path) -> None:
    rows = [["Deal Name", "Deal Stage"], ["ERP", "Discovery"]]
    path = workbook(tmp_path / "deals.xlsx", {"Old": rows, "New": rows})
    assert open_import(path, ReadOptions(ROME, "EUR", sheet="2")).sheet == "New"


def test_a_shortened_checksum_is_none() -> None:
    whole = checksum({"name": "ERP"})
    assert is_checksum(whole)
    assert not is_checksum(whole[:-1])


def test_every_system_writes_won_into_a_status() -> None:
    read = status_reader("deals")
    assert [read(text) for text in ("Closed Won", "closed-won", "Chiusa vinta")] == ["won"] * 3


SHEET = (
    b'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="2"><v>1</v></c></row>'
    b'<row r="2"><c r="A2" s="1"><v>5</v></c><c r="B2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
)


@pytest.mark.parametrize("cut", range(1, len(SHEET), 3))
def test_a_sheet_is_scanned_alike_wherever_it_is_cut(cut: int) -> None:
    whole, parts = SheetScan(), SheetScan()
    whole.add(SHEET)
    parts.add(SHEET[:cut])
    parts.add(SHEET[cut:])
    assert parts.errors == whole.errors == {1: [(2, "#DIV/0!")]}
    assert set(parts.styles()) == set(whole.styles()) == {(0, 1), (1, 1), (2, 2)}


def test_a_day_of_a_serial_column(tmp_path: Path) -> None:
    """Most of the plain numbers of a column have to be days."""
    few = opened(tmp_path, "Deal;Stage;Close date", "A;Discovery;46000", "B;Discovery;7", "C;Discovery;8")
    assert [record.values.get("close_date") for record in few.records()] == [None, None, None]
    most = opened(tmp_path, "Deal;Stage;Close date", "A;Discovery;46000", "B;Discovery;46001", "C;Discovery;8")
    assert [record.values.get("close_date") for record in most.records()] == [
        date(2025, 12, 9), date(2025, 12, 10), None,
    ]  # fmt: skip


def test_a_lone_cell_after_data_that_followed_a_gap_is_a_row(tmp_path: Path) -> None:
    file = opened(tmp_path, "Deal;Stage", "ERP;Discovery", ";", "Pilot;Discovery", "Audit")
    assert file.rows == 3


def test_a_number_is_a_companys_name_in_a_sheet(tmp_path: Path) -> None:
    sheet = opened(tmp_path, "Deal;Company;Stage", "ERP;12345678;Discovery")
    assert [record.values.get("company") for record in sheet.records()] == ["12345678"]
    system = opened(tmp_path, "Id,Name,StageName,CloseDate,Account Name", "1,ERP,Prospecting,2026-12-01,12345678")
    assert [record.values.get("company") for record in system.records()] == [None]


def test_the_currency_of_a_column_and_one_that_nobody_knows(tmp_path: Path) -> None:
    named = opened(tmp_path, "Deal;Stage;Amount (USD)", "ERP;Discovery;1200")
    assert [record.values["amount"].currency for record in named.records()] == ["USD"]
    unknown = opened(tmp_path, "Deal;Stage;Amount;Currency", "ERP;Discovery;1200;Galleons", "Pilot;Discovery;900;CHF")
    assert amounts(unknown) == [None, 900]
    (first, _second) = unknown.records()
    assert first.lost == {"currency": "Galleons", "amount": "1200"}


def test_more_decimals_than_the_currency_has_are_told(tmp_path: Path) -> None:
    file = opened(tmp_path, "Deal;Stage;Amount", "ERP;Discovery;12,3456")
    (record,) = file.records()
    assert record.values["amount"].major == Decimal("12.35")
    assert [problem.reason for problem in record.warnings] == [
        "The amount was rounded to the decimals of its currency."
    ]


def test_names_that_only_may_be_deals_stay_out_beside_deals(tmp_path: Path) -> None:
    members = {
        "deals.csv": "Deal Name,Deal Stage,Amount\nERP,Discovery,5\n",
        "names.csv": "Name,Company,Phone\nAnna,Acme,1\n",
    }
    path = archive(tmp_path / "export.zip", members)
    with tables_of([path], ReadOptions(ROME, "EUR")) as found:
        assert [source.name for source in found] == ["deals.csv"]


@pytest.mark.parametrize("text", ["'=1+1", "''=1+1", "'-x", "=1+1", "'plain", "'+39 06 1234"])
def test_the_guard_comes_off_as_it_went_on(text: str) -> None:
    assert unguard(guard(text)) == text


def test_a_number_of_people_has_a_sane_length() -> None:
    assert read_size("1.200") == 1200
    assert isinstance(read_size("1" * 10), Bad)
