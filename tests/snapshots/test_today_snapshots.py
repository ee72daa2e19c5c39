"""Today as a picture: dark and light, wide and small. The README shows these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]


async def rest(pilot: Pilot[Any]) -> None:
    """Until the panel shows the deal under the cursor."""
    for _ in range(200):
        await pilot.pause(0.02)
        if "Officine Brandi" in str(pilot.app.screen.query_one("DealPanel BrokenLines").render()):
            return


@pytest.mark.parametrize(
    ("theme", "size"),
    [("dark", (120, 40)), ("dark", (80, 24)), ("light", (120, 40))],
    ids=["dark", "dark-small", "light"],
)
def test_today(sample_desk: Desk, snap_compare: Compare, theme: str, size: tuple[int, int]) -> None:
    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=rest)
