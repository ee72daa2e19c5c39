"""What the rules speak about: deals with their visits, parkings, promises and clocks, and what is found in them.

Frozen values. Instants are epoch seconds (int); days are ``date`` in the playbook's zone; ``None`` is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pipetui.domain.names import titled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pipetui.domain.money import Money

FindingKind = Literal["sla_overdue", "no_next_step", "step_overdue", "stalled"]
KINDS: tuple[FindingKind, ...] = ("sla_overdue", "no_next_step", "step_overdue", "stalled")
"""Every kind of finding, in the order of the list."""

Status = Literal["open", "parked", "won", "lost", "no_decision", "dormant"]
Outcome = Literal["won", "lost", "no_decision"]
OUTCOMES: tuple[Outcome, ...] = ("won", "lost", "no_decision")
StepEnd = Literal["done", "moved", "replaced", "dropped"]
Section = Literal["to_clear", "due_today", "woke_today", "in_hand"]
SECTIONS: tuple[Section, ...] = ("to_clear", "due_today", "woke_today", "in_hand")
"""The sections of Today, in their order. A deal stands in one at most."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay in a stage. ``entered_at`` is None when nobody knows; then it was first seen at ``seen_at``."""

    stage: str
    entered_at: int | None
    seen_at: int
    left_at: int | None = None


@dataclass(frozen=True, slots=True)
class Parking:
    """Parked from ``since_at`` until the day ``until`` (then it wakes), or until ``ended_at`` if that came first."""

    since_at: int
    until: date
    reason: str
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The promise that is open: what, who, when; how often it was given another date.

    ``wakes``: it was made by parking (or by a no-decision), so its date is a wake date.
    """

    text: str | None = None
    owner: str | None = None
    date: date | None = None
    redated: int = 0
    wakes: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of text, owner and date are missing."""
        return tuple(name for name in ("text", "owner", "date") if not getattr(self, name))


NO_STEP = NextStep()


@dataclass(frozen=True, slots=True)
class SlaClock:
    """A running or stopped SLA clock. Late when ``now > due_at`` and it was neither stopped nor held."""

    sla: str
    started_at: int
    due_at: int
    stopped_at: int | None = None
    held_at: int | None = None

    @property
    def running(self) -> bool:
        """Neither stopped nor held."""
        return self.stopped_at is None and self.held_at is None


@dataclass(frozen=True, slots=True)
class Deal:
    """One attempt to win a deal (a cycle), with all that findings depend on. ``status`` is as stored: open or dormant
    with a wake date in the past means open (see ``hygiene.status``)."""

    id: int
    name: str
    stage: str
    status: Status = "open"
    company: str | None = None
    external_id: str | None = None
    owner: str | None = None
    amount: Money | None = None
    currency: str | None = None
    """Known even where the amount is not."""
    created_at: int | None = None
    visits: tuple[Visit, ...] = ()
    parkings: tuple[Parking, ...] = ()
    step: NextStep = NO_STEP
    clocks: tuple[SlaClock, ...] = ()
    handled_at: int | None = None
    """When a note was logged or a step planned or confirmed last."""
    crm_stage: str | None = None
    closed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs attention. ``days``: over the limit, late, or whole working days late (SLA); ``hours``:
    whole working hours late (SLA only); ``why``: one sentence with the rule and its value, in the reader's language."""

    kind: FindingKind
    days: int | None
    why: str
    hours: int | None = None
    sla: str | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageDays:
    """Days in the current stage, over all visits, without parked days. Not ``known``: at least so many."""

    days: int
    known: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """From which instant on each finding holds, if nothing is written before; None for never.

    Kept with the deal so that reading the list is a comparison with now. ``flagged_at``: the earliest finding.
    ``clear_at``: from when it stands in the list to clear (later than ``flagged_at`` while it is in hand).
    ``due_at``/``overdue_at``: first and last-plus-one instant of the next step's day. ``wake_at``: end of sleep.
    """

    sla_at: int | None = None
    no_step_at: int | None = None
    overdue_at: int | None = None
    stalled_at: int | None = None
    due_at: int | None = None
    wake_at: int | None = None
    wakes: bool = False
    flagged_at: int | None = None
    clear_at: int | None = None
    handled_until: date | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A ticked criterion. ``how``: the note it came from (``note`` is its id), one line, or None for no source."""

    criterion: str
    by: str | None
    at: int | None
    how: str | None = None
    note: int | None = None

    @property
    def sourced(self) -> bool:
        """Has anybody said how we know?"""
        return bool(self.how) or self.note is not None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: the deal and what is found in it, ready to be shown or written as JSON."""

    deal: Deal
    status: Status
    section: Section | None
    stage_name: str
    max_days: int
    stage_days: StageDays
    findings: tuple[Finding, ...]
    handled_until: date | None
    type: Literal["deal", "lead"] = "deal"
    covering: bool = False
    """Does it stand in the list of somebody who covers its owner, who is away?"""

    @property
    def id(self) -> int:
        """The number of the deal or lead."""
        return self.deal.id

    @property
    def title(self) -> str:
        """``Company · Name``, or the name alone."""
        return titled(self.deal.name, self.deal.company)


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures over the list. Every field is a number of deals or leads."""

    open_deals: int = 0
    open_leads: int = 0
    flagged: int = 0
    to_clear: int = 0
    in_hand: int = 0
    due_today: int = 0
    woke_today: int = 0
    parked: int = 0
    no_next_step: int = 0
    step_overdue: int = 0
    stalled: int = 0
    sla_overdue: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """One post-call note, or a call without reply (``kind``), or text that an import kept."""

    id: int
    at: int
    by: str | None
    pain: str | None
    next_step: str | None
    owner: str | None
    date: date | None
    seconds: int | None = None
    kind: Literal["call", "no_reply", "import"] = "call"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A next step with its end. ``end`` is None while it is open. ``imported``: a file brought it; nobody promised it
    here."""

    id: int
    text: str | None
    owner: str | None
    date: date | None
    promised_by: str | None
    promised_at: int
    redated: int = 0
    end: StepEnd | None = None
    ended_at: int | None = None
    reason: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a deal or lead: who, when, what, before and after. Events of one ``action`` were
    written together and are undone together."""

    id: int
    action: int
    at: int
    by: str | None
    type: str
    record: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the buyer's. ``role``: sponsor, signer, user, committee, or the buyer's own title."""

    id: int
    name: str | None
    role: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from ``first`` to ``last``, both included; ``cover`` looks after the list (None: nobody)."""

    id: int
    person: str
    first: date
    last: date
    cover: str | None

    def on(self, day: date) -> bool:
        """Is this day one of them?"""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class CriterionState:
    """One exit criterion of the current stage and what is known about it."""

    id: str
    text: str
    tick: Tick | None

    @property
    def ticked(self) -> bool:
        """Is it answered yes?"""
        return self.tick is not None


@dataclass(frozen=True, slots=True)
class Detail:
    """A deal, whole: what ``show`` prints and the panel shows. Newest first in notes, steps and events."""

    item: Item
    why_still_here: str
    criteria: tuple[CriterionState, ...]
    visits: tuple[Visit, ...]
    steps: tuple[Promise, ...]
    notes: tuple[Note, ...]
    events: tuple[Event, ...]
    clocks: tuple[SlaClock, ...]
    contacts: tuple[Contact, ...]
    pain: str | None = None
    close_date: date | None = None
    source: str | None = None
    outcome_reason: str | None = None
    closed_at: int | None = None
    previous_id: int | None = None
    next_id: int | None = None
    cycle: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict)
