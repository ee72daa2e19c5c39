"""Hygiene over time on screen: the figure, the trend, mine and everybody's, and a fix that leads to its deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from textual.widgets import Digits

from pipetui.services import cleanliness, steps
from pipetui.tui.screens.hygiene import FixList, HygieneScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.cleanliness import Trend
    from pipetui.services.desk import Desk


async def hygiene(app: Opened) -> None:
    """Go to the screen and wait until the past was read."""
    await app.press("i")
    await app.until(lambda: isinstance(app.app.screen, HygieneScreen) and app.app.screen.query_one("#trend").display)


def fixes(app: Opened) -> list[str]:
    found = app.app.screen.query_one(FixList)
    return [str(found.get_option_at_index(index).prompt) for index in range(found.option_count)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (250, 70)])
async def test_figure_trend_and_fixes_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await hygiene(app)
        assert app.app.screen.query_one("#share", Digits).value == "29%"
        assert "of 7 open deals are clean: 2" in app.text("#summary")
        assert "today" in app.text("#trend")
        assert "━" in app.text("#trend")
        assert "stalled" in app.text("#kinds")
        assert any("Plan the next step of 1 deal" in line for line in fixes(app))


async def test_everybodys_share_with_a_line_for_each_owner(desk: Desk) -> None:
    async with opened(desk) as app:
        await hygiene(app)
        assert "anna · mine" in app.text("#header")
        assert "v shows everybody's" in app.text("#owners-title")
        await app.press("v")
        await app.until(lambda: "of 8 open deals are clean: 2" in app.text("#summary"))
        assert "luca" in app.text("#owners")
        assert "0 of 1" in app.text("#owners")
        await app.press("v")
        await app.until(lambda: "of 7 open deals" in app.text("#summary"))
        assert app.text("#owners") == ""


async def test_a_fix_shows_its_deals_on_today_and_clearing_begins(desk: Desk) -> None:
    async with opened(desk) as app:
        await hygiene(app)
        wanted = next(number for number, line in enumerate(fixes(app)) if "Plan the next step" in line)
        await app.press(*["j"] * wanted, "enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen) and app.names == ["Borealis"])
        assert "filter: kind:no_next_step" in app.text("#header")
        await app.press("escape")
        await app.until(lambda: len(app.names) > 1)


async def test_what_somebody_else_writes_shows_by_itself(desk: Desk) -> None:
    async with opened(desk) as app:
        await hygiene(app)
        (borealis,) = (fix.deals[0] for fix in cleanliness.report(desk).fixes if fix.kinds == ("no_next_step",))
        steps.plan(desk, borealis, text="Call", day=desk.today)
        await app.until(lambda: "of 7 open deals are clean: 3" in app.text("#summary"))
        assert not any("Plan the next step" in line for line in fixes(app))


async def test_leaving_stops_the_reading_of_the_past(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who leaves at once is not held up, and nothing comes after them."""

    def endless(_desk: Desk, _days: object, progress: object) -> Trend:
        while True:
            progress(1, 4)  # type: ignore[operator]

    monkeypatch.setattr(cleanliness, "trend", endless)
    async with opened(desk) as app:
        await app.press("i")
        await app.until(lambda: "reading the past … 25%" in app.text("#no-trend"))
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await app.until(lambda: all(worker.is_finished for worker in app.app.workers))


async def test_an_empty_database_says_that_there_is_nothing(empty_desk: Desk) -> None:
    async with opened(empty_desk) as app:
        await app.press("i")
        await app.until(lambda: "There is no open deal" in app.text("#summary"))
        assert not app.app.screen.query_one("#share").display
        await app.until(lambda: "clear these" not in app.text("#footer"))
        assert "v mine / all" in app.text("#footer")
        await app.press("enter", "j", "v")
        assert isinstance(app.app.screen, HygieneScreen)


async def test_back_with_escape_and_help_has_its_keys(desk: Desk) -> None:
    async with opened(desk) as app:
        await hygiene(app)
        await app.press("question_mark")
        assert "Show the deals of a fix on Today." in app.text("HelpScreen BrokenLines")
        await app.press("escape", "escape")
        assert isinstance(app.app.screen, TodayScreen)
