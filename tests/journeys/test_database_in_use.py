"""Another program holds the database while somebody saves: it is said in the dialog, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened

from pipetui.services import edits, records
from pipetui.tui import app as tui_app
from pipetui.tui.dialogs.draft import KEEP_AFTER
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.patience import AGAIN_AFTER
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock that is not given up."""
    monkeypatch.setattr(tui_app, "PATIENCE", 0.02)


async def write_note(app: Opened) -> None:
    await app.press("n", "enter")
    await app.type("call Rita")
    await app.press("enter", "enter")
    await app.type("fri")


def notes_of(desk: Desk, company: str) -> list[str | None]:
    (deal,) = records.find(desk, company)
    return [note.next_step for note in records.detail(desk, deal.id).notes]


async def test_a_note_is_saved_once_by_itself_when_the_other_program_is_done(desk: Desk) -> None:
    before = notes_of(desk, "acme")
    async with opened(desk) as app:
        await write_note(app)
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("enter")
            assert isinstance(app.app.screen, NoteDialog)
            assert "Trying again" in app.text("#trouble")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert notes_of(desk, "acme") == ["call Rita", *before]


async def test_escape_ends_the_waiting_and_the_form_stays(desk: Desk) -> None:
    before = notes_of(desk, "acme")
    async with opened(desk) as app:
        await write_note(app)
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("enter", "escape")
            assert isinstance(app.app.screen, NoteDialog)
            assert "Trying again" not in app.text("#trouble")
        await app.pilot.pause(2 * AGAIN_AFTER)
        assert isinstance(app.app.screen, NoteDialog)
        assert notes_of(desk, "acme") == before
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert notes_of(desk, "acme") == ["call Rita", *before]


async def test_typing_on_ends_the_waiting(desk: Desk) -> None:
    """Only what was on the screen when the person saved is written."""
    before = notes_of(desk, "acme")
    async with opened(desk) as app:
        await write_note(app)
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("enter")
            await app.press("up", "x")
        await app.pilot.pause(2 * AGAIN_AFTER)
        assert isinstance(app.app.screen, NoteDialog)
        assert notes_of(desk, "acme") == before


async def test_after_a_while_it_is_said_that_it_did_not_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipetui.tui.dialogs.saving.LONGEST_WAIT", 0.2)
    async with opened(desk) as app:
        await write_note(app)
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await app.press("enter")
            await app.until(lambda: "in use by another program" in app.text("#trouble"))
            assert isinstance(app.app.screen, NoteDialog)


async def test_an_undo_waits_for_the_other_program(desk: Desk) -> None:
    (acme,) = records.find(desk, "acme")
    edits.set_fields(desk, acme.id, {"source": "fair"})
    async with opened(desk) as app:
        with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            app.app.screen.call_later(app.app.screen.run_action, "undo")
            await app.until(lambda: any("Trying again" in toast for toast in app.toasts))
        await app.until(lambda: any("Undone" in toast for toast in app.toasts))
    assert records.detail(desk, acme.id).source is None


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
