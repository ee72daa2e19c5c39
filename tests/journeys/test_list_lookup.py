"""What is typed into the filter is looked up in a thread: typing is never held up, and the newest text is shown."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from textual.widgets import Input

from pipetui.services import moves, records, today
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.services.desk import Desk
    from pipetui.services.today import Found, View

MINE = ["Acme", "Borealis", "Cortina", "Delta", "Elmo", "Fano", "Gea"]
PILOTS = ["Borealis", "Fano"]


class SlowLookup:
    """A lookup of ``text`` that does not end before it is let go; all others are as quick as ever."""

    def __init__(self, text: str, patch: pytest.MonkeyPatch) -> None:
        self.text = text
        self.begun, self.ended, self.go = Event(), Event(), Event()
        self.asked: list[str] = []
        self._found = today.found
        patch.setattr(today, "found", self.found)

    def found(self, desk: Desk, view: View) -> Found:
        self.asked.append(view.text)
        if view.text != self.text:
            return self._found(desk, view)
        self.begun.set()
        assert self.go.wait(20), "nobody let it go"
        found = self._found(desk, view)
        self.ended.set()
        return found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLookup]:
    lookup = SlowLookup("p", monkeypatch)
    yield lookup
    lookup.go.set()


def shown(app: Opened) -> str:
    """The filter of the list as it is."""
    return next(screen for screen in app.app.screen_stack if isinstance(screen, TodayScreen)).view.text


async def test_one_types_on_while_it_looks_and_the_newest_text_is_shown(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        await app.type("ilot")
        assert app.app.screen.query_one("#filter", Input).value == "pilot"
        assert (shown(app), app.names) == ("", MINE)
        slow.go.set()
        await app.until(lambda: shown(app))
        assert (shown(app), app.names) == ("pilot", PILOTS)
        assert slow.asked == ["p", "pilot"]


async def test_escape_shows_everything_at_once_and_nothing_comes_after(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        await app.press("escape")
        assert (shown(app), app.names) == ("", MINE)
        slow.go.set()
        await app.until(slow.ended.is_set)
        await app.press("j")
        assert (shown(app), app.names) == ("", MINE)
        assert app.app.focused is app.deals


async def test_enter_shows_what_was_typed_before_the_next_key_acts_upon_it(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        await app.press(*"ilot", "enter", "X")
        assert app.names == PILOTS
        assert len(app.deals.selected) == 2
        slow.go.set()
        await app.until(slow.ended.is_set)
        await app.press("j")
        assert (shown(app), app.names) == ("pilot", PILOTS)


async def test_another_sort_meanwhile_keeps_what_was_typed(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        await app.type("ilot")
        row = next(y for y in range(5) if "amount" in app.deals.render_line(y).text)
        await app.pilot.click("DealList", offset=(app.deals.render_line(row).text.index("amount") + 2, row))
        assert (shown(app), app.names) == ("pilot", PILOTS)
        slow.go.set()
        await app.until(slow.ended.is_set)
        await app.press("escape")
        assert sorted(app.names) == MINE


async def test_what_others_write_while_it_looks_is_in_the_answer(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        await app.type("ilot")
        moves.close(desk, next(item.id for item in records.find(desk, "Borealis")), "lost", "price")
        screen = app.app.screen
        assert isinstance(screen, TodayScreen)
        screen.reload()
        slow.go.set()
        await app.until(lambda: shown(app) == "pilot")
        assert app.names == ["Fano"]


async def test_the_app_can_be_left_while_it_looks(desk: Desk, slow: SlowLookup) -> None:
    async with opened(desk) as app:
        await app.press("slash", "p")
        await app.until(slow.begun.is_set)
        slow.go.set()
    assert slow.ended.is_set()


async def test_what_matches_outside_of_the_list_is_counted(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type("support")
        await app.until(lambda: shown(app) == "support")
        assert app.text("#banner").splitlines() == [
            "Nothing here matches “support”.",
            "1 deal that is in no list today does (parked, closed or in order): f finds any deal.",
            "esc shows everything again.",
        ]
        await app.press("escape", "slash")
        await app.type("hera")
        await app.until(lambda: shown(app) == "hera")
        assert "1 in everybody's list does: v." in app.text("#banner").splitlines()
        await app.press("enter", "v")
        assert app.names == ["Hera"]
