"""The unit of work: one action is one transaction, with its events and every change that it made."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from small_pipeline import NOW

from pipetui.errors import BadInput
from pipetui.services import drafts, edits, history, moves, notes, steps, today
from pipetui.storage import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk


def rows(desk: Desk, table: str) -> list[dict[str, Any]]:
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]


def everything(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """All tracked tables, and what else an action leaves."""
    return {name: rows(desk, name) for name in (*tables.TRACKED, "action", "event", "change", "person", "record")}


def tracked(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(desk, name) for name in tables.TRACKED}


def test_an_action_has_its_event_and_its_changes(desk: Desk) -> None:
    done = edits.set_fields(desk, 1, {"amount": "5"})
    action = rows(desk, "action")[-1]
    assert (action["id"], action["name"], action["at"]) == (done.action, "edit", NOW)
    event = rows(desk, "event")[-1]
    assert (event["id"], event["action_id"], event["record_id"]) == (done.event, done.action, 1)
    assert json.loads(event["before"]) == {"amount": "22000.00"}
    change = rows(desk, "change")[-1]
    assert (change["action_id"], change["tbl"], change["row_id"]) == (done.action, "deal", 1)
    assert json.loads(change["before"]) == {"amount_minor": 2_200_000, "amount_rank": 220_000_000}
    assert json.loads(change["after"]) == {"amount_minor": 500, "amount_rank": 50_000}


@pytest.mark.parametrize(
    "refused",
    [
        lambda desk: moves.move_on(desk, 2),
        lambda desk: moves.close(desk, 2, "won"),
        lambda desk: moves.close(desk, 2, "lost", "the weather"),
        lambda desk: notes.log_note(desk, 2, pain="p", next_step="s", day=date(2020, 1, 1)),
        lambda desk: notes.log_note(desk, 2, pain="p", next_step="s", day=date(2027, 1, 1), ticks=["no_such_thing"]),
        lambda desk: edits.set_fields(desk, 2, {"source": "fair", "amount": "many"}),
        lambda desk: edits.assign(desk, [1, 999], "newcomer"),
        lambda desk: steps.plan(desk.at(NOW - 90 * 86_400), 2, text="s", day=date(2027, 1, 1)),
    ],
)
def test_what_is_refused_leaves_nothing(desk: Desk, refused: Callable[[Desk], Any]) -> None:
    from dataclasses import replace

    stranger = replace(desk, me="somebody new")
    before = everything(desk)
    with suppress(BadInput):
        refused(stranger)
    assert everything(desk) == before


def test_an_exception_in_the_middle_leaves_nothing(desk: Desk) -> None:
    before = everything(desk)

    def break_off() -> None:
        with desk.working("edit") as work:
            work.deal(1).name = "changed"
            work.event(1, "edited")
            work.new_record()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert everything(desk) == before
    edits.set_fields(desk, 1, {"name": "works again"})


def test_together_is_all_or_nothing(desk: Desk) -> None:
    before = everything(desk)

    def break_off() -> None:
        with desk.together():
            edits.set_fields(desk, 1, {"name": "one"})
            edits.set_fields(desk, 2, {"name": "two"})
            edits.set_fields(desk, 3, {"name": ""})

    with pytest.raises(BadInput):
        break_off()
    assert everything(desk) == before


def test_one_that_fails_among_several_leaves_the_others(desk: Desk) -> None:
    with desk.together():
        edits.set_fields(desk, 1, {"name": "one"})
        with pytest.raises(BadInput):
            edits.set_fields(desk, 2, {"company": "half", "amount": "many"})
        assert not moves.move_on(desk, 2).moved
        edits.set_fields(desk, 3, {"name": "three"})
    named = {row["id"]: (row["name"], row["company"]) for row in rows(desk, "deal")}
    assert named[1][0] == "one"
    assert named[2] == ("rollout", "Gea")
    assert named[3][0] == "three"
    assert [row["name"] for row in rows(desk, "action")][-2:] == ["edit", "edit"]


def test_together_sees_what_it_wrote_and_others_do_not(desk: Desk) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.append(today.item(desk, 1).title)

    with desk.together():
        edits.set_fields(desk, 1, {"name": "inside"})
        assert today.item(desk, 1).title == "Fano · inside"
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    look()
    assert seen == ["Fano · pilot", "Fano · inside"]


def test_two_threads_wait_for_each_other(desk: Desk) -> None:
    faults: list[Exception] = []

    def work(deal_id: int) -> None:
        try:
            for number in range(5):
                edits.set_fields(desk, deal_id, {"source": f"thread {deal_id}, {number}"})
        except Exception as fault:  # noqa: BLE001  # whatever it is, the test tells it
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(deal_id,)) for deal_id in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [row["source"] for row in rows(desk, "deal")[:3]] == [f"thread {deal_id}, 4" for deal_id in (1, 2, 3)]


def test_time_does_not_run_back_on_a_record(desk: Desk) -> None:
    with pytest.raises(BadInput, match="later in its history"):
        edits.set_fields(desk.at(NOW - 30 * 86_400), 6, {"name": "before"})
    edits.set_fields(desk.at(NOW), 6, {"name": "now"})
    edits.set_fields(desk.at(NOW), 6, {"name": "at the same second"})
    edits.set_fields(desk.at(NOW - 60), 7, {"name": "another record has its own time"})


def test_a_number_is_not_given_again(desk: Desk) -> None:
    first = edits.add_deal(desk, name="one").id
    steps.plan(desk, first, text="call", day=date(2026, 12, 1))
    step = max(row["id"] for row in rows(desk, "next_step"))
    history.undo(desk)
    history.undo(desk)
    second = edits.add_deal(desk, name="two").id
    steps.plan(desk, second, text="call", day=date(2026, 12, 1))
    assert second == first + 1
    assert max(row["id"] for row in rows(desk, "next_step")) == step + 1


def test_a_name_of_nothing_is_nobody(desk: Desk) -> None:
    for name in ("", "   "):
        with pytest.raises(BadInput, match="name of a person"), desk.working("x") as work:
            work.person(name)
    with desk.working("x") as work:
        assert work.person(" Anna. ").id == work.person("ANNA").id == work.by.id


def test_drafts_are_no_history(desk: Desk) -> None:
    before = everything(desk)
    drafts.keep(desk, 1, "note", {"pain": "x"})
    assert everything(desk) == before
    assert drafts.count(desk) == 1


def test_the_past_cannot_be_written(desk: Desk) -> None:
    past = history.rewound(desk, date(2026, 11, 18))
    with pytest.raises(BadInput, match="the past"):
        edits.add_deal(past, name="x")
    past.close()


ACTIONS: list[Callable[[Desk], Any]] = [
    lambda desk: edits.add_deal(desk, name="new", company="C", amount="1", stage="solution", external_id="X1"),
    lambda desk: edits.set_fields(
        desk, 2, {"name": "n", "amount": "9.50", "currency": "USD", "owner": "luca", "email": "a@b.c", "phone": "1"}
    ),
    lambda desk: edits.set_fields(desk, 6, {"contact": "", "role": ""}),
    lambda desk: edits.assign(desk, [1, 2, 3, 4], "luca"),
    lambda desk: notes.log_note(
        desk, 6, pain="p", next_step="s", day=date(2026, 12, 1), ticks=["proposal_sent"], seconds=9
    ),
    lambda desk: notes.log_no_reply(desk, 1),
    lambda desk: steps.plan(desk, 4, text="call signer", day=date(2026, 12, 1)),
    lambda desk: steps.plan(desk, 4, text="call signer", day=date(2026, 11, 23), owner="luca"),
    lambda desk: steps.done(desk, 5),
    lambda desk: steps.done(desk, 5, text="next", day=date(2026, 12, 1)),
    lambda desk: moves.tick(desk, 2, "problems_mapped", "she said so"),
    lambda desk: moves.untick(desk, 6, "kpis_agreed"),
    lambda desk: moves.move_back(desk, 6, ["sponsor_named"], "he left"),
    lambda desk: moves.park(desk, 5, date(2027, 1, 7), "budget"),
    lambda desk: moves.unpark(desk, 9),
    lambda desk: moves.close(desk, 9, "lost", "price"),
    lambda desk: moves.close(desk, 4, "no-decision", "status_quo"),
]


@pytest.mark.parametrize("number", range(len(ACTIONS)))
def test_undo_restores_every_tracked_table_exactly(desk: Desk, number: int) -> None:
    before = tracked(desk)
    ACTIONS[number](desk)
    assert tracked(desk) != before
    history.undo(desk)
    assert tracked(desk) == before


def test_undo_of_reopening_brings_the_sleeping_cycle_back(desk: Desk) -> None:
    moves.close(desk, 4, "no-decision", "status_quo")
    before = tracked(desk)
    moves.reopen(desk, 4, "mistake")
    assert len(tracked(desk)["deal"]) == 9
    steps.plan(desk, 4, text="something else", day=date(2026, 12, 1))
    history.undo(desk)
    history.undo(desk)
    assert tracked(desk) == before


def test_all_of_them_after_each_other_and_back(desk: Desk) -> None:
    states = []
    for act in ACTIONS[:8]:
        states.append(tracked(desk))
        act(desk)
    while states:
        history.undo(desk)
        assert tracked(desk) == states.pop()
