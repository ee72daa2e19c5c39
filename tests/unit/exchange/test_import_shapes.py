"""The same pipeline in every shape, delimiter, encoding, decimal mark and order of dates gives the same records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from exchange_shapes import (
    DEALS,
    ENGLISH_NUMBERS,
    ITALIAN_NUMBERS,
    PLAIN_NUMBERS,
    SHAPES,
    SWISS_NUMBERS,
    Numbers,
    Shape,
    dates,
    serial,
)

from pipetui.exchange.importing import ImportFile, ReadOptions, open_import

if TYPE_CHECKING:
    from pathlib import Path

ROME = ZoneInfo("Europe/Rome")
OPTIONS = ReadOptions(ROME, "EUR")


def check(path: Path, shape: Shape, options: ReadOptions = OPTIONS) -> ImportFile:
    file = open_import(path, options)
    assert file.system.key == shape.format
    assert not file.questions
    records = list(file.records())
    assert [record.warnings for record in records] == [()] * len(DEALS)
    assert [record.rejected for record in records] == [None] * len(DEALS)
    found = [{name: record.values.get(name) for name in shape.columns} for record in records]
    expected = [{name: deal.get(name) for name in shape.columns} for deal in shape.expected()]
    assert found == expected
    assert file.rows == len(DEALS)
    return file


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_system_with_every_delimiter(tmp_path: Path, name: str, delimiter: str) -> None:
    file = check(SHAPES[name].write(tmp_path / "any.txt", delimiter=delimiter), SHAPES[name])
    assert file.grid.delimiter == delimiter


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize(
    ("encoding", "reported"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_every_system_in_every_encoding(tmp_path: Path, name: str, encoding: str, reported: str) -> None:
    file = check(SHAPES[name].write(tmp_path / "any.csv", encoding=encoding), SHAPES[name])
    assert file.grid.encoding == reported


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    check(SHAPES["hubspot"].write(tmp_path / "any.csv", end=end), SHAPES["hubspot"])


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("number", [PLAIN_NUMBERS, ENGLISH_NUMBERS, ITALIAN_NUMBERS, SWISS_NUMBERS])
@pytest.mark.parametrize("name", SHAPES)
def test_every_decimal_mark(tmp_path: Path, name: str, number: Numbers, delimiter: str) -> None:
    shape = replace(SHAPES[name], number=number)
    check(shape.write(tmp_path / "any.csv", delimiter=delimiter), shape)


@pytest.mark.parametrize(
    ("pattern", "order"),
    [
        ("%Y-%m-%d", None), ("%Y/%m/%d", None), ("%Y%m%d", None), ("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"),
        ("%e.%k.%Y", "dmy"), ("%d-%m-%Y 8:00", "dmy"), ("%k/%e/%Y 7:42 AM", "mdy"), ("%d %B %Y", None),
        ("%b %e, %Y", None), ("%e-%b-%y", None), ("%Y-%m-%dT12:00:00Z", None), ("%m/%d/%y", "mdy"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", SHAPES)
def test_every_order_of_dates(tmp_path: Path, name: str, pattern: str, order: str | None) -> None:
    shape = replace(SHAPES[name], date=dates(pattern))
    file = check(shape.write(tmp_path / "any.csv"), shape)
    assert file.dates.order == order


@pytest.mark.parametrize("name", SHAPES)
def test_serial_dates(tmp_path: Path, name: str) -> None:
    shape = replace(SHAPES[name], date=serial)
    check(shape.write(tmp_path / "any.csv"), shape)


@pytest.mark.parametrize("name", SHAPES)
def test_columns_in_any_order_case_and_with_blanks(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    columns = {field: f"  {column.upper()} " for field, column in reversed(list(shape.columns.items()))}
    turned = replace(shape, columns=columns)
    check(turned.write(tmp_path / "any.csv"), turned)


@pytest.mark.parametrize("name", SHAPES)
def test_subsets_of_the_columns(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    for left_out in shape.columns:
        kept = {field: column for field, column in shape.columns.items() if field not in (left_out, "stage", "status")}
        if "name" in kept and shape.format not in ("hubspot", "salesforce", "zoho"):
            smaller = replace(shape, columns=kept)
            check(smaller.write(tmp_path / "any.csv"), smaller)


@pytest.mark.parametrize("name", SHAPES)
def test_unknown_columns_are_passed_over(tmp_path: Path, name: str) -> None:
    shape = replace(SHAPES[name], columns={"x1": "Zodiac sign", **SHAPES[name].columns, "x2": "Zodiac sign", "x3": ""})
    file = open_import(shape.write(tmp_path / "any.csv"), OPTIONS)
    assert [record.values["name"] for record in file.records()] == [deal["name"] for deal in DEALS]
    assert file.warnings == ()


@pytest.mark.parametrize("name", SHAPES)
def test_the_format_can_be_told(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    check(shape.write(tmp_path / "any.csv"), shape, replace(OPTIONS, format=shape.format))
