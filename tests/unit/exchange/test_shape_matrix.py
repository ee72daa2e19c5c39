"""The same pipeline in every shape: the same records, and the same deals in the database."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from shape_bench import Bench
from shape_files import FACTORS, Generated
from shape_oracle import cell_values, differences, record_values, shown
from shape_pairs import covering
from shape_writing import table_of, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = [Generated(choice, seed) for seed, choice in enumerate(covering(FACTORS, random.Random(3)))]


@pytest.mark.parametrize("file", FILES, ids=[file.label for file in FILES])
def test_every_shape_gives_the_same_deals(file: Generated, shape_bench: Bench, tmp_path: Path) -> None:
    path = write(file, table_of(file), tmp_path)
    opened, report, deals = shape_bench.bring(file, path)
    assert differences(record_values(opened, file), [cell_values(file, deal) for deal in file.deals]) == []
    assert differences(deals, [shown(file, deal) for deal in file.deals]) == []
    assert report.rejects == []
    assert [problem for problem in report.warnings if problem.row and problem.column] == []
