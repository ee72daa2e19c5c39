"""Nothing typed is lost: drafts on their screen, in the panel, in the shell; a file that is full, gone or replaced."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import Opened, opened

from pipetui.services import drafts, edits, history, records, safekeeping
from pipetui.services.desk import open_desk
from pipetui.tui.dialogs.add import AddDialog
from pipetui.tui.dialogs.criteria import CriteriaDialog
from pipetui.tui.dialogs.form import Form
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.screens.drafts import DraftsScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture
def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


async def leave_a_note(app: Opened, text: str) -> None:
    """A note on the deal under the cursor, left half-way."""
    await app.press("n")
    await app.type(text)
    await app.press("escape")
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))


async def go_to_drafts(app: Opened) -> DraftsScreen:
    await app.press("D")
    await app.until(lambda: isinstance(app.app.screen, DraftsScreen))
    screen = app.app.screen
    assert isinstance(screen, DraftsScreen)
    return screen


async def test_after_a_crash_today_says_that_drafts_wait_and_the_panel_where(desk: Desk, acme: int) -> None:
    drafts.keep(desk, acme, "note", {"next_step": "Call Marta"})
    drafts.keep(desk, 0, "add", {"name": "Zeta"})
    async with opened(desk) as app:
        assert "2 drafts · D" in app.text("#header")
        await app.until(lambda: "draft: note" in shown(app.pilot))


async def test_without_drafts_nothing_is_said(desk: Desk) -> None:
    async with opened(desk) as app:
        assert "draft" not in shown(app.pilot)
        screen = await go_to_drafts(app)
        assert "no drafts" in app.text("#header")
        await app.press("x", "u", "enter", "y")
        assert app.app.screen is screen


async def test_enter_goes_on_with_a_draft_to_the_saved_note(desk: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await leave_a_note(app, "Call Marta")
        await go_to_drafts(app)
        assert "Acme · ERP roll-out" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))
        assert "Call Marta" in shown(app.pilot)
        await app.press("enter", "enter", *"fri", "enter")
        await app.until(lambda: isinstance(app.app.screen, DraftsScreen))
        await app.until(lambda: "no drafts" in app.text("#header"))
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)
    assert records.detail(desk, acme).notes[0].next_step == "Call Marta"


async def test_one_that_is_thrown_away_can_be_brought_back(desk: Desk, acme: int) -> None:
    drafts.keep(desk, acme, "note", {"next_step": "Call Marta"})
    drafts.keep(desk, acme, "edit", {"source": "fair"})
    async with opened(desk) as app:
        await go_to_drafts(app)
        await app.press("x", "x")
        assert drafts.count(desk) == 0
        await app.press("u", "u")
        assert {draft.words for draft in drafts.waiting(desk)} == {"Call Marta", "fair"}


async def test_a_draft_of_a_deal_that_is_gone_is_shown_with_its_text(desk: Desk) -> None:
    new = edits.add_deal(desk, name="Zeta").id
    drafts.keep(desk, new, "note", {"next_step": "Call Zeta"})
    history.undo(desk)
    async with opened(desk) as app:
        await go_to_drafts(app)
        assert f"deal {new} is gone" in shown(app.pilot)
        assert "Call Zeta" in shown(app.pilot)
        await app.press("enter")
        assert "is gone" in app.toasts[-1]
        await app.press("y")
        assert app.app.clipboard == "Next step: Call Zeta"


async def test_a_second_new_deal_leaves_the_first_one_alone(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("a", *"Zeta", "escape")
        await app.press("a")
        form = app.app.screen
        assert isinstance(form, AddDialog)
        assert form.value("name") == "Zeta"
        form.action_start_afresh()
        await app.press(*"Omega", "escape")
        assert sorted(draft.words for draft in drafts.waiting(desk)) == ["Omega", "Zeta"]
        await go_to_drafts(app)
        await app.press("G", "enter")
        await app.until(lambda: isinstance(app.app.screen, AddDialog))
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, DraftsScreen))
    assert drafts.count(desk) == 1
    assert len(records.find(desk, "zeta")) + len(records.find(desk, "omega")) == 1


async def test_how_one_knows_a_criterion_is_kept_too(desk: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await app.press("space", "1")
        await app.type("in the mail")
        await app.press("escape", "escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await go_to_drafts(app)
        assert "in the mail" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, CriteriaDialog))
        await app.press("enter", "escape")
        await app.until(lambda: isinstance(app.app.screen, DraftsScreen))
    tick = next(state.tick for state in records.detail(desk, acme).criteria if state.id == "proposal_sent")
    assert tick is not None
    assert tick.how == "in the mail"
    assert drafts.count(desk) == 0


async def test_drafts_of_another_window_appear_by_themselves(desk: Desk, acme: int) -> None:
    async with opened(desk) as app:
        await go_to_drafts(app)
        drafts.keep(desk, acme, "note", {"next_step": "Call Marta"})
        await app.until(lambda: "Call Marta" in shown(app.pilot))


async def test_the_cursor_stays_on_its_deal_when_others_write(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as app:
        await app.press("j", "j")
        assert app.here == "Cortina"
        luca = replace(desk, me="luca")
        edits.add_deal(luca, name="first", company="Aaa", amount="999999", owner="anna")
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        screen._look_for_changes()
        await app.pilot.pause()
        assert "Aaa" in app.names
        assert app.here == "Cortina"


# A file that is full, gone or another one


def in_use(path: str) -> sqlite3.Connection:
    """Hold the lock that every write needs."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_a_draft_that_cannot_be_kept_is_said_before_one_leaves(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("n")
        with closing(in_use(desk.store.path)):
            await app.press(*"call", "escape")
            assert isinstance(app.app.screen, NoteDialog)
            assert "could not be kept" in app.text("#trouble")
            await app.press("escape")
            await app.until(lambda: isinstance(app.app.screen, TodayScreen))


async def test_one_does_not_quit_over_a_draft_that_cannot_be_kept_unless_asked_twice(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("n")
        with closing(in_use(desk.store.path)):
            await app.press(*"call", "ctrl+q")
            assert isinstance(app.app.screen, NoteDialog)
            assert "could not be kept" in app.text("#trouble")
        await app.press("ctrl+q")
    assert drafts.waiting(desk)[0].words == "call"


async def test_a_database_that_was_deleted_under_the_app_is_said_and_the_text_stays(desk: Desk, tmp_path: Path) -> None:
    path = Path(desk.store.path)
    async with opened(desk) as app:
        await app.press("n", *"call", "enter", "enter", *"fri")
        aside = tmp_path / "aside.db"
        path.rename(aside)
        await app.press("enter")
        assert "not there any more" in app.text("#trouble")
        form = app.app.screen
        assert isinstance(form, NoteDialog)
        assert form.value("next_step") == "call"
        aside.rename(path)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.find(desk, "acme")[0].deal.step.text == "call"


async def test_another_file_in_its_place_is_opened_and_the_draft_goes_with_the_form(
    desk: Desk, small_file: Path, tmp_path: Path
) -> None:
    path = Path(desk.store.path)
    async with opened(desk) as app:
        await app.press("n", *"call", "enter", "enter", *"fri")
        desk.close()
        another = tmp_path / "another.db"
        shutil.copy(small_file, another)
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink()
        another.rename(path)
        form = app.app.screen
        assert isinstance(form, Form)
        form.look_elsewhere()
        there = open_desk(path, me="anna", now=desk.now)
        assert drafts.waiting(there)[0].words == "call"
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        assert records.find(there, "acme")[0].deal.step.text == "call"
        there.close()


async def test_a_restore_from_the_shell_shows_and_does_not_take_the_text_away(desk: Desk, tmp_path: Path) -> None:
    path = Path(desk.store.path)
    saved = tmp_path / "backup.db"
    safekeeping.backup(desk, saved)
    edits.add_deal(desk, name="later", company="Later", amount="1", owner="anna")
    async with opened(desk) as app:
        assert "Later" in app.names
        await app.press("n", *"call", "enter", "enter", *"fri")
        form = app.app.screen
        assert isinstance(form, Form)
        form.keep_draft()
        safekeeping.restore(path, saved, desk.now)
        assert drafts.count(desk) == 0
        form.look_elsewhere()
        assert drafts.waiting(desk)[0].words == "call"
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await app.until(lambda: "Later" not in app.names)
    assert records.find(desk, "acme")[0].deal.step.text == "call"
    assert all(check.ok for check in safekeeping.doctor(desk))
