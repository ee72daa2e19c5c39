"""A killed process, a closed terminal, a shutdown: what was typed is there, and what was saved is whole."""

from __future__ import annotations

import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from terminal_app import Terminal, terminal

from pipetui.services import drafts, records
from pipetui.storage import backup

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")

WRITTEN = "Send the offer before Marta leaves"


def rows(path: Path, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement, values).fetchall()


def is_whole(desk: Desk) -> bool:
    with desk.reading() as connection:
        return backup.integrity(connection) == [] and backup.dangling(connection) == []


def open_note(app: Terminal) -> None:
    """The note on the first deal, with a text in its next step."""
    app.until(lambda: "TO CLEAR" in app.seen)
    app.type("n")
    app.until(lambda: "Learned in this call" in app.seen)


def kept(desk: Desk) -> str | None:
    found = drafts.waiting(desk)
    return found[0].fields.get("next_step") if found else None


def has_kept(desk: Desk, text: str) -> bool:
    return kept(desk) == text


def has_shown(app: Terminal, words: str) -> bool:
    return words in app.seen


def test_what_was_typed_half_a_second_before_a_kill_is_there(desk: Desk) -> None:
    with terminal(Path(desk.store.path)) as app:
        open_note(app)
        app.type(WRITTEN)
        app.until(lambda: kept(desk) == WRITTEN, within=10)
        app.signal(signal.SIGKILL)
        assert app.wait() == 137
    assert kept(desk) == WRITTEN
    assert is_whole(desk)


@pytest.mark.parametrize(
    ("how", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("window", 129), ("ctrl+c", 130), ("ctrl+q", 0)]
)
def test_however_it_is_ended_the_draft_is_kept_and_nothing_is_complained_about(
    desk: Desk, how: str, status: int
) -> None:
    with terminal(Path(desk.store.path)) as app:
        open_note(app)
        app.type(WRITTEN)
        app.until(lambda: WRITTEN.rsplit(maxsplit=1)[-1] in app.seen)
        if how == "ctrl+c":
            app.type("\x03")
        elif how == "ctrl+q":
            app.type("\x11")
        elif how == "window":
            app.hang_up()
        else:
            app.signal(signal.Signals[how])
        assert app.wait() == status
        assert "Traceback" not in app.seen
    assert kept(desk) == WRITTEN
    assert is_whole(desk)
    assert rows(Path(desk.store.path), "PRAGMA journal_mode") == [("wal",)]
    assert not Path(f"{desk.store.path}-journal").exists()


@pytest.mark.long
def test_many_kills_while_typing(desk: Desk) -> None:
    """At least half a second after the last key everything typed is kept, whenever the process is killed."""
    chance = random.Random(7)
    for number in range(60):
        for draft in drafts.waiting(desk):
            drafts.throw_away(desk, draft.number)
        text = f"{WRITTEN} {number}"
        with terminal(Path(desk.store.path)) as app:
            open_note(app)
            app.type(text)
            app.until(partial(has_shown, app, f"leaves {number}"), within=20)
            time.sleep(0.5 + chance.random() / 2)
            app.signal(signal.SIGKILL)
            app.wait()
        assert kept(desk) == text
        assert is_whole(desk)


@pytest.mark.long
def test_many_kills_while_saving(desk: Desk) -> None:
    """A note is there whole (note, step, event, its draft gone) or not at all (its draft there)."""
    chance = random.Random(11)
    acme = records.find(desk, "acme")[0].id
    path = Path(desk.store.path)
    saved = 0
    for number in range(200):
        text = f"kill {number}"
        for draft in drafts.waiting(desk):
            drafts.throw_away(desk, draft.number)
        with terminal(path) as app:
            open_note(app)
            app.type(text)
            app.until(partial(has_kept, desk, text), within=10)
            app.type("\r\rmon\r")
            time.sleep(chance.random())
            app.signal(signal.SIGKILL)
            app.wait()
        found = (
            rows(path, "SELECT count(*) FROM note WHERE record_id = ? AND next_step = ?", acme, text)[0][0],
            rows(path, "SELECT count(*) FROM next_step WHERE record_id = ? AND text = ?", acme, text)[0][0],
            rows(path, "SELECT count(*) FROM event WHERE record_id = ? AND json_extract(after, '$.next_step') = ?",
                 acme, text)[0][0],
        )  # fmt: skip
        assert found in ((0, 0, 0), (1, 1, 1)), number
        assert (kept(desk) is None) == (found == (1, 1, 1)), number
        assert is_whole(desk)
        saved += found == (1, 1, 1)
    assert 0 < saved < 200, f"{saved} of 200 were saved: the kills came all too early or all too late"
