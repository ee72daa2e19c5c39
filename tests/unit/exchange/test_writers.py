"""What is written can be opened without harm, and read back as it was."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipetui.exchange.guard import unguard
from pipetui.exchange.writers import ITALIAN, write_csv, write_json

ROW = {"name": "=1+1", "amount": Decimal("1234.50"), "day": date(2026, 11, 5), "consent": True, "n": 3, "none": None}


def as_csv(rows: list[dict[str, object]], columns: list[str], italian: bool = False) -> str:
    out = io.StringIO(newline="")
    write_csv(rows, columns, out, *([ITALIAN] if italian else []))
    return out.getvalue()


def test_csv() -> None:
    assert as_csv([ROW], list(ROW)) == (
        "name,amount,day,consent,n,none\r\n'=1+1,1234.50,2026-11-05,true,3,\r\n"
    )  # fmt: skip
    assert as_csv([ROW], ["amount", "day", "consent"], italian=True).endswith("1234,50;05/11/2026;VERO\r\n")


def test_json_keeps_unknown_as_null_and_texts_as_they_are() -> None:
    out = io.StringIO()
    write_json([ROW, ROW], [*ROW, "more"], out)
    assert json.loads(out.getvalue())[1] == {
        "name": "=1+1", "amount": "1234.50", "day": "2026-11-05", "consent": True, "n": 3, "none": None, "more": None,
    }  # fmt: skip
    out = io.StringIO()
    write_json([], ["name"], out)
    assert json.loads(out.getvalue()) == []


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=4))
def test_texts_survive_a_csv_file(texts: list[str]) -> None:
    columns = [f"c{number}" for number in range(len(texts))]
    written = as_csv([dict(zip(columns, texts, strict=True))], columns)
    _header, row = csv.reader(io.StringIO(written, newline=""))
    assert [unguard(cell) for cell in row] == texts
