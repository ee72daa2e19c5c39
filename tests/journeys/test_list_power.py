"""The list in the hands of somebody quick: filtered, sorted, several at once, copied, found by phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from textual.widgets import Input, OptionList, Static

from pipetui.services import moves, records, today
from pipetui.services.today import View
from pipetui.tui.dialogs.bulk import BulkForm
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)
MINE = ["Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea"]


def deal(desk: Desk, company: str) -> int:
    """The number of a company's deal."""
    return next(item.id for item in records.find(desk, company))


def next_days(desk: Desk, *companies: str) -> list[date | None]:
    return [records.detail(desk, deal(desk, company)).item.deal.step.date for company in companies]


def view(app: Opened) -> View:
    screen = next(screen for screen in app.app.screen_stack if isinstance(screen, TodayScreen))
    return screen.view


def line_of(app: Opened, company: str) -> str:
    return next(text for y in range(30) if company in (text := app.deals.render_line(y).text))


async def filter_by(app: Opened, text: str) -> None:
    """Type a filter and let it act."""
    await app.press("slash")
    app.app.screen.query_one("#filter", Input).value = ""
    await app.type(text)
    await app.until(lambda: view(app).text == text.strip())


# Filter


@pytest.mark.parametrize(("text", "names"), [
    ("kind:late", ["Cortina"]),
    ("amount:>10k -kind:sla", ["Borealis", "Cortina", "Fano", "Gea"]),
    ("stage:disc", ["Delta", "Gea"]),
    ("next:today", ["Elmo", "Fano"]),
    ("marta", ["Acme"]),
    ("days:>30", ["Delta", "Gea"]),
    ("-pilot amount:<10000", ["Delta", "Elmo"]),
])  # fmt: skip
async def test_the_filter_understands_keys_while_one_types(desk: Desk, text: str, names: list[str]) -> None:
    async with opened(desk) as app:
        await filter_by(app, text)
        assert app.names == names
        assert app.text("#filter-count") == f"{len(names)} of 7"


async def test_what_is_not_understood_is_named_and_the_rest_filters(desk: Desk) -> None:
    async with opened(desk) as app:
        await filter_by(app, "amount:>ten pilot")
        assert app.names == ["Borealis", "Fano"]
        assert app.text("#filter-said") == "amount:>ten: not a number"


async def test_tab_completes_keys_and_values(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type("sta")
        assert app.text("#filter-said") == "tab stage:"
        await app.press("tab")
        await app.type("dec")
        await app.press("tab")
        assert app.app.screen.query_one("#filter", Input).value == "stage:decision "
        await app.until(lambda: app.names == ["Cortina"])


async def test_the_filter_stays_while_the_app_runs(desk: Desk) -> None:
    async with opened(desk) as app:
        await filter_by(app, "pilot")
        await app.press("enter")
        await app.press("2")
        await app.press("1")
        assert app.names == ["Borealis", "Fano"]
        assert "filter: pilot" in app.text("#header")


# Sort


@pytest.mark.parametrize(("key", "sort"), [
    ("2", "name"), ("3", "stage"), ("4", "-days"), ("5", "-amount"), ("6", "next"), ("7", "owner"), ("8", "-created"),
    ("9", "close"),
])  # fmt: skip
async def test_every_column_sorts_and_the_same_again_turns_round(desk: Desk, key: str, sort: str) -> None:
    async with opened(desk) as app:
        await app.press("o", key)
        await app.until(lambda: view(app).sort == sort)
        once = app.names
        await app.press("o", key)
        await app.until(lambda: view(app).sort.removeprefix("-") == sort.removeprefix("-") and view(app).sort != sort)
        assert sorted(app.names) == sorted(once) == MINE
        await app.press("o", "1")
        await app.until(lambda: app.names == MINE)


async def test_a_click_on_a_title_sorts_and_another_turns_round(desk: Desk) -> None:
    async with opened(desk) as app:
        row = next(y for y in range(5) if "amount" in app.deals.render_line(y).text)
        where = (app.deals.render_line(row).text.index("amount") + 2, row)
        await app.pilot.click("DealList", offset=where)
        assert view(app).sort == "-amount"
        assert app.names[:4] == ["Borealis", "Cortina", "Acme", "Delta"]
        await app.pilot.click("DealList", offset=where)
        assert view(app).sort == "amount"
        assert app.names[:4] == ["Delta", "Acme", "Cortina", "Borealis"]


# Several at once


async def test_reschedule_five_for_one_reason_and_one_undo(desk: Desk) -> None:
    five = ["Cortina", "Delta", "Elmo", "Fano", "Gea"]
    before = next_days(desk, *five)
    async with opened(desk) as app:
        await app.press("j", "j")
        await app.press(*"xxxxx")
        assert "5 selected" in app.text("#header")
        assert line_of(app, "Delta").startswith("+")
        await app.press("s")
        await app.type("fri")
        await app.press("enter")
        await app.type("fair")  # Cortina was moved three times already: one reason for all
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        assert next_days(desk, *five) == [FRIDAY] * 5
        assert records.detail(desk, deal(desk, "Gea")).item.deal.step.text == "sponsor meeting"
        assert app.toasts == ["5 deals: next step Fri 27 Nov.  (u undo)"]
        assert app.deals.selected == []
        await app.press("u")
        await app.until(lambda: next_days(desk, *five) == before)


async def test_each_from_its_own_date(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("G", "x")
        await app.press("g", "x", "s")
        await app.type("each +1d")
        await app.press("enter")
        await app.until(lambda: next_days(desk, "Acme", "Gea") == [date(2026, 11, 25), date(2026, 11, 26)])


async def test_what_has_no_text_is_told_apart_and_asked_once(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "s")
        assert "1 without text" in [str(label.content) for label in app.app.screen.query(".label").results(Static)]
        await app.type("fri")
        await app.press("enter")
        await app.type("call Rita")
        await app.press("enter")
        await app.until(lambda: next_days(desk, "Acme", "Borealis") == [FRIDAY, FRIDAY])
        assert records.detail(desk, deal(desk, "Borealis")).item.deal.step.text == "call Rita"
        assert records.detail(desk, deal(desk, "Acme")).item.deal.step.text == "Send one-page proposal"


async def test_reassign_park_and_close_several(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("v", "x", "x", "w")
        await app.type("luca")
        await app.press("enter")
        await app.until(lambda: records.detail(desk, deal(desk, "Acme")).item.deal.owner == "luca")
        await app.press("u", "g", "x", "x", "p")
        await app.type("+30d")
        await app.press("enter")
        await app.type("budget")
        await app.press("enter")
        await app.until(lambda: records.detail(desk, deal(desk, "Borealis")).item.status == "parked")
        await app.press("u", "g", "x", "x", "c", "1", "1", "f2")
        await app.until(lambda: records.detail(desk, deal(desk, "Borealis")).item.status == "lost")
        assert records.detail(desk, deal(desk, "Acme")).outcome_reason == "price"
        await app.press("u")
        await app.until(lambda: records.detail(desk, deal(desk, "Acme")).item.status == "open")


async def test_one_that_refuses_is_named_and_the_others_can_go_on(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "p")
        moves.close(desk, deal(desk, "Acme"), "lost", "price")  # somebody else, meanwhile
        await app.type("+30d")
        await app.press("enter")
        await app.type("budget")
        await app.press("enter")
        assert isinstance(app.app.screen, BulkForm)
        assert "Acme · ERP roll-out: Deal" in app.text("#trouble")
        assert records.detail(desk, deal(desk, "Borealis")).item.status == "open"
        await app.press("f3")
        await app.until(lambda: records.detail(desk, deal(desk, "Borealis")).item.status == "parked")


async def test_all_shown_is_one_key_and_escape_drops_the_selection_before_the_filter(desk: Desk) -> None:
    async with opened(desk) as app:
        await filter_by(app, "pilot")
        await app.press("enter", "X")
        assert "2 selected" in app.text("#header")
        await app.press("X")
        assert app.deals.selected == []
        await app.press("X", "escape")
        assert app.deals.selected == []
        assert app.names == ["Borealis", "Fano"]
        await app.press("escape")
        assert len(app.names) == 7


async def test_ranges_and_the_mouse_select(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("shift+down", "shift+down")
        assert len(app.deals.selected) == 3
        line = next(y for y in range(20) if "Delta" in app.deals.render_line(y).text)
        await app.pilot.click("DealList", offset=(20, line), control=True)
        assert len(app.deals.selected) == 4
        await app.pilot.click("DealList", offset=(20, line), control=True)
        assert len(app.deals.selected) == 3


async def test_the_selection_survives_a_change_and_lets_go_of_what_left_the_list(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x")
        moves.close(desk, deal(desk, "Acme"), "lost", "price")
        app.app.screen.query_one("#header")
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        screen.reload()
        await app.pilot.pause()
        assert app.deals.selected == [deal(desk, "Borealis")]


async def test_keys_for_one_deal_say_so(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "n")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.toasts == ["n works on one deal; with several selected use s w p c y. esc drops the selection."]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_marks_are_seen_without_colour_at_every_size(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await app.press("x", "j", "x", "k")
        assert [("+" in line_of(app, company)[:3]) for company in ("Acme", "Borealis", "Cortina")] == [
            True, False, True,
        ]  # fmt: skip
        assert "2 selected" in app.text("#header")


# Copy, find, mine or all


async def test_copy_one_and_several(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("y")
        assert app.app.clipboard.startswith("Acme · ERP roll-out\nSolution, 12,000 €\n")
        assert app.toasts == ["Copied: Acme · ERP roll-out."]
        await app.press("x", "x", "y")
        assert app.toasts == ["Copied: 2 deals as a table."]
        lines = app.app.clipboard.splitlines()
        assert len(lines) == 3
        assert {line.count("\t") for line in lines} == {8}


@pytest.mark.parametrize("typed", ["02/5550101", "+39 02 555-0101", "025550101", "555 0101", "marta@acme"])
async def test_find_by_phone_in_any_spelling(desk: Desk, typed: str) -> None:
    async with opened(desk) as app:
        await app.press("f")
        await app.type(typed)
        found = app.app.screen.query_one(OptionList)
        await app.until(lambda: found.option_count == 1)
        assert "Acme" in str(found.get_option_at_index(0).prompt)


async def test_closed_deals_are_found_with_their_status(desk: Desk) -> None:
    moves.close(desk, deal(desk, "Acme"), "lost", "price")
    assert [item.status for item in records.find(desk, "0039 02 555 0101")] == ["lost"]
    async with opened(desk) as app:
        await app.press("f")
        await app.type("acme")
        found = app.app.screen.query_one(OptionList)
        await app.until(lambda: found.option_count == 1)
        assert "lost" in str(found.get_option_at_index(0).prompt)


async def test_a_click_on_whose_list_it_is_shows_the_other(desk: Desk) -> None:
    async with opened(desk) as app:
        where = app.text("#header").index("anna · mine") + 2
        await app.pilot.click("#header", offset=(where, 0))
        assert "Hera" in app.names
        assert "owner" in next(text for y in range(5) if "TO CLEAR" in (text := app.deals.render_line(y).text))
        assert "luca" in line_of(app, "Hera")
        assert {item.deal.owner for item in today.listing(desk, View())} == {"anna", "luca"}
