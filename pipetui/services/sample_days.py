"""What day offsets from today mean in the sample pipeline."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipetui.domain.rules import Rules


class Days:
    """Past offsets fall on an open day, at the latest on the day that they name; coming ones on the open day after.

    So no story has a call on a Sunday, whatever day it is told on. Today itself is today, open or not.
    """

    def __init__(self, rules: Rules, now: int) -> None:
        self._rules = rules
        self.today = rules.day(now)

    def day(self, offset: int) -> date:
        """The day that is so many days from today."""
        day = self.today + timedelta(days=offset)
        if offset > 0:
            return self._rules.clock.next_open_days(day - timedelta(days=1), 1)
        while offset < 0 and not self._rules.clock.is_open_day(day):
            day -= timedelta(days=1)
        return day

    def day_from(self, earliest: date, offset: int) -> date:
        """The same, but not before ``earliest``: a promise lies ahead of the day on which it is made."""
        return max(self.day(offset), earliest)

    def instant(self, day: date, at: time) -> int:
        """Epoch seconds of a wall-clock time in the playbook's zone."""
        return int(datetime.combine(day, at, self._rules.zone).timestamp())
