"""The list and several deals from the shell: ``--filter``, ``--sort``, several ids in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


@pytest.fixture
def three(shell: Shell) -> Shell:
    """Three deals without a next step; the last belongs to luca."""
    for name, amount, owner in (("Acme", "1000", "anna"), ("Borealis", "30000", "anna"), ("Cortina", "500", "luca")):
        shell.ok("add", "deal", "--name", name, "--amount", amount, "--owner", owner)
    return shell


def names(shell: Shell, *words: str) -> list[str]:
    return [item["name"] for item in shell.ok("today", "--json", *words).json["items"]]


def steps(shell: Shell) -> list[Any]:
    return [shell.ok("show", number, "--json").json["next_step"]["date"] for number in "123"]


def test_filter_and_sort(three: Shell) -> None:
    assert names(three) == ["Borealis", "Acme", "Cortina"]
    assert names(three, "--sort", "name") == ["Acme", "Borealis", "Cortina"]
    assert names(three, "--sort", "-name") == ["Cortina", "Borealis", "Acme"]
    assert names(three, "--filter", "amount:>=1k -owner:luca", "--sort", "amount") == ["Acme", "Borealis"]


def test_the_counts_do_not_obey_the_filter(three: Shell) -> None:
    document = three.ok("today", "--json", "--filter", "acme").json
    assert (document["counts"]["to_clear"], len(document["items"])) == (3, 1)


def test_check_looks_at_what_the_filter_finds(three: Shell) -> None:
    assert three("check", "--filter", "owner:luca").status == 1
    assert three("check", "--filter", "owner:luca amount:>1k").status == 0


@pytest.mark.parametrize("words", [("--filter", "amount:>ten"), ("--filter", "colour:red"), ("--sort", "colour")])
def test_what_is_not_understood_is_bad_input(three: Shell, words: tuple[str, ...]) -> None:
    result = three("today", *words)
    assert result.status == 2
    assert words[1].rpartition(":")[2].lstrip(">") in result.err
    assert "Traceback" not in result.err


def test_several_steps_are_one_action(three: Shell) -> None:
    result = three.ok("step", "1", "2", "3", "--date", "fri", "--text", "call", "--json").json
    assert [each["id"] for each in result] == [1, 2, 3]
    assert len({each["action"] for each in result}) == 1
    three.ok("step", "1", "3", "--date", "each +1w", "--reason", "trade fair")
    assert steps(three) == ["2026-12-04", "2026-11-27", "2026-12-04"]
    three.ok("undo")
    assert steps(three) == ["2026-11-27"] * 3
    three.ok("undo")
    assert steps(three) == [None] * 3


def test_one_step_is_one_object(three: Shell) -> None:
    result = three.ok("step", "1", "--date", "fri", "--text", "call", "--json").json
    assert (result["id"], result["changed"]["next_step"]) == (1, [None, "call"])


def test_an_empty_text_is_no_text(three: Shell) -> None:
    three.ok("step", "1", "--date", "fri", "--text", "call")
    for text in ("", "  "):
        result = three("step", "1", "--date", "mon", "--text", text)
        assert (result.status, result.out) == (2, "")
    assert steps(three) == ["2026-11-27", None, None]


def test_a_deal_without_a_text_stops_all(three: Shell) -> None:
    three.ok("step", "1", "--date", "fri", "--text", "call")
    result = three("step", "1", "2", "--date", "tomorrow")
    assert (result.status, result.out) == (2, "")
    assert "Borealis: What happens next?" in result.err
    assert steps(three) == ["2026-11-27", None, None]


def test_several_parked(three: Shell) -> None:
    result = three.ok("park", "1", "2", "1", "--until", "+30d", "--reason", "budget", "--json").json
    assert [each["id"] for each in result] == [1, 2]
    three.ok("undo")
    assert three.ok("today", "--json").json["counts"]["parked"] == 0
