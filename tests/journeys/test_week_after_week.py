"""A Monday with the CRM's second export: taken in on screen, settled, and in the end all of it taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialog_host import write
from opened_app import Opened, opened
from small_pipeline import NOW
from two_weeks import first_week, second_file

from pipetui.services import edits, records
from pipetui.services.import_conflicts import open_conflicts
from pipetui.tui.dialogs.bulk_close import BulkClose
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.undo import UndoDialog
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

Kept = dict[str, tuple[str, str, str | None, int, str | None, str | None, int]]


def kept(desk: Desk) -> Kept:
    """External id to stage, status, CRM's stage, amount, text and date of the step, ticks; from the database."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT d.external_id, d.stage, d.status, d.crm_stage, d.amount_minor, s.text, s.day,"
            " (SELECT count(*) FROM criterion_tick t WHERE t.deal_id = d.id AND t.unticked_at IS NULL)"
            " FROM deal d LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL"
        )
        return {row[0]: tuple(row[1:]) for row in rows}


async def taken_in(it: Opened, file: Path) -> None:
    """Import a file on screen: its path, enter, enter."""
    it.app.action_import_file()
    await it.until(lambda: isinstance(it.app.screen, ImportScreen) and it.app.screen.focused)
    await write(it.pilot, str(file))
    await it.press("enter")
    await on_page(it, "cells")
    await it.press("f2")
    await on_page(it, "forecast")
    await it.press("enter")
    await back(it)


async def on_page(it: Opened, page: str) -> None:
    await it.until(lambda: isinstance(it.app.screen, ImportWizard) and it.app.screen.here == page)
    await it.pilot.pause()


async def back(it: Opened) -> None:
    await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
    await it.pilot.pause()


async def test_the_second_export_is_settled_and_then_taken_back_whole(empty_desk: Desk, tmp_path: Path) -> None:
    desk = empty_desk.at(NOW)
    first_week(desk, tmp_path)
    before = kept(desk)
    async with opened(desk) as it:
        await taken_in(it, second_file(tmp_path))
        assert set(kept(desk)) - set(before) == {"50", "51", "98", "99"}
        assert kept(desk)["3"] == before["3"], "what was changed here and there stays until somebody says"

        # Acme is held: its answers are there, it goes on one stage; the CRM is still further.
        await it.press("tab", "enter")
        await it.until(lambda: isinstance(it.app.screen, GateDialog))
        for _criterion in range(4):
            await it.press("1", "enter")
        await back(it)
        assert kept(desk)["1"][:3] == ("discovery", "open", "decision")

        # Cortina: the CRM's amount; Delta: ours.
        await it.press("tab", "t", "m")
        assert not open_conflicts(desk)
        assert [kept(desk)[number][3] for number in ("3", "4")] == [350_000, 7_700_000]

        # Elmo and Fano are gone: lost, in one action.
        await it.press("X", "c")
        await it.until(lambda: isinstance(it.app.screen, BulkClose))
        await it.press("1", "1", "f2")
        await back(it)
        assert [kept(desk)[number][1] for number in ("5", "6")] == ["lost", "lost"]

        # Luca works on what came. It was the wrong file: all of it goes, and his work is named before.
        pavia = records.resolve(desk, "ext:50")
        edits.set_fields(replace(desk, me="luca", now=NOW + 60), pavia, {"amount": "9"})
        it.clock.now = NOW + 120
        for _action in range(20):
            await it.press("u")
            if isinstance(it.app.screen, UndoDialog):
                break
        assert isinstance(it.app.screen, UndoDialog)
        told = " ".join(str(each.render()) for each in it.app.screen.query("Static"))
        assert "luca" in told
        assert kept(desk)["50"][3] == 900, "nothing is taken back before it is agreed"
        await it.press("f2")
        await back(it)
        assert kept(desk) == before
        assert "Last import" in it.text("#header")
