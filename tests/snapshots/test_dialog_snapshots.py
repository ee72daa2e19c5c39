"""Pictures of the two dialogs that people see most: over Today, and in a small terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dialog_host import Host, answer, shown, write
from opened_app import Clock, make_app

from pipetui.services import records
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.note import NoteDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

LARGE = (120, 40)
SMALL = (60, 20)


async def until(pilot: Pilot[None], words: str) -> None:
    """Wait until the words are on the screen."""
    for _ in range(2000):
        if words in shown(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"“{words}” did not appear within twenty seconds")


async def fill_in(pilot: Pilot[None]) -> None:
    """Fill in the note, without saving it."""
    await answer(pilot, "Send one-page proposal to Marta", "")
    await write(pilot, "fri")
    await until(pilot, "in 4 days")
    await pilot.press("alt+1")
    await until(pilot, "[x]")
    await pilot.pause(0.05)


def test_note_over_today(snap_compare: Callable[..., bool], sample_desk: Desk) -> None:
    async def note(pilot: Pilot[None]) -> None:
        await until(pilot, "Solution, day 11 of 21")
        await pilot.press("n")
        await until(pilot, "Learned in this call?")
        await fill_in(pilot)

    assert snap_compare(make_app(Path(sample_desk.store.path), Clock()), terminal_size=LARGE, run_before=note)


def test_blocked_move_over_today(snap_compare: Callable[..., bool], sample_desk: Desk) -> None:
    async def move(pilot: Pilot[None]) -> None:
        await until(pilot, "Solution, day 11 of 21")
        await pilot.press("m")
        await until(pilot, "Not yet")

    assert snap_compare(make_app(Path(sample_desk.store.path), Clock()), terminal_size=LARGE, run_before=move)


def test_note_in_a_small_terminal(snap_compare: Callable[..., bool], desk: Desk) -> None:
    app = Host(lambda: NoteDialog(lambda: desk, records.find(desk, "acme")[0].id))
    assert snap_compare(app, terminal_size=SMALL, run_before=fill_in)


def test_blocked_move_in_a_small_terminal(snap_compare: Callable[..., bool], desk: Desk) -> None:
    app = Host(lambda: GateDialog(lambda: desk, records.find(desk, "acme")[0].id))
    assert snap_compare(app, terminal_size=SMALL, press=["1"])
