"""What people read: the list, a deal, sentences; always harmless, at 80 columns, without colour unless wanted."""

from __future__ import annotations

import errno
import os
from io import StringIO
from typing import TYPE_CHECKING, TextIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.cli.output import Output
from pipetui.cli.tables import cells, fit, pad, table, wrapped
from pipetui.domain.text import harmless
from pipetui.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)

HOSTILE = "[/red]x \x1b[31mred\x9b31m \u202eabc\ttab\nline"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_list_in_sections(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "roll-out", "--company", "Acme", "--amount", "12000")
    shell.ok("add", "deal", "--name", "renewal")
    shell.ok("step", "2", "--text", "Call Rita", "--date", "today")
    lines = shell.ok("today").out.splitlines()
    assert lines[0] == "Mon 23 Nov 08:31 · 1 to clear · 1 due today"
    assert lines[1:3] == ["", "TO CLEAR"]
    assert lines[3].split("  ") == ["1", "no step", "Acme · roll-out", "Qualific…", "0/14", "12,000 €", "–"]
    assert lines[4:6] == ["", "DUE TODAY"]
    assert "renewal" in lines[6]
    assert "today" in lines[6]


def test_an_empty_list_says_what_is_next(shell: Shell) -> None:
    assert shell.ok("today").out == "Mon 23 Nov 08:31 · nothing to clear\n"
    shell.ok("add", "deal", "--name", "Pilot")
    shell.ok("step", "1", "--text", "Call Rita", "--date", "fri")
    assert shell.ok("today").out.splitlines()[1] == "Next is Pilot: Call Rita · anna · Fri 27 Nov"


def test_plain_is_one_tab_separated_line_per_deal(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "a\tb", "--amount", "5")
    (line,) = shell.ok("today", "--plain").out.splitlines()
    assert line.split("\t") == [
        "1", "to_clear", "no_next_step", "", "a b", "", "qualification", "0", "5.00", "EUR", "anna", "", "",
    ]  # fmt: skip


def test_lines_fit_80_columns(shell: Shell) -> None:
    for name in ("word " * 60, "漢字" * 60, "e\u0301" * 200):
        shell.ok("add", "deal", "--name", name.strip(), "--company", "Company " * 8, "--amount", "1234567.89")
    shell.ok("step", "1", "--text", "step " * 60, "--date", "fri")
    for words in (["today"], ["find", "company"], ["show", "1"], ["show", "2"]):
        assert max(cells(line) for line in shell.ok(*words).out.splitlines()) <= 80, words


def test_hostile_text_is_shown_harmlessly_everywhere(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", HOSTILE, "--company", HOSTILE, "--owner", "x\x1b[2J", "--source", HOSTILE)
    shell.ok("note", "1", "--pain", HOSTILE, "--next-step", HOSTILE, "--date", "today")
    shell.ok("tick", "1", "icp_fit", "--how", HOSTILE)
    for words in (
        ["today"], ["today", "--plain"], ["today", "--json"], ["show", "1"], ["show", "1", "--json"], ["log"],
        ["find", "red"], ["brief", "1"], ["people"], ["status"], ["undo"],
    ):  # fmt: skip
        result = shell.ok(*words)
        assert not set(result.out + result.err) & set("\x1b\x9b\x00\u202e"), words
    assert shell.ok("show", "1", "--json").json["name"].startswith("[/red]x \x1b[31mred")


def test_status_in_one_line(shell: Shell) -> None:
    assert shell.ok("status", "--short").out == "nothing to clear\n"
    shell.ok("add", "deal", "--name", "Pilot")
    assert shell.ok("status").out == "1 to clear · 1 open deal\n"
    assert shell.ok("status", "--short").out == "1 to clear\n"


def test_show_names_the_open_criteria_and_what_happened(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot", "--company", "Acme", "--source", "fair")
    shell.ok("set", "1", "contact=Marta Rossi", "phone=02 555 0101", "role=CFO")
    shell.ok("note", "1", "--pain", "Stock", "--next-step", "Proposal", "--date", "fri", "--tick", "icp_fit")
    shell.ok("tick", "1", "pain_urgent")
    out = shell.ok("show", "1").out
    for text in (
        "Acme · Pilot  #1", "Marta Rossi, CFO, 02 555 0101", "Stock", "fair",
        "[x] icp_fit", "[~] pain_urgent", "[ ] time_window_realistic", "Proposal · anna · Fri 27 Nov · open",
        "created in Qualification",
    ):  # fmt: skip
        assert text in out


def test_a_setting_that_changes_nothing_is_told_with_a_dash(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    assert "Nothing was different." in shell.ok("set", "1", "name=Pilot").err
    assert "edited –, anna" in shell.ok("log", "1").out


def test_a_blocked_move_names_what_is_open_on_standard_error(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    blocked = shell("move", "1")
    assert (blocked.status, blocked.out) == (1, "")
    assert "Qualification > Discovery" in blocked.err
    assert "pain_urgent  Pain is urgent" in blocked.err


def test_a_blocked_close_says_why(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    blocked = shell("close", "1", "--outcome", "won")
    assert (blocked.status, blocked.out) == (1, "")
    assert "Closing" in blocked.err


def test_writes_tell_on_standard_error_and_leave_standard_output_empty(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    for words in (["set", "1", "company=Acme"], ["step", "1", "--text", "Call", "--date", "fri"], ["undo"]):
        result = shell.ok(*words)
        assert result.out == ""
        assert len(result.err.splitlines()) == 1


def test_italian(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilota", "--amount", "12000.5")
    assert "12.000,50 €" in shell("today", before=["--db", str(shell.db), "--lang", "it"]).out


def test_playbook_show_is_what_apply_takes(shell: Shell) -> None:
    file = shell.db.with_name("team.toml")
    file.write_text(shell.ok("playbook", "show").out, encoding="utf-8")
    same = shell.ok("playbook", "apply", str(file), "--json").json
    assert (same["applied"], same["changed"]) == (False, False)
    file.write_text(file.read_text(encoding="utf-8").replace("max_days = 14", "max_days = 0", 1), encoding="utf-8")
    shell.ok("add", "deal", "--name", "Pilot")
    shell.now += 86_400
    rehearsed = shell.ok("playbook", "apply", str(file), "--dry-run", "--json").json
    assert (rehearsed["applied"], rehearsed["gained"]) == (False, {"stalled": [1]})
    assert shell.ok("show", "1", "--json").json["findings"][0]["kind"] == "no_next_step"
    applied = shell.ok("playbook", "apply", str(file))
    assert (applied.out, "stalled" in applied.err) == ("", True)
    kinds = [finding["kind"] for finding in shell.ok("show", "1", "--json").json["findings"]]
    assert kinds == ["no_next_step", "stalled"]


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("ab cd", 4, "ab…"), ("", 0, "")],
)
def test_fit(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


def test_pad_fills_cells_not_characters() -> None:
    assert pad("漢", 4) == "漢  "
    assert pad("7", 3, right=True) == "  7"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", [" one two", "  three"]),
        ("abcdefghijklmnop q", [" abcdefghi", "  jklmnop", "  q"]),
        ("漢字漢字漢字", [" 漢字漢字", "  漢字"]),
        ("a   b", [" a   b"]),
        ("", []),
    ],
)
def test_wrapped(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, indent=" ", hanging="  ") == lines


@given(st.text(), st.integers(6, 40))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text: str, width: int) -> None:
    text = harmless(text)
    lines = wrapped(text, width, indent=" ", hanging="  ")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(), st.integers(1, 40), st.booleans())
def test_padding_gives_exactly_the_width(text: str, width: int, right: bool) -> None:
    assert cells(pad(harmless(text), width, right=right)) == width


def test_a_table_leaves_empty_columns_out() -> None:
    assert table([("1", "", "long text"), ("22", "", "x")], width=40, flexible=2, right=(0,)) == [
        " 1  long text",
        "22  x",
    ]
    assert table([], width=40, flexible=0) == []


def test_colour_only_on_a_terminal_and_without_no_color() -> None:
    assert Output(Terminal(), None, {}).styled("late", "red") == "\x1b[31mlate\x1b[0m"
    assert Output(Terminal(), None, {"NO_COLOR": "1"}).styled("late", "red") == "late"
    assert Output(StringIO(), None, {}).styled("late", "red") == "late"


def test_raw_data_steers_no_terminal_and_is_kept_elsewhere() -> None:
    terminal, file = Terminal(), StringIO()
    for stream in (terminal, file):
        Output(stream, None, {}).data_file().write("a\x1b[31m\tb\r\n")
    assert terminal.getvalue() == "a�[31m\tb\r\n"
    assert file.getvalue() == "a\x1b[31m\tb\r\n"


def test_a_closed_stream_is_no_fault() -> None:
    out = Output(None, None, {})
    out.line("x")
    out.json({"a": "\x1b"})
    out.error(BadInput("x", "y"))
    out.flush()


def test_a_full_disk_is_reported_once_and_python_ends_in_peace(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as file:
        out = Output(cast("TextIO", _Full(file)), StringIO())
        out.line("a deal")
        with pytest.raises(OSError, match="No space left"):
            out.flush()
        out.flush()


class _Full:
    """A file on a disk that is full, until it is pointed elsewhere."""

    encoding = "utf-8"

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._inode = os.fstat(file.fileno()).st_ino

    def write(self, text: str) -> int:
        return self._file.write(text)

    def flush(self) -> None:
        if os.fstat(self._file.fileno()).st_ino == self._inode:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return False


def test_json_escapes_what_steers_a_terminal_and_nothing_else() -> None:
    stream = StringIO()
    Output(stream, None, {}).json({"name": "Caffè \x9b31m\u202e"})
    assert stream.getvalue() == '{\n  "name": "Caffè \\u009b31m\\u202e"\n}\n'
