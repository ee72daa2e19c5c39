"""``pipeline``: the stages as JSON and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipetui.cli.tables import cells

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

HOSTILE = "[/red]x \x1b[31mred \u202eabc"
NOTHING: dict[str, Any] = {"count": 0, "value": {}}


def fill(shell: Shell) -> None:
    for name, amount, stage, more in (
        ("ERP", "12000", "discovery", ["--close-date", "2026-11-30"]),
        ("Pilot", "500.50", "discovery", ["--currency", "CHF", "--owner", "luca"]),
        ("Renewal", "100", "decision", ["--close-date", "2026-11-01"]),
        ("Later", "7000", "discovery", []),
        ("Gone", "900", "discovery", []),
    ):
        shell.ok("add", "deal", "--name", name, "--amount", amount, "--stage", stage, *more)
    shell.ok("step", "1", "--text", "Call", "--date", "fri")
    shell.ok("park", "4", "--until", "+30d", "--reason", "budget")
    shell.ok("close", "5", "--outcome", "lost", "--reason", "price")


def stage(document: Any, stage_id: str) -> Any:
    return next(each for each in document["stages"] if each["id"] == stage_id)


def test_json(shell: Shell) -> None:
    fill(shell)
    document = shell.ok("pipeline", "--json").json
    assert document["as_of"] == "2026-11-23T08:31:00+01:00"
    assert [each["id"] for each in document["stages"]] == [
        "qualification", "discovery", "solution", "validation", "decision", "closing",
    ]  # fmt: skip
    assert stage(document, "discovery") == {
        "id": "discovery",
        "name": "Discovery",
        "max_days": 21,
        "count": 2,
        "value": {"EUR": "12000.00", "CHF": "500.50"},
        "flagged": 1,
        "flagged_value": {"CHF": "500.50"},
        "closing_this_month": {"count": 1, "value": {"EUR": "12000.00"}},
        "past_close": NOTHING,
        "parked": {"count": 1, "value": {"EUR": "7000.00"}, "flagged": 0},
    }
    assert stage(document, "decision")["past_close"] == {"count": 1, "value": {"EUR": "100.00"}}
    assert document["total"]["count"] == 3
    assert document["total"]["parked"]["count"] == 1
    assert document["closed_this_month"] == {
        "won": NOTHING, "lost": {"count": 1, "value": {"EUR": "900.00"}}, "no_decision": NOTHING,
    }  # fmt: skip
    assert document["total"]["count"] + 1 == shell.ok("today", "--json").json["counts"]["open_deals"]


def test_of_one_owner(shell: Shell) -> None:
    fill(shell)
    document = shell.ok("pipeline", "--owner", "luca", "--json").json
    assert document["total"]["value"] == {"CHF": "500.50"}
    assert shell("pipeline", "--owner", "nobody").status == 2


def test_an_empty_database(shell: Shell) -> None:
    document = shell.ok("pipeline", "--json").json
    assert {each["count"] for each in document["stages"]} == {0}
    lines = shell.ok("pipeline").out.splitlines()
    assert lines[0] == "Mon 23 Nov 08:31 · no open deals"
    assert lines[-1] == "Closed this month: none"


def test_the_table(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(shell)
    monkeypatch.setenv("COLUMNS", "120")
    lines = shell.ok("pipeline").out.splitlines()
    assert lines[0] == "Mon 23 Nov 08:31 · 3 open deals · 12,100 € + 500.50 CHF · 2 of 3 flagged"
    found = {line.split("  ")[0]: [cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[2:-2]}
    assert found["stage"] == ["stage", "deals", "value", "flagged", "this month", "past", "parked"]
    assert found["Discovery"] == ["Discovery", "2", "12,000 € + 500.50 CHF", "1", "1 · 12,000 €", "1 · 7,000 €"]
    assert found["Decision"] == ["Decision", "1", "100 €", "1", "1 · 100 €"]
    assert found["Closing"] == ["Closing", "0"]
    assert found["all"][:4] == ["all", "3", "12,100 € + 500.50 CHF", "2"]
    assert lines[-1] == "Closed this month: 1 lost"


@pytest.mark.parametrize("columns", ["80", "140"])
def test_it_fits_and_is_harmless(shell: Shell, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    playbook = shell.ok("playbook", "show").out.replace(
        'name = "Discovery"', 'name = "漢字漢字漢字漢字漢字漢字漢字 \\u202eabc"'
    )
    file = shell.db.with_name("playbook.toml")
    file.write_text(playbook, encoding="utf-8")
    shell.ok("playbook", "apply", str(file))
    fill(shell)
    monkeypatch.setenv("COLUMNS", columns)
    lines = shell.ok("pipeline").out.splitlines()
    assert not set("".join(lines)) & set("\x1b\u202e")
    assert max(cells(line) for line in lines[1:]) <= int(columns)


def test_a_past_day(shell: Shell) -> None:
    fill(shell)
    shell.now += 40 * 86_400
    shell.ok("close", "1", "--outcome", "lost", "--reason", "price")
    assert stage(shell.ok("pipeline", "--json").json, "discovery")["count"] == 2, "the parked one woke"
    before = shell("pipeline", "--json", before=["--db", str(shell.db), "--as-of", "2026-11-23"]).json
    assert stage(before, "discovery")["count"] == 2
    assert stage(before, "discovery")["parked"]["count"] == 1
    assert before["closed_this_month"]["lost"]["count"] == 1
