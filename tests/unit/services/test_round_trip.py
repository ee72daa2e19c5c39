"""An export, imported into an empty database and exported again, is the same; into its own it doubles nothing."""

from __future__ import annotations

import csv
import io
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_pipeline import START, STORIES, Story, add_from_a_crm, build

from pipetui.services import exports, transfer
from pipetui.services.desk import create
from pipetui.services.playbooks import from_preset
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

WAYS = (("csv", None), ("csv", "it"), ("xlsx", None), ("xlsx", "it"))


def exported(desk: Desk, *, without: tuple[str, ...] = ("id",)) -> list[dict[str, str]]:
    """All that a sheet of deals says."""
    out = io.StringIO(newline="")
    exports.export(desk, "deals", "csv", out)
    rows = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    return [{name: text for name, text in row.items() if name not in without} for row in rows]


class Houses:
    """Databases, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()

    def build(self) -> Desk:
        path = self.folder / f"{next(self._numbers)}.db"
        return create(path, playbook=from_preset("b2b", "en"), me="anna", now=START)

    def file(self, desk: Desk, to: str, locale: str | None = None) -> Path:
        path = self.folder / f"out.{to}"
        exports.export_file(desk, "deals", to, path, locale, never=self.folder / "no.db")
        return path


@pytest.fixture
def houses(tmp_path: Path) -> Houses:
    return Houses(tmp_path)


def bring(desk: Desk, path: Path, **answers: Any) -> ImportReport:
    (report,) = transfer.import_files(desk, ImportRequest([path], **answers))
    assert report.questions == []
    return report


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(stories=st.lists(STORIES, min_size=1, max_size=6))
def test_any_pipeline_survives_any_file(houses: Houses, stories: list[Story]) -> None:
    first = build(houses.build(), stories)
    add_from_a_crm(first, houses.folder)
    before = exported(first)
    for to, locale in WAYS:
        path = houses.file(first, to, locale)
        other = houses.build().at(first.now)
        report = bring(other, path)
        assert (report.added, report.warnings, report.rejects) == (len(before), [], [])
        assert exported(other) == before
        for again, desk in ((path, other), (path, first)):
            report = bring(desk.at(first.now + 60), again)
            assert (report.added, report.updated, report.conflicts, report.missing) == (0, 0, [], [])
        assert exported(first) == before
        other.close()
    first.close()
