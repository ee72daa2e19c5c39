"""A stalled deal that was handled leaves the list to clear for some days; the finding stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from small_pipeline import instant

from pipetui.domain.model import SECTIONS
from pipetui.services import edits, moves, notes, steps, today

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

DAY = timedelta(days=1)
STALLED = date(2026, 11, 24)
"""Added on 9 November, limit 14: the first day over it."""


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    """A deal with a step far ahead, planned before it stalled."""
    early = empty_desk.at(instant("2026-11-09 10:00"))
    deal = edits.add_deal(early, name="Pilot").id
    steps.plan(early, deal, text="Meet", day=date(2027, 1, 11))
    return deal


def on(desk: Desk, day: date, time: str = "09:00") -> Desk:
    return desk.at(instant(f"{day} {time}"))


def section(desk: Desk, deal: int, day: date, time: str = "09:00") -> str | None:
    there = on(desk, day, time)
    item = today.item(there, deal)
    listed = [one.id for one in today.listing(there, today.View())]
    assert (item.section is not None) == (deal in listed)
    assert {name for name, size in today.section_sizes(there, today.View()).items() if size} == (
        {item.section} if item.section else set()
    )
    return item.section


def test_a_future_step_does_not_hide_it(empty_desk: Desk, deal: int) -> None:
    assert section(empty_desk, deal, STALLED - DAY, "23:59") is None
    assert section(empty_desk, deal, STALLED, "00:00") == "to_clear"


def test_planned_before_it_stalled_does_not_count(empty_desk: Desk, deal: int) -> None:
    steps.plan(on(empty_desk, STALLED - DAY, "23:59"), deal, text="Call", day=STALLED + 3 * DAY)
    assert section(empty_desk, deal, STALLED) == "to_clear"


@pytest.mark.parametrize("handling", ["plan", "confirm", "note", "no reply"])
@pytest.mark.parametrize("ahead", [0, 1, 6, 7, 8, 60])
def test_in_hand_until_the_step_seven_days_at_most(empty_desk: Desk, deal: int, handling: str, ahead: int) -> None:
    there = on(empty_desk, STALLED)
    step = STALLED + ahead * DAY
    if handling == "plan":
        steps.plan(there, deal, text="Call", day=step)
    elif handling == "confirm":
        steps.plan(on(empty_desk, STALLED - DAY), deal, text="Call", day=step)
        steps.plan(there, deal, text="Call", day=step)
    elif handling == "note":
        notes.log_note(there, deal, pain=None, next_step="Call", day=step)
    else:
        notes.log_no_reply(there, deal, step)
    last = STALLED + min(ahead, 7) * DAY
    item = today.item(there, deal)
    assert (item.section, item.handled_until) == ("in_hand", last)
    assert [finding.kind for finding in item.findings] == ["stalled"]
    counts = today.counts(there, today.View())
    assert (counts.flagged, counts.stalled, counts.to_clear, counts.in_hand, counts.due_today) == (1, 1, 0, 1, 0)
    assert section(empty_desk, deal, last, "23:59") == "in_hand"
    after = today.item(on(empty_desk, last + DAY, "00:00"), deal)
    assert (after.section, after.handled_until) == ("to_clear", None)


def test_handled_again_it_is_in_hand_again(empty_desk: Desk, deal: int) -> None:
    steps.plan(on(empty_desk, STALLED), deal, text="Call", day=STALLED + 30 * DAY)
    steps.plan(on(empty_desk, STALLED + 8 * DAY), deal, text="Call", day=STALLED + 30 * DAY)
    assert section(empty_desk, deal, STALLED + 15 * DAY) == "in_hand"
    assert section(empty_desk, deal, STALLED + 16 * DAY) == "to_clear"


def test_another_finding_puts_it_back(empty_desk: Desk, deal: int) -> None:
    steps.plan(on(empty_desk, STALLED), deal, text="Call", day=STALLED + 5 * DAY)
    steps.done(on(empty_desk, STALLED + DAY), deal)
    assert section(empty_desk, deal, STALLED + DAY) == "to_clear"


def test_an_sla_that_runs_out_puts_it_back(empty_desk: Desk) -> None:
    deal = edits.add_deal(on(empty_desk, date(2026, 11, 9)), name="Pilot", stage="solution").id
    moves.tick(on(empty_desk, date(2026, 11, 9)), deal, "proposal_sent")
    stalled = date(2026, 12, 1)
    steps.plan(on(empty_desk, stalled), deal, text="Call", day=stalled + 6 * DAY)
    assert section(empty_desk, deal, stalled) == "in_hand"
    moves.untick(on(empty_desk, stalled), deal, "proposal_sent")
    assert section(empty_desk, deal, stalled) == "to_clear"


@pytest.mark.parametrize("handled", [False, True])
def test_moving_on_is_the_end_of_it(empty_desk: Desk, deal: int, handled: bool) -> None:
    there = on(empty_desk, STALLED)
    if handled:
        steps.plan(there, deal, text="Call", day=STALLED + 5 * DAY)
    for criterion in ("icp_fit", "decision_role_known", "pain_urgent", "time_window_realistic"):
        moves.tick(there, deal, criterion)
    moves.move_on(there, deal)
    assert section(empty_desk, deal, STALLED) is None


def test_sections_are_those_of_the_product() -> None:
    assert SECTIONS == ("to_clear", "due_today", "woke_today", "in_hand")
