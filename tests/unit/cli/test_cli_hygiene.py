"""``pipetui hygiene``: as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

DAY = 86_400


def fill(shell: Shell) -> None:
    """Two deals of anna, one of luca; one has a step, one has no amount."""
    shell.ok("add", "deal", "--name", "A", "--amount", "300", "--owner", "anna")
    shell.ok("add", "deal", "--name", "B", "--amount", "100", "--owner", "anna")
    shell.ok("add", "deal", "--name", "C", "--owner", "luca")
    shell.ok("step", "1", "--text", "Call", "--date", "fri")


def test_json_has_the_keys_of_the_contract(shell: Shell) -> None:
    fill(shell)
    found = shell.ok("hygiene", "--json").json
    assert found["as_of"] == "2026-11-23T08:31:00+01:00"
    assert found["clean"] == {"count": 1, "of": 3, "share": 0.3333}
    assert found["value"] == {"EUR": {"clean": "300.00", "of": "400.00", "share": 0.75}}
    assert found["without_amount"] == 1
    assert {"kind": "no_next_step", "count": 2, "value": {"EUR": "100.00"}} in found["kinds"]
    assert [each["kind"] for each in found["kinds"]] == ["sla_overdue", "no_next_step", "step_overdue", "stalled"]
    (fix,) = found["fixes"]
    assert (fix["id"], fix["text"], fix["deals"]) == ("no_next_step", "Plan the next step of 2 deals", [2, 3])
    assert (fix["gain_count"], fix["gain_value"]) == (0.6667, {"EUR": 0.25})
    assert [(each["owner"], each["share"]) for each in found["owners"]] == [("anna", 0.5), ("luca", 0.0)]


def test_the_trend_is_of_the_days_as_they_were(shell: Shell) -> None:
    fill(shell)
    shell.now += 7 * DAY
    trend = shell.ok("hygiene", "--json", "--weeks", "2").json["trend"]
    assert [point["date"] for point in trend] == ["2026-11-22", "2026-11-29", "2026-11-30"]
    assert trend[0]["share"] is None
    assert trend[0]["why"] == "before the database began"
    assert (trend[1]["count"], trend[1]["of"]) == (0, 3)  # Friday's call was not made
    past = shell("hygiene", "--json", "--weeks", "0", before=["--db", str(shell.db), "--as-of", "2026-11-24"]).json
    assert past["clean"]["count"] == 1


def test_no_open_deal_has_no_share_and_says_why(shell: Shell) -> None:
    found = shell.ok("hygiene", "--json").json
    assert found["clean"] == {"count": 0, "of": 0, "share": None, "why": "no open deals"}
    assert found["value"] == {}
    assert found["fixes"] == []
    assert "n/a, there is no open deal" in shell.ok("hygiene").out


def test_one_owner_alone(shell: Shell) -> None:
    fill(shell)
    found = shell.ok("hygiene", "--owner", "anna", "--json").json
    assert found["clean"] == {"count": 1, "of": 2, "share": 0.5}
    assert found["owners"] == []
    assert shell("hygiene", "--owner", "zoe").status == 2
    assert shell("hygiene", "--weeks", "many").status == 2
    assert shell("hygiene", "--weeks", "9999").status == 2


def test_as_text(shell: Shell) -> None:
    fill(shell)
    out = shell.ok("hygiene").out
    assert "Clean: 33%, 1 of 3 open deals." in out
    assert "By value: 75% of 400 €." in out
    assert "1 deal has no amount: it counts, but not by value." in out
    assert "Plan the next step of 2 deals  +67 points  by value EUR +25" in out
    assert "before the database began" in out
    assert all(len(line) <= 80 for line in out.splitlines())
