"""Workbooks and archives imported: one action for each table, sheets asked about, people refused."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import pytest
from packed_files import CONTACTS, DEALS, archive, csv_text, workbook
from transfer_helpers import Bench, counts

from pipetui.errors import BadInput
from pipetui.services import history, transfer
from pipetui.services.transfer_preview import preview
from pipetui.services.transfer_questions import rehearse, to_ask_now, topic_of, with_answers
from pipetui.services.transfer_report import ImportReport, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

MORE: list[list[object]] = [DEALS[0], [13, "Audit", *DEALS[1][2:]]]


@pytest.fixture(autouse=True)
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives are unpacked."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def bring(bench: Bench, *files: Path, **answers: Any) -> list[ImportReport]:
    return transfer.import_files(bench.later(), ImportRequest(list(files), **answers))


def test_a_workbook_after_its_csv_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    bench.bring(csv_text())
    before = bench.exported()
    (report,) = bring(bench, workbook(tmp_path / "deals.xlsx", {"Deals": DEALS}))
    assert (counts(report), report.sheet, report.missing) == ((0, 0, 2, 0), "Deals", [])
    assert bench.exported() == before


def test_each_table_of_an_archive_is_one_action(bench: Bench, tmp_path: Path, unpacked: Path) -> None:
    book = workbook(tmp_path / "b.xlsx", {"Deals": MORE})
    path = archive(tmp_path / "all.zip", {"a.csv": csv_text(), "b.xlsx": book, "c.csv": CONTACTS + "1\n"})
    first, second = bring(bench, path)
    assert (first.file, second.file) == (f"{path}/a.csv", f"{path}/b.xlsx")
    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (1, 0, 0, 0))
    assert (first.missing, second.missing) == ([], []), "each of the tables has some of the system's deals"
    assert "c.csv (contacts)" in first.warnings[0].reason
    assert second.warnings == []
    history.undo(bench.later())
    assert [deal["name"] for deal in bench.exported()] == ["ERP", "Pilot"]
    assert list(unpacked.iterdir()) == []


def test_a_question_about_one_table_stops_all(bench: Bench, tmp_path: Path) -> None:
    odd = csv_text(MORE).replace("Appointment Scheduled", "Warm")
    path = archive(tmp_path / "all.zip", {"a.csv": csv_text(), "b.csv": odd})
    reports = bring(bench, path)
    assert [[question.value for question in report.questions] for report in reports] == [[], ["Warm"]]
    assert bench.exported() == []


def test_a_sheet_is_asked_about_first_and_answered(bench: Bench, tmp_path: Path) -> None:
    odd = [MORE[0], [*MORE[1][:2], "Warm", *MORE[1][3:]]]
    request = ImportRequest([workbook(tmp_path / "b.xlsx", {"North": DEALS, "South": odd})])
    (report,) = rehearse(bench.desk, request)
    (question,) = to_ask_now(report.questions)
    assert (report.format, question.kind, question.choices) == ("hubspot", "sheet", ("North", "South"))
    with pytest.raises(BadInput):
        preview(bench.desk, request)
    answered = with_answers(request, {topic_of(question): "South"})
    (report,) = rehearse(bench.desk, answered)
    assert (report.sheet, [question.value for question in report.questions]) == ("South", ["Warm"])
    assert [table.sheet for table in preview(bench.desk, answered)] == ["South"]


def test_of_several_files_only_the_workbook_asks(bench: Bench, tmp_path: Path) -> None:
    book = workbook(tmp_path / "b.xlsx", {"North": DEALS, "South": MORE})
    reports = bring(bench, bench.file(csv_text()), book)
    assert [[question.kind for question in report.questions] for report in reports] == [[], ["sheet"]]
    assert bench.exported() == []
    reports = bring(bench, bench.file(csv_text()), book, sheet="south")
    assert [report.added for report in reports] == [2, 1]


def test_people_are_refused_unless_they_are_deals(bench: Bench) -> None:
    people = CONTACTS + "7,Rita,Neri,rita@example.com,02 555,Anna Rossi,New,Yes\n"
    with pytest.raises(BadInput, match="contacts of HubSpot"):
        bench.bring(people)
    with pytest.raises(BadInput, match="cannot be imported yet"):
        bench.bring(people, target="leads")
    report = bench.bring(people, target="deals", mapping={"name": "Last Name"})
    assert (report.added, bench.exported()[0]["name"]) == (1, "Neri")


def test_a_rehearsal_of_an_archive_leaves_nothing(bench: Bench, tmp_path: Path, unpacked: Path) -> None:
    path = archive(tmp_path / "all.zip", {"a.csv": csv_text(), "b.csv": csv_text(MORE)})
    assert [report.added for report in rehearse(bench.desk, ImportRequest([path]))] == [2, 1]
    assert [table.rows for table in preview(bench.desk, ImportRequest([path]))] == [2, 1]
    assert bench.exported() == []

    def stop(_done: int, _total: int, _phase: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transfer.import_files(bench.desk, ImportRequest([path]), stop)
    assert (bench.exported(), list(unpacked.iterdir())) == ([], [])
