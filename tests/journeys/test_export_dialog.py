"""Data out of the app: what, as what and where to, with the keyboard; nothing is replaced unasked."""

from __future__ import annotations

import csv
import json
from threading import Event
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from python_calamine import CalamineWorkbook

from pipetui.services import exports
from pipetui.tui.dialogs.export import ExportDialog
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipetui.services.desk import Desk

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


async def begin(app: Opened) -> ExportDialog:
    """Open the dialog as the palette does."""
    await app.app.screen.run_action("app.export")
    await app.until(lambda: isinstance(app.app.screen, ExportDialog))
    await app.pilot.pause()
    dialog = app.app.screen
    assert isinstance(dialog, ExportDialog)
    return dialog


async def written(app: Opened) -> None:
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    await app.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_three_times_enter_is_a_workbook_of_all_deals(desk: Desk, home: Path, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await begin(app)
        await app.press("enter", "enter", "enter")
        await written(app)
        assert app.toasts == ["Written to ~/pipetui-deals-2026-11-23.xlsx."]
    header, *rows = CalamineWorkbook.from_path(home / "pipetui-deals-2026-11-23.xlsx").get_sheet_by_index(0).to_python()
    assert (header[0], len(rows)) == ("id", 9)


async def test_digits_choose_and_go_on_and_the_name_follows(desk: Desk, home: Path) -> None:
    async with opened(desk) as app:
        await begin(app)
        await app.press("2", "2", "enter")
        await written(app)
    notes = json.loads((home / "pipetui-notes-2026-11-23.json").read_text(encoding="utf-8"))
    assert [note["record"] for note in notes] == [6, 2]


async def test_a_typed_name_stays_and_its_ending_follows_the_format(desk: Desk, home: Path) -> None:
    async with opened(desk) as app:
        await begin(app)
        await app.press("1", "1")
        await app.type("~/mine.csv")
        await app.press("up", "5", "f2")
        await written(app)
    assert (home / "mine.md").read_text(encoding="utf-8").startswith("# Pipeline")
    assert [each.name for each in home.iterdir()] == ["mine.md"]


async def test_a_format_that_a_kind_does_not_have_is_not_kept(desk: Desk, home: Path) -> None:
    async with opened(desk) as app:
        await begin(app)
        await app.press("enter", "4", "up", "up", "3", "enter", "enter")
        await written(app)
    assert [each.name for each in home.iterdir()] == ["pipetui-events-2026-11-23.csv"]


async def test_what_is_there_is_replaced_only_when_that_is_said_twice(desk: Desk, home: Path) -> None:
    target = home / "deals.csv"
    target.write_text("old", encoding="utf-8")
    async with opened(desk) as app:
        await begin(app)
        await app.press("1", "1")
        await app.type("~/deals.csv")
        await app.press("enter")
        assert "is there already" in app.text("#trouble")
        assert target.read_text(encoding="utf-8") == "old"
        await app.press("escape")
        await written(app)
        assert target.read_text(encoding="utf-8") == "old"
        await begin(app)
        await app.press("1", "1")
        await app.type("~/deals.csv")
        await app.press("enter", "enter")
        await written(app)
    with target.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 9


async def test_a_place_that_cannot_be_written_is_said(desk: Desk, home: Path) -> None:
    async with opened(desk) as app:
        await begin(app)
        await app.press("1", "1")
        await app.type("~/no/such.csv")
        await app.press("enter")
        await app.until(lambda: "cannot be written" in app.text("#trouble"))
        assert isinstance(app.app.screen, ExportDialog)


async def test_leaving_stops_what_is_being_written(desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "export_file", _without_end)
    async with opened(desk) as app:
        dialog = await begin(app)
        await app.press("1", "1", "enter")
        await app.until(lambda: "Writing: 500 rows" in app.text("#keep"))
        await app.press("escape")
        await written(app)
        await app.until(lambda: not dialog._background.running)
        assert app.toasts == []


def _without_end(*_words: object, progress: Callable[[int], None], **_options: object) -> list[str]:
    tick = Event()
    while not tick.wait(0.001):
        progress(500)
    return []
