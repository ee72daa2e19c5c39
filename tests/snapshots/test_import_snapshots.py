"""The questions of a file, and what importing it would do, as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opened_app import Clock, make_app
from small_pipeline import NOW

from pipetui.services.people_changes import add as add_person
from pipetui.tui import place_screen
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]
    Keys = tuple[str, ...]

SIZES = {"wide": (120, 40), "small": (80, 24), "least": (60, 20)}
ANSWERS = ("1", "enter", "enter", "3", "1")
PAGES: dict[str, tuple[Keys, Keys]] = {
    "asked": (("1",), ()),
    "columns": (ANSWERS, ("2",)),
    "cells": (ANSWERS, ()),
    "repair": (ANSWERS, ("enter", "1", "2", "k")),
    "foretold": (ANSWERS, ("f2",)),
}
"""Keys that lead to a page, and those to press there once the file has been read again."""

ROWS = """Trattativa;Fase;Valore;Responsabile;Data chiusura
ERP roll-out;Qualifica;12.000,00;mia rosi;03/04/2027
Pilot;Negoziazione;abc;Luca Bianchi;05/06/2027
Audit;Tiepida [/x];9.500,00;mia rosi;05/06/2027
"""


@pytest.fixture(autouse=True)
def _nobody_looks_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind the wizard is as it was when it was opened, however long the machine takes."""
    monkeypatch.setattr(place_screen, "LOOK_SECONDS", 3600)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The sheet of somebody who writes in Italian."""
    path = tmp_path / "deals.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
@pytest.mark.parametrize("page", PAGES)
def test_import(empty_desk: Desk, file: Path, snap_compare: Compare, size: tuple[int, int], page: str) -> None:
    keys, then = PAGES[page]
    add_person(empty_desk, "Mia Rossi")

    async def answer(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(ImportScreen(lambda: empty_desk))
        await pilot.pause()
        pilot.app.screen.query_one("LineInput").value = str(file)  # type: ignore[attr-defined]
        await pilot.press("enter")
        while not pilot.app.screen.query(QuestionLine):
            await pilot.pause(0.02)
        await pilot.press(*keys)
        pilot.app.clear_notifications()
        while any(worker.is_running for worker in pilot.app.workers):
            await pilot.pause(0.02)
        await pilot.press(*then)
        await pilot.pause()

    assert snap_compare(make_app(file.parent / "deals.db", Clock(NOW)), terminal_size=size, run_before=answer)
