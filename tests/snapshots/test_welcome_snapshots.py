"""The first start as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock
from small_pipeline import NOW

from pipetui.i18n import set_language
from pipetui.services.launching import Launch
from pipetui.tui.app import PipetuiApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    Compare = Callable[..., bool]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> PipetuiApp:
    """Nobody's home: the paths are the same on every machine, and nothing is there."""
    monkeypatch.setenv("HOME", "/home/anna")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    home = Path("/home/anna")
    launch = Launch(
        db=home / ".local/share/pipetui/pipetui.db", me="anna", now=Clock(NOW), as_of=None, language="en",
        date_order="dmy", theme=None, settings_file=home / ".config/pipetui/settings.toml",
    )  # fmt: skip
    return PipetuiApp(launch, None)


@pytest.mark.parametrize("size", [(120, 40), (60, 20)], ids=["wide", "small"])
def test_welcome(app: PipetuiApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size)


def test_welcome_with_a_file(app: PipetuiApp, snap_compare: Compare) -> None:
    async def choose(pilot: Pilot[Any]) -> None:
        await pilot.press("alt+2", "f2")
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=choose)


def test_welcome_in_italian(app: PipetuiApp, snap_compare: Compare) -> None:
    async def choose(pilot: Pilot[Any]) -> None:
        await pilot.press("enter", "2")
        await pilot.pause()
        set_language("it")

    assert snap_compare(app, terminal_size=(80, 24), run_before=choose)
