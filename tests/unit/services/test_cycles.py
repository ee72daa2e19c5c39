"""Closing, the sleeping next cycle, reopening: a mistake, or the buyer is back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.errors import BadInput, Refused
from pipetui.services import edits, history, moves, notes, records, steps, today

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)
WAKE = date(2027, 1, 22)
"""60 days on."""


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    """A deal in the last stage, with a step and a contact."""
    deal = edits.add_deal(empty_desk, name="Pilot", company="Acme", amount="100", stage="closing", owner="luca").id
    edits.set_fields(empty_desk, deal, {"contact": "Rita", "phone": "02 55"})
    steps.plan(empty_desk, deal, text="Sign", day=FRIDAY)
    return deal


def status(desk: Desk, deal: int) -> str:
    return today.item(desk, deal).status


def test_won_when_everything_is_ticked(empty_desk: Desk, deal: int) -> None:
    blocked = moves.close(empty_desk, deal, "won")
    assert (blocked.closed, blocked.open_criteria) == (False, ("delivery_informed",))
    assert "Closing" in blocked.why
    assert status(empty_desk, deal) == "open"
    moves.tick(empty_desk, deal, "delivery_informed")
    closed = moves.close(empty_desk, deal, "won")
    assert (closed.closed, closed.outcome, closed.next_id) == (True, "won", None)
    whole = records.detail(empty_desk, deal)
    assert (whole.item.status, whole.item.section, whole.item.findings, whole.closed_at) == ("won", None, (), NOW)
    assert {state.id: state.ticked for state in whole.criteria} == {"outcome_logged": True, "delivery_informed": True}
    assert whole.steps[0].end == "done"
    assert today.counts(empty_desk, today.View()).open_deals == 0


def test_won_from_the_last_stage_only(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", stage="decision").id
    for criterion in ("signer_known", "procurement_aligned", "decision_date_set"):
        moves.tick(empty_desk, deal, criterion)
    blocked = moves.close(empty_desk, deal, "won")
    assert (blocked.closed, blocked.open_criteria) == (False, ())
    assert "Closing only" in blocked.why


@pytest.mark.parametrize(
    ("outcome", "reason", "wake"),
    [
        ("lost", None, None),
        ("lost", "status_quo", None),
        ("no-decision", "price", None),
        ("no-decision", None, None),
        ("lost", "price", WAKE),
        ("won", None, WAKE),
        ("no-decision", "status_quo", date(2026, 11, 23)),
        ("finished", "price", None),
    ],
)
def test_what_closing_refuses(empty_desk: Desk, deal: int, outcome: str, reason: str | None, wake: date | None) -> None:
    moves.tick(empty_desk, deal, "delivery_informed")
    before = history.log(empty_desk)
    with pytest.raises(BadInput):
        moves.close(empty_desk, deal, outcome, reason, wake)
    assert history.log(empty_desk) == before
    assert status(empty_desk, deal) == "open"


def test_lost_from_any_stage(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot").id
    moves.park(empty_desk, deal, WAKE, "later")
    closed = moves.close(empty_desk, deal, "lost", "no-budget")
    assert closed.done is not None
    assert closed.done.changed == {"status": ("parked", "lost"), "reason": (None, "no_budget")}
    whole = records.detail(empty_desk, deal)
    assert (whole.item.status, whole.outcome_reason) == ("lost", "no_budget")
    assert whole.steps[0].end == "dropped"
    assert whole.item.deal.parkings[0].ended_at == NOW
    assert not any(state.ticked for state in whole.criteria)


def test_no_decision_sleeps_as_a_new_cycle(empty_desk: Desk, deal: int) -> None:
    closed = moves.close(empty_desk, deal, "no-decision", "status_quo")
    assert closed.next_id is not None
    following = records.detail(empty_desk, closed.next_id)
    assert (following.item.status, following.item.deal.stage, following.cycle) == ("dormant", "qualification", 2)
    assert following.previous_id == deal
    assert records.detail(empty_desk, deal).next_id == closed.next_id
    assert (following.item.deal.owner, following.item.deal.company) == ("luca", "Acme")
    assert [contact.name for contact in following.contacts] == ["Rita"]
    step = following.item.deal.step
    assert (step.date, step.owner, step.wakes) == (WAKE, "luca", True)
    counts = today.counts(empty_desk, today.View())
    assert (counts.open_deals, counts.parked, counts.flagged) == (0, 0, 0)


def test_it_wakes_on_its_day_counted_from_there(empty_desk: Desk, deal: int) -> None:
    wake = date(2027, 2, 1)
    following = moves.close(empty_desk, deal, "no-decision", "status_quo", wake).next_id
    assert following is not None
    eve = empty_desk.at(instant("2027-01-31 23:59:59"))
    morning = empty_desk.at(instant("2027-02-01 00:00"))
    assert status(eve, following) == "dormant"
    assert today.listing(eve, today.View()) == []
    (woke,) = today.listing(morning, today.View())
    assert (woke.id, woke.status, woke.section, woke.stage_days.days) == (following, "open", "woke_today", 0)
    assert today.counts(morning, today.View()).open_deals == 1
    assert today.item(empty_desk.at(instant("2027-02-15 09:00")), following).stage_days.days == 14
    kinds = {f.kind for f in today.item(empty_desk.at(instant("2027-02-16 09:00")), following).findings}
    assert kinds == {"step_overdue", "stalled"}


EARLY: dict[str, Callable[[Desk, int], Any]] = {
    "note": lambda desk, deal: notes.log_note(desk, deal, pain=None, next_step="s", day=FRIDAY),
    "no reply": notes.log_no_reply,
    "step": lambda desk, deal: steps.plan(desk, deal, text="s", day=FRIDAY),
    "done": lambda desk, deal: steps.done(desk, deal, text="s", day=FRIDAY),
}


@pytest.mark.parametrize("act", list(EARLY))
def test_a_sleeping_one_worked_on_early_begins_now(empty_desk: Desk, deal: int, act: str) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    before = today.item(empty_desk, following)
    tuesday = empty_desk.at(instant("2026-11-24 09:00"))
    EARLY[act](tuesday, following)
    early = today.item(tuesday, following)
    assert (early.status, early.stage_days.days, early.deal.created_at) == ("open", 0, tuesday.now)
    assert early.deal.visits[0].entered_at == tuesday.now
    assert not early.deal.step.wakes
    history.undo(tuesday)
    assert today.item(tuesday, following) == before


@pytest.mark.parametrize("act", ["tick", "park"])
def test_a_sleeping_one_touched_early_is_a_parked_one(empty_desk: Desk, deal: int, act: str) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    tuesday = empty_desk.at(instant("2026-11-24 09:00"))
    if act == "tick":
        moves.tick(tuesday, following, "icp_fit")
    else:
        moves.park(tuesday, following, WAKE, "as before")
    early = today.item(empty_desk.at(instant("2026-12-24 09:00")), following)
    assert (early.status, early.findings, early.stage_days.days, early.deal.step.date) == ("parked", (), 0, WAKE)
    moves.unpark(empty_desk.at(instant("2026-12-24 09:00")), following)
    assert status(empty_desk.at(instant("2026-12-24 09:00")), following) == "open"


def test_a_blocked_move_does_not_wake_it(empty_desk: Desk, deal: int) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    assert not moves.move_on(empty_desk, following).moved
    assert not moves.close(empty_desk, following, "won").closed
    assert status(empty_desk, following) == "dormant"


def test_edit_and_assign_let_it_sleep(empty_desk: Desk, deal: int) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    edits.set_fields(empty_desk, following, {"amount": "5"})
    edits.assign(empty_desk, [following], "mia")
    item = today.item(empty_desk, following)
    assert (item.status, item.deal.owner, item.deal.step.owner) == ("dormant", "mia", "mia")


def test_reopened_as_it_was_and_the_clock_goes_on(empty_desk: Desk, deal: int) -> None:
    before = today.item(empty_desk, deal)
    moves.close(empty_desk, deal, "lost", "price")
    later = empty_desk.at(instant("2026-11-25 09:00"))
    done = moves.reopen(later, deal, "mistake")
    assert done.changed == {"status": ("lost", "open"), "reason": ("price", None)}
    after = today.item(later, deal)
    assert after.deal == before.deal
    assert after.stage_days.days == 2
    whole = records.detail(later, deal)
    assert (whole.closed_at, whole.outcome_reason) == (None, None)
    assert not any(state.ticked for state in whole.criteria)
    with pytest.raises(BadInput, match="not closed"):
        moves.reopen(later, deal, "mistake")


def test_only_what_closing_ended_comes_back(empty_desk: Desk, deal: int) -> None:
    """All in one second: the step that was done before stays done, the tick of before stays."""
    moves.tick(empty_desk, deal, "outcome_logged", "early")
    steps.done(empty_desk, deal)
    moves.close(empty_desk, deal, "lost", "price")
    moves.reopen(empty_desk, deal, "mistake")
    whole = records.detail(empty_desk, deal)
    assert whole.item.deal.step.missing == ("text", "owner", "date")
    assert whole.steps[0].end == "done"
    assert {state.id: state.ticked for state in whole.criteria}["outcome_logged"]


def test_a_parking_that_had_ended_stays_ended(empty_desk: Desk, deal: int) -> None:
    moves.park(empty_desk, deal, WAKE, "later")
    notes.log_note(empty_desk, deal, pain=None, next_step="s", day=FRIDAY)
    moves.close(empty_desk, deal, "lost", "price")
    moves.reopen(empty_desk, deal, "mistake")
    assert today.item(empty_desk, deal).deal.parkings[0].ended_at == NOW
    assert status(empty_desk, deal) == "open"


def test_a_parked_one_is_parked_again(empty_desk: Desk, deal: int) -> None:
    moves.park(empty_desk, deal, WAKE, "later")
    before = today.item(empty_desk, deal)
    moves.close(empty_desk, deal, "no-decision", "no_priority")
    moves.reopen(empty_desk, deal, "mistake")
    assert today.item(empty_desk, deal) == before


def test_a_mistaken_no_decision_takes_the_sleeping_one_away(empty_desk: Desk, deal: int) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    moves.reopen(empty_desk, deal, "mistake")
    assert records.detail(empty_desk, deal).next_id is None
    with pytest.raises(BadInput, match="no deal"):
        records.detail(empty_desk, following)
    assert moves.close(empty_desk, deal, "no-decision", "status_quo").next_id == following + 1


def test_it_is_no_mistake_once_the_next_cycle_has_begun(empty_desk: Desk, deal: int) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    assert following is not None
    with pytest.raises(Refused, match="goes on as deal"):
        moves.reopen(empty_desk.at(instant("2027-01-22 00:00")), deal, "mistake")
    moves.tick(empty_desk, following, "icp_fit")
    with pytest.raises(Refused, match="goes on as deal"):
        moves.reopen(empty_desk, deal, "mistake")
    assert status(empty_desk, deal) == "no_decision"


def test_the_buyer_is_back(empty_desk: Desk, deal: int) -> None:
    moves.close(empty_desk, deal, "lost", "price")
    spring = empty_desk.at(instant("2027-03-30 09:00"))
    with pytest.raises(BadInput, match="both"):
        moves.reopen(spring, deal, "back", step="Call Rita")
    with pytest.raises(BadInput, match="past"):
        moves.reopen(spring, deal, "back", step="Call Rita", day=FRIDAY)
    done = moves.reopen(spring, deal, "back", step="Call Rita", day=date(2027, 4, 1))
    assert done.id != deal
    new = records.detail(spring, done.id)
    assert (new.item.status, new.item.deal.stage, new.item.stage_days.days, new.cycle) == (
        "open",
        "qualification",
        0,
        2,
    )
    assert (new.item.deal.step.text, new.item.deal.step.date) == ("Call Rita", date(2027, 4, 1))
    assert (new.previous_id, new.item.deal.created_at) == (deal, spring.now)
    assert status(spring, deal) == "lost"
    with pytest.raises(BadInput, match="goes on"):
        moves.reopen(spring, deal, "back")


def test_the_buyer_is_back_before_the_wake_date(empty_desk: Desk, deal: int) -> None:
    following = moves.close(empty_desk, deal, "no-decision", "status_quo").next_id
    tuesday = empty_desk.at(instant("2026-11-24 09:00"))
    assert moves.reopen(tuesday, deal, "back").id == following
    item = today.item(tuesday, following or 0)
    assert (item.status, item.section, item.stage_days.days) == ("open", "due_today", 0)
    assert item.deal.step.date == date(2026, 11, 24)
    assert item.deal.parkings[-1].ended_at == tuesday.now


def test_won_can_be_reopened_too(empty_desk: Desk, deal: int) -> None:
    moves.tick(empty_desk, deal, "delivery_informed")
    moves.close(empty_desk, deal, "won")
    moves.reopen(empty_desk, deal, "mistake")
    whole = records.detail(empty_desk, deal)
    assert whole.item.deal.step.text == "Sign"
    assert {state.id: state.ticked for state in whole.criteria} == {"outcome_logged": False, "delivery_informed": True}
