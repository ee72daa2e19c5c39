"""What happens on Today when something is written: here, by undo, by another program, or by time going on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from dialog_host import shown
from opened_app import Opened, opened
from small_pipeline import instant
from textual.widgets import OptionList

from pipetui.services import edits, history, records, steps, today
from pipetui.tui.dialogs.add import AddDialog
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.dialogs.undo import UndoDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


def rows(desk: Desk, statement: str, *values: Any) -> list[Any]:
    """What the file holds, read by sqlite3 alone."""
    with closing(sqlite3.connect(desk.store.path)) as connection:
        return connection.execute(statement, values).fetchall()


async def log_note(app: Opened, next_step: str) -> None:
    """A note on the deal under the cursor, due on the coming Friday."""
    await app.press("n")
    assert isinstance(app.app.screen, NoteDialog)
    await app.press("enter")
    await app.type(next_step)
    await app.press("enter", "enter")
    await app.type("fri")
    await app.press("enter")
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))


async def test_a_note_clears_the_deal_and_the_cursor_goes_on_to_the_next(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j")
        await log_note(app, "call Rita")
        assert app.names == ["Acme", "Cortina", "Delta", "Elmo", "Fano", "Gea"]
        assert app.here == "Cortina"
        assert "3 to clear" in app.text("#header")
        assert "1 of 4" in app.text("#header")
        assert "(u undo)" in app.toasts[-1]
    (borealis,) = records.find(desk, "borealis")
    assert (borealis.deal.step.text, borealis.deal.step.date) == ("call Rita", date(2026, 11, 27))
    assert rows(desk, "SELECT next_step, day FROM note WHERE record_id = ?", borealis.id) == [
        ("call Rita", "2026-11-27")
    ]


async def test_undo_brings_the_list_back_and_says_what_was_taken_back(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j")
        await log_note(app, "call Rita")
        await app.press("u")
        assert app.names == ["Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea"]
        assert app.here == "Borealis"
        assert app.toasts[-1].startswith("Undone")
        assert "4 to clear" in app.text("#header")
    (borealis,) = records.find(desk, "borealis")
    assert borealis.deal.step.text is None
    assert rows(desk, "SELECT count(*) FROM note WHERE record_id = ?", borealis.id) == [(0,)]
    assert any(event.undone for event in history.log(desk, borealis.id))


async def test_undo_on_a_deal_that_somebody_else_changed_since_changes_nothing(desk: Desk) -> None:
    (borealis,) = records.find(desk, "borealis")
    edits.set_fields(desk, borealis.id, {"amount": "50000"})
    edits.set_fields(desk.__class__(desk.store, desk.now, "luca"), borealis.id, {"amount": "60000"})
    async with opened(desk) as app:
        await app.press("u")
        assert isinstance(app.app.screen, UndoDialog)
        assert "cannot be undone" in shown(app.pilot)
        assert "Borealis: edited amount: 50000.00 → 60000.00, luca" in shown(app.pilot)
        await app.press("escape")
        assert app.toasts == []
    assert rows(desk, "SELECT amount_minor FROM deal WHERE id = ?", borealis.id) == [(6_000_000,)]


async def test_what_was_built_upon_it_is_undone_too_when_the_person_has_seen_it(desk: Desk) -> None:
    (borealis,) = records.find(desk, "borealis")
    edits.set_fields(desk, borealis.id, {"amount": "50000"})
    edits.set_fields(desk.__class__(desk.store, desk.now, "luca"), borealis.id, {"amount": "60000"})
    async with opened(desk) as app:
        await app.press("u", "f2")
        await app.until(lambda: app.toasts)
        assert "1 later action, too" in app.toasts[-1]
    assert rows(desk, "SELECT amount_minor FROM deal WHERE id = ?", borealis.id) == [(4_800_000,)]


async def test_after_the_last_deal_to_clear_the_cursor_goes_to_what_is_due(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j", "j", "j")
        assert app.here == "Delta"
        await log_note(app, "go on")
        assert app.here == "Elmo"


async def test_after_a_note_one_goes_on_even_if_the_deal_still_has_something(desk: Desk) -> None:
    async with opened(desk) as app:
        first, second = (item.deal.company for item in today.listing(desk, today.View(owner="anna"))[:2])
        assert app.here == first == "Acme"
        await log_note(app, "send it")
        assert app.here == second
        assert today.listing(desk, today.View(owner="anna"))[0].deal.company == "Acme"  # the proposal is still late


async def test_after_a_tick_one_stays(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("space", "3", "enter", "escape")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.here == "Acme"
    (acme,) = records.find(desk, "acme")
    assert "next_step_agreed" in [state.id for state in records.detail(desk, acme.id).criteria if state.ticked]


async def test_a_blocked_move_opens_the_gate_and_a_free_one_moves(desk: Desk) -> None:
    (cortina,) = records.find(desk, "cortina")
    async with opened(desk) as app:
        await app.press("j", "j", "m")
        assert isinstance(app.app.screen, GateDialog)
        await app.press("escape")
        assert records.detail(desk, cortina.id).item.deal.stage == "decision"
    from pipetui.services import moves

    for criterion in ("signer_known", "procurement_aligned", "decision_date_set"):
        moves.tick(desk, cortina.id, criterion)
    async with opened(desk) as app:
        await app.press("j", "j", "m")
        await app.until(lambda: app.toasts)
        assert isinstance(app.app.screen, TodayScreen)
    assert rows(desk, "SELECT stage FROM deal WHERE id = ?", cortina.id) == [("closing",)]


async def test_the_gate_leads_to_the_step_that_gets_the_answer(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j", "j", "m", "s")
        await app.until(lambda: type(app.app.screen).__name__ == "StepDialog")
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))


async def test_p_wakes_a_parked_deal_on_its_own_screen(desk: Desk) -> None:
    (iris,) = records.find(desk, "iris")
    async with opened(desk) as app:
        await app.press("f")
        await app.type("iris")
        await app.until(lambda: app.app.screen.query_one(OptionList).option_count == 1)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))
        await app.press("p")
        await app.until(lambda: "taken up again" in app.text("#past"))
    assert records.detail(desk, iris.id).item.status == "open"


async def test_add_opens_from_the_list_and_nothing_is_written_on_escape(desk: Desk) -> None:
    before = rows(desk, "SELECT count(*) FROM deal")
    async with opened(desk) as app:
        await app.press("a")
        assert isinstance(app.app.screen, AddDialog)
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)
    assert rows(desk, "SELECT count(*) FROM deal") == before


async def test_what_another_program_writes_appears_by_itself(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j", "j")
        (borealis,) = records.find(desk, "borealis")
        steps.plan(desk, borealis.id, text="call", day=date(2026, 11, 30))
        await app.until(lambda: "Borealis" not in app.names)
        assert app.here == "Cortina"
        assert "3 to clear" in app.text("#header")


async def test_a_new_day_refreshes_the_list(desk: Desk) -> None:
    async with opened(desk) as app:
        app.clock.now = instant("2026-11-24 08:00")
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        screen.tick()
        assert "Tue 24 Nov 08:00" in app.text("#header")
        assert "Elmo" in app.names[: today.counts(desk.at(app.clock.now), today.View(owner="anna")).to_clear]


async def test_time_alone_only_moves_the_clock(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("j")
        app.clock.now += 60
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        screen.tick()
        assert "08:32" in app.text("#header")
        assert app.here == "Borealis"
