"""The post-call note: saved in few keys, refused clearly, never lost, and taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import NOT_YET, Host, answer, shown, write

from pipetui.services import drafts, history, records
from pipetui.services.results import Done
from pipetui.tui.dialogs.note import NoteDialog

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture
def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


def host(desk: Desk, deal_id: int) -> Host:
    return Host(lambda: NoteDialog(lambda: desk, deal_id))


async def test_where_the_pain_is_known_a_note_and_its_step_take_three_enters(desk: Desk, acme: int) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Call", "enter", "enter", *"fri", "enter")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    detail = records.detail(desk, acme)
    assert (detail.notes[0].pain, detail.notes[0].next_step) == ("Stock counts are wrong every month-end", "Call")
    assert (detail.item.deal.step.date, detail.item.deal.step.owner) == (date(2026, 11, 27), "anna")
    assert drafts.load(desk, acme, "note") is None


async def test_what_was_understood_of_the_date_is_shown_while_typing(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call", "")
        await pilot.press(*"fri")
        await pilot.pause()
        assert "Fri 27 Nov · in 4 days · a working day" in shown(pilot)
        await pilot.press("ctrl+u", *"sun")
        await pilot.pause()
        assert "Sun 29 Nov · in 6 days · a closed day" in shown(pilot)


@pytest.mark.parametrize(
    ("when", "said"), [("", "By when?"), ("yesterday", "in the past"), ("soonish", "“soonish” is not a date")]
)
async def test_a_day_that_cannot_be_used_is_refused_beside_it(desk: Desk, acme: int, when: str, said: str) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(100, 30)) as pilot:
        await answer(pilot, "", "Call", "", when)
        assert said in shown(pilot)
        assert "Call" in shown(pilot)
        assert app.answer is NOT_YET
    assert len(records.detail(desk, acme).notes) == 1


async def test_an_empty_next_step_is_asked_for(desk: Desk, acme: int) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "What happens next?" in shown(pilot)
        assert app.answer is NOT_YET


async def test_a_criterion_is_ticked_while_typing_and_cites_the_note(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"Call", "alt+1", "enter")
        await answer(pilot, "", "fri")
    detail = records.detail(desk, acme)
    ticked = {state.id: state.tick for state in detail.criteria}
    assert ticked["proposal_sent"] is not None
    assert ticked["proposal_sent"].note == detail.notes[0].id
    assert ticked["next_step_agreed"] is None
    assert detail.item.deal.step.text == "Call"


async def test_criteria_are_ticked_with_digits_space_and_the_mouse(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call", "")
        await write(pilot, "fri")
        await pilot.press("tab", "1", "2", "2", "1", "down", "space")
        await pilot.click("Criteria", offset=(10, 0))
        await pilot.click("Criteria", offset=(10, 0))
        await pilot.press("enter")
        await pilot.pause()
    ticked = {state.id: state.ticked for state in records.detail(desk, acme).criteria}
    assert ticked == {"proposal_sent": False, "kpis_agreed": True, "next_step_agreed": True}


async def test_the_seconds_are_shown_and_saved(desk: Desk, acme: int) -> None:
    clock = [desk.now]
    app = Host(lambda: NoteDialog(lambda: desk.at(clock[0]), acme))
    async with app.run_test(size=(80, 24)) as pilot:
        clock[0] += 83
        assert isinstance(app.screen, NoteDialog)
        app.screen.show_seconds()
        await pilot.pause()
        assert "1:23" in shown(pilot)
        await answer(pilot, "", "Call", "", "fri")
    assert records.detail(desk.at(clock[0]), acme).notes[0].seconds == 83


async def test_escape_keeps_the_draft_and_it_comes_back(desk: Desk, acme: int) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await answer(pilot, "")
        await write(pilot, "Call Marta")
        await pilot.press("alt+2", "escape")
        await pilot.pause()
    assert app.answer is None
    assert len(records.detail(desk, acme).notes) == 1
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "draft from 08:31 restored" in shown(pilot)
        assert "Call Marta" in shown(pilot)
        await answer(pilot, "", "", "", "fri")
    detail = records.detail(desk, acme)
    assert detail.notes[0].next_step == "Call Marta"
    assert next(state for state in detail.criteria if state.id == "next_step_agreed").ticked


async def test_a_draft_of_another_day_says_the_day(desk: Desk, acme: int) -> None:
    drafts.keep(desk, acme, "note", {"next_step": "Call"})
    async with host(desk.at(desk.now + 86_400), acme).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "draft from Mon 23 Nov 08:31 restored" in shown(pilot)


async def test_quitting_loses_nothing(desk: Desk, acme: int) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await answer(pilot, "")
        await write(pilot, "Call Marta")
        app.exit()
        await pilot.pause()
    kept = drafts.load(desk, acme, "note")
    assert kept is not None
    assert kept.fields["next_step"] == "Call Marta"


async def test_the_draft_is_kept_while_typing(desk: Desk, acme: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipetui.tui.dialogs.form.KEEP_AFTER", 0.01)
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "")
        await write(pilot, "Call")
        for _ in range(2000):
            await pilot.pause(0.01)
            if kept := drafts.load(desk, acme, "note"):
                break
        assert kept is not None
        assert kept.fields["next_step"] == "Call"


async def test_a_draft_can_be_thrown_away(desk: Desk, acme: int) -> None:
    drafts.keep(desk, acme, "note", {"pain": "old", "next_step": "old step"})
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click("#afresh")
        await pilot.pause()
        assert "old step" not in shown(pilot)
        assert "Stock counts" in shown(pilot)
    assert drafts.load(desk, acme, "note") is None


async def test_a_note_is_undone_as_one(desk: Desk, acme: int) -> None:
    before = records.detail(desk, acme)
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await pilot.press("alt+1")
        await answer(pilot, "", "Call", "", "fri")
    assert len(records.detail(desk, acme).notes) == 2
    history.undo(desk.at(desk.now + 1))
    after = records.detail(desk, acme)
    assert (after.notes, after.criteria, after.item.deal.step) == (before.notes, before.criteria, before.item.deal.step)


async def test_a_new_person_is_asked_about_once(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call", "zoe")
        assert "“zoe” is new here" in shown(pilot)
        assert "zoe" not in records.people(desk)
        await answer(pilot, "", "fri")
    assert records.detail(desk, acme).item.deal.step.owner == "zoe"


async def test_a_person_is_completed(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call", "lu", "fri")
    assert records.detail(desk, acme).item.deal.step.owner == "luca"


async def test_the_mouse_saves_and_leaves(desk: Desk, acme: int) -> None:
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#leave")
        await pilot.pause()
    assert app.answer is None
    app = host(desk, acme)
    async with app.run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call", "")
        await write(pilot, "fri")
        await pilot.click("#save")
        await pilot.pause()
    assert isinstance(app.answer, Done)


async def test_pasted_lines_become_one(desk: Desk, acme: int) -> None:
    async with host(desk, acme).run_test(size=(80, 24)) as pilot:
        await answer(pilot, "", "Call Marta\n  and Rita\n", "", "fri")
    assert records.detail(desk, acme).notes[0].next_step == "Call Marta and Rita"
