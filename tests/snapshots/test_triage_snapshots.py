"""Triage as a picture: one deal, a line typed into it, what is new, and the end; dark and light, wide and small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dialog_host import shown, write
from opened_app import Clock, make_app
from small_pipeline import instant

from pipetui.services import edits, pace, since

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]


async def until(pilot: Pilot[Any], words: str) -> None:
    """Wait until the words are on the screen."""
    for _ in range(2000):
        if words in shown(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"“{words}” did not appear within twenty seconds")


async def triage(pilot: Pilot[Any]) -> None:
    await until(pilot, "TO CLEAR")
    await pilot.press("t")
    await until(pilot, "any key goes on")
    await pilot.press("enter")
    await until(pilot, "WHAT TO PRESS")


@pytest.mark.parametrize(
    ("theme", "size"),
    [("dark", (120, 40)), ("dark", (80, 24)), ("light", (120, 40)), ("dark", (60, 20)), ("light", (250, 70))],
    ids=["dark", "dark-small", "light", "dark-tiny", "light-huge"],
)
def test_one_deal(sample_desk: Desk, snap_compare: Compare, theme: str, size: tuple[int, int]) -> None:
    for seconds in (11, 14, 16, 19, 25):
        pace.keep(sample_desk, "step_overdue", seconds)
    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=triage)


def test_a_line_that_fixes_it(sample_desk: Desk, snap_compare: Compare) -> None:
    async def type_it(pilot: Pilot[Any]) -> None:
        await triage(pilot)
        await pilot.press("j", "j", "enter")
        await until(pilot, "What next, and when?")
        await write(pilot, "call Rita fri")
        await until(pilot, "in 4 days")

    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now))
    assert snap_compare(app, terminal_size=(80, 24), run_before=type_it)


def test_what_is_new(sample_desk: Desk, snap_compare: Compare) -> None:
    since.look(sample_desk.at(instant("2026-11-20 18:02")))
    luca = replace(sample_desk, me="luca", now=instant("2026-11-22 10:00"))
    edits.add_deal(luca, name="Scanners", company="Nova", owner="anna", step=("Call Rita", date(2026, 11, 30)))

    async def look(pilot: Pilot[Any]) -> None:
        await until(pilot, "t shows them")
        await pilot.press("t")
        await until(pilot, "any key goes on")

    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now))
    assert snap_compare(app, terminal_size=(80, 24), run_before=look)


def test_the_end(sample_desk: Desk, snap_compare: Compare) -> None:
    async def leave(pilot: Pilot[Any]) -> None:
        await triage(pilot)
        await pilot.press("enter")
        await until(pilot, "How do we know?")
        await pilot.press("enter")
        await until(pilot, "1 of 16")
        await pilot.press("escape")
        await until(pilot, "STILL TO CLEAR")
        pilot.app.clear_notifications()
        await pilot.pause(0.05)

    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now))
    assert snap_compare(app, terminal_size=(120, 40), run_before=leave)
