"""The next file: only what it changed, never over what a person changed here, and through the gate."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import HEADER, ROWS, Bench, counts

from pipetui.domain import hygiene
from pipetui.errors import BadInput
from pipetui.services import edits, history, moves, notes, records, steps, transfer
from pipetui.services.transfer_report import Conflict, Held, ImportRequest
from pipetui.storage import reading

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

ERP, PILOT, AUDIT = ROWS
CRITERIA = ("icp_fit", "decision_role_known", "pain_urgent", "time_window_realistic")


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    bench = Bench(empty_desk, tmp_path)
    bench.hubspot()
    return bench


def erp(bench: Bench) -> int:
    number = bench.deal("11")["id"]
    assert isinstance(number, int)
    return number


def attention_is_right(bench: Bench) -> None:
    """What is kept for the list is what the rules say."""
    rules = bench.desk.rules
    with bench.desk.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM deal")]
        for deal in reading.deals(connection, ids):
            row = reading.row_of(connection, deal.id)
            assert row is not None
            seen = hygiene.attention(deal, rules)
            assert (row["flagged_at"], row["clear_at"], row["due_at"]) == (seen.flagged_at, seen.clear_at, seen.due_at)


def test_the_same_file_again_changes_nothing(bench: Bench) -> None:
    before = bench.exported()
    events = len(history.log(bench.desk))
    for order in (ROWS, tuple(reversed(ROWS))):
        assert counts(bench.hubspot(*order)) == (0, 0, 3, 0)
    assert bench.exported() == before
    assert [event.type for event in history.log(bench.desk)[:-events]] == ["file_imported"] * 2


def test_an_import_that_changed_nothing_is_not_what_an_undo_takes_back(bench: Bench) -> None:
    edits.set_fields(bench.later(), erp(bench), {"name": "Ours"})
    bench.hubspot()
    assert history.undo(bench.later()).name == "edit"


def test_cells_that_the_file_changed_are_applied(bench: Bench) -> None:
    changed = "11,ERP two,Appointment Scheduled,1300,2027-01-31,2026-10-02,Luca Bianchi,Call Rita,2026-12-02"
    report = bench.hubspot(changed, PILOT, AUDIT)
    assert counts(report) == (0, 1, 2, 0)
    assert report.conflicts == []
    deal = bench.deal("11")
    assert (deal["name"], deal["amount"], deal["close_date"], deal["created"]) == (
        "ERP two", "1300.00", "2027-01-31", "2026-10-02",
    )  # fmt: skip
    assert (deal["owner"], deal["next_step_owner"], deal["next_step_date"]) == (
        "Luca Bianchi", "Luca Bianchi", "2026-12-02",
    )  # fmt: skip
    whole = records.detail(bench.desk, deal["id"])
    assert [(step.end, step.redated) for step in whole.steps] == [(None, 1), ("moved", 0)]
    event = whole.events[0]
    assert (event.type, event.before["amount"], event.after["amount"]) == ("import_updated", "1200.50", "1300.00")
    attention_is_right(bench)


def test_a_cell_that_was_emptied_is_emptied(bench: Bench) -> None:
    assert counts(bench.hubspot("11,ERP,Appointment Scheduled,,,2026-10-01,,,")) == (0, 1, 0, 0)
    deal = bench.deal("11")
    assert [deal[name] for name in ("amount", "close_date", "owner", "next_step")] == [None] * 4
    attention_is_right(bench)


def test_a_column_that_is_gone_changes_nothing(bench: Bench) -> None:
    before = bench.deal("11")
    assert counts(bench.bring("Record ID,Deal Name,Deal Stage\n11,ERP,Appointment Scheduled\n")) == (0, 0, 1, 0)
    assert bench.deal("11") == before
    assert counts(bench.hubspot()) == (0, 0, 3, 0)


def test_yesterdays_export_never_wipes_out_this_mornings_step(bench: Bench) -> None:
    notes.log_note(bench.later(), erp(bench), pain="Slow", next_step="Send offer", day=date(2026, 12, 3))
    edits.set_fields(bench.later(), erp(bench), {"amount": "99.00"})
    before = bench.deal("11")
    report = bench.hubspot()
    assert (counts(report), list(report.conflicts)) == ((0, 0, 3, 0), [])
    assert bench.deal("11") == before


def test_what_both_changed_stays_ours_and_is_listed(bench: Bench) -> None:
    notes.log_note(bench.later(), erp(bench), pain="Slow", next_step="Send offer", day=date(2026, 12, 3))
    edits.set_fields(bench.later(), erp(bench), {"amount": "99.00"})
    changed = "11,ERP,Appointment Scheduled,1300,2026-12-31,2026-10-01,Anna Rossi,Call Rita,2026-12-24"
    report = bench.hubspot(changed, PILOT, AUDIT)
    assert counts(report) == (0, 0, 3, 0)
    assert report.conflicts == [
        Conflict(2, erp(bench), "amount", "99.00", "1300.00"),
        Conflict(2, erp(bench), "next_step_date", "2026-12-03", "2026-12-24"),
    ]
    assert report.needs_attention
    assert (bench.deal("11")["amount"], bench.deal("11")["next_step_date"]) == ("99.00", "2026-12-03")
    again = bench.hubspot(changed, PILOT, AUDIT)
    assert (counts(again), list(again.conflicts)) == ((0, 0, 3, 0), [])


def test_the_same_change_on_both_sides_is_no_conflict(bench: Bench) -> None:
    edits.set_fields(bench.later(), erp(bench), {"amount": "1300.00"})
    report = bench.hubspot(ERP.replace("1200.50", '"$1,300.00"').replace("$", "€"), PILOT, AUDIT)
    assert (counts(report), list(report.conflicts)) == ((0, 0, 3, 0), [])


def test_deals_that_the_file_no_longer_has_are_missing(bench: Bench) -> None:
    report = bench.hubspot(ERP, AUDIT)
    assert report.missing == [bench.deal("12")["id"]]
    assert bench.deal("12")["status"] == "open"
    assert not report.needs_attention
    assert bench.bring("Deal,Owner\nElsewhere,anna\n").missing == []


def test_a_stage_further_on_is_held_until_the_gate_opens(bench: Bench) -> None:
    further = ERP.replace("Appointment Scheduled", "Contract Sent")
    report = bench.hubspot(further, PILOT, AUDIT)
    assert report.held == [Held(2, erp(bench), "qualification", "decision", CRITERIA)]
    assert counts(report) == (0, 0, 3, 0)
    assert records.detail(bench.desk, erp(bench)).item.deal.crm_stage == "decision"
    assert bench.hubspot(further, PILOT, AUDIT).held == report.held
    for criterion in CRITERIA:
        moves.tick(bench.later(), erp(bench), criterion)
    report = bench.hubspot(further, PILOT, AUDIT)
    assert counts(report) == (0, 1, 2, 0)
    assert [(held.stage, held.crm_stage) for held in report.held] == [("discovery", "decision")]
    assert bench.deal("11")["stage"] == "discovery"
    attention_is_right(bench)


@pytest.mark.parametrize(("who", "expected"), [("Anna Rossi", "Carla Neri"), ("Luca Bianchi", "Luca Bianchi")])
def test_a_new_owner_takes_over_the_step_of_the_old_one_only(bench: Bench, who: str, expected: str) -> None:
    steps.plan(bench.later(), erp(bench), text="Call Rita", day=date(2026, 11, 30), owner=who)
    bench.hubspot(ERP.replace("Anna Rossi", "Carla Neri"), PILOT, AUDIT)
    deal = records.detail(bench.desk, erp(bench)).item.deal
    assert (deal.owner, deal.step.owner) == ("Carla Neri", expected)


def test_a_stage_goes_on_by_one_when_its_criteria_are_ticked(bench: Bench) -> None:
    for criterion in CRITERIA:
        moves.tick(bench.later(), erp(bench), criterion)
    report = bench.hubspot(ERP.replace("Appointment Scheduled", "Qualified To Buy"), PILOT, AUDIT)
    assert (counts(report), list(report.held)) == ((0, 1, 2, 0), [])
    whole = records.detail(bench.desk, erp(bench))
    assert whole.item.deal.stage == "discovery"
    assert whole.item.deal.crm_stage is None
    assert [visit.stage for visit in whole.visits] == ["qualification", "discovery"]
    assert whole.clocks == ()


def test_a_stage_goes_on_by_one_even_if_the_next_gate_is_open_too(bench: Bench) -> None:
    """It was in Discovery before: all of that stage is still ticked."""
    for criterion in CRITERIA:
        moves.tick(bench.later(), erp(bench), criterion)
    moves.move_on(bench.later(), erp(bench))
    for criterion in ("problems_mapped", "impact_estimated", "sponsor_named"):
        moves.tick(bench.later(), erp(bench), criterion)
    moves.move_back(bench.later(), erp(bench), ["icp_fit"], "another buyer")
    moves.tick(bench.later(), erp(bench), "icp_fit")
    further = ERP.replace("Appointment Scheduled", "Presentation Scheduled")
    report = bench.hubspot(further, PILOT, AUDIT)
    assert report.held == [Held(2, erp(bench), "discovery", "solution", ())]
    assert bench.deal("11")["stage"] == "discovery"
    bench.hubspot(further, PILOT, AUDIT)
    after = records.detail(bench.desk, erp(bench)).item.deal
    assert (after.stage, after.crm_stage) == ("solution", None), "the next import takes the next stage"


def test_a_stage_goes_back_if_nobody_moved_it_here(bench: Bench) -> None:
    assert counts(bench.hubspot(ERP, PILOT.replace("Qualified To Buy", "appointmentscheduled"))) == (0, 1, 1, 0)
    assert bench.deal("12")["stage"] == "qualification"


def test_a_stage_that_was_moved_here_stays(bench: Bench) -> None:
    for criterion in CRITERIA:
        moves.tick(bench.later(), erp(bench), criterion)
    moves.move_on(bench.later(), erp(bench))
    assert counts(bench.hubspot()) == (0, 0, 3, 0)
    assert bench.deal("11")["stage"] == "discovery"
    report = bench.hubspot(ERP, PILOT, AUDIT)
    assert (list(report.held), list(report.conflicts)) == ([], [])


def test_the_file_closes_and_reopens(bench: Bench) -> None:
    lost = ERP.replace("Appointment Scheduled", "Closed Lost").replace("2026-12-31", "2026-11-20")
    assert counts(bench.hubspot(lost, PILOT, AUDIT)) == (0, 1, 2, 0)
    deal = bench.deal("11")
    assert (deal["status"], deal["closed"], deal["next_step"]) == ("lost", "2026-11-20", None)
    assert counts(bench.hubspot(lost, PILOT, AUDIT)) == (0, 0, 3, 0)
    assert counts(bench.hubspot(ERP, PILOT, AUDIT)) == (0, 1, 2, 0)
    assert (bench.deal("11")["status"], bench.deal("11")["closed"]) == ("open", None)
    attention_is_right(bench)


def test_a_deal_that_was_closed_here_stays_closed(bench: Bench) -> None:
    moves.close(bench.later(), erp(bench), "lost", "price")
    assert counts(bench.hubspot()) == (0, 0, 3, 0)
    report = bench.hubspot(ERP.replace("Appointment Scheduled", "Closed Won"), PILOT, AUDIT)
    assert [(conflict.field, conflict.ours, conflict.theirs) for conflict in report.conflicts] == [
        ("status", "lost", "won")
    ]
    assert bench.deal("11")["status"] == "lost"


def test_undo_of_a_second_import_gives_the_first_back(bench: Bench) -> None:
    before = bench.exported()
    changed = "11,New,Contract Sent,1,2027-01-31,2026-10-02,Luca Bianchi,Write,2026-12-02"
    bench.hubspot(changed, PILOT.replace("Qualified To Buy", "Closed Won"), "19,Fresh,Contract Sent,,,,,,")
    history.undo(bench.later())
    assert bench.exported() == before
    attention_is_right(bench)
    assert counts(bench.hubspot()) == (0, 0, 3, 0)


def test_bad_cells_are_noted_once(bench: Bench) -> None:
    bad = ERP.replace("1200.50", "many")
    assert counts(bench.hubspot(bad, PILOT, AUDIT)) == (0, 0, 3, 0)
    bench.hubspot(bad, PILOT, AUDIT)
    assert len(records.detail(bench.desk, erp(bench)).notes) == 1
    assert bench.deal("11")["amount"] == "1200.50"
    assert counts(bench.hubspot(ERP.replace("1200.50", "7"), PILOT, AUDIT)) == (0, 1, 2, 0)


def test_pain_and_notes_are_added(bench: Bench) -> None:
    bench.bring("Record ID,Deal Name,Deal Stage,Pain\n11,ERP,Appointment Scheduled,Slow\n")
    report = bench.bring("Record ID,Deal Name,Deal Stage,Pain\n11,ERP,Appointment Scheduled,Very slow\n")
    assert counts(report) == (0, 1, 0, 0)
    assert bench.deal("11")["pain"] == "Very slow"
    assert [note.pain for note in records.detail(bench.desk, erp(bench)).notes] == ["Very slow", "Slow"]


def test_time_does_not_run_back(bench: Bench) -> None:
    edits.set_fields(bench.later(100), erp(bench), {"name": "Later"})
    path = bench.file("\n".join((HEADER, ERP.replace("ERP", "Earlier"))))
    with pytest.raises(BadInput, match="later in its history"):
        transfer.import_files(bench.desk.at(bench.desk.now - 600), ImportRequest([path]))


def test_changes_are_what_the_crm_does_not_know_yet(bench: Bench) -> None:
    assert bench.exported("changes") == []
    edits.set_fields(bench.later(), erp(bench), {"amount": "99.00", "contact": "Rita"})
    moves.close(bench.later(), bench.deal("12")["id"], "lost", "price")
    notes.log_note(bench.later(), erp(bench), pain="Slow", next_step="Send offer", day=date(2026, 12, 3))
    changes = [(row["external_id"], row["field"], row["before"], row["after"]) for row in bench.exported("changes")]
    assert changes == [
        ("11", "amount", "1200.50 EUR", "99.00 EUR"), ("11", "next_step", "Call Rita", "Send offer"),
        ("11", "next_step_date", "2026-11-30", "2026-12-03"), ("12", "stage", "Qualified To Buy", "lost"),
        ("12", "next_step", "Send plan", None), ("12", "next_step_date", "2026-12-01", None),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_any_series_of_files_ends_with_what_the_last_one_says(bench: Bench, seed: int) -> None:
    """As long as nobody works here, the deals follow the file; stages may be held back, nothing else."""
    dice = random.Random(seed)
    for _file in range(4):
        rows = [
            f"{number},N{dice.randrange(3)},{dice.choice(['Contract Sent', 'closedlost', 'Closed Won'])},"
            f"{dice.choice(['', '5', '7.50'])},{dice.choice(['', '2026-11-01', '2027-01-01'])},2026-10-01,"
            f"{dice.choice(['', 'Anna Rossi'])},{dice.choice(['', 'Call', 'Write'])},{dice.choice(['', '2026-12-01'])}"
            for number in dice.sample(range(20, 26), 4)
        ]
        report = bench.hubspot(*rows)
        assert (list(report.conflicts), list(report.rejects)) == ([], [])
        for row in rows:
            cells = dict(zip(HEADER.split(","), row.split(","), strict=True))
            deal = bench.deal(cells["Record ID"])
            status = {"Contract Sent": "open", "closedlost": "lost", "Closed Won": "won"}[cells["Deal Stage"]]
            assert deal["status"] == status
            assert deal["name"] == cells["Deal Name"]
            assert float(deal["amount"] or 0) == float(cells["Amount"] or 0)
            assert (deal["close_date"] or "", deal["owner"] or "") == (cells["Close Date"], cells["Deal owner"])
            if status == "open":
                assert (deal["next_step"] or "", deal["next_step_date"] or "") == (
                    cells["Next step"], cells["Next Activity Date"],
                )  # fmt: skip
        attention_is_right(bench)
