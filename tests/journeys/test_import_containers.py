"""A workbook with several sheets and an archive with several tables, brought in on the screen."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from packed_files import CONTACTS, DEALS, archive, csv_text, workbook
from textual.widgets import Static

from pipetui.services import exports
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

MORE: list[list[object]] = [DEALS[0], [13, "Audit", *DEALS[1][2:]]]


async def begin(app: Opened, file: Path) -> None:
    """Give the path of a file to the import screen."""
    app.app.action_import_file()
    await app.until(lambda: isinstance(app.app.screen, ImportScreen))
    await app.type(str(file))
    await app.press("enter")


async def foretold(app: Opened, words: str) -> None:
    await app.until(lambda: isinstance(app.app.screen, ImportWizard) and words in app.text("#said"))
    await app.pilot.pause()


def names(desk: Desk) -> list[object]:
    out = io.StringIO()
    exports.export(desk, "deals", "json", out)
    return [deal["name"] for deal in json.loads(out.getvalue())]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_sheet_is_chosen_and_imported(empty_desk: Desk, tmp_path: Path, size: tuple[int, int]) -> None:
    file = workbook(tmp_path / "deals.xlsx", {"North": DEALS, "South": MORE})
    async with opened(empty_desk, size=size) as app:
        await begin(app, file)
        await app.until(lambda: isinstance(app.app.screen, ImportWizard) and app.app.screen.query(QuestionLine))
        await app.pilot.pause()
        (line,) = app.app.screen.query(QuestionLine)
        assert line.question.choices == ("North", "South")
        await app.press("2")
        await foretold(app, "1 deal: 1 new.")
        assert names(empty_desk) == []
        await app.press("enter")
        await app.until(lambda: names(empty_desk) == ["Audit"])


async def test_the_tables_of_an_archive_are_told_together_and_imported(empty_desk: Desk, tmp_path: Path) -> None:
    tables = {"a.csv": csv_text(), "b.csv": csv_text(MORE), "Contacts.csv": CONTACTS + "1,a,b,c,d,e,f,g\n"}
    async with opened(empty_desk) as app:
        await begin(app, archive(tmp_path / "all.zip", tables))
        await foretold(app, "3 deals: 3 new.")
        assert "Contacts.csv (contacts)" in app.text("#said")
        await app.press("enter")
        await app.until(lambda: names(empty_desk) == ["ERP", "Pilot", "Audit"])


async def test_people_are_named_where_the_file_is_given(empty_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(CONTACTS + "1,a,b,c,d,e,f,g\n")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await app.until(lambda: isinstance(app.app.screen, ImportScreen) and "contacts of HubSpot" in said(app))
        assert names(empty_desk) == []


def said(app: Opened) -> str:
    """Everything that stands on the screen as text."""
    return "\n".join(str(each.content) for each in app.app.screen.query(Static))
