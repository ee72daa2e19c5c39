"""Adding, editing, reassigning; choosing a sort; and what hostile texts do to each dialog: nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import NOT_YET, Host, answer, shown, write

from pipetui.services import edits, moves, notes, records, steps
from pipetui.services.results import Done
from pipetui.tui.dialogs.add import AddDialog
from pipetui.tui.dialogs.back import BackDialog
from pipetui.tui.dialogs.close import CloseDialog
from pipetui.tui.dialogs.contacts import ContactsDialog, NewContactForm
from pipetui.tui.dialogs.criteria import CriteriaDialog
from pipetui.tui.dialogs.done import DoneDialog
from pipetui.tui.dialogs.edit import EditDialog
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.long_note import LongNoteDialog
from pipetui.tui.dialogs.no_reply import NoReplyDialog
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.dialogs.park import ParkDialog
from pipetui.tui.dialogs.pick import SortDialog
from pipetui.tui.dialogs.reassign import ReassignDialog
from pipetui.tui.dialogs.reopen import ReopenDialog
from pipetui.tui.dialogs.step import StepDialog

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SIZE = (80, 24)
HOSTILE = "[/red]x \x1b[31mred \u202eabc\n[bold]y \u05d0\u05d1"


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


async def test_a_name_is_enough_for_a_deal(desk: Desk) -> None:
    app = Host(lambda: AddDialog(lambda: desk))
    async with app.run_test(size=SIZE) as pilot:
        await write(pilot, "New one")
        await pilot.press("f2")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    added = records.detail(desk, app.answer.id).item.deal
    assert (added.name, added.stage, added.owner) == ("New one", "qualification", "anna")


async def test_a_whole_deal_with_its_first_step(desk: Desk) -> None:
    app = Host(lambda: AddDialog(lambda: desk))
    async with app.run_test(size=SIZE) as pilot:
        await answer(pilot, "New one", "Zeta", "1200.50")
        await pilot.press("2")
        await answer(pilot, "luca", "Call", "fri")
    assert isinstance(app.answer, Done)
    added = records.detail(desk, app.answer.id).item.deal
    assert added.amount is not None
    assert (added.company, added.amount.minor, added.stage, added.owner) == ("Zeta", 120_050, "discovery", "luca")
    assert (added.step.text, added.step.owner, added.step.date) == ("Call", "luca", date(2026, 11, 27))


async def test_what_cannot_be_added_is_said_at_its_field(desk: Desk) -> None:
    before = len(records.find(desk, ""))
    app = Host(lambda: AddDialog(lambda: desk))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "A deal needs a name." in shown(pilot)
        await answer(pilot, "New one", "", "1.200,50")
        assert "“1.200,50” is not an amount. Write it as 1200.50" in shown(pilot)
        assert app.answer is NOT_YET
        assert "New one" in shown(pilot)
    assert len(records.find(desk, "")) == before


async def test_the_draft_of_a_new_deal_comes_back(desk: Desk) -> None:
    async with Host(lambda: AddDialog(lambda: desk)).run_test(size=SIZE) as pilot:
        await write(pilot, "Half a deal")
        await pilot.press("escape")
        await pilot.pause()
    async with Host(lambda: AddDialog(lambda: desk)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Half a deal" in shown(pilot)


async def test_only_what_was_touched_is_written(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: EditDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter", "ctrl+u")
        await answer(pilot, "13000")
        await pilot.press("f2")
        await pilot.pause()
    assert isinstance(app.answer, Done)
    assert app.answer.changed == {"amount": ("12000.00", "13000.00")}


async def test_nothing_touched_writes_nothing(desk: Desk) -> None:
    acme = deal(desk, "acme")
    events = records.detail(desk, acme).events
    app = Host(lambda: EditDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
    assert app.answer is None
    assert records.detail(desk, acme).events == events


async def test_a_field_is_cleared_and_a_bad_one_refused(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: EditDialog(lambda: desk, acme))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("enter", "ctrl+u", "enter", "ctrl+u")
        await answer(pilot, "many")
        assert "“many” is not an amount." in shown(pilot)
        await pilot.press("ctrl+u", "f2")
        await pilot.pause()
    edited = records.detail(desk, acme).item.deal
    assert (edited.company, edited.amount) == (None, None)


async def test_a_close_date_that_is_over_is_doubted_not_refused(desk: Desk) -> None:
    acme = deal(desk, "acme")
    edits.set_fields(desk, acme, {"close_date": "2026-11-01"})
    async with Host(lambda: EditDialog(lambda: desk, acme)).run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        assert "in the past" in shown(pilot)
        await write(pilot, "!")
        await pilot.press("f2")
        await pilot.pause()
    assert records.detail(desk, acme).item.deal.name == "ERP roll-out!"


async def test_deal_and_step_change_hands(desk: Desk) -> None:
    acme = deal(desk, "acme")
    async with Host(lambda: ReassignDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "It is anna's now." in shown(pilot)
        await answer(pilot, "luc")
    reassigned = records.detail(desk, acme).item.deal
    assert (reassigned.owner, reassigned.step.owner) == ("luca", "luca")


async def test_a_person_is_taken_from_the_list(desk: Desk) -> None:
    acme = deal(desk, "acme")
    at = records.people(desk).index("luca") + 1
    async with Host(lambda: ReassignDialog(lambda: desk, acme)).run_test(size=SIZE) as pilot:
        await pilot.press(f"alt+{at}", "enter")
        await pilot.pause()
    assert records.detail(desk, acme).item.deal.owner == "luca"


async def test_reassigning_to_nobody_is_refused(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: ReassignDialog(lambda: desk, acme))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "To whom?" in shown(pilot)
        assert app.answer is NOT_YET


@pytest.mark.parametrize(
    ("current", "keys", "sort"),
    [
        ("", ("2",), "name"),
        ("name", ("2",), "-name"),
        ("-name", ("enter",), "name"),
        ("", ("5",), "-amount"),
        ("-amount", ("1",), ""),
        ("", ("right", "right", "enter"), "stage"),
        ("next", ("escape",), None),
    ],
)
async def test_choosing_a_sort(current: str, keys: tuple[str, ...], sort: str | None) -> None:
    app = Host(lambda: SortDialog(current))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    assert app.answer == sort


async def test_a_sort_is_chosen_with_the_mouse() -> None:
    app = Host(lambda: SortDialog(""))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.click("Options", offset=(28, 0))
        await pilot.press("enter")
        await pilot.pause()
    assert app.answer == "name"


@pytest.fixture
def hostile(desk: Desk) -> int:
    """A deal made of texts that would be markup, escape sequences or endless."""
    long = "long " * 1_999
    deal_id = edits.add_deal(desk, name=HOSTILE, company=long, stage="discovery", owner=HOSTILE, source=long).id
    edits.set_fields(desk, deal_id, {"contact": HOSTILE, "role": long, "email": HOSTILE + "@", "phone": HOSTILE})
    steps.plan(desk, deal_id, text=HOSTILE, day=desk.today)
    notes.log_note(desk, deal_id, pain=HOSTILE, next_step=HOSTILE, day=desk.today)
    moves.tick(desk, deal_id, "problems_mapped", HOSTILE)
    return deal_id


@pytest.mark.parametrize(
    "dialog",
    [
        NoteDialog, StepDialog, DoneDialog, NoReplyDialog, CriteriaDialog, GateDialog, BackDialog, ParkDialog,
        CloseDialog, ReassignDialog, EditDialog, ReopenDialog, ContactsDialog, NewContactForm, LongNoteDialog,
    ],
)  # fmt: skip
async def test_hostile_texts_are_shown_harmlessly(desk: Desk, hostile: int, dialog: type[NoteDialog]) -> None:
    async with Host(lambda: dialog(lambda: desk, hostile)).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        seen = shown(pilot)
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        await write(pilot, HOSTILE + "z" * 10_000)
        await pilot.press("escape")
        await pilot.pause()


async def test_hostile_texts_that_nobody_touched_stay_as_they_are(desk: Desk, hostile: int) -> None:
    async with Host(lambda: NoteDialog(lambda: desk, hostile)).run_test(size=SIZE) as pilot:
        await answer(pilot, "", "Call", "", "fri")
    note = records.detail(desk, hostile).notes[0]
    assert (note.pain, note.owner) == (HOSTILE, records.detail(desk, hostile).item.deal.owner)


async def test_too_long_a_text_is_refused_and_not_lost(desk: Desk) -> None:
    acme = deal(desk, "acme")
    app = Host(lambda: EditDialog(lambda: desk, acme))
    async with app.run_test(size=(80, 40)) as pilot:
        await write(pilot, "z" * 10_001)
        await pilot.press("f2")
        await pilot.pause()
        assert "longer than 10000 characters" in shown(pilot)
        assert app.answer is NOT_YET
