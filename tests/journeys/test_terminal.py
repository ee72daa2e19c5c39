"""Everyone's terminal: one's own keys, themes, no colours, a small window, the mouse, and the facts for a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from opened_app import Clock, Opened, make_app, opened
from textual.geometry import Offset
from textual.widgets import Button, Input, OptionList

from pipetui.tui.app import PipetuiApp
from pipetui.tui.commands import COMMANDS, Place, commands
from pipetui.tui.dialogs.dialog import fitting_hints
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.dialogs.theme import ThemeDialog
from pipetui.tui.screens.facts import FactsScreen
from pipetui.tui.screens.help import HelpScreen
from pipetui.tui.screens.history import HistoryScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SEEN = [place for place in get_args(Place) if place != "triage"]


def with_keys(desk: Desk, keys: dict[str, tuple[str, ...]]) -> PipetuiApp:
    """The app with keys of one's own."""
    app = make_app(Path(desk.store.path), Clock(desk.now))
    launch = replace(app.launch, keys=keys, settings_file=Path("settings.toml"))
    return PipetuiApp(launch, desk.at(desk.now))


# Keys


async def test_keys_of_ones_own_work_and_are_shown(desk: Desk) -> None:
    keys = {"note": ("N", "f5"), "find_note": ("Z",), "quit": (), "help": ("f1",), "command_palette": ("f6",)}
    app = with_keys(desk, keys)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        own = Opened(app, pilot, Clock(desk.now))
        await own.until(lambda: "N note" in own.text("#footer"))
        assert "n note" not in own.text("#footer")
        for key in ("N", "f5"):
            await own.press(key)
            await own.until(lambda: isinstance(app.screen, NoteDialog))
            await own.press("escape")
        await own.press("n", "q", "ctrl+p")
        assert isinstance(app.screen, TodayScreen)
        await own.press("f1")
        help_text = str(app.screen.query_one(BrokenLines).content)
        assert "N f5          Log a call" in help_text
        assert "(f6)          Close pipetui" in help_text
        await own.press("escape", "f6")
        await own.type("quit")
        await own.until(lambda: app.screen.query_one("CommandList", OptionList).option_count)
        await own.press("enter")
        await own.until(lambda: app._exit)


async def test_two_keys_may_change_places(desk: Desk) -> None:
    app = with_keys(desk, {"note": ("h",), "history": ("n",)})
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        own = Opened(app, pilot, Clock(desk.now))
        await own.press("h")
        await own.until(lambda: isinstance(app.screen, NoteDialog))
        await own.press("escape", "n")
        await own.until(lambda: isinstance(app.screen, HistoryScreen))


async def test_a_command_without_a_key_can_be_given_one(desk: Desk) -> None:
    app = with_keys(desk, {"theme": ("T",), "list.down": ("z", "down")})
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        own = Opened(app, pilot, Clock(desk.now))
        await own.press("z", "j")
        assert own.deals.cursor == 1
        await own.press("T")
        await own.until(lambda: isinstance(app.screen, ThemeDialog))


async def test_own_keys_are_text_where_one_types(desk: Desk) -> None:
    app = with_keys(desk, {"note": ("z",)})
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        own = Opened(app, pilot, Clock(desk.now))
        await own.press("f", *"zzz")
        assert app.screen.query_one(Input).value == "zzz"


# Themes


async def test_a_theme_is_shown_at_once_and_escape_takes_it_back(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.app.screen.run_action("app.theme")
        await app.until(lambda: isinstance(app.app.screen, ThemeDialog))
        for key, theme in (("2", "light"), ("3", "high-contrast"), ("4", "ansi"), ("right", "dark"), ("2", "light")):
            await app.press(key)
            assert app.app.theme == theme
        assert 'theme = "light"' in app.text("#keep")
        await app.press("escape")
        await app.until(lambda: app.app.theme == "dark")
        await app.app.screen.run_action("app.theme")
        await app.until(lambda: isinstance(app.app.screen, ThemeDialog))
        await app.press("2", "enter")
        assert isinstance(app.app.screen, TodayScreen)
        assert app.app.theme == "light"


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "ansi"])
async def test_every_theme_can_be_started_with(desk: Desk, theme: str) -> None:
    async with opened(desk, theme=theme) as app:
        for key in ("n", "escape", "question_mark", "escape", "f", "escape", "ctrl+p", "escape", "m", "escape"):
            await app.press(key)
        assert app.app.theme == theme


async def test_no_color_means_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(desk, theme="light") as app:
        await app.press("j")
        lines = app.app.screen._compositor.render_strips()
        drawn = [strip.apply_filter(each, app.app.background_colors[0]) for strip in lines
                 for each in app.app._filters if each.enabled]  # fmt: skip
        colours = {
            colour.name
            for strip in drawn
            for segment in strip
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None
        }
        assert colours == {"default"}
        here = next(strip for strip in drawn if "▌" in strip.text)
        assert any(segment.style and segment.style.bold and "Borealis" in segment.text for segment in here)
        await app.app.screen.run_action("app.theme")
        await app.until(lambda: isinstance(app.app.screen, ThemeDialog))
        await app.press("2", "enter", "escape")
        assert app.app.theme == "ansi"


# Sizes


async def test_a_window_that_is_too_small_says_so_and_loses_nothing(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as app:
        await app.press("n")
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))
        await app.type("call")
        await app.pilot.resize_terminal(50, 15)
        await app.until(lambda: app.app.screen.query(TooSmall))
        said = str(app.app.screen.query_one(TooSmall).content)
        assert "60x20" in said
        assert "50x15" in said
        await app.press("x", "escape", "enter")
        await app.pilot.resize_terminal(59, 24)
        await app.until(lambda: "59x24" in str(app.app.screen.query_one(TooSmall).content))
        await app.pilot.resize_terminal(60, 20)
        await app.until(lambda: not app.app.screen.query(TooSmall))
        assert isinstance(app.app.screen, NoteDialog)
        assert app.app.screen.value("next_step") == "call"


async def test_a_start_in_a_small_window(desk: Desk) -> None:
    async with opened(desk, size=(40, 10)) as app:
        await app.until(lambda: app.app.screen.query(TooSmall))
        await app.press("n")
        assert isinstance(app.app.screen, TodayScreen)
        await app.press("q")
        await app.until(lambda: app.app._exit)


# The mouse


@pytest.mark.parametrize("place", SEEN)
def test_every_action_can_be_clicked_in_help(place: Place) -> None:
    keys = {command.id: command.key for command in COMMANDS}
    lines = HelpScreen(place, keys).lines(60)
    clickable = {span.style.meta.get("action") for line in lines for span in line.spans if hasattr(span.style, "meta")}
    assert {command.action for command in commands(place)} <= clickable


async def test_a_click_in_help_does_it(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("question_mark")
        lines = app.app.screen.query_one(BrokenLines)
        row = next(y for y in range(lines.size.height) if "Log a call:" in lines.render_line(y).text)
        await app.pilot.click(lines, offset=Offset(4, row))
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))


async def test_the_theme_is_chosen_with_the_mouse(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.app.screen.run_action("app.theme")
        await app.until(lambda: isinstance(app.app.screen, ThemeDialog))
        await app.pilot.pause()
        await app.pilot.click("Options", offset=(12, 0))
        await app.until(lambda: app.app.theme == "light")
        await app.pilot.click("#save")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        assert app.app.theme == "light"


# Facts


async def test_the_facts_are_copied_for_a_report(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as app:
        await app.press("f12")
        await app.until(lambda: isinstance(app.app.screen, FactsScreen))
        await app.press("y")
        copied = app.app.clipboard
        assert "terminal_size         80x24" in copied
        assert "deals                 9" in copied
        assert "Acme" not in copied
        before = app.app.screen.query_one("#box").scroll_y
        await app.press("space")
        assert app.app.screen.query_one("#box").scroll_y > before
        await app.press("f12")
        assert isinstance(app.app.screen, TodayScreen)
        await app.press("f12")
        await app.until(lambda: isinstance(app.app.screen, FactsScreen))
        await app.pilot.resize_terminal(120, 40)
        await app.pilot.click(app.app.screen.query(Button).first())
        assert app.app.clipboard == copied


async def test_a_click_beside_a_dialog_leaves_it(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("question_mark")
        assert isinstance(app.app.screen, HelpScreen)
        await app.pilot.click(offset=(1, 1))
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await app.press("n")
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))
        await app.pilot.click(offset=(1, 1))  # this one has a button for it, and what is typed there is dear
        await app.pilot.pause()
        assert isinstance(app.app.screen, NoteDialog)


def test_hints_that_do_not_fit_are_shortened() -> None:
    hints = "enter next · f2 save · esc leave, draft kept"
    assert fitting_hints(hints, 60) == hints
    assert fitting_hints(hints, 40) == "enter next · f2 save · esc leave"
    assert fitting_hints(hints, 30) == "f2 save · esc leave"
    assert fitting_hints(hints, 5) == "esc leave"
