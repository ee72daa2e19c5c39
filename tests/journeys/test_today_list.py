"""Today as a list: its order, moving in it, opening a deal; at every size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opened_app import opened
from textual.widgets import OptionList

from pipetui.services import today
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.dialogs.theme import ThemeDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.panel import DealPanel

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

MINE = ["Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea"]
"""anna's list: SLA, no step, late, stalled, due today, woke today, in hand."""


async def test_it_opens_on_my_own_deals_in_the_products_order(desk: Desk) -> None:
    async with opened(desk) as app:
        assert app.names == MINE
        assert app.here == "Acme"
        assert [item.deal.company for item in today.listing(desk, today.View(owner="anna"))] == MINE


async def test_someone_who_owns_nothing_sees_everybodys(desk: Desk) -> None:
    async with opened(desk, me="mia") as app:
        assert app.names == ["Acme", "Borealis", "Hera", "Cortina", "Delta", "Elmo", "Fano", "Gea"]


async def test_the_lines_say_it_all_without_colour(desk: Desk) -> None:
    async with opened(desk, size=(150, 40)) as app:
        screen = "\n".join(app.deals.render_line(y).text.rstrip() for y in range(app.deals.size.height))
    for words in (
        "TO CLEAR 4", "DUE TODAY 1", "WOKE TODAY 1", "IN HAND 1",
        "SLA 3h late Acme · ERP roll-out", "no step     Borealis · pilot", "4d late     Cortina · licences",
        "stalled 12d Delta · audit", "33/21", "Thu 19 x3", "call        Elmo · renewal", "parked 92d  Fano · pilot",
    ):  # fmt: skip
        assert words in screen


async def test_the_header_counts(desk: Desk) -> None:
    async with opened(desk, size=(150, 40)) as app:
        for words in ("Mon 23 Nov 08:31", "4 to clear", "0 of 4", "due today 1", "woke 1", "in hand 1", "anna · mine"):
            assert words in app.text("#header")


async def test_moving_with_keys(desk: Desk) -> None:
    async with opened(desk) as app:
        for keys, company in (
            ("j", "Borealis"), ("down", "Cortina"), ("k", "Borealis"), ("up", "Acme"), ("k", "Acme"), ("G", "Gea"),
            ("j", "Gea"), ("g", "Acme"), ("pagedown", "Gea"), ("pageup", "Acme"), ("end", "Gea"), ("home", "Acme"),
        ):  # fmt: skip
            await app.press(keys)
            assert app.here == company


async def test_a_click_moves_and_a_second_one_opens(desk: Desk) -> None:
    async with opened(desk) as app:
        line = next(y for y in range(20) if "Delta" in app.deals.render_line(y).text)
        await app.pilot.click("DealList", offset=(20, line))
        assert app.here == "Delta"
        await app.pilot.click("DealList", offset=(20, line))
        await app.until(lambda: isinstance(app.app.screen, DealView))


async def test_the_panel_follows_once_the_cursor_rests(desk: Desk) -> None:
    async with opened(desk, size=(160, 45)) as app:
        await app.until(lambda: "Marta Rossi" in app.text("DealPanel BrokenLines"))
        panel = app.text("DealPanel BrokenLines")
        for words in (
            "SLA Proposal: was due Fri 20 Nov 15:00", "Solution for 6 days (limit 21", "To move on, 2 of 3 open",
            "1 [ ] One-page proposal sent", "2 [x] KPIs and timing agreed", "in a note", "Send one-page proposal",
            "Stock counts are wrong", "02 555 0101", "moved on to Solution",
        ):  # fmt: skip
            assert words in panel
        await app.press("G")
        await app.until(lambda: "sponsor meeting" in app.text("DealPanel BrokenLines"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (250, 60)])
async def test_every_size_shows_the_list_and_what_the_deal_needs(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        assert app.names == MINE
        assert "4 to clear" in app.text("#header")
        assert "? help" in app.text("#footer")
        await app.until(lambda: "Send one-page proposal" in app.text("DealPanel BrokenLines"))
        panel = app.app.screen.query_one(DealPanel)
        assert panel.region.height >= 2
        assert app.deals.region.height >= 12
        await app.press("G")
        assert app.here == "Gea"
        assert any("Gea" in app.deals.render_line(y).text for y in range(app.deals.size.height))


async def test_enter_opens_the_deal_and_escape_comes_back(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("enter")
        assert isinstance(app.app.screen, DealView)
        await app.until(lambda: "PROMISES" in app.text("#past"))
        assert "Send one-page proposal · Tue 24 Nov" in app.text("#past")
        assert "NOTES" in app.text("#past")
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.here == "Acme"


async def test_help_history_and_palette_open_and_close(desk: Desk) -> None:
    async with opened(desk) as app:
        for key, words in (("question_mark", "What the words mean"), ("h", "created in Discovery")):
            await app.press(key)
            assert words in app.text("#box Static, #box BrokenLines")
            await app.press("escape")
            assert isinstance(app.app.screen, TodayScreen)
        await app.press("ctrl+p")
        await app.type("light")
        await app.until(lambda: app.app.screen.query_one("CommandList", OptionList).option_count)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ThemeDialog))


async def test_resizing_rearranges_everything(desk: Desk) -> None:
    async with opened(desk, size=(120, 40)) as app:
        await app.press("j", "j")
        for size in ((60, 20), (250, 60), (80, 24)):
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            assert app.here == "Cortina"
            lines = [app.deals.render_line(y).text for y in range(app.deals.size.height)]
            assert any("4d late     Cortina" in line for line in lines)
            assert {len(line) for line in lines} == {app.deals.scrollable_content_region.width}


async def test_the_keys_in_the_footer_can_be_clicked(desk: Desk) -> None:
    async with opened(desk) as app:
        where = app.text("#footer").index("n note") + 1
        await app.pilot.click("#footer", offset=(where, 0))
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))
