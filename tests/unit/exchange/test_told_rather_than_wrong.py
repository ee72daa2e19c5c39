"""What the generated files found: each of these gave a wrong value, or lost one, and nobody was told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from pipetui.domain.money import Money
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.textfile import UnclearEncoding

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")
HEADER = "Deal,Company,Stage,Amount,Currency,Close date\n"


def opened(folder: Path, content: str | bytes) -> ImportFile:
    path = folder / "deals.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_import(path, OPTIONS)


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("Fr.950", Money(95_000, "CHF")), ("Fr. 950", Money(95_000, "CHF")), ("Fr.12'000.50", Money(1_200_050, "CHF")),
        ("€.50", Money(50, "EUR")), ("JPY 1.000", Money(1_000, "JPY")), ("¥48.000", Money(48_000, "JPY")),
    ],
)  # fmt: skip
def test_points_of_abbreviations_and_currencies_without_decimals(tmp_path: Path, text: str, money: Money) -> None:
    (record,) = opened(tmp_path, f"Deal;Company;Amount\nA;B;{text}\n").records()
    assert record.values["amount"] == money


def test_amounts_under_a_date_are_no_serial_days(tmp_path: Path) -> None:
    rows = "".join(f"D{number},C,solution,1,EUR,{amount}\n" for number, amount in enumerate((950, 48_000, 1_200, 7)))
    records = list(opened(tmp_path, HEADER + rows).records())
    assert [record.values.get("close_date") for record in records] == [None] * 4
    assert all(record.warnings for record in records)


def test_serial_days_are_days_though_one_number_is_none(tmp_path: Path) -> None:
    rows = "".join(f"D{number},C,solution,1,EUR,{day}\n" for number, day in enumerate((46_000, 7, 46_001)))
    found = [record.values.get("close_date") for record in opened(tmp_path, HEADER + rows).records()]
    assert found == [date(2025, 12, 9), None, date(2025, 12, 10)]


def test_rows_that_lost_a_cell_are_told_among_whole_ones(tmp_path: Path) -> None:
    whole = "A,B,solution,1,EUR,2026-12-01\n"
    file = opened(tmp_path, HEADER + whole * 3 + "A,B,solution,1,2026-12-01\n" + "A,B,solution,1,EUR,,\n")
    assert [(problem.row, problem.column) for problem in file.warnings] == [(5, "Close date"), (6, None)]


def test_rows_that_all_leave_out_empty_cells_are_not_told(tmp_path: Path) -> None:
    assert opened(tmp_path, HEADER + "A,B,solution\n" * 3 + "A,B,solution,1,EUR,\n").warnings == ()


def test_rows_inside_a_cell_are_told(tmp_path: Path) -> None:
    content = 'Deal,Company,Stage,Next step\nA,B,solution,"call\nC,D,solution,"ask, then send"\nE,F,solution,x\n'
    file = opened(tmp_path, content)
    assert {problem.row for problem in file.warnings if problem.row} == {2}


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + "Deal,Company\nPerù,B\n".encode("cp1252"),
        "Deal,Company\nPerù,B\nNoè,C\n".encode() + "Élan,D\n".encode("cp1252"),
    ],
)
def test_half_a_file_in_another_encoding_is_no_other_encoding(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnclearEncoding, match="not all of it"):
        opened(tmp_path, content)


def test_the_mark_of_utf8_spoils_no_column_name(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "Deal,Company\nPerù,B\n".encode("cp1252"))
    told = ReadOptions(OPTIONS.zone, "EUR", encoding="cp1252")
    assert [record.values["name"] for record in open_import(path, told).records()] == ["Perù"]
