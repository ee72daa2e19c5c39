from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipetui.domain.clock import DAY, HOUR, MINUTE, WorkingClock
from pipetui.domain.instants import day_of, iso, midnight
from pipetui.domain.playbook import Calendar, Opening, Span
from pipetui.errors import BadInput

ROME = ZoneInfo("Europe/Rome")
OFFICE = (Opening(9 * HOUR, 18 * HOUR),)
WEEK = (OFFICE,) * 5 + ((), ())
ALL_DAY = ((Opening(0, DAY),),) * 7
NIGHT = ((Opening(0, 6 * HOUR), Opening(22 * HOUR, DAY)),) * 7


def clock_of(
    hours: tuple[tuple[Opening, ...], ...] = WEEK,
    *,
    zone: ZoneInfo = ROME,
    holidays: frozenset[date] = frozenset(),
    closed: frozenset[date] = frozenset(),
) -> WorkingClock:
    return WorkingClock(Calendar(hours=hours, closed=closed), zone, holidays.__contains__)


def at(text: str, zone: ZoneInfo = ROME) -> int:
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


# ---- tables


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-11-21T15:00", 4 * HOUR, "2026-11-23T13:00"),  # Saturday
        ("2026-11-23T09:00", 4 * HOUR, "2026-11-23T13:00"),
        ("2026-11-23T08:00", 9 * HOUR, "2026-11-23T18:00"),  # the closing instant, not the next morning
        ("2026-11-23T08:00", 9 * HOUR + 1, "2026-11-24T09:00:01"),
        ("2026-11-20T17:59:59", 1, "2026-11-20T18:00"),
        ("2026-11-20T17:59:59", 2, "2026-11-23T09:00:01"),
        ("2026-11-20T18:00", 1, "2026-11-23T09:00:01"),
        ("2026-11-21T15:00", 0, "2026-11-21T15:00"),
        ("2026-11-23T10:30", 27 * HOUR, "2026-11-26T10:30"),
        ("2026-03-27T17:00", 2 * HOUR, "2026-03-30T10:00"),  # the clocks change over the weekend
        ("2026-10-23T17:00", 2 * HOUR, "2026-10-26T10:00"),
    ],
)
def test_monday_to_friday_nine_to_six(start: str, seconds: int, due: str) -> None:
    assert iso(clock_of().due(at(start), seconds), ROME) == iso(at(due), ROME)


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-04-03T17:00", 2 * HOUR, "2026-04-07T10:00"),  # Easter Monday, 6 April
        ("2025-08-14T17:00", 2 * HOUR, "2025-08-18T10:00"),  # 15 August, a Friday
        ("2026-12-23T17:00", 2 * HOUR, "2026-12-28T10:00"),  # 24 is closed, 25 and 26 are holidays
    ],
)
def test_holidays_and_own_closed_days(start: str, seconds: int, due: str) -> None:
    clock = WorkingClock(
        Calendar(WEEK, closed=frozenset({date(2026, 12, 24)})), ROME, holidays.country_holidays("IT").__contains__
    )
    assert iso(clock.due(at(start), seconds), ROME) == iso(at(due), ROME)


@pytest.mark.parametrize(
    ("hours", "start", "seconds", "due"),
    [
        # 29 March: 02:00 becomes 03:00
        (ALL_DAY, "2026-03-29T00:00+01:00", 2 * HOUR, "2026-03-29T03:00+02:00"),
        (ALL_DAY, "2026-03-28T12:00+01:00", 24 * HOUR, "2026-03-29T13:00+02:00"),
        (NIGHT, "2026-03-28T22:00+01:00", 8 * HOUR, "2026-03-29T23:00+02:00"),  # 2, then 5 real hours, then 1
        (((Opening(2 * HOUR + 1800, 4 * HOUR),),) * 7, "2026-03-29T00:00+01:00", HOUR, "2026-03-29T04:00+02:00"),
        # 25 October: 03:00 becomes 02:00
        (ALL_DAY, "2026-10-25T00:00+02:00", 3 * HOUR, "2026-10-25T02:00+01:00"),
        (NIGHT, "2026-10-24T22:00+02:00", 9 * HOUR, "2026-10-25T06:00+01:00"),
        (((Opening(0, 2 * HOUR + 1800),),) * 7, "2026-10-25T00:00+02:00", 3 * HOUR, "2026-10-25T02:30+01:00"),
        (((Opening(0, 2 * HOUR + 1800),),) * 7, "2026-10-25T02:45+02:00", MINUTE, "2026-10-25T02:01+01:00"),
    ],
)
def test_openings_at_night_when_the_clocks_change(
    hours: tuple[tuple[Opening, ...], ...], start: str, seconds: int, due: str
) -> None:
    assert iso(clock_of(hours).due(at(start), seconds), ROME) == iso(at(due), ROME)


def test_a_day_is_the_weekly_opening_time_divided_by_the_open_weekdays() -> None:
    assert clock_of().day_seconds == 9 * HOUR
    split = (Opening(9 * HOUR, 13 * HOUR), Opening(14 * HOUR, 18 * HOUR))
    assert clock_of((OFFICE, split, (), (), (), (), ())).day_seconds == 8 * HOUR + 1800


def test_spans_are_working_time_or_wall_clock() -> None:
    clock = clock_of()
    saturday = at("2026-11-21T15:00")
    assert clock.seconds(Span(30, "m")) == 1800
    assert clock.seconds(Span(3, "d")) == 27 * HOUR
    assert clock.seconds(Span(1, "d", elapsed=True)) == DAY
    assert clock.due_span(saturday, Span(1, "d")) == at("2026-11-23T18:00")
    assert clock.due_span(saturday, Span(24, "h", elapsed=True)) == at("2026-11-22T15:00")
    assert clock.due_span(at("2026-03-28T12:00"), Span(24, "h", elapsed=True)) == at("2026-03-29T13:00")


def test_open_days() -> None:
    clock = clock_of(holidays=frozenset({date(2026, 12, 8)}), closed=frozenset({date(2026, 12, 7)}))
    assert [day for day in range(1, 15) if clock.is_open_day(date(2026, 12, day))] == [1, 2, 3, 4, 9, 10, 11, 14]
    assert clock.next_open_days(date(2026, 12, 4), 1) == date(2026, 12, 9)
    assert clock.next_open_days(date(2026, 12, 5), 2) == date(2026, 12, 10)
    assert clock.next_open_days(date(2026, 12, 5), 0) == date(2026, 12, 5)


def test_a_hold_freezes_what_is_left() -> None:
    clock = clock_of()
    due = clock.due(at("2026-11-20T16:00"), 4 * HOUR)
    assert due == at("2026-11-23T11:00")
    assert clock.resume(due, at("2026-11-20T17:00"), at("2026-11-24T10:00")) == at("2026-11-24T13:00")
    assert clock.resume(due, at("2026-11-21T10:00"), at("2026-11-22T10:00")) == due  # held over a weekend only
    assert clock.resume(due, at("2026-11-23T12:00"), at("2026-11-25T09:00")) == due  # late before it was held
    wall_due = clock.resume(at("2026-11-22T15:00"), at("2026-11-21T20:00"), at("2026-11-23T09:00"), elapsed=True)
    assert wall_due == at("2026-11-24T04:00")


@pytest.mark.parametrize("hours", [((),) * 7, ((Opening(0, 0),),) * 7])
def test_a_calendar_without_openings_is_refused(hours: tuple[tuple[Opening, ...], ...]) -> None:
    with pytest.raises(BadInput, match="never open"):
        clock_of(hours)


def test_a_calendar_of_holidays_alone_is_refused_in_finite_time() -> None:
    clock = WorkingClock(Calendar(WEEK), ROME, lambda _day: True)
    start = at("2026-11-21T15:00")
    with pytest.raises(BadInput, match="never open"):
        clock.due(start, 1)
    with pytest.raises(BadInput, match="never open"):
        clock.next_open_days(date(2026, 11, 21), 1)
    assert clock.elapsed(start, start + 365 * DAY) == 0


def test_a_holiday_is_asked_for_once() -> None:
    asked: list[date] = []

    def is_holiday(day: date) -> bool:
        asked.append(day)
        return False

    clock = WorkingClock(Calendar(WEEK), ROME, is_holiday)
    for _again in range(3):
        clock.due(at("2026-11-21T15:00"), 40 * HOUR)
    assert len(asked) == len(set(asked))


# ---- properties

hours_of_a_day = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True).map(
    lambda minutes: tuple(
        Opening(start * MINUTE, end * MINUTE)
        for start, end in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    )
)
weeks = st.tuples(*[st.just(()) | hours_of_a_day] * 7).filter(
    lambda hours: sum(opening.end - opening.start for day in hours for opening in day) >= 4 * HOUR
)
zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Rome", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "UTC")]
)
starts = st.integers(at("2026-01-01T00:00"), at("2028-01-01T00:00"))
near_a_change = st.sampled_from(["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05"]).flatmap(
    lambda day: st.integers(at(day) - 2 * DAY, at(day) + 2 * DAY)
)
instants = starts | near_a_change
amounts = st.integers(0, 100 * HOUR)
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 6, 1)), max_size=5)
clocks = st.builds(
    lambda hours, zone, holidays, closed: clock_of(hours, zone=zone, holidays=holidays, closed=closed),
    weeks,
    zones,
    days_off,
    days_off,
)


@given(clocks, instants, amounts)
def test_exactly_that_much_working_time_passes_until_due(clock: WorkingClock, start: int, seconds: int) -> None:
    assert clock.elapsed(start, clock.due(start, seconds)) == seconds


@given(clocks, instants, amounts)
def test_due_is_the_earliest_such_instant(clock: WorkingClock, start: int, seconds: int) -> None:
    due = clock.due(start, seconds)
    assert due == start if seconds == 0 else clock.elapsed(start, due - 1) == seconds - 1


@given(clocks, instants, amounts, amounts)
def test_due_adds_up(clock: WorkingClock, start: int, one: int, other: int) -> None:
    assert clock.due(clock.due(start, one), other) == clock.due(start, one + other)


@given(clocks, instants, st.integers(0, 10 * DAY), amounts)
def test_a_later_start_is_never_due_earlier(clock: WorkingClock, start: int, later: int, seconds: int) -> None:
    assert clock.due(start, seconds) <= clock.due(start + later, seconds)


@given(clocks, instants, st.integers(0, 10 * DAY), st.integers(0, 10 * DAY))
def test_working_time_adds_up_and_never_exceeds_real_time(
    clock: WorkingClock, start: int, one: int, other: int
) -> None:
    middle, end = start + one, start + one + other
    assert clock.elapsed(start, middle) + clock.elapsed(middle, end) == clock.elapsed(start, end)
    assert 0 <= clock.elapsed(start, end) <= end - start
    assert clock.elapsed(end, start) == 0


@given(clocks, instants, amounts, st.integers(0, 10 * DAY), st.integers(0, 10 * DAY))
def test_a_hold_moves_due_by_the_working_time_held(
    clock: WorkingClock, start: int, seconds: int, until_held: int, held: int
) -> None:
    due, held_at = clock.due(start, seconds), start + until_held
    assume(held_at < due)
    resumed_at = held_at + held
    assert clock.elapsed(due, clock.resume(due, held_at, resumed_at)) == clock.elapsed(held_at, resumed_at)


@given(weeks, zones, near_a_change)
def test_open_is_what_the_clock_on_the_wall_says(
    hours: tuple[tuple[Opening, ...], ...], zone: ZoneInfo, instant: int
) -> None:
    wall = datetime.fromtimestamp(instant, zone)
    shown = wall.hour * HOUR + wall.minute * MINUTE + wall.second
    is_open = any(opening.start <= shown < opening.end for opening in hours[wall.weekday()])
    assert clock_of(hours, zone=zone).elapsed(instant, instant + 1) == is_open


@given(clocks, st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(1, 30))
def test_open_days_are_counted(clock: WorkingClock, day: date, count: int) -> None:
    found = clock.next_open_days(day, count)
    between = (day + timedelta(days=number) for number in range(1, (found - day).days + 1))
    assert sum(map(clock.is_open_day, between)) == count
    assert clock.is_open_day(found)


def test_an_open_day_has_working_time_in_it() -> None:
    clock = clock_of(holidays=frozenset({date(2026, 12, 8)}))
    for number in range(60):
        day = date(2026, 11, 21) + timedelta(days=number)
        worked = clock.elapsed(midnight(day, ROME), midnight(day + timedelta(days=1), ROME))
        assert clock.is_open_day(day) == (worked > 0)
        assert day_of(clock.due(midnight(day, ROME), 1), ROME) == (day if worked else clock.next_open_days(day, 1))
