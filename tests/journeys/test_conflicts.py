"""Two people at one deal: nothing that somebody else has written is overwritten before one has seen it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import Opened, opened

from pipetui.services import drafts, edits, history, moves, notes, records, steps
from pipetui.tui.dialogs.conflict import ConflictDialog
from pipetui.tui.dialogs.criteria import CriteriaDialog
from pipetui.tui.dialogs.form import DealForm, Form
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


@pytest.fixture
def luca(desk: Desk) -> Desk:
    return replace(desk, me="luca")


def step_of(desk: Desk, deal: int) -> tuple[str | None, str | None, date | None]:
    step = records.detail(desk, deal).item.deal.step
    return step.text, step.owner, step.date


async def write_note(app: Opened) -> None:
    """A note on Acme, which is under the cursor; all but the last enter."""
    await app.press("n")
    await app.type("call")
    await app.press("enter", "enter", *"mon")


async def save_into_a_clash(app: Opened) -> None:
    await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, ConflictDialog))


async def test_an_open_form_says_at_once_what_others_have_changed_and_keeps_what_is_typed(
    desk: Desk, luca: Desk, acme: int
) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        form = app.app.screen
        assert isinstance(form, DealForm)
        form.look_elsewhere()
        await app.pilot.pause()
        assert "luca changed the next step, just now: “send offer”, anna, Fri 27 Nov." in shown(app.pilot)
        assert (form.value("next_step"), form.value("when")) == ("call", "mon")
        assert app.app.focused is form.entry("when").target()


async def test_it_says_so_by_itself_within_two_seconds(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await app.until(lambda: "send offer" in shown(app.pilot))


async def test_mine_is_saved_over_theirs_when_i_say_so(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await save_into_a_clash(app)
        assert "luca changed the next step" in shown(app.pilot)
        assert "Yours: “call”, anna, Mon 30 Nov" in shown(app.pilot)
        assert step_of(desk, acme)[0] == "send offer"
        await app.press("1")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert step_of(desk, acme) == ("call", "anna", MONDAY)
    assert drafts.count(desk) == 0


async def test_theirs_stays_and_the_rest_of_the_note_is_saved(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        await app.press("alt+1")
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await save_into_a_clash(app)
        await app.press("2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert step_of(desk, acme) == ("send offer", "anna", FRIDAY)
    detail = records.detail(desk, acme)
    assert (detail.notes[0].by, detail.notes[0].next_step) == ("anna", "send offer")
    assert next(state for state in detail.criteria if state.id == "proposal_sent").ticked


async def test_back_leads_to_what_was_typed_and_nothing_is_written(desk: Desk, luca: Desk, acme: int) -> None:
    before = len(records.detail(desk, acme).notes)
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await save_into_a_clash(app)
        await app.press("escape")
        form = app.app.screen
        assert isinstance(form, DealForm)
        assert form.value("next_step") == "call"
        await save_into_a_clash(app)  # it was not decided, so it is asked again
    assert len(records.detail(desk, acme).notes) == before
    assert step_of(desk, acme)[0] == "send offer"


async def test_what_changes_while_one_chooses_is_asked_about_again(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await save_into_a_clash(app)
        steps.plan(luca, acme, text="send another offer", day=FRIDAY)
        await app.press("1")
        await app.until(lambda: "send another offer" in shown(app.pilot))
        assert isinstance(app.app.screen, ConflictDialog)
    assert step_of(desk, acme)[0] == "send another offer"


async def test_the_same_on_both_sides_is_no_clash(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(luca, acme, text="call", day=MONDAY)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).notes[0].next_step == "call"


async def test_what_i_did_not_touch_is_taken_over(desk: Desk, luca: Desk, acme: int) -> None:
    """The pain came from the last note and the owner from the deal: neither goes back to what it was."""
    async with opened(desk) as app:
        await write_note(app)
        notes.log_note(luca, acme, pain="Orders are lost", next_step="call", day=MONDAY, owner="anna")
        edits.set_fields(luca, acme, {"owner": "luca"})
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ConflictDialog))  # the step would change hands
        await app.press("1")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).pain == "Orders are lost"
    assert step_of(desk, acme)[1] == "luca"


async def edit(app: Opened, name: str, value: str) -> None:
    await app.press("e")
    form = app.app.screen
    assert isinstance(form, Form)
    form.entry(name).take_focus()
    await app.press("ctrl+u")
    await app.type(value)


async def test_fields_that_nobody_else_touched_are_just_saved(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await edit(app, "source", "fair")
        edits.set_fields(luca, acme, {"company": "Acme SpA", "amount": "15000"})
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    deal = records.detail(desk, acme)
    assert (deal.source, deal.item.deal.company) == ("fair", "Acme SpA")
    assert deal.item.deal.amount is not None
    assert deal.item.deal.amount.minor == 1_500_000


@pytest.mark.parametrize(("key", "kept"), [("1", "fair"), ("2", "partner")])
async def test_the_same_field_is_asked_about(desk: Desk, luca: Desk, acme: int, key: str, kept: str) -> None:
    async with opened(desk) as app:
        await edit(app, "source", "fair")
        edits.set_fields(luca, acme, {"source": "partner"})
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, ConflictDialog))
        assert "luca changed source, just now: partner." in shown(app.pilot)
        assert "Yours: fair" in shown(app.pilot)
        await app.press(key)
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).source == kept


async def test_a_note_on_a_deal_that_was_closed_meanwhile_stays_a_draft(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        moves.close(luca, acme, "lost", reason="price")
        await app.press("enter")
        assert "luca closed it, just now: lost." in app.text("#trouble")
        assert "stays as a draft" in app.text("#trouble")
        await app.press("escape")
    (draft,) = drafts.waiting(desk)
    assert draft.fields["next_step"] == "call"


async def test_a_note_on_a_deal_that_is_gone_stays_a_draft(desk: Desk, luca: Desk) -> None:
    new = edits.add_deal(luca, name="Zeta", owner="anna").id
    async with opened(desk) as app:
        app.deals.go_to(new)
        await app.press("n", *"pain", "enter")
        await app.type("call")
        await app.press("enter", "enter", *"mon")
        history.undo(luca)
        await app.press("enter")
        assert f"Deal {new} is gone" in app.text("#trouble")
        await app.press("escape")
    (draft,) = drafts.waiting(desk)
    assert (draft.gone, draft.fields["next_step"]) == (True, "call")


async def test_a_draft_typed_before_the_change_is_asked_about_too(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        await app.press("escape")
        steps.plan(luca, acme, text="send offer", day=FRIDAY)
        await app.press("n")
        assert "luca changed the next step" in shown(app.pilot)
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, ConflictDialog))
    assert step_of(desk, acme)[0] == "send offer"


async def test_a_draft_brings_back_only_what_was_typed(desk: Desk, luca: Desk, acme: int) -> None:
    """What stood there untouched is read anew: the draft must not take somebody's change back."""
    async with opened(desk) as app:
        await edit(app, "source", "fair")
        await app.press("escape")
        edits.set_fields(luca, acme, {"company": "Acme SpA"})
        await app.press("e", "f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert (records.detail(desk, acme).source, records.detail(desk, acme).item.deal.company) == ("fair", "Acme SpA")


async def test_a_criterion_that_was_ticked_meanwhile_is_not_unticked(desk: Desk, luca: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await app.press("space", "1")
        await app.type("in the mail")
        moves.tick(luca, acme, "proposal_sent", "luca was there")
        await app.press("enter")
        assert isinstance(app.app.screen, CriteriaDialog)
        assert "meanwhile" in app.text("#trouble")
        assert "luca was there" in shown(app.pilot)
    tick = next(state.tick for state in records.detail(desk, acme).criteria if state.id == "proposal_sent")
    assert tick is not None
    assert tick.how == "luca was there"


async def test_ones_own_shell_counts_as_somebody_else(desk: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await write_note(app)
        steps.plan(desk, acme, text="send offer", day=FRIDAY)
        await save_into_a_clash(app)
        assert "You changed the next step elsewhere, just now" in shown(app.pilot)
