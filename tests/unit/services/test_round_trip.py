"""An export, imported into an empty database and exported again, is the same; into its own it doubles nothing."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_pipeline import START, STORIES, Story, add_from_a_crm, build

from pipetui.domain.instants import midnight
from pipetui.services import cycles, edits, exports, history, import_conflicts, moves, steps, today, transfer
from pipetui.services.desk import create
from pipetui.services.playbooks import from_preset
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

DAY = date(2026, 11, 30)
WAYS = (("csv", None), ("csv", "it"), ("xlsx", None), ("xlsx", "it"))


def exported(desk: Desk, *, without: tuple[str, ...] = ("id",)) -> list[dict[str, str]]:
    """All that a sheet of deals says."""
    out = io.StringIO(newline="")
    exports.export(desk, "deals", "csv", out)
    rows = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    return [{name: text for name, text in row.items() if name not in without} for row in rows]


class Houses:
    """Databases, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()

    def build(self) -> Desk:
        path = self.folder / f"{next(self._numbers)}.db"
        return create(path, playbook=from_preset("b2b", "en"), me="anna", now=START)

    def file(self, desk: Desk, to: str, locale: str | None = None) -> Path:
        path = self.folder / f"out.{to}"
        exports.export_file(desk, "deals", to, path, locale, never=self.folder / "no.db")
        return path


@pytest.fixture
def houses(tmp_path: Path) -> Houses:
    return Houses(tmp_path)


def bring(desk: Desk, path: Path, **answers: Any) -> ImportReport:
    (report,) = transfer.import_files(desk, ImportRequest([path], **answers))
    assert report.questions == []
    return report


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(stories=st.lists(STORIES, min_size=1, max_size=6))
def test_any_pipeline_survives_any_file(houses: Houses, stories: list[Story]) -> None:
    survives(houses, stories)


@pytest.mark.long
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(stories=st.lists(STORIES, min_size=5, max_size=15))
def test_very_many_pipelines_survive(houses: Houses, stories: list[Story]) -> None:
    survives(houses, stories)


def survives(houses: Houses, stories: list[Story]) -> None:
    first = build(houses.build(), stories)
    add_from_a_crm(first, houses.folder)
    before = exported(first)
    for to, locale in WAYS:
        path = houses.file(first, to, locale)
        other = houses.build().at(first.now)
        report = bring(other, path)
        assert (report.added, list(report.warnings), list(report.rejects)) == (len(before), [], [])
        assert exported(other) == before
        for again, desk in ((path, other), (path, first)):
            report = bring(desk.at(first.now + 60), again)
            assert (report.added, report.updated, list(report.conflicts), report.missing) == (0, 0, [], [])
        assert exported(first) == before
        other.close()
    first.close()


Cells = dict[str, dict[str, str]]
"""Changed cells: name of a deal to column to text."""


def edited(path: Path, cells: Cells, *, without: tuple[str, ...] = ()) -> Path:
    """The file as a person saves it after changing these cells, columns left out."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in rows[0] if name not in without], extrasaction="ignore")
        writer.writeheader()
        writer.writerows([row | cells.get(row["name"], {}) for row in rows])
    return path


@pytest.fixture
def house(houses: Houses) -> Iterator[Desk]:
    """Three deals: ERP with a step, Pilot parked, Audit lost."""
    desk = houses.build()
    for number, name in enumerate(("ERP", "Pilot", "Audit")):
        edits.add_deal(desk.at(START + number), name=name, company="Acme", amount="1200", owner="luca")
    later = desk.at(START + 60)
    steps.plan(later, 1, text="Call", day=DAY)
    moves.park(later, 2, DAY, "budget")
    moves.close(later, 3, "lost", "price")
    yield desk.at(START + 3600)
    desk.close()


def of(desk: Desk, name: str) -> dict[str, str]:
    (found,) = [deal for deal in exported(desk) if deal["name"] == name]
    return found


def test_what_was_changed_in_a_spreadsheet_comes_in(houses: Houses, house: Desk) -> None:
    path = edited(
        houses.file(house, "csv"),
        {
            "ERP": {"amount": "1500.5", "next_step": "Visit", "contact": "Rita", "close_date": "2027-01-31"},
            "Audit": {"company": ""},
        },
    )
    report = bring(house, path)
    assert (report.added, report.updated, report.unchanged, list(report.conflicts), report.missing) == (0, 2, 1, [], [])
    erp = of(house, "ERP")
    assert (erp["amount"], erp["next_step"], erp["next_step_date"], erp["contact"], erp["close_date"]) == (
        "1500.50", "Visit", "2026-11-30", "Rita", "2027-01-31",
    )  # fmt: skip
    assert of(house, "Audit")["company"] == ""
    again = bring(house.at(house.now + 60), path)
    assert (again.added, again.updated, list(again.conflicts)) == (0, 0, [])


def test_an_old_export_never_wipes_out_what_happened_since(houses: Houses, house: Desk) -> None:
    path = houses.file(house, "csv")
    later = house.at(house.now + 60)
    edits.set_fields(later, 1, {"amount": "900", "company": "Borealis"})
    moves.unpark(later, 2)
    moves.close(later, 1, "lost", "price")
    before = exported(later)
    report = bring(later.at(later.now + 60), path)
    assert (report.updated, report.unchanged, list(report.conflicts)) == (0, 3, [])
    assert exported(later) == before


def test_what_both_changed_stays_and_is_a_conflict(houses: Houses, house: Desk) -> None:
    path = edited(houses.file(house, "csv"), {"ERP": {"amount": "1500", "source": "fair"}})
    edits.set_fields(house.at(house.now + 60), 1, {"amount": "900"})
    report = bring(house.at(house.now + 120), path)
    assert [(each.field, each.ours, each.theirs) for each in report.conflicts] == [("amount", "900.00", "1500.00")]
    erp = of(house, "ERP")
    assert (erp["amount"], erp["source"]) == ("900.00", "fair")
    assert [each.field for each in import_conflicts.open_conflicts(house)] == ["amount"]


def test_without_its_checksum_a_file_asks_before_it_overwrites(houses: Houses, house: Desk) -> None:
    cells = {"ERP": {"amount": "1500"}}
    path = edited(houses.file(house, "csv"), cells, without=("checksum",))
    report = bring(house, path)
    assert [each.field for each in report.conflicts] == ["amount"]
    assert of(house, "ERP")["amount"] == "1200.00"


def test_a_row_that_was_added_in_the_spreadsheet_is_a_new_deal_once(houses: Houses, house: Desk) -> None:
    path = houses.file(house, "csv")
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(",,New one,Delta,,,,,discovery,open,luca,,,,,,\r\n")
    assert bring(house, path).added == 1
    assert bring(house.at(house.now + 60), path).added == 0
    assert of(house, "New one")["system"] == ""


def test_a_copied_row_is_rejected(houses: Houses, house: Desk) -> None:
    edits.set_fields(house, 1, {"external_id": "X1"})
    path = houses.file(house, "csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    for copy in (rows[1], rows[1].replace(rows[1].split(",")[-3], "")):
        path.write_text("\n".join([*rows, copy]), encoding="utf-8")
        report = bring(house.at(house.now + 60), path)
        assert (report.added, report.rejected, report.rejects[0].row) == (0, 1, 5)
        assert "Row 2" in report.rejects[0].reason


def test_an_id_that_strayed_into_another_row_is_told(houses: Houses, house: Desk) -> None:
    edits.set_fields(house, 1, {"external_id": "X1"})
    path = houses.file(house, "csv")
    row = next(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    edited(path, {"ERP": {"external_id": ""}, "Pilot": {"external_id": "P1"}})
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow((row | {"uid": str(UUID(int=7)), "name": "Stray"}).values())
    before = exported(house)
    report = bring(house.at(house.now + 60), path)
    assert (report.added, report.updated, report.unchanged, report.rejected) == (0, 0, 3, 1)
    assert [(each.row, each.column, each.value) for each in report.rejects] == [(5, "external_id", "X1")]
    assert [(each.row, each.column, each.value) for each in report.warnings] == [(3, "external_id", "P1")]
    assert exported(house) == before


def test_an_export_from_before_its_deal_got_an_id_is_fine(houses: Houses, house: Desk) -> None:
    edits.set_fields(house, 1, {"external_id": "X1"})
    path = houses.file(house, "csv")
    edits.set_fields(house.at(house.now + 60), 1, {"external_id": "X2"})
    report = bring(house.at(house.now + 120), path)
    assert (report.unchanged, len(report.rejects), len(report.warnings)) == (3, 0, 0)


def test_the_same_edited_file_again_is_no_conflict_with_what_came_later(houses: Houses, house: Desk) -> None:
    path = edited(houses.file(house, "csv"), {"ERP": {"amount": "1500"}})
    bring(house, path)
    edits.set_fields(house.at(house.now + 60), 1, {"amount": "1700"})
    again = bring(house.at(house.now + 120), path)
    assert (again.updated, list(again.conflicts)) == (0, [])
    later = house.at(house.now + 180)
    fresh = bring(later, edited(houses.file(later, "csv"), {"ERP": {"amount": "1500"}}))
    assert (fresh.updated, list(fresh.conflicts), of(house, "ERP")["amount"]) == (1, [], "1500.00")


def test_what_no_file_changes_is_said(houses: Houses, house: Desk) -> None:
    cells = {"ERP": {"status": "parked", "amount": "1500"}, "Pilot": {"status": "open"}}
    report = bring(house, edited(houses.file(house, "csv"), cells))
    assert [(each.row, each.column, each.value) for each in report.warnings] == [
        (2, "status", "parked"),
        (3, "status", "open"),
    ]
    assert [deal["status"] for deal in exported(house)] == ["open", "parked", "lost"]


def test_a_parked_and_a_dormant_deal_sleep_on_and_wake_on_their_day(houses: Houses, house: Desk) -> None:
    moves.close(house, 1, "no_decision", "no_sponsor", DAY)
    path = houses.file(house, "csv")
    other = houses.build().at(house.now)
    bring(other, path)
    assert [deal["status"] for deal in exported(other)] == ["no_decision", "parked", "lost", "dormant"]
    later = other.at(midnight(DAY, other.zone))
    assert [deal["status"] for deal in exported(later)] == ["no_decision", "open", "lost", "open"]
    assert [item.section for item in today.listing(later, today.View())] == ["woke_today", "woke_today"]
    assert today.counts(other, today.View()).parked == 1
    # It is the same cycle that wakes when the buyer comes back.
    assert cycles.reopen_back(other.at(other.now + 60), 1, step="Call", day=DAY).id == 4
    other.close()


def test_a_file_that_lay_about_until_the_wake_date(houses: Houses, house: Desk) -> None:
    path = houses.file(house, "csv")
    other = houses.build().at(midnight(DAY, house.zone) + 86_400)
    bring(other, path)
    assert [deal["status"] for deal in exported(other)] == ["open", "open", "lost"]
    other.close()


def test_a_deal_keeps_its_system_so_that_its_crm_finds_it(houses: Houses) -> None:
    first, other = houses.build(), houses.build()
    add_from_a_crm(first, houses.folder)
    bring(other, houses.file(first, "csv"))
    weekly = bring(other.at(START + 60), houses.folder / "crm.csv")
    assert (weekly.added, weekly.updated, list(weekly.conflicts)) == (0, 0, [])
    # And the other way round: what the CRM's file brought is no other deal than what our export brings.
    third = houses.build()
    add_from_a_crm(third, houses.folder)
    assert bring(third.at(START + 60), houses.file(first, "csv")).added == 0
    for desk in (first, other, third):
        desk.close()


def test_undo_takes_all_of_it_back(houses: Houses, house: Desk) -> None:
    other = houses.build().at(house.now)
    path = houses.file(house, "csv")
    bring(other, path)
    history.undo(other.at(other.now + 60))
    assert exported(other) == []
    assert bring(other.at(other.now + 120), path).added == 3
    assert exported(other) == exported(house)
    other.close()


def test_foreign_words_for_a_status_stay_what_they_were(houses: Houses) -> None:
    path = houses.folder / "sheet.csv"
    path.write_text("Name,Stage,Status,Next step,Next step date\nERP,Discovery,parked,Call,2027-01-11\n")
    desk = houses.build()
    bring(desk, path)
    assert of(desk, "ERP")["status"] == "open"
    desk.close()


def test_a_stopped_export_leaves_the_file_that_was_there(houses: Houses, house: Desk) -> None:
    with house.together():
        for number in range(500):
            edits.add_deal(house, name=f"Deal {number}")
    told: list[int] = []

    def stop(done: int) -> None:
        told.append(done)
        raise KeyboardInterrupt

    for to in ("csv", "json", "xlsx"):
        path = houses.folder / f"out.{to}"
        path.write_bytes(b"old")
        with pytest.raises(KeyboardInterrupt):
            exports.export_file(house, "deals", to, path, never=Path(house.store.path), progress=stop)
        assert path.read_bytes() == b"old"
        assert not list(houses.folder.glob("*.part"))
    assert told == [500, 500, 500]
