"""The themes, the help and the window that is too small, as pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]


def pressing(*keys: str) -> Callable[[Pilot[Any]], Any]:
    """Press these once the panel has come to rest."""

    async def run(pilot: Pilot[Any]) -> None:
        for _ in range(100):
            await pilot.pause(0.02)
            if "Borealis" in str(pilot.app.screen.query_one("DealPanel BrokenLines").render()):
                break
        await pilot.press(*keys)
        await pilot.pause()

    return run


@pytest.mark.parametrize("theme", ["high-contrast", "ansi"])
def test_today(desk: Desk, snap_compare: Compare, theme: str) -> None:
    app = make_app(Path(desk.store.path), Clock(desk.now), theme=theme)
    assert snap_compare(app, terminal_size=(100, 30), run_before=pressing("j"))


def test_without_colours(desk: Desk, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(Path(desk.store.path), Clock(desk.now))
    assert snap_compare(app, terminal_size=(80, 24), run_before=pressing("j"))


def test_a_theme_is_chosen(desk: Desk, snap_compare: Compare) -> None:
    async def choose(pilot: Pilot[Any]) -> None:
        await pilot.app.screen.run_action("app.theme")
        await pilot.pause(0.05)
        await pilot.press("2")
        await pilot.pause()

    app = make_app(Path(desk.store.path), Clock(desk.now))
    app.launch = replace(app.launch, settings_file=Path("settings.toml"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=choose)


def test_a_window_that_is_too_small(desk: Desk, snap_compare: Compare) -> None:
    app = make_app(Path(desk.store.path), Clock(desk.now))
    assert snap_compare(app, terminal_size=(50, 15))
