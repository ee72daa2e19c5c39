"""What has to be entered in the CRM: field by field, in the layout of its files, as text, and off the list again."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import ROWS, Bench
from way_back_files import EXPORTS

from pipetui.errors import BadInput
from pipetui.services import edits, exports, history, moves, notes, records, steps, way_back_text
from pipetui.services.entered import entered
from pipetui.services.way_back import to_enter

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

ERP, PILOT, AUDIT = ROWS


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    bench = Bench(empty_desk, tmp_path)
    bench.hubspot()
    return bench


@pytest.fixture
def blank(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def changed(bench: Bench) -> list[tuple[str, str, str | None]]:
    """External id, field and entry of everything on the list."""
    return [(row["external_id"], row["field"], row["entry"]) for row in bench.exported("changes")]


def as_text(bench: Bench, to: str = "csv", source: str | None = None) -> str:
    out = io.StringIO(newline="")
    exports.export(bench.desk, "changes", to, out, source=source)
    return out.getvalue()


def test_nothing_was_imported_so_there_is_nothing_to_enter(blank: Bench) -> None:
    edits.add_deal(blank.desk, name="Ours")
    assert to_enter(blank.desk) == []
    assert as_text(blank).startswith("id,external_id,name")
    assert "Nothing to enter" in as_text(blank, "md")


def test_each_edit_is_one_entry_and_undoing_it_takes_it_off(bench: Bench) -> None:
    number = bench.deal("11")["id"]
    for field, value, entry in (
        ("name", "ERP two", "ERP two"), ("amount", "99", "99.00"), ("close_date", "2027-02-01", "2027-02-01"),
        ("owner", "Luca Bianchi", "Luca Bianchi"),
    ):  # fmt: skip
        edits.set_fields(bench.later(), number, {field: value})
        assert changed(bench) == [("11", field, entry)]
        history.undo(bench.later())
        assert changed(bench) == []


def test_what_the_file_has_no_column_for_is_not_listed(bench: Bench) -> None:
    edits.set_fields(bench.later(), bench.deal("11")["id"], {"contact": "Rita", "source": "Fair"})
    assert changed(bench) == []


def test_a_stage_is_entered_under_the_label_that_the_file_has_for_it(bench: Bench) -> None:
    bench.hubspot(ERP, PILOT, "14,Later,qualifiedtobuy,1,,2026-10-01,,,", "15,Last,qualifiedtobuy,1,,2026-10-01,,,")
    for criterion in records.detail(bench.desk, 1).criteria:
        moves.tick(bench.later(), 1, criterion.id)
    moves.move_on(bench.later(), 1)
    assert changed(bench) == [("11", "stage", "qualifiedtobuy")]


def test_a_pipeline_in_brackets_stays_on_the_label(blank: Bench) -> None:
    blank.bring(EXPORTS["hubspot labels"].text)
    moves.close(blank.later(), 1, "lost", "price")
    assert changed(blank) == [("11", "stage", "Closed Lost (Sales Pipeline)"), ("11", "next_step", None)]


def test_no_decision_is_lost_where_the_system_knows_no_better(bench: Bench) -> None:
    moves.close(bench.later(), 1, "no_decision", "status_quo")
    assert ("11", "stage", "Closed Lost") in changed(bench)
    report = bench.hubspot("11,ERP,Closed Lost,1200.50,2026-12-31,2026-10-01,Anna Rossi,,", PILOT, AUDIT)
    assert (list(report.conflicts), changed(bench)) == ([], [])
    assert records.detail(bench.desk, 1).item.status == "no_decision"


def test_a_held_deal_is_our_business_not_the_crms(bench: Bench) -> None:
    report = bench.hubspot(ERP.replace("Appointment Scheduled", "Contract Sent"), PILOT, AUDIT)
    assert [held.crm_stage for held in report.held] == ["decision"]
    assert changed(bench) == []


def test_owners_told_at_the_import_are_no_news(blank: Bench) -> None:
    blank.bring("Record ID,Deal Name,Deal Stage,Deal owner\n11,ERP,Contract Sent,\n", owner="luca")
    assert changed(blank) == []
    edits.assign(blank.later(), [1], "anna")
    assert changed(blank) == [("11", "owner", "anna")]


def test_parking_is_a_next_step_for_the_crm(bench: Bench) -> None:
    moves.park(bench.later(), 1, date(2027, 3, 1), "new budget")
    assert changed(bench) == [("11", "next_step", "new budget"), ("11", "next_step_date", "2027-03-01")]


def test_deals_that_were_added_here_are_new_but_a_sleeping_cycle_is_not(bench: Bench) -> None:
    edits.add_deal(bench.later(), name="Ours", amount="5", owner="Anna Rossi")
    moves.close(bench.later(), 2, "no_decision", "status_quo")
    found = {deal.ours["name"]: deal for deal in to_enter(bench.desk)}
    assert set(found) == {"Ours", "Pilot"}
    assert [(each.field, each.before, each.entry) for each in found["Ours"].differences][:2] == [
        ("name", None, "Ours"), ("stage", None, "Appointment Scheduled"),
    ]  # fmt: skip


def test_conflicts_stay_on_the_list(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    report = bench.hubspot(ERP.replace("1200.50", "1300"), PILOT, AUDIT)
    assert [conflict.field for conflict in report.conflicts] == ["amount"]
    assert [(row["before"], row["after"]) for row in bench.exported("changes")] == [("1300.00 EUR", "99.00 EUR")]


# In the layout of the files


def test_the_table_has_the_files_columns_order_and_untouched_cells(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    edits.set_fields(bench.later(), 2, {"close_date": ""})
    edits.add_deal(bench.later(), name="=Ours", owner="Anna Rossi")
    assert list(csv.reader(io.StringIO(as_text(bench)))) == [
        ["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Deal owner"],
        ["11", "ERP", "Appointment Scheduled", "99.00", "2026-12-31", "Anna Rossi"],
        ["12", "Pilot", "Qualified To Buy", "900.00", "", "Luca Bianchi"],
        ["", "'=Ours", "Appointment Scheduled", "", "", "Anna Rossi"],
    ]


def test_a_sheet_keeps_its_delimiter_its_comma_its_order_of_dates_and_its_words(blank: Bench) -> None:
    blank.bring(EXPORTS["sheet"].text, **EXPORTS["sheet"].answers)
    edits.set_fields(blank.later(), 1, {"amount": "99.5", "close_date": "2027-02-01"})
    moves.close(blank.later(), 2, "lost", "price")
    assert as_text(blank).splitlines() == [
        "ID;Trattativa;Fase;Valore (EUR);Prossimo passo;Data prossimo passo;Data chiusura",
        "1;ERP;Primo contatto;99,50;Chiamare Rita;30/11/2026;01/02/2027",
        "2;Pilota;Persa;900,00;;;da definire",
    ]


def test_an_owner_is_entered_by_the_id_that_the_file_has(blank: Bench) -> None:
    blank.bring(EXPORTS["salesforce"].text)
    edits.assign(blank.later(), [2], "005A")
    assert as_text(blank).splitlines() == ["Id,Name,OwnerId", "0062,Pilot,005A"]


def test_another_currency_is_said(blank: Bench) -> None:
    blank.bring(EXPORTS["pipedrive"].text, **EXPORTS["pipedrive"].answers)
    edits.set_fields(blank.later(), 1, {"amount": "7", "currency": "GBP"})
    assert as_text(blank).splitlines()[1] == "1,ERP,7.00,GBP"
    blank.bring("Deal,Value,Stage\nSmall,100,Discovery\n")
    number = next(row["id"] for row in blank.exported() if row["name"] == "Small")
    edits.set_fields(blank.later(), number, {"currency": "GBP"})
    assert "Small,100.00 GBP" in as_text(blank, source="sheet")


def test_several_sources_ask_which_one(bench: Bench) -> None:
    bench.bring("Deal,Value,Stage\nSmall,100,Discovery\n")
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    assert as_text(bench).splitlines()[1].startswith("11,")
    small = next(row["id"] for row in bench.exported() if row["name"] == "Small")
    edits.set_fields(bench.later(), small, {"amount": "98"})
    with pytest.raises(BadInput, match="several files") as refused:
        as_text(bench)
    assert "--format" in refused.value.hint
    assert as_text(bench, source="hubspot").splitlines() == ["Record ID,Deal Name,Amount", "11,ERP,99.00"]
    assert as_text(bench, source="sheet").splitlines() == ["Deal,Value", "Small,98.00"]
    with pytest.raises(BadInput, match="zoho"):
        as_text(bench, source="zoho")
    assert {row["source"] for row in bench.exported("changes")} == {"hubspot", "sheet"}


def test_older_imports_without_a_layout_are_written_under_the_usual_names(bench: Bench) -> None:
    with bench.desk.quietly() as connection:
        connection.execute("UPDATE import_batch SET layout = '{}'")
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    assert as_text(bench).splitlines() == ["Record ID,Deal Name,Amount", "11,ERP,99.00"]


# As text


def test_a_block_says_what_changes_and_what_was_noted(bench: Bench) -> None:
    notes.log_note(bench.later(), 1, pain="Slow [b]", next_step="Send offer", day=date(2026, 12, 3))
    edits.set_fields(bench.later(), 1, {"amount": "99", "name": "*ERP*"})
    (block,) = way_back_text.blocks(bench.desk, [1])
    assert block.text().splitlines() == [
        "*ERP* (11)", "Deal Name: ERP → *ERP*", "Amount: 1200.50 → 99.00",
        "Next step: Call Rita → Send offer, 2026-12-03, Anna Rossi", "",
        "Mon 23 Nov, anna: Pain: Slow [b]", "Next: Send offer, Thu 3 Dec",
    ]  # fmt: skip
    markdown = as_text(bench, "md")
    assert "## \\*ERP\\* (11)" in markdown
    assert "- Amount: 1200.50 → 99.00" in markdown
    assert "Slow \\[b\\]" in markdown


def test_notes_from_before_the_import_are_known_there(bench: Bench) -> None:
    notes.log_note(bench.later(), 1, pain="Old", next_step="Send offer", day=date(2026, 12, 3))
    bench.hubspot(ERP.replace("Call Rita", "Send offer"), PILOT, AUDIT)
    steps.plan(bench.later(), 1, text="Visit", day=date(2026, 12, 4))
    (block,) = way_back_text.blocks(bench.desk, [1])
    assert block.notes == []


# Entered


def test_what_was_entered_is_off_the_list_until_it_is_changed_again(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    (done,) = entered(bench.later(), [1])
    assert (done.changed, changed(bench)) == ({"amount": ("1200.50 EUR", "99.00 EUR")}, [])
    assert history.sentence(bench.desk, history.log(bench.desk, 1)[0]) == "entered in the CRM: amount, anna"
    edits.set_fields(bench.later(), 1, {"amount": "98"})
    assert [row["before"] for row in bench.exported("changes")] == ["99.00 EUR"]
    history.undo(bench.later())
    history.undo(bench.later())
    assert changed(bench) == [("11", "amount", "99.00")]


def test_a_file_with_an_earlier_value_changes_nothing_and_one_with_a_new_value_does(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    entered(bench.later(), [1])
    edits.set_fields(bench.later(), 1, {"amount": "98"})
    entered(bench.later(), [1])
    for older in ("1200.50", "99"):
        report = bench.hubspot(ERP.replace("1200.50", older), PILOT, AUDIT)
        assert (list(report.conflicts), bench.deal("11")["amount"]) == ([], "98.00")
        assert changed(bench) == [("11", "amount", "98.00")]
        history.undo(bench.later())
        assert changed(bench) == []
    report = bench.hubspot(ERP.replace("1200.50", "97"), PILOT, AUDIT)
    assert (list(report.conflicts), bench.deal("11")["amount"], changed(bench)) == ([], "97.00", [])


def test_a_confirmed_entry_is_history(bench: Bench) -> None:
    """When the CRM goes back to the old value later on, that is a change of its own."""
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    entered(bench.later(), [1])
    bench.hubspot(ERP.replace("1200.50", "99"), PILOT, AUDIT)
    bench.hubspot()
    assert (bench.deal("11")["amount"], changed(bench)) == ("1200.50", [])


def test_nothing_to_enter_cannot_be_entered(bench: Bench) -> None:
    with pytest.raises(BadInput, match="Nothing about deal 1"):
        entered(bench.later(), [1])
    with pytest.raises(BadInput, match="no deal 99"):
        entered(bench.later(), [99])


@pytest.mark.parametrize("told", [None, "77"])
def test_a_new_deal_that_was_entered_is_not_twice_after_the_next_import(bench: Bench, told: str | None) -> None:
    number = edits.add_deal(bench.later(), name="Ours", amount="5", owner="Anna Rossi").id
    entered(bench.later(), [number], external_id=told)
    assert to_enter(bench.desk) == []
    assert bench.hubspot().missing == ([number] if told else [])
    report = bench.hubspot(*ROWS, "77,Ours,Appointment Scheduled,5,,2026-11-24,Anna Rossi,Call,2026-12-01")
    assert (report.added, list(report.conflicts), report.missing) == (0, [], [])
    deal = bench.deal("77")
    assert (deal["id"], deal["next_step"], to_enter(bench.desk)) == (number, "Call", [])
    history.undo(bench.later())
    assert not records.detail(bench.desk, number).item.deal.step.text


def test_an_id_is_for_one_new_deal_and_nobody_elses(bench: Bench) -> None:
    number = edits.add_deal(bench.later(), name="Ours").id
    with pytest.raises(BadInput, match="already a deal"):
        entered(bench.later(), [number], external_id="11")
    edits.set_fields(bench.later(), 1, {"amount": "99"})
    with pytest.raises(BadInput, match="added here"):
        entered(bench.later(), [1], external_id="78")


def test_with_several_sources_nobody_knows_where_a_new_deal_was_entered(bench: Bench) -> None:
    bench.bring("Deal,Value,Stage\nSmall,100,Discovery\n")
    number = edits.add_deal(bench.later(), name="Ours").id
    assert {row["source"] for row in bench.exported("changes")} == {None}
    with pytest.raises(BadInput, match="which CRM"):
        entered(bench.later(), [number])
