"""Files that something happened to: right values or a question, never a wrong value, never a fault."""

from __future__ import annotations

import csv
import io
import random
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from exchange_shapes import DEALS, ITALIAN_NUMBERS, SHAPES, Shape
from hypothesis import given
from hypothesis import strategies as st

from pipetui.errors import BadInput
from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.exchange.systems.base import FIELDS

OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")
JUNK = (
    "", "x", "n/a", "-", "=1+1", "31/31/2026", "31/12/2026", "12/31/2026", "05/06/2026", "20-10-16", "45992", "1.234",
    "1,234", "1.234,56", "12,5", "-7", "12%", "$5", "true", "a\nb", 'say "hi"', "Totale", "2026-02-30", "Closed Won",
    "9" * 50, "\u202eabc", "[bold]",
)  # fmt: skip


def rows_of(shape: Shape, folder: Path) -> list[list[str]]:
    path = shape.write(folder / "whole.csv")
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def written(rows: list[list[str]], folder: Path, delimiter: str = ",") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path = folder / "changed.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("name", SHAPES)
def test_one_spoilt_cell_spoils_nothing_else(tmp_path: Path, name: str, delimiter: str) -> None:
    shape = SHAPES[name]
    rows, expected = rows_of(shape, tmp_path), shape.expected()
    fields = list(shape.columns)
    for column, field in enumerate(fields):
        for junk in JUNK:
            number = random.Random(f"{name}{field}{junk}").randrange(len(DEALS))
            changed = [list(row) for row in rows]
            changed[number + 1][column] = junk
            file = open_import(written(changed, tmp_path, delimiter), OPTIONS)
            if file.questions:
                continue
            assert file.system.key == shape.format
            found = {record.row: record for record in file.records()}
            for position, values in enumerate(expected):
                record = found.get(position + 2)
                if position != number:
                    assert record is not None
                    kept = {key: value for key, value in record.values.items() if key in fields}
                    assert kept == values
                elif record is not None and record.rejected is None:
                    # What was spoilt is read as what it says, or not at all. (An amount may speak of its currency.)
                    ours = {key: value for key, value in record.values.items() if key in fields and key != field}
                    assert ours.items() <= {**values, "status": ours.get("status")}.items()


@pytest.mark.parametrize("name", SHAPES)
def test_a_torn_file_is_read_up_to_the_tear_or_refused(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    whole = shape.write(tmp_path / "whole.csv").read_bytes()
    expected = shape.expected()
    header = whole.index(b"\r\n")
    for end in range(header + 2, len(whole), 7):
        path = tmp_path / "torn.csv"
        path.write_bytes(whole[:end])
        try:
            file = open_import(path, OPTIONS)
        except BadInput:
            continue
        records = list(file.records())
        if file.questions:
            continue
        for record, values in zip(records[:-1], expected, strict=False):
            assert {key: value for key, value in record.values.items() if key in shape.columns} == values


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        with suppress(BadInput):
            list(open_import(path, OPTIONS).records())


cells = st.one_of(st.sampled_from(JUNK), st.text(max_size=12).filter(lambda text: "\0" not in text))


@given(
    st.lists(st.sampled_from(FIELDS), min_size=2, max_size=6, unique=True).flatmap(
        lambda header: st.tuples(st.just(header), st.lists(st.lists(cells, max_size=len(header) + 1), max_size=6))
    )
)
def test_any_cells_are_read(table: tuple[list[str], list[list[str]]]) -> None:
    header, rows = table
    with TemporaryDirectory() as folder:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([header, *rows])
        path = Path(folder) / "any.csv"
        path.write_bytes(out.getvalue().encode("utf-8", "replace"))
        file = open_import(path, OPTIONS)
        records = list(file.records())
        assert file.rows == len(records)
        assert all(isinstance(record.values.get("close_date", date.min), date) for record in records)
        assert all(record.rejected or record.values["name"] for record in records)


def test_amounts_in_two_locales_are_each_read_as_written(tmp_path: Path) -> None:
    rows = rows_of(SHAPES["sheet"], tmp_path)
    column = list(SHAPES["sheet"].columns).index("amount")
    rows[2][column] = ITALIAN_NUMBERS(DEALS[1]["amount"])  # type: ignore[arg-type]
    records = list(open_import(written(rows, tmp_path), OPTIONS).records())
    assert [record.values.get("amount") for record in records] == [
        values.get("amount") for values in SHAPES["sheet"].expected()
    ]
