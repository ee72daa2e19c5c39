"""The borders of the rules by which files change what is here."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import HEADER, ROWS, Bench, counts

from pipetui.services import edits, exports, history, moves, people, records, transfer
from pipetui.services.entered import entered
from pipetui.services.import_conflicts import open_conflicts
from pipetui.services.likely_file import likely_file
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

ERP, PILOT, AUDIT = ROWS


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    bench = Bench(empty_desk, tmp_path)
    bench.hubspot()
    return bench


def own_export(desk: Desk) -> str:
    out = io.StringIO(newline="")
    exports.export(desk, "deals", "csv", out)
    return out.getvalue()


def with_cells(text: str, **cells: str) -> str:
    """The first row of an export with other cells."""
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows([rows[0] | cells, *rows[1:]])
    return out.getvalue()


def without(column: str, *rows: str) -> str:
    """A HubSpot export without a column."""
    place = HEADER.split(",").index(column)
    lines = [line.split(",") for line in (HEADER, *rows)]
    return "\n".join(",".join(cell for number, cell in enumerate(line) if number != place) for line in lines)


def test_a_cleared_amount_leaves_its_currency(bench: Bench) -> None:
    bench.hubspot(ERP.replace("1200.50", "$1200.50"))
    assert bench.deal("11")["currency"] == "USD"
    bench.hubspot(ERP.replace("1200.50", ""))
    assert (bench.deal("11")["amount"], bench.deal("11")["currency"]) == (None, "USD")


def test_another_day_with_another_text_is_another_promise(bench: Bench) -> None:
    bench.hubspot(ERP.replace("2026-11-30", "2026-12-02"), PILOT.replace("Send plan,2026-12-01", "Visit,2026-12-02"))
    redated = [records.detail(bench.desk, number).item.deal.step.redated for number in (1, 2)]
    assert redated == [1, 0]


def test_a_file_without_a_column_keeps_what_was_seen_of_it(bench: Bench) -> None:
    bench.bring(without("Amount", ERP.replace("2026-12-31", "2027-01-15")))
    edits.set_fields(bench.later(), 1, {"amount": "1500"})
    again = bench.hubspot(ERP.replace("2026-12-31", "2027-01-15"), PILOT, AUDIT)
    assert (counts(again), len(again.conflicts), bench.deal("11")["amount"]) == ((0, 0, 3, 0), 0, "1500.00")


def test_what_was_entered_waits_for_a_file_that_has_its_column(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "2000"})
    entered(bench.later(), [1])
    for content in (without("Amount", *ROWS), "\n".join((HEADER, *ROWS))):
        report = bench.bring(content)
        assert (report.updated, len(report.conflicts), bench.deal("11")["amount"]) == (0, 0, "2000.00")
    bench.hubspot(ERP.replace("1200.50", "2000"), PILOT, AUDIT)
    assert bench.exported("changes") == []


def test_a_new_deal_that_was_entered_takes_the_days_of_its_system(bench: Bench) -> None:
    deal = edits.add_deal(bench.later(), name="Web shop", owner="Anna Rossi").id
    entered(bench.later(), [deal], external_id="99")
    report = bench.hubspot(*ROWS, "99,Web shop,Appointment Scheduled,,,2026-05-05,Anna Rossi,,")
    assert (counts(report), len(report.conflicts)) == ((0, 1, 3, 0), 0)
    assert bench.deal("99")["created"] == "2026-05-05"


def test_a_torn_row_is_not_missing(bench: Bench) -> None:
    report = bench.hubspot(ERP, "12,Pilot", AUDIT)
    assert (report.rejected, report.missing) == (1, [])


def test_who_closes_today_is_closed_today(empty_desk: Desk, tmp_path: Path) -> None:
    bench = Bench(empty_desk, tmp_path)
    today = empty_desk.today
    days = {"1": today, "2": today + timedelta(days=1)}
    bench.hubspot(*(f"{key},Deal {key},Closed Won,10,{day},2026-01-01,Anna Rossi,," for key, day in days.items()))
    assert [bench.deal(key)["closed"] for key in days] == [today.isoformat(), None]


def test_a_held_deal_is_held_after_our_own_export_came_back(bench: Bench) -> None:
    bench.hubspot(ERP.replace("Appointment Scheduled", "Contract Sent"), PILOT, AUDIT)
    bench.bring(with_cells(own_export(bench.desk), amount="1300"))
    deal = records.detail(bench.desk, 1).item.deal
    assert (deal.crm_stage, bench.deal("11")["amount"]) == ("decision", "1300.00")


def test_an_id_belongs_to_its_system(bench: Bench) -> None:
    """Two systems may count alike: both deals come back from our own export."""
    bench.bring("Record Id,Deal Name,Deal Owner,Deal Owner Id,Stage,Closing Date\n11,Fair,Anna Rossi,7,Qualification,")
    assert [deal["external_id"] for deal in bench.exported()] == ["11", "12", "13", "11"]
    assert counts(bench.bring(own_export(bench.desk))) == (0, 0, 4, 0)


def test_somebody_who_is_told_is_remembered_even_if_no_deal_changes_hands(bench: Bench) -> None:
    rows = [row.replace("Anna Rossi", "Rossi Annamaria") for row in ROWS]
    told = bench.hubspot(*rows, persons={"Rossi Annamaria": "Anna Rossi"})
    assert counts(told) == (0, 0, 3, 0)
    later = bench.hubspot(*rows, "14,Shop,Qualified To Buy,10,,2026-10-01,Rossi Annamaria,,")
    assert (counts(later), bench.deal("14")["owner"]) == ((1, 0, 3, 0), "Anna Rossi")
    assert "Rossi Annamaria" not in [person.name for person in people.everybody(bench.desk)]


def test_a_cell_that_means_what_it_meant_before_is_no_conflict(bench: Bench) -> None:
    """Words stood there for a week, or a name in another spelling: the file says what it said."""
    edits.set_fields(bench.later(), 1, {"amount": "1500"})
    edits.assign(bench.later(), [1], "Luca Bianchi")
    spoiled = ERP.replace("1200.50", "da definire").replace("Anna Rossi", "ROSSI  anna")
    bench.bring("\n".join((HEADER, spoiled)), persons={"ROSSI anna": "Anna Rossi"})
    report = bench.hubspot()
    assert (counts(report), len(report.conflicts)) == ((0, 0, 3, 0), 0)
    assert (bench.deal("11")["amount"], bench.deal("11")["owner"]) == ("1500.00", "Luca Bianchi")


def test_an_open_conflict_outlives_a_week_of_words(bench: Bench) -> None:
    edits.set_fields(bench.later(), 1, {"amount": "1500"})
    theirs = ERP.replace("1200.50", "1700")
    assert len(bench.hubspot(theirs).conflicts) == 1
    bench.hubspot(ERP.replace("1200.50", "da definire"))
    bench.hubspot(theirs)
    assert [(each.field, each.theirs) for each in open_conflicts(bench.desk)] == [("amount", "1700.00 EUR")]


def test_the_status_decides_between_two_outcomes(empty_desk: Desk, tmp_path: Path) -> None:
    bench = Bench(empty_desk, tmp_path)
    bench.bring("Deal;Stage;Status\nERP;Won;Lost\nPilot;Won;Open\n")
    assert [deal["status"] for deal in bench.exported()] == ["lost", "won"]


def test_a_cycle_counts_on_in_another_database(bench: Bench) -> None:
    moves.close(bench.later(), 1, "no_decision", "no_priority", bench.desk.today + timedelta(days=60))
    path = bench.file(own_export(bench.desk), "own.csv")
    before = cycles(bench.desk)
    history.undo(bench.later())
    history.undo(bench.later())
    assert bench.exported() == []
    transfer.import_files(bench.later(), ImportRequest([path]))
    assert cycles(bench.desk) == before
    assert 2 in before


def cycles(desk: Desk) -> list[int]:
    with desk.reading() as connection:
        return [row[0] for row in connection.execute("SELECT cycle FROM deal ORDER BY name, cycle")]


def test_a_file_that_was_named_from_its_folder_is_found_from_another(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (report,) = transfer.import_files(bench.later(), ImportRequest([Path("deals.csv")]))
    assert report.file == "deals.csv"
    newer = bench.file("", "deals (2).csv")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert likely_file(bench.desk) == newer
