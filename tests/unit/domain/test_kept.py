"""Promises kept or not: done by its day, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui.domain.kept import kept, kept_share
from pipetui.domain.model import Promise

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import StepEnd

DAY = date(2026, 11, 20)
TODAY = date(2026, 11, 23)


@pytest.fixture
def zone() -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Rome")


def promise(end: StepEnd | None, late: int | None = None, day: date | None = DAY) -> Promise:
    """A promise for a day that ended so many days after it."""
    ended = None
    if late is not None:
        ended = int((datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(days=late)).timestamp())
    return Promise(1, "Call", "anna", day, "anna", 0, end=end, ended_at=ended)


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (promise("done", 0), True),
        (promise("done", -3), True),
        (promise("done", 1), False),
        (promise("moved", -1), False),
        (promise("replaced", -1), None),
        (promise("replaced", 1), False),
        (promise("dropped", 0), None),
        (promise(None), False),
        (promise(None, day=TODAY), None),
        (promise("done", 0, None), True),
        (promise(None, day=None), None),
    ],
)
def test_kept(told: Promise, answer: bool | None, zone: ZoneInfo) -> None:
    assert kept(told, TODAY, zone) is answer


def test_what_a_file_brought_was_not_promised_here(zone: ZoneInfo) -> None:
    for end in ("done", "moved", None):
        assert kept(replace(promise(end, 1), imported=True), TODAY, zone) is None


def test_only_what_can_be_told_counts(zone: ZoneInfo) -> None:
    told = [promise("done", 0), promise("moved", -1), promise("replaced", -1), promise(None, day=TODAY)]
    assert kept_share(told, TODAY, zone) == (1, 2)
    assert kept_share([], TODAY, zone) == (0, 0)
