"""A long import that does not come to its end: stopped, killed, without room. The database is as it was before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipetui.services import transfer
from pipetui.services.transfer_report import ImportRequest
from pipetui.storage import backup

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of POSIX")

MEGABYTE = 1 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Some thousand deals: more than SQLite keeps in memory."""
    path = tmp_path / "deals.csv"
    lines = (f"{n},Deal {n} with a name,Contract Sent,{n}.50,2027-01-31,Anna,Call {n}" for n in range(4_000))
    path.write_text("\n".join(("Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Next step", *lines)))
    return path


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def begun(desk: Desk, file: Path, temporary: Path, *before: str) -> subprocess.Popen[str]:
    """An import in a process of its own. ``before``: what starts it, if anything does."""
    command = [*before, sys.executable, "-m", "pipetui", "--db", desk.store.path, "import", str(file)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(temporary), "PIPETUI_LANG": "en"},
    )  # fmt: skip


def as_before(desk: Desk, file: Path, temporary: Path) -> bool:
    """Is there no deal, nothing broken, nothing left over, and can the file be imported now?"""
    with desk.reading() as connection:
        untouched = connection.execute("SELECT count(*) FROM deal").fetchone()[0] == 0
        whole = backup.integrity(connection) == [] and backup.dangling(connection) == []
    (report,) = transfer.import_files(desk, ImportRequest([file]))
    return untouched and whole and list(temporary.iterdir()) == [] and report.added == 4_000


def until_written(desk: Desk, process: subprocess.Popen[str], size: int) -> None:
    """Wait until so many bytes of the import are on the disk."""
    log = Path(f"{desk.store.path}-wal")
    while process.poll() is None and (not log.exists() or log.stat().st_size < size):
        os.sched_yield()
    assert process.poll() is None, process.communicate()[1]


def test_ctrl_c_in_the_middle_leaves_nothing(empty_desk: Desk, file: Path, temporary: Path) -> None:
    with begun(empty_desk, file, temporary) as process:
        until_written(empty_desk, process, MEGABYTE)
        process.send_signal(signal.SIGINT)
        _out, said = process.communicate()
    assert (process.returncode, "Traceback" in said) == (130, False)
    assert as_before(empty_desk, file, temporary)


@pytest.mark.long
@pytest.mark.parametrize("written", [1, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE])
def test_a_kill_in_the_middle_leaves_nothing(empty_desk: Desk, file: Path, temporary: Path, written: int) -> None:
    with begun(empty_desk, file, temporary) as process:
        until_written(empty_desk, process, written)
        process.kill()
        process.communicate()
    assert as_before(empty_desk, file, temporary)


def test_a_disk_without_room_is_a_sentence(empty_desk: Desk, file: Path, temporary: Path) -> None:
    two_megabytes = 'ulimit -f 4096; exec "$@"'
    with begun(empty_desk, file, temporary, "sh", "-c", two_megabytes, "sh") as process:
        _out, said = process.communicate()
    assert process.returncode == 3
    assert said.splitlines()[-1].startswith(("Nothing was saved", "Free some space"))
    assert as_before(empty_desk, file, temporary)
