"""Days at the shell, each command a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MONDAY = "2026-11-23T08:31"


@dataclass
class Terminal:
    """``terminal("today")`` runs ``pipetui today`` at ``now`` and gives its standard output."""

    folder: Path
    now: str = MONDAY
    environ: dict[str, str] = field(default_factory=dict)
    status: int = 0
    err: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """A clean one: nothing of the person who runs the tests."""
        home = {name: str(self.folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        chosen = {"PIPETUI_DB": str(self.folder / "pipe.db"), "PIPETUI_ME": "anna", "PIPETUI_NOW": self.now}
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
            **home,
            **chosen,
            **self.environ,
        }

    def __call__(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pipetui", *words],
            capture_output=True, text=True, encoding="utf-8", env=self.environment, cwd=self.folder, check=False,
            timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        self.status, self.err = done.returncode, done.stderr
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def names(self) -> list[str]:
        """The names in the list, in its order."""
        return [item["name"] for item in self.json("today")["items"]]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_the_morning_list_gets_shorter_and_undo_brings_it_back(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "ERP", "--company", "Acme", "--amount", "12000")
    terminal("add", "deal", "--name", "Pilot", "--company", "Borealis", "--amount", "48000")
    assert terminal.names() == ["Pilot", "ERP"]
    terminal("check")
    assert terminal.status == 1
    terminal("note", "2", "--pain", "Stock counts are wrong", "--next-step", "Send proposal", "--date", "fri")
    assert terminal.names() == ["ERP"]
    terminal("undo")
    assert terminal.names() == ["Pilot", "ERP"]
    assert terminal.json("show", "2")["notes"] == []


def test_a_blocked_move_is_ticked_and_moved(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Pilot")
    blocked = terminal.json("move", "1")
    assert (terminal.status, blocked["moved"]) == (1, False)
    for criterion in blocked["open_criteria"]:
        terminal("tick", "1", criterion, "--how", "asked on the phone")
        assert terminal.status == 0
    assert terminal.json("move", "1")["to"] == "discovery"
    shown = terminal.json("show", "1")
    assert (shown["stage"], [visit["stage"] for visit in shown["visits"]]) == (
        "discovery",
        ["qualification", "discovery"],
    )
    terminal("undo")
    assert terminal.json("show", "1")["stage"] == "qualification"


def test_a_stalled_deal_is_in_hand_until_its_step_is_over(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Pilot")
    terminal("step", "1", "--text", "Call", "--date", "2026-12-31")
    terminal.now = "2026-12-07T09:00"
    assert terminal.json("today")["counts"]["flagged"] == 0
    terminal.now = "2026-12-08T09:00"
    counts = terminal.json("today")["counts"]
    assert (counts["stalled"], counts["to_clear"], counts["in_hand"]) == (1, 1, 0)
    terminal("step", "1", "--text", "Call the CFO", "--date", "+2d")
    (item,) = terminal.json("today")["items"]
    assert (item["section"], item["handled_until"]) == ("in_hand", "2026-12-10")
    terminal("check")
    assert terminal.status == 0
    terminal.now = "2026-12-11T09:00"
    (item,) = terminal.json("today")["items"]
    assert item["section"] == "to_clear"
    assert [finding["kind"] for finding in item["findings"]] == ["step_overdue", "stalled"]


def test_a_file_is_imported_worked_on_and_taken_back(terminal: Terminal) -> None:
    (terminal.folder / "deals.csv").write_text(
        "Deal Name,Stage,Amount,Owner,Close Date\nERP,Discovery,1200.50,anna,2026-12-01\n"
        "Pilot,Chatting,300,anna,2026-12-02\n,Discovery,5,anna,2026-12-03\n",
        encoding="utf-8",
    )
    asked = terminal.json("import", "deals.csv")
    assert (terminal.status, asked["unmapped_stages"]) == (2, ["Chatting"])
    assert "--stage" in asked["questions"][0]["option"]
    terminal("today")
    assert terminal.status == 3
    rehearsed = terminal.json("import", "deals.csv", "--stage", "Chatting=qualification", "--dry-run")
    assert (terminal.status, rehearsed["added"]) == (1, 2)
    imported = terminal.json("import", "deals.csv", "--stage", "Chatting=qualification")
    assert (terminal.status, imported["added"], imported["rejected"]) == (1, 2, 1)
    assert terminal.names() == ["ERP", "Pilot"]
    assert terminal.json("import", "deals.csv")["unchanged"] == 2
    terminal("note", "1", "--pain", "Stock", "--next-step", "Call", "--date", "fri")
    terminal("undo")
    terminal("undo")
    assert terminal.names() == []


def test_parked_deals_sleep_and_wake(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Pilot")
    terminal("park", "1", "--until", "2027-01-11", "--reason", "new budget")
    counts = terminal.json("status")["counts"]
    assert (counts["parked"], counts["open_deals"], counts["flagged"]) == (1, 1, 0)
    terminal.now = "2027-01-11T08:00"
    (item,) = terminal.json("today")["items"]
    assert (item["section"], terminal.json("status")["counts"]["woke_today"]) == ("woke_today", 1)


def test_what_was_closed_by_mistake_is_opened_again(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Pilot")
    terminal("step", "1", "--text", "Call", "--date", "fri")
    terminal("close", "1", "--outcome", "lost", "--reason", "price")
    assert terminal.json("show", "1")["status"] == "lost"
    terminal("reopen", "1")
    shown = terminal.json("show", "1")
    assert (shown["status"], shown["next_step"]["text"]) == ("open", "Call")
    terminal("close", "1", "--outcome", "lost", "--reason", "price")
    again = terminal.json("reopen", "1", "--as", "back", "--text", "Ask what changed", "--date", "tomorrow")
    assert again["id"] == 2
    assert terminal.json("show", "1")["next_id"] == 2


@pytest.mark.parametrize("words", [["today", "--json"], ["check", "--json"], ["status", "--short"]], ids=" ".join)
def test_reading_commands_load_neither_sqlmodel_nor_textual(terminal: Terminal, words: list[str]) -> None:
    terminal("add", "deal", "--name", "Pilot")
    program = (
        "import sys; from pipetui.cli import main; main(sys.argv[1:], launch=None);"
        "heavy = {'sqlmodel', 'sqlalchemy', 'alembic', 'textual', 'holidays'} & sys.modules.keys();"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, env=terminal.environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_bare_start_loads_no_parser(terminal: Terminal) -> None:
    program = (
        "import sys; from pipetui.cli import main; main(['--lang', 'it'], launch=lambda launch: 0);"
        "sys.exit(', '.join(sorted({'typer', 'sqlmodel', 'textual'} & sys.modules.keys())) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=terminal.environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(terminal.folder.iterdir()) == []


def test_a_closed_pipe_is_silent_and_the_work_is_done(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Pilot")
    read, write = os.pipe()
    os.close(read)
    for words, status in ((["check", "--json"], 1), (["set", "1", "company=Acme", "--json"], 0), (["log"], 0)):
        done = subprocess.run(
            [sys.executable, "-m", "pipetui", *words],
            stdout=write, stderr=subprocess.PIPE, env=terminal.environment, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (status, b""), words
    os.close(write)
    assert terminal.json("show", "1")["company"] == "Acme"


def test_ctrl_c_is_130_without_a_traceback(terminal: Terminal) -> None:
    program = (
        "import os, signal, sys; from pipetui.cli import main; from pipetui.services import records;"
        "records.find = lambda *_: os.kill(os.getpid(), signal.SIGINT);"
        "sys.exit(main(['find', 'x'], launch=None))"
    )
    terminal("init")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=terminal.environment, check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, b"")


def test_a_terminal_that_lacks_characters_is_no_fault(terminal: Terminal) -> None:
    terminal("add", "deal", "--name", "Caffè 漢字", "--amount", "5")
    terminal.environ = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    assert "Caff\\xe8" in terminal("today")
    assert terminal.status == 0
    assert terminal.json("today")["items"][0]["name"] == "Caffè 漢字"


def test_arguments_that_are_no_text_are_bad_input(terminal: Terminal) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"pipetui", b"find", b"\xff\xfe"],
        capture_output=True, env=terminal.environment, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
