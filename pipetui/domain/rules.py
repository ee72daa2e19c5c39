"""The rules in force: the playbook with its working clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.domain.clock import WorkingClock
from pipetui.domain.instants import day_of, midnight

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.playbook import Playbook


@dataclass(frozen=True)
class Rules:
    """A playbook and how its holidays are known (a callable, so that the domain needs no list of holidays)."""

    playbook: Playbook
    is_holiday: Callable[[date], bool]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which a day is a day."""
        return self.playbook.zone

    @cached_property
    def clock(self) -> WorkingClock:
        """The working clock of the playbook's calendar."""
        return WorkingClock(self.playbook.calendar, self.zone, self.is_holiday)

    @cached_property
    def positions(self) -> dict[str, int]:
        """Stage id to position, 0 for the first."""
        return {stage.id: position for position, stage in enumerate(self.playbook.stages)}

    def day(self, instant: int) -> date:
        """The calendar day of an instant."""
        return day_of(instant, self.zone)

    def midnight(self, day: date) -> int:
        """The first instant of a calendar day."""
        return midnight(day, self.zone)
