"""The page after an import: gone through with the keyboard, each thing settled, and read again from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opened_app import Opened, opened
from two_weeks import many, second_import

from pipetui.services import imports, records
from pipetui.services.import_conflicts import open_conflicts
from pipetui.tui.dialogs.bulk_close import BulkClose
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.imported import ImportedScreen, Lines
from pipetui.tui.screens.triage import TriageScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.domain.model import Detail
    from pipetui.services.desk import Desk


@pytest.fixture
def desk(empty_desk: Desk, tmp_path: Path) -> Desk:
    """At the end of the second import."""
    from small_pipeline import NOW

    desk = empty_desk.at(NOW)
    second_import(desk, tmp_path)
    return desk


def page(it: Opened) -> ImportedScreen:
    assert isinstance(it.app.screen, ImportedScreen)
    return it.app.screen


def lines(it: Opened) -> list[str]:
    """What stands on the page."""
    options = page(it).query_one(Lines).options
    return [str(option.prompt).strip() for option in options]


def deal(desk: Desk, company: str) -> Detail:
    """The first deal of a company."""
    found = [item for item in records.find(desk, company) if item.deal.company == company]
    return records.detail(desk, min(item.id for item in found))


async def go_to(it: Opened, kind: str) -> None:
    """Tab to the section of this kind."""
    await it.press("I")
    await it.until(lambda: isinstance(it.app.screen, ImportedScreen) and it.app.screen.here)
    for _section in range(7):
        here = page(it).here
        if here is not None and here.kind == kind:
            return
        await it.press("tab")
    raise AssertionError(f"there is no {kind}")


async def test_it_says_what_came_and_what_waits(desk: Desk) -> None:
    async with opened(desk) as it:
        await go_to(it, "start")
        shown = lines(it)
        heads = [line for line in shown if line.isupper() or line.split(" ")[0].isupper()]
        assert heads == [
            "HELD AT THE GATE 2", "CHANGED HERE AND THERE 2", "GONE FROM THE FILE 2", "LOOK ALIKE 1", "REJECTED 1",
            "LEFT OUT OR UNCLEAR 1",
        ]  # fmt: skip
        assert "18 rows: 4 new, 13 unchanged, 2 held, 1 rejected." in it.text("#header")
        assert "deals.csv" in it.text("#header")
        assert any(line.startswith("row 18, Amount “lots”") for line in shown)


async def test_a_held_deal_is_answered_and_moves_on(desk: Desk) -> None:
    acme = deal(desk, "Acme").item.id
    async with opened(desk) as it:
        await go_to(it, "held")
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, GateDialog))
        for _criterion in range(4):
            await it.press("1", "enter")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert deal(desk, "Acme").item.deal.stage == "discovery"
        assert page(it).here is not None
        assert records.detail(desk, acme).item.deal.crm_stage == "decision"
        assert "Discovery, CRM says Decision" in " ".join(lines(it))


async def test_conflicts_are_settled_with_one_key_each(desk: Desk) -> None:
    async with opened(desk) as it:
        await go_to(it, "conflict")
        assert "Yours: 77,000 €" in it.text("#panel")
        await it.press("t", "m")
        assert open_conflicts(desk) == []
        amounts = {company: deal(desk, company).item.deal.amount for company in ("Cortina", "Delta")}
        assert {company: amount and amount.minor for company, amount in amounts.items()} == {
            "Cortina": 350_000, "Delta": 7_700_000,
        }  # fmt: skip
        assert not any(line.startswith("CHANGED") for line in lines(it))
        await it.press("u", "u")
        assert len(open_conflicts(desk)) == 2
        assert "CHANGED HERE AND THERE 2" in lines(it)


async def test_what_is_gone_is_closed_at_once_and_comes_back_at_once(desk: Desk) -> None:
    async with opened(desk) as it:
        await go_to(it, "missing")
        await it.press("X", "c")
        await it.until(lambda: isinstance(it.app.screen, BulkClose))
        await it.press("1", "1", "f2")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert [deal(desk, company).item.status for company in ("Elmo", "Fano")] == ["lost", "lost"]
        assert not any(line.startswith("GONE") for line in lines(it))
        await it.press("u")
        assert [deal(desk, company).item.status for company in ("Elmo", "Fano")] == ["open", "open"]
        assert "GONE FROM THE FILE 2" in lines(it)


async def test_one_of_them_is_selected_and_closed(desk: Desk) -> None:
    async with opened(desk) as it:
        await go_to(it, "missing")
        await it.press("x", "c")
        await it.until(lambda: isinstance(it.app.screen, BulkClose))
        await it.press("1", "1", "f2")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert [deal(desk, company).item.status for company in ("Elmo", "Fano")] == ["lost", "open"]


async def test_either_twin_is_opened(desk: Desk) -> None:
    known = deal(desk, "Elmo").item.id
    async with opened(desk) as it:
        await go_to(it, "twin")
        for key, same in (("enter", False), ("o", True)):
            await it.press(key)
            await it.until(lambda: isinstance(it.app.screen, DealView))
            screen = it.app.screen
            assert isinstance(screen, DealView)
            assert (screen.deal_id == known) is same
            await it.press("escape")
            await it.until(lambda: isinstance(it.app.screen, ImportedScreen))


async def test_rejected_rows_are_written_to_a_file(desk: Desk, tmp_path: Path) -> None:
    async with opened(desk) as it:
        await go_to(it, "rejected")
        await it.press("w", "enter")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        written = (tmp_path / "deals-rejects.csv").read_text(encoding="utf-8").splitlines()
        assert written[0] == "file,row,column,value,reason"
        assert len(written) == 3
        await it.press("w", "enter")
        await it.pilot.pause()
        assert not isinstance(it.app.screen, ImportedScreen), "what is there is replaced only when it is said twice"
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))


async def test_the_ten_largest_come_first_then_the_next_ten(empty_desk: Desk, tmp_path: Path) -> None:
    from small_pipeline import NOW

    desk = empty_desk.at(NOW)
    many(desk, tmp_path)
    found = imports.last_import(desk)
    assert found is not None
    async with opened(desk) as it:
        await it.press("I")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert lines(it)[0] == "Start with the 10 largest of 25"
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, TriageScreen))
        screen = it.app.screen
        assert isinstance(screen, TriageScreen)
        assert "Triage · 10 largest of 25" in it.text("#course")
        item = screen.deal_here()
        assert item is not None
        assert item.deal.company == "Company 25"
        await it.press("s", *("space" if char == " " else char for char in "call Rita fri"), "enter")
        await it.until(lambda: len(imports.largest_to_clear(desk, found.batches).ids) and _left(desk, found) == 24)
        for _deal in range(18):
            await it.press("j")
        await it.until(lambda: screen.deal_here() is None)
        assert "the next 10 largest" in it.text("#page")
        await it.press("enter")
        await it.until(lambda: screen.deal_here() is not None)
        item = screen.deal_here()
        assert item is not None
        assert item.deal.company == "Company 15"
        assert "10 largest of 24" in it.text("#course")
        await it.press("escape")
        if isinstance(it.app.screen, TriageScreen):
            await it.press("escape")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert lines(it)[0] == "Start with the 10 largest of 24"


def _left(desk: Desk, found: imports.Imported) -> int:
    return imports.largest_to_clear(desk, found.batches).total


async def test_without_an_import_it_says_so(empty_desk: Desk) -> None:
    async with opened(empty_desk) as it:
        await it.press("I")
        await it.until(lambda: isinstance(it.app.screen, ImportedScreen))
        assert "No file was imported yet." in it.text("#header")
        await it.press("enter", "m", "t", "x", "X", "c", "w", "o", "tab", "escape")
        await it.until(lambda: not isinstance(it.app.screen, ImportedScreen))


async def test_a_look_at_the_past_changes_nothing(desk: Desk) -> None:
    async with opened(desk, as_of=desk.today) as it:
        await go_to(it, "conflict")
        await it.press("m")
        assert len(open_conflicts(desk)) == 2
        assert "read" in it.toasts[-1]
