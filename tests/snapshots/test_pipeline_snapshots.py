"""The pipeline board as a picture: dark and light, from the smallest terminal to a wide one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app

from pipetui.tui.widgets.board import Board

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]


async def in_discovery(pilot: Pilot[Any]) -> None:
    """The board, the cursor in Discovery, until the panel shows the deal under it."""
    await pilot.press("2", "right", "j")
    for _ in range(200):
        await pilot.pause(0.02)
        current = pilot.app.screen.query_one(Board).current
        if current and current.title[:20] in str(pilot.app.screen.query_one("DealPanel BrokenLines").render()):
            return


@pytest.mark.parametrize(
    ("theme", "size"),
    [("dark", (120, 40)), ("dark", (80, 24)), ("dark", (60, 20)), ("dark", (250, 70)), ("light", (120, 40))],
    ids=["dark", "dark-small", "dark-smallest", "dark-widest", "light"],
)
def test_pipeline(sample_desk: Desk, snap_compare: Compare, theme: str, size: tuple[int, int]) -> None:
    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=in_discovery)
