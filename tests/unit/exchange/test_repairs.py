"""A file of which cells are mended reads as if they stood in it so."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.importing import ImportFile, Memory, ReadOptions, open_import

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pytest

    from pipetui.exchange.systems.base import Values

HEADER = ("Deal", "Company", "Stage", "Value", "Close date", "Owner")
CELLS = st.sampled_from(
    [
        "",
        "ERP",
        "Acme",
        "Discovery",
        "1.200,50",
        "1.234",
        "5",
        "tbd",
        "31/12/2026",
        "03/04/2026",
        "2026-12-01",
        "-",
        "?",
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=6)
REPAIRS = st.dictionaries(
    st.tuples(st.integers(2, 7), st.sampled_from(HEADER)),
    st.sampled_from(["2026-11-30", "07/08/2026", "99", "1.500", "Pilot", "", "Solution"]),
    max_size=4,
)


def opened(
    path: Path,
    rows: Sequence[Sequence[str]],
    repairs: Mapping[tuple[int, str], str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> ImportFile:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEADER, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")
    memory = Memory(repairs=remembered or {})
    options = ReadOptions(
        ZoneInfo("Europe/Rome"), "EUR", header_row=1, repairs=repairs or {}, remembered=lambda _file: memory
    )
    return open_import(path, options)


def read(file: ImportFile) -> list[tuple[int, Values, str | None, list[str]]]:
    return [
        (
            record.row, record.values, record.rejected.reason if record.rejected else None,
            [problem.reason for problem in record.warnings],
        )
        for record in file.records()
    ]  # fmt: skip


def replaced(rows: Sequence[Sequence[str]], repairs: Mapping[tuple[int, str], str]) -> list[list[str]]:
    return [
        [repairs.get((number, name), cell) for name, cell in zip(HEADER, cells, strict=True)]
        for number, cells in enumerate(rows, 2)
    ]


@given(rows=ROWS, repairs=REPAIRS)
def test_a_repaired_cell_is_as_good_as_one_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], repairs: dict[tuple[int, str], str]
) -> None:
    path = tmp_path_factory.mktemp("repairs") / "deals.csv"
    # A blank row is none that could be mended.
    repairs = {(row, name): text for (row, name), text in repairs.items() if row < len(rows) + 2 and any(rows[row - 2])}
    mended = opened(path, rows, repairs)
    rewritten = opened(path, replaced(rows, repairs))
    assert mended.questions == rewritten.questions
    assert read(opened(path, rows, repairs)) == read(opened(path, replaced(rows, repairs)))


@given(rows=ROWS, repairs=REPAIRS)
def test_what_is_remembered_reads_the_same_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], repairs: dict[tuple[int, str], str]
) -> None:
    path = tmp_path_factory.mktemp("repairs") / "deals.csv"
    told = opened(path, rows, repairs)
    first = read(told)
    assert told.repaired is None or first == read(told)
    kept = told.repaired.told_keys() if told.repaired else {}
    assert read(opened(path, rows, remembered=kept)) == first


def test_a_row_that_ends_early_can_be_mended(tmp_path: Path) -> None:
    file = opened(tmp_path / "deals.csv", [["ERP", "Acme", "Discovery"]], {(2, "Close date"): "2026-12-01"})
    ((_row, values, rejected, _warnings),) = read(file)
    assert (rejected, str(values["close_date"])) == (None, "2026-12-01")


def test_the_row_of_the_file_is_kept(tmp_path: Path) -> None:
    file = opened(tmp_path / "deals.csv", [["ERP", "Acme", "Discovery", "x", "", ""]], {(2, "Value"): "5"})
    ((number, cells),) = file.data_rows()
    assert file.repaired is not None
    assert cells[3] == "5"
    assert file.repaired.original(number, cells)[3] == "x"
    (repair,) = file.repaired.done[2].values()
    assert (repair.original, repair.text, repair.told) == ("x", "5", True)
