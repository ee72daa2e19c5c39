"""Workbooks, calendars and Markdown: real values, the same bytes for the same data, and nothing that runs."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from pipetui.errors import BadInput
from pipetui.exchange import workbook_out
from pipetui.exchange.calendar_out import Entry, write_calendar
from pipetui.exchange.markdown_out import inline, lines, table
from pipetui.exchange.outfile import replacing, replacing_bytes
from pipetui.exchange.workbook_out import LONGEST, Cut, write_workbook
from pipetui.exchange.writers import ITALIAN, PLAIN, style_of, write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MADE = datetime(2026, 11, 23, 8, 31)  # noqa: DTZ001 - a workbook knows no zones
ROME = timezone(timedelta(hours=1))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), min_size=1)


def workbook(rows: Sequence[dict[str, Any]], *, italian: bool = False) -> tuple[bytes, list[Cut]]:
    out = io.BytesIO()
    style = ITALIAN if italian else PLAIN
    cut = write_workbook(rows, list(rows[0]) if rows else ["a"], out, style, title="deals", created=MADE)
    return out.getvalue(), cut


def cells(book: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name).decode()


def test_a_workbook_has_real_values() -> None:
    row = {
        "id": 7, "amount": Decimal("1234.50"), "yen": Decimal(1200), "day": date(2026, 11, 5), "sure": True,
        "at": datetime(2026, 11, 5, 9, 30, tzinfo=ROME), "none": None, "more": {"a": None},
    }  # fmt: skip
    book, cut = workbook([row])
    assert cut == []
    assert cells(book) == [
        list(row),
        [7.0, 1234.5, 1200.0, date(2026, 11, 5), True, datetime(2026, 11, 5, 9, 30), "", '{"a": null}'],  # noqa: DTZ001
    ]
    styles = part(book, "xl/styles.xml")
    assert ('formatCode="yyyy-mm-dd"' in styles, "<b/>" in styles) == (True, True)
    assert 'formatCode="dd/mm/yyyy"' in part(workbook([row], italian=True)[0], "xl/styles.xml")
    sheet = part(book, "xl/worksheets/sheet1.xml")
    assert ("<pane " in sheet, "<autoFilter " in sheet) == (True, True)


def test_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    row = {"a": "=1+1", "b": "http://x.example", "c": "1200", "d": "{=SUM(A1)}", "e": "+39 02 555", "f": "@x"}
    book, _cut = workbook([row])
    assert cells(book)[1] == ["'=1+1", "http://x.example", "1200", "{=SUM(A1)}", "+39 02 555", "'@x"]
    assert "<f>" not in part(book, "xl/worksheets/sheet1.xml")


def test_what_a_workbook_cannot_hold_as_a_value_is_a_text() -> None:
    old, exact = date(1900, 2, 28), Decimal("99999999999999.99")
    assert cells(workbook([{"a": old, "b": exact}])[0])[1] == ["1900-02-28", "99999999999999.99"]


def test_a_text_that_is_too_long_is_cut_and_told() -> None:
    book, cut = workbook([{"a": "x", "b": "y"}, {"a": "x" * LONGEST, "b": "😀" * LONGEST}])
    assert cut == [Cut(3, "b")]
    whole, shortened = cells(book)[2]
    assert (whole, shortened[-1], len(shortened.encode("utf-16-le")) <= 2 * LONGEST) == ("x" * LONGEST, "…", True)


def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_out, "MOST_ROWS", 3)
    assert len(cells(workbook([{"a": 1}] * 2)[0])) == 3
    out = io.BytesIO()
    with pytest.raises(BadInput, match="--to csv"):
        write_workbook([{"a": 1}] * 3, ["a"], out, PLAIN, title="deals", created=MADE)
    assert out.getvalue() == b""


def test_the_same_data_gives_the_same_bytes() -> None:
    rows = [{"a": "x", "b": date(2026, 1, 2)}] * 300
    assert workbook(rows) == workbook(rows)
    assert cells(workbook([])[0]) == [["a"]]


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_texts_survive_a_workbook(texts: list[str]) -> None:
    row = {f"c{number}": text for number, text in enumerate(texts)}
    assert cells(workbook([row])[0])[1] == [PLAIN.text(text) for text in texts]


def calendar(*entries: Entry) -> str:
    out = io.StringIO(newline="")
    write_calendar(entries, out, name="steps", now=1_795_419_060)
    return out.getvalue()


def entry(**other: Any) -> Entry:
    usual = {
        "uid": "1-step@pipetui", "day": date(2026, 11, 30), "summary": "Call · Acme", "description": "Deal 1\nStage: x",
        "category": "Rossi, Anna", "modified": 1_795_000_000, "sequence": 2,
    }  # fmt: skip
    return Entry(**{**usual, **other})


def test_a_calendar() -> None:
    text = calendar(entry())
    event: Any
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["UID"], event["DTSTART"].dt, event["DTEND"].dt) == (
        "1-step@pipetui", date(2026, 11, 30), date(2026, 12, 1),
    )  # fmt: skip
    assert event["DTSTAMP"].dt == datetime.fromtimestamp(1_795_419_060, UTC)
    assert (event["SEQUENCE"], event["TRANSP"], str(event["DESCRIPTION"])) == (2, "TRANSPARENT", "Deal 1\nStage: x")
    assert event["CATEGORIES"].cats == ["Rossi, Anna"]
    assert ("ATTENDEE" in text, "X-WR-CALNAME:steps" in text) == (False, True)
    assert Calendar.from_ical(calendar()).walk("VEVENT") == []


@given(TEXT, TEXT)
def test_no_text_breaks_out_of_its_event(summary: str, description: str) -> None:
    text = calendar(entry(summary=summary, description=description), entry(summary="BEGIN:VEVENT\r\nUID:x"))
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 2
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<script>x</script> & Co", "&lt;script&gt;x&lt;/script&gt; &amp; Co"),
        ("[x](y) `code` *b* _i_ ~s~", r"\[x\](y) \`code\` \*b\* \_i\_ \~s\~"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("12 items", "12 items"),
        ("12.", r"12\."),
        ("12.000 €", "12.000 €"),
        ("two\nlines\there", "two lines here"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, shown: str) -> None:
    assert inline(text) == shown


def test_a_markdown_table_and_a_paragraph() -> None:
    assert list(table(("a", "b"), [("x|y", "1")], right=(1,))) == ["| a | b |", "| --- | ---: |", r"| x\|y | 1 |"]
    assert list(lines("one\n\n two\nthree")) == ["one\\", "two\\", "three"]


@pytest.mark.parametrize("locale", ["it", "it_IT", "it-IT", "IT", "it_IT.UTF-8"])
def test_locales(locale: str) -> None:
    assert style_of(locale) is ITALIAN
    assert style_of("en_GB") is style_of(None) is PLAIN
    with pytest.raises(BadInput):
        style_of("")


def test_an_italian_csv_says_that_it_is_utf_8() -> None:
    out = io.StringIO(newline="")
    at = datetime(2026, 11, 5, 9, 30, tzinfo=ROME)
    write_csv([{"a": "perché", "at": at, "day": date(987, 1, 2)}], ["a", "at", "day"], out, ITALIAN)
    assert out.getvalue() == "\ufeffa;at;day\r\nperché;05/11/2026 09:30:00;02/01/0987\r\n"
    assert PLAIN.text(at) == "2026-11-05T09:30:00+01:00"


def test_a_file_takes_the_place_of_another_only_when_it_is_whole(tmp_path: Path) -> None:
    path, database = tmp_path / "out.xlsx", tmp_path / "deals.db"
    database.write_bytes(b"db")
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing_bytes(path, never=database) as file:
        file.write(b"half" * (1 // 0))
    assert path.read_bytes() == b"old"
    with replacing(path, never=database) as text:
        text.write("è\r\n")
    assert path.read_bytes() == "è\r\n".encode()
    wal, below_a_file = tmp_path / "deals.db-wal", path / "below"
    for wrong in (database, wal, tmp_path, tmp_path / "no" / "such", below_a_file):
        with pytest.raises(BadInput), replacing(wrong, never=database):
            pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["deals.db", "out.xlsx"]


def test_what_stands_beside_a_file_or_behind_a_link_is_not_lost(tmp_path: Path) -> None:
    target, link, beside = tmp_path / "target.csv", tmp_path / "link.csv", tmp_path / "link.csv.part"
    target.write_text("old")
    target.chmod(0o640)
    beside.write_text("mine")
    link.symlink_to(target)
    with replacing(link, never=tmp_path / "deals.db") as text:
        text.write("new")
    assert link.is_symlink()
    assert (target.read_text(), beside.read_text()) == ("new", "mine")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_to_the_database_is_the_database(tmp_path: Path) -> None:
    database, link = tmp_path / "deals.db", tmp_path / "link.csv"
    database.write_text("db")
    link.symlink_to(database)
    with pytest.raises(BadInput, match="database itself"), replacing(link, never=database):
        pass
    assert database.read_text() == "db"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe, said = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = Thread(target=lambda: said.append(pipe.read_text()))
    reader.start()
    with replacing(pipe, never=tmp_path / "deals.db") as text:
        text.write("told")
    reader.join()
    assert said == ["told"]
    assert pipe.is_fifo()
