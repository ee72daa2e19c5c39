"""Every action once, with a key that nothing else has, and something behind it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipetui.tui.app import PipetuiApp
from pipetui.tui.commands import COMMANDS, EVERYWHERE, Place, commands, footer
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.tui.deal_actions import DealScreen

SCREENS: dict[Place, type[DealScreen]] = {"today": TodayScreen, "deal": DealView}


def test_ids_and_keys_are_unique() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1
    for place in SCREENS:
        assert max(Counter(command.key for command in commands(place) if command.key).values()) == 1


@pytest.mark.parametrize("place", SCREENS)
def test_each_action_exists(place: Place) -> None:
    for command in commands(place):
        namespace, _, name = command.action.rpartition(".")
        owner = PipetuiApp if namespace == "app" else SCREENS[place]
        assert hasattr(owner, f"action_{name.partition('(')[0]}"), command.id


@pytest.mark.parametrize("place", EVERYWHERE)
def test_the_footer_has_at_most_eleven_keys(place: Place) -> None:
    assert len(footer(place)) <= 11


def test_the_heart_of_the_morning_stands_first() -> None:
    assert footer("today")[0].id == "triage"


def test_words_are_whole() -> None:
    assert all(command.words and command.sentence.endswith(".") for command in COMMANDS)
