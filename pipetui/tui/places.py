"""The screens that lie above Today, by name, and going there. Each is imported when somebody first does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from pipetui.services.desk import Desk
    from pipetui.tui.place_screen import PlaceScreen
    from pipetui.tui.screens.today import TodayScreen

PLACES = ("today", "pipeline", "people", "hygiene", "drafts", "imported", "crm")
"""Where ``go`` leads, and what may be the first screen."""


async def go(app: App[None], place: str, desk: Callable[[], Desk]) -> None:
    """Leave what is open, back to Today, and from there to a place; from a dialog nobody goes anywhere. Only for
    ``KeysInOrder.in_turn``. Raises KeyError for an unknown place."""
    if isinstance(app.screen, ModalScreen):
        return
    today = await back_to_today(app)
    if place == "today":
        today.show_change(None)
    else:
        await app.push_screen(screen_of(place, desk), lambda _result: today.reload())


async def back_to_today(app: App[None]) -> TodayScreen:
    """Leave all screens above Today, and give it. Only for ``KeysInOrder.in_turn``."""
    from pipetui.tui.screens.today import TodayScreen

    while not isinstance(app.screen, TodayScreen):
        await app.pop_screen()
    return app.screen


def screen_of(place: str, desk: Callable[[], Desk]) -> PlaceScreen:
    """A new screen for a place other than Today. Raises KeyError for an unknown one."""
    makers = {
        "pipeline": _pipeline,
        "people": _people,
        "hygiene": _hygiene,
        "drafts": _drafts,
        "imported": _imported,
        "crm": _crm,
    }
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


def _imported(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.imported import ImportedScreen

    return ImportedScreen(desk)


def _crm(desk: Callable[[], Desk]) -> PlaceScreen:
    from pipetui.tui.screens.crm import CrmScreen

    return CrmScreen(desk)
