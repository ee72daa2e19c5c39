from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.instants import EARLIEST, LATEST, day_of, iso, midnight, parse_instant
from pipetui.errors import BadInput

ROME = ZoneInfo("Europe/Rome")

zones = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("Europe/Rome", "UTC", "America/New_York", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe")
    ]
)
days = st.dates(EARLIEST, LATEST)
instants = st.integers(midnight(date(1950, 1, 1), ROME), midnight(date(2100, 1, 1), ROME))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("day", "zone", "first"),
    [
        (date(2026, 8, 10), "Europe/Rome", "2026-08-10T00:00+02:00"),
        (date(2026, 3, 29), "Europe/Rome", "2026-03-29T00:00+01:00"),
        (date(2026, 10, 25), "Europe/Rome", "2026-10-25T00:00+02:00"),
        (date(2024, 3, 31), "Asia/Beirut", "2024-03-31T01:00+03:00"),  # 00:00 is skipped
        (date(2024, 11, 3), "America/Havana", "2024-11-03T00:00-04:00"),  # 00:00 comes twice
        (date(1919, 3, 31), "America/Toronto", "1919-03-31T00:30-04:00"),  # 23:30 to 00:30 is skipped
        (date(2011, 12, 31), "Pacific/Apia", "2011-12-31T00:00+14:00"),  # the 30th does not exist
    ],
)
def test_midnight_is_the_first_instant_of_the_day(day: date, zone: str, first: str) -> None:
    assert midnight(day, ZoneInfo(zone)) == at(first)


@given(days, zones)
def test_the_instant_before_midnight_is_another_day(day: date, zone: ZoneInfo) -> None:
    first = midnight(day, zone)
    assert day_of(first, zone) == day
    assert day_of(first - 1, zone) < day


@given(instants, zones)
def test_an_instant_lies_in_its_day(instant: int, zone: ZoneInfo) -> None:
    day = day_of(instant, zone)
    assert midnight(day, zone) <= instant < midnight(day + timedelta(days=1), zone)


def test_iso_carries_the_offset_of_the_zone() -> None:
    assert iso(at("2026-08-10T07:00:00Z"), ROME) == "2026-08-10T09:00:00+02:00"
    assert iso(at("2026-11-21T07:00:00Z"), ROME) == "2026-11-21T08:00:00+01:00"


@given(instants, zones, zones)
def test_iso_reads_back_in_any_zone(instant: int, written: ZoneInfo, read: ZoneInfo) -> None:
    assert parse_instant(iso(instant, written), read) == instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21T08:31:00+01:00", "2026-11-21T07:31:00Z"),
        ("2026-11-21T08:31", "2026-11-21T07:31:00Z"),
        (" 2026-11-21 08:31:05 ", "2026-11-21T07:31:05Z"),
        ("2026-11-21T07:31:00Z", "2026-11-21T07:31:00Z"),
        ("2017-08-04T09:09:33.999+0000", "2017-08-04T09:09:33Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59Z"),
        ("2026-11-21", "2026-11-20T23:00:00Z"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),  # comes twice: the first
        ("2026-03-29T02:30", "2026-03-29T01:30:00Z"),  # skipped: 03:30
    ],
)
def test_parse_instant(text: str, instant: str) -> None:
    assert parse_instant(text, ROME) == at(instant)


def test_a_date_alone_starts_with_the_day_even_without_a_00_00() -> None:
    assert parse_instant("2024-03-31", ZoneInfo("Asia/Beirut")) == at("2024-03-30T22:00:00Z")


@pytest.mark.parametrize(
    "text",
    ["", "now", "tomorrow", "2026-13-01", "2026-02-30T10:00", "2026-11-21T25:00", "0001-01-01", "9999-12-31T23:59"],
)
def test_what_is_not_an_instant_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_instant(text, ROME)
    assert "2026-11-25T09:30" in refusal.value.hint


@given(st.text(), zones)
def test_any_text_is_an_instant_that_can_be_written_or_bad_input(text: str, zone: ZoneInfo) -> None:
    try:
        instant = parse_instant(text, zone)
    except BadInput:
        return
    assert iso(instant, zone)


@given(instants, st.integers(0, 999_999))
def test_fractions_of_a_second_are_cut_off(instant: int, microsecond: int) -> None:
    moment = datetime.fromtimestamp(instant, UTC).replace(microsecond=microsecond)
    assert parse_instant(moment.isoformat(), ROME) == instant
