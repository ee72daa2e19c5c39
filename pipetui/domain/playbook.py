"""What a team decides: stages, exit criteria, SLAs, calendar, reasons, scores, targets, rates.

Plain frozen values. Reading and writing TOML is in ``pipetui.exchange.playbook_toml``; keeping it is in storage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

OUTCOME_LOGGED = "outcome_logged"
"""The criterion that closing a deal ticks by itself."""


SpanUnit = Literal["m", "h", "d"]
_MOST = {"m": 366 * 24 * 60, "h": 366 * 24, "d": 366}
_SPAN = re.compile(r"([0-9]{1,6})([mhd])( elapsed)?")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One yes/no exit criterion. ``id`` is stable and unique in the playbook; ``text`` may change."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the pipeline. ``max_days``: exactly at the limit is not stalled."""

    id: str
    name: str
    purpose: str
    max_days: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as the team writes it: ``30m``, ``4h``, ``1d`` of working time, or ``24h elapsed``."""

    amount: int
    unit: SpanUnit
    elapsed: bool = False

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}{' elapsed' if self.elapsed else ''}"

    @classmethod
    def parse(cls, text: str) -> Span:
        """The span that ``str`` writes so. Raises ValueError when the text is none, or nothing, or more than a year."""
        match = _SPAN.fullmatch(text)
        if match is None or not 0 < int(match[1]) <= _MOST[match[2]]:
            raise ValueError(text)
        return cls(int(match[1]), cast("SpanUnit", match[2]), elapsed=match[3] is not None)


@dataclass(frozen=True, slots=True)
class Sla:
    """One SLA rule. Several may share an id; the first whose ``when`` fits counts.

    ``start``: handed_off, promoted, created, stage_entered:STAGE. ``stop``: responded, accepted_or_rejected,
    note_logged, ticked:CRITERION, stage_left.
    """

    id: str
    on: Literal["lead", "deal"]
    start: str
    stop: str
    within: Span
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from ``start`` to ``end``, in seconds of wall-clock time after midnight; ``end`` is excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the team works. ``hours[0]`` is Monday; an empty tuple is a closed weekday.

    ``holidays``: a country code, ``IT-MI`` with its subdivision, or ``""``.
    """

    hours: tuple[tuple[Opening, ...], ...]
    holidays: str = ""
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One yes/no lead criterion, with the points that a yes gives."""

    id: str
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class LeadRules:
    """What SQL asks for: the score threshold and which of score, matrix and knowns are looked at."""

    threshold: int
    qualify_by: tuple[str, ...]
    criteria: tuple[ScoreRule, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Standard close reasons (ids), and the wake dates offered after a no-decision, in days."""

    lost: tuple[str, ...]
    no_decision: tuple[str, ...]
    wake_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KpiChoice:
    """The few KPIs that the team looks at, and their targets."""

    chosen: tuple[str, ...] = ()
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``currency`` was worth ``rate`` units of the playbook's currency on ``day``."""

    currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Playbook:
    """The team's rules, whole. ``definitions``: icp, mql, sql, deal, updates in the team's own text."""

    timezone: str
    currency: str
    stages: tuple[Stage, ...]
    calendar: Calendar
    slas: tuple[Sla, ...]
    lead: LeadRules
    reasons: Reasons
    kpi: KpiChoice = field(default_factory=KpiChoice)
    rates: tuple[Rate, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which a day is a day."""
        return ZoneInfo(self.timezone)

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id. A closed deal may stand in one that has left the playbook: that one is known by its
        id alone, and has no limit and no criteria."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        return Stage(id=stage_id, name=stage_id, purpose="", max_days=0, criteria=())

    def has_stage(self, stage_id: str) -> bool:
        """Is there a stage with this id?"""
        return any(stage.id == stage_id for stage in self.stages)

    def position(self, stage_id: str) -> int:
        """0 for the first stage. Raises KeyError for a stage that the playbook does not have."""
        for position, stage in enumerate(self.stages):
            if stage.id == stage_id:
                return position
        raise KeyError(stage_id)

    def next_stage(self, stage_id: str) -> Stage | None:
        """The stage after this one, or None at the last."""
        position = self.position(stage_id) + 1
        return self.stages[position] if position < len(self.stages) else None

    @property
    def last_stage(self) -> Stage:
        """The stage from which a deal can be won."""
        return self.stages[-1]

    def criterion(self, criterion_id: str) -> tuple[Stage, Criterion] | None:
        """The criterion with this id and its stage, or None."""
        for stage in self.stages:
            for criterion in stage.criteria:
                if criterion.id == criterion_id:
                    return stage, criterion
        return None
