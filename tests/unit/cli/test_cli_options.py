"""Global options: where they come from, what is wrong with them, and that nothing happens then."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from pipetui import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


def test_version(blank: Shell) -> None:
    result = blank("--version", before=[])
    assert (result.status, result.out) == (0, f"pipetui {__version__}\n")


def test_help_names_every_command_and_global_option(blank: Shell) -> None:
    result = blank("--help", before=[])
    assert result.status == 0
    for word in ("today", "note", "import", "playbook", "doctor", "--db", "--now", "--as-of", "--me", "--lang"):
        assert word in result.out
    assert not blank.db.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--db"],
        ["--db", ""],
        ["--me", " ", "today"],
        ["--nonsense", "today"],
        ["--version=3", "today"],
        ["--lang", "de", "today"],
        ["--now", "yesterday", "today"],
        ["--now", "2026-13-01", "today"],
        ["--as-of", "2026-11-24", "today"],
        ["--as-of", "someday", "today"],
        ["today", "--now", "2026-11-23"],
        ["today", "--db", "x.db"],
        ["today", "--kind", "late"],
        ["today", "--owner", "nobody"],
        ["today", "--limit", "-1"],
        ["today", "--limit", "many"],
        ["today", "extra"],
        ["check", "--kind", "stalled"],
        ["toady"],
        ["lead", "score", "1"],
        ["add", "lead", "--name", "x"],
        ["add"],
        ["add", "deal"],
        ["add", "deal", "--name", " "],
        ["add", "deal", "--name", "x", "--amount", "1.200,50"],
        ["add", "deal", "--name", "x", "--amount", "-5"],
        ["add", "deal", "--name", "x", "--amount", "5", "--currency", "EURO!"],
        ["add", "deal", "--name", "x", "--stage", "nowhere"],
        ["add", "deal", "--name", "x", "--close-date", "31/2"],
        ["show"],
        ["show", "99"],
        ["show", "ext:99"],
        ["set", "1"],
        ["set", "1", "name"],
        ["set", "1", "stage=decision"],
        ["set", "1", "colour=red"],
        ["set", "1", "amount=12,5"],
        ["assign", "1"],
        ["note", "1", "--pain", "p", "--next-step", "s"],
        ["note", "1", "--pain", "p", "--next-step", "s", "--date", "yesterday-ish"],
        ["note", "1", "--pain", "p", "--next-step", "s", "--date", "2026-11-20"],
        ["note", "1", "--pain", "p", "--next-step", " ", "--date", "fri"],
        ["note", "1", "--pain", "p", "--next-step", "s", "--date", "fri", "--tick", "nothing"],
        ["note", "1", "--pain", "p", "--next-step", "s", "--date", "fri", "--tick", "icp_fit", "pain_urgent"],
        ["step", "1", "--text", "call"],
        ["step", "1", "--text", "call", "--date", "2020-01-01"],
        ["done", "1", "--text", "call"],
        ["done", "1"],
        ["no-reply", "1", "--date", "0x"],
        ["tick", "1", "nothing"],
        ["tick", "1", "signer_known"],
        ["untick", "1", "icp_fit"],
        ["move", "1", "--back"],
        ["move", "1", "--back", "--no-longer", "icp_fit", "--reason", "r"],
        ["move", "1", "--no-longer", "icp_fit"],
        ["park", "1", "--until", "today", "--reason", "r"],
        ["park", "1", "--until", "fri", "--reason", " "],
        ["unpark", "1"],
        ["close", "1", "--outcome", "maybe", "--reason", "price"],
        ["close", "1", "--outcome", "lost"],
        ["close", "1", "--outcome", "lost", "--reason", "weather"],
        ["close", "1", "--outcome", "lost", "--reason", "price", "--wake", "2027-01-10"],
        ["reopen", "1"],
        ["reopen", "1", "--as", "joke"],
        ["log", "99"],
        ["log", "--limit", "x"],
        ["playbook"],
        ["playbook", "paint"],
        ["playbook", "apply", "no-such-file.toml"],
        ["playbook", "apply", "no-such-file.toml", "--move", "x"],
        ["backup"],
        ["restore", "no-such-file.db"],
        ["init"],
        ["demo", "--shout"],
    ],
    ids=" ".join,
)
def test_bad_input_is_exit_2_in_two_plain_lines_and_changes_nothing(shell: Shell, words: list[str]) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    before = _content(shell.db)
    result = shell(*words)
    assert result.status == 2, result
    assert result.out == ""
    assert 1 <= len(result.err.splitlines()) <= 2
    assert "Traceback" not in result.err
    assert _content(shell.db) == before


def test_a_global_option_after_the_command_gets_a_hint(shell: Shell) -> None:
    result = shell("playbook", "show", "--now", "2026-01-01")
    assert result.status == 2
    assert "pipetui --now … playbook show" in result.err


def test_a_flag_counts_before_the_environment_and_that_before_the_settings(blank: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "xdg_config_home" / "pipetui" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('me = "carla"\n', encoding="utf-8")
    assert blank("config", "--json", before=[]).json["me"] == "carla"
    blank.environ["PIPETUI_ME"] = "luca"
    assert blank("config", "--json", before=[]).json["me"] == "luca"
    assert blank("config", "--json", before=["--me", "anna"]).json["me"] == "anna"


def test_the_environment_gives_every_global_option(shell: Shell) -> None:
    shell.environ = {
        "PIPETUI_DB": str(shell.db),
        "PIPETUI_NOW": "2026-11-30T10:00",
        "PIPETUI_ME": "luca",
        "PIPETUI_LANG": "en",
    }
    assert shell("today", "--json", before=[]).json["as_of"] == "2026-11-30T10:00:00+01:00"
    shell.environ["PIPETUI_AS_OF"] = "2026-11-24"
    assert shell("today", "--json", before=[]).json["as_of"] == "2026-11-24T23:59:59+01:00"


def test_now_without_an_offset_is_in_the_playbooks_zone(shell: Shell) -> None:
    for text in ("2026-07-01T09:30", "2026-07-01T07:30:00+00:00", "2026-07-01 03:30:00-04:00"):
        result = shell("today", "--json", before=["--db", str(shell.db), "--now", text])
        assert result.json["as_of"] == "2026-07-01T09:30:00+02:00"


def test_writing_before_the_last_event_of_a_record_is_refused(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    words = ["set", "1", "company=Acme"]
    result = shell(*words, before=["--db", str(shell.db), "--now", "2026-11-22T10:00"])
    assert result.status == 2
    assert shell.ok("show", "1", "--json").json["company"] is None


@pytest.mark.parametrize(
    "words",
    [["add", "deal", "--name", "x"], ["set", "1", "company=x"], ["undo"], ["backup", "b.db"], ["init"], ["demo"]],
    ids=" ".join,
)
def test_as_of_is_read_only(shell: Shell, words: list[str]) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    result = shell(*words, before=["--db", str(shell.db), "--as-of", "today", "--me", "anna"])
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) <= 2


def test_as_of_refuses_a_playbook_even_where_nothing_would_change(shell: Shell, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(shell.ok("playbook", "show").out, encoding="utf-8")
    before = ["--db", str(shell.db), "--as-of", "today", "--me", "anna"]
    assert shell("playbook", "apply", str(rules), before=before).status == 2
    assert shell("playbook", "apply", str(rules), "--dry-run", before=before).status == 0


def test_as_of_shows_what_was_recorded_then(shell: Shell) -> None:
    shell.ok("add", "deal", "--name", "Pilot")
    shell.now += 86_400
    shell.ok("set", "1", "name=Roll-out")
    past = shell("show", "1", "--json", before=["--db", str(shell.db), "--as-of", "2026-11-23"])
    assert past.json["name"] == "Pilot"
    assert shell.ok("show", "1", "--json").json["name"] == "Roll-out"


@pytest.mark.parametrize("words", [["today"], ["check"], ["status"], ["show", "1"], ["undo"], ["doctor"], ["info"],
                                   ["backup", "b.db"], ["restore", "b.db"], ["playbook", "show"], ["people"],
                                   ["export", "deals", "--to", "csv"]], ids=" ".join)  # fmt: skip
def test_a_missing_database_elsewhere_is_exit_3_and_stays_missing(blank: Shell, words: list[str]) -> None:
    result = blank(*words)
    assert (result.status, result.out) == (3, "")
    assert not blank.db.exists()


@pytest.mark.parametrize("words", [["today"], ["add", "deal", "--name", "x"], ["check", "--json"]], ids=" ".join)
def test_the_default_database_is_created_on_first_use(blank: Shell, tmp_path: Path, words: list[str]) -> None:
    assert blank(*words, before=[]).status == 0
    assert (tmp_path / "xdg_data_home" / "pipetui" / "pipetui.db").exists()


def test_add_may_create_a_database_elsewhere(blank: Shell) -> None:
    assert blank.ok("add", "deal", "--name", "Pilot").out == "1\n"
    assert blank.db.stat().st_mode & 0o777 == 0o600


def test_add_that_fails_leaves_no_database_behind(blank: Shell) -> None:
    assert blank("add", "deal", "--name", "Pilot", "--amount", "lots").status == 2
    assert list(blank.db.parent.glob("pipe.db*")) == []


def test_a_url_is_a_path_or_cannot_be_used_yet(shell: Shell) -> None:
    assert shell("today", before=["--db", f"sqlite:///{shell.db}"]).status == 0
    assert shell("today", before=["--db", "postgresql://host/team"]).status == 3


@pytest.mark.parametrize("content", [b"not a database at all, just text", b"SQLite format 3\x00" + b"\xff" * 200])
def test_what_is_no_database_is_exit_3(blank: Shell, content: bytes) -> None:
    blank.db.write_bytes(content)
    result = blank("today")
    assert (result.status, result.out) == (3, "")
    assert blank.db.read_bytes() == content


def test_a_newer_database_is_exit_3(shell: Shell) -> None:
    with sqlite3.connect(shell.db) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert shell("today").status == 3


def test_a_bare_start_opens_the_app_and_creates_nothing(blank: Shell) -> None:
    assert blank().status == 0
    (launch,) = blank.launched
    assert (launch.db, launch.me, launch.language, launch.screen, launch.demo) == (blank.db, "anna", "en", None, False)
    assert launch.now() == blank.now
    assert not blank.db.exists()


def test_a_bare_start_takes_the_clock_and_the_past(shell: Shell) -> None:
    shell(before=["--db", str(shell.db), "--now", "2026-11-30T10:00", "--as-of", "2026-11-27"])
    (launch,) = shell.launched
    assert launch.now() == shell.now + 7 * 86_400 + 89 * 60
    assert launch.as_of is not None
    assert launch.as_of.isoformat() == "2026-11-27"


def _content(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())
