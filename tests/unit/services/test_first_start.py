"""The first start: the database and the settings are made together, once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW

from pipetui import settings
from pipetui.errors import DatabaseUnusable
from pipetui.services import first_run, records
from pipetui.services.first_run import Answers
from pipetui.services.launching import Launch
from pipetui.services.transfer_questions import rehearse
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = Answers("mia", "it", "mdy", "solo")
SHEET = "Company,Deal,Stage,Amount,Owner\nAcme,ERP,Discovery,12000.00,mia\n"


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    return Launch(
        db=tmp_path / "data" / "pipetui.db",
        me="anna",
        now=lambda: NOW,
        as_of=None,
        language="en",
        date_order="dmy",
        theme=None,
        settings_file=tmp_path / "config" / "settings.toml",
    )


def test_answers_are_good_from_the_start_and_write_nothing(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert first_run.likely_answers(launch) == Answers("anna", "en", "mdy", "b2b")
    assert first_run.stage_count(ANSWERS, "b2b") == 6
    assert not first_run.has_settings(launch)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_start_makes_database_and_settings(launch: Launch) -> None:
    started = first_run.start(launch, ANSWERS)
    assert started.trouble == ""
    assert (started.desk.me, started.desk.date_order) == ("mia", "mdy")
    assert started.desk.playbook.slas == () or all(sla.id != "first_note" for sla in started.desk.playbook.slas)
    started.desk.close()
    kept = settings.load({}, file=launch.settings_file)
    assert (kept.me, kept.language, kept.date_order) == ("mia", "it", "mdy")


def test_settings_that_are_there_stay_as_they_are(launch: Launch) -> None:
    assert launch.settings_file is not None
    launch.settings_file.parent.mkdir()
    launch.settings_file.write_text('me = "anna"\n', encoding="utf-8")
    started = first_run.start(launch, ANSWERS)
    started.desk.close()
    assert launch.settings_file.read_text(encoding="utf-8") == 'me = "anna"\n'
    assert started.trouble == ""


def test_settings_that_cannot_be_kept_stop_nothing(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way", encoding="utf-8")
    started = first_run.start(launch, ANSWERS)
    assert "cannot be written" in started.trouble
    assert started.desk.me == "mia"
    started.desk.close()


def test_a_database_that_cannot_be_made_leaves_no_settings(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseUnusable):
        first_run.start(launch, ANSWERS)
    assert launch.settings_file is not None
    assert not launch.settings_file.exists()


def test_a_start_with_a_file(launch: Launch, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    started, reports = first_run.start_with(launch, ANSWERS, ImportRequest([sheet]))
    assert started is not None
    assert reports[0].added == 1
    assert [item.title for item in records.find(started.desk, "acme", 5)] == ["Acme · ERP"]
    started.desk.close()


@pytest.mark.parametrize("rows", ["Acme,ERP,Warm,1,mia", ",,,,"], ids=["question", "nothing in it"])
def test_a_file_that_brings_nothing_leaves_nothing(launch: Launch, tmp_path: Path, rows: str) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(f"Company,Deal,Stage,Amount,Owner\n{rows}\n", encoding="utf-8")
    started, _reports = first_run.start_with(launch, ANSWERS, ImportRequest([sheet]))
    assert started is None
    assert not launch.db.exists()
    assert launch.settings_file is not None
    assert not launch.settings_file.exists()


def test_a_rehearsal_says_what_a_start_would_bring_and_leaves_nothing(launch: Launch, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    with first_run.trial(launch, ANSWERS) as desk:
        assert rehearse(desk, ImportRequest([sheet]))[0].added == 1
        sheet.write_text(SHEET.replace("Discovery", "Warm"), encoding="utf-8")
        assert [question.value for question in rehearse(desk, ImportRequest([sheet]))[0].questions] == ["Warm"]
    assert [path.name for path in tmp_path.iterdir()] == ["deals.csv"]


def test_an_import_that_is_cancelled_leaves_nothing(launch: Launch, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(SHEET, encoding="utf-8")

    def stop(_done: int, _total: int, _phase: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first_run.start_with(launch, ANSWERS, ImportRequest([sheet]), stop)
    assert list(launch.db.parent.iterdir()) == []


def test_without_a_settings_file_to_speak_of_none_is_made(launch: Launch, tmp_path: Path) -> None:
    first_run.start(replace(launch, settings_file=None), ANSWERS).desk.close()
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
