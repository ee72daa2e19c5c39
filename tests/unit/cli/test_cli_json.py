"""The JSON of the contract, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

COUNTS = {
    "open_deals", "open_leads", "flagged", "to_clear", "in_hand", "due_today", "woke_today", "parked", "no_next_step",
    "step_overdue", "stalled", "sla_overdue",
}  # fmt: skip
ITEM = {
    "id", "type", "external_id", "name", "company", "stage", "owner", "amount", "currency", "stage_days",
    "stage_days_known", "next_step", "crm_stage", "findings", "handled_until",
}  # fmt: skip
FINDING = {"kind", "days", "hours", "sla", "missing", "why"}
DAY = 86_400


def test_add(shell: Shell) -> None:
    document = shell.ok("add", "deal", "--name", "Pilot", "--json").json
    assert (document["id"], document["type"]) == (1, "deal")


def test_today_of_an_empty_database(shell: Shell) -> None:
    document = shell.ok("today", "--json").json
    assert document["as_of"] == "2026-11-23T08:31:00+01:00"
    assert document["counts"] == dict.fromkeys(COUNTS, 0)
    assert document["items"] == []


def test_today_item_with_everything_known(shell: Shell) -> None:
    shell.ok(
        "add", "deal", "--name", "ERP", "--company", "Acme", "--amount", "69114.41", "--currency", "CHF",
        "--stage", "discovery", "--owner", "luca", "--external-id", "OPP-1",
    )  # fmt: skip
    shell.ok("step", "1", "--text", "Call", "--date", "fri")
    shell.now += 30 * DAY
    document = shell.ok("today", "--json").json
    (item,) = document["items"]
    assert item.keys() >= ITEM
    assert item | {"findings": None} == item | {
        "id": 1,
        "type": "deal",
        "external_id": "OPP-1",
        "name": "ERP",
        "company": "Acme",
        "stage": "discovery",
        "owner": "luca",
        "amount": "69114.41",
        "currency": "CHF",
        "stage_days": 30,
        "stage_days_known": True,
        "handled_until": None,
        "crm_stage": None,
        "findings": None,
    }
    step = {"text": "Call", "owner": "luca", "date": "2026-11-27", "redated": 0}
    assert step.items() <= item["next_step"].items()
    overdue, stalled = item["findings"]
    assert overdue.keys() == stalled.keys() == FINDING
    assert (overdue["kind"], overdue["days"], overdue["missing"]) == ("step_overdue", 26, [])
    assert (stalled["kind"], stalled["days"], stalled["hours"], stalled["sla"]) == ("stalled", 9, None, None)
    assert "21" in stalled["why"]
    counts = document["counts"]
    assert counts.keys() == COUNTS
    assert (counts["open_deals"], counts["flagged"], counts["to_clear"]) == (1, 1, 1)
    assert (counts["step_overdue"], counts["stalled"], counts["no_next_step"]) == (1, 1, 0)


def test_unknown_is_null(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    shell.ok("set", "1", "owner=")
    (item,) = shell.ok("today", "--json").json["items"]
    for key in ("external_id", "company", "owner", "amount", "handled_until", "crm_stage"):
        assert item[key] is None, key
    assert [item["next_step"][key] for key in ("text", "owner", "date", "redated")] == [None, None, None, 0]
    assert item["currency"] == "EUR"
    (finding,) = item["findings"]
    assert (finding["kind"], finding["days"]) == ("no_next_step", None)
    assert sorted(finding["missing"]) == ["date", "owner", "text"]


def test_an_sla_that_is_late_says_which_and_how_late(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "ERP", "--stage", "solution")
    shell.now += 4 * DAY
    (item,) = shell.ok("today", "--json").json["items"]
    finding = item["findings"][0]
    # Entered before Monday's opening: three working days end on Wednesday at 18:00; now it is Friday before opening.
    assert (finding["kind"], finding["sla"], finding["days"], finding["hours"]) == ("sla_overdue", "proposal", 1, 9)
    (sla,) = shell.ok("show", "1", "--json").json["slas"]
    assert sla == {
        "id": "proposal",
        "started": "2026-11-23T08:31:00+01:00",
        "due": "2026-11-25T18:00:00+01:00",
        "stopped": None,
        "late": True,
        "held": False,
    }
    shell.ok("tick", "1", "proposal_sent")
    (sla,) = shell.ok("show", "1", "--json").json["slas"]
    assert (sla["stopped"], sla["late"]) == ("2026-11-27T08:31:00+01:00", True)


def test_an_sla_of_a_closed_deal_is_late_only_if_it_was_when_the_deal_closed(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--stage", "solution")
    shell.ok("close", "1", "--outcome", "lost", "--reason", "price")
    shell.now += 10 * DAY
    (sla,) = shell.ok("show", "1", "--json").json["slas"]
    assert (sla["stopped"], sla["late"]) == (None, False)
    shell.ok("reopen", "1")
    (sla,) = shell.ok("show", "1", "--json").json["slas"]
    assert sla["late"] is True, "a mistake: the clock goes on"


def test_check_prints_what_today_prints_and_exits_1_when_there_is_something_to_clear(shell: Shell) -> None:
    assert shell("check").status == 0
    shell.ok("add", "deal", "--name", "Pilot")
    checked, listed = shell("check", "--json"), shell.ok("today", "--json")
    assert checked.status == 1
    assert checked.json == listed.json


def test_filters_leave_the_counts_alone_but_for_the_owner(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "One")
    shell.ok("add", "deal", "--name", "Two", "--owner", "luca")
    everybody = shell.ok("today", "--json", "--kind", "stalled").json
    assert (everybody["counts"]["to_clear"], everybody["items"]) == (2, [])
    assert len(shell.ok("today", "--json", "--limit", "1").json["items"]) == 1
    luca = shell.ok("today", "--json", "--owner", "Luca").json
    assert luca["counts"]["to_clear"] == 1
    assert [item["name"] for item in luca["items"]] == ["Two"]


def test_status(shell: Shell) -> None:
    assert shell.ok("status", "--json").json["counts"] == dict.fromkeys(COUNTS, 0)


def test_writes_say_what_changed(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    done = shell.ok("set", "1", "company=Acme", "amount=12.5", "--json").json
    assert done["id"] == 1
    assert isinstance(done["event"], int)
    assert done["changed"] == {"company": [None, "Acme"], "amount": [None, "12.50"]}
    done = shell.ok("step", "1", "--text", "Call", "--date", "fri", "--json").json
    assert done["changed"]["next_step"] == [None, "Call"]
    assert done["changed"]["date"] == [None, "2026-11-27"]
    done = shell.ok("step", "1", "--text", "Call", "--date", "+7d", "--json").json
    assert done["changed"] == {"date": ["2026-11-27", "2026-11-30"], "redated": [0, 1]}
    done = shell.ok("tick", "1", "icp_fit", "--how", "site visit", "--json").json
    assert done["changed"]["icp_fit"] == [False, True]
    done = shell.ok("park", "1", "--until", "2027-01-11", "--reason", "budget", "--json").json
    assert done["changed"]["status"] == ["open", "parked"]
    assert shell.ok("unpark", "1", "--json").json["changed"]["status"] == ["parked", "open"]
    for words in (["no-reply", "1"], ["done", "1", "--text", "Mail", "--date", "fri"], ["untick", "1", "icp_fit"]):
        assert shell.ok(*words, "--json").json.keys() >= {"id", "event", "changed"}


def test_assign_is_one_object_or_a_list(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "One")
    shell.ok("add", "deal", "--name", "Two")
    assert shell.ok("assign", "1", "--to", "luca", "--json").json["changed"]["owner"] == ["anna", "luca"]
    both = shell.ok("assign", "1", "2", "1", "--to", "mia", "--json").json
    assert [done["id"] for done in both] == [1, 2]
    assert len({done["action"] for done in both}) == 1


def test_show(shell: Shell) -> None:
    _worked_deal(shell)
    document = shell.ok("show", "1", "--json").json
    assert document.keys() >= ITEM | {
        "status", "why_still_here", "criteria", "visits", "steps", "notes", "events", "slas"
    }  # fmt: skip
    assert document["status"] == "open"
    assert "icp_fit" not in document["why_still_here"]
    ticked = document["criteria"][0]
    assert ticked | {"note": None} == {
        "id": "icp_fit",
        "text": "Fits the ICP",
        "ticked": True,
        "by": "anna",
        "at": "2026-11-23T08:31:00+01:00",
        "how": None,
        "note": None,
    }
    assert ticked["note"] == document["notes"][1]["id"]
    still_open = document["criteria"][1]
    assert [still_open[key] for key in ("ticked", "by", "at", "how", "note")] == [False, None, None, None, None]
    assert [note["pain"] for note in document["notes"]] == ["Later", "Stock"]
    note = {
        "at": "2026-11-23T08:31:00+01:00", "by": "anna", "pain": "Stock", "next_step": "Proposal", "owner": "anna",
        "date": "2026-11-27", "seconds": None,
    }  # fmt: skip
    assert note.items() <= document["notes"][1].items()
    assert document["steps"][0]["text"] == "Workshop"
    assert document["steps"][1]["end"] == "replaced"
    assert document["visits"] == [
        {"stage": "qualification", "entered": "2026-11-23T08:31:00+01:00", "seen": "2026-11-23T08:31:00+01:00",
         "left": None}
    ]  # fmt: skip
    assert [event["type"] for event in document["events"]] == ["note_logged", "note_logged", "created"]


def test_log_is_newest_first_and_knows_what_was_undone(shell: Shell) -> None:
    _worked_deal(shell)
    shell.ok("undo")
    events = shell.ok("log", "1", "--json").json
    keys = {"id", "at", "by", "action", "type", "record", "before", "after", "undone"}
    assert all(event.keys() >= keys for event in events)
    assert [event["id"] for event in events] == sorted((event["id"] for event in events), reverse=True)
    assert [(event["type"], event["undone"]) for event in events] == [
        ("undone", False),
        ("note_logged", True),
        ("note_logged", False),
        ("created", False),
    ]
    assert events[3]["after"]["name"] == "Pilot"
    assert len(shell.ok("log", "--json", "--limit", "2").json) == 2


def test_undo(shell: Shell) -> None:
    refused = shell("undo", "--json")
    assert (refused.status, refused.json["undone"], refused.json["records"]) == (1, False, [])
    shell.ok("add", "deal", "--name", "Pilot")
    undone = shell.ok("undo", "--json").json
    assert (undone["undone"], undone["records"]) == (True, [1])
    assert shell("show", "1").status == 2


def test_move_blocked_then_done(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--stage", "discovery")
    blocked = shell("move", "1", "--json")
    assert blocked.status == 1
    assert blocked.json == {
        "moved": False,
        "from": "discovery",
        "to": "solution",
        "open_criteria": ["problems_mapped", "impact_estimated", "sponsor_named"],
    }
    for criterion in blocked.json["open_criteria"]:
        shell.ok("tick", "1", criterion)
    moved = shell.ok("move", "1", "--json").json
    assert (moved["moved"], moved["from"], moved["to"], moved["open_criteria"]) == (True, "discovery", "solution", [])
    assert moved["changed"] == {"stage": ["discovery", "solution"]}
    back = shell.ok("move", "1", "--back", "--no-longer", "sponsor_named", "--reason", "she left", "--json").json
    assert (back["moved"], back["from"], back["to"]) == (True, "solution", "discovery")
    assert back["open_criteria"] == ["sponsor_named"]


def test_close_blocked_then_done(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--stage", "closing")
    blocked = shell("close", "1", "--outcome", "won", "--json")
    assert blocked.status == 1
    assert blocked.json["closed"] is False
    assert "delivery_informed" in blocked.json["open_criteria"]
    assert (blocked.json["id"], blocked.json["event"], blocked.json["changed"]) == (1, None, {})
    shell.ok("tick", "1", "delivery_informed")
    closed = shell.ok("close", "1", "--outcome", "won", "--json").json
    assert (closed["closed"], closed["changed"]["status"]) == (True, ["open", "won"])
    assert shell("move", "1").status == 2


def test_no_decision_leaves_a_dormant_cycle(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    words = ["--reason", "no_priority", "--wake", "2027-02-01", "--json"]
    closed = shell.ok("close", "1", "--outcome", "no-decision", *words).json
    following = shell.ok("show", str(closed["next_id"]), "--json").json
    assert (following["status"], following["stage"], following["previous_id"]) == ("dormant", "qualification", 1)
    assert shell.ok("show", "1", "--json").json["status"] == "no_decision"
    assert shell.ok("reopen", "1", "--json").json["changed"]["status"] == ["no_decision", "open"]


def test_find(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Caffè", "--company", "Zürich AG")
    found = shell.ok("find", "zurich caffe", "--json").json
    assert [item["id"] for item in found] == [1]
    assert found[0].keys() >= ITEM
    assert shell.ok("find", "nothing", "--json").json == []


def test_doctor(shell: Shell) -> None:
    document = shell.ok("doctor", "--json").json
    assert document["ok"] is True
    assert isinstance(document["schema"], int)
    assert all(check.keys() == {"id", "ok", "detail"} for check in document["checks"])


def test_people_info_config(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--owner", "Luca Bianchi")
    names = [person["name"] for person in shell.ok("people", "--json").json]
    assert names == ["anna", "Luca Bianchi"]
    info = shell.ok("info", "--json").json
    assert (info["database"], info["deals"]) == (str(shell.db), 1)
    assert shell.ok("config", "--json").json["me"] == "anna"


def test_json_is_the_same_in_every_language(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    english = shell.ok("today", "--json").json
    italian = shell("today", "--json", before=["--db", str(shell.db), "--lang", "it"]).json
    assert _without_sentences(english) == _without_sentences(italian)


def _without_sentences(document: dict[str, Any]) -> dict[str, Any]:
    for item in document["items"]:
        for finding in item["findings"]:
            del finding["why"]
    return document


def _worked_deal(shell: Shell) -> None:
    """A deal with two notes, the first of which ticked a criterion."""
    shell.ok("add", "deal", "--name", "Pilot")
    shell.ok("note", "1", "--pain", "Stock", "--next-step", "Proposal", "--date", "fri", "--tick", "icp_fit")
    shell.now += 60
    shell.ok("note", "1", "--pain", "Later", "--next-step", "Workshop", "--date", "+3d")
