"""Planning a step, marking one done, a call without reply."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import NOT_YET, Host, answer, shown, write

from pipetui.services import notes, records, steps
from pipetui.services.results import Done
from pipetui.tui.dialogs.done import DoneDialog
from pipetui.tui.dialogs.no_reply import NoReplyDialog, ordinal
from pipetui.tui.dialogs.step import StepDialog

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SIZE = (80, 24)


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


async def test_a_step_is_planned(desk: Desk) -> None:
    borealis = deal(desk, "borealis")
    app = Host(lambda: StepDialog(lambda: desk, borealis))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, "Call Rita", "", "25/11")
    assert isinstance(app.answer, Done)
    step = records.detail(desk, borealis).item.deal.step
    assert (step.text, step.owner, step.date) == ("Call Rita", "anna", date(2026, 11, 25))


async def test_the_step_that_gets_a_missing_answer_comes_drafted(desk: Desk) -> None:
    borealis = deal(desk, "borealis")
    async with Host(lambda: StepDialog(lambda: desk, borealis, "ICP: ask")).run_test(size=SIZE) as pilot:
        await answer(pilot, "", "", "tomorrow")
    assert records.detail(desk, borealis).item.deal.step.text == "ICP: ask"


async def test_the_third_redating_asks_why(desk: Desk) -> None:
    cortina = deal(desk, "cortina")
    app = Host(lambda: StepDialog(lambda: desk, cortina))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, "", "", "fri", "")
        assert "Moved 3 times already. Why once more?" in shown(pilot)
        assert app.answer is NOT_YET
        await answer(pilot, "the signer is away")
    promise = records.detail(desk, cortina).steps[0]
    assert (promise.date, promise.reason) == (date(2026, 11, 27), "the signer is away")


async def test_the_first_redating_does_not_ask(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    async with Host(lambda: StepDialog(lambda: desk, elmo)).run_test(size=SIZE) as pilot:
        await answer(pilot, "", "", "fri")
        assert "why" not in shown(pilot)
    step = records.detail(desk, elmo).item.deal.step
    assert (step.date, step.redated) == (date(2026, 11, 27), 1)


async def test_a_step_in_the_past_is_refused(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    app = Host(lambda: StepDialog(lambda: desk, elmo))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, "", "", "2026-11-20")
        assert "in the past" in shown(pilot)
        assert app.answer is NOT_YET


async def test_the_draft_of_a_step_comes_back(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    async with Host(lambda: StepDialog(lambda: desk, elmo)).run_test(size=SIZE) as pilot:
        await write(pilot, " and Rita")
        await pilot.press("escape")
        await pilot.pause()
    async with Host(lambda: StepDialog(lambda: desk, elmo)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Call for references and Rita" in shown(pilot)


async def test_done_and_next(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    app = Host(lambda: DoneDialog(lambda: desk, elmo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Done: Call for references (Mon 23 Nov)" in shown(pilot)
        await answer(pilot, "Send the offer", "", "+3d")
    detail = records.detail(desk, elmo)
    assert (detail.steps[0].text, detail.steps[1].end) == ("Send the offer", "done")
    assert detail.item.deal.step.date == date(2026, 11, 26)


async def test_done_without_a_next_step_is_asked_about_once(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    app = Host(lambda: DoneDialog(lambda: desk, elmo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "Without a next step" in shown(pilot)
        assert app.answer is NOT_YET
        await pilot.press("f2")
        await pilot.pause()
    assert records.detail(desk, elmo).item.deal.step.text is None
    assert records.detail(desk, elmo).steps[0].end == "done"


@pytest.mark.parametrize(("texts", "said"), [(("Call", "", ""), "By when?"), (("", "", "fri"), "What happens next?")])
async def test_half_a_next_step_is_refused(desk: Desk, texts: tuple[str, ...], said: str) -> None:
    elmo = deal(desk, "elmo")
    app = Host(lambda: DoneDialog(lambda: desk, elmo))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, *texts)
        assert said in shown(pilot)
        assert app.answer is NOT_YET


async def test_done_without_an_open_step_plans_the_next(desk: Desk) -> None:
    borealis = deal(desk, "borealis")
    async with Host(lambda: DoneDialog(lambda: desk, borealis)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "There is no open step" in shown(pilot)
        await answer(pilot, "Call", "", "fri")
    assert records.detail(desk, borealis).item.deal.step.text == "Call"


async def test_no_reply_in_one_enter(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    async with Host(lambda: NoReplyDialog(lambda: desk, elmo)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "No reply, 1st" in shown(pilot)
        assert "Try again Wed 25 Nov?" in shown(pilot)
        await answer(pilot, "")
    detail = records.detail(desk, elmo)
    assert (detail.notes[0].kind, detail.item.deal.step.date) == ("no_reply", date(2026, 11, 25))


async def test_typing_replaces_the_proposed_day(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    async with Host(lambda: NoReplyDialog(lambda: desk, elmo)).run_test(size=SIZE) as pilot:
        await pilot.press(*"fri", "enter")
        await pilot.pause()
    assert records.detail(desk, elmo).item.deal.step.date == date(2026, 11, 27)


async def test_after_three_calls_it_offers_the_way_out(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    for _call in range(3):
        notes.log_no_reply(desk, elmo)
    app = Host(lambda: NoReplyDialog(lambda: desk, elmo))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "No reply, 4th" in shown(pilot)
        assert "Send a recap" in shown(pilot)
        await pilot.press("alt+c", "2", "1", "alt+1", "enter")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    assert records.detail(desk, elmo).item.status == "no_decision"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_ordinals(number: int, said: str) -> None:
    assert ordinal(number) == said


async def test_a_day_means_what_it_means_to_this_person(desk: Desk) -> None:
    elmo = deal(desk, "elmo")
    american = desk.__class__(desk.store, desk.now, desk.me, "mdy")
    async with Host(lambda: StepDialog(lambda: american, elmo)).run_test(size=SIZE) as pilot:
        await answer(pilot, "", "", "12/11")
    assert records.detail(desk, elmo).item.deal.step.date == date(2026, 12, 11)
    assert steps.look_at_day(desk, "12/11").day == date(2027, 11, 12)
