"""Workbooks and archives at the shell, each command a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from packed_files import CONTACTS, DEALS, archive, csv_text, workbook
from test_shell_journeys import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MORE: list[list[object]] = [DEALS[0], [13, "Audit", *DEALS[1][2:]]]


@pytest.fixture
def shell(tmp_path: Path) -> Terminal:
    """A terminal that unpacks into a folder of its own."""
    (tmp_path / "tmp").mkdir()
    return Terminal(tmp_path, environ={"TMPDIR": str(tmp_path / "tmp")})


def test_a_workbook_is_rehearsed_and_imported(shell: Terminal) -> None:
    workbook(shell.folder / "deals.xlsx", {"Deals": DEALS, "Lists": [["a", "b"], [1, 2]]})
    report = shell.json("import", "deals.xlsx", "--dry-run")
    assert (shell.status, report["added"], report["sheet"]) == (0, 2, "Deals")
    shell("import", "deals.xlsx")
    assert shell.status == 0
    assert shell.names() == ["ERP", "Pilot"]
    again = shell.json("import", "deals.xlsx")
    assert (again["added"], again["unchanged"], again["missing"]) == (0, 2, [])


def test_a_sheet_is_asked_for_and_named(shell: Terminal) -> None:
    workbook(shell.folder / "deals.xlsx", {"North": DEALS, "South": MORE})
    report = shell.json("import", "deals.xlsx")
    assert shell.status == 2
    assert [(each["kind"], each["option"], each["choices"]) for each in report["questions"]] == [
        ("sheet", "--sheet", ["North", "South"])
    ]
    shell("import", "deals.xlsx", "--sheet", "west")
    assert (shell.status, "North, South" in shell.err) == (2, True)
    shell("import", "deals.xlsx", "--sheet", "south")
    assert (shell.status, shell.names()) == (0, ["Audit"])


def test_an_archive_is_one_object_or_a_list(shell: Terminal) -> None:
    archive(shell.folder / "one.zip", {"Deals.csv": csv_text(), "Contacts.csv": CONTACTS + "1,a,b,c,d,e,f,g\n"})
    report = shell.json("import", "one.zip")
    assert (shell.status, report["file"], report["added"]) == (0, "one.zip/Deals.csv", 2)
    assert "Contacts.csv (contacts)" in report["warnings"][0]["reason"]
    archive(shell.folder / "two.zip", {"a.csv": csv_text(), "b.csv": csv_text(MORE)})
    reports = shell.json("import", "two.zip")
    assert [(each["file"], each["added"], each["unchanged"]) for each in reports] == [
        ("two.zip/a.csv", 0, 2), ("two.zip/b.csv", 1, 0),
    ]  # fmt: skip
    assert list((shell.folder / "tmp").iterdir()) == []


def _broken(folder: Path) -> None:
    whole = workbook(folder / "whole.xlsx", {"Deals": DEALS}).read_bytes()
    (folder / "file").write_bytes(whole[: len(whole) // 2])


def _people(folder: Path) -> None:
    (folder / "file").write_text(CONTACTS + "1,a,b,c,d,e,f,g\n")


def _nothing(folder: Path) -> None:
    archive(folder / "file", {"logo.png": b"\x89PNG"})


@pytest.mark.parametrize(
    ("make", "said"), [(_broken, "not complete"), (_people, "contacts of HubSpot"), (_nothing, "logo.png")]
)
def test_what_cannot_be_imported_says_so_in_two_lines(shell: Terminal, make: Callable[[Path], None], said: str) -> None:
    make(shell.folder)
    assert shell("import", "file") == ""
    assert (shell.status, len(shell.err.splitlines())) == (2, 2)
    assert said in shell.err
    assert list((shell.folder / "tmp").iterdir()) == []
    shell("import", "file", "--as", "leads")
    assert (shell.status, "cannot be imported yet" in shell.err) == (2, True)


def test_a_morning_never_loads_what_reads_workbooks(shell: Terminal) -> None:
    shell.environ["PYTHONPROFILEIMPORTTIME"] = "1"
    shell("today")
    assert "pipetui" in shell.err
    assert "python_calamine" not in shell.err
