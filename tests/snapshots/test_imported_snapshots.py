"""The page after an import, and the largest deals to begin with, as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from small_pipeline import NOW
from two_weeks import many, second_import

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["wide", "small", "least"])


async def _press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press("I", *keys)
    await pilot.pause()
    await pilot.pause()


@SIZES
def test_imported(empty_desk: Desk, tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """A conflict under the cursor."""
    desk = empty_desk.at(NOW)
    second_import(desk, tmp_path)

    async def before(pilot: Pilot[Any]) -> None:
        await _press(pilot, "tab", "tab")

    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=before)


@SIZES
def test_gone_from_the_file(empty_desk: Desk, tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Two deals are selected."""
    desk = empty_desk.at(NOW)
    second_import(desk, tmp_path)

    async def before(pilot: Pilot[Any]) -> None:
        await _press(pilot, "tab", "tab", "tab", "X")

    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=before)


@SIZES
def test_start_with_the_largest(empty_desk: Desk, tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    """No red wall."""
    desk = empty_desk.at(NOW)
    many(desk, tmp_path)

    async def before(pilot: Pilot[Any]) -> None:
        await _press(pilot)

    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=before)


@SIZES
def test_the_largest_in_triage(empty_desk: Desk, tmp_path: Path, snap_compare: Compare, size: tuple[int, int]) -> None:
    desk = empty_desk.at(NOW)
    many(desk, tmp_path)

    async def before(pilot: Pilot[Any]) -> None:
        await _press(pilot, "enter")

    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=before)
