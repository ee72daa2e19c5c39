"""The list in the hands of somebody quick, as pictures: filtering, several selected, a new date for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]

FILTER = ("v", "slash", *"amount:", "greater_than_sign", *"5k", "space", *"owner:a")
SELECTED = ("v", *"xxxjxx")
NEW_DATE = (*SELECTED, "s", *"each", "space", "plus", *"1w")


async def rest(pilot: Pilot[Any]) -> None:
    """Until nothing is about to change: the filter is applied, the panel shown."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    await pilot.pause(0.5)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["wide", "middle", "small"])
@pytest.mark.parametrize("keys", [FILTER, SELECTED, NEW_DATE], ids=["filter", "selected", "new-date"])
def test_list_power(sample_desk: Desk, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    app = make_app(Path(sample_desk.store.path), Clock(sample_desk.now))

    async def typed(pilot: Pilot[Any]) -> None:
        await pilot.press(*keys)
        await rest(pilot)

    assert snap_compare(app, terminal_size=size, run_before=typed)
