"""What stands around the list: how far the day has come, what comes next, what is parked, whose list opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import instant

from pipetui.domain.money import Money
from pipetui.errors import BadInput
from pipetui.services import edits, history, moves, steps, today

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

ALL = today.View()
HERS = today.View(owner="anna")
FRIDAY = date(2026, 11, 27)


def borealis(desk: Desk) -> int:
    (found,) = [item.id for item in today.listing(desk, ALL) if item.deal.company == "Borealis"]
    return found


def test_progress_is_what_was_cleared_today_of_that_and_what_is_left(desk: Desk) -> None:
    assert today.progress(desk, ALL) == (0, 5)
    steps.plan(desk, borealis(desk), text="Call", day=FRIDAY)
    assert today.progress(desk, ALL) == (1, 5)
    history.undo(desk)
    assert today.progress(desk, ALL) == (0, 5)


def test_progress_of_one_person(desk: Desk) -> None:
    steps.plan(desk, borealis(desk), text="Call", day=FRIDAY)
    assert today.progress(desk, HERS) == (1, 4)
    assert today.progress(desk, today.View(owner="luca")) == (0, 1)


def test_a_deal_that_was_added_today_was_not_cleared(desk: Desk) -> None:
    edits.add_deal(desk, name="New", step=("Call", FRIDAY))
    assert today.progress(desk, ALL) == (0, 5)


def test_yesterdays_work_is_not_todays(desk: Desk) -> None:
    steps.plan(desk, borealis(desk), text="Call", day=FRIDAY)
    assert today.progress(desk.at(instant("2026-11-24 00:00")), ALL)[0] == 0


def test_next_is_the_step_after_today(desk: Desk) -> None:
    found = today.next_due(desk, ALL)
    assert found is not None
    assert (found.deal.company, found.deal.step.date) == ("Acme", date(2026, 11, 24))
    assert today.next_due(desk, today.View(owner="luca")) is None


def test_what_is_parked_stands_apart(desk: Desk) -> None:
    assert [item.deal.company for item in today.parked(desk, ALL)] == ["Iris"]
    assert today.parked_value(desk, ALL) == []
    edits.set_fields(desk, borealis(desk), {"amount": "48000", "currency": "USD"})
    moves.park(desk, borealis(desk), FRIDAY, "holidays")
    assert today.parked_value(desk, ALL) == [Money(4_800_000, "USD")]


def test_the_app_opens_on_mine_if_i_own_something_open(desk: Desk) -> None:
    assert today.default_owner(replace(desk, me="Anna")) == "anna"
    assert today.default_owner(replace(desk, me="nobody")) is None
    luca = replace(desk, me="luca")
    assert today.default_owner(luca) == "luca"
    (hera,) = [item.id for item in today.listing(desk, today.View(owner="luca"))]
    moves.close(desk, hera, "lost", "price")
    assert today.default_owner(luca) is None


def test_an_order_that_there_is_not(desk: Desk) -> None:
    with pytest.raises(BadInput, match="sorted"):
        today.listing(desk, today.View(sort="colour"))


def test_sorting_by_days_counts_every_visit_to_the_stage(empty_desk: Desk) -> None:
    start = empty_desk.now - 20 * 86_400
    old = edits.add_deal(empty_desk.at(start), name="back and forth", stage="discovery").id
    for criterion in ("problems_mapped", "impact_estimated", "sponsor_named"):
        moves.tick(empty_desk.at(start), old, criterion)
    moves.move_on(empty_desk.at(start + 15 * 86_400), old)
    young = edits.add_deal(empty_desk.at(start + 15 * 86_400), name="straight", stage="discovery").id
    moves.move_back(empty_desk.at(start + 18 * 86_400), old, ["sponsor_named"], "the sponsor left")
    for sort, expected in (("-days", [old, young]), ("days", [young, old])):
        listed = today.listing(empty_desk, today.View(sort=sort))
        assert [item.id for item in listed] == expected
        assert sorted(item.stage_days.days for item in listed) == [5, 17]
