"""``export changes`` in the layout of a CRM's files, and ``entered``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

EXPORT = """\
Deal - ID;Deal - Title;Deal - Value;Deal - Currency;Deal - Stage;Deal - Status;Deal - Expected close date
1;ERP;1.200,50;EUR;Discovery;Open;31/12/2026
2;Pilot;900,00;EUR;Solution;Open;01/12/2026
"""


@pytest.fixture
def worked(shell: Shell, tmp_path: Path) -> Shell:
    path = tmp_path / "pipedrive.csv"
    path.write_text(EXPORT)
    shell.ok("import", str(path))
    shell.now += 60
    shell.ok("set", "1", "amount=99.50", "close_date=2027-02-01")
    shell.ok("close", "2", "--outcome", "lost", "--reason", "price")
    return shell


def test_the_list_names_source_field_column_and_entry(worked: Shell) -> None:
    rows = worked.ok("export", "changes", "--to", "json").json
    assert [(row["external_id"], row["source"], row["field"], row["before"], row["after"]) for row in rows] == [
        ("1", "pipedrive", "amount", "1200.50 EUR", "99.50 EUR"),
        ("1", "pipedrive", "close_date", "2026-12-31", "2027-02-01"),
        ("2", "pipedrive", "status", "open", "lost"),
    ]
    assert [(row["column"], row["entry"]) for row in rows] == [
        ("Deal - Value", "99,50"),
        ("Deal - Expected close date", "01/02/2027"),
        ("Deal - Status", "Lost"),
    ]


def test_the_table_is_written_as_the_file_was(worked: Shell, tmp_path: Path) -> None:
    wanted = [
        "Deal - ID;Deal - Title;Deal - Value;Deal - Status;Deal - Expected close date",
        "1;ERP;99,50;Open;01/02/2027",
        "2;Pilot;900,00;Lost;01/12/2026",
    ]
    assert worked.ok("export", "changes", "--to", "csv").out.splitlines() == wanted
    path = tmp_path / "out.csv"
    worked.ok("export", "changes", "--to", "csv", "--format", "pipedrive", "--out", str(path))
    assert path.read_text().splitlines() == wanted
    book = tmp_path / "out.xlsx"
    worked.ok("export", "changes", "--to", "xlsx", "--out", str(book))
    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    assert rows[0] == wanted[0].split(";")
    assert rows[1][2] == 99.5


def test_only_changes_have_a_source(worked: Shell) -> None:
    refused = worked("export", "deals", "--to", "csv", "--format", "pipedrive")
    assert (refused.status, "--format" in refused.err) == (2, True)
    assert worked("export", "changes", "--to", "csv", "--format", "zoho").status == 2


def test_entered_shortens_the_list_and_undo_lengthens_it(worked: Shell) -> None:
    done = worked.ok("entered", "1", "--json").json
    assert (done["id"], done["changed"]["amount"]) == (1, ["1200.50 EUR", "99.50 EUR"])
    assert {row["id"] for row in worked.ok("export", "changes", "--to", "json").json} == {2}
    worked.ok("undo")
    assert {row["id"] for row in worked.ok("export", "changes", "--to", "json").json} == {1, 2}
    assert [each["id"] for each in worked.ok("entered", "1", "2", "--json").json] == [1, 2]
    again = worked("entered", "1")
    assert (again.status, "Nothing about deal 1" in again.err) == (2, True)


def test_a_new_deal_gets_its_id_when_it_is_entered(worked: Shell) -> None:
    worked.ok("add", "deal", "--name", "Ours")
    assert worked.ok("export", "changes", "--to", "csv").out.splitlines()[-1].startswith(";Ours;")
    worked.ok("entered", "3", "--external-id", "77")
    assert worked.ok("show", "ext:77", "--json").json["id"] == 3


def test_a_document_to_paste_from(worked: Shell) -> None:
    out = worked.ok("export", "changes", "--to", "md").out
    assert (
        "## ERP (1)\n\n- Deal - Value: 1200,50 → 99,50\n- Deal - Expected close date: 31/12/2026 → 01/02/2027\n" in out
    )
