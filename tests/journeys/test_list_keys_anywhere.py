"""Moving in a list is the same on every screen, and so are the keys that a person gives it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from opened_app import Clock

from pipetui.services.launching import Launch
from pipetui.tui.app import PipetuiApp
from pipetui.tui.commands import Place, keys_here
from pipetui.tui.keymap import _MOVES_ON
from pipetui.tui.launch import desk_of

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

KEYS: dict[Place, tuple[str, ...]] = {
    "today": (), "pipeline": ("2",), "people": ("P",), "deal": ("enter",), "hygiene": ("i",), "drafts": ("D",),
}  # fmt: skip


async def _keys_of_a_list(pilot: Pilot[None], place: Place) -> dict[str, str]:
    await pilot.pause()
    await pilot.press(*KEYS[place])
    await pilot.pause(0.1)
    return {name: keys for name, keys in keys_here(pilot.app.screen).items() if name.startswith("list.")}


@pytest.mark.parametrize("place", KEYS)
async def test_a_screen_has_the_moves_that_are_checked_for_it_with_the_persons_keys(desk: Desk, place: Place) -> None:
    launch = Launch(
        db=Path(desk.store.path), me="anna", now=Clock(), as_of=None, language="en", date_order="dmy", theme="dark",
        screen=None, demo=False, keys={"list.down": ("z",)},
    )  # fmt: skip
    async with PipetuiApp(launch, desk_of(launch)).run_test(size=(120, 40)) as pilot:
        found = await _keys_of_a_list(pilot, place)
        assert set(found) == set(_MOVES_ON[place])
        assert found["list.down"].split(",")[0] == "z"
