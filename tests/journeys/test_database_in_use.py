"""Another program holds the database while somebody saves: it is said in the dialog, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened

from pipetui.services import records
from pipetui.storage import engine
from pipetui.tui.dialogs.form import KEEP_AFTER
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock that is not given up."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.02)


async def write_note(app: Opened) -> None:
    await app.press("n", "enter")
    await app.type("call Rita")
    await app.press("enter", "enter")
    await app.type("fri")


async def test_a_note_that_cannot_be_saved_now_is_saved_with_the_next_enter(desk: Desk) -> None:
    async with opened(desk) as app:
        await write_note(app)
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("enter")
            assert isinstance(app.app.screen, NoteDialog)
            assert "in use by another program" in app.text("#trouble")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.find(desk, "acme")[0].deal.step.text == "call Rita"


async def test_a_draft_that_cannot_be_kept_is_tried_less_often(desk: Desk) -> None:
    async with opened(desk) as app:
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("n", "enter", "c")
            await app.until(lambda: "could not be kept" in app.text("#trouble"))
            await app.press("x")
            assert app.text("#trouble") == ""
            await app.pilot.pause(2 * KEEP_AFTER)
            assert app.text("#trouble") == ""
