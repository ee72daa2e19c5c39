"""``import`` at the shell: which column is read as what, and what is remembered of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui.services.desk import open_desk
from pipetui.services.transfer_drafts import KeptAnswers, keep_answers
from pipetui.services.transfer_report import Told

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "foglio.csv"
    path.write_text(
        "Trattativa;Fase;Valore;Valore;Zodiaco\nGestionale;Discovery;100;5;Leone\nPilota;Discovery;200;6;Toro\n",
        encoding="utf-8",
    )
    return path


def test_a_doubled_column_is_a_question_that_names_its_answer(shell: Shell, file: Path) -> None:
    result = shell("import", str(file), "--json")
    assert result.status == 2
    (question,) = result.json["questions"]
    assert (question["kind"], question["option"], question["value"]) == ("column", "--map", "amount")
    assert question["choices"] == ["Valore", "Valore (2)"]
    assert shell("find", "Gestionale", "--json").json == []
    text = shell("import", str(file))
    assert (text.status, "--map amount='Valore (2)'" in text.err) == (2, True)


def test_a_rehearsal_lists_what_is_read_and_what_is_not(shell: Shell, file: Path) -> None:
    result = shell.ok("import", str(file), "--map", "amount=Valore (2)", "--dry-run")
    assert "Columns: name <- Trattativa, stage <- Fase, amount <- Valore (2); not read: Valore, Zodiaco" in result.out
    report = shell.ok("import", str(file), "--map", "amount=Valore (2)", "--dry-run", "--json").json
    assert report["mapping"] == {"name": "Trattativa", "stage": "Fase", "amount": "Valore (2)"}
    assert report["unread"] == ["Valore", "Zodiaco"]


def test_what_only_leads_have_is_not_said_to_be_read_of_deals(shell: Shell, tmp_path: Path) -> None:
    sheet = tmp_path / "settori.csv"
    sheet.write_text("Trattativa,Fase,Settore,Voto\nERP,Discovery,Acciaio,A\n", encoding="utf-8")
    report = shell.ok("import", str(sheet), "--map", "fit=Voto", "--dry-run", "--json").json
    assert report["mapping"] == {"name": "Trattativa", "stage": "Fase"}
    assert report["unread"] == ["Settore", "Voto"]


def test_a_mapping_is_asked_for_once(shell: Shell, file: Path) -> None:
    shell.ok("import", str(file), "--map", "amount=Valore (2)")
    again = shell.ok("import", str(file))
    assert "As last time: amount = Valore (2). Another --map says otherwise." in again.out
    shell.ok("undo")
    assert shell("import", str(file)).status == 2


@pytest.mark.parametrize(
    ("mapping", "words"),
    [("amount=Betrag", "no column “Betrag”"), ("betrag=Valore", "not a field"), ("amount", "FIELD=COLUMN")],
)
def test_a_mapping_that_cannot_be(shell: Shell, file: Path, mapping: str, words: str) -> None:
    result = shell("import", str(file), "--map", mapping)
    assert (result.status, words in result.err) == (2, True)
    assert "Traceback" not in result.err


def test_a_pipeline_is_asked_for_once(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "hubspot.csv"
    path.write_text(
        "Record ID,Deal Name,Deal Stage,Pipeline\n1,A,Contract Sent,Sales\n2,B,Contract Sent,Partners\n",
        encoding="utf-8",
    )
    assert shell("import", str(path)).status == 2
    shell("import", str(path), "--pipeline", "Sales")
    again = shell("import", str(path), "--json")
    assert (again.status, again.json["unchanged"], again.json["rejected"]) == (1, 1, 1)
    assert any("As last time" in warning["reason"] for warning in again.json["warnings"])


def test_what_was_left_half_way_on_the_screen_is_done_with(shell: Shell, file: Path) -> None:
    shell.ok("status")
    desk = open_desk(shell.db, me="anna", now=shell.now)
    keep_answers(desk, [file], KeptAnswers(tables={str(file): Told({"amount": "Valore"})}))
    desk.close()
    (draft,) = shell.ok("drafts", "--json").json
    assert (draft["form"], draft["words"]) == (f"import:{file}", str(file))
    assert shell("import", str(file)).status == 2
    assert shell.ok("drafts", "--json").json
    shell.ok("import", str(file), "--map", "amount=Valore")
    assert shell.ok("drafts", "--json").json == []
