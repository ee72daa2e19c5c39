"""Hygiene over time as a picture: wide, small, and everybody's in light."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from textual.widgets import Static

from pipetui.tui.screens.hygiene import HygieneScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk


async def shows(pilot: Pilot[Any], words: str) -> None:
    """Wait until the past was read and the summary says so."""
    for _ in range(2000):
        screen = pilot.app.screen
        if isinstance(screen, HygieneScreen) and words in str(screen.query_one("#summary", Static).content):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"“{words}” did not appear within twenty seconds")


@pytest.mark.parametrize(
    ("theme", "size", "keys"),
    [("dark", (120, 40), ["i"]), ("dark", (80, 24), ["i"]), ("light", (120, 40), ["i", "v"])],
    ids=["dark", "dark-small", "light-all"],
)
def test_hygiene(
    sample_desk: Desk, snap_compare: Callable[..., bool], theme: str, size: tuple[int, int], keys: list[str]
) -> None:
    async def read(pilot: Pilot[Any]) -> None:
        await pilot.press(*keys)
        await shows(pilot, "up 20 points in 7 weeks" if "v" in keys else "up 17 points in 7 weeks")
        await pilot.pause()

    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=read)
