"""Beside the CRM: what was changed here is entered there, deal by deal, and the list shrinks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import Opened, opened

from pipetui.services import edits, moves, notes, transfer
from pipetui.services.import_conflicts import open_conflicts
from pipetui.services.transfer_report import ImportRequest
from pipetui.services.way_back import to_enter
from pipetui.tui.screens.crm import CrmScreen
from pipetui.tui.screens.deal import DealView

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

EXPORT = """\
Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Next step,Associated Company
11,ERP,Appointment Scheduled,1200.50,2026-12-31,2026-10-01,anna,Call Rita,Acme
12,[Pilot],Qualified To Buy,900,2026-12-15,2026-09-01,anna,Send plan,Borealis
13,Audit,Qualified To Buy,900,2026-12-15,2026-09-01,anna,Send plan,Cortina
"""


@pytest.fixture
def worked(empty_desk: Desk, tmp_path: Path) -> Desk:
    """Three deals from HubSpot, two of them changed since."""
    path = tmp_path / "hubspot.csv"
    path.write_text(EXPORT)
    transfer.import_files(empty_desk, ImportRequest([path]))
    later = empty_desk.at(empty_desk.now + 60)
    edits.set_fields(later, 1, {"amount": "99"})
    notes.log_note(later, 2, pain="Slow [b]", next_step="Send offer", day=date(2026, 12, 3))
    moves.close(later, 2, "lost", "price")
    return later


def _screen(app: Opened) -> CrmScreen:
    assert isinstance(app.app.screen, CrmScreen)
    return app.app.screen


async def test_enter_takes_a_deal_off_the_list_and_undo_brings_it_back(worked: Desk) -> None:
    async with opened(worked) as app:
        await app.press("F")
        assert "2 deals with something to enter" in app.text("#header")
        assert "1200.50 → 99.00" in app.text("#block")
        await app.press("question_mark")
        assert "in its own words" in shown(app.pilot)
        await app.press("escape")
        await app.press("enter")
        await app.until(lambda: app.toasts)
        assert "Acme · ERP: entered in hubspot." in app.toasts[0]
        assert [deal.id for deal in to_enter(worked)] == [2]
        assert "Qualified To Buy → Closed Lost" in app.text("#block")
        assert "Slow [b]" in app.text("#block")
        await app.press("u")
        await app.until(lambda: len(to_enter(worked)) == 2)
        await app.press("g", "x")
        await app.until(lambda: [deal.id for deal in to_enter(worked)] == [2])
        await app.press("x")
        await app.until(lambda: not to_enter(worked))
        assert "Nothing to enter" in app.text("#header")
        await app.press("x", "y", "o")
        assert "nothing to copy" in app.toasts[-1]


async def test_blocks_are_copied_one_by_one_and_all(worked: Desk) -> None:
    async with opened(worked, size=(80, 24)) as app:
        await app.press("F", "y")
        assert app.app.clipboard == "Acme · ERP (11)\nAmount: 1200.50 → 99.00"
        await app.press("Y")
        assert app.app.clipboard.startswith("Acme · ERP (11)\nAmount: 1200.50 → 99.00\n\n\nBorealis · [Pilot] (12)\n")
        assert "Copied: 2 deals." in app.toasts


async def test_a_file_is_written_at_home_and_never_over_another(
    worked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    first, second = tmp_path / "for-hubspot-2026-11-23.csv", tmp_path / "for-hubspot-2026-11-23-2.csv"
    async with opened(worked, size=(60, 20)) as app:
        await app.press("F", "w")
        await app.until(first.exists)
        await app.press("w")
        await app.until(second.exists)
    assert first.read_text().splitlines()[:2] == [
        "Record ID,Deal Name,Deal Stage,Amount,Next step",
        "11,ERP,Appointment Scheduled,99.00,Call Rita",
    ]


async def test_the_whole_deal_opens_and_a_deal_anywhere_is_copied_for_the_crm(worked: Desk) -> None:
    async with opened(worked) as app:
        await app.press("F", "o")
        assert isinstance(app.app.screen, DealView)
        await app.press("Y")
        assert app.app.clipboard == "Acme · ERP (11)\nAmount: 1200.50 → 99.00"
        await app.press("escape")
        assert _screen(app).here is not None
        await app.press("f")
        await app.type("Cortina")
        await app.press("enter", "Y")
        assert "Nothing here has to be entered" in app.toasts[-1]


async def test_all_of_it_is_entered_in_one_key_and_comes_back_in_one(worked: Desk) -> None:
    async with opened(worked) as app:
        await app.press("F", "X")
        await app.until(lambda: not to_enter(worked))
        assert "2 deals are entered." in app.toasts[-1]
        await app.press("u")
        await app.until(lambda: len(to_enter(worked)) == 2)


async def test_what_was_changed_there_too_is_said_and_settled_by_entering_ours(worked: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hubspot.csv"
    path.write_text(EXPORT.replace("1200.50", "1500"))
    later = worked.at(worked.now + 60)
    transfer.import_files(later, ImportRequest([path]))
    assert [conflict.record for conflict in open_conflicts(later)] == [1]
    async with opened(later) as app:
        await app.press("F")
        assert "Changed in the CRM, too. On the page of the import (I)" in app.text("#block")
        await app.press("x")
        await app.until(lambda: not open_conflicts(later))
        await app.press("u")
        await app.until(lambda: open_conflicts(later))


async def test_the_past_can_be_copied_but_nothing_is_marked(worked: Desk) -> None:
    async with opened(worked.at(worked.now + 86_400), as_of=date(2026, 11, 23)) as app:
        await app.press("F", "x")
        assert any("only be read" in toast for toast in app.toasts)
        assert "Acme" in shown(app.pilot)
    assert len(to_enter(worked)) == 2
