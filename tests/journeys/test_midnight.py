"""A new day begins while the app is open: by itself, after a sleep, and in the nights when the clocks are changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import Opened, opened
from small_pipeline import instant

from pipetui.services import edits, records, steps
from pipetui.tui.dialogs.form import Form
from pipetui.tui.dialogs.park import ParkDialog
from pipetui.tui.place_screen import PlaceScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

LATE, EARLY = instant("2026-11-23 23:59"), instant("2026-11-24 00:01")


async def a_moment_later(app: Opened, now: int) -> None:
    """The clock goes on (or jumps, after a sleep), and the screen looks at it."""
    app.clock.now = now
    screen = app.app.screen
    if isinstance(screen, PlaceScreen):
        screen._look_for_changes()
    elif isinstance(screen, Form):
        screen.look_elsewhere()
    await app.pilot.pause()


@pytest.mark.parametrize(
    ("before", "after", "header"),
    [
        ("2026-11-23 23:59", "2026-11-24 00:01", "Tue 24 Nov 00:01"),
        ("2026-11-23 18:00", "2026-11-26 08:10", "Thu 26 Nov 08:10"),  # the laptop slept
        ("2027-03-27 23:59", "2027-03-28 00:01", "Sun 28 Mar 00:01"),  # this night has 23 hours
        ("2026-10-24 23:59", "2026-10-25 00:01", "Sun 25 Oct 00:01"),  # this one has 25
    ],
)
async def test_the_list_is_renewed(empty_desk: Desk, before: str, after: str, header: str) -> None:
    desk = empty_desk.at(instant(before))
    deal = edits.add_deal(desk, name="x", company="Due", stage="validation").id
    steps.plan(desk, deal, text="call", day=desk.today)
    async with opened(desk) as app:
        assert "due today 1" in app.text("#header")
        await a_moment_later(app, instant(after))
        assert header in app.text("#header")
        assert "1 to clear" in app.text("#header")
        assert "due today" not in app.text("#header")
        assert app.here == "Due"


async def test_what_is_due_tomorrow_becomes_due_and_what_was_parked_wakes(empty_desk: Desk) -> None:
    from pipetui.services import moves

    desk = empty_desk.at(LATE)
    due = edits.add_deal(desk, name="x", company="Due").id
    steps.plan(desk, due, text="call", day=date(2026, 11, 24))
    parked = edits.add_deal(desk, name="y", company="Parked").id
    moves.park(desk, parked, date(2026, 11, 24), "budget")
    async with opened(desk) as app:
        assert "due today" not in app.text("#header")
        await a_moment_later(app, EARLY)
        assert "due today 1" in app.text("#header")
        assert "woke 1" in app.text("#header")
        assert {"Due", "Parked"} <= set(app.names)


async def test_it_comes_about_by_itself(desk: Desk) -> None:
    async with opened(desk) as app:
        app.clock.now = instant("2026-11-24 00:01")
        await app.until(lambda: "Tue 24 Nov" in app.text("#header"))


async def test_the_day_that_was_shown_is_the_day_that_is_saved(desk: Desk) -> None:
    acme = records.find(desk, "acme")[0].id
    async with opened(desk.at(LATE)) as app:
        await app.press("n", *"call", "enter", "enter", *"tomorrow")
        await app.pilot.pause()
        assert "Tue 24 Nov · tomorrow" in shown(app.pilot)
        await a_moment_later(app, EARLY)
        assert "Tue 24 Nov · today" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).item.deal.step.date == date(2026, 11, 24)


async def test_so_it_is_when_it_is_saved_before_the_screen_has_looked(desk: Desk) -> None:
    acme = records.find(desk, "acme")[0].id
    async with opened(desk.at(LATE)) as app:
        await app.press("n", *"call", "enter", "enter", *"tomorrow")
        await app.pilot.pause()
        app.clock.now = EARLY
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).item.deal.step.date == date(2026, 11, 24)


async def test_a_draft_keeps_the_day_that_was_meant(desk: Desk) -> None:
    acme = records.find(desk, "acme")[0].id
    async with opened(desk.at(LATE)) as app:
        await app.press("n", *"call", "enter", "enter", *"tomorrow", "escape")
        await a_moment_later(app, EARLY)
        await app.press("n")
        assert "Tue 24 Nov · today" in shown(app.pilot)
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).item.deal.step.date == date(2026, 11, 24)


async def test_words_typed_again_after_midnight_mean_the_new_day(desk: Desk) -> None:
    async with opened(desk.at(LATE)) as app:
        await app.press("n", *"call", "enter", "enter", *"tomorrow")
        await a_moment_later(app, EARLY)
        await app.press("ctrl+u")
        await app.press(*"tomorrow")
        await app.pilot.pause()
        assert "Wed 25 Nov · tomorrow" in shown(app.pilot)


async def test_a_day_that_is_over_by_now_is_refused_where_it_stands(desk: Desk) -> None:
    async with opened(desk.at(LATE)) as app:
        await app.press("n", *"call", "enter", "enter", *"today")
        await a_moment_later(app, EARLY)
        assert "in the past" in shown(app.pilot)
        await app.press("enter")
        assert not isinstance(app.app.screen, TodayScreen)


async def test_a_proposal_that_was_chosen_stays_that_day(desk: Desk) -> None:
    acme = records.find(desk, "acme")[0].id
    async with opened(desk.at(LATE)) as app:
        await app.press("p", "alt+1")
        assert isinstance(app.app.screen, ParkDialog)
        form = app.app.screen
        meant = form.day("until")
        await a_moment_later(app, EARLY)
        form.entry("reason").take_focus()
        await app.press(*"budget", "f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert records.detail(desk, acme).item.deal.step.date == meant


@pytest.mark.parametrize("place", ["pipeline", "people", "drafts"])
async def test_every_place_looks_at_the_day(desk: Desk, place: str) -> None:
    async with opened(desk) as app:
        app.app.action_go(place)
        await app.until(lambda: isinstance(app.app.screen, PlaceScreen) and app.app.screen.place == place)
        await a_moment_later(app, EARLY)
        assert isinstance(app.app.screen, PlaceScreen)
        assert app.app.screen._day == date(2026, 11, 24)
