"""The first import of a file: what becomes of its rows, what is asked, what is rejected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import HEADER, ROWS, Bench, counts, table

from pipetui.errors import BadInput
from pipetui.exchange.systems.base import FIELDS
from pipetui.services import history, records, today, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def test_a_file_becomes_deals(bench: Bench) -> None:
    report = bench.hubspot()
    assert counts(report) == (3, 0, 0, 0)
    assert (report.format, report.encoding, report.delimiter, report.date_order) == ("hubspot", "utf-8", ",", None)
    deal = bench.deal("11")
    assert deal.keys() == {"id", *FIELDS}
    assert {name: value for name, value in deal.items() if value is not None} == {
        "id": deal["id"], "external_id": "11", "name": "ERP", "stage": "qualification", "status": "open",
        "owner": "Anna Rossi", "amount": "1200.50", "currency": "EUR", "created": "2026-10-01",
        "close_date": "2026-12-31", "next_step": "Call Rita", "next_step_date": "2026-11-30",
        "next_step_owner": "Anna Rossi",
    }  # fmt: skip


def test_a_won_row_is_closed_on_its_close_date(bench: Bench) -> None:
    bench.hubspot()
    won = bench.deal("13")
    assert (won["status"], won["closed"], won["stage"]) == ("won", "2026-11-02", "closing")
    bench.hubspot("14,Later,Closed Won,1,2027-01-01,2026-08-01,Anna Rossi,,")
    assert bench.deal("14")["closed"] is None


def test_ages_that_nobody_knows_begin_now_and_no_clock_runs(bench: Bench) -> None:
    bench.hubspot()
    whole = records.detail(bench.desk, bench.deal("12")["id"])
    assert (whole.item.stage_days.days, whole.item.stage_days.known) == (0, False)
    assert whole.clocks == ()
    assert [event.type for event in whole.events] == ["imported"]


def test_stage_entry_is_taken_where_the_file_has_it(bench: Bench) -> None:
    header = "Id,Name,StageName,CloseDate,LastStageChangeDate,CreatedDate\n"
    bench.bring(header + "1,A,Prospecting,2026-12-31,2026-11-01T10:00:00.000+0000,2026-10-01T10:00:00.000+0000\n")
    item = today.item(bench.desk, bench.deal("1")["id"])
    assert (item.stage_days.days, item.stage_days.known) == (22, True)
    assert [finding.kind for finding in item.findings] == ["no_next_step", "stalled"]


def test_the_list_is_right_at_once(bench: Bench) -> None:
    """What is kept for the list in bulk is what the rules say."""
    bench.hubspot(*ROWS, "15,No date,Contract Sent,1,,,Anna Rossi,Call,", "16,Late,Contract Sent,1,,,,Call,2026-11-01")
    listed = {item.deal.external_id: [finding.kind for finding in item.findings] for item in
              today.listing(bench.desk, today.View())}  # fmt: skip
    assert listed == {"15": ["no_next_step"], "16": ["no_next_step", "step_overdue"]}


def test_own_stages_outcomes_and_no_stage(bench: Bench) -> None:
    report = bench.bring("Deal,Stage\nA,Solution\nB,validation\nC,lost\nD,\n")
    assert counts(report) == (3, 0, 0, 1)
    assert [(deal["stage"], deal["status"]) for deal in bench.exported()] == [
        ("solution", "open"), ("validation", "open"), ("qualification", "lost"),
    ]  # fmt: skip
    assert [(problem.row, problem.column) for problem in report.rejects] == [(5, "Stage")]
    report = bench.bring("Deal,Owner\nE,anna\n")
    assert report.warnings
    assert bench.exported()[-1]["stage"] == "qualification"


def test_unknown_labels_are_asked_about_once(bench: Bench) -> None:
    content = "Deal - ID,Deal - Title,Deal - Stage,Deal - Status\n1,A,Demo,Open\n2,B,On hold,Open\n3,C,Odd,Won\n"
    report = bench.bring(content)
    assert [(question.option, question.value) for question in report.questions] == [
        ("--stage", "Demo"), ("--stage", "On hold"),
    ]  # fmt: skip
    assert report.unmapped_stages == ["Demo", "On hold"]
    assert bench.exported() == []
    report = bench.bring(content, stages={"demo": "Solution", " On Hold ": ""})
    assert counts(report) == (2, 0, 0, 1)
    assert bench.deal("1")["stage"] == "solution"
    assert bench.deal("3")["status"] == "won"
    again = bench.bring(content.replace("1,A", "7,G"))
    assert (again.questions, counts(again)) == ([], (1, 0, 1, 1))


def test_a_stage_that_does_not_exist_is_refused(bench: Bench) -> None:
    with pytest.raises(BadInput, match="no stage"):
        bench.hubspot(stages={"Appointment Scheduled": "dreaming"})


def test_an_open_date_order_is_asked_about_and_remembered(bench: Bench) -> None:
    content = "Deal,Stage,Close date\nA,solution,05/06/2027\n"
    assert [question.option for question in bench.bring(content).questions] == ["--date-order"]
    assert bench.bring(content, date_order="dmy").date_order == "dmy"
    assert bench.exported()[0]["close_date"] == "2027-06-05"
    report = bench.bring(content + "B,solution,07/08/2027\n")
    assert (report.questions, counts(report)) == ([], (1, 0, 1, 0))
    assert bench.exported()[1]["close_date"] == "2027-08-07"
    assert bench.bring("Deal,Phase,Close date\nA,solution,05/06/2027\n").questions


def test_close_names_are_asked_about_once(bench: Bench) -> None:
    bench.bring("Deal,Owner\nA,Anna Rossi\nB,Luca Bianchi\nC,Lucia Bianchi\n")
    content = "Deal,Owner\nD,Anna Rosi\nE,Luca\nF,ànna rossi\nG,Carla Neri\nH,LUCA  BIANCHI\n"
    report = bench.bring(content)
    assert [(question.value, question.choices[0]) for question in report.questions] == [
        ("Anna Rosi", "Anna Rossi"), ("Luca", "Luca Bianchi"), ("ànna rossi", "Anna Rossi"),
    ]  # fmt: skip
    persons = {"Anna Rosi": "Anna Rossi", "Luca": "Luca", "ànna rossi": "Anna Rossi"}
    assert counts(bench.bring(content, persons=persons)) == (5, 0, 0, 0)
    owners = [deal["owner"] for deal in bench.exported()][3:]
    assert owners == ["Anna Rossi", "Luca", "Anna Rossi", "Carla Neri", "Luca Bianchi"]
    assert bench.bring(content.replace("D,", "X,")).questions == []


def test_the_owner_for_rows_without_one(bench: Bench) -> None:
    bench.bring("Deal,Owner,Next step\nA,,Call\nB,Luca Bianchi,Call\n", owner="Carla Neri")
    assert [(deal["owner"], deal["next_step_owner"]) for deal in bench.exported()] == [
        ("Carla Neri", "Carla Neri"), ("Luca Bianchi", "Luca Bianchi"),
    ]  # fmt: skip


def test_several_pipelines_are_a_question(bench: Bench) -> None:
    content = "Record ID,Deal Name,Deal Stage,Pipeline\n1,A,Contract Sent,Sales\n2,B,Contract Sent,Partners\n"
    assert [question.option for question in bench.bring(content).questions] == ["--pipeline"]
    with pytest.raises(BadInput, match="no pipeline"):
        bench.bring(content, pipeline="Services")
    report = bench.bring(content, pipeline="sales")
    assert counts(report) == (1, 0, 0, 1)
    assert (report.rejects[0].row, report.rejects[0].value) == (3, "Partners")
    assert counts(bench.bring(content, pipeline="all")) == (1, 0, 1, 0)


def test_bad_rows_are_rejected_into_a_file(bench: Bench, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    content = "\n".join((HEADER, *ROWS, "11,Twice,Contract Sent,,,,,,", "17,,Contract Sent,,,,,,", "18,=1+1,,,,,,,"))
    report = bench.bring(content, rejects=rejects)
    assert counts(report) == (3, 0, 0, 3)
    assert [(problem.row, problem.column, problem.value) for problem in report.rejects] == [
        (5, "Record ID", "11"), (6, "Deal Name", ""), (7, "Deal Stage", ""),
    ]  # fmt: skip
    assert "2" in report.rejects[0].reason
    written = table(rejects)
    assert written[0] == ["file", "row", "column", "value", "reason"]
    assert [row[1:4] for row in written[1:]] == [
        ["5", "Record ID", "11"],
        ["6", "Deal Name", ""],
        ["7", "Deal Stage", ""],
    ]
    assert report.needs_attention


def test_rejects_may_not_overwrite_the_file(bench: Bench) -> None:
    path = bench.file("Deal,Owner\nA,anna\n")
    with pytest.raises(BadInput, match="another"):
        transfer.import_files(bench.desk, ImportRequest([path], rejects=path))


def test_rejects_may_not_overwrite_the_database(bench: Bench) -> None:
    database = Path(bench.desk.store.path)
    for place in (database, database.with_name(f"{database.name}-wal")):
        with pytest.raises(BadInput, match="database itself"):
            bench.hubspot(rejects=place)
    assert bench.exported() == []


def test_nothing_is_imported_if_the_rejects_cannot_be_written(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        bench.hubspot(rejects=tmp_path / "no folder" / "rejects.csv")
    assert bench.exported() == []


def test_values_that_are_lost_stay_as_a_note(bench: Bench) -> None:
    report = bench.bring("Deal,Stage,Amount,Close date,Notes\nA,solution,many,31/02/2027,Met at a fair\n")
    assert counts(report) == (1, 0, 0, 0)
    assert {(problem.row, problem.column, problem.value) for problem in report.warnings} == {
        (2, "Amount", "many"), (2, "Close date", "31/02/2027"),
    }  # fmt: skip
    (note,) = records.detail(bench.desk, bench.exported()[0]["id"]).notes
    assert note.kind == "import"
    assert note.text is not None
    assert all(text in note.text for text in ("Met at a fair", "many", "31/02/2027"))


def test_facts_in_the_future_are_none(bench: Bench) -> None:
    report = bench.bring("Deal,Stage,Created,Stage since\nA,solution,2027-01-01,2027-01-01\n")
    assert bench.exported()[0]["created"] is None
    assert bench.exported()[0]["stage_entered"] is None
    assert [problem.column for problem in report.warnings] == ["Created", "Stage since"]


def test_rows_without_an_id_are_told_apart_by_their_number(bench: Bench) -> None:
    content = "Deal,Company,Stage\nPilot,Acme,solution\nPilot,Acme,solution\nPilot,Borealis,solution\n"
    assert counts(bench.bring(content)) == (3, 0, 0, 0)
    assert counts(bench.bring(content)) == (0, 0, 3, 0)
    assert counts(bench.bring(content + "pilot,ACME,discovery\n")) == (1, 0, 3, 0)


def test_a_company_that_is_an_id_is_no_name(bench: Bench) -> None:
    bench.bring("Id,AccountId,Name,StageName,OwnerId\n1,001000000000001,A,Prospecting,005X\n")
    assert bench.deal("1")["company"] is None
    assert bench.deal("1")["owner"] == "005X"


def test_standard_reasons_are_recognised(bench: Bench) -> None:
    header = "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Lost reason,Deal - Lost time\n"
    bench.bring(
        header + "1,A,x,Lost,No budget,2026-10-01 10:00:00\n2,B,x,Lost,They moved to Mars,2026-10-02 10:00:00\n"
    )
    assert [(deal["reason"], deal["closed"]) for deal in bench.exported()] == [
        ("no_budget", "2026-10-01"), ("They moved to Mars", "2026-10-02"),
    ]  # fmt: skip


def test_a_dry_run_says_the_same_and_writes_nothing(bench: Bench) -> None:
    dry = bench.hubspot(dry_run=True)
    assert bench.exported() == []
    assert history.log(bench.desk, limit=1)[0].type != "file_imported"
    assert dry.document() == bench.hubspot().document()


def test_a_question_in_one_file_stops_all(bench: Bench) -> None:
    good = bench.file("\n".join((HEADER, *ROWS)), "good.csv")
    bad = bench.file("Deal,Stage\nA,Mystery\n", "bad.csv")
    reports = transfer.import_files(bench.desk, ImportRequest([good, bad]))
    assert [len(report.questions) for report in reports] == [0, 1]
    assert bench.exported() == []


def test_several_files_are_one_action_each(bench: Bench) -> None:
    one = bench.file("\n".join((HEADER, ROWS[0])), "one.csv")
    two = bench.file("\n".join((HEADER, ROWS[1])), "two.csv")
    reports = transfer.import_files(bench.later(), ImportRequest([one, two]))
    assert [counts(report) for report in reports] == [(1, 0, 0, 0)] * 2
    assert [report.missing for report in reports] == [[], []]
    history.undo(bench.later())
    assert [deal["external_id"] for deal in bench.exported()] == ["11"]


def test_leads_are_for_later(bench: Bench) -> None:
    with pytest.raises(BadInput, match="Leads"):
        bench.hubspot(target="leads")


def test_progress_is_told_and_cancelling_leaves_nothing(bench: Bench) -> None:
    told: list[tuple[int, int, str]] = []
    path = bench.file("\n".join((HEADER, *ROWS)))
    request = ImportRequest([path], dry_run=True)
    transfer.import_files(bench.later(), request, lambda *progress: told.append(progress))
    assert [each for each in told if each[2] == "writing"] == [(0, 3, "writing"), (3, 3, "writing")]

    class Cancelled(Exception):
        pass

    def cancel(_done: int, _of: int, _phase: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        transfer.import_files(bench.later(), ImportRequest([path]), cancel)
    assert bench.exported() == []


def test_undo_takes_a_whole_import_back(bench: Bench) -> None:
    before = bench.exported()
    bench.hubspot(persons={"Anna Rossi": "Anna Rossi"}, stages={"Appointment Scheduled": "solution"})
    undone = history.undo(bench.later())
    assert undone.name == "import"
    assert bench.exported() == before
    assert counts(bench.hubspot()) == (3, 0, 0, 0)
    assert bench.deal("11")["stage"] == "qualification"


def test_without_an_amount_the_currency_is_that_of_the_file_else_the_playbooks(bench: Bench) -> None:
    bench.bring("Id,Deal,Stage,Amount,Currency\n1,A,discovery,,\n2,B,discovery,,USD\n")
    assert [(deal["amount"], deal["currency"]) for deal in bench.exported()] == [(None, "EUR"), (None, "USD")]
