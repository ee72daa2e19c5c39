"""Any bytes and any cells are read or refused; a file that was cut off is right up to there."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shape_files import PLAIN_CHOICE, Generated
from shape_mutations import HOSTILE
from shape_oracle import cell_values, differences, record_values
from shape_systems import SYSTEMS
from shape_writing import csv_text, table_of, write

from pipetui.errors import BadInput
from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.exchange.systems.base import FIELDS

OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_file_that_was_cut_off_is_right_up_to_there_or_refused(name: str, tmp_path: Path) -> None:
    file = Generated({**PLAIN_CHOICE, "system": name}, 7, 8)
    whole = csv_text(table_of(file), file.choice).encode()
    expected = [cell_values(file, deal) for deal in file.deals]
    path = tmp_path / "torn.csv"
    for end in range(whole.index(b"\r\n") + 2, len(whole), 23):
        path.write_bytes(whole[:end])
        with suppress(BadInput):
            opened = open_import(path, OPTIONS)
            found = record_values(opened.records(), file)
            if not opened.questions:
                assert differences(found[:-1], expected[: max(len(found) - 1, 0)]) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        with suppress(BadInput):
            list(open_import(path, OPTIONS).records())


cells = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12).filter(lambda text: "\0" not in text))


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
    file = Generated({**PLAIN_CHOICE, "system": "sheet", "money": "none"}, 7)
    table = table_of(file)
    rows = [row for row in table.rows if row.deal and row.deal.amount]
    for row, text in zip(rows[3:], ("€ 1.234,56", "1,234.56", "1234,56"), strict=False):
        row.cells[file.fields.index("amount")] = text
    amounts = [record.values.get("amount") for record in open_import(write(file, table, tmp_path), OPTIONS).records()]
    assert [amount.major for amount in amounts if amount][3:6] == [Decimal("1234.56")] * 3
