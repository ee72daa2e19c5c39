"""SLA clocks of deals: what happens here starts and stops them; imported history never does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from pipetui.domain.playbook import Sla
    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work


def start(work: Work, rules: Rules, deal_id: int, trigger: str) -> None:
    """Start the clocks of every deal SLA that begins with ``trigger`` (``created``, ``stage_entered:solution``).

    Of several rules with one id the first counts. A clock that runs already goes on; what is ticked already needs none.
    """
    started: set[str] = set()
    for rule in rules.playbook.slas:
        if rule.on == "deal" and rule.start == trigger and rule.id not in started and not rule.when:
            started.add(rule.id)
            if not _runs(work, deal_id, rule) and not _answered(work, deal_id, rule):
                due_at = rules.clock.due_span(work.now, rule.within)
                work.add(
                    tables.SlaClock(
                        record_id=deal_id, sla=rule.id, start=rule.start, stop=rule.stop, started_at=work.now,
                        due_at=due_at,
                    )
                )  # fmt: skip


def stop(work: Work, deal_id: int, trigger: str) -> None:
    """Stop the running clocks that end with ``trigger`` (``note_logged``, ``ticked:proposal_sent``, ``stage_left``)."""
    for clock in _running(work, deal_id):
        if clock.stop == trigger:
            clock.stopped_at = work.now


def leave_stage(work: Work, deal_id: int, stage: str) -> None:
    """The deal leaves a stage: clocks that end with it stop, and so do those that began with entering it."""
    for clock in _running(work, deal_id):
        if clock.stop == "stage_left" or clock.start == f"stage_entered:{stage}":
            clock.stopped_at = work.now


def reopen_tick(work: Work, deal_id: int, criterion: str, stage: str) -> None:
    """A tick was taken back while the deal is in the stage: the clock that it had stopped runs on. Clocks of earlier
    visits to the stage are over."""
    starts = (f"stage_entered:{stage}", "created", "promoted")
    clocks = work.session.exec(
        select(tables.SlaClock).where(tables.SlaClock.record_id == deal_id).order_by(col(tables.SlaClock.id))
    )
    latest = {clock.sla: clock for clock in clocks if clock.stop == f"ticked:{criterion}" and clock.start in starts}
    for clock in latest.values():
        clock.stopped_at = None


def _running(work: Work, deal_id: int) -> list[tables.SlaClock]:
    clocks = work.session.exec(select(tables.SlaClock).where(tables.SlaClock.record_id == deal_id))
    return [clock for clock in clocks if clock.stopped_at is None]


def _runs(work: Work, deal_id: int, rule: Sla) -> bool:
    return any(clock.sla == rule.id for clock in _running(work, deal_id))


def _answered(work: Work, deal_id: int, rule: Sla) -> bool:
    kind, _, criterion = rule.stop.partition(":")
    return kind == "ticked" and criterion in reading.ticks(work.connection, deal_id)
