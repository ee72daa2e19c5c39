"""What is to be entered in the CRM, as pictures: a deal that the CRM has changed, too, and an empty list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from small_pipeline import NOW
from two_weeks import second_import

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["wide", "small", "least"])


async def _open(pilot: Pilot[Any]) -> None:
    await pilot.press("F")
    await pilot.pause()
    await pilot.pause()


@SIZES
def test_for_the_crm(empty_desk: Desk, tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Two deals, the first of them in conflict."""
    desk = empty_desk.at(NOW)
    second_import(desk, tmp_path)
    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=_open)


def test_nothing_to_enter(empty_desk: Desk, snap_compare: Compare) -> None:
    """The CRM knows everything."""
    desk = empty_desk.at(NOW)
    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=(80, 24), run_before=_open)
