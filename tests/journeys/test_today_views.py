"""Today seen otherwise: filtered, sorted, everybody's, found, empty; as of a past day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opened_app import opened
from small_pipeline import instant
from textual.widgets import Input, OptionList

from pipetui.services import edits, steps
from pipetui.tui.dialogs.pick import SortDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.find import FindScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


async def test_the_filter_works_as_one_types(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type("pil")
        await app.until(lambda: app.names == ["Borealis", "Fano"])
        await app.press("enter")
        assert app.deals.has_focus
        assert "filter: pil" in app.text("#header")
        await app.press("j")
        assert app.here == "Fano"
        await app.press("escape")
        await app.until(lambda: len(app.names) == 7)
        assert app.here == "Fano"


async def test_a_filter_that_nothing_matches_says_so(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type("[/x]")
        await app.until(lambda: app.names == [])
        assert "Nothing here matches “[/x]”." in app.text("#banner")
        await app.press("escape")
        await app.until(lambda: len(app.names) == 7)
        assert app.text("#banner") == ""


async def test_keys_typed_into_the_filter_are_not_commands(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type("nqu")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.app.screen.query_one("#filter", Input).value == "nqu"


async def test_sorting_by_amount_and_back(desk: Desk) -> None:
    async with opened(desk) as app:
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        for _ in range(2):  # the same column once more turns it round
            if screen.view.sort != "-amount":
                await app.press("o")
                assert isinstance(app.app.screen, SortDialog)
                await app.press("5")
                await app.until(lambda: app.app.screen is screen)
        assert screen.view.sort == "-amount"
        assert app.names[:4] == ["Borealis", "Cortina", "Acme", "Delta"]
        assert "amount↓" in next(text for y in range(5) if "TO CLEAR" in (text := app.deals.render_line(y).text))
        await app.press("o", "1")
        await app.until(lambda: app.names[:4] == ["Acme", "Borealis", "Cortina", "Delta"])


async def test_mine_and_all_is_one_key(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("v")
        assert "Hera" in app.names
        assert "anna · all" in app.text("#header")
        assert "5 to clear" in app.text("#header")
        await app.press("v")
        assert "Hera" not in app.names


async def test_mine_without_deals_stays_on_all_and_says_why(desk: Desk) -> None:
    async with opened(desk, me="mia") as app:
        await app.press("v")
        assert len(app.names) == 8
        assert app.toasts == ["mia owns no open deal here."]


async def test_an_empty_database_says_how_to_begin(empty_desk: Desk) -> None:
    async with opened(empty_desk) as app:
        assert "No deals yet." in app.text("#banner")
        await app.press("j", "enter", "n", "G")
        assert app.toasts == ["There is no deal under the cursor."]


async def test_nothing_to_clear_is_said_warmly_with_what_comes_next(empty_desk: Desk) -> None:
    deal = edits.add_deal(empty_desk.at(instant("2026-11-20 10:00")), name="pilot", company="Borealis").id
    steps.plan(empty_desk.at(instant("2026-11-20 10:01")), deal, text="Call Rita.", day=date(2026, 11, 26))
    async with opened(empty_desk) as app:
        assert "Nothing to clear. Well done, anna." in app.text("#banner")
        assert "Next: Borealis · pilot, Thu 26 Nov: Call Rita." in app.text("#banner")
        assert "nothing to clear" in app.text("#header")


async def test_find_as_one_types_and_open(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("f")
        await app.type("hera sens")
        found = app.app.screen.query_one(OptionList)
        await app.until(lambda: found.option_count == 1)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))
        assert "Hera · sensors" in app.text("#title")


async def test_find_moves_with_the_arrows_and_finds_nothing_calmly(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("f")
        found = app.app.screen.query_one(OptionList)
        await app.until(lambda: found.option_count == 9)
        await app.press("down", "down")
        assert found.highlighted == 2
        await app.type("[/]")
        await app.until(lambda: found.option_count == 0)
        assert "Nothing found for “[/]”." in app.text("#nothing")
        await app.press("enter")
        assert isinstance(app.app.screen, FindScreen)
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)


async def test_a_past_day_can_be_looked_at_but_not_written(desk: Desk) -> None:
    async with opened(desk, as_of=date(2026, 11, 18)) as app:
        assert "read only" in app.text("#header")
        assert "Wed 18 Nov" in app.text("#header")
        for key in ("n", "u", "a", "m"):
            await app.press(key)
        assert isinstance(app.app.screen, TodayScreen)
        assert set(app.toasts) == {"This is a look at the past: it can only be read."}
