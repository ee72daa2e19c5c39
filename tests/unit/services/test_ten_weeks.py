"""Ten weekly exports of a living pipeline, with people's edits between them: the state that a careful person expects,
field by field, after every file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from living_crm import STYLES
from living_pipeline import live

from pipetui.services import history

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("style", STYLES)
def test_ten_weeks(empty_desk: Desk, tmp_path: Path, style: str, seed: int) -> None:
    pipeline = live(empty_desk, tmp_path, style, seed, size=18)
    assert pipeline.edits > 20


@pytest.mark.parametrize("style", STYLES)
def test_an_undone_export_leaves_no_trace_and_can_come_again(empty_desk: Desk, tmp_path: Path, style: str) -> None:
    pipeline = live(empty_desk, tmp_path, style, 4, size=12)
    pipeline.crm.week(pipeline.today, renames=False)
    pipeline.crm.add(pipeline.today)
    before = pipeline.bench.exported()
    pipeline.imported()
    assert pipeline.bench.exported() != before
    history.undo(pipeline.bench.later())
    assert pipeline.bench.exported() == before
    pipeline.bring()
    pipeline.check()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 140))
@pytest.mark.parametrize("style", STYLES)
def test_ten_weeks_of_many_pipelines(empty_desk: Desk, tmp_path: Path, style: str, seed: int) -> None:
    live(replace(empty_desk), tmp_path, style, seed, size=40)
