"""The same pipeline in every shape: the same records, and the same deals in the database. Nobody is asked what the
file says, everybody what it does not say, and nobody twice.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from shape_bench import Bench
from shape_files import FACTORS, Generated
from shape_oracle import cell_values, differences, record_values, shown
from shape_pairs import covering
from shape_systems import SYSTEMS
from shape_writing import table_of, write

from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk


FILES = [Generated(choice, seed) for seed, choice in enumerate(covering(FACTORS, random.Random(3)))]
_ENCODINGS = {"utf-8-sig": "utf-8", "utf-16-be": "utf-16"}


def check(file: Generated, bench: Bench, folder: Path) -> None:
    path = write(file, table_of(file), folder)
    records, report = bench.bring(file, path)
    assert differences(record_values(records, file), [cell_values(file, deal) for deal in file.deals]) == []
    assert differences(bench.deals(), [shown(file, deal) for deal in file.deals]) == []
    assert report.rejects == []
    assert [problem for problem in report.warnings if problem.row and problem.column] == []
    assert (report.format, report.rows, report.added) == (file.system.format, file.size, file.size)
    if file.choice["container"] in ("csv", "zip"):
        encoding = file.choice["encoding"]
        assert report.delimiter == file.choice["delimiter"]
        assert report.encoding in (_ENCODINGS.get(encoding, encoding), "utf-8")
    again = bench.import_(ImportRequest([path]))
    assert (again.questions, again.unchanged, list(again.conflicts)) == ([], file.size, [])


@pytest.mark.parametrize("file", FILES, ids=[file.label for file in FILES])
def test_every_shape_gives_the_same_deals(file: Generated, empty_desk: Desk, tmp_path: Path) -> None:
    check(file, Bench(empty_desk), tmp_path)


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_format_can_be_told(name: str, empty_desk: Desk, tmp_path: Path) -> None:
    file = Generated({**FILES[0].choice, "system": name, "container": "csv"}, 1)
    path = write(file, table_of(file), tmp_path)
    told = ReadOptions(empty_desk.zone, "EUR", format=file.system.format)
    found = record_values(open_import(path, told).records(), file)
    assert differences(found, [cell_values(file, deal) for deal in file.deals]) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10_000, 13_000))
def test_many_more_shapes(seed: int, empty_desk: Desk, tmp_path: Path) -> None:
    chance = random.Random(seed)
    check(
        Generated({name: chance.choice(levels) for name, levels in FACTORS.items()}, seed), Bench(empty_desk), tmp_path
    )


@pytest.mark.long
@pytest.mark.parametrize("name", SYSTEMS)
def test_ten_thousand_rows(name: str, empty_desk: Desk, tmp_path: Path) -> None:
    (file,) = [file for file in FILES if file.choice["system"] == name][:1]
    check(replace(file, size=10_000), Bench(empty_desk), tmp_path)
