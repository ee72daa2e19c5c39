"""Findings: what makes a deal need attention, and since when.

Two views of one rule, held equal by a property test: ``findings`` looks at a deal at one instant and explains;
``attention`` says from which instant each finding holds, which storage keeps and the list compares with now.
A day is a calendar day in the playbook's zone, the day of entry is day 0.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.model import (
    KINDS,
    Attention,
    Counts,
    Deal,
    Finding,
    Item,
    Parking,
    Section,
    SlaClock,
    StageDays,
    Status,
    Visit,
)
from pipetui.domain.money import rank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.domain.rules import Rules

HANDLED_DAYS = 7
"""A stalled deal that was handled stays in hand for so many days at most."""

UNKNOWN_CREATED = 2**62
"""Stands for a creation date that nobody knows: such deals come last where the earlier ones come first."""

_DAY = timedelta(days=1)


def sleeping_until(deal: Deal, rules: Rules) -> int | None:
    """The instant at which a parked or dormant deal wakes (or woke), if its open step is that promise."""
    if deal.step.wakes and deal.step.date is not None:
        return rules.midnight(deal.step.date)
    return None


def status(deal: Deal, rules: Rules, now: int) -> Status:
    """The status at an instant: a parked or dormant deal is open again from its wake date on."""
    if deal.status not in ("open", "dormant"):
        return deal.status
    wake_at = sleeping_until(deal, rules)
    if wake_at is None or wake_at <= now:
        return "open"
    return "dormant" if deal.status == "dormant" else "parked"


def _sleeps(parkings: Iterable[Parking], rules: Rules) -> list[tuple[date, date]]:
    """The parked days as stretches from a day (included) to a day (excluded), in order. Each day is in one at most,
    however parkings overlap."""
    stretches: list[tuple[date, date]] = []
    for first, last in sorted(_sleep(parking, rules) for parking in parkings):
        begins = max(first, stretches[-1][1]) if stretches else first
        if begins < last:
            stretches.append((begins, last))
    return stretches


def _sleep(parking: Parking, rules: Rules) -> tuple[date, date]:
    last = parking.until if parking.ended_at is None else min(parking.until, rules.day(parking.ended_at))
    return rules.day(parking.since_at), last


def visit_days(visit: Visit, deal: Deal, today: date, rules: Rules) -> int:
    """Days of one stay in a stage, up to leaving it or to closing; parked days are left out."""
    start = rules.day(visit.entered_at if visit.entered_at is not None else visit.seen_at)
    left_at = visit.left_at if visit.left_at is not None else deal.closed_at
    end = rules.day(left_at) if left_at is not None else today
    if end <= start:
        return 0
    asleep = sum(max(0, (min(last, end) - max(first, start)).days) for first, last in _sleeps(deal.parkings, rules))
    return (end - start).days - asleep


def stage_days(deal: Deal, rules: Rules, today: date) -> StageDays:
    """Days in the current stage, up to closing: all visits of this cycle added up, parked days left out."""
    visits = [visit for visit in deal.visits if visit.stage == deal.stage]
    days = sum(visit_days(visit, deal, today, rules) for visit in visits)
    return StageDays(days, all(visit.entered_at is not None for visit in visits))


def _limit(deal: Deal, rules: Rules) -> int:
    return rules.playbook.stage(deal.stage).max_days


def findings(deal: Deal, rules: Rules, now: int) -> tuple[Finding, ...]:
    """What is wrong with the deal at ``now``, in the order of the list. Nothing for closed and dormant deals; only
    SLAs for parked ones."""
    state = status(deal, rules, now)
    if state not in ("open", "parked"):
        return ()
    found = [_late(clock, rules, now) for clock in _overdue_clocks(deal, now)]
    if state == "parked":
        return tuple(found)
    today = rules.day(now)
    step = deal.step
    if step.missing:
        found.append(Finding("no_next_step", None, sentences.no_next_step(step.missing), missing=step.missing))
    if step.date is not None and step.date < today:
        days = (today - step.date).days
        found.append(Finding("step_overdue", days, sentences.step_overdue(step.date, days)))
    age = stage_days(deal, rules, today)
    stage = rules.playbook.stage(deal.stage)
    if age.days > stage.max_days:
        over = age.days - stage.max_days
        found.append(Finding("stalled", over, sentences.stalled(stage.name, age, stage.max_days)))
    return tuple(found)


def _overdue_clocks(deal: Deal, now: int) -> list[SlaClock]:
    late = [clock for clock in deal.clocks if clock.running and now > clock.due_at]
    return sorted(late, key=lambda clock: (clock.due_at, clock.sla))


def _late(clock: SlaClock, rules: Rules, now: int) -> Finding:
    seconds = rules.clock.elapsed(clock.due_at, now)
    hours, days = seconds // 3600, seconds // rules.clock.day_seconds
    why = sentences.sla_overdue(clock.sla, clock.due_at, hours, rules.zone)
    return Finding("sla_overdue", days, why, hours=hours, sla=clock.sla)


def _stalled_day(deal: Deal, rules: Rules) -> date | None:
    """The first day on which the deal is over its limit, if it is not moved, parked or woken before."""
    current = next((v for v in reversed(deal.visits) if v.stage == deal.stage and v.left_at is None), None)
    if current is None:
        return None
    start = rules.day(current.entered_at if current.entered_at is not None else current.seen_at)
    spent = sum(visit_days(v, deal, start, rules) for v in deal.visits if v.stage == deal.stage and v is not current)
    left = max(0, _limit(deal, rules) + 1 - spent)
    day = start
    for first, last in _sleeps(deal.parkings, rules):
        awake = max(0, (first - day).days)
        if awake >= left:
            break
        if last > day:
            left -= awake
            day = last
    return day + _DAY * left


def attention(deal: Deal, rules: Rules) -> Attention:
    """From when on each finding holds if nothing is written before. Kept by storage with the deal."""
    if deal.status not in ("open", "dormant"):
        return Attention()
    wake_at = sleeping_until(deal, rules)
    woken = wake_at if wake_at is not None else _BEGINNING
    due_clocks = [clock.due_at + 1 for clock in deal.clocks if clock.running]
    sla_at = min(due_clocks, default=None)
    if sla_at is not None and deal.status == "dormant":
        sla_at = max(sla_at, woken)
    no_step_at = woken if deal.step.missing else None
    due_at = overdue_at = None
    if deal.step.date is not None:
        due_at = rules.midnight(deal.step.date)
        overdue_at = rules.midnight(deal.step.date + _DAY)
    stalled_day = _stalled_day(deal, rules)
    stalled_at = max(rules.midnight(stalled_day), woken) if stalled_day is not None else None
    until = _handled_until(deal, rules, stalled_at)
    clear_stalled = stalled_at if until is None else rules.midnight(until + _DAY)
    hard = [at for at in (sla_at, no_step_at, overdue_at) if at is not None]
    return Attention(
        sla_at=sla_at,
        no_step_at=no_step_at,
        overdue_at=overdue_at,
        stalled_at=stalled_at,
        due_at=due_at,
        wake_at=wake_at,
        wakes=wake_at is not None,
        flagged_at=min([*hard, *([stalled_at] if stalled_at is not None else [])], default=None),
        clear_at=min([*hard, *([clear_stalled] if clear_stalled is not None else [])], default=None),
        handled_until=until,
    )


_BEGINNING = 0
"""A missing step is missing from the beginning: any instant before every real one does."""


def _handled_until(deal: Deal, rules: Rules, stalled_at: int | None) -> date | None:
    """The last day in hand: the step's date, at most seven days after the deal was handled; None if it was not
    handled since it stalled (or the step has no date)."""
    if stalled_at is None or deal.handled_at is None or deal.handled_at < stalled_at or deal.step.date is None:
        return None
    return min(deal.step.date, rules.day(deal.handled_at) + _DAY * HANDLED_DAYS)


def look(deal: Deal, rules: Rules, now: int) -> Item:
    """The deal as one line of a list. It stands in one section at most; ``handled_until`` is known while in hand."""
    stage, state, today = rules.playbook.stage(deal.stage), status(deal, rules, now), rules.day(now)
    found = findings(deal, rules, now)
    until = _in_hand_until(deal, rules, today, found)
    where: Section | None = None
    if found:
        where = "to_clear" if until is None else "in_hand"
    elif state == "open" and deal.step.date == today:
        where = "woke_today" if deal.step.wakes else "due_today"
    return Item(
        deal=deal,
        status=state,
        section=where,
        stage_name=stage.name,
        max_days=stage.max_days,
        stage_days=stage_days(deal, rules, today),
        findings=found,
        handled_until=until,
    )


def _in_hand_until(deal: Deal, rules: Rules, today: date, found: Iterable[Finding]) -> date | None:
    """The last day in hand: where stalled is all that is found, and the deal was handled since. Else None."""
    if {finding.kind for finding in found} != {"stalled"}:
        return None
    until = attention(deal, rules).handled_until
    return until if until is not None and today <= until else None


def order_key(item: Item) -> tuple[int, int, int, int, int]:
    """The order of the list: section, first finding, larger amount in major units, earlier created, id."""
    section_rank = ("to_clear", "due_today", "woke_today", "in_hand", None).index(item.section)
    kind = KINDS.index(item.findings[0].kind) if item.findings else len(KINDS)
    created = item.deal.created_at if item.deal.created_at is not None else UNKNOWN_CREATED
    return section_rank, kind, -rank(item.deal.amount), created, item.id


def count(items: Iterable[Item]) -> Counts:
    """The figures over all deals (the whole set, not one page)."""
    totals: dict[str, int] = dict.fromkeys(Counts.__dataclass_fields__, 0)
    for item in items:
        if item.status in ("open", "parked"):
            totals["open_deals"] += 1
        if item.status == "parked":
            totals["parked"] += 1
        if item.section is not None:
            totals[item.section] += 1
        if item.findings:
            totals["flagged"] += 1
        for kind in {finding.kind for finding in item.findings}:
            totals[kind] += 1
    return Counts(**totals)
