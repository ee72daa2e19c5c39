"""What a service answers after a write: what it did, in data for the shell and in a sentence for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipetui.domain.model import Outcome


NO_DEAL = 0
"""The ``id`` of a write that is about no deal or lead, but about people."""


@dataclass(frozen=True, slots=True)
class Done:
    """One write. ``id`` is the deal or lead (or NO_DEAL), ``event`` and ``action`` the numbers under which history has
    it, ``changed`` field to (before, after), ``said`` one plain sentence."""

    id: int
    event: int
    action: int
    changed: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move forward or back. Not moved: ``open_criteria`` (ids) are what is missing."""

    moved: bool
    from_: str
    to: str
    open_criteria: tuple[str, ...] = ()
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A close. Not closed: ``why`` says what is in the way, ``open_criteria`` (ids) what is missing.
    ``next_id`` is the dormant next cycle of a no-decision."""

    closed: bool
    outcome: Outcome
    open_criteria: tuple[str, ...] = ()
    why: str = ""
    done: Done | None = None
    next_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoReply:
    """What is proposed after a call without reply: the how-many-eth, the day and text of the next try;
    ``recap``: after the third, offer the recap and a no-decision instead."""

    number: int
    day: date
    text: str
    recap: bool


@dataclass(frozen=True, slots=True)
class DayEcho:
    """What was understood of a date while it is typed. ``problem``: it cannot be used; ``warning``: it can, but."""

    day: date | None
    said: str = ""
    problem: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """An action that was taken back, and the deals and leads that it was about."""

    action: int
    name: str
    records: tuple[int, ...]
    said: str
