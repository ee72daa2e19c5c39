"""Criteria, the gate, back, parked, and the SLA clock that entering a stage starts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.errors import BadInput
from pipetui.services import edits, moves, notes, records, steps, today

if TYPE_CHECKING:
    from pipetui.domain.model import Item, SlaClock
    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)
DISCOVERY = ("problems_mapped", "impact_estimated", "sponsor_named")
SOLUTION = ("proposal_sent", "kpis_agreed", "next_step_agreed")


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    """A deal in discovery."""
    return edits.add_deal(empty_desk, name="Pilot", stage="discovery").id


def item(desk: Desk, deal: int) -> Item:
    return today.item(desk, deal)


def tick_all(desk: Desk, deal: int, criteria: tuple[str, ...]) -> None:
    for criterion in criteria:
        moves.tick(desk, deal, criterion)


def test_a_tick_keeps_who_when_and_how(empty_desk: Desk, deal: int) -> None:
    done = moves.tick(empty_desk, deal, "impact_estimated", " 40 k a year ")
    moves.tick(empty_desk, deal, "sponsor_named")
    ticks = {state.id: state.tick for state in records.detail(empty_desk, deal).criteria}
    assert ticks["problems_mapped"] is None
    assert ticks["impact_estimated"] is not None
    assert (ticks["impact_estimated"].by, ticks["impact_estimated"].at) == ("anna", NOW)
    assert ticks["impact_estimated"].how == "40 k a year"
    assert ticks["sponsor_named"] is not None
    assert ticks["sponsor_named"].how is None
    assert done.changed["impact_estimated"] == (False, True)


def test_a_tick_once_more_learns_how_and_keeps_its_author(empty_desk: Desk, deal: int) -> None:
    moves.tick(empty_desk, deal, "sponsor_named")
    done = moves.tick(empty_desk.at(NOW + 60), deal, "sponsor_named", "her card")
    tick = records.detail(empty_desk, deal).criteria[2].tick
    assert tick is not None
    assert (tick.at, tick.how) == (NOW, "her card")
    assert done.changed["sponsor_named"] == (True, True)


def test_earlier_stages_can_be_ticked_later_ones_not(empty_desk: Desk, deal: int) -> None:
    moves.tick(empty_desk, deal, "icp_fit")
    with pytest.raises(BadInput, match="Solution"):
        moves.tick(empty_desk, deal, "proposal_sent")
    with pytest.raises(BadInput, match="no criterion"):
        moves.tick(empty_desk, deal, "nonsense")
    with pytest.raises(BadInput, match="no criterion"):
        moves.untick(empty_desk, deal, "nonsense")
    with pytest.raises(BadInput, match="not ticked"):
        moves.untick(empty_desk, deal, "sponsor_named")


def test_forward_is_blocked_by_what_is_open(empty_desk: Desk, deal: int) -> None:
    moved = moves.move_on(empty_desk, deal)
    assert (moved.moved, moved.from_, moved.to, moved.open_criteria) == (False, "discovery", "solution", DISCOVERY)
    moves.tick(empty_desk, deal, "impact_estimated")
    assert moves.move_on(empty_desk, deal).open_criteria == ("problems_mapped", "sponsor_named")
    assert item(empty_desk, deal).deal.stage == "discovery"


def test_one_stage_forward(empty_desk: Desk, deal: int) -> None:
    tick_all(empty_desk, deal, DISCOVERY)
    later = empty_desk.at(NOW + 86_400)
    moved = moves.move_on(later, deal)
    assert (moved.moved, moved.from_, moved.to, moved.open_criteria) == (True, "discovery", "solution", ())
    assert moved.done is not None
    assert moved.done.changed == {"stage": ("discovery", "solution")}
    visits = records.detail(later, deal).visits
    assert [(visit.stage, visit.entered_at, visit.left_at) for visit in visits] == [
        ("discovery", NOW, NOW + 86_400),
        ("solution", NOW + 86_400, None),
    ]
    assert item(later, deal).stage_days.days == 0


def test_nothing_after_the_last_stage(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", stage="closing").id
    with pytest.raises(BadInput, match="last stage"):
        moves.move_on(empty_desk, deal)


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_closed_deal_does_not_move(empty_desk: Desk, outcome: str) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", stage="closing").id
    moves.tick(empty_desk, deal, "delivery_informed")
    assert moves.close(empty_desk, deal, outcome, "price" if outcome == "lost" else None).closed
    for refused in (
        lambda: moves.move_on(empty_desk, deal),
        lambda: moves.move_back(empty_desk, deal, ["signer_known"], "r"),
        lambda: moves.tick(empty_desk, deal, "signer_known"),
        lambda: moves.untick(empty_desk, deal, "delivery_informed"),
        lambda: moves.park(empty_desk, deal, FRIDAY, "r"),
        lambda: moves.unpark(empty_desk, deal),
        lambda: moves.close(empty_desk, deal, "lost", "price"),
    ):
        with pytest.raises(BadInput, match="closed"):
            refused()


def test_back_says_what_no_longer_holds(empty_desk: Desk, deal: int) -> None:
    tick_all(empty_desk, deal, DISCOVERY)
    moves.move_on(empty_desk, deal)
    for wrong in ([], ["proposal_sent"], ["sponsor_named", "nonsense"]):
        with pytest.raises(BadInput, match="no longer hold"):
            moves.move_back(empty_desk, deal, wrong, "he left")
    with pytest.raises(BadInput, match="reason"):
        moves.move_back(empty_desk, deal, ["sponsor_named"], "  ")
    moved = moves.move_back(empty_desk, deal, ["sponsor_named"], "he left")
    assert (moved.moved, moved.from_, moved.to, moved.open_criteria) == (
        True, "solution", "discovery", ("sponsor_named",),
    )  # fmt: skip
    event = records.detail(empty_desk, deal).events[0]
    assert event.after == {"stage": "discovery", "no_longer": ["sponsor_named"], "reason": "he left"}
    assert moves.move_on(empty_desk, deal).open_criteria == ("sponsor_named",)


def test_nothing_before_the_first_stage(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot").id
    with pytest.raises(BadInput, match="first stage"):
        moves.move_back(empty_desk, deal, ["icp_fit"], "r")


def test_back_and_forth_does_not_reset_the_days(empty_desk: Desk, deal: int) -> None:
    tick_all(empty_desk, deal, DISCOVERY)
    day = 86_400
    moves.move_on(empty_desk.at(NOW + 10 * day), deal)
    moves.move_back(empty_desk.at(NOW + 15 * day), deal, ["sponsor_named"], "he left")
    assert item(empty_desk.at(NOW + 15 * day), deal).stage_days.days == 10
    assert item(empty_desk.at(NOW + 20 * day), deal).stage_days.days == 15
    moves.tick(empty_desk.at(NOW + 20 * day), deal, "sponsor_named")
    moves.move_on(empty_desk.at(NOW + 20 * day), deal)
    assert item(empty_desk.at(NOW + 23 * day), deal).stage_days.days == 8
    assert "stalled" not in {f.kind for f in item(empty_desk.at(NOW + 36 * day), deal).findings}
    assert "stalled" in {f.kind for f in item(empty_desk.at(NOW + 37 * day), deal).findings}


def clocks(desk: Desk, deal: int) -> tuple[SlaClock, ...]:
    return records.detail(desk, deal).clocks


def entered_solution(desk: Desk, deal: int, when: str) -> None:
    tick_all(desk, deal, DISCOVERY)
    moves.move_on(desk.at(instant(when)), deal)


def test_the_proposal_clock_starts_on_entering_solution(empty_desk: Desk, deal: int) -> None:
    assert clocks(empty_desk, deal) == ()
    entered_solution(empty_desk, deal, "2026-11-26 12:00")
    (clock,) = clocks(empty_desk, deal)
    assert (clock.sla, clock.started_at) == ("proposal", instant("2026-11-26 12:00"))
    assert clock.due_at == instant("2026-12-01 12:00"), "three working days, a weekend left out"
    assert not item(empty_desk.at(clock.due_at), deal).findings[0].sla
    late = item(empty_desk.at(clock.due_at + 3 * 3600 + 60), deal).findings[0]
    assert (late.kind, late.sla, late.hours, late.days) == ("sla_overdue", "proposal", 3, 0)


def test_the_tick_stops_it_and_the_untick_lets_it_run_on(empty_desk: Desk, deal: int) -> None:
    entered_solution(empty_desk, deal, "2026-11-26 12:00")
    moves.tick(empty_desk.at(instant("2026-11-27 10:00")), deal, "proposal_sent")
    assert clocks(empty_desk, deal)[0].stopped_at == instant("2026-11-27 10:00")
    moves.untick(empty_desk.at(instant("2026-11-27 11:00")), deal, "proposal_sent")
    (clock,) = clocks(empty_desk, deal)
    assert clock.running
    assert clock.due_at == instant("2026-12-01 12:00")


def test_back_and_in_again_is_a_new_clock(empty_desk: Desk, deal: int) -> None:
    entered_solution(empty_desk, deal, "2026-11-26 12:00")
    moves.move_back(empty_desk.at(instant("2026-11-27 10:00")), deal, ["sponsor_named"], "he left")
    assert not clocks(empty_desk, deal)[0].running
    moves.tick(empty_desk.at(instant("2026-11-30 10:00")), deal, "sponsor_named")
    moves.move_on(empty_desk.at(instant("2026-11-30 10:00")), deal)
    first, second = clocks(empty_desk, deal)
    assert not first.running
    assert second.due_at == instant("2026-12-03 10:00")
    moves.tick(empty_desk.at(instant("2026-11-30 11:00")), deal, "proposal_sent")
    moves.untick(empty_desk.at(instant("2026-11-30 12:00")), deal, "proposal_sent")
    assert [clock.running for clock in clocks(empty_desk, deal)] == [False, True], "an earlier visit's clock is over"


def test_a_proposal_sent_already_needs_no_clock(empty_desk: Desk, deal: int) -> None:
    entered_solution(empty_desk, deal, "2026-11-26 12:00")
    tick_all(empty_desk.at(instant("2026-11-27 10:00")), deal, SOLUTION)
    moves.move_on(empty_desk.at(instant("2026-11-27 11:00")), deal)
    moves.move_back(empty_desk.at(instant("2026-11-28 11:00")), deal, ["kpis_agreed"], "others now")
    assert [clock.running for clock in clocks(empty_desk, deal)] == [False]
    moves.tick(empty_desk.at(instant("2026-11-28 11:00")), deal, "kpis_agreed")
    moves.move_on(empty_desk.at(instant("2026-11-29 11:00")), deal)
    moves.move_back(empty_desk.at(instant("2026-11-30 11:00")), deal, ["proposal_sent"], "a new one")
    assert [clock.running for clock in clocks(empty_desk, deal)] == [False, True]


def test_a_criterion_of_an_earlier_stage_starts_nothing(empty_desk: Desk, deal: int) -> None:
    entered_solution(empty_desk, deal, "2026-11-26 12:00")
    tick_all(empty_desk.at(instant("2026-11-27 10:00")), deal, SOLUTION)
    moves.move_on(empty_desk.at(instant("2026-11-27 11:00")), deal)
    moves.untick(empty_desk.at(instant("2026-11-27 12:00")), deal, "proposal_sent")
    assert [clock.running for clock in clocks(empty_desk, deal)] == [False]


def test_a_deal_added_in_solution_enters_it_here(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", stage="solution").id
    assert [clock.sla for clock in clocks(empty_desk, deal)] == ["proposal"]


def test_history_that_was_only_imported_starts_no_clock(empty_desk: Desk, deal: int) -> None:
    """A visit that is written without entering the stage, as an import does, starts nothing, now or later."""
    from pipetui.storage import tables

    with empty_desk.working("import") as work:
        work.deal(deal).stage = "solution"
        work.add(tables.StageVisit(deal_id=deal, stage="solution", entered_at=None, seen_at=NOW))
        work.event(deal, "imported")
    notes.log_note(empty_desk, deal, pain=None, next_step="s", day=FRIDAY, ticks=["proposal_sent"])
    moves.untick(empty_desk, deal, "proposal_sent")
    assert clocks(empty_desk, deal) == ()


def test_parked_until_it_wakes(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY, owner="luca")
    done = moves.park(empty_desk, deal, date(2026, 12, 14), " new budget ")
    assert done.changed["status"] == ("open", "parked")
    assert done.changed["next_step"] == ("Call", "new budget")
    parked = item(empty_desk, deal)
    assert (parked.status, parked.section, parked.findings) == ("parked", None, ())
    assert (parked.deal.step.text, parked.deal.step.owner, parked.deal.step.date) == (
        "new budget", "luca", date(2026, 12, 14),
    )  # fmt: skip
    assert [one.id for one in today.parked(empty_desk, today.View())] == [deal]
    assert today.counts(empty_desk, today.View()).parked == 1
    assert records.detail(empty_desk, deal).steps[1].end == "replaced"

    eve, morning = empty_desk.at(instant("2026-12-13 23:59")), empty_desk.at(instant("2026-12-14 00:00"))
    assert (item(eve, deal).status, item(eve, deal).section) == ("parked", None)
    woke = item(morning, deal)
    assert (woke.status, woke.section, woke.findings) == ("open", "woke_today", ())
    assert woke.stage_days.days == 0, "parked days do not count"
    counts = today.counts(morning, today.View())
    assert (counts.woke_today, counts.due_today, counts.parked, counts.open_deals) == (1, 0, 0, 1)
    late = item(empty_desk.at(instant("2026-12-15 00:00")), deal)
    assert [finding.kind for finding in late.findings] == ["step_overdue"]
    assert late.stage_days.days == 1


def test_parking_hides_findings_but_an_sla(empty_desk: Desk, deal: int) -> None:
    entered_solution(empty_desk, deal, "2026-11-23 12:00")
    long_after = empty_desk.at(instant("2027-01-05 12:00"))
    assert {f.kind for f in item(long_after, deal).findings} == {"sla_overdue", "no_next_step", "stalled"}
    moves.park(long_after, deal, date(2027, 3, 1), "budget")
    parked = item(long_after, deal)
    assert [finding.kind for finding in parked.findings] == ["sla_overdue"]
    assert (parked.status, parked.section) == ("parked", "to_clear")
    assert today.counts(long_after, today.View()).parked == 1


@pytest.mark.parametrize(("until", "reason"), [(date(2026, 11, 23), "r"), (date(2026, 1, 1), "r"), (FRIDAY, " ")])
def test_parking_needs_a_reason_and_a_day_ahead(empty_desk: Desk, deal: int, until: date, reason: str) -> None:
    with pytest.raises(BadInput):
        moves.park(empty_desk, deal, until, reason)
    assert item(empty_desk, deal).status == "open"


def test_parked_far_away_is_no_trouble(empty_desk: Desk, deal: int) -> None:
    moves.park(empty_desk, deal, date(2999, 12, 31), "a slip of the finger")
    assert item(empty_desk, deal).status == "parked"


def test_unpark_brings_it_back_today(empty_desk: Desk, deal: int) -> None:
    with pytest.raises(BadInput, match="not parked"):
        moves.unpark(empty_desk, deal)
    moves.park(empty_desk, deal, date(2026, 12, 14), "budget")
    later = empty_desk.at(instant("2026-11-25 09:00"))
    done = moves.unpark(later, deal)
    assert done.changed["status"] == ("parked", "open")
    up = item(later, deal)
    assert (up.status, up.section, up.deal.step.date, up.stage_days.days) == (
        "open", "due_today", date(2026, 11, 25), 0,
    )  # fmt: skip
    with pytest.raises(BadInput, match="not parked"):
        moves.unpark(later, deal)


def test_what_woke_is_not_parked(empty_desk: Desk, deal: int) -> None:
    moves.park(empty_desk, deal, FRIDAY, "budget")
    with pytest.raises(BadInput, match="not parked"):
        moves.unpark(empty_desk.at(instant("2026-11-27 09:00")), deal)


@pytest.mark.parametrize("act", ["note", "step", "no_reply", "done", "move", "back"])
def test_work_ends_the_parking(empty_desk: Desk, act: str) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", stage="discovery").id
    tick_all(empty_desk, deal, DISCOVERY)
    moves.park(empty_desk, deal, date(2026, 12, 14), "budget")
    later = empty_desk.at(instant("2026-11-25 09:00"))
    if act == "note":
        notes.log_note(later, deal, pain=None, next_step="s", day=FRIDAY)
    elif act == "step":
        steps.plan(later, deal, text="budget", day=FRIDAY)
    elif act == "no_reply":
        notes.log_no_reply(later, deal)
    elif act == "done":
        steps.done(later, deal)
    elif act == "move":
        moves.move_on(later, deal)
    else:
        moves.move_back(later, deal, ["icp_fit"], "r")
    after = item(later, deal)
    assert after.status == "open"
    assert not after.deal.step.wakes
    if act in ("move", "back"):
        assert after.deal.step.date == date(2026, 11, 25)
    assert after.deal.parkings[-1].ended_at == later.now


def test_a_tick_leaves_it_parked(empty_desk: Desk, deal: int) -> None:
    moves.park(empty_desk, deal, date(2026, 12, 14), "budget")
    moves.tick(empty_desk, deal, "sponsor_named")
    assert item(empty_desk, deal).status == "parked"


def test_the_third_parking_in_a_row(empty_desk: Desk, deal: int) -> None:
    from pipetui.services import history

    assert moves.parked_in_a_row(empty_desk, deal) == 0
    moves.park(empty_desk, deal, date(2026, 12, 14), "one")
    moves.park(empty_desk, deal, date(2026, 12, 15), "two")
    moves.park(empty_desk, deal, date(2026, 12, 16), "three")
    assert moves.parked_in_a_row(empty_desk, deal) == 3
    history.undo(empty_desk)
    assert moves.parked_in_a_row(empty_desk, deal) == 2
    notes.log_note(empty_desk, deal, pain=None, next_step="s", day=FRIDAY)
    assert moves.parked_in_a_row(empty_desk, deal) == 0
    history.undo(empty_desk)
    assert moves.parked_in_a_row(empty_desk, deal) == 2, "a call that was undone was none"


def test_the_step_that_gets_the_answer(empty_desk: Desk) -> None:
    assert moves.draft_step(empty_desk, "impact_estimated").endswith(": ask")
