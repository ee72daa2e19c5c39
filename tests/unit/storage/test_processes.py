"""Other processes at the same file: they take turns, and one that is killed half-way leaves nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.services import edits, today
from pipetui.services.desk import Desk, open_desk
from pipetui.storage import backup

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN = """
import sys
from pathlib import Path
from pipetui.services import edits
from pipetui.services.desk import open_desk
desk = open_desk(Path(sys.argv[1]), me="luca", now=int(sys.argv[2]))
"""
HALF_WAY = """
with desk.together():
    for deal in range(1, 10):
        edits.set_fields(desk, deal, {"name": "half-way"})
    with desk.reading():
        print("written, not committed", flush=True)
        sys.stdin.read()
"""
IN_TURN = """
print("ready", flush=True)
for number in range(15):
    edits.set_fields(desk, 1, {"source": f"luca {number}"})
"""


@contextmanager
def process(desk: Desk, script: str) -> Iterator[subprocess.Popen[str]]:
    """Another process at the same database."""
    root = Path(edits.__file__).parents[2]
    command = [sys.executable, "-c", BEGIN + script, desk.store.path, str(desk.now)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        try:
            yield child
        finally:
            child.kill()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def test_killed_half_way(desk: Desk) -> None:
    before = today.listing(desk, today.View())
    with process(desk, HALF_WAY) as child:
        assert line(child) == "written, not committed"
        assert today.listing(desk, today.View()) == before, "nobody sees what is not committed"
        child.kill()
        child.wait()
    path = Path(desk.store.path)
    desk.close()
    again = open_desk(path, me="anna", now=desk.now)
    with again.reading() as connection:
        assert backup.integrity(connection) == []
    assert today.listing(again, today.View()) == before
    edits.set_fields(again, 1, {"name": "goes on"})
    again.close()


def test_taking_turns(desk: Desk) -> None:
    with process(desk, IN_TURN) as child:
        assert line(child) == "ready"
        for number in range(15):
            edits.set_fields(desk, 2, {"source": f"anna {number}"})
        assert child.wait() == 0
    with desk.reading() as connection:
        rows = connection.execute("SELECT id, source FROM deal WHERE id < 3").fetchall()
        edited = connection.execute("SELECT count(*) FROM action WHERE name = 'edit'").fetchone()[0]
    assert [tuple(row) for row in rows] == [(1, "luca 14"), (2, "anna 14")]
    assert edited == 31
