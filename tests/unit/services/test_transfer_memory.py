"""What was answered about one file is not asked about the next one of its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from transfer_helpers import Bench, counts

from pipetui.errors import BadInput
from pipetui.services import edits, history, transfer
from pipetui.services.transfer_preview import preview
from pipetui.services.transfer_report import ImportRequest
from pipetui.services.transfer_told import with_mapping, without_repair

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

TWO_VALUES = "Trattativa;Fase;Valore;Valore\nGestionale;Discovery;100;5\nPilota;Discovery;200;6\n"
PIPELINES = "Record ID,Deal Name,Deal Stage,Pipeline\n1,A,Contract Sent,Sales\n2,B,Contract Sent,Partners\n"
CRM = "Record ID,Deal Name,Deal Stage,Amount,Close Date\n"


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def said(report: ImportReport, words: str) -> bool:
    return any(words in warning.reason for warning in report.warnings)


def answers(bench: Bench, kind: str) -> list[str]:
    with bench.desk.reading() as connection:
        rows = connection.execute("SELECT answer FROM answer WHERE kind = ? ORDER BY id", (kind,))
        return [row[0] for row in rows]


def mended(bench: Bench, content: str, repairs: dict[tuple[int, str], str]) -> ImportReport:
    return bench.bring(content, repairs=repairs)


# The mapping


def test_a_mapping_holds_for_the_next_file_with_these_columns(bench: Bench) -> None:
    assert [question.kind for question in bench.bring(TWO_VALUES).questions] == ["column"]
    report = bench.bring(TWO_VALUES, mapping={"amount": "Valore (2)"})
    assert (counts(report), said(report, "As last time")) == ((2, 0, 0, 0), False)
    report = bench.bring(TWO_VALUES.replace(";6", ";7"))
    assert (report.questions, counts(report)) == ([], (0, 1, 1, 0))
    assert said(report, "As last time: amount = Valore (2).")
    assert [deal["amount"] for deal in bench.exported()] == ["5.00", "7.00"]


def test_a_mapping_that_is_given_takes_the_place_of_the_old_one(bench: Bench) -> None:
    bench.bring(TWO_VALUES, mapping={"amount": "Valore (2)"})
    assert not said(bench.bring(TWO_VALUES, mapping={"amount": "Valore"}), "As last time")
    assert said(bench.bring(TWO_VALUES), "amount = Valore.")
    assert [deal["amount"] for deal in bench.exported()] == ["100.00", "200.00"]


def test_what_is_not_to_be_read_is_remembered_too(bench: Bench) -> None:
    bench.bring(TWO_VALUES, mapping={"amount": ""})
    assert said(bench.bring(TWO_VALUES), "amount = not read")
    assert [deal["amount"] for deal in bench.exported()] == [None, None]


def test_other_columns_are_another_shape(bench: Bench) -> None:
    bench.bring(TWO_VALUES, mapping={"amount": "Valore"})
    assert bench.bring(TWO_VALUES.replace("Fase", "Stadio")).questions


def test_an_undo_forgets_what_was_answered(bench: Bench) -> None:
    bench.bring(TWO_VALUES, mapping={"amount": "Valore"})
    history.undo(bench.later())
    assert answers(bench, "mapping") == []
    assert bench.bring(TWO_VALUES).questions


def test_a_rehearsal_remembers_nothing(bench: Bench) -> None:
    bench.bring(TWO_VALUES, mapping={"amount": "Valore"}, dry_run=True)
    assert bench.bring(TWO_VALUES).questions


def test_the_column_of_the_names_is_asked_about_once(bench: Bench) -> None:
    content = "Was,Stage,Value\nERP,Discovery,5\n"
    assert [(question.kind, question.value) for question in bench.bring(content).questions] == [("name_column", "name")]
    bench.bring(content, mapping={"name": "Was"})
    assert counts(bench.bring(content)) == (0, 0, 1, 0)


# The pipeline


def test_a_pipeline_holds_for_the_next_file(bench: Bench) -> None:
    bench.bring(PIPELINES, pipeline="sales")
    report = bench.bring(PIPELINES)
    assert (report.questions, counts(report)) == ([], (0, 0, 1, 1))
    assert said(report, "As last time: pipeline “Sales”. --pipeline all")


def test_all_pipelines_are_all_of_them_whatever_comes(bench: Bench) -> None:
    bench.bring(PIPELINES, pipeline="all")
    report = bench.bring(PIPELINES + "3,C,Contract Sent,Services\n")
    assert (report.questions, counts(report)) == ([], (1, 0, 2, 0))
    assert said(report, "As last time: all pipelines.")


def test_a_new_pipeline_is_asked_about(bench: Bench) -> None:
    bench.bring(PIPELINES, pipeline="Sales")
    new = PIPELINES + "3,C,Contract Sent,Services\n"
    (question,) = bench.bring(new).questions
    assert question.choices == ("Sales", "Partners", "Services", "all")
    assert counts(bench.bring(new, pipeline="Sales")) == (0, 0, 1, 2)
    assert bench.bring(new).questions == []


def test_a_file_without_the_chosen_pipeline_is_asked_about(bench: Bench) -> None:
    bench.bring(PIPELINES, pipeline="Sales")
    (question,) = bench.bring(PIPELINES.replace("Sales", "Partners")).questions
    assert question.choices == ("Partners", "all")


def test_one_pipeline_alone_is_no_question(bench: Bench) -> None:
    report = bench.bring(PIPELINES.replace("Partners", "Sales"))
    assert (report.questions, counts(report)) == ([], (2, 0, 0, 0))
    with pytest.raises(BadInput, match="no pipeline"):
        bench.bring(PIPELINES, pipeline="Services")


# Repairs


def test_a_repair_holds_for_the_same_text_of_the_same_record(bench: Bench) -> None:
    content = CRM + "1,A,Contract Sent,5,tbd\n2,B,Contract Sent,6,tbd\n"
    mended(bench, content, {(2, "Close Date"): "2026-12-01"})
    report = bench.bring(CRM + "2,B,Contract Sent,6,tbd\n1,A,Contract Sent,5,tbd\n")
    assert (counts(report), list(report.conflicts)) == ((0, 0, 2, 0), [])
    assert [warning.row for warning in report.warnings] == [3, 2]
    assert said(report, "1 cell is read as it was mended before.")
    assert [deal["close_date"] for deal in bench.exported()] == ["2026-12-01", None]


def test_another_text_in_the_file_counts_as_usual(bench: Bench) -> None:
    mended(bench, CRM + "1,A,Contract Sent,5,tbd\n", {(2, "Close Date"): "2026-12-01"})
    assert counts(bench.bring(CRM + "1,A,Contract Sent,5,2026-12-24\n")) == (0, 1, 0, 0)
    assert bench.deal("1")["close_date"] == "2026-12-24"
    report = bench.bring(CRM + "1,A,Contract Sent,5,asap\n")
    assert said(report, "not a date")
    assert bench.deal("1")["close_date"] == "2026-12-24"


def test_a_row_without_a_name_is_found_again(bench: Bench) -> None:
    content = "Deal,Company,Stage\n,,Discovery\nA,Acme,Discovery\n"
    assert counts(mended(bench, content, {(2, "Deal"): "Found"})) == (2, 0, 0, 0)
    assert counts(bench.bring("Deal,Company,Stage\nA,Acme,Discovery\n,,Discovery\n")) == (0, 0, 2, 0)


def test_rows_that_look_alike_keep_their_own_repairs(bench: Bench) -> None:
    content = "Deal,Stage,Value\nA,Discovery,x\nA,Discovery,x\n"
    mended(bench, content, {(2, "Value"): "1", (3, "Value"): "2"})
    assert counts(bench.bring(content)) == (0, 0, 2, 0)
    assert [deal["amount"] for deal in bench.exported()] == ["1.00", "2.00"]


def test_a_repair_of_an_earlier_file_can_be_left_out(bench: Bench) -> None:
    content = CRM + "1,A,Contract Sent,5,tbd\n"
    mended(bench, content, {(2, "Close Date"): "2026-12-01"})
    request = ImportRequest([bench.file(content)])
    (table,) = preview(bench.desk, request)
    (cell,) = table.bad_cells
    assert (cell.value, cell.repaired, table.bad_count) == ("tbd", "2026-12-01", 0)
    request = without_repair(request, table, cell)
    (table,) = preview(bench.desk, request)
    assert [(cell.value, cell.repaired) for cell in table.bad_cells] == [("tbd", None)]
    transfer.import_files(bench.later(), request)
    assert not said(bench.bring(content), "mended")
    assert bench.deal("1")["close_date"] == "2026-12-01", "the old value stays"


def test_an_undo_forgets_repairs(bench: Bench) -> None:
    content = CRM + "1,A,Contract Sent,5,tbd\n"
    mended(bench, content, {(2, "Close Date"): "2026-12-01"})
    history.undo(bench.later())
    assert answers(bench, "repair") == []


# Cells that cannot be used any more


def test_a_bad_cell_never_wipes_a_value(bench: Bench) -> None:
    bench.bring(CRM + "1,A,Contract Sent,5,2026-12-01\n")
    report = bench.bring(CRM + "1,A,Contract Sent,oops,tbd\n")
    assert [(warning.column, warning.value) for warning in report.warnings] == [
        ("Amount", "oops"), ("Close Date", "tbd"),
    ]  # fmt: skip
    assert (bench.deal("1")["amount"], bench.deal("1")["close_date"]) == ("5.00", "2026-12-01")


def test_the_value_after_a_bad_cell_is_no_conflict(bench: Bench) -> None:
    bench.bring(CRM + "1,A,Contract Sent,5,2026-12-01\n")
    bench.bring(CRM + "1,A,Contract Sent,5,tbd\n")
    bench.bring(CRM + "1,A,Contract Sent,5,asap\n")
    report = bench.bring(CRM + "1,A,Contract Sent,5,2026-12-24\n")
    assert (counts(report), list(report.conflicts)) == ((0, 1, 0, 0), [])
    assert bench.deal("1")["close_date"] == "2026-12-24"


def test_a_value_that_was_changed_here_under_a_bad_cell_is_a_conflict(bench: Bench) -> None:
    bench.bring(CRM + "1,A,Contract Sent,5,2026-12-01\n")
    bench.bring(CRM + "1,A,Contract Sent,5,tbd\n")
    edits.set_fields(bench.later(), bench.deal("1")["id"], {"close_date": "2027-01-07"})
    report = bench.bring(CRM + "1,A,Contract Sent,5,2026-12-24\n")
    assert [(each.field, each.ours, each.theirs) for each in report.conflicts] == [
        ("close_date", "2027-01-07", "2026-12-24")
    ]


def test_a_status_that_nobody_knows_reopens_nothing(bench: Bench) -> None:
    header = "Deal,Stage,Status,Value\n"
    bench.bring(header + "A,Discovery,won,5\n")
    report = bench.bring(header + "A,Discovery,boh,5\n")
    assert (counts(report), said(report, "status is not known")) == ((0, 0, 1, 0), True)
    assert bench.exported()[0]["status"] == "won"
    report = bench.bring(header + "A,Discovery,lost,5\n")
    assert (list(report.conflicts), bench.exported()[0]["status"]) == ([], "lost")


def test_a_text_may_begin_with_a_question_mark(bench: Bench) -> None:
    header = "Deal,Stage,Next step\n"
    bench.bring(header + "A,Discovery,? call Rita\n")
    report = bench.bring(header + "A,Discovery,Call Rita\n")
    assert (counts(report), list(report.conflicts)) == ((0, 1, 0, 0), [])


# People


def test_a_name_that_is_somebody_known_is_asked_about_once(bench: Bench) -> None:
    bench.bring("Deal,Owner\nA,Anna Rossi\n")
    second = "Deal,Owner\nA,Anna Rossi\nB,Anna Rosi\n"
    assert [question.kind for question in bench.bring(second).questions] == ["person"]
    bench.bring(second, persons={"Anna Rosi": "Anna Rossi"})
    assert bench.bring(second).questions == []
    assert [deal["owner"] for deal in bench.exported()] == ["Anna Rossi", "Anna Rossi"]


def test_somebody_new_is_asked_about_once(bench: Bench) -> None:
    bench.bring("Deal,Owner\nA,Anna Rossi\n")
    second = "Deal,Owner\nA,Anna Rossi\nB,Anna Rosi\n"
    bench.bring(second, persons={"Anna Rosi": "Anna Rosi"})
    assert bench.bring(second).questions == []
    assert [deal["owner"] for deal in bench.exported()] == ["Anna Rossi", "Anna Rosi"]


def test_the_same_answer_every_week_is_no_fault(bench: Bench) -> None:
    bench.bring("Deal,Owner\nA,Anna Rossi\n")
    second = "Deal,Owner\nA,Anna Rossi\nB,Anna Rosi\n"
    for _week in range(3):
        report = bench.bring(second, persons={"Anna Rosi": "Anna Rossi"})
    assert counts(report) == (0, 0, 2, 0)


def test_another_answer_takes_the_place_of_the_old_one(bench: Bench) -> None:
    bench.bring("Deal,Owner\nA,Anna Rossi\nZ,Luca Bianchi\n")
    second = "Deal,Owner\nA,Anna Rossi\nB,Anna Rosi\nZ,Luca Bianchi\n"
    bench.bring(second, persons={"Anna Rosi": "Anna Rossi"})
    bench.bring(second.replace("B,", "C,"), persons={"Anna Rosi": "Luca Bianchi"})
    owners = {deal["name"]: deal["owner"] for deal in bench.exported()}
    assert owners["C"] == "Luca Bianchi"
    bench.bring(second.replace("B,", "D,"))
    assert {deal["name"]: deal["owner"] for deal in bench.exported()}["D"] == "Luca Bianchi"


# Sheets and sections


def book(bench: Bench, *sheets: str) -> Path:
    import xlsxwriter  # type: ignore[import-untyped]

    path = bench.folder / "deals.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for sheet in sheets:
            page = workbook.add_worksheet(sheet)
            for row, cells in enumerate((("Deal", "Stage", "Value"), (f"{sheet} deal", "Discovery", 5))):
                page.write_row(row, 0, cells)
    return path


def brought(bench: Bench, path: Path, **answered: Any) -> ImportReport:
    (report,) = transfer.import_files(bench.later(), ImportRequest([path], **answered))
    return report


def test_a_sheet_holds_for_the_next_workbook_with_these_sheets(bench: Bench) -> None:
    assert [question.kind for question in brought(bench, book(bench, "North", "South")).questions] == ["sheet"]
    brought(bench, book(bench, "North", "South"), sheet="south")
    report = brought(bench, book(bench, "North", "South"))
    assert (report.questions, counts(report), report.sheet) == ([], (0, 0, 1, 0), "South")
    assert said(report, "As last time: the sheet “South”.")
    assert brought(bench, book(bench, "North", "South"), sheet="North").added == 1
    assert brought(bench, book(bench, "North", "South")).sheet == "North"


def test_another_sheet_makes_another_workbook(bench: Bench) -> None:
    brought(bench, book(bench, "North", "South"), sheet="South")
    assert brought(bench, book(bench, "North", "South", "West")).questions


SECTIONS = "Trattativa;Azienda;Valore\n;;\n-- DISCOVERY --;;\nERP;Acme;5\n-- SOLUTION --;;\nPilota;Delta;6\n"


def test_answers_about_a_sheet_in_sections_hold(bench: Bench) -> None:
    doubled = SECTIONS.replace("Valore", "Valore;Valore").replace(";5", ";5;50").replace(";6", ";6;60")
    assert counts(bench.bring(doubled, mapping={"amount": "Valore (2)"})) == (2, 0, 0, 0)
    report = bench.bring(doubled)
    assert (report.questions, counts(report)) == ([], (0, 0, 2, 0))
    assert [deal["stage"] for deal in bench.exported()] == ["discovery", "solution"]


def test_titles_of_sections_can_be_left_alone(bench: Bench) -> None:
    request = ImportRequest([bench.file(SECTIONS)])
    (table,) = preview(bench.desk, request)
    (column,) = [column for column in table.columns if column.field == "status"]
    transfer.import_files(bench.later(), with_mapping(request, table, column.number, None))
    assert [deal["stage"] for deal in bench.exported()] == ["qualification", "qualification"]
