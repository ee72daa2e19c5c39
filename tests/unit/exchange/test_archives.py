"""Archives: which of their files are read, what is said about the others, and what is refused. Nothing stays."""

from __future__ import annotations

import io
import random
import struct
import tempfile
import zipfile
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from packed_files import CONTACTS, DEALS, LEADS, archive, csv_text, locked, workbook

from pipetui.errors import BadInput
from pipetui.exchange import archive as archives
from pipetui.exchange import packed
from pipetui.exchange.archive import tables_of
from pipetui.exchange.importing import ReadOptions, open_import

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROME = ZoneInfo("Europe/Rome")
TEXT = csv_text()
NOTES = "Record Id,Note Owner,Note Title,Note Content\n1,a,b,c\n"
ACCOUNTS = "Record Id,Account Owner,Account Name,Phone,Created Time\n1,a,Acme,02,2026-01-01\n"
TASKS = "Record Id,Task Owner,Subject,Due Date,Contact Name,Status\n1,a,Call,2026-01-01,Rita,Open\n"
QUOTES = "Record Id,Quote Owner,Subject,Quote Stage,Deal Name,Grand Total\n1,a,b,c,d,5\n"


@pytest.fixture(autouse=True)
def unpacked(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where archives are unpacked. It is empty again in the end, whatever happened."""
    folder = tmp_path_factory.mktemp("unpacked")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def read(path: Path, **said: Any) -> tuple[dict[str, list[str]], list[str]]:
    """The names of the deals in each table, and what is said about the rest."""
    options = ReadOptions(ROME, "EUR", **said)
    with tables_of([path], options) as sources:
        found = {}
        for source in sources:
            file = open_import(source, options)
            name = str(file.path.relative_to(path))
            found[name] = [record.values["name"] for record in file.records()]
        return found, [warning.reason for source in sources for warning in source.warnings]


def refused(path: Path, **said: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(path, **said)
    return caught.value


def test_the_only_table_of_deals_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    members: dict[str, str | bytes | Path] = {
        "Data/": "", "Data/Deals.csv": TEXT, "Data/Contacts.csv": CONTACTS + "1,A,B,c@d.e,1,x,New,Yes\n",
        "Data/Leads.csv": LEADS + "1,A,B,C,D,E,New,Hot\n", "Data/Accounts.csv": ACCOUNTS, "Data/Notes.csv": NOTES,
        "Data/Tasks.csv": TASKS, "Data/Quotes.csv": QUOTES, "logo.png": b"\x89PNG\r\n", "empty.csv": "",
        "__MACOSX/._Deals.csv": "x", ".DS_Store": b"\0\0\0\1", "photo.jpg": b"\xff\xd8\xff\0",
    }  # fmt: skip
    found, said = read(archive(tmp_path / "backup.zip", members))
    assert found == {"Data/Deals.csv": ["ERP", "Pilot"]}
    assert said == [
        "Left out of the archive: Contacts.csv (contacts), Leads.csv (leads), Accounts.csv (companies), Notes.csv"
        " (notes), Tasks.csv (activities), Quotes.csv (other records), logo.png, empty.csv, photo.jpg."
    ]


def test_several_tables_are_read_one_after_another(tmp_path: Path) -> None:
    book = workbook(tmp_path / "b.xlsx", {"Deals": DEALS[:2]})
    found, said = read(archive(tmp_path / "x.zip", {"a.csv": TEXT, "sub/b.xlsx": book}))
    assert found == {"a.csv": ["ERP", "Pilot"], "sub/b.xlsx": ["ERP"]}
    assert said == []


def test_a_lone_table_is_read_whatever_it_is(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"list.csv": "Name,Email,Company\nRita,a@b.it,Acme\n", "readme.txt": "hello"})
    assert read(path)[0] == {"list.csv": ["Rita"]}
    people = archive(tmp_path / "y.zip", {"People.csv": CONTACTS + "1,A,B,c@d.e,1,x,New,Yes\n"})
    assert "People.csv holds contacts of HubSpot" in refused(people).message
    assert read(people, target="deals", mapping={"name": "Last Name"})[0] == {"People.csv": ["B"]}


def test_an_archive_without_deals_says_what_is_in_it(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"c.csv": CONTACTS + "1\n", "l.csv": LEADS + "1\n", "logo.png": b"\x89PNG"})
    error = refused(path)
    assert error.message == "x.zip has no table of deals."
    assert error.hint == "In it: c.csv (contacts), l.csv (leads), logo.png."
    many = archive(tmp_path / "y.zip", {f"{n}.txt": "x" for n in range(12)})
    assert "2 more" in refused(many).hint


def test_an_empty_archive_and_an_archive_in_an_archive(tmp_path: Path) -> None:
    assert "no table" in refused(archive(tmp_path / "x.zip", {})).message
    inner = archive(tmp_path / "inner.zip", {"Deals.csv": TEXT})
    assert refused(archive(tmp_path / "y.zip", {"inner.zip": inner})).hint == "In it: inner.zip."
    assert "inner.zip" in read(archive(tmp_path / "z.zip", {"a.csv": TEXT, "inner.zip": inner}))[1][0]


def test_names_from_the_archive_lead_nowhere(tmp_path: Path, unpacked: Path) -> None:
    names = ("../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "..\\evil.csv", "Offerte à 5€.csv", "x" * 300 + ".csv")
    path = archive(tmp_path / "x.zip", dict.fromkeys(names, TEXT))
    options = ReadOptions(ROME, "EUR")
    with tables_of([path], options) as sources:
        assert len(sources) == len(names)
        assert all(source.place.parent.parent == unpacked for source in sources)
        assert all(str(source.path).startswith(f"{path}/") for source in sources)


def test_names_in_the_letters_of_old_programs(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"Offerta ?.csv": TEXT})
    path.write_bytes(path.read_bytes().replace(b"Offerta ?.csv", b"Offerta \x85.csv"))
    assert list(read(path)[0]) == ["Offerta à.csv"]


def test_a_locked_archive(tmp_path: Path) -> None:
    assert "password" in refused(locked(tmp_path / "x.zip", "Deals.csv", TEXT)).message


def test_an_archive_that_unpacks_to_gigabytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "x.zip", {"Deals.csv": TEXT + "1" * 100_000})
    monkeypatch.setattr(packed, "UNPACKED_LIMIT", 100_000)
    assert "unpack" in refused(path).message


def test_a_member_that_is_longer_than_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "x.zip", {"Deals.csv": TEXT + "1" * 100_000})
    size = struct.pack("<L", len(TEXT) + 100_000)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<L", 50)))
    assert "not complete" in refused(path).message


def test_an_archive_of_thousands_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 2)
    assert "3 files" in refused(archive(tmp_path / "x.zip", dict.fromkeys("abc", TEXT))).message


def test_a_table_in_letters_that_are_not_clear_still_asks(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"Deals.csv": TEXT.encode("utf-16-le"), "logo.png": b"\x89PNG"})
    assert "--encoding" in refused(path).hint
    assert read(path, encoding="utf-16-le")[0] == {"Deals.csv": ["ERP", "Pilot"]}


def test_an_archive_cut_anywhere_or_with_wrong_bytes_is_refused_or_read(tmp_path: Path) -> None:
    whole = archive(tmp_path / "x.zip", {"Deals.csv": TEXT, "Notes.csv": NOTES}).read_bytes()
    path, chance = tmp_path / "cut.zip", random.Random(3)
    for length in range(5, len(whole), 10):
        path.write_bytes(whole[:length])
        assert refused(path).hint
    for _time in range(300):
        wrong = bytearray(whole)
        wrong[chance.randrange(4, len(wrong))] = chance.randrange(256)
        path.write_bytes(wrong)
        try:
            found, _said = read(path)
        except BadInput:
            continue
        assert list(found.values()) == [["ERP", "Pilot"]]


def test_what_is_unpacked_goes_when_reading_breaks_off(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"Deals.csv": TEXT})
    with pytest.raises(KeyboardInterrupt), tables_of([path], ReadOptions(ROME, "EUR")):
        raise KeyboardInterrupt


def test_other_ways_of_packing(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", method) as file:
            file.writestr("Deals.csv", TEXT)
        (tmp_path / "x.zip").write_bytes(content.getvalue())
        assert read(tmp_path / "x.zip")[0] == {"Deals.csv": ["ERP", "Pilot"]}
    unknown = content.getvalue().replace(struct.pack("<H", zipfile.ZIP_LZMA), struct.pack("<H", 97))
    (tmp_path / "x.zip").write_bytes(unknown)
    assert "packed in a way" in refused(tmp_path / "x.zip").message
