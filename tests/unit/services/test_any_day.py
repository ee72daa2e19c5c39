"""A day is a calendar day of the playbook's zone: on any day of the year, where clocks change, east and west of UTC."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.domain.instants import midnight
from pipetui.services import edits, history, moves, playbooks, steps, today
from pipetui.services.desk import Desk, create

if TYPE_CHECKING:
    from pathlib import Path

ZONES = (
    "Europe/Rome",
    "America/New_York",
    "America/Santiago",  # midnight is skipped when summer time begins
    "Africa/Cairo",  # so it is here
    "Pacific/Kiritimati",  # UTC+14
    "Pacific/Pago_Pago",  # UTC-11
    "Australia/Lord_Howe",  # summer time of half an hour
    "Asia/Kathmandu",
)
DAY = timedelta(days=1)
PLAYBOOK = playbooks.from_preset("b2b", "en")
LIMIT = PLAYBOOK.stages[0].max_days


@pytest.fixture
def numbers() -> itertools.count[int]:
    return itertools.count()


def around(desk: Desk, day: date) -> tuple[Desk, Desk]:
    """The last second before a day begins, and its first."""
    first = midnight(day, desk.zone)
    return desk.at(first - 1), desk.at(first)


def sections(desk: Desk, *deals: int) -> list[str | None]:
    found = [today.item(desk, deal).section for deal in deals]
    listed = [item.id for item in today.listing(desk, today.View())]
    assert sorted(listed) == sorted(deal for deal, section in zip(deals, found, strict=True) if section)
    return list(found)


def journey(desk: Desk, start: date) -> None:
    """Three deals of one day: with a step in two days, parked for three, and one without a step."""
    planned, parked, bare = (edits.add_deal(desk, name=name).id for name in ("planned", "parked", "bare"))
    everybody = (planned, parked, bare)
    steps.plan(desk, planned, text="Call", day=start + 2 * DAY)
    moves.park(desk, parked, start + 3 * DAY, "later")
    assert sections(desk, *everybody) == [None, None, "to_clear"]

    before, after = around(desk, start + 2 * DAY)
    assert sections(before, *everybody) == [None, None, "to_clear"]
    assert sections(after, *everybody) == ["due_today", None, "to_clear"]
    before, after = around(desk, start + 3 * DAY)
    assert sections(before, *everybody) == ["due_today", None, "to_clear"]
    assert sections(after, *everybody) == ["to_clear", "woke_today", "to_clear"]
    assert today.item(after, planned).findings[0].days == 1
    before, after = around(desk, start + 4 * DAY)
    assert sections(before, *everybody)[1] == "woke_today"
    assert sections(after, *everybody)[1] == "to_clear"

    for deal, limit in ((bare, LIMIT), (parked, LIMIT + 3)):
        before, after = around(desk, start + (limit + 1) * DAY)
        assert today.item(before, deal).stage_days.days == LIMIT
        assert "stalled" not in {finding.kind for finding in today.item(before, deal).findings}
        assert "stalled" in {finding.kind for finding in today.item(after, deal).findings}
    before, after = around(desk, start + (LIMIT + 1) * DAY)
    assert (today.counts(before, today.View()).stalled, today.counts(after, today.View()).stalled) == (0, 2)

    steps.plan(after, bare, text="Call", day=start + (LIMIT + 3) * DAY)
    assert today.item(after, bare).section == "in_hand"
    before, after = around(desk, start + (LIMIT + 4) * DAY)
    assert today.item(before, bare).section == "in_hand"
    assert today.item(after, bare).section == "to_clear"

    past = history.rewound(after, start)
    assert past.now == midnight(start + DAY, desk.zone) - 1
    assert sections(past, *everybody) == [None, None, "to_clear"]
    past.close()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=st.dates(date(2024, 1, 1), date(2029, 12, 31)), hour=st.integers(0, 23), zone=st.sampled_from(ZONES))
def test_any_day_in_any_zone(tmp_path: Path, numbers: itertools.count[int], start: date, hour: int, zone: str) -> None:
    _play(tmp_path / f"{next(numbers)}.db", start, hour, zone)


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        (date(2026, 3, 27), "Europe/Rome"),  # clocks go forward within the journey
        (date(2026, 10, 23), "Europe/Rome"),  # and back
        (date(2026, 9, 3), "America/Santiago"),
        (date(2026, 4, 22), "Africa/Cairo"),
        (date(2028, 2, 27), "Europe/Rome"),
        (date(2026, 12, 30), "Pacific/Kiritimati"),
        (date(2026, 12, 30), "Pacific/Pago_Pago"),
    ],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_the_days_that_are_different(tmp_path: Path, start: date, zone: str, hour: int) -> None:
    _play(tmp_path / "deals.db", start, hour, zone)


def _play(path: Path, start: date, hour: int, zone: str) -> None:
    playbook = replace(PLAYBOOK, timezone=zone)
    now = midnight(start, playbook.zone) + hour * 3600
    if datetime.fromtimestamp(now, playbook.zone).date() != start:
        now = midnight(start + DAY, playbook.zone) - 1
    desk = create(path, playbook=playbook, me="anna", now=now)
    try:
        journey(desk, start)
    finally:
        desk.close()


@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_the_machines_own_zone_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:
        _play(tmp_path / "deals.db", date(2026, 11, 21), 1, "Europe/Rome")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_proposal_over_the_change_of_the_clocks(tmp_path: Path) -> None:
    """Three working days over the weekend on which an hour is lost are three working days of the wall clock."""
    playbook = replace(PLAYBOOK, timezone="Europe/Rome")
    friday = int(datetime(2026, 3, 27, 11, 0, tzinfo=UTC).timestamp())
    desk = create(tmp_path / "deals.db", playbook=playbook, me="anna", now=friday)
    deal = edits.add_deal(desk, name="x", stage="solution").id
    (clock,) = today.item(desk, deal).deal.clocks
    assert datetime.fromtimestamp(clock.due_at, playbook.zone) == datetime(2026, 4, 1, 12, 0, tzinfo=playbook.zone)
    desk.close()
