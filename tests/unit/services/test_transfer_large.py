"""Files larger than memory: what grows with them, who is told how far it is, and what stays when somebody stops it."""

from __future__ import annotations

import gc
import json
import sqlite3
import tempfile
import tracemalloc
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import HEADER, Bench

from pipetui.exchange import long_list, records
from pipetui.exchange.progress import Meter, progress_words
from pipetui.services import imports, transfer, transfer_report
from pipetui.services.transfer_look import looks
from pipetui.services.transfer_preview import preview
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipetui.services.desk import Desk

Told = list[tuple[int, int, str]]


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def rows(count: int, *, stage: str = "Contract Sent") -> str:
    lines = (f"{n},Deal {n},{stage},1200.50,2027-01-31,2026-10-01,Anna,Call,2026-11-30" for n in range(count))
    return "\n".join((HEADER, *lines))


def without_ids(count: int) -> str:
    return "\n".join(line.partition(",")[2] for line in rows(count).split("\n"))


def peak_of_judging(bench: Bench, content: str) -> int:
    """Bytes that judging the rows of a file needs at most."""

    def begin(done: int, _total: int, phase: str) -> None:
        if (done, phase) == (0, "checking"):
            gc.collect()
            tracemalloc.reset_peak()

    tracemalloc.start()
    try:
        with looks(bench.desk, ImportRequest([bench.file(content)]), Meter(begin)) as found:
            assert found[0].report.rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [rows, without_ids, lambda count: rows(count, stage="")],
    ids=["with ids", "without ids", "rejected"],
)
def test_memory_does_not_grow_with_the_rows(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, content: Callable[[int], str]
) -> None:
    # What is kept of so many rows, however many there are, is kept of fewer here.
    monkeypatch.setattr(records, "_CACHED", 50)
    monkeypatch.setattr(long_list, "_BLOCK", 50)
    few, many = content(1_000), content(3_000)
    peak_of_judging(bench, content(100))  # what is loaded once
    assert peak_of_judging(bench, many) < 1.6 * peak_of_judging(bench, few)


def test_every_phase_is_told_before_a_row_is_written(bench: Bench) -> None:
    told: Told = []
    deals: list[int] = []

    def progress(done: int, total: int, phase: str) -> None:
        told.append((done, total, phase))
        with closing(sqlite3.connect(bench.desk.store.path)) as another_program:
            deals.append(another_program.execute("SELECT count(*) FROM deal").fetchone()[0])

    path = bench.file(rows(1_200))
    transfer.import_files(bench.later(), ImportRequest([path]), progress)
    phases = list(dict.fromkeys(phase for _done, _total, phase in told))
    assert phases == ["reading", "checking", "writing"]
    assert told[0] == (0, path.stat().st_size, "reading")
    assert {phase: total for _done, total, phase in told} == {
        "reading": path.stat().st_size, "checking": 1_200, "writing": 1_200,
    }  # fmt: skip
    assert [done for done, _total, phase in told if phase == "writing"] == [0, 500, 1_000, 1_200]
    assert all(0 <= done <= total for done, total, _phase in told)
    assert set(deals) == {0}, "nobody sees half of an import"
    assert len(bench.exported()) == 1_200


@pytest.mark.parametrize("phase", ["reading", "checking", "writing"])
@pytest.mark.parametrize("when", [0, 1])
def test_who_stops_leaves_nothing(bench: Bench, temporary: Path, phase: str, when: int) -> None:
    before = bench.exported("events")
    told: list[str] = []

    def stop(_done: int, _total: int, now: str) -> None:
        told.append(now)
        if told.count(phase) > when:
            raise KeyboardInterrupt

    path = bench.file(rows(700))
    with pytest.raises(KeyboardInterrupt):
        transfer.import_files(bench.later(), ImportRequest([path]), stop)
    assert (bench.exported(), bench.exported("events")) == ([], before)
    assert list(temporary.iterdir()) == []
    assert bench.bring(rows(700)).added == 700, "and the next import finds everything as it was"


def test_a_preview_can_be_stopped_too(bench: Bench) -> None:
    told: list[str] = []

    def stop(done: int, total: int, phase: str) -> None:
        told.append(phase)
        if phase == "checking" and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preview(bench.desk, ImportRequest([bench.file(rows(700))]), stop)
    assert set(told) == {"reading", "checking"}


def test_a_report_keeps_all_and_the_database_as_much_as_people_look_at(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_list, "_BLOCK", 3)
    monkeypatch.setattr(transfer_report, "KEPT", 5)
    report = bench.bring(rows(11, stage=""))
    assert (report.rejected, [each.row for each in report.rejects]) == (11, list(range(2, 13)))
    kept = imports.last_import(bench.desk)
    assert kept is not None
    assert (kept.counts.rejected, [each.problem.row for each in kept.rejects]) == (11, [2, 3, 4, 5, 6])


def test_ids_and_how_many_eth_rows_are_told_over_the_whole_file(bench: Bench) -> None:
    twice = rows(1_100) + "\n" + rows(1).split("\n")[1]
    report = bench.bring(twice)
    assert (report.added, [each.reason for each in report.rejects]) == (1_100, ["Row 2 has the same id."])
    alike = "Deal,Amount\n" + "\n".join(["Same,10"] * 1_100)
    assert (bench.bring(alike).added, bench.bring(alike).unchanged) == (1_100, 1_100)


def test_progress_in_words() -> None:
    assert progress_words(35, 100, "reading") == "Reading: 35%"
    assert progress_words(0, 0, "reading") == "Reading: 0%"
    assert progress_words(3, 8, "checking") == "Checking: row 3 of 8"
    assert progress_words(3, 8, "writing") == "Writing: row 3 of 8"


def test_the_document_of_a_report_is_json_of_records(bench: Bench) -> None:
    report = bench.bring(rows(3, stage=""))
    assert json.loads(json.dumps(report.kept(), default=lambda each: each.reason))["rejects"] == [
        "The row has no stage."
    ] * 3  # fmt: skip
