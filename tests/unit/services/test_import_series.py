"""Sheets without ids: which sheet is a later version of which, what is gone from it, and what looks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from transfer_helpers import ROWS, Bench, counts

from pipetui.services import edits, history, moves, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

HEADER = "Company,Name,Stage,Value,Owner"
CUSTOMERS = [f"Acme {letter},Roll-out {letter},Discovery,{1000 + n},anna" for n, letter in enumerate("ABCDEFGHIJ")]
EVENTS = [f"Fair {letter},Stand {letter},Discovery,{500 + n},luca" for n, letter in enumerate("ABCDEFGHIJ")]


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def sheet(bench: Bench, *rows: str) -> ImportReport:
    return bench.bring("\n".join((HEADER, *rows)))


def named(bench: Bench, *names: str) -> list[int]:
    """The numbers of deals by their names."""
    by_name = {deal["name"]: deal["id"] for deal in bench.exported()}
    return [by_name[name] for name in names]


def test_another_sheet_lists_nothing_of_the_first_one_as_gone(bench: Bench) -> None:
    assert sheet(bench, *CUSTOMERS).missing == []
    assert sheet(bench, *EVENTS).missing == []
    assert sheet(bench, *CUSTOMERS[1:]).missing == named(bench, "Roll-out A")
    assert sheet(bench, *EVENTS[:-1]).missing == named(bench, "Stand J")


def test_a_row_that_two_sheets_share_belongs_to_the_last_one_that_has_it(bench: Bench) -> None:
    sheet(bench, *CUSTOMERS)
    assert sheet(bench, CUSTOMERS[0], *EVENTS).missing == []
    assert sheet(bench, *CUSTOMERS[1:]).missing == []
    assert sheet(bench, *EVENTS).missing == named(bench, "Roll-out A")


def test_most_rows_decide_and_of_equals_the_latest(bench: Bench) -> None:
    sheet(bench, *CUSTOMERS[:4])
    sheet(bench, *EVENTS[:4])
    report = sheet(bench, *CUSTOMERS[:2], *EVENTS[:2])
    assert report.missing == named(bench, "Stand C", "Stand D")
    assert sheet(bench, *CUSTOMERS[2:4]).missing == []


def test_a_sheet_that_shares_next_to_nothing_is_another_one(bench: Bench) -> None:
    sheet(bench, *CUSTOMERS, *EVENTS)
    other = [f"Other {n},Thing {n},Discovery,{n},anna" for n in range(11)]
    assert sheet(bench, CUSTOMERS[0], *other).missing == []
    assert sheet(bench, *other).missing == named(bench, "Roll-out A")


def test_rejected_rows_are_not_gone(bench: Bench) -> None:
    header = f"{HEADER},Pipeline"
    first = [f"{row},{'North' if n < 5 else 'South'}" for n, row in enumerate(CUSTOMERS)]
    bench.bring("\n".join((header, *first)), pipeline="all")
    report = bench.bring("\n".join((header, *first)), pipeline="North")
    assert (report.rejected, report.missing) == (5, [])


def test_a_torn_row_is_not_gone(bench: Bench) -> None:
    bench.hubspot()
    erp, pilot, audit = ROWS
    report = bench.hubspot(erp.partition(",")[0] + ",ERP", pilot + ",,,too,many", audit)
    assert (report.rejected, report.missing) == (2, [])


def test_several_sheets_at_once_are_each_its_own(bench: Bench) -> None:
    paths = [bench.file("\n".join((HEADER, *rows)), name) for name, rows in (("a.csv", CUSTOMERS), ("b.csv", EVENTS))]
    transfer.import_files(bench.later(), ImportRequest(paths))
    assert sheet(bench, *EVENTS[1:]).missing == named(bench, "Stand A")
    paths = [
        bench.file("\n".join((HEADER, *rows)), name) for name, rows in (("a.csv", CUSTOMERS[2:]), ("b.csv", EVENTS))
    ]
    reports = transfer.import_files(bench.later(), ImportRequest(paths))
    assert [report.missing for report in reports] == [named(bench, "Roll-out A", "Roll-out B"), []]


def test_undo_gives_the_series_back(bench: Bench) -> None:
    sheet(bench, *CUSTOMERS)
    sheet(bench, *EVENTS)
    sheet(bench, *EVENTS, *CUSTOMERS[:2], "New,Thing,Discovery,1,anna")
    history.undo(bench.later())
    assert sheet(bench, *CUSTOMERS[1:]).missing == named(bench, "Roll-out A")


# Twins


def test_a_renamed_row_looks_like_the_one_that_went(bench: Bench) -> None:
    sheet(bench, *CUSTOMERS)
    report = sheet(bench, CUSTOMERS[0].replace("Roll-out A", "ERP phase two"), *CUSTOMERS[1:])
    (gone,) = named(bench, "Roll-out A")
    (new,) = named(bench, "ERP phase two")
    assert [(twin.row, twin.id, twin.twin, twin.why) for twin in report.twins] == [(2, new, gone, "renamed")]
    assert report.twins[0].title == "Acme A · Roll-out A"
    assert report.missing == [gone]
    assert not report.needs_attention


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("ACME  s.r.l.,e.r.p. roll out,Discovery,5,anna", "same_name"),
        ("Acme srl,ERP roll-oout,Discovery,5,anna", "one_letter"),
        ("Acme srl,ERP roll-out 2027,Discovery,5,anna", None),
        ("Acme srl,Audit,Discovery,5,anna", None),
        ("Borealis,ERP roll-out,Discovery,5,anna", None),
        ("Acme srl,ERP roll-out,Closed Lost,5,anna", None),
    ],
)
def test_a_row_looks_like_a_deal_that_was_added_by_hand(bench: Bench, row: str, why: str | None) -> None:
    known = edits.add_deal(bench.later(), name="ERP roll-out", company="Acme Srl").id
    report = sheet(bench, row)
    assert [(twin.twin, twin.why) for twin in report.twins] == ([(known, why)] if why else [])
    assert counts(report)[0] == 1, "it is never merged by itself"


def test_this_years_renewal_is_not_last_years(bench: Bench) -> None:
    edits.add_deal(bench.later(), name="Renewal 2026", company="Acme")
    assert sheet(bench, "Acme,Renewal 2027,Discovery,5,anna").twins == []


def test_a_closed_deal_is_history(bench: Bench) -> None:
    known = edits.add_deal(bench.later(), name="ERP", company="Acme").id
    moves.close(bench.later(), known, "lost", "price")
    assert sheet(bench, "Acme,ERP,Discovery,5,anna").twins == []


def test_the_same_deals_in_another_sheet_with_more_columns_look_alike(bench: Bench) -> None:
    """With a day of creation the rows are others; nobody wants every deal twice."""
    sheet(bench, *CUSTOMERS)
    rows = [f"{row},2026-10-0{n % 9 + 1}" for n, row in enumerate(CUSTOMERS)]
    report = bench.bring("\n".join((f"{HEADER},Created", *rows)))
    assert [(twin.twin, twin.why) for twin in report.twins] == [(n, "same_name") for n in range(1, 11)]


def test_two_rows_of_a_sheet_are_two_deals(bench: Bench) -> None:
    sheet(bench, "Acme,Roll-out A,Discovery,5,anna")
    report = sheet(bench, "Acme,Roll-out A,Discovery,5,anna", "Acme,Roll-out B,Discovery,5,anna")
    assert (counts(report)[0], list(report.twins)) == (1, [])


def test_rows_of_one_file_that_differ_only_in_their_id(bench: Bench) -> None:
    header = "Record ID,Deal Name,Deal Stage,Associated Company"
    rows = ("1,ERP,Qualified To Buy,Acme", "2,ERP,Qualified To Buy,Acme", "3,ERP,Contract Sent,Acme")
    report = bench.bring("\n".join((header, *rows)))
    assert [(twin.row, twin.why) for twin in report.twins] == [(3, "same_row")]
    assert bench.bring("\n".join((header, *rows))).twins == []


def test_deals_that_their_own_system_still_has_are_no_twins(bench: Bench) -> None:
    header = "Record ID,Deal Name,Deal Stage,Associated Company"
    first = "1,ERP,Qualified To Buy,Acme"
    bench.bring(f"{header}\n{first}\n")
    assert bench.bring(f"{header}\n{first}\n2,ERP,Contract Sent,Acme\n").twins == []
    gone = bench.bring(f"{header}\n3,ERP,Contract Sent,Acme\n")
    assert [(twin.twin, twin.why) for twin in gone.twins] == [(bench.deal("1")["id"], "same_name")]
