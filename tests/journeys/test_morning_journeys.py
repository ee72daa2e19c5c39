"""The journeys that the product is for, on screen, each rereading the database. Import, today and undo is in
``test_today_begin``; the same through the shell in ``test_shell_journeys``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opened_app import Opened, opened

from pipetui.services import records, today
from pipetui.services.today import View
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.domain.model import Section
    from pipetui.services.desk import Desk

DAY = 86_400
MINE = View(owner="anna")


def companies(desk: Desk, section: Section) -> list[str | None]:
    """Who stands in a section of anna's list, reread."""
    return [item.deal.company for item in today.page(desk, MINE, section, 0, -1)]


async def go_to(app: Opened, company: str) -> None:
    """Press j until the cursor is there."""
    for _ in range(len(app.names)):
        if app.here == company:
            return
        await app.press("j")
    raise AssertionError(f"{company} is not in the list")


async def form(app: Opened, key: str, *fields: str) -> None:
    """Open a form, fill its fields with enter after each, and wait until it is saved."""
    await app.press(key)
    await app.until(lambda: not isinstance(app.app.screen, TodayScreen))
    for text in fields:
        await app.type(text)
        await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))


async def test_the_list_gets_shorter_with_a_note_and_undo_brings_it_back(desk: Desk) -> None:
    before = companies(desk, "to_clear")
    assert "Borealis" in before
    async with opened(desk) as app:
        await go_to(app, "Borealis")
        await form(app, "n", "Nobody trusts the figures", "Call Rita", "", "fri")
        assert companies(desk, "to_clear") == [company for company in before if company != "Borealis"]
        (borealis,) = records.find(desk, "borealis")
        note = records.detail(desk, borealis.id).notes[0]
        assert (note.pain, note.next_step, note.owner, str(note.date)) == (
            "Nobody trusts the figures", "Call Rita", "anna", "2026-11-27",
        )  # fmt: skip
        await app.press("u")
        await app.until(lambda: "Borealis" in app.names)
    assert companies(desk, "to_clear") == before
    assert records.detail(desk, borealis.id).notes == ()


async def test_a_blocked_move_is_answered_and_moves(desk: Desk) -> None:
    (acme,) = records.find(desk, "acme")
    async with opened(desk) as app:
        await go_to(app, "Acme")
        await app.press("m")
        await app.until(lambda: isinstance(app.app.screen, GateDialog))
        await app.press("1", "enter")
        await app.press("1", *"seen", "enter")  # the answers that are left are numbered anew
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    whole = records.detail(desk, acme.id)
    assert whole.item.deal.stage == "validation"
    how = {state.id: state.tick.how for state in records.criteria(desk, acme.id, "solution") if state.tick}
    assert how["proposal_sent"] is None
    assert how["next_step_agreed"] == "seen"


async def test_a_stalled_deal_with_a_step_is_in_hand_until_the_date_passes(desk: Desk) -> None:
    assert "Delta" in companies(desk, "to_clear")
    async with opened(desk) as app:
        await go_to(app, "Delta")
        await form(app, "s", "", "", "wed")
        assert "Delta" not in companies(desk, "to_clear")
        assert "Delta" in companies(desk, "in_hand")
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        for days, in_hand in ((2, True), (3, False)):  # Wednesday, and the day after
            app.clock.now = desk.now + days * DAY
            screen.tick()
            later = desk.at(app.clock.now)
            assert ("Delta" in companies(later, "in_hand")) is in_hand
            assert ("Delta" in companies(later, "to_clear")) is not in_hand
            assert ("Delta" in app.names[: today.counts(later, MINE).to_clear]) is not in_hand
        (delta,) = records.find(later, "delta")
        assert [finding.kind for finding in delta.findings] == ["step_overdue", "stalled"]
