"""One deal from the shell: its people, long notes, the call brief, why a date was pushed, and what is said of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


@pytest.fixture
def acme(shell: Shell) -> Shell:
    """A shell with deal 1, Acme."""
    shell.ok("add", "deal", "--name", "ERP roll-out", "--company", "Acme", "--amount", "12000")
    return shell


def names(shell: Shell) -> list[str]:
    return [person["name"] for person in shell.ok("contact", "1", "--json").json]


def test_people_are_listed_added_changed_and_removed(acme: Shell) -> None:
    assert acme.ok("contact", "1").err == "No contacts yet.\n"
    assert acme.ok("contact", "1", "--json").json == []
    assert acme.ok("contact", "1", "--name", "Marta Rossi", "--role", "Sponsor").err == (
        "Marta Rossi added to ERP roll-out.\n"
    )
    added = acme.ok("contact", "1", "--name", "Rita Neri", "--phone", "02 555 0102", "--json").json
    assert added["changed"] == {"contact": [None, "Rita Neri"], "phone": [None, "02 555 0102"]}
    acme.ok("contact", "1", "--edit", "2", "--email", "rita@acme.example", "--role", "CFO")
    acme.ok("contact", "1", "--main", "2")
    assert acme.ok("contact", "1").out.splitlines() == [
        " 1  Rita Neri, CFO, 02 555 0102, rita@acme.example",
        " 2  Marta Rossi, sponsor",
    ]
    assert acme.ok("show", "1", "--json").json["contacts"] == [
        {"name": "Rita Neri", "role": "CFO", "email": "rita@acme.example", "phone": "02 555 0102"},
        {"name": "Marta Rossi", "role": "sponsor", "email": None, "phone": None},
    ]
    acme.ok("contact", "1", "--remove", "1")
    assert names(acme) == ["Marta Rossi"]
    assert acme.ok("undo").err == "Undone: contact.\n"
    assert names(acme) == ["Rita Neri", "Marta Rossi"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--email", "rita"), "no @"),
        (("--role", "signer"), "A contact needs a name"),
        (("--remove", "1"), "There is no contact 1."),
        (("--remove", "x"), "not a whole number"),
        (("--edit", "1"), "Say what to change"),
        (("--remove", "1", "--name", "x"), "--remove takes no other fields."),
        (("--remove", "1", "--main", "1"), "One thing at a time: --remove, --main."),
    ],
)
def test_what_cannot_be_done_to_people_changes_nothing(acme: Shell, words: tuple[str, ...], complaint: str) -> None:
    result = acme("contact", "1", *words)
    assert result.status == 2
    assert complaint in result.err
    assert names(acme) == []


def test_a_long_note_alone_leaves_the_step_alone(acme: Shell) -> None:
    acme.ok("step", "1", "--text", "Call Rita", "--date", "2026-11-27")
    assert acme.ok("note", "1", "--text", "They need it by March.\n\nTwo options.").err == (
        "Note logged on ERP roll-out.\n"
    )
    shown = acme.ok("show", "1", "--json").json
    assert shown["notes"][0]["text"] == "They need it by March.\n\nTwo options."
    assert shown["notes"][0]["next_step"] is None
    assert (shown["next_step"]["text"], shown["next_step"]["date"]) == ("Call Rita", "2026-11-27")


@pytest.mark.parametrize("stream", [io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), encoding="utf-8"), None])
def test_standard_input_that_holds_no_text_is_bad_input(
    acme: Shell, monkeypatch: pytest.MonkeyPatch, stream: io.TextIOWrapper | None
) -> None:
    monkeypatch.setattr("sys.stdin", stream)
    result = acme("note", "1", "--text", "-")
    assert (result.status, result.out) == (2, "")
    assert acme.ok("show", "1", "--json").json["notes"] == []


def test_a_long_note_with_the_four_fields_keeps_both(acme: Shell) -> None:
    acme.ok("note", "1", "--text", "Long talk", "--next-step", "Call", "--date", "2026-11-27", "--tick", "icp_fit")
    shown = acme.ok("show", "1", "--json").json
    assert [shown["notes"][0][key] for key in ("text", "next_step", "date", "pain")] == [
        "Long talk", "Call", "2026-11-27", None,
    ]  # fmt: skip
    assert shown["criteria"][0]["note"] is not None
    assert shown["next_step"]["text"] == "Call"


def test_a_long_note_from_standard_input(acme: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("One line\r\nand another\n"))
    acme.ok("note", "1", "--text", "-")
    assert acme.ok("show", "1", "--json").json["notes"][0]["text"] == "One line\nand another"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--text", "  "), "The note is empty."),
        (("--text", "z" * 100_001), "the longest is 100000"),
        (("--text", "t", "--next-step", "Call"), "--date is missing."),
        (("--pain", "p", "--date", "fri"), "--next-step is missing."),
        (("--next-step", "Call", "--date", "fri"), "--pain is missing."),
        ((), "--pain is missing."),
    ],
)
def test_half_a_note_is_refused(acme: Shell, words: tuple[str, ...], complaint: str) -> None:
    result = acme("note", "1", *words)
    assert result.status == 2
    assert complaint in result.err
    assert acme.ok("show", "1", "--json").json["notes"] == []


def test_why_a_close_date_was_pushed(acme: Shell) -> None:
    for day in ("2026-12-01", "2026-12-08"):
        assert acme.ok("set", "1", f"close_date={day}").err == "Changed: close date.\n"
    assert "--reason TEXT keeps why" in acme.ok("set", "1", "close_date=2026-12-15").err
    told = acme.ok("set", "1", "close_date=2026-12-22", "--reason", "budget freeze")
    assert told.err == "Changed: close date.\n"
    assert "Tue 22 Dec, pushed 3 times: budget freeze" in acme.ok("show", "1").out
    newest = acme.ok("log", "1", "--json").json[0]
    assert newest["after"] == {"close_date": "2026-12-22", "reason": "budget freeze"}


def test_the_third_parking_in_a_row_asks_for_a_decision(acme: Shell) -> None:
    for day in ("2026-12-01", "2026-12-08"):
        assert "decide" not in acme.ok("park", "1", "--until", day, "--reason", "later").err
    assert (
        "Better decide: close it, or plan a step." in acme.ok("park", "1", "--until", "2026-12-15", "--reason", "x").err
    )


def test_a_reason_is_kept_in_every_way_to_plan_a_step(acme: Shell) -> None:
    for text, day in (("Call", "2026-11-26"), ("Call", "2026-11-26"), ("Call", "2026-11-27"), ("Meet", "2026-11-27")):
        reason = f"{text} {day} because"
        acme.ok("step", "1", "--text", text, "--date", day, "--reason", reason)
        assert acme.ok("show", "1", "--json").json["steps"][0]["reason"] == reason


def test_the_call_brief_of_an_open_and_of_a_closed_deal(acme: Shell) -> None:
    acme.ok("note", "1", "--pain", "Stock is wrong", "--next-step", "Send the offer", "--date", "2026-11-27")
    told = acme.ok("brief", "1").out
    for words in ("Acme · ERP roll-out", "Stock is wrong", "Send the offer, by anna, for Fri 27 Nov"):
        assert words in told
    acme.ok("close", "1", "--outcome", "lost", "--reason", "price")
    closed = acme.ok("brief", "1").out
    assert "Lost on Mon 23 Nov: price." in closed
    assert "–" not in closed
    assert acme("brief", "99").status == 2
