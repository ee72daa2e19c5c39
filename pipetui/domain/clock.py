"""The working clock: due instants and elapsed time over opening hours, holidays and closed days.

Exact in seconds. Opening hours are wall-clock times of the playbook's zone: the team is open at an instant when the
clock on the wall shows an opening of that day. On the days when the clocks change, the seconds that really pass count.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from pipetui.domain.instants import LATEST, day_of, midnight
from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from pipetui.domain.playbook import Calendar, Span

Stretch = tuple[int, int]
"""An opening as instants: from the first (included) to the second (excluded)."""

MINUTE, HOUR, DAY = 60, 3600, 86_400
MAX_CLOSED_DAYS = 20 * 366
"""A calendar that stays closed for twenty years in a row is taken for one that never opens."""


class WorkingClock:
    """Working time of one calendar in one zone. Instants are epoch seconds.

    ``is_holiday`` says whether a date is a public holiday; it is asked once per date. Raises BadInput for a calendar
    without any opening, and later when holidays and closed days leave no opening for twenty years.
    """

    def __init__(self, calendar: Calendar, zone: ZoneInfo, is_holiday: Callable[[date], bool]) -> None:
        self._weekday_seconds = [sum(opening.end - opening.start for opening in hours) for hours in calendar.hours]
        open_weekdays = sum(seconds > 0 for seconds in self._weekday_seconds)
        if not open_weekdays:
            raise _never_open()
        self.day_seconds = sum(self._weekday_seconds) // open_weekdays
        """Working seconds of ``1d``: the weekly opening time divided by the open weekdays."""
        self._calendar = calendar
        self._zone = zone
        self._is_holiday = is_holiday
        self._known_openings: dict[date, tuple[Stretch, ...]] = {}

    def seconds(self, span: Span) -> int:
        """The length of a span: working seconds, or seconds of the wall clock when the span is ``elapsed``."""
        day = DAY if span.elapsed else self.day_seconds
        return span.amount * {"m": MINUTE, "h": HOUR, "d": day}[span.unit]

    def due(self, start: int, seconds: int) -> int:
        """The earliest instant at which ``seconds`` (0 or more) of working time have passed since ``start``."""
        if seconds == 0:
            return start
        for day in self._open_days_from(day_of(start, self._zone)):
            for opens, closes in self._openings_on(day):
                begins = max(opens, start)
                if seconds <= closes - begins:
                    return begins + seconds
                seconds -= max(closes - begins, 0)
        raise _never_open()

    def due_span(self, start: int, span: Span) -> int:
        """When a span that starts at ``start`` is over: on the working clock, or on the wall if it is ``elapsed``."""
        return start + self.seconds(span) if span.elapsed else self.due(start, self.seconds(span))

    def elapsed(self, start: int, end: int) -> int:
        """Working seconds from ``start`` (included) to ``end`` (excluded); 0 when ``end`` is not after ``start``."""
        first, last = day_of(start, self._zone), day_of(end, self._zone)
        return sum(
            max(min(closes, end) - max(opens, start), 0)
            for count in range((last - first).days + 1)
            for opens, closes in self._openings_on(first + timedelta(days=count))
        )

    def resume(self, due: int, held_at: int, resumed_at: int, *, elapsed: bool = False) -> int:
        """The new due instant after a hold: what was left at ``held_at`` starts to run again at ``resumed_at``.

        ``elapsed``: the clock runs on the wall, not in working time. A clock that was already late when it was held
        keeps its due instant.
        """
        if held_at >= due:
            return due
        return resumed_at + due - held_at if elapsed else self.due(resumed_at, self.elapsed(held_at, due))

    def is_open_day(self, day: date) -> bool:
        """Does the team work on this day, be it for an hour?"""
        return bool(self._openings_on(day))

    def next_open_days(self, day: date, count: int) -> date:
        """The day that is ``count`` open days after ``day``; 0 is ``day`` itself, open or not."""
        if count == 0:
            return day
        days = self._open_days_from(day + timedelta(days=1))
        open_day = next(islice(days, count - 1, None), None)
        if open_day is None:
            raise _never_open()
        return open_day

    def _open_days_from(self, day: date) -> Iterator[date]:
        """Open days from ``day`` on. It ends where none follows for twenty years."""
        closed_days = 0
        while closed_days < MAX_CLOSED_DAYS and day <= LATEST:
            if self._openings_on(day):
                closed_days = 0
                yield day
            else:
                closed_days += 1
            day += timedelta(days=1)

    def _openings_on(self, day: date) -> tuple[Stretch, ...]:
        """The openings of a day as instants, in order; empty on a closed day."""
        known = self._known_openings.get(day)
        if known is None:
            is_open = self._weekday_seconds[day.weekday()] and day not in self._calendar.closed
            known = self._measure(day) if is_open and not self._is_holiday(day) else ()
            self._known_openings[day] = known
        return known

    def _measure(self, day: date) -> tuple[Stretch, ...]:
        """The openings of an open day as instants, whatever the clocks do on that day."""
        begin, end = midnight(day, self._zone), midnight(day + timedelta(days=1), self._zone)
        openings = self._calendar.hours[day.weekday()]
        if end - begin == DAY:
            return tuple(sorted((begin + opening.start, begin + opening.end) for opening in openings))
        change = self._clock_change(begin, end)
        stretches = []
        for first, last in ((begin, change), (change, end)):
            # Where this stretch would show 00:00: an hour that is shown twice is open twice, a skipped one never.
            zero = first - self._wall_seconds(first)
            stretches += [(max(first, zero + opening.start), min(last, zero + opening.end)) for opening in openings]
        return tuple(sorted((opens, closes) for opens, closes in stretches if opens < closes))

    def _clock_change(self, begin: int, end: int) -> int:
        """The instant in (begin, end] from which the offset is another than at ``begin``; ``end`` if there is none."""
        before = self._wall(begin).utcoffset()
        while end - begin > 1:
            middle = (begin + end) // 2
            if self._wall(middle).utcoffset() == before:
                begin = middle
            else:
                end = middle
        return end

    def _wall(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, self._zone)

    def _wall_seconds(self, instant: int) -> int:
        """What the clock on the wall shows, in seconds after 00:00."""
        wall = self._wall(instant)
        return wall.hour * HOUR + wall.minute * MINUTE + wall.second


def _never_open() -> BadInput:
    return BadInput(
        _("The working calendar is never open."),
        _("Give at least one weekday its hours in the playbook, and look at its holidays and closed days."),
    )
