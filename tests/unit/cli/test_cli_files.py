"""``import`` at the shell: exit statuses, the report as JSON and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

REPORT = {
    "file", "format", "encoding", "delimiter", "date_order", "rows", "added", "updated", "unchanged", "rejected",
    "rejects", "warnings", "held", "conflicts", "missing", "unmapped_stages", "questions",
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner\n"
        '1,"ERP \x1b[31m",Qualified To Buy,Sales,1200.50,2026-12-01 10:00,2026-10-01 09:00,anna\n'
        "2,Pilot,Contract Sent,Sales,oops,2026-12-02 10:00,2026-10-02 09:00,anna\n"
        "3,,Contract Sent,Sales,5,2026-12-03 10:00,2026-10-03 09:00,anna\n",
        encoding="utf-8",
    )
    return path


def test_a_report_has_the_keys_of_the_contract(shell: Shell, file: Path) -> None:
    result = shell("import", str(file), "--json")
    assert result.status == 1
    report = result.json
    assert report.keys() >= REPORT
    assert (report["file"], report["format"], report["delimiter"]) == (str(file), "hubspot", ",")
    assert (report["rows"], report["added"], report["rejected"]) == (3, 2, 1)
    assert report["rejects"][0].keys() >= {"row", "column", "value", "reason"}
    assert report["warnings"][0].keys() >= {"row", "column", "value", "reason"}
    again = shell("import", str(file), "--json").json
    assert (again["added"], again["unchanged"]) == (0, 2)


def test_several_files_are_a_list_and_an_action_each(shell: Shell, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "more.csv"
    other.write_text("Name,Stage,Value\nRenewal,Discovery,7\n", encoding="utf-8")
    reports = shell("import", str(file), str(other), "--json").json
    assert [report["added"] for report in reports] == [2, 1]
    shell.ok("undo")
    assert shell.ok("status", "--json").json["counts"]["open_deals"] == 2


def test_a_question_is_exit_2_with_the_json_and_nothing_imported(shell: Shell, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("Contract Sent", "Limbo"), encoding="utf-8")
    result = shell("import", str(file), "--json")
    assert result.status == 2
    assert result.json["unmapped_stages"] == ["Limbo"]
    assert result.json["questions"][0]["option"] == "--stage"
    told = shell("import", str(file))
    assert (told.status, "--stage 'Limbo=STAGE'" in told.err) == (2, True)
    assert shell.ok("status", "--json").json["counts"]["open_deals"] == 0
    assert shell("import", str(file), "--stage", "Limbo=decision").status == 1


def test_the_report_in_words(shell: Shell, file: Path) -> None:
    result = shell("import", str(file))
    assert (result.status, "\x1b" in result.out) == (1, False)
    assert "3 rows: 2 added, 0 updated, 0 unchanged, 1 rejected" in result.out
    assert "row 4, Deal Name" in result.out
    assert "row 3, Amount “oops”" in result.out
    shell.ok("set", "1", "amount=99")
    file.write_text(file.read_text(encoding="utf-8").replace("1200.50", "1500"), encoding="utf-8")
    changed = shell("import", str(file))
    assert "deal 1, amount: here 99.00, in the file 1500.00; ours stays" in changed.out


def test_a_rehearsal_leaves_nothing_not_even_a_database(blank: Shell, file: Path) -> None:
    rehearsed = blank("import", str(file), "--dry-run")
    assert (rehearsed.status, "rehearsal" in rehearsed.err) == (1, True)
    assert not blank.db.exists()
    assert blank("import", str(file)).status == 1
    assert blank.db.exists()


@pytest.mark.parametrize("rows", ["", "1,,Contract Sent\n2,,Contract Sent\n"])
def test_an_import_of_which_nothing_came_leaves_a_database_that_tells(blank: Shell, tmp_path: Path, rows: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"Record ID,Deal Name,Deal Stage\n{rows}", encoding="utf-8")
    assert blank("import", str(path)).status == bool(rows)
    assert blank("today", "--json").json["items"] == []
    assert blank("export", "deals", "--to", "json").json == []
    assert blank("log", "--json").json[0]["type"] == "file_imported"


def test_an_import_with_open_questions_leaves_no_database(blank: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Record ID,Deal Name,Deal Stage\n1,ERP,Who knows\n", encoding="utf-8")
    assert blank("import", str(path), "--json").status == 2
    assert not blank.db.exists()


def test_rejects_are_written_only_when_asked_for(shell: Shell, file: Path, tmp_path: Path) -> None:
    shell("import", str(file))
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["deals.csv"]
    shell("import", str(file), "--rejects", str(tmp_path / "rejects.csv"))
    assert "Deal Name" in (tmp_path / "rejects.csv").read_text(encoding="utf-8")


def test_export_to_standard_output_and_to_a_file(shell: Shell, file: Path, tmp_path: Path) -> None:
    shell("import", str(file))
    shell.ok("note", "1", "--pain", "Stock", "--next-step", "=1+1", "--date", "fri")
    csv = shell.ok("export", "deals", "--to", "csv").out
    assert csv.splitlines()[0].startswith("id,external_id,name,company")
    assert "'=1+1" in csv
    deals = shell.ok("export", "deals", "--to", "json").json
    assert [(deal["id"], deal["external_id"], deal["amount"]) for deal in deals] == [
        (1, "1", "1200.50"),
        (2, "2", None),
    ]
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    written = shell.ok("export", "deals", "--to", "csv", "--out", str(target))
    assert (written.out, str(target) in written.err) == ("", True)
    assert target.read_bytes().decode().splitlines() == csv.splitlines()
    for what in ("leads", "notes", "events", "findings", "changes"):
        assert isinstance(shell.ok("export", what, "--to", "json").json, list)


@pytest.mark.parametrize(
    "words",
    [
        ["deals"],
        ["cats", "--to", "csv"],
        ["deals", "--to", "pdf"],
        ["deals", "--to", "csv", "--locale", "tlh"],
        ["deals", "--to", "csv", "--out", "no/such/folder/x.csv"],
        ["deals", "--to", "csv", "--out", "."],
        ["deals", "--to", "csv", "--out", "pipe.db"],
        [],
    ],
    ids=" ".join,
)
def test_export_with_bad_input_writes_nothing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = shell("export", *words)
    assert (result.status, result.out) == (2, ""), result
    assert 1 <= len(result.err.splitlines()) <= 2
    assert sorted(tmp_path.rglob("*")) == before
    shell.ok("today")


def test_a_failed_export_leaves_the_file_that_was_there(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    assert shell("export", "deals", "--to", "pdf", "--out", str(target)).status == 2
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "words",
    [
        ["missing.csv"],
        ["deals.csv", "--format", "fax"],
        ["deals.csv", "--as", "cats"],
        ["deals.csv", "--map", "name"],
        ["deals.csv", "--map", "colour=Deal Name"],
        ["deals.csv", "--map", "name=Nothing"],
        ["deals.csv", "--stage", "Limbo"],
        ["deals.csv", "--stage", "Contract Sent=limbo"],
        ["deals.csv", "--person", "anna="],
        ["deals.csv", "--date-order", "dym"],
        ["deals.csv", "--encoding", "klingon"],
        ["deals.csv", "--header-row", "0"],
        ["deals.csv", "--header-row", "x"],
        ["deals.csv", "--pipeline", "Nothing"],
        ["deals.csv", "--rejects", "deals.csv"],
        [],
    ],
    ids=" ".join,
)
def test_bad_input(shell: Shell, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    result = shell("import", *words)
    assert (result.status, result.out) == (2, ""), result
    assert 1 <= len(result.err.splitlines()) <= 2
    assert shell.ok("status", "--json").json["counts"]["open_deals"] == 0
