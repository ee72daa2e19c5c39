"""The wizard of an import: a messy sheet to deals in a few keys, columns and cells put right, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from dialog_host import shown, write
from opened_app import Opened, opened

from pipetui.services import transfer
from pipetui.services.transfer_report import ImportRequest
from pipetui.tui.dialogs.choose_field import ChooseField
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

SIZES = [(60, 20), (80, 24), (120, 40)]
MESSY = """PIPELINE COMMERCIALE 2026;;;;;;;;
;;;;;;;;
Trattativa;Azienda;Fase;Valore;Responsabile;Prossimo passo;Data prossimo passo;Data chiusura;Segno
ERP roll-out;Acme;Discovery;12.000,00;Anna;Chiamare Rita;25/11/2026;31/12/2026;Leone
Pilot [/red]x;Borealis;Tiepida;abc;Luca Bianchi;mandare offerta;da definire;31/01/2027;Toro
Audit;Cortina;Tiepida;9.500,00;Anna;demo;da definire;15/02/2027;Vergine
Licenze;Delta;Decision;31.500,00;Anna;firma;27/11/2026;28/02/2027;Pesci
;;Decision;100;Anna;;;;
"""
CLEAN = "Deal,Company,Stage,Amount,Mood\nERP,Acme,Discovery,100.50,good\nAudit,Cortina,Solution,200.50,bad\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


async def begin(app: Opened, file: Path, content: str) -> None:
    """Write the file, and give its path to the import screen."""
    file.write_text(content, encoding="utf-8")
    app.app.action_import_file()
    await app.until(lambda: isinstance(app.app.screen, ImportScreen) and app.app.screen.focused)
    await write(app.pilot, str(file))
    await app.press("enter")


async def at(app: Opened, page: str) -> ImportWizard:
    """Wait until the wizard has read everything and shows a page."""

    def there() -> bool:
        wizard = app.app.screen
        return (
            isinstance(wizard, ImportWizard) and wizard.here == page and "again" not in str(wizard.box.border_subtitle)
        )

    await app.until(there)
    await app.pilot.pause()
    assert isinstance(app.app.screen, ImportWizard)
    return app.app.screen


async def done(app: Opened) -> None:
    await app.until(lambda: isinstance(app.app.screen, ImportedScreen))
    await app.press("escape")
    await app.until(lambda: isinstance(app.app.screen, TodayScreen))


def kept(desk: Desk) -> dict[str, tuple[str, int | None, str | None, str | None]]:
    """Name to stage, amount, close date and date of the next step, read anew from the database."""
    with desk.reading() as connection:
        rows = connection.execute(
            "SELECT d.name, d.stage, d.amount_minor, d.close_date, s.day FROM deal d"
            " LEFT JOIN next_step s ON s.record_id = d.id AND s.ended_at IS NULL"
        )
        return {row[0]: tuple(row[1:]) for row in rows}


@pytest.mark.parametrize("size", SIZES)
async def test_a_messy_sheet_in_six_keys_after_its_path(empty_desk: Desk, file: Path, size: tuple[int, int]) -> None:
    async with opened(empty_desk, size=size) as app:
        await begin(app, file, MESSY)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        page = shown(app.pilot)
        assert "1 row cannot be imported as it is." in page
        assert "row out" in page
        await app.press("f2")
        await at(app, "forecast")
        assert app.text("#said").startswith("5 deals: 4 new, 1 rejected.")
        assert "8 of 9 are read. Not read: Segno." in app.text("#said").replace("\n         ", " ")
        assert kept(empty_desk) == {}, "a rehearsal leaves nothing"
        await app.press("enter")
        await done(app)
    assert kept(empty_desk) == {
        "ERP roll-out": ("discovery", 1200000, "2026-12-31", "2026-11-25"),
        "Pilot [/red]x": ("discovery", None, "2027-01-31", None),
        "Audit": ("discovery", 950000, "2027-02-15", None),
        "Licenze": ("decision", 3150000, "2027-02-28", "2026-11-27"),
    }


async def test_the_same_shape_again_is_path_enter_enter(empty_desk: Desk, file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    async with opened(empty_desk) as app:
        await begin(app, file, CLEAN.replace("200.50", "250.50"))
        await at(app, "forecast")
        assert app.text("#said").startswith("2 deals: 0 new, 1 changed, 1 unchanged.")
        await app.press("enter")
        await done(app)
    assert kept(empty_desk)["Audit"][1] == 25050


async def test_the_file_of_last_time_is_proposed(empty_desk: Desk, file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    newer = file.with_name("deals (2).csv")
    newer.write_text(CLEAN.replace("ERP", "New one"), encoding="utf-8")
    async with opened(empty_desk) as app:
        app.app.action_import_file()
        await app.until(lambda: isinstance(app.app.screen, ImportScreen))
        await app.until(lambda: "deals (2).csv" in shown(app.pilot))
        await app.press("enter")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert "New one" in kept(empty_desk)


@pytest.mark.parametrize("size", SIZES)
async def test_a_column_is_read_otherwise(empty_desk: Desk, file: Path, size: tuple[int, int]) -> None:
    async with opened(empty_desk, size=size) as app:
        await begin(app, file, CLEAN)
        await at(app, "forecast")
        await app.press("1")
        await at(app, "columns")
        await app.press("j", "j", "j", "x")
        await at(app, "columns")
        assert "3/5" in shown(app.pilot)
        await app.press("j", "p", "a")
        assert isinstance(app.app.screen, ChooseField)
        await app.press("enter")
        await at(app, "columns")
        assert "pain" in shown(app.pilot)
        await app.press("f2")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert kept(empty_desk)["ERP"][1] is None
    with empty_desk.reading() as connection:
        assert sorted(row[0] for row in connection.execute("SELECT pain FROM note")) == ["bad", "good"]


async def test_the_cells_of_a_text_are_repaired_at_once(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, MESSY)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        await app.press("enter")
        await write(app.pilot, "Rinnovo")
        await app.press("f2")
        await at(app, "cells")
        assert "Rinnovo" in shown(app.pilot), "f2 takes what is being written, and stays"
        await app.press("enter")
        await write(app.pilot, "12k")
        await app.pilot.pause()
        assert "12,000 €" in shown(app.pilot), "what is understood is said while one types"
        await app.press("enter", "enter")
        await write(app.pilot, "nonsense")
        await app.press("enter")
        assert "not a d" in shown(app.pilot)
        await app.press("home", "ctrl+k")
        await write(app.pilot, "14/12/2026")
        await app.press("enter")
        assert "all 2 rows with “da definire”" in shown(app.pilot)
        await app.press("2")
        await at(app, "cells")
        assert "Everything is understood now." in app.text("#cells-said")
        await app.press("f2")
        await at(app, "forecast")
        assert app.text("#said").startswith("5 deals: 5 new.")
        await app.press("enter")
        await done(app)
    deals = kept(empty_desk)
    assert deals["Rinnovo"][0] == "decision"
    assert deals["Pilot [/red]x"] == ("discovery", 1200000, "2027-01-31", "2026-12-14")
    assert deals["Audit"][3] == "2026-12-14"


async def test_what_was_said_survives_leaving(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, MESSY)
        await at(app, "questions")
        await app.press("3")
        await at(app, "cells")
        await app.press("enter")
        await write(app.pilot, "Rinnovo")
        await app.press("enter")
        await at(app, "cells")
        await app.press("escape", "escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    assert kept(empty_desk) == {}
    async with opened(empty_desk) as app:
        await begin(app, file, MESSY)
        await at(app, "cells")
        await app.press("f2")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    deals = kept(empty_desk)
    assert deals["Audit"][0] == "solution"
    assert "Rinnovo" in deals


async def test_a_file_that_changes_meanwhile_is_read_again(empty_desk: Desk, file: Path) -> None:
    async with opened(empty_desk) as app:
        await begin(app, file, CLEAN)
        await at(app, "forecast")
        file.write_text(CLEAN + "Third,Delta,Discovery,1.00,\n", encoding="utf-8")
        await app.press("enter")
        await app.until(lambda: app.text("#said").startswith("3 deals"))
        await at(app, "forecast")
        assert "has changed" in app.text("#trouble")
        assert kept(empty_desk) == {}
        file.unlink()
        await app.press("f2")
        await app.until(lambda: "deals.csv" in app.text("#trouble") and "has changed" not in app.text("#trouble"))
    assert kept(empty_desk) == {}
