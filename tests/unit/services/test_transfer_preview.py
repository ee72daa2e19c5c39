"""A file before it is imported: its columns, the cells that are not understood, and what a person says about them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import Bench, counts

from pipetui.domain.money import format_money, from_major
from pipetui.errors import BadInput
from pipetui.services import history, transfer
from pipetui.services.transfer_preview import (
    BadCell,
    Preview,
    check_repair,
    field_words,
    preview,
    repair_text,
    understood,
)  # fmt: skip
from pipetui.services.transfer_report import ImportRequest
from pipetui.services.transfer_told import (
    repaired,
    told_about,
    with_mapping,
    with_repair,
    with_repair_everywhere,
    without_repair,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

SHEET = """Trattativa;Azienda;Fase;Valore;Data chiusura;Responsabile;Zodiaco;
Gestionale;Acme;Qualification;1.200,50;31/12/2026;Anna Rossi;Leone;x
Pilota;Borealis;Discovery;boh;da definire;Luca;Toro;
;;Discovery;5;15/01/2027;;Toro;
Audit;Delta;;5;15/01/2027;;Toro;
"""


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def request(bench: Bench, content: str = SHEET) -> ImportRequest:
    return ImportRequest([bench.file(content)])


def seen(bench: Bench, asked: ImportRequest) -> Preview:
    (table,) = preview(bench.desk, asked)
    return table


def bad(table: Preview, field: str) -> BadCell:
    (cell,) = [cell for cell in table.bad_cells if cell.field == field]
    return cell


def brought(bench: Bench, asked: ImportRequest) -> ImportReport:
    (report,) = transfer.import_files(bench.later(), asked)
    return report


def test_columns_with_what_they_hold(bench: Bench) -> None:
    table = seen(bench, request(bench))
    assert (table.system, table.header_row, table.rows) == ("sheet", 1, 4)
    assert [(column.name, column.field, column.filled, column.bad) for column in table.columns] == [
        ("Trattativa", "name", 3, 1), ("Azienda", "company", 3, 0), ("Fase", "stage", 3, 1), ("Valore", "amount", 4, 1),
        ("Data chiusura", "close_date", 4, 1), ("Responsabile", "owner", 2, 0), ("Zodiaco", None, 4, 0),
        ("#8", None, 1, 0),
    ]  # fmt: skip
    assert table.columns[3].samples == ("1.200,50", "boh", "5")
    assert table.columns[3].meanings == ("1,200.50 €", "", "5 €")
    assert table.columns[4].meanings == ("Thu 31 Dec 2026", "", "Fri 15 Jan 2027")
    assert {"name", "amount", "notes", "pipeline"} <= set(table.fields)
    assert not {"fit", "consent"} & set(table.fields)


def test_bad_cells_that_cost_their_row_come_first(bench: Bench) -> None:
    table = seen(bench, request(bench))
    assert [(cell.row, cell.column, cell.value, cell.rejects, cell.name) for cell in table.bad_cells] == [
        (4, "Trattativa", "", True, ""), (5, "Fase", "", True, "Audit"),
        (3, "Valore", "boh", False, "Pilota"), (3, "Data chiusura", "da definire", False, "Pilota"),
    ]  # fmt: skip
    assert table.bad_count == 4
    assert all(cell.reason.endswith(".") and cell.repaired is None for cell in table.bad_cells)


def test_long_cells_and_many_bad_ones_are_cut(bench: Bench) -> None:
    rows = "".join(f"Deal {n},{'x' * 10_000 if n else 'y'}\n" for n in range(250))
    table = seen(bench, request(bench, f"Deal,Close date\n{rows}"))
    assert (len(table.bad_cells), table.bad_count) == (200, 250)
    assert [len(sample) for sample in table.columns[1].samples] == [1, 80]


def test_a_look_writes_nothing(bench: Bench) -> None:
    before = len(history.log(bench.desk))
    asked = request(bench)
    table = seen(bench, asked)
    seen(bench, with_repair(asked, table, table.bad_cells[0], "Senza nome"))
    assert len(history.log(bench.desk)) == before
    assert bench.exported() == []


def test_what_cannot_be_read_is_refused(bench: Bench) -> None:
    with pytest.raises(BadInput, match="no file"):
        preview(bench.desk, ImportRequest([bench.folder / "none.csv"]))


def test_a_look_can_be_stopped(bench: Bench) -> None:
    class Stopped(Exception):
        pass

    def progress(_done: int, _total: int, _phase: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        preview(bench.desk, request(bench), progress)


# Mapping


def test_a_column_is_read_as_another_field(bench: Bench) -> None:
    asked = request(bench)
    asked = with_mapping(asked, seen(bench, asked), 6, "source")
    table = seen(bench, asked)
    assert table.columns[6].field == "source"
    brought(bench, replace(asked, stages={"": ""}))
    assert [deal["source"] for deal in bench.exported()] == ["Leone", "Toro"]


def test_the_other_column_of_a_field_loses_it(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, with_mapping(asked, seen(bench, asked), 6, "company"))
    assert [column.field for column in table.columns] == [
        "name", None, "stage", "amount", "close_date", "owner", "company", None,
    ]  # fmt: skip


def test_a_column_that_is_read_as_something_else_gives_up_what_it_was(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, with_mapping(asked, seen(bench, asked), 5, "contact"))
    assert table.columns[5].field == "contact"
    assert "owner" not in [column.field for column in table.columns]


def test_a_column_that_is_not_read(bench: Bench) -> None:
    asked = request(bench)
    asked = with_mapping(asked, seen(bench, asked), 3, None)
    table = seen(bench, asked)
    assert table.columns[3].field is None
    assert bad(table, "close_date").row == 3
    # Back to where it was.
    assert seen(bench, with_mapping(asked, table, 3, "amount")).columns[3].field == "amount"


def test_a_column_without_a_name(bench: Bench) -> None:
    asked = request(bench)
    assert seen(bench, with_mapping(asked, seen(bench, asked), 7, "notes")).columns[7].field == "notes"


def test_a_list_of_people_reads_one_column_twice(bench: Bench) -> None:
    asked = request(bench, "Name,Email,Zodiac\nRita,r@acme.it,Leo\n")
    table = seen(bench, asked)
    assert (table.columns[0].field, table.columns[0].also) == ("name", ("contact",))
    table = seen(bench, with_mapping(asked, table, 0, "contact"))
    assert (table.columns[0].field, table.columns[0].also) == ("contact", ())


# Repairs


def test_a_repair_is_imported(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, asked)
    for field, text in (
        ("name", "Senza nome"), ("stage", "Discovery"), ("close_date", "end of month"), ("amount", "1.300"),
    ):  # fmt: skip
        cell = bad(table, field)
        assert check_repair(table, cell, text) is None
        asked = with_repair(asked, table, cell, repair_text(table, cell, text))
    again = seen(bench, asked)
    assert again.bad_count == 0
    assert {cell.field: (cell.value, cell.repaired) for cell in again.bad_cells} == {
        "name": ("", "Senza nome"), "stage": ("", "Discovery"), "close_date": ("da definire", "2026-11-30"),
        "amount": ("boh", "1300"),
    }  # fmt: skip
    assert {cell.field: cell.reason for cell in again.bad_cells} == {
        cell.field: cell.reason for cell in table.bad_cells
    }
    assert {cell.field for cell in again.bad_cells if cell.rejects} == {"name", "stage"}
    assert counts(brought(bench, asked)) == (4, 0, 0, 0)
    deals = {deal["name"]: deal for deal in bench.exported()}
    assert (deals["Pilota"]["close_date"], deals["Pilota"]["amount"]) == ("2026-11-30", "1300.00")
    assert deals["Senza nome"]["close_date"] == "2027-01-15"
    assert deals["Audit"]["stage"] == "discovery"


def test_what_a_repair_would_be_read_as(bench: Bench) -> None:
    table = seen(bench, request(bench))
    day, amount, stage, name = (bad(table, field) for field in ("close_date", "amount", "stage", "name"))
    assert understood(table, day, "3/12/2026") == "Thu 3 Dec 2026"
    assert understood(table, day, "fri") == "Fri 27 Nov 2026"
    assert understood(table, amount, "1.300") == "1,300 €"
    assert (understood(table, amount, "1.5k USD"), repair_text(table, amount, "1.200 USD")) == ("1,500 $", "1200 USD")
    assert understood(table, stage, "discovery") == "Discovery"
    assert understood(table, name, " Nuova ") == "Nuova"
    assert check_repair(table, day, "sometime") == "This is not a date."
    assert check_repair(table, amount, "molto") == "This is not an amount."
    assert "Stages: " in (check_repair(table, stage, "Limbo") or "")
    assert check_repair(table, name, "  ") == check_repair(table, stage, "-") == "The row needs it."
    assert check_repair(table, amount, "") is None


@pytest.mark.parametrize("text", ["1.300", "234.567", "1,5", "1.234,567", "12", "1.250k"])
def test_a_repaired_amount_is_imported_as_it_was_understood(bench: Bench, text: str) -> None:
    asked = request(bench, "Trattativa;Valore (k€)\nA;boh\nB;1,5\n")
    table = seen(bench, asked)
    cell = bad(table, "amount")
    words = understood(table, cell, text)
    asked = with_repair(asked, table, cell, repair_text(table, cell, text))
    brought(bench, asked)
    amount, currency = bench.exported()[0]["amount"], bench.exported()[0]["currency"]
    assert format_money(from_major(Decimal(amount), currency), "en") == words


def test_a_date_of_the_past_is_not_in_the_future(bench: Bench) -> None:
    table = seen(bench, request(bench, "Deal,Last contact\nA,2027-05-05\nB,2026-05-05\n"))
    cell = bad(table, "last_activity")
    assert (cell.name, cell.reason) == ("A", "This date lies in the future.")
    assert check_repair(table, cell, "2027-06-06") == "This date lies in the future."
    assert understood(table, cell, "2026-06-06") == "Sat 6 Jun 2026"


def test_a_repair_that_is_no_better_stays_bad(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, asked)
    asked = with_repair(asked, table, bad(table, "close_date"), "domani forse")
    table = seen(bench, asked)
    cell = bad(table, "close_date")
    assert (cell.value, cell.repaired, table.bad_count) == ("da definire", "domani forse", 4)


def test_a_repair_of_a_column_that_is_not_there_is_refused(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, asked)
    with pytest.raises(BadInput, match="no column"):
        preview(bench.desk, with_repair(asked, table, replace(table.bad_cells[0], column="Betrag"), "5"))


def test_a_repair_is_taken_back(bench: Bench) -> None:
    asked = request(bench)
    table = seen(bench, asked)
    asked = with_repair(asked, table, bad(table, "close_date"), "2026-12-01")
    table = seen(bench, asked)
    asked = without_repair(asked, table, bad(table, "close_date"))
    assert not told_about(asked, table).anything
    assert bad(seen(bench, asked), "close_date").repaired is None


def test_cells_are_mended_in_one_file_at_a_time(bench: Bench) -> None:
    files = [bench.file(SHEET), bench.file(SHEET, "more.csv")]
    with pytest.raises(BadInput, match="one table"):
        preview(bench.desk, ImportRequest(files, repairs={(3, "Valore"): "5"}))


def test_every_field_has_words(bench: Bench) -> None:
    assert field_words("next_step_date") == "next step date"
    assert all("_" not in field_words(field) for field in seen(bench, request(bench)).fields)


def test_all_cells_with_a_text_are_mended_at_once_listed_or_not(bench: Bench) -> None:
    rows = "".join(f"Deal {n};da definire\n" for n in range(260))
    asked = request(bench, f"Trattativa;Data chiusura\n{rows}Last;2027-01-15\n")
    table = seen(bench, asked)
    cell, other = table.bad_cells[:2]
    assert (cell.alike, table.bad_count) == (260, 260)
    asked = with_repair_everywhere(asked, table, cell, "2026-12-01")
    assert repaired(asked, table, other) == "2026-12-01"
    asked = without_repair(asked, table, other)
    assert repaired(asked, table, other) is None
    again = seen(bench, asked)
    assert again.bad_count == 1
    brought(bench, asked)
    days = [deal["close_date"] for deal in bench.exported()]
    assert (days.count("2026-12-01"), days.count(None), days.count("2027-01-15")) == (259, 1, 1)


def test_one_cell_may_be_mended_otherwise_than_those_that_are_like_it(bench: Bench) -> None:
    asked = request(bench, "Trattativa;Data chiusura\nA;da definire\nB;da definire\nC;2027-01-15\n")
    table = seen(bench, asked)
    asked = with_repair(asked, table, table.bad_cells[1], "2027-03-03")
    asked = with_repair_everywhere(asked, table, table.bad_cells[0], "2026-12-01")
    brought(bench, asked)
    assert [deal["close_date"] for deal in bench.exported()] == ["2026-12-01", "2027-03-03", "2027-01-15"]


def test_texts_that_are_cut_or_empty_tell_nothing_about_others(bench: Bench) -> None:
    long = "x" * 600
    table = seen(bench, request(bench, f"Deal;Stage;Close date\nA;;{long}\nB;;{long}\nC;Decision;2027-01-15\n"))
    assert {cell.alike for cell in table.bad_cells} == {0}


def test_what_was_left_as_it_is_before_is_not_new(bench: Bench) -> None:
    asked = request(bench)
    assert seen(bench, asked).new_bad == 4
    brought(bench, asked)
    assert (seen(bench, asked).new_bad, seen(bench, asked).bad_count) == (0, 4)
    changed = request(bench, SHEET.replace("da definire", "boh"))
    assert seen(bench, changed).new_bad == 1


def test_each_of_several_tables_has_its_own_columns_and_cells(bench: Bench) -> None:
    files = [bench.file(SHEET), bench.file("Deal;Data;Nota\nOther;da definire;call\n", "more.csv")]
    asked = ImportRequest(files)
    first, second = preview(bench.desk, asked)
    asked = with_mapping(asked, second, 1, "close_date")
    first, second = preview(bench.desk, asked)
    cell = bad(second, "close_date")
    asked = with_repair(asked, second, cell, "2026-12-24")
    first, second = preview(bench.desk, asked)
    assert (first.bad_count, second.bad_count) == (4, 0)
    transfer.import_files(bench.later(), asked)
    deals = {deal["name"]: deal for deal in bench.exported()}
    assert deals["Other"]["close_date"] == "2026-12-24"
    assert deals["Pilota"]["close_date"] is None
