"""The first start: nothing is written before the person chooses; then a deal, a file or the demo."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from opened_app import Clock, Opened, make_app
from small_pipeline import NOW
from textual.widgets import Input

from pipetui.tui.dialogs.add import AddDialog
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.screens.welcome import WelcomeScreen

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """Company,Deal,Stage,Amount,Owner
Acme,ERP roll-out,Discovery,12000.00,anna
Borealis,pilot,Qualification,48000.00,anna
"""


async def test_nothing_is_written_before_a_choice_and_q_leaves(tmp_path: Path) -> None:
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(60, 20)) as pilot:
        assert isinstance(app.screen, WelcomeScreen)
        await pilot.press("j", "k", "r", "r", "question_mark", "n", "q")
    assert list(tmp_path.iterdir()) == []
    assert app.return_code == 0


@pytest.mark.parametrize("keys", [("a",), ("r", "a"), ("enter",)])
async def test_a_first_deal(tmp_path: Path, keys: tuple[str, ...]) -> None:
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        opened = Opened(app, pilot, Clock(NOW))
        await opened.press(*keys)
        await opened.until(lambda: isinstance(app.screen, AddDialog))
        await opened.type("pilot")
        await opened.press("f2")
        await opened.until(lambda: isinstance(app.screen, TodayScreen))
        await opened.until(lambda: opened.names == ["pilot"])
        assert opened.toasts
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        assert connection.execute("SELECT name FROM deal").fetchall() == [("pilot",)]


async def test_a_file_is_imported_and_undone_as_one(tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        opened = Opened(app, pilot, Clock(NOW))
        await opened.press("i")
        await opened.until(lambda: isinstance(app.screen, ImportScreen))
        app.screen.query_one(Input).value = str(sheet)
        await opened.press("enter")
        await opened.until(lambda: isinstance(app.screen, TodayScreen) or opened.text("#outcome"))
        await opened.press("escape")
        await opened.until(lambda: isinstance(app.screen, TodayScreen))
        await opened.until(lambda: opened.names == ["Borealis", "Acme"])
        assert "2 deals added" in opened.toasts[-1]
        await opened.press("u")
        await opened.until(lambda: opened.names == [])


async def test_questions_name_the_option_that_answers_them(tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Company,Deal,Stage\nAcme,ERP,Warm [/x]\n", encoding="utf-8")
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        opened = Opened(app, pilot, Clock(NOW))
        await opened.press("i")
        await opened.until(lambda: isinstance(app.screen, ImportScreen))
        app.screen.query_one(Input).value = str(sheet)
        await opened.press("enter")
        await opened.until(lambda: "--stage" in opened.text("#outcome"))
        assert "Warm [/x]" in opened.text("#outcome")
        await opened.press("escape")
        await opened.until(lambda: isinstance(app.screen, TodayScreen))
        assert opened.names == []


async def test_a_missing_file_is_said_beside_the_path(tmp_path: Path) -> None:
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        opened = Opened(app, pilot, Clock(NOW))
        await opened.press("i")
        await opened.until(lambda: isinstance(app.screen, ImportScreen))
        await opened.type("/none.csv")
        await opened.press("enter")
        await opened.until(lambda: "none.csv" in opened.text("#trouble"))


async def test_the_demo_opens_on_a_throwaway_copy(
    tmp_path: Path, small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(path: Path, **_rest: object) -> None:
        path.parent.mkdir(parents=True)
        shutil.copy(small_file, path)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("pipetui.services.sample.build", build)  # the real one has its own tests, and takes seconds
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        opened = Opened(app, pilot, Clock(NOW))
        await opened.press("d")
        await opened.until(lambda: isinstance(app.screen, TodayScreen))
        await opened.until(lambda: opened.deals.total == 7)
    assert not (tmp_path / "new.db").exists()
