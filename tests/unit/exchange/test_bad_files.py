"""Files that cannot be imported say why in a plain sentence; those that only look bad are read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from pipetui.errors import BadInput
from pipetui.exchange.importing import ImportFile, ReadOptions, open_import

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipetui.exchange.systems.base import Values

OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")


def read(path: Path, content: str | bytes, **options: object) -> tuple[ImportFile, list[Values]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = open_import(path, ReadOptions(OPTIONS.zone, OPTIONS.currency, **options))  # type: ignore[arg-type]
    return file, [record.values for record in file.records()]


def refused(path: Path, **options: object) -> str:
    with pytest.raises(BadInput) as caught:
        list(open_import(path, ReadOptions(OPTIONS.zone, OPTIONS.currency, **options)).records())  # type: ignore[arg-type]
    assert caught.value.hint
    return caught.value.message


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Name,Company\n")
    path.chmod(0)
    assert "may not read" in refused(path)


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04rest", "not complete"), (b"\xd0\xcf\x11\xe0rest", "workbook"), (b"%PDF-1.7", "PDF"),
     (b"SQLite format 3\0", "database"), (b"\x1f\x8brest", "compressed")],
)  # fmt: skip
def test_known_binaries_are_named(tmp_path: Path, start: bytes, kind: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(start)
    assert kind in refused(path)


def test_zero_bytes_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b"Name,Company\nA,B\nC\0,D\n")
    assert "line 3" in refused(path)
    assert "line 3" in refused(path, encoding="cp1252")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"  \r\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(content)
    assert "is empty" in refused(path)


def test_blank_cells_only(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(",,\n,,\n")
    assert "is empty" in refused(path)


@pytest.mark.parametrize("content", ["Name\nAcme\nBorealis\n", "Name\nAcme, Inc\nBorealis\nCortina\n"])
def test_a_single_column(tmp_path: Path, content: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(content)
    assert "only one column" in refused(path)


def test_an_open_quotation_mark_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text('Name,Company\nA,B\n"C,D\nE,F\n')
    assert "row 3" in refused(path)


def test_an_unknown_encoding(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Name,Company\nA,B\n")
    assert "klingon" in refused(path, encoding="klingon")
    assert "base64" in refused(path, encoding="base64")


def test_an_encoding_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("Name,Company\nPerù,B\n".encode("cp1252"))
    assert "utf-8" in refused(path, encoding="utf-8")


def test_an_unknown_format_field_or_column(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Name,Company\nA,B\n")
    assert "sugar" in refused(path, format="sugar")
    assert "colour" in refused(path, mapping={"colour": "Name"})
    assert "Titel" in refused(path, mapping={"name": "Titel"})
    assert "row 9" in refused(path, header_row=9)


def test_no_name_column_is_a_question(tmp_path: Path) -> None:
    file, _values = read(tmp_path / "deals.csv", "Betrag,Stufe\n1,x\n")
    assert [(question.kind, question.option) for question in file.questions] == [("name_column", "--map")]


def test_columns_can_be_mapped_and_serve_several_fields(tmp_path: Path) -> None:
    mapping = {"name": "titel", "company": "Titel", "amount": "Betrag"}
    _file, values = read(tmp_path / "deals.csv", "Betrag,Titel\n1,x\n", mapping=mapping)
    assert (values[0]["name"], values[0]["company"], values[0]["amount"].minor) == ("x", "x", 100)


def test_a_field_can_be_left_unread(tmp_path: Path) -> None:
    _file, values = read(tmp_path / "deals.csv", "Name,Amount\nx,1\n", mapping={"amount": ""})
    assert values == [{"name": "x"}]


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    file, values = read(tmp_path / "deals.csv", "Name,Company\n")
    assert (file.rows, values) == (0, [])


def test_long_cells_and_quoted_line_ends(tmp_path: Path) -> None:
    pain = "x" * 200_000
    _file, values = read(tmp_path / "deals.csv", f'Name,Pain,Company\r\nA,"{pain}\r\nmore",B\r\n')
    assert values == [{"name": "A", "pain": f"{pain}\nmore", "company": "B"}]


@pytest.mark.parametrize(
    "text", ["-" * 10_000 + "x", "+" + "1" * 10_000 + "x", "(" * 10_000, "1." * 5_000, "a (" * 3_000]
)
def test_long_texts_of_any_kind_are_read_at_once(tmp_path: Path, text: str) -> None:
    """Patterns that try every way to match would take minutes here."""
    content = f'Company,Owner,Amount,"{text}"\n"{text}",,,\nA,"{text}","{text}",\n'
    _file, values = read(tmp_path / "deals.csv", content)
    assert values[-1]["owner"] == text


def test_rows_of_another_length(tmp_path: Path) -> None:
    content = "Name,Stage,Amount,Source\nA,x,1,web\nB,x\nC\nD,x,1,web,surplus\nE,x,1,web,,\n\n"
    path = tmp_path / "deals.csv"
    path.write_text(content)
    records = list(open_import(path, OPTIONS).records())
    by_name: Mapping[int, tuple[object, bool]] = {
        record.row: (record.values.get("name"), record.rejected is not None) for record in records
    }
    # Row 4 has a single cell, though the file has stages: it is a title between the deals.
    assert by_name == {2: ("A", False), 3: ("B", False), 5: (None, True), 6: ("E", False)}
    assert records[2].rejected is not None
    assert records[2].rejected.value == "surplus"


def test_a_torn_row_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Source,Owner,Name,Stage\nweb,anna,A,x\nweb,anna\n")
    records = list(open_import(path, OPTIONS).records())
    assert [record.rejected is None for record in records] == [True, False]


def test_sep_line_and_semicolons(tmp_path: Path) -> None:
    file, values = read(tmp_path / "deals.csv", "\ufeffsep=;\r\nName;Company\r\nA, b;B\r\n")
    assert file.grid.delimiter == ";"
    assert values == [{"name": "A, b", "company": "B"}]
    assert [record.row for record in file.records()] == [2]
