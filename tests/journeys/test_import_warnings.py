"""Values that an import had to leave out are told on screen, not only in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opened_app import opened

from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk


async def test_an_amount_that_nobody_can_read_is_named_with_its_row(empty_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    rows = [f'deal {n},Acme,Qualification,"{amount}"' for n, amount in enumerate(["8.000", "12,500.00", "9,000.00"])]
    path.write_text("\n".join(["Deal name,Company,Stage,Amount", *rows]) + "\n", encoding="utf-8")
    async with opened(empty_desk) as app:
        app.app.action_import_file()
        await app.until(lambda: isinstance(app.app.screen, ImportScreen))
        await app.type(str(path))
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ImportWizard))
        await app.until(lambda: "1 cell is not understood" in app.text("#cells-said"))
        await app.press("f2")
        await app.until(lambda: "3 deals: 3 new." in app.text("#said"))
        assert "Row 2, Amount “8.000”:" in app.text("#said")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ImportedScreen))
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await app.until(lambda: any("3 deals added." in toast for toast in app.toasts))
        assert len(app.names) == 3
