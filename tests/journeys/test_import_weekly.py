"""The wizard week after week and on bad days: a known file in three keys, several tables, drafts, a locked database."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown, write
from opened_app import Opened, opened

from pipetui.services import drafts, transfer
from pipetui.services.transfer_drafts import kept_answers
from pipetui.services.transfer_report import ImportRequest
from pipetui.tui.screens.drafts import DraftsScreen
from pipetui.tui.screens.import_file import ImportScreen
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.screens.imported import ImportedScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

CLEAN = "Deal,Company,Stage,Amount\nERP,Acme,Discovery,100.50\nAudit,Cortina,Solution,200.50\n"
OPEN = "Deal,Company,Stage,Close date\nERP,Acme,Discovery,to be decided\nAudit,Cortina,Solution,2027-01-15\n"
ASKED = "Deal;Fase;Data chiusura\nERP;Tiepida;da definire\nAudit;Tiepida;da definire\nPilot;Tiepida;2027-01-15\n"
BAD = "\x1b[31mRosso\x1b[0m \u202eabc [/red]x"
LONG = "L" * 10_000
HOSTILE = (
    f'"Deal {BAD}","Company\tTab",Stage,Amount,Close date,"Zodiac\nline {LONG}"\n'
    f'"{BAD}","Acme\tSrl\nvia Roma","Fredda {BAD}","abc {BAD}",da definire,x\n'
    f'"Name\nwith newline {LONG}","\u202eevil","Fredda {BAD}",{LONG},"da [/red] definire\nforse\tmai",=1+1\n'
    f",,Discovery,5,2027-01-01,y\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


async def begin(app: Opened, *paths: Path) -> None:
    await app.press("L")
    await app.until(lambda: isinstance(app.app.screen, ImportScreen) and app.app.screen.focused)
    await write(app.pilot, " ".join(f"'{path}'" for path in paths))
    await app.press("enter")


async def at(app: Opened, page: str) -> None:
    """Wait until the wizard has read everything and shows a page."""

    def there() -> bool:
        wizard = app.app.screen
        return (
            isinstance(wizard, ImportWizard) and wizard.here == page and "again" not in str(wizard.box.border_subtitle)
        )

    await app.until(there)
    await app.pilot.pause()


async def done(app: Opened) -> None:
    await app.until(lambda: isinstance(app.app.screen, ImportedScreen))


def days(desk: Desk) -> dict[str, str | None]:
    """Name to close date, read anew from the database."""
    with desk.reading() as connection:
        return {row[0]: row[1] for row in connection.execute("SELECT name, close_date FROM deal")}


async def test_last_weeks_file_again_is_three_keys(empty_desk: Desk, file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    file.write_text(CLEAN + "New one,Delta,Discovery,5.00\n", encoding="utf-8")
    async with opened(empty_desk) as app:
        await app.press("L")
        await app.until(lambda: "deals.csv" in shown(app.pilot))
        await app.press("enter")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert set(days(empty_desk)) == {"ERP", "Audit", "New one"}


async def test_cells_that_were_left_last_week_are_not_in_the_way(empty_desk: Desk, file: Path) -> None:
    file.write_text(OPEN, encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "forecast")
        assert "Cells 1" in shown(app.pilot), "they are still there to be repaired"
        await app.press("shift+tab")
        await at(app, "cells")
        await app.press("escape", "escape")
        file.write_text(OPEN.replace("2027-01-15", "who knows"), encoding="utf-8")
        await begin(app, file)
        await at(app, "cells")
        assert "who knows" in shown(app.pilot), "another text is seen to"


async def test_twins_are_told_before_they_are_made(empty_desk: Desk, file: Path) -> None:
    content = "Record ID,Deal Name,Deal Stage,Associated Company\n7,ERP,Appointment Scheduled,Acme\n"
    file.write_text(content, encoding="utf-8")
    transfer.import_files(empty_desk, ImportRequest([file]))
    file.write_text(CLEAN, encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "forecast")
        assert "1 new deal looks like one that is here." in app.text("#said")


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_each_of_several_files_is_put_right_on_its_own(
    empty_desk: Desk, tmp_path: Path, size: tuple[int, int]
) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("Deal,Stage,Close date\nERP,Discovery,soon\n", encoding="utf-8")
    other.write_text("Deal,Stage,Close date\nAudit,Solution,later\n", encoding="utf-8")
    async with opened(empty_desk, size=size) as app:
        await begin(app, one, other)
        await at(app, "cells")
        page = shown(app.pilot)
        assert "one.csv" in page
        assert "two.csv" in page
        for day in ("2027-01-15", "2027-02-15"):
            await app.press("enter")
            await write(app.pilot, day)
            await app.press("enter")
            await at(app, "cells")
        assert "Everything is understood now." in app.text("#cells-said")
        await app.press("shift+tab")
        await at(app, "columns")
        await app.press("G", "x")
        await at(app, "columns")
        assert "5/6" in shown(app.pilot)
        await app.press("f2")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert days(empty_desk) == {"ERP": "2027-01-15", "Audit": None}


async def test_each_of_several_files_names_its_own_column(empty_desk: Desk, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("Cosa,Stage,Amount\nERP,Discovery,5\n", encoding="utf-8")
    other.write_text("Chi,Stage,Amount\nAudit,Solution,6\n", encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, one, other)
        await at(app, "questions")
        assert "two.csv: " in shown(app.pilot)
        await app.press("1", "1")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert set(days(empty_desk)) == {"ERP", "Audit"}


async def test_a_draft_goes_on_where_it_was_left(empty_desk: Desk, file: Path) -> None:
    file.write_text(ASKED, encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        assert kept_answers(empty_desk, [file]) is not None, "a killed process loses nothing"
        await app.press("enter")
        await write(app.pilot, "2027-03-03")
        await app.press("enter", "2")
        await at(app, "cells")
        await app.press("escape", "escape", "D", "enter")
        await at(app, "forecast")
        assert app.text("#said").startswith("3 deals: 3 new.")
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, DraftsScreen))
        await app.press("enter")
        await at(app, "forecast")
        await app.press("enter")
        await done(app)
    assert days(empty_desk) == {"ERP": "2027-03-03", "Audit": "2027-03-03", "Pilot": "2027-01-15"}
    assert drafts.count(empty_desk) == 0


async def test_a_draft_whose_file_is_gone_says_so(empty_desk: Desk, file: Path) -> None:
    file.write_text(ASKED, encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        await app.press("escape", "escape")
        file.unlink()
        await app.press("D", "enter")
        await app.until(lambda: any("There is no file" in toast for toast in app.toasts))
        await app.press("x")
        await app.until(lambda: drafts.count(empty_desk) == 0)


async def test_a_database_in_use_costs_no_draft(empty_desk: Desk, file: Path) -> None:
    file.write_text(ASKED, encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        await app.press("escape")
        other = sqlite3.connect(empty_desk.store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ImportScreen) and "another program" in app.text("#trouble"))
        other.execute("ROLLBACK")
        other.close()
        assert kept_answers(empty_desk, [file]) is not None
        await app.press("enter")
        await at(app, "cells")


async def test_a_file_that_changed_since_its_draft_is_read_anew(empty_desk: Desk, file: Path) -> None:
    file.write_text(ASKED, encoding="utf-8")
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "questions")
        await app.press("2")
        await at(app, "cells")
        await app.press("escape", "escape")
        file.write_text(ASKED + "Last;Tiepida;2027-01-15\n", encoding="utf-8")
        await app.press("D", "enter")
        await at(app, "questions")
        assert any("has changed since" in toast for toast in app.toasts)


async def test_a_look_at_the_past_says_why_nothing_is_imported(empty_desk: Desk) -> None:
    async with opened(empty_desk, as_of=date(2026, 11, 20)) as app:
        await app.press("L")
        assert any("a look at the past" in toast for toast in app.toasts)
        assert not isinstance(app.app.screen, ImportScreen)


async def test_a_locked_database_is_said_and_waited_for(empty_desk: Desk, file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")
    other = sqlite3.connect(empty_desk.store.path, isolation_level=None)
    async with opened(empty_desk) as app:
        await begin(app, file)
        await at(app, "forecast")
        other.execute("BEGIN IMMEDIATE")
        await app.press("enter")
        await app.until(lambda: app.text("#trouble") and isinstance(app.app.screen, ImportWizard))
        assert "another program" in app.text("#trouble")
        other.execute("ROLLBACK")
        await app.press("enter")
        await done(app)
    other.close()
    assert set(days(empty_desk)) == {"ERP", "Audit"}


async def test_hostile_cells_are_shown_harmlessly_in_every_step(empty_desk: Desk, file: Path) -> None:
    file.write_text(HOSTILE, encoding="utf-8")
    async with opened(empty_desk, size=(60, 20)) as app:
        await begin(app, file)
        pages = []
        await at(app, "questions")
        pages.append(shown(app.pilot))
        await app.press("1")
        await app.until(lambda: "Which stage is meant?" in shown(app.pilot))
        pages.append(shown(app.pilot))
        await app.press("2")
        await at(app, "cells")
        for key in ("down", "down", "enter", "escape", "shift+tab", "enter"):
            await app.press(key)
            pages.append(shown(app.pilot))
        await app.press("escape", "tab", "f2")
        await at(app, "forecast")
        pages.append(shown(app.pilot))
        await app.press("enter")
        await done(app)
        pages.append(shown(app.pilot))
    for page in pages:
        assert not set("\x1b\u202e\t") & set(page)
        assert all(len(line) <= 60 for line in page.split("\n"))
    assert len(days(empty_desk)) == 2
