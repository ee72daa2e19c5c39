"""Files that something happened to: right values, none, a question or a told problem; never a wrong value unsaid."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from shape_bench import Bench
from shape_files import FACTORS, Generated
from shape_mutations import Mutation, column_mutations, hostile_cells, row_mutations, swapped_headers
from shape_oracle import differences, shown
from shape_systems import SYSTEMS
from shape_torn import torn_files, wrong_in
from shape_verdict import Verdict
from shape_writing import write

from pipetui.errors import BadInput
from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipetui.services.desk import Desk


OPTIONS = ReadOptions(ZoneInfo("Europe/Rome"), "EUR")
_PLAIN = {"labels": "usual", "days": "any", "extras": "", "around": "", "container": "csv"}


def whole_file(name: str, seed: int, **choices: str) -> tuple[Generated, random.Random]:
    """A file of this system that leaves nothing open, ready to be spoilt; what is left to chance with it."""
    chance = random.Random(f"{name} {seed}")
    choice = {factor: chance.choice(levels) for factor, levels in FACTORS.items()} | _PLAIN | {"system": name}
    choice |= {"order": chance.choice(("usual", "shuffled")), "encoding": chance.choice(("utf-8", "utf-16"))}
    return Generated({**choice, **choices}, seed, 10), chance


def wrong_values(file: Generated, mutations: Iterable[Mutation], folder: Path) -> list[str]:
    """What every spoilt file got wrong without a word, with what happened to it."""
    found = []
    for mutation in mutations:
        path = write(file, mutation.table, folder)
        with suppress(BadInput):
            wrong = Verdict(file, mutation, open_import(path, OPTIONS)).wrong()
            found += [f"{mutation.label}: {text}" for text in wrong]
    return found


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_spoilt_row(name: str, tmp_path: Path) -> None:
    for seed in range(4):
        file, chance = whole_file(name, seed)
        assert wrong_values(file, row_mutations(file, chance), tmp_path) == [], file.label


@pytest.mark.parametrize("name", SYSTEMS)
def test_columns_missing_renamed_or_twice(name: str, tmp_path: Path) -> None:
    file, _chance = whole_file(name, 10)
    assert wrong_values(file, column_mutations(file), tmp_path) == [], file.label


@pytest.mark.parametrize("name", SYSTEMS)
def test_swapped_column_names(name: str, tmp_path: Path) -> None:
    file, _chance = whole_file(name, 20)
    assert wrong_values(file, swapped_headers(file), tmp_path) == [], file.label


@pytest.mark.parametrize("name", SYSTEMS)
def test_hostile_cells(name: str, tmp_path: Path) -> None:
    file, chance = whole_file(name, 30)
    assert wrong_values(file, hostile_cells(file, chance, 6), tmp_path) == [], file.label


@pytest.mark.parametrize("name", SYSTEMS)
def test_torn_files(name: str, tmp_path: Path) -> None:
    check_torn(name, 40, tmp_path)


def check_torn(name: str, seed: int, folder: Path) -> None:
    file, chance = whole_file(name, seed, texts="near")
    path = folder / "torn.csv"
    for label, content in torn_files(file, chance):
        path.write_bytes(content)
        with suppress(BadInput):
            assert wrong_in(file, open_import(path, OPTIONS)) == [], f"{label}, {file.label}"


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_spoilt_row_leaves_the_other_deals_alone(name: str, empty_desk: Desk, tmp_path: Path) -> None:
    bench = Bench(empty_desk)
    """End to end: the other rows are the same deals in the database, or nothing is imported before somebody answers."""
    file, chance = whole_file(name, 50)
    mutation = chance.choice([*row_mutations(file, chance)])
    report = bench.import_(ImportRequest([write(file, mutation.table, tmp_path)]))
    deals = {deal["name"]: deal for deal in bench.deals()}
    assert len(deals) == report.added == (0 if report.questions else report.rows - report.rejected)
    if deals:
        expected = [shown(file, deal) for deal in file.deals if deal.number not in mutation.deals]
        assert differences([deals[str(deal["name"])] for deal in expected], expected) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
@pytest.mark.parametrize("name", SYSTEMS)
def test_many_more_mutations(name: str, seed: int, tmp_path: Path) -> None:
    file, chance = whole_file(name, seed)
    mutations = (
        *row_mutations(file, chance), *column_mutations(file), *swapped_headers(file), *hostile_cells(file, chance, 9),
    )  # fmt: skip
    assert wrong_values(file, mutations, tmp_path) == [], file.label
    check_torn(name, seed, tmp_path)
