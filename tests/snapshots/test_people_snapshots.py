"""People as a picture, and Today while one covers somebody: wide and small."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dialog_host import answer, shown
from opened_app import Clock, make_app

from pipetui.services import absence_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

SIZES = {"wide": (120, 40), "usual": (80, 24), "small": (60, 20)}


async def until(pilot: Pilot[None], words: str) -> None:
    """Wait until the words are on the screen."""
    for _ in range(2000):
        if words in shown(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"“{words}” did not appear within twenty seconds")


@pytest.fixture
def covered(sample_desk: Desk) -> Desk:
    """Anna is away, and luca covers."""
    absence_changes.plan(sample_desk, "anna", sample_desk.today, date(2027, 1, 6), "luca")
    return sample_desk


@pytest.mark.parametrize("size", SIZES)
def test_people(snap_compare: Callable[..., bool], covered: Desk, size: str) -> None:
    async def go(pilot: Pilot[None]) -> None:
        await pilot.press("P")
        await until(pilot, "luca covers")

    app = make_app(Path(covered.store.path), Clock(covered.now))
    assert snap_compare(app, terminal_size=SIZES[size], run_before=go)


@pytest.mark.parametrize("size", SIZES)
def test_the_list_of_who_covers(snap_compare: Callable[..., bool], covered: Desk, size: str) -> None:
    async def go(pilot: Pilot[None]) -> None:
        await pilot.press("j")
        await until(pilot, "Officine Brandi · Downtime")

    app = make_app(Path(covered.store.path), Clock(covered.now), me="luca")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=go)


def test_planning_an_absence(snap_compare: Callable[..., bool], sample_desk: Desk) -> None:
    async def go(pilot: Pilot[None]) -> None:
        await pilot.press("P", "A")
        await answer(pilot, "tomorrow", "6/1")
        await until(pilot, "44 days")

    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now))
    assert snap_compare(app, terminal_size=SIZES["usual"], run_before=go)
