"""Several deals at once: the keys that are offered, what is warned of, and drafts that wait for the next selection."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from textual.widgets import Static

from pipetui.services import absence_changes, drafts, records
from pipetui.tui.dialogs.bulk import BulkForm
from pipetui.tui.dialogs.pick import SortDialog
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


def on_screen(app: Opened) -> str:
    """Every text of the screen in front."""
    return "\n".join(str(text.content) for text in app.app.screen.query(Static))


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_the_footer_has_the_keys_for_several(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        before = app.text("#footer")
        await app.press("x")
        keys = app.text("#footer").strip()
        assert keys.startswith("s step  w owner  p park  c close  y copy")
        assert keys.endswith("esc let go")
        await app.press("escape")
        assert app.text("#footer") == before


async def test_what_was_typed_waits_for_the_next_selection(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "p")
        await app.type("+30d")
        await app.press("enter")
        await app.type("budget")
        await app.press("escape")
        assert [(draft.form, draft.record) for draft in drafts.waiting(desk)] == [("bulk_park", 0)]
        await app.press("escape", "G", "k", "x", "x", "p")
        form = app.app.screen
        assert isinstance(form, BulkForm)
        assert (form.value("reason"), form.day("until")) == ("budget", date(2026, 12, 23))
        assert "restored" in on_screen(app)
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        assert records.detail(desk, next(item.id for item in records.find(desk, "Gea"))).item.status == "parked"
        assert drafts.waiting(desk) == []


async def test_words_that_count_from_each_date_are_kept_as_words(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "s")
        await app.type("each +3d")
        await app.press("escape")
        assert drafts.waiting(desk)[0].fields["when"] == "each +3d"


async def test_starting_afresh_throws_the_draft_away(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("x", "x", "w")
        await app.type("lu")
        await app.press("escape", "w")
        form = app.app.screen
        assert isinstance(form, BulkForm)
        form.action_start_afresh()
        await app.press("escape")
        assert drafts.waiting(desk) == []


async def test_the_drafts_screen_says_to_select_first(desk: Desk) -> None:
    drafts.keep(desk, 0, "bulk_step", {"when": "each +3d"})
    async with opened(desk) as app:
        await app.press("D")
        assert "New date · several deals" in on_screen(app)
        await app.press("enter")
        assert app.toasts == ["This one is about several deals: select them on Today, and the form has what you typed."]


async def test_a_closed_day_and_an_absence_are_warned_of(desk: Desk) -> None:
    absence_changes.plan(desk, "anna", date(2026, 11, 26), date(2026, 11, 29))
    async with opened(desk) as app:
        await app.press("x", "x", "s")
        await app.type("sat")
        echo = "Sat 28 Nov · in 5 days · a closed day · anna is away until Sun 29 Nov"
        assert echo in on_screen(app)


async def test_a_click_on_a_sort_sorts(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("o")
        assert isinstance(app.app.screen, SortDialog)
        await app.pilot.click("Options", offset=(2, 0))
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        await app.pilot.press("o")
        options = app.app.screen.query_one("Options")
        row = next(y for y, line in enumerate(str(options.render()).splitlines()) if "amount" in line)
        column = str(options.render()).splitlines()[row].index("amount")
        await app.pilot.click("Options", offset=(column + 1, row))
        await app.until(lambda: screen.view.sort == "-amount")
