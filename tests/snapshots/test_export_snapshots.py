"""The dialog for data out, as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from small_pipeline import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["wide", "small", "least"])
def test_export(desk: Desk, monkeypatch: pytest.MonkeyPatch, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Notes as a document; the name of the file is ready to be replaced."""
    monkeypatch.setenv("HOME", "/home/anna")

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.app.screen.run_action("app.export")
        await pilot.pause()
        await pilot.press("2", "4")
        await pilot.pause()

    assert snap_compare(make_app(Path(desk.store.path), Clock(NOW)), terminal_size=size, run_before=before)
