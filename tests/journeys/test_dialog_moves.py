"""The gate, the criteria, moving back, parking, closing and reopening."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import NOT_YET, Host, answer, shown, write

from pipetui.errors import Refused
from pipetui.services import moves, records
from pipetui.services.results import Done
from pipetui.tui.dialogs.back import BackDialog
from pipetui.tui.dialogs.checklist import missing_words
from pipetui.tui.dialogs.close import CloseDialog
from pipetui.tui.dialogs.criteria import CriteriaDialog
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.park import ParkDialog
from pipetui.tui.dialogs.reopen import ReopenDialog

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SIZE = (80, 24)


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


def in_last_stage(desk: Desk, deal_id: int) -> None:
    """Tick and move until the deal is in Closing."""
    while desk.playbook.next_stage(records.detail(desk, deal_id).item.deal.stage):
        for state in records.detail(desk, deal_id).criteria:
            moves.tick(desk, deal_id, state.id)
        assert moves.move_on(desk, deal_id).moved


async def test_the_gate_says_what_is_missing_and_what_is_known(desk: Desk) -> None:
    acme = deal(desk, "acme")
    async with Host(lambda: GateDialog(lambda: desk, acme)).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        seen = shown(pilot)
    assert "Not yet: Solution › Validation · Acme · ERP roll-out" in seen
    assert "Two answers are missing." in seen
    assert "anna, Wed 18 Nov, in a note" in seen


async def test_the_last_answer_moves_the_deal_on_at_once(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await answer(pilot, "sent on Friday")
        assert "One answer is missing." in shown(pilot)
        assert app.answer is NOT_YET
        await pilot.press("1")
        await answer(pilot, "")
    assert isinstance(app.answer, Done)
    assert "moved on to Validation" in app.answer.said
    assert records.detail(desk, acme).item.deal.stage == "validation"


async def test_a_tick_keeps_how_we_know(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await answer(pilot, "sent on Friday")
        await pilot.press("escape")
        await pilot.pause()
    tick = next(state.tick for state in records.detail(desk, acme).criteria if state.id == "proposal_sent")
    assert tick is not None
    assert tick.how == "sent on Friday"
    assert isinstance(app.answer, Done)


@pytest.mark.parametrize(
    ("keys", "way"), [("s", "step:proposal_sent"), ("p", "park"), ("c", "close"), ("escape", None)]
)
async def test_the_honest_ways_out(desk: Desk, keys: str, way: str | None) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(keys)
        await pilot.pause()
    assert app.answer == way


async def test_the_step_is_for_the_answer_under_the_cursor(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert moves.draft_step(desk, "next_step_agreed") in shown(pilot)
        await pilot.press("s")
        await pilot.pause()
    assert app.answer == "step:next_step_agreed"


async def test_escape_in_the_question_goes_back_to_the_list(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "s", "p", "escape")
        await pilot.pause()
        assert app.answer is NOT_YET
        await pilot.press("escape")
        await pilot.pause()
    assert app.answer is None


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "One answer is missing."), (2, "Two answers are missing."), (7, "7 answers are missing.")],
)
def test_numbers_in_words(count: int, said: str) -> None:
    assert missing_words(count) == said


async def test_criteria_are_ticked_and_unticked(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CriteriaDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await answer(pilot, "")
        await pilot.press("2", "escape")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    states = {state.id: state.ticked for state in records.detail(desk, acme).criteria}
    assert states == {"proposal_sent": True, "kpis_agreed": False, "next_step_agreed": False}


async def test_criteria_left_alone_change_nothing(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CriteriaDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert app.answer is None


async def test_back_takes_answers_back(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: BackDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "enter")
        await answer(pilot, "the figures were wrong")
    assert isinstance(app.answer, Done)
    detail = records.detail(desk, acme)
    assert detail.item.deal.stage == "discovery"
    assert [state.id for state in detail.criteria if not state.ticked] == ["impact_estimated"]


async def test_back_without_an_answer_taken_back_or_a_reason_is_refused(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: BackDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "Take back at least one answer." in shown(pilot)
        await pilot.press("1", "f2")
        await pilot.pause()
        assert "What happened?" in shown(pilot)
        assert app.answer is NOT_YET
    assert records.detail(desk, acme).item.deal.stage == "solution"


async def test_there_is_nothing_before_the_first_stage(desk: Desk) -> None:
    borealis = deal(desk, "borealis")
    with pytest.raises(Refused):
        BackDialog(lambda: desk, borealis)


async def test_parking_with_a_preset(desk: Desk) -> None:
    acme = deal(desk, "acme")
    async with Host(lambda: ParkDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.press("alt+2")
        await pilot.pause()
        assert "Fri 22 Jan 2027 · in 60 days" in shown(pilot)
        await answer(pilot, "", "no budget before January")
    item = records.detail(desk, acme).item
    assert (item.status, item.deal.step.date) == ("parked", date(2027, 1, 22))


async def test_parking_until_a_day_in_words(desk: Desk) -> None:
    acme = deal(desk, "acme")
    async with Host(lambda: ParkDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await answer(pilot, "2w", "on holiday")
    assert records.detail(desk, acme).item.deal.step.date == date(2026, 12, 7)


async def test_parking_needs_a_day_ahead_and_a_reason(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: ParkDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, "")
        assert "Until when?" in shown(pilot)
        await answer(pilot, "today", "")
        assert "Why is it parked?" in shown(pilot)
        await answer(pilot, "because")
        assert "A wake date lies ahead" in shown(pilot)
        assert app.answer is NOT_YET


async def test_the_third_parking_asks_for_a_decision_and_lets_do(desk: Desk) -> None:
    borealis = deal(desk, "borealis")
    for _time in range(2):
        moves.park(desk, borealis, date(2026, 12, 1), "later")
        moves.unpark(desk, borealis)
    async with Host(lambda: ParkDialog(lambda: desk, borealis)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "third time in a row" in shown(pilot)
        await pilot.press("alt+s")
        await pilot.pause()
        assert "Next step · Borealis" in shown(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "third time in a row" in shown(pilot)
        await answer(pilot, "2w", "still later")
    assert records.detail(desk, borealis).item.status == "parked"


async def test_lost_with_a_standard_reason_by_numbers(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CloseDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "2", "enter")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    detail = records.detail(desk, acme)
    assert (detail.item.status, detail.outcome_reason) == ("lost", "competitor")


async def test_no_decision_asks_when_to_wake(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CloseDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "1", "enter")
        await pilot.pause()
        assert "When does it come back?" in shown(pilot)
        await pilot.press("alt+1", "enter")
        await pilot.pause()
    detail = records.detail(desk, acme)
    assert detail.item.status == "no_decision"
    assert detail.next_id is not None
    assert records.detail(desk, detail.next_id).item.deal.step.date == date(2027, 1, 22)


async def test_closing_needs_an_outcome_and_a_reason(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CloseDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "How did it end?" in shown(pilot)
        assert "won" not in shown(pilot)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "Why?" in shown(pilot)
        assert app.answer is NOT_YET


async def test_won_names_what_is_still_open(desk: Desk) -> None:
    acme = deal(desk, "acme")
    in_last_stage(desk, acme)
    app = Host(lambda: CloseDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "Delivery informed" in shown(pilot)
        assert app.answer is NOT_YET
    moves.tick(desk, acme, "delivery_informed")
    async with Host(lambda: CloseDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.press("1", "enter")
        await pilot.pause()
    assert records.detail(desk, acme).item.status == "won"


async def test_parking_is_offered_before_lost(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: CloseDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Park it instead (p)" in shown(pilot)
        await pilot.press("p")
        await pilot.pause()
        await answer(pilot, "2w", "not now")
    assert isinstance(app.answer, Done)
    assert records.detail(desk, acme).item.status == "parked"


async def test_reopening_a_mistake(desk: Desk) -> None:
    acme = deal(desk, "acme")
    moves.close(desk, acme, "lost", "price")
    async with Host(lambda: ReopenDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.press("1", "enter")
        await pilot.pause()
    item = records.detail(desk, acme).item
    assert (item.status, item.deal.stage) == ("open", "solution")


async def test_a_buyer_who_is_back_begins_a_new_cycle_with_a_step(desk: Desk) -> None:
    acme = deal(desk, "acme")
    moves.close(desk, acme, "lost", "price")
    app = Host(lambda: ReopenDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await answer(pilot, "")
        assert "What happens next?" in shown(pilot)
        await answer(pilot, "Call Marta", "fri")
    assert isinstance(app.answer, Done)
    new = records.detail(desk, app.answer.id)
    assert (new.previous_id, new.item.deal.stage, new.item.deal.step.text) == (acme, "qualification", "Call Marta")
    assert records.detail(desk, acme).item.status == "lost"


async def test_drafts_of_moves_come_back(desk: Desk) -> None:
    acme = deal(desk, "acme")
    async with Host(lambda: ParkDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await answer(pilot, "2w")
        await write(pilot, "on holiday")
        await pilot.press("escape")
        await pilot.pause()
    async with Host(lambda: ParkDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "on holiday" in shown(pilot)
    async with Host(lambda: CloseDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.press("2", "1", "alt+2", "escape")
        await pilot.pause()
    async with Host(lambda: CloseDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Sun 21 Feb 2027" in shown(pilot)
