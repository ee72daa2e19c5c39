"""``pipetui since``: what is new, as text and as JSON, without being a look itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small_pipeline import instant

from pipetui.services import since
from pipetui.services.desk import open_desk

if TYPE_CHECKING:
    from cli_shell import Shell

pytest_plugins = ("cli_shell",)


def looked(shell: Shell, at: str) -> None:
    desk = open_desk(shell.db, me="anna", now=instant(at))
    since.look(desk)
    desk.close()


def test_before_the_first_look(shell: Shell) -> None:
    assert shell.ok("since", "--json").json == {"since": None, "woke": [], "moved": [], "arrived": []}
    assert "nothing to compare with" in shell.ok("since").out


def test_what_is_new_stays_new(shell: Shell) -> None:
    shell.now = instant("2026-11-20 09:00")
    parked = shell.ok("add", "deal", "--name", "pilot", "--company", "Fano", "--json").json["id"]
    shell.ok("park", str(parked), "--until", "2026-11-23", "--reason", "new budget")
    looked(shell, "2026-11-20 18:02")
    shell.now = instant("2026-11-23 08:31")
    luca = ["--db", str(shell.db), "--me", "luca", "--lang", "en"]
    new = shell("add", "deal", "--name", "scanner [bold]", "--owner", "luca", "--json", before=luca).json["id"]
    for _ in range(2):
        document = shell.ok("since", "--json").json
        assert document["since"] == "2026-11-20T18:02:00+01:00"
        assert [each["id"] for each in document["woke"]] == [parked]
        assert document["moved"] == []
        assert document["arrived"] == [
            {
                "id": new,
                "title": "scanner [bold]",
                "at": "2026-11-23T08:31:00+01:00",
                "told": "created in Qualification, luca",
            }
        ]
    text = shell.ok("since").out
    assert text.splitlines()[0] == "Since Fri 20 Nov 18:02"
    assert "WOKE 1" in text
    assert "scanner [bold]" in text
    assert shell.ok("since", "--owner", "luca", "--json").json["woke"] == []


def test_nothing_new(shell: Shell) -> None:
    looked(shell, "2026-11-20 18:02")
    assert shell.ok("since").out == "Nothing new since Fri 20 Nov 18:02.\n"


def test_it_is_about_now(shell: Shell) -> None:
    result = shell("since", before=["--db", str(shell.db), "--as-of", "2026-11-23", "--lang", "en"])
    assert (result.status, result.out) == (2, "")
    assert shell("since", "--owner", "nobody").status == 2
