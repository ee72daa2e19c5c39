"""Triage: which deal comes next, what fixes it, and what is counted as done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pipeline import instant

from pipetui.exchange import playbook_toml
from pipetui.services import edits, history, moves, notes, playbooks, records, steps, today, triage
from pipetui.services.today import View
from pipetui.services.triage import Queue

if TYPE_CHECKING:
    from pipetui.domain.model import FindingKind
    from pipetui.services.desk import Desk

ALL: dict[int, FindingKind] = dict.fromkeys((1, 2, 3, 4), "stalled")


def without(*gone: int) -> dict[int, FindingKind]:
    return {deal_id: kind for deal_id, kind in ALL.items() if deal_id not in gone}


def commands(desk: Desk, text: str) -> list[str]:
    detail = records.detail(desk, records.find(desk, text)[0].id)
    return [way.command for way in triage.ways(desk, detail)]


# The queue


def test_it_goes_through_the_list_in_order() -> None:
    queue = Queue(ALL)
    seen = [queue.here]
    for gone in ((1,), (1, 2), (1, 2, 3)):
        queue.update(without(*gone))
        queue.forward()
        seen.append(queue.here)
    assert seen == [1, 2, 3, 4]
    assert queue.cleared == 3
    queue.update({})
    queue.forward()
    assert queue.here is None


def test_what_was_skipped_comes_again_at_the_end() -> None:
    queue = Queue(ALL)
    queue.forward()
    queue.update(without(2, 3))
    queue.forward()
    assert queue.here == 4
    queue.forward()
    assert queue.here == 1


def test_who_skips_all_of_them_twice_is_at_the_end() -> None:
    queue = Queue(ALL)
    seen = []
    while queue.here is not None:
        seen.append(queue.here)
        queue.forward()
    assert seen == [1, 2, 3, 4, 1, 2, 3, 4]


def test_a_round_in_which_something_was_cleared_is_not_the_last() -> None:
    queue = Queue(ALL)
    for _ in range(5):
        queue.forward()
    assert queue.here == 2
    queue.update(without(2))
    seen = []
    while queue.here is not None:
        queue.forward()
        seen.append(queue.here)
    assert seen == [3, 4, 1, 3, 4, None]


def test_back_goes_to_the_deal_before_that_still_needs_something() -> None:
    queue = Queue(ALL)
    queue.go_to(4)
    queue.update(without(2, 3))
    queue.back()
    assert queue.here == 1
    queue.back()
    assert queue.here == 1


def test_from_the_end_once_more() -> None:
    queue = Queue(ALL)
    queue.here = None
    queue.again()
    queue.forward()
    assert queue.here == 1
    queue.here = None
    queue.back()
    assert queue.here == 4


def test_once_more_is_as_from_the_beginning() -> None:
    queue = Queue(ALL)
    for _ in range(2 * len(ALL)):
        queue.forward()
    assert queue.here is None
    queue.again()
    shown: list[int | None] = []
    for _ in range(2 * len(ALL)):
        queue.forward()
        shown.append(queue.here)
    assert shown == [1, 2, 3, 4, 1, 2, 3, 4]


def test_new_deals_come_at_the_end() -> None:
    queue = Queue({1: "stalled"})
    queue.update({7: "sla_overdue", 1: "stalled"})
    queue.forward()
    assert (queue.here, queue.order, queue.cleared) == (7, [1, 7], 0)


def test_an_empty_list_is_at_its_end() -> None:
    queue = Queue({})
    assert queue.here is None
    queue.forward()
    queue.back()
    assert queue.here is None


@given(deeds=st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=60))
def test_it_always_comes_to_an_end_and_shows_only_what_needs_something(deeds: list[tuple[bool, int]]) -> None:
    left: dict[int, FindingKind] = dict.fromkeys(range(1, 7), "stalled")
    queue = Queue(left)
    for clears, deal_id in deeds:
        if clears:
            left.pop(deal_id, None)
        queue.update(left)
        queue.forward()
        assert queue.here is None or queue.here in left
        assert queue.cleared == 6 - len(left)
    for _ in range(3 * len(left) + 1):
        queue.forward()
        if queue.here is None:
            break
    assert queue.here is None


# What stands in it


def test_the_queue_is_the_list_to_clear_in_its_order(desk: Desk) -> None:
    for view in (View(), View(owner="anna"), View(sort="-name"), View(text="a"), View(kind="stalled")):
        items = today.page(desk, view, "to_clear", 0, -1)
        queue = triage.to_clear(desk, view)
        assert list(queue.items()) == [(item.id, item.findings[0].kind) for item in items]


def test_only_some_of_them(desk: Desk) -> None:
    first, *_others = triage.to_clear(desk, View())
    assert list(triage.to_clear(desk, View(), frozenset((first, 999)))) == [first]


# What to press


def test_what_to_press(desk: Desk) -> None:
    assert commands(desk, "acme") == ["tick", "close"]
    assert commands(desk, "borealis") == ["step", "note", "park", "close"]
    assert commands(desk, "cortina") == ["done", "step", "no_reply", "park", "close"]
    assert commands(desk, "delta") == ["step", "note", "criteria", "park", "close"]
    assert commands(desk, "elmo") == []


def test_letting_go_is_not_the_first_thing_to_do(desk: Desk) -> None:
    later = desk.at(desk.now + 30 * 86_400)
    (item,) = [item for item in today.listing(later, View()) if item.deal.company == "Borealis"]
    assert [finding.kind for finding in item.findings] == ["no_next_step", "stalled"]
    assert commands(later, "borealis") == ["step", "note", "criteria", "park", "close"]


def test_a_stalled_deal_with_every_answer_moves_on(desk: Desk) -> None:
    delta = records.find(desk, "delta")[0].id
    for criterion in ("problems_mapped", "impact_estimated", "sponsor_named"):
        moves.tick(desk, delta, criterion)
    assert commands(desk, "delta") == ["move", "step", "park", "close"]


def test_a_first_note_that_is_late_asks_for_a_note(desk: Desk) -> None:
    text = playbooks.show(desk) + (
        '\n[[sla]]\nid = "our_note"\non = "deal"\nstart = "created"\nstop = "note_logged"\nwithin = "1h"\n'
        '\n[[sla]]\nid = "gone"\non = "deal"\nstart = "created"\nstop = "stage_left"\nwithin = "2h"\n'
    )
    early = desk.at(instant("2026-11-23 08:31"))
    playbooks.apply(early, playbook_toml.parse(text, source="rules.toml"), {})
    new = edits.add_deal(early, name="Nova", step=("call", date(2026, 11, 30)))
    later = desk.at(instant("2026-11-24 12:00"))
    detail = records.detail(later, new.id)
    assert [finding.sla for finding in detail.item.findings] == ["our_note", "gone"]
    assert [way.command for way in triage.ways(later, detail)] == ["note", "criteria", "close"]


# What was done


def test_what_was_done_is_counted_and_what_was_taken_back_is_not(desk: Desk) -> None:
    began = triage.begin(desk)
    monday = desk.today + timedelta(days=7)
    borealis, cortina, delta = (records.find(desk, name)[0].id for name in ("borealis", "cortina", "delta"))
    notes.log_note(desk, borealis, pain=None, next_step="call", day=monday)
    steps.plan(desk, cortina, text="call", day=monday)
    steps.plan(replace(desk, me="luca"), delta, text="call", day=monday)
    notes.log_no_reply(desk, cortina)
    history.undo(desk)
    assert triage.deeds(desk, began) == {"notes": 1, "steps": 1}


@pytest.mark.parametrize("me", ["anna", "somebody new"])
def test_nothing_done_is_nothing(desk: Desk, me: str) -> None:
    assert not triage.deeds(replace(desk, me=me), triage.begin(desk))
