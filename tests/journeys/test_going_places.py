"""Going from screen to screen: with keys, a click or the palette, from everywhere to everywhere; keys come in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from opened_app import Opened, opened

from pipetui.tui.commands import Place, commands
from pipetui.tui.place_screen import PlaceScreen
from pipetui.tui.places import PLACES
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.help import HelpScreen
from pipetui.tui.screens.people import PeopleScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

_KEYS: dict[str, tuple[str, ...]] = {
    "today": ("1",), "pipeline": ("2",), "people": ("P",), "hygiene": ("i",), "drafts": ("D",),
    "imported": ("I",), "crm": ("F",),
    "deal": ("enter",), "triage": ("t",),
}  # fmt: skip
_EVERYWHERE: tuple[Place, ...] = get_args(Place)


def _place(it: Opened) -> str:
    screen = it.app.screen
    return screen.place if isinstance(screen, PlaceScreen) and screen.is_mounted else type(screen).__name__


async def _arrive(it: Opened, place: str) -> None:
    await it.until(lambda: _place(it) == place)


async def _begin_at(it: Opened, place: str) -> None:
    await it.press("1", *_KEYS[place])
    await it.until(lambda: _place(it) == place)


def _row_of(it: Opened, action: str) -> tuple[int, int]:
    """Where a line of the open help stands, on the screen."""
    assert isinstance(it.app.screen, HelpScreen)
    screen = it.app.screen
    for y in range(screen.size.height):
        for x in range(screen.size.width):
            if screen.get_style_at(x, y).meta.get("action") == action:
                return x, y
    raise AssertionError(f"no line of the help does {action}")


@pytest.mark.parametrize("start", _EVERYWHERE)
async def test_every_screen_leads_elsewhere_by_what_it_does_itself(desk: Desk, start: Place) -> None:
    """A click is handled by the screen that goes: it must not wait for its own end."""
    async with opened(desk) as it:
        for place in ("today", "pipeline"):
            await _begin_at(it, start)
            screen = it.app.screen
            screen.call_later(screen.run_action, f"app.go('{place}')")
            await _arrive(it, place)
            await it.press("question_mark")
            assert isinstance(it.app.screen, HelpScreen)
            await it.press("escape")


async def test_a_click_in_the_help_goes_there(desk: Desk) -> None:
    async with opened(desk, size=(120, 70)) as it:
        for place in PLACES:
            await it.press("1", "question_mark")
            await it.pilot.click(offset=_row_of(it, f"app.go('{place}')"))
            await _arrive(it, place)
            assert isinstance(it.app.screen_stack[1], TodayScreen)


async def test_a_screen_that_is_asked_twice_to_leave_takes_no_other_with_it(desk: Desk) -> None:
    async with opened(desk) as it:
        await it.press("enter")
        deal = it.app.screen
        assert isinstance(deal, DealView)
        await it.press("question_mark")
        helping = it.app.screen
        assert isinstance(helping, HelpScreen)
        helping.action_leave()
        helping.action_leave()
        await it.pilot.pause()
        assert it.app.screen is deal
        await deal.run_action("leave")
        await deal.run_action("leave")
        await it.pilot.pause()
        assert isinstance(it.app.screen, TodayScreen)


async def test_a_screen_with_another_one_above_it_leaves_when_that_has_gone(desk: Desk) -> None:
    async with opened(desk) as it:
        await it.press("enter", "question_mark")
        below, above = it.app.screen_stack[-2:]
        assert isinstance(below, DealView)
        below.dismiss()
        await it.pilot.pause()
        assert it.app.screen is above
        await it.press("escape")
        await it.until(lambda: isinstance(it.app.screen, TodayScreen))


async def test_what_is_typed_after_the_key_is_for_the_new_screen(desk: Desk) -> None:
    async with opened(desk) as it:
        await it.press("2", "P", "i", "D", "1", "j", "P", "n")
        await it.until(lambda: type(it.app.screen).__name__ == "AliasDialog")
        assert isinstance(it.app.screen_stack[-2], PeopleScreen)


async def test_nobody_leaves_a_form_for_a_place(desk: Desk) -> None:
    async with opened(desk) as it:
        await it.press("s")
        form = it.app.screen
        await it.app.run_action("app.go('pipeline')")
        await it.pilot.pause()
        assert it.app.screen is form


async def test_going_leaves_nothing_behind(desk: Desk) -> None:
    async with opened(desk) as it:
        for _again in range(3):
            for place in PLACES:
                await it.press(*_KEYS[place])
        await it.press("1")
        assert [type(screen) for screen in it.app.screen_stack[1:]] == [TodayScreen]


@pytest.mark.parametrize("place", _EVERYWHERE)
def test_every_screen_has_the_keys_of_all_places(place: Place) -> None:
    there = {command.action for command in commands(place)}
    assert {f"app.go('{each}')" for each in PLACES} <= there
