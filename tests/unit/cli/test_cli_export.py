"""``export`` in formats that are no CSV: workbooks as bytes, calendars, documents."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from pipetui.cli.output import Output
from pipetui.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


@pytest.fixture
def full(shell: Shell) -> Shell:
    shell.ok("add", "deal", "--name", "ERP | *roll-out*", "--company", "Acme", "--amount", "1200.50", "--owner", "luca")
    shell.ok("step", "1", "--text", "Call <Rita>", "--date", "2026-11-30")
    shell.ok("add", "deal", "--name", "Pilot")
    shell.ok("park", "2", "--until", "2026-12-07", "--reason", "new budget")
    return shell


def test_a_workbook_to_a_file_and_to_standard_output(full: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    told = full.ok("export", "deals", "--to", "xlsx", "--out", str(path))
    assert (told.out, str(path) in told.err) == ("", True)
    header, first, *_rest = CalamineWorkbook.from_path(path).get_sheet_by_name("deals").to_python()
    row = dict(zip(header, first, strict=True))
    assert (row["id"], row["amount"], row["name"]) == (1.0, 1200.5, "ERP | *roll-out*")
    words = ["--db", str(full.db), "--now", "2026-11-23T08:31", "export", "deals", "--to", "xlsx"]
    piped = subprocess.run([sys.executable, "-m", "pipetui", *words], check=True, capture_output=True)
    assert (piped.stdout, piped.stderr) == (path.read_bytes(), b"")


def test_bytes_go_through_a_pipe_and_never_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with path.open("w", encoding="utf-8") as stream:
        out = Output(stream, None, {})
        out.refuse_on_terminal()
        out.binary(io.BytesIO(b"PK\x00\xff" * 40_000))
    assert path.read_bytes() == b"PK\x00\xff" * 40_000

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(BadInput, match="--out"):
        Output(Terminal(), None, {}).refuse_on_terminal()


def test_a_calendar_of_steps_and_wake_dates(full: Shell) -> None:
    first = full.ok("export", "deals", "--to", "ics").out
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(first).walk("VEVENT")] == [
        "Call <Rita> · Acme · ERP | *roll-out*",
        "Wake: new budget · Pilot",
    ]
    full.ok("step", "1", "--text", "Call <Rita>", "--date", "2026-12-01")
    full.ok("park", "2", "--until", "2026-12-09", "--reason", "new budget")
    again = full.ok("export", "deals", "--to", "ics").out
    before, after = (Calendar.from_ical(text).walk("VEVENT") for text in (first, again))
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    assert [int(str(event["SEQUENCE"])) for event in (*before, *after)] == [0, 0, 1, 1]
    full.now += 86_400 * 30
    assert "Woke: new budget" in full.ok("export", "deals", "--to", "ics").out
    assert "VEVENT" not in full.ok("export", "leads", "--to", "ics").out


@pytest.mark.parametrize("what", ["deals", "leads", "notes", "events", "findings"])
@pytest.mark.parametrize("locale", [[], ["--locale", "it"]])
def test_documents(full: Shell, what: str, locale: list[str]) -> None:
    text = full.ok("export", what, "--to", "md", *locale).out
    assert text.startswith("# ")
    assert "*roll-out*" not in text.replace(r"\*roll-out\*", "")
    assert ("23/11/2026" in text.splitlines()[0]) == bool(locale)


def test_the_pipeline_as_a_document(full: Shell) -> None:
    text = full.ok("export", "deals", "--to", "md").out
    assert r"| 1 | Acme · ERP \| \*roll-out\* | luca | 1,200.50 € | Call &lt;Rita&gt; | 2026-11-30 | – |" in text
    assert "## Qualification, 1,200.50 € (1 deal)" in text
    assert "## Parked (1 deal)" in text
    assert "1.200,50 €" in full.ok("export", "deals", "--to", "md", "--locale", "it_IT").out


@pytest.mark.parametrize(
    "words",
    [
        ["notes", "--to", "ics"],
        ["cats", "--to", "xlsx"],
        ["deals", "--to", "xlsx", "--locale", "fr", "--out", "x"],
    ],
    ids=" ".join,
)
def test_what_there_is_not(full: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = full("export", *words)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 2)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_round_trip_through_the_shell(full: Shell, tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    full.ok("export", "deals", "--to", "xlsx", "--locale", "it", "--out", str(path))
    before = full.ok("export", "deals", "--to", "csv").out
    assert full.ok("import", str(path), "--json").json["unchanged"] == 2
    full.db = tmp_path / "other.db"
    full.ok("init")
    assert full.ok("import", str(path), "--json").json["added"] == 2
    assert full.ok("export", "deals", "--to", "csv").out == before
