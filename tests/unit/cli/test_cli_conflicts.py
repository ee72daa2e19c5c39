"""Conflicts, twins and what the CRM says, from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_shell import Shell, blank, own_home, shell

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["blank", "own_home", "shell"]

HEADER = "Record ID,Deal Name,Associated Company,Deal Stage,Amount\n"


@pytest.fixture
def week_two(shell: Shell, tmp_path: Path) -> Shell:
    """Deal 1 is held and its amount is in conflict; a row looks like deal 2, which was added by hand."""
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEADER}11,ERP,Acme,Appointment Scheduled,12000\n")
    shell.ok("import", str(path))
    shell.ok("add", "deal", "--name", "Pilot", "--company", "Borealis")
    shell.now += 60
    shell.ok("set", "1", "amount=9000")
    shell.now += 60
    path.write_text(f"{HEADER}11,ERP,Acme,Contract Sent,15000\n12,Pilot,Borealis,Qualified To Buy,1\n")
    result = shell("import", str(path))
    assert result.status == 1
    assert "row 3 (deal 3) looks like #2 Borealis · Pilot: the same name and company" in result.out
    return shell


def test_conflicts_are_listed_and_settled(week_two: Shell) -> None:
    result = week_two("conflicts", "--json")
    conflict = {"id": 1, "field": "amount", "ours": "9000.00", "theirs": "15000.00", "row": 2, "source": "hubspot"}
    assert (result.status, result.json) == (1, [conflict])
    assert "#1 Acme · ERP: amount: CRM says 15,000 € (yours 9,000 €)" in week_two("conflicts", "1").out
    settled = week_two.ok("conflicts", "1", "amount", "--take", "theirs", "--json").json
    assert settled["changed"] == {"amount": ["9000.00", "15000.00"]}
    assert week_two.ok("show", "1", "--json").json["amount"] == "15000.00"
    assert week_two.ok("conflicts", "--json").json == []
    week_two.ok("undo")
    assert week_two("conflicts", "--json").json == [conflict]


def test_a_deal_says_what_the_crm_says(week_two: Shell) -> None:
    shown = week_two.ok("show", "1", "--json").json
    assert shown["conflicts"] == [{"field": "amount", "ours": "9000.00", "theirs": "15000.00"}]
    assert shown["crm_stage"] == "decision"
    page = week_two.ok("show", "1").out
    assert "CRM says Decision" in page
    assert "amount: CRM says 15,000 € (yours 9,000 €)" in page


def test_twins_are_in_the_report(shell: Shell, tmp_path: Path) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--company", "Borealis")
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEADER}12,Pilot,Borealis,Qualified To Buy,1\n")
    report = shell.ok("import", str(path), "--json").json
    assert report["twins"] == [{"row": 2, "id": 2, "twin": 1, "title": "Borealis · Pilot", "why": "same_name"}]


@pytest.mark.parametrize(
    "words",
    [
        ("conflicts", "1", "amount"),
        ("conflicts", "1", "--take", "mine"),
        ("conflicts", "1", "amount", "--take", "both"),
        ("conflicts", "1", "name", "--take", "mine"),
        ("conflicts", "2", "amount", "--take", "mine"),
        ("conflicts", "77"),
    ],
)
def test_what_cannot_be_settled(week_two: Shell, words: tuple[str, ...]) -> None:
    result = week_two(*words)
    assert (result.status, result.out) == (2, "")
    assert week_two("conflicts", "--json").json[0]["field"] == "amount"


def test_an_undo_names_the_deals_and_what_would_go(week_two: Shell) -> None:
    week_two.now += 60
    result = week_two("step", "3", "--text", "Call", "--date", "fri", before=[
        "--db", str(week_two.db), "--me", "luca", "--lang", "en",
    ])  # fmt: skip
    assert result.status == 0
    refused = week_two("undo")
    assert refused.status == 1
    assert "on #3 Borealis · Pilot" in refused.err
    assert "1 × next step" in refused.err
    week_two.ok("undo", "--force")
    assert week_two("show", "3").status == 2
