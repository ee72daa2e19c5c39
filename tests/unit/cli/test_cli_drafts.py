"""``drafts``: what was typed on the screens and not saved yet, told in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_shell import Shell

from pipetui.services import drafts, records

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture
def shell(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Shell:
    from pathlib import Path

    return Shell(Path(desk.store.path), capsys)


def test_none_waits(shell: Shell) -> None:
    result = shell.ok("drafts")
    assert (result.out, result.err) == ("", "No draft waits.\n")
    assert shell.ok("drafts", "--json").json == []


def test_they_are_listed(desk: Desk, shell: Shell) -> None:
    acme = records.find(desk, "acme")[0].id
    drafts.keep(desk, acme, "note", {"next_step": "Call Marta", "@seen": "{}"})
    drafts.keep(desk, 0, "add", {"name": "Zeta"})
    assert "Note" in shell.ok("drafts").out
    assert "Call Marta" in shell.ok("drafts").out
    new, note = shell.ok("drafts", "--json").json
    assert (new["form"], new["record"], new["deal"], new["gone"]) == ("add", None, None, False)
    assert note == {
        "id": note["id"],
        "form": "note",
        "record": acme,
        "deal": "Acme · ERP roll-out",
        "gone": False,
        "at": "2026-11-23T08:31:00+01:00",
        "words": "Call Marta",
        "fields": {"next_step": "Call Marta"},
    }


def test_one_is_thrown_away(desk: Desk, shell: Shell) -> None:
    drafts.keep(desk, 0, "add", {"name": "Zeta"})
    number = str(drafts.waiting(desk)[0].number)
    assert "Zeta" in shell.ok("drafts", "--drop", number).err
    assert drafts.count(desk) == 0
    again = shell("drafts", "--drop", number)
    assert (again.status, again.out) == (2, "")
    assert f"There is no draft {number} of yours." in again.err


@pytest.mark.parametrize("number", ["x", "-1", "1.5"])
def test_a_number_is_a_number(shell: Shell, number: str) -> None:
    assert shell("drafts", f"--drop={number}").status == 2


def test_hostile_text_steers_nothing(desk: Desk, shell: Shell) -> None:
    drafts.keep(desk, 0, "add", {"name": "[red]\x1b[31mred\nline"})
    out = shell.ok("drafts").out
    assert "\x1b" not in out
    assert len(out.splitlines()) == 1
    assert "\x1b" not in shell.ok("drafts", "--json").out


def test_the_past_shows_and_keeps_them(desk: Desk, shell: Shell) -> None:
    drafts.keep(desk, 0, "add", {"name": "Zeta"})
    number = str(drafts.waiting(desk)[0].number)
    options = ["--db", desk.store.path, "--me", "anna", "--as-of", "2026-11-22"]
    assert shell("drafts", "--drop", number, before=options).status == 2
    assert drafts.count(desk) == 1
