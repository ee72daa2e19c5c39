"""The screens that lie above Today, by name. Each is imported when somebody first goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk
    from pipetui.tui.place_screen import PlaceScreen

PLACES = ("today", "pipeline", "people", "hygiene", "drafts")
"""Where ``go`` leads, and what may be the first screen."""


def screen_of(place: str, desk: Callable[[], Desk]) -> PlaceScreen:
    """A new screen for a place other than Today. Raises KeyError for an unknown one."""
    makers = {"pipeline": _pipeline, "people": _people, "hygiene": _hygiene, "drafts": _drafts}
    return makers[place](desk)


def _pipeline(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.pipeline import PipelineScreen

    return PipelineScreen(desk)


def _people(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.people import PeopleScreen

    return PeopleScreen(desk)


def _hygiene(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.hygiene import HygieneScreen

    return HygieneScreen(desk)


def _drafts(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.drafts import DraftsScreen

    return DraftsScreen(desk)
