"""The post-call note, the call without reply, the drafts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.errors import BadInput
from pipetui.services import edits, history, moves, notes, records, steps

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    """A deal of luca's in the first stage."""
    return edits.add_deal(empty_desk, name="Pilot", owner="luca").id


def test_note_step_and_ticks_are_written_together(empty_desk: Desk, deal: int) -> None:
    done = notes.log_note(
        empty_desk,
        deal,
        pain=" Stock is wrong ",
        next_step=" Send offer ",
        day=FRIDAY,
        ticks=["icp_fit", "pain_urgent"],
        seconds=23,
    )
    whole = records.detail(empty_desk, deal)
    note = whole.notes[0]
    assert (note.by, note.pain, note.next_step, note.owner, note.date, note.seconds, note.kind) == (
        "anna", "Stock is wrong", "Send offer", "luca", FRIDAY, 23, "call",
    )  # fmt: skip
    step = whole.item.deal.step
    assert (step.text, step.owner, step.date, step.redated) == ("Send offer", "luca", FRIDAY, 0)
    ticked = {state.id: state.tick for state in whole.criteria if state.tick}
    assert set(ticked) == {"icp_fit", "pain_urgent"}
    assert all(tick.note == note.id and tick.by == "anna" for tick in ticked.values())
    assert whole.events[0].type == "note_logged"
    assert whole.events[0].id == done.event
    assert whole.pain == "Stock is wrong"
    assert done.changed["pain"] == (None, "Stock is wrong")
    assert done.changed["ticked"] == ([], ["icp_fit", "pain_urgent"])


def test_pain_is_filled_from_the_last_note_that_had_one(empty_desk: Desk, deal: int) -> None:
    assert records.detail(empty_desk, deal).pain is None
    notes.log_note(empty_desk, deal, pain="first", next_step="a", day=FRIDAY)
    notes.log_note(empty_desk.at(NOW + 60), deal, pain=None, next_step="b", day=FRIDAY)
    assert records.detail(empty_desk, deal).pain == "first"
    done = notes.log_note(empty_desk.at(NOW + 120), deal, pain="second", next_step="c", day=FRIDAY)
    assert done.changed["pain"] == ("first", "second")


@pytest.mark.parametrize(("given", "owner"), [(None, "luca"), ("mia", "mia"), ("LUCA", "luca")])
def test_owner_is_the_deals_unless_told(empty_desk: Desk, deal: int, given: str | None, owner: str) -> None:
    notes.log_note(empty_desk, deal, pain=None, next_step="a", day=FRIDAY, owner=given)
    assert records.detail(empty_desk, deal).item.deal.step.owner == owner


def test_owner_is_me_where_the_deal_has_none(empty_desk: Desk, deal: int) -> None:
    edits.set_fields(empty_desk, deal, {"owner": ""})
    notes.log_note(empty_desk, deal, pain=None, next_step="a", day=FRIDAY)
    assert records.detail(empty_desk, deal).item.deal.step.owner == "anna"


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": date(2026, 11, 22)},
        {"next_step": "  "},
        {"next_step": "x" * 20_000},
        {"pain": "x" * 20_000},
        {"ticks": ["no_such_thing"]},
        {"ticks": ["icp_fit", "impact_estimated"]},
        {"owner": "  "},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_written(empty_desk: Desk, deal: int, wrong: dict[str, object]) -> None:
    before = history.log(empty_desk)
    fields = {"pain": "p", "next_step": "s", "day": FRIDAY, **wrong}
    with pytest.raises(BadInput):
        notes.log_note(empty_desk, deal, **fields)  # type: ignore[arg-type]
    assert history.log(empty_desk) == before
    assert records.detail(empty_desk, deal).notes == ()


def test_today_is_no_past_day(empty_desk: Desk, deal: int) -> None:
    notes.log_note(empty_desk, deal, pain=None, next_step="a", day=empty_desk.today)


def test_an_unknown_deal_and_a_closed_one(empty_desk: Desk, deal: int) -> None:
    with pytest.raises(BadInput, match="no deal 99"):
        notes.log_note(empty_desk, 99, pain=None, next_step="a", day=FRIDAY)
    moves.close(empty_desk, deal, "lost", "price")
    with pytest.raises(BadInput, match="closed"):
        notes.log_note(empty_desk, deal, pain=None, next_step="a", day=FRIDAY)
    with pytest.raises(BadInput, match="closed"):
        notes.log_no_reply(empty_desk, deal)


def test_a_tick_that_stands_learns_its_note(empty_desk: Desk, deal: int) -> None:
    moves.tick(empty_desk, deal, "icp_fit")
    done = notes.log_note(empty_desk, deal, pain=None, next_step="a", day=FRIDAY, ticks=["icp_fit"])
    whole = records.detail(empty_desk, deal)
    assert whole.criteria[0].tick is not None
    assert whole.criteria[0].tick.note == whole.notes[0].id
    assert done.changed["ticked"] == ([], ["icp_fit"])


def test_no_reply_numbers_days_and_recap(empty_desk: Desk, deal: int) -> None:
    # Mon 23 Nov + 2, 4, 7 working days; Tue 8 Dec is a holiday in Italy.
    days = [date(2026, 11, 25), date(2026, 11, 27), date(2026, 12, 2), date(2026, 12, 2)]
    for number, day in enumerate(days, 1):
        proposal = notes.propose_no_reply(empty_desk, deal)
        assert (proposal.number, proposal.day, proposal.recap) == (number, day, number > 3)
        done = notes.log_no_reply(empty_desk, deal)
        assert done.changed["no_reply"] == (number - 1, number)
        step = records.detail(empty_desk, deal).item.deal.step
        assert (step.text, step.date, step.redated) == ("Call again", day, min(number, 3) - 1)
    notes.log_note(empty_desk, deal, pain=None, next_step="Send", day=FRIDAY)
    proposal = notes.propose_no_reply(empty_desk, deal)
    assert (proposal.number, proposal.text) == (1, "Send"), "a call starts anew"


def test_no_reply_leaves_holidays_and_weekends_out(empty_desk: Desk, deal: int) -> None:
    friday = empty_desk.at(instant("2026-12-04 17:00"))
    assert notes.propose_no_reply(friday, deal).day == date(2026, 12, 9)


def test_no_reply_on_a_day_of_ones_own(empty_desk: Desk, deal: int) -> None:
    notes.log_no_reply(empty_desk, deal, FRIDAY)
    assert records.detail(empty_desk, deal).item.deal.step.date == FRIDAY
    with pytest.raises(BadInput, match="past"):
        notes.log_no_reply(empty_desk, deal, date(2026, 11, 20))
    assert [note.kind for note in records.detail(empty_desk, deal).notes] == ["no_reply"]
    assert records.detail(empty_desk, deal).pain is None


def test_no_reply_that_was_undone_does_not_count(empty_desk: Desk, deal: int) -> None:
    notes.log_no_reply(empty_desk, deal)
    notes.log_no_reply(empty_desk, deal)
    history.undo(empty_desk)
    assert notes.propose_no_reply(empty_desk, deal).number == 2


def test_no_reply_keeps_the_step_and_its_owner(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Ask for the budget", day=FRIDAY, owner="mia")
    notes.log_no_reply(empty_desk, deal)
    step = records.detail(empty_desk, deal).item.deal.step
    assert (step.text, step.owner) == ("Ask for the budget", "mia")
