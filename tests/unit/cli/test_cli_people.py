"""``people`` and ``away`` from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


@pytest.fixture
def team(shell: Shell) -> Shell:
    """Two deals of anna without a step, one of luca."""
    for name, owner in (("ERP", "anna"), ("Pilot", "anna"), ("Audit", "luca")):
        shell.ok("add", "deal", "--name", name, "--owner", owner, "--amount", "100")
    return shell


def test_people_as_text_and_as_json(team: Shell) -> None:
    lines = team.ok("people").out.splitlines()
    assert [line.split()[0] for line in lines] == ["name", "anna", "luca"]
    anna, luca = team.ok("people", "--json").json
    assert anna == {
        "name": "anna",
        "aliases": [],
        "open_deals": 2,
        "to_clear": 2,
        "value": {"EUR": "200.00"},
        "kept": 0,
        "promised": 0,
        "away": None,
        "absences": [],
        "covers": [],
    }
    assert luca["name"] == "luca"


def test_names_are_changed_and_told(team: Shell) -> None:
    result = team.ok("people", "--alias", "anna=Anna R.", "--alias", "anna=AR", "--rename", "luca=Luca B.")
    assert result.out == ""
    assert result.err.count("another name") == 2
    assert [(p["name"], p["aliases"]) for p in team.ok("people", "--json").json] == [
        ("anna", ["Anna R.", "AR"]),
        ("Luca B.", ["luca"]),
    ]
    team.ok("people", "--drop-alias", "ar")
    people = team.ok("people", "--add", "mia", "--merge", "luca=anna", "--json").json
    assert [(p["name"], p["open_deals"]) for p in people] == [("anna", 3), ("mia", 0)]
    team.ok("undo")
    team.ok("undo")
    assert team.ok("today", "--owner", "luca", "--json").json["counts"]["to_clear"] == 1


def test_several_changes_are_made_all_or_none(team: Shell) -> None:
    result = team("people", "--alias", "anna=AR", "--rename", "luca=anna")
    assert result.status == 2
    assert "There is already somebody called anna." in result.err
    assert team.ok("people", "--json").json[0]["aliases"] == []


def test_handing_over(team: Shell) -> None:
    assert "2 deals" in team.ok("people", "--hand-over", "anna=mia").err
    assert [p["open_deals"] for p in team.ok("people", "--json").json] == [0, 1, 2]
    assert team("people", "--hand-over", "anna=mia").status == 1


@pytest.mark.parametrize(
    "words",
    [
        ["people", "--alias", "anna"],
        ["people", "--alias", "anna="],
        ["people", "--alias", "zoe=Z"],
        ["people", "--drop-alias", "anna"],
        ["people", "--rename", "anna=anna"],
        ["people", "--merge", "anna=anna"],
        ["people", "--add", "luca"],
        ["people", "extra"],
        ["away", "anna", "fri", "--cover", "zoe"],
        ["away", "anna", "fri", "--cover", "anna"],
        ["away", "zoe", "fri"],
        ["away", "zoe"],
        ["away", "anna", "fri.."],
        ["away", "anna", "2026-12-02..2026-12-01"],
        ["away", "anna", "fri", "--clear"],
        ["away", "--clear"],
        ["away", "anna", "--cover", "luca"],
    ],
)
def test_wrong_words_change_nothing(team: Shell, words: list[str]) -> None:
    before = team.ok("log").out
    result = team(*words)
    assert (result.status, result.out) == (2, "")
    assert 1 <= len(result.err.splitlines()) <= 2
    assert team.ok("log").out == before


def test_away_is_planned_listed_and_taken_back(team: Shell) -> None:
    assert "Nobody is away" in team.ok("away").err
    told = team.ok("away", "anna", "today..6/1", "--cover", "luca").err
    assert told == "anna is away Mon 23 Nov to Wed 6 Jan 2027, luca covers.\n"
    assert team.ok("away").out == "anna  Mon 23 Nov to Wed 6 Jan 2027, luca covers\n"
    planned = {"name": "anna", "from": "2026-11-23", "to": "2027-01-06", "cover": "luca", "now": True}
    assert team.ok("away", "--json").json == [planned]
    anna, luca = team.ok("people", "--json").json
    assert (anna["away"], luca["covers"]) == (planned, ["anna"])
    assert team.ok("people").out.splitlines()[1].endswith("until 6 Jan, luca")
    assert team.ok("away", "anna", "--clear", "--json").json == []
    assert team("away", "anna", "--clear").status == 1
    team.ok("undo")
    assert team.ok("away", "--json").json == [planned]


def test_the_cover_sees_the_list_marked(team: Shell) -> None:
    team.ok("away", "anna", "today..fri", "--cover", "luca")
    shown = team.ok("today", "--owner", "luca", "--json").json
    assert shown["counts"]["to_clear"] == 3
    assert {(item["owner"], item["covering"]) for item in shown["items"]} == {("anna", True), ("luca", False)}
    assert team.ok("today", "--owner", "luca").out.count("for anna: ") == 2
    assert team("check", "--owner", "luca", "--json").json["counts"]["to_clear"] == 3
    own = team.ok("today", "--owner", "anna", "--json").json
    assert [item["covering"] for item in own["items"]] == [False, False]


def test_a_step_on_a_day_of_an_absence_is_warned_of(team: Shell) -> None:
    team.ok("away", "anna", "today..fri", "--cover", "luca")
    result = team.ok("step", "1", "--text", "call", "--date", "thu")
    assert "Mind: Thu 26 Nov, anna is away until Fri 27 Nov; luca covers." in result.err
    assert "Mind" not in team.ok("step", "3", "--text", "call", "--date", "thu").err
    assert "Mind: Sat 28 Nov, a closed day." in team.ok("step", "3", "--text", "call", "--date", "sat").err


def test_names_steer_no_terminal(team: Shell) -> None:
    team.ok("people", "--add", "\x1b[31mred", "--alias", "anna=[/red]\u202ex")
    shown = team.ok("people")
    assert "\x1b" not in shown.out + shown.err
    assert "\u202e" not in shown.out
