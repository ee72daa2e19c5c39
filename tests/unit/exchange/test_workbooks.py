"""Workbooks: what cells become, where rows stand, which sheet is read, and what is refused."""

from __future__ import annotations

import contextlib
import random
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packed_files import DEALS, archive, csv_text, workbook

from pipetui.errors import BadInput
from pipetui.exchange import packed
from pipetui.exchange.cell_numbers import NumberText, read_number
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.exchange.sheets import UnclearSheet
from pipetui.exchange.source import source_of
from pipetui.exchange.workbook import number_text, open_workbook
from pipetui.exchange.workbook_parts import currency_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

    from pipetui.exchange.systems.base import Values

    Rows = list[list[object]]

ROME = ZoneInfo("Europe/Rome")
MOMENT, LATE = map(datetime.fromisoformat, ("2026-03-04 10:20:30", "2026-03-04 23:59:59"))


def opened(path: Path, **options: Any) -> ImportFile:
    return open_import(path, ReadOptions(ROME, "EUR", **options))


def values(path: Path, **options: Any) -> list[Values]:
    return [record.values for record in opened(path, **options).records()]


def refused(path: Path, **options: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        list(opened(path, **options).records())
    assert "Traceback" not in str(caught.value)
    return caught.value


def cells(path: Path, rows: Sequence[Sequence[object]], **options: Any) -> list[list[str]]:
    """These rows, written into a workbook and read from it."""
    book = open_workbook(source_of(workbook(path, {"Deals": rows}, **options)))
    return [texts for _number, texts in book.grid("Deals").rows()]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.0, "1234"), (-5, "-5"), (0.1, "0.1"), (12345.67, "12345.67"), (0.1 + 0.2, "0.3"), (0.00001, "0.00001"),
        (393331234567, "393331234567"), (True, "TRUE"), (False, "FALSE"), ("a\nb", "a\nb"), ("007", "007"),
        (date(2026, 3, 4), "2026-03-04"), (MOMENT, "2026-03-04 10:20:30"),
        (datetime.combine(date(2026, 3, 4), time()), "2026-03-04"), (time(10, 20), "10:20:00"),
        (timedelta(hours=30), "30:00:00"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_somebody_would_type_it(tmp_path: Path, value: object, text: str) -> None:
    assert cells(tmp_path / "book", [[value]]) == [[text]]


def test_days_are_the_same_in_the_calendar_that_begins_in_1904(tmp_path: Path) -> None:
    rows = [[date(2026, 3, 4), LATE]]
    assert cells(tmp_path / "book", rows, date_1904=True) == [["2026-03-04", "2026-03-04 23:59:59"]]


def test_errors_of_a_formula_are_empty(tmp_path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Deals")
        for column, value in enumerate(("#N/A", "#DIV/0!", "#REF!", 7, "x")):
            sheet.write_formula(0, column, "=A9", None, value)
    assert list(open_workbook(source_of(path)).grid("Deals").rows()) == [(1, ["", "", "", "7", "x"])]


@given(st.decimals(min_value=0, max_value=10**10, places=2), st.integers(0, 4))
def test_an_amount_is_never_open_and_never_another(value: Decimal, places: int) -> None:
    value = round(value, places)
    reading = read_number(number_text(float(value)))
    assert reading is not None
    assert not reading.open
    assert reading.by(".") == value


def test_three_decimals_are_no_thousands_and_prove_nothing_for_texts(tmp_path: Path) -> None:
    rows: Rows = [["Deal", "Amount"], ["A", 1.234], ["B", 12.5], ["C", "1.500"], ["D", "€ 2.500,50"]]
    found = values(workbook(tmp_path / "b.xlsx", {"Deals": rows}))
    assert [deal["amount"].minor for deal in found] == [123, 1250, 150000, 250050]
    assert isinstance(number_text(1.5), NumberText)


def test_rows_and_columns_are_the_spreadsheet_s_own(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], [], [None, "Deal", "Amount"], [], [None, "A", "many"]]
    (record,) = opened(workbook(tmp_path / "b.xlsx", {"Deals": rows})).records()
    assert record.row == 5
    assert [(problem.row, problem.column) for problem in record.warnings] == [(5, "Amount")]
    assert cells(tmp_path / "c.xlsx", rows)[4] == ["", "A", "many"]


def test_a_workbook_says_the_same_as_its_csv(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(csv_text())
    book = opened(workbook(tmp_path / "deals.bin", {"Deals": DEALS}))
    assert (book.system.key, book.grid.encoding, book.grid.delimiter, book.sheet) == ("hubspot", None, None, "Deals")
    assert [each.values for each in book.records()] == values(tmp_path / "deals.csv")


def test_serial_dates_and_texts_in_a_column_of_dates(tmp_path: Path) -> None:
    days: list[object] = [date(2026, 3, 4), 46085, "13/03/2026", "2026-03-04"]
    rows: Rows = [["Deal", "Close Date"], *([name, day] for name, day in zip("ABCD", days, strict=True))]
    found = values(workbook(tmp_path / "b.xlsx", {"Deals": rows}))
    assert [deal["close_date"] for deal in found] == [
        date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 13), date(2026, 3, 4),
    ]  # fmt: skip


def test_texts_that_leave_the_order_open_are_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Deal", "Close Date"], ["A", date(2026, 3, 14)], ["B", "04/03/2026"]]
    (question,) = opened(workbook(tmp_path / "b.xlsx", {"Deals": rows})).questions
    assert (question.kind, question.value) == ("date_order", "04/03/2026")


def test_a_currency_that_a_column_only_shows_is_its_currency(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Deals")
        dollars, euros, plain = (
            book.add_format({"num_format": text}) for text in ("[$$-409]#,##0.00", '#,##0.00 "€"', "#,##0.00")
        )
        sheet.write_row(0, 0, ["Deal", "Amount", "Stage"])
        for row, (name, look) in enumerate((("A", dollars), ("B", plain)), 1):
            sheet.write_row(row, 0, [name])
            sheet.write_number(row, 1, 1200.5, look)
            sheet.write_number(row, 2, 3, euros)
    assert [str(deal["amount"].currency) for deal in values(path, mapping={"stage": ""})] == ["USD", "USD"]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Deals")
        formats = [book.add_format({"num_format": text}) for text in ('"$"#,##0', "#,##0 [$€-410]")]
        sheet.write_row(0, 0, ["Deal", "Amount"])
        for row, look in enumerate(formats, 1):
            sheet.write_row(row, 0, ["A", 5], look)
    assert [deal["amount"].currency for deal in values(path)] == ["EUR", "EUR"], "several: the playbook's"
    assert "EUR, USD" in opened(path).warnings[-1].reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#,##0.00 [$€-410]", "EUR"), ("[$-410]d mmm yyyy", None), ("[$$-409]#,##0.00", "USD"), ('"$"#,##0', "USD"),
        ('#,##0.00 "USD"', "USD"), ("_-* #,##0.00 €_-", "EUR"), ("[$CHF] #,##0", "CHF"), ('0.0"k"', None),
        ("General", None), ('[Red]"-"0', None), ("dd/mm/yyyy", None),
    ],
)  # fmt: skip
def test_currencies_in_number_formats(text: str, code: str | None) -> None:
    assert currency_of(text) == code


def test_errors_of_the_spreadsheet_are_told_once_for_each_column(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Deals")
        sheet.write_row(0, 0, ["Deal", "Amount", "Zodiac"])
        for row, error in enumerate(("#N/A", "#REF!", "#DIV/0!"), 1):
            sheet.write_string(row, 0, "A")
            sheet.write_formula(row, 1, "=Z9/0", None, error)
            sheet.write_formula(row, 2, "=Z9/0", None, error)
    file = opened(path)
    told = [(each.row, each.column, each.value) for each in file.warnings if "spreadsheet" in each.reason]
    assert told == [(3, "Amount", "#REF!")]
    assert ["amount" in record.values for record in file.records()] == [False] * 3


# Sheets


def test_a_sheet_by_name_or_number(tmp_path: Path) -> None:
    other = [DEALS[0], [13, "Audit", *DEALS[1][2:]]]
    path = workbook(tmp_path / "b.xlsx", {"North ": DEALS, "Süd": other, "7": DEALS[:2]})
    assert opened(path, sheet=" north").sheet == "North "
    assert [deal["name"] for deal in values(path, sheet="SÜD")] == ["Audit"]
    assert opened(path, sheet="2").sheet == "Süd"
    assert opened(path, sheet="7").sheet == "7"
    assert "North , Süd, 7" in refused(path, sheet="9").hint
    assert "0" in refused(path, sheet="0").message


def test_several_sheets_with_deals_are_a_question(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"North": DEALS, "Notes": [["a", "b"], [1, 2]], "South": DEALS})
    with pytest.raises(UnclearSheet) as caught:
        opened(path)
    question = caught.value.question
    assert (question.kind, question.option, question.choices) == ("sheet", "--sheet", ("North", "South"))


COMPANIES: Rows = [["Company", "Industry", "Phone"], ["Acme", "Steel", "02 555"]]


@pytest.mark.parametrize(
    "others",
    [
        {"Lists": [["Stages", "People"], ["Discovery", "Anna"]]},
        {"Summary": [["Stage", "Value"], ["Discovery", 12000]]},
        {"Companies": COMPANIES},
        {"Contacts": [["Record ID", "First Name", "Last Name", "Email", "Contact owner"], [1, "A", "B", "c", "d"]]},
    ],
)
def test_the_only_sheet_with_deals_is_read_and_the_others_are_named(
    tmp_path: Path, others: dict[str, list[list[object]]]
) -> None:
    path = workbook(tmp_path / "b.xlsx", {**others, "Deals": DEALS, "Empty": [], "Old": DEALS}, hidden=["Old"])
    file = opened(path)
    assert (file.sheet, file.rows) == ("Deals", 2)
    (warning,) = file.warnings
    assert next(iter(others)) in warning.reason
    assert "Empty" not in warning.reason


def test_a_lone_sheet_is_read_without_a_word(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Empty": [], "Deals": DEALS, "Hidden": DEALS}, hidden=["Hidden"])
    assert (opened(path).sheet, opened(path).warnings) == ("Deals", ())
    assert opened(path, sheet="hidden").sheet == "Hidden"


def test_without_a_sheet_of_deals_the_first_is_judged_as_usual(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"One": [["Betrag", "Stufe"], [1, "x"]], "Two": [["a", "b"], [1, 2]]})
    file = opened(path)
    assert (file.sheet, [question.kind for question in file.questions]) == ("One", ["name_column"])
    mapped = opened(path, mapping={"name": "b"}, sheet="two")
    assert (mapped.sheet, mapped.questions) == ("Two", ())


def test_sheets_that_can_be_named_only_are_asked_about_where_none_is_of_deals(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"One": COMPANIES, "Two": COMPANIES})
    with pytest.raises(UnclearSheet):
        opened(path)


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_text(csv_text())
    assert "--sheet" in opened(path, sheet="Deals").warnings[0].reason


# What is refused


def test_a_workbook_without_a_cell_is_empty(tmp_path: Path) -> None:
    assert "is empty" in refused(workbook(tmp_path / "b.xlsx", {"One": [], "Two": []})).message


def test_one_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    path, painted = tmp_path / "b.xlsx", tmp_path / "painted.xlsx"
    for target, value in ((path, "x"), (painted, None)):
        with xlsxwriter.Workbook(str(target)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Deal", "Amount"])
            sheet.write_row(1, 0, ["A", 5])
            bold = book.add_format({"bold": True})
            sheet.write_blank(1_048_575, 16_383, None, bold) if value is None else sheet.write(1_048_575, 16_383, value)
    assert "1048576" in refused(path).message
    assert len(values(painted)) == 1


def test_rows_without_numbers_are_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Deals": [["Deal", "Amount", "Stage"]] * 40})
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(bare, "w") as copy:
        for name in whole.namelist():
            content = whole.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb' r="[A-Z]*\d+"', b"", content)
            copy.writestr(name, content)
    for file in (path, bare):
        monkeypatch.setattr(packed, "CELL_LIMIT", 119)
        assert "row 40" in refused(file).message
        monkeypatch.setattr(packed, "CELL_LIMIT", 120)
        assert opened(file, mapping={"stage": ""}).sheet == "Deals"


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "b.xlsx", {"Deals": DEALS})
    monkeypatch.setattr(packed, "UNPACKED_LIMIT", 1000)
    assert "unpack" in refused(path).message


def test_a_part_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "b.xlsx", {"xl/workbook.xml": "x" * 100_000})
    content = path.read_bytes()
    size = (100_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    assert "not complete" in refused(path).message


@pytest.mark.parametrize("name", ["word/document.xml", "ppt/presentation.xml"])
def test_documents_of_other_programs_are_no_tables(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "b.xlsx", {"[Content_Types].xml": "<Types/>", name: "<x/>"})
    assert "another program" in refused(path).message


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (("Deal", "Stage"), ("ERP", "Discovery"))
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Deals">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    members = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"}
    assert [deal["name"] for deal in values(archive(tmp_path / "b.zip", members))] == ["ERP"]


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = workbook(tmp_path / "b.xlsx", {"Deals": DEALS}).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(5, len(content), 10):
        path.write_bytes(content[:length])
        assert refused(path).hint


def test_a_workbook_with_wrong_letters_inside_is_refused_or_read(tmp_path: Path) -> None:
    chance = random.Random(5)
    with zipfile.ZipFile(workbook(tmp_path / "b.xlsx", {"Deals": DEALS})) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for _time in range(200):
        name = chance.choice([part for part in parts if part.startswith("xl/")])
        wrong = bytearray(parts[name])
        start = chance.randrange(len(wrong))
        wrong[start : start + chance.randrange(1, 20)] = chance.randbytes(chance.randrange(3))
        path = archive(tmp_path / "wrong.xlsx", {**parts, name: bytes(wrong)})
        with contextlib.suppress(BadInput):
            values(path)


def test_an_encoding_that_nobody_knows_inside_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(workbook(tmp_path / "b.xlsx", {"Deals": DEALS})) as whole:
        parts = {name: whole.read(name).replace(b"UTF-8", b"UTV-8") for name in whole.namelist()}
    with contextlib.suppress(BadInput):
        values(archive(tmp_path / "wrong.xlsx", parts))


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"])
def test_noise_is_refused(tmp_path: Path, start: bytes) -> None:
    chance, path = random.Random(7), tmp_path / "b.xlsx"
    for size in range(0, 3000, 60):
        path.write_bytes(start + b"\0" + chance.randbytes(size))
        assert refused(path).message
