"""The first start: one page, good answers, nothing written before the person begins; a deal, a file or the demo."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from opened_app import Clock, Opened
from small_pipeline import NOW
from textual.widgets import Button

from pipetui import settings
from pipetui.i18n import language
from pipetui.services.launching import Launch
from pipetui.services.playbooks import from_preset
from pipetui.tui.app import PipetuiApp
from pipetui.tui.dialogs.add import AddDialog
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.screens.welcome import WelcomeScreen
from pipetui.tui.widgets.deal_list import DealList
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SHEET = """Company,Deal,Stage,Amount,Owner
Acme,ERP roll-out,Discovery,12000.00,mia
Borealis,pilot,Qualification,48000.00,mia
"""


@dataclass
class Home:
    """The home of somebody who has never started pipetui."""

    folder: Path

    @property
    def db(self) -> Path:
        return self.folder / "data" / "pipetui.db"

    @property
    def settings(self) -> Path:
        return self.folder / "config" / "settings.toml"

    @property
    def written(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    found = tmp_path / "my deals.csv"
    found.write_text(SHEET, encoding="utf-8")
    return found


@asynccontextmanager
async def first_start(home: Home, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Opened]:
    launch = Launch(
        db=home.db, me="anna", now=Clock(NOW), as_of=None, language="en", date_order="dmy", theme=None,
        settings_file=home.settings,
    )  # fmt: skip
    app = PipetuiApp(launch, None)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Opened(app, pilot, Clock(NOW))


def says(opened: Opened, words: str) -> bool:
    """Does the screen say this, in one line or in several?"""
    strips = opened.app.screen._compositor.render_strips()
    page = "".join(segment.text for strip in strips for segment in strip)
    return "".join(words.split()) in "".join(page.replace("│", "").split())


def listed(opened: Opened) -> list[str] | None:
    """The companies on Today, once it is shown."""
    screen = opened.app.screen
    return opened.names if isinstance(screen, TodayScreen) and screen.query(DealList) else None


async def rehearsed(opened: Opened, words: str) -> None:
    """Wait until the import has been rehearsed and this is said about it."""
    await opened.until(lambda: isinstance(opened.app.screen, ImportWizard))
    await opened.until(lambda: words in opened.text("#said"))


async def brought(opened: Opened, *companies: str) -> None:
    """Wait for the page of the import, and go on to Today, where these companies are listed."""
    await opened.until(lambda: isinstance(opened.app.screen, ImportedScreen))
    await opened.press("escape")
    await opened.until(lambda: listed(opened) == list(companies))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (250, 70)])
async def test_the_whole_page_is_seen_at_every_size(home: Home, size: tuple[int, int]) -> None:
    async with first_start(home, size) as opened:
        for words in ("Your name", "Italiano", "March 4", "b2b", "solo", "import a file", "pipetui.db", "settings.toml",
                      "Begin", "Leave", "f2 begin"):  # fmt: skip
            assert says(opened, words)


async def test_looking_and_leaving_writes_nothing(home: Home) -> None:
    async with first_start(home) as opened:
        await opened.press("down", "2", "1", "2", "3", "up", "enter", "tab", "escape")
    assert home.written == []
    assert opened.app.return_code == 0


async def test_enter_all_the_way_begins_with_a_first_deal(home: Home) -> None:
    async with first_start(home) as opened:
        await opened.press("enter", "enter", "enter", "enter")
        assert home.written == []
        await opened.press("enter")
        await opened.until(lambda: isinstance(opened.app.screen, AddDialog))
        await opened.type("pilot")
        await opened.press("f2")
        await opened.until(lambda: isinstance(opened.app.screen, TodayScreen))
        await opened.until(lambda: opened.names == ["pilot"])
    with closing(sqlite3.connect(home.db)) as connection:
        assert connection.execute("SELECT name FROM deal").fetchall() == [("pilot",)]
    kept = settings.load({}, file=home.settings)
    assert (kept.me, kept.language, kept.date_order) == ("anna", "en", "dmy")


async def test_the_answers_count_at_once_and_are_kept(home: Home) -> None:
    async with first_start(home) as opened:
        await opened.press(*("backspace" for _letter in "anna"))
        await opened.type("mia")
        await opened.press("enter", "2")
        assert language() == "it"
        await opened.press("2", "2", "f2")
        await opened.until(lambda: isinstance(opened.app.screen, AddDialog))
        today = opened.app.screen_stack[-2]
        assert isinstance(today, TodayScreen)
        desk = today.desk()
        assert (desk.me, desk.date_order, desk.playbook.stages[0].name) == ("mia", "mdy", "Qualifica")
    kept = settings.load({}, file=home.settings)
    assert (kept.me, kept.language, kept.date_order) == ("mia", "it", "mdy")


async def test_typed_in_one_go(home: Home) -> None:
    """Keys that arrive while Today is being opened wait for the form that they were meant for."""
    async with first_start(home) as opened:
        await opened.press("f2", *"pilot", "f2")
        await opened.until(lambda: listed(opened) == ["pilot"])


async def test_without_a_name_it_does_not_begin(home: Home) -> None:
    async with first_start(home) as opened:
        await opened.press(*("backspace" for _letter in "anna"), "f2")
        assert says(opened, "A name is needed")
    assert home.written == []


async def test_settings_of_ones_own_are_shown_and_not_asked(home: Home) -> None:
    home.settings.parent.mkdir()
    home.settings.write_text('me = "anna"\n', encoding="utf-8")
    async with first_start(home) as opened:
        assert says(opened, "You are anna")
        assert not says(opened, "Italiano")
        await opened.press("enter", "enter")
        await opened.until(lambda: isinstance(opened.app.screen, AddDialog))
    assert home.settings.read_text(encoding="utf-8") == 'me = "anna"\n'


async def test_settings_that_cannot_be_kept_are_said(home: Home) -> None:
    (home.folder / "config").write_text("in the way", encoding="utf-8")
    async with first_start(home) as opened:
        await opened.press("f2")
        await opened.until(lambda: isinstance(opened.app.screen, AddDialog))
        assert "until you quit" in opened.toasts[-1]


async def test_a_database_that_cannot_be_made_is_said(home: Home) -> None:
    (home.folder / "data").write_text("in the way", encoding="utf-8")
    async with first_start(home) as opened:
        await opened.press("f2")
        await opened.until(lambda: says(opened, "cannot be created"))
        assert isinstance(opened.app.screen, WelcomeScreen)


async def test_a_file_is_imported_and_undone_as_one(home: Home, sheet: Path) -> None:
    async with first_start(home) as opened:
        await opened.press("alt+2", "f2")
        assert says(opened, "Which file?")
        await opened.type(f"'{sheet}'")  # as a terminal drops it
        await opened.press("enter")
        await rehearsed(opened, "2 deals: 2 new.")
        assert home.written == []
        await opened.press("enter")
        await brought(opened, "Borealis", "Acme")
        assert "2 deals added" in opened.toasts[-1]
        await opened.press("u")
        await opened.until(lambda: opened.names == [])


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_questions_of_a_file_are_answered_on_the_spot(home: Home, sheet: Path, size: tuple[int, int]) -> None:
    """Also under the rules of the chosen preset, and with nothing written before the person agrees."""
    sheet.write_text("Company,Deal,Stage\nAcme,ERP,Warm [/x]\n", encoding="utf-8")
    async with first_start(home, size) as opened:
        await opened.press("enter", "enter", "enter", "2", "2")
        await opened.type(str(sheet))
        await opened.press("enter")
        await opened.until(lambda: opened.app.screen.query(QuestionLine))
        assert says(opened, "Warm [/x]")
        assert says(opened, "1 open")
        await opened.press("escape")
        assert isinstance(opened.app.screen, WelcomeScreen)
        assert home.written == []
        await opened.press("enter")  # the same again, and not stuck
        await opened.until(lambda: opened.app.screen.query(QuestionLine))
        await opened.press("3")
        await rehearsed(opened, "1 deal: 1 new.")
        assert home.written == []
        await opened.press("enter")
        await brought(opened, "Acme")
        today = opened.app.screen
        assert isinstance(today, TodayScreen)
        assert today.desk().playbook.slas == from_preset("solo", "en").slas
        item = opened.deals.item_at(0)
        assert item
        assert item.deal.stage == "solution"


async def test_leaving_with_questions_open_leaves_nothing_behind(home: Home, sheet: Path) -> None:
    sheet.write_text("Company,Deal,Stage\nAcme,ERP,Warm\n", encoding="utf-8")
    async with first_start(home, (80, 24)) as opened:
        await opened.press("alt+2", "f2")
        await opened.type(str(sheet))
        await opened.press("enter")
        await opened.until(lambda: opened.app.screen.query(QuestionLine))
        await opened.press("3")
        await rehearsed(opened, "1 deal: 1 new.")
        await opened.press("escape", "escape")
    assert home.written == []
    assert not home.db.parent.exists()


async def test_rejected_rows_are_read_before_anything_is_written(home: Home, sheet: Path) -> None:
    sheet.write_text(SHEET + ",,Qualification,1,mia\n", encoding="utf-8")
    async with first_start(home, (80, 24)) as opened:
        await opened.press("alt+2", "f2")
        await opened.type(str(sheet))
        await opened.press("enter")
        await opened.until(lambda: says(opened, "1 row cannot be imported as it is."))
        assert says(opened, "The row has no name.")
        await opened.press("f2")
        await rehearsed(opened, "3 deals: 2 new, 1 rejected.")
        assert home.written == []
        await opened.press("enter")
        await brought(opened, "Borealis", "Acme")


async def test_a_missing_file_is_said_beside_the_path(home: Home) -> None:
    async with first_start(home) as opened:
        await opened.press("alt+2", "f2")
        await opened.type("/none.csv")
        await opened.press("enter")
        await opened.until(lambda: says(opened, "There is no file /none.csv."))
    assert home.written == []


async def test_the_demo_writes_nothing_of_ones_own(
    home: Home, small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(path: Path, **_rest: object) -> None:
        path.parent.mkdir(parents=True)
        shutil.copy(small_file, path)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("pipetui.services.sample.build", build)  # the real one has its own tests, and takes seconds
    async with first_start(home) as opened:
        await opened.press("alt+3", "f2")
        await opened.until(lambda: isinstance(opened.app.screen, TodayScreen))
        await opened.until(lambda: opened.deals.total)
        assert "demo" in str(opened.app.screen.query_one("#header").render())
    assert home.written == []


async def test_everything_can_be_clicked(home: Home) -> None:
    async with first_start(home) as opened:
        fields = {entry.key: entry for entry in opened.app.screen.query(Entry)}
        await opened.pilot.click(fields["language"].target(), offset=(15, 0))
        await opened.until(lambda: language() == "it")
        assert isinstance(fields["me"], Field)
        await opened.pilot.click(opened.app.screen.query_one("#save", Button))
        await opened.until(lambda: isinstance(opened.app.screen, AddDialog))
    assert home.written == ["pipetui.db", "settings.toml"]
