"""Day one: a messy Italian workbook, an empty home, and a calm Today at the end of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]
from opened_app import Clock, Opened
from small_pipeline import NOW

from pipetui.services import today
from pipetui.services.desk import Desk, open_desk
from pipetui.services.launching import Launch
from pipetui.services.today import View
from pipetui.tui.app import PipetuiApp
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.screens.triage import TriageScreen

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_HEADER = (
    "Azienda", "Trattativa", "Fase", "Valore", "Responsabile", "Prossimo passo", "Data prossimo passo",
    "Data chiusura", "Segno",
)  # fmt: skip
_DEALS = 12


def workbook(path: Path) -> None:
    """A title, sections, a total, a stage of the founder's own, amounts as numbers and as text, dates of both kinds."""
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("Pipeline"), book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet("Appunti").write(0, 0, "chiamare il commercialista")
        sheet.write(0, 0, "PIPELINE COMMERCIALE 2026")
        sheet.write_row(2, 0, _HEADER)
        sheet.write(3, 0, "NORD")
        for number in range(1, _DEALS + 1):
            row = 3 + number + (number > 6)
            sheet.write_row(row, 0, (f"Ditta {number:02}", "gestionale", "Discovery" if number % 4 else "Tiepida"))
            sheet.write(row, 3, "€ 3.000,00" if number == 3 else number * 1000)
            sheet.write_row(row, 4, ("Anna", "Chiamare Rita" if number < 3 else "", "da definire" * (number == 2)))
            sheet.write_datetime(row, 7, date(2026, 12, number), day)
            sheet.write(row, 8, "Leone")
        sheet.write_datetime(4, 6, date(2026, 11, 25), day)
        sheet.write(10, 0, "SUD")
        sheet.write_row(_DEALS + 5, 0, ("Totale", "", "", 78_000))


def kept(desk: Desk) -> dict[str, tuple[str, int, str | None, str | None]]:
    """Company to stage, amount, text and date of the next step, read anew from the database."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT d.company, d.stage, d.amount_minor, s.text, s.day FROM deal d"
            " LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL ORDER BY d.company"
        )
        return {row[0]: tuple(row[1:]) for row in rows}


async def arrived(it: Opened, screen: type) -> None:
    await it.until(lambda: isinstance(it.app.screen, screen))


async def cleared(it: Opened, desk: Desk, left: int) -> None:
    """Wait until so many deals are left to clear."""
    await it.until(lambda: today.counts(desk, View()).to_clear == left)


async def on_page(it: Opened, page: str) -> None:
    """Wait until the wizard has read the file, and shows this page."""
    await it.until(lambda: isinstance(it.app.screen, ImportWizard) and it.app.screen.here == page)
    await it.pilot.pause()


async def test_from_an_empty_home_to_a_calm_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    file, db = tmp_path / "pipeline.xlsx", tmp_path / "home" / "pipetui.db"
    db.parent.mkdir()
    workbook(file)
    launch = Launch(
        db=db, me="anna", now=Clock(NOW), as_of=None, language="en", date_order="dmy", theme=None,
        settings_file=tmp_path / "home" / "settings.toml",
    )  # fmt: skip
    app = PipetuiApp(launch, None)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        it = Opened(app, pilot, Clock(NOW))

        # Ten keys and the path: from the first page to the deals.
        await it.press("enter", "enter", "enter", "1", "2")
        await it.type(file.name)
        await it.press("enter")
        await on_page(it, "questions")
        await it.press("1")
        await on_page(it, "cells")
        await it.press("f2")
        await on_page(it, "forecast")
        assert it.text("#said").startswith("12 deals: 12 new.")
        assert not db.exists(), "nothing is written before the person agrees"
        await it.press("enter")
        await arrived(it, ImportedScreen)

        desk = open_desk(db, me="anna", now=NOW)
        deals = kept(desk)
        assert list(deals) == [f"Ditta {number:02}" for number in range(1, _DEALS + 1)]
        assert [deal[1] for deal in deals.values()] == [number * 100_000 for number in range(1, _DEALS + 1)]
        assert {company for company, deal in deals.items() if deal[0] == "qualification"} == {
            "Ditta 04", "Ditta 08", "Ditta 12",
        }  # fmt: skip
        assert deals["Ditta 01"][2:] == ("Chiamare Rita", "2026-11-25")
        assert deals["Ditta 02"][2:] == ("Chiamare Rita", None)

        # The largest ten, then the one that is left: enter, a step in two words, enter.
        await it.press("enter")
        await arrived(it, TriageScreen)
        triage = it.app.screen
        assert isinstance(triage, TriageScreen)
        assert "10 largest of 11" in it.text("#course")
        left = 11
        for number in range(left):
            if number == 10:
                await it.until(lambda: triage.deal_here() is None)
                assert "next" in it.text("#page")
                await it.press("enter")
            await it.press("enter", *"call", "space", *"fri", "enter")
            await cleared(it, desk, left - number - 1)
        await it.until(lambda: triage.deal_here() is None)
        assert {deal[3] for company, deal in kept(desk).items() if company > "Ditta 01"} == {"2026-11-27"}

        # Back: nothing waits any more, and Today is calm.
        await it.press("escape")
        await arrived(it, ImportedScreen)
        assert "Start with" not in it.text("#panel")
        await it.press("escape")
        await arrived(it, TodayScreen)
        assert "nothing to clear" in it.text("#header")
        desk.close()
