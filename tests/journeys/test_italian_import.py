"""An Italian sheet brought in by somebody who reads Italian: no page of the way is cut in the smallest window, and
amounts and days are written as Italians write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_host import write
from opened_app import Opened, opened
from rich.cells import cell_len
from textual.content import Content
from two_weeks import second_import

from pipetui.domain.sentences import grouped
from pipetui.i18n import set_language
from pipetui.services import history, import_conflicts
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.widgets.step_bar import StepBar

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

SHEET = """PIPELINE COMMERCIALE 2026;;;;;;;;
Trattativa;Azienda;Fase;Valore;Responsabile;Prossimo passo;Data prossimo passo;Data chiusura;Segno
ERP roll-out;Acme;Qualification;12.000,00;Anna;Chiamare Rita;25/11/2026;31/12/2026;Leone
Pilota;Borealis;Tiepida;abc;Luca Bianchi;mandare offerta;da definire;31/01/2027;Toro
;;Decision;100;Anna;;;;
"""


@pytest.fixture(autouse=True)
def italian(_english: None) -> None:
    set_language("it")


async def at(app: Opened, page: str) -> ImportWizard:
    """Wait until the wizard has read the file and shows a page."""

    def there() -> bool:
        wizard = app.app.screen
        return (
            isinstance(wizard, ImportWizard)
            and wizard.here == page
            and "rileggo" not in str(wizard.box.border_subtitle)
        )

    await app.until(there)
    wizard = app.app.screen
    assert isinstance(wizard, ImportWizard)
    return wizard


def is_whole(wizard: ImportWizard) -> None:
    """The steps and the keys stand whole, the way out among them."""
    bar = wizard.query_one(StepBar)
    assert cell_len(bar.render().plain) <= bar.size.width, bar.render().plain
    keys = Content.from_markup(str(wizard.box.border_subtitle))
    assert keys.cell_length <= wizard.box.size.width - 2, keys.plain
    assert "esc " in keys.plain


async def test_every_page_of_the_wizard_is_whole(empty_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "trattative.csv"
    file.write_text(SHEET, encoding="utf-8")
    async with opened(empty_desk, size=(60, 20)) as app:
        app.app.action_import_file()
        await app.until(lambda: isinstance(app.app.screen, ImportScreen) and app.app.screen.focused)
        await write(app.pilot, str(file))
        await app.press("enter")
        is_whole(await at(app, "questions"))
        await app.press("1")
        is_whole(await at(app, "cells"))
        await app.press("enter")
        is_whole(await at(app, "cells"))
        await app.press("escape", "2")
        is_whole(await at(app, "columns"))
        await app.press("4")
        wizard = await at(app, "forecast")
        is_whole(wizard)
        said = app.text("#said")
        assert "3 trattative: nuove 2, scartate 1." in said


async def test_values_are_written_as_italians_write_them(empty_desk: Desk, tmp_path: Path) -> None:
    second_import(empty_desk, tmp_path)
    (conflict, *_others) = import_conflicts.open_conflicts(empty_desk)
    assert import_conflicts.words(empty_desk, conflict) == "importo: nel CRM 3.500 € (qui 77.000 €)"
    import_conflicts.settle(empty_desk, conflict.id, "theirs")
    told = history.sentence(empty_desk, history.log(empty_desk)[0])
    assert told == "importo, preso dal file: 3.500 €, anna"
    assert grouped(1_048_575) == "1.048.575"


async def test_the_page_after_an_import_is_italian(empty_desk: Desk, tmp_path: Path) -> None:
    second_import(empty_desk, tmp_path)
    async with opened(empty_desk, size=(60, 20)) as app:
        await app.press("I")
        assert isinstance(app.app.screen, ImportedScreen)
        said = app.text("#header")
        assert "18 righe: nuove 4, invariate 13, trattenute 2, scartate 1." in said
