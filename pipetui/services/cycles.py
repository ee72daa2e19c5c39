"""How a cycle ends and the next one begins: closing, the dormant cycle after a no-decision, reopening."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.domain.playbook import OUTCOME_LOGGED
from pipetui.domain.sentences import reason_word
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _
from pipetui.services.desk import Desk, finish, refresh
from pipetui.services.promises import (
    check_day,
    check_text,
    check_wake_day,
    current_step,
    end_parking,
    end_step,
    open_deal,
    plan_step,
    status_now,
    wake,
)
from pipetui.storage import reading, rewinding, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.domain.model import Outcome, Tick
    from pipetui.domain.rules import Rules
    from pipetui.services.results import Done
    from pipetui.storage.writing import Work


def wake_day(desk: Desk, outcome: Outcome, wake: date | None) -> date | None:
    """When the next cycle of a no-decision wakes: the day given, else the playbook's first. None for other outcomes.

    Raises BadInput for a day that does not lie ahead, and for one that goes with another outcome.
    """
    if outcome != "no_decision":
        if wake is not None:
            raise BadInput(_("Only a no-decision has a wake date."))
        return None
    if wake is None:
        days = desk.playbook.reasons.wake_days
        return desk.today + timedelta(days=days[0]) if days else None
    check_wake_day(desk.today, wake)
    return wake


def close_in(work: Work, rules: Rules, row: tables.Deal, outcome: Outcome, reason: str | None) -> Done:
    """Close inside a unit of work: the step and the parking end, ``outcome_logged`` is ticked where it belongs."""
    before = status_now(work, rules, row.id)
    end_step(work, current_step(work, row.id), "done" if outcome == "won" else "dropped")
    end_parking(work, row.id)
    found = rules.playbook.criterion(OUTCOME_LOGGED)
    if found is not None and found[0].id == row.stage and OUTCOME_LOGGED not in reading.ticks(work.connection, row.id):
        work.add(
            tables.CriterionTick(
                deal_id=row.id, criterion=OUTCOME_LOGGED, at=work.now, by_id=work.by.id, how=_("closing")
            )
        )
    row.status, row.reason, row.closed_at = outcome, reason, work.now
    words = {"won": _("won"), "lost": _("lost"), "no_decision": _("closed without a decision")}
    said = _("{deal} is {outcome}.").format(deal=row.name, outcome=words[outcome])
    after = {"status": outcome, **({"reason": reason} if reason else {})}
    return finish(work, rules, row.id, "closed", before={"status": before}, after=after, said=said)


def dormant(work: Work, rules: Rules, row: tables.Deal, wake: date, reason: str) -> int:
    """The next cycle: a linked deal in the first stage that sleeps until ``wake``; its id."""
    wake_at = rules.midnight(wake)
    following = _next_row(work, rules, row, entered_at=wake_at, status="dormant")
    text = _("Ask again: {reason}").format(reason=reason_word(reason)) if reason else _("Ask again")
    work.add(
        tables.NextStep(
            record_id=following.id, text=text, owner_id=row.owner_id or work.by.id, day=wake,
            promised_by_id=work.by.id, promised_at=work.now, wakes=True,
        )
    )  # fmt: skip
    work.event(following.id, "created", {}, {"name": row.name, "status": "dormant", "wake": wake, "previous": row.id})
    refresh(work, rules, [following.id])
    return following.id


def _next_row(work: Work, rules: Rules, row: tables.Deal, *, entered_at: int, status: str) -> tables.Deal:
    first = rules.playbook.stages[0].id
    deal_id = work.new_record()
    following = work.add(
        tables.Deal(
            id=deal_id, name=row.name, company=row.company, company_ref=row.company_ref, owner_id=row.owner_id,
            amount_minor=row.amount_minor, currency=row.currency, amount_rank=row.amount_rank, source=row.source,
            created_at=entered_at, created_rank=entered_at, recorded_at=work.now, status=status, stage=first,
            previous_id=row.id, cycle=row.cycle + 1,
        )
    )  # fmt: skip
    work.add(tables.StageVisit(deal_id=deal_id, stage=first, entered_at=entered_at, seen_at=entered_at))
    for contact in work.session.exec(select(tables.Contact).where(tables.Contact.record_id == row.id)).all():
        work.add(
            tables.Contact(
                record_id=deal_id, name=contact.name, role=contact.role, email=contact.email, phone=contact.phone
            )
        )
    return following


def _closed_deal(work: Work, deal_id: int) -> tables.Deal:
    row = work.deal(deal_id)
    if row.status in ("open", "dormant"):
        raise BadInput(_("Deal {id} is not closed.").format(id=deal_id))
    return row


def reopen_mistake(desk: Desk, deal_id: int) -> Done:
    """As it was: the step and parking that closing ended are open again, and the clock goes on.

    Raises BadInput for an open deal, Refused when the next cycle has already begun.
    """
    with desk.working("reopen") as work:
        rules = desk.rules
        row = _closed_deal(work, deal_id)
        if not rules.playbook.has_stage(row.stage):
            raise Refused(
                _("Its stage, {stage}, is no longer in the playbook.").format(stage=row.stage),
                _("Reopen it as a new cycle: pipetui reopen {id} --as back.").format(id=deal_id),
            )
        _remove_dormant(work, row)
        before = {"status": row.status, "reason": row.reason}
        row.status, row.reason, row.closed_at = "open", None, None
        _restore(work, deal_id)
        after = {"status": "open", "reason": None}
        said = _("{deal} is open again, as it was.").format(deal=row.name)
        return finish(work, rules, deal_id, "reopened", before=before, after=after, said=said)


def _restore(work: Work, deal_id: int) -> None:
    """Take back what closing did to the step, the parking and ``outcome_logged``. An import that closed did nothing."""
    touched = rewinding.rows_touched(work.connection, deal_id, "closed")
    step, parking, tick = tables.NextStep, tables.Parking, tables.CriterionTick
    for promise in work.session.exec(
        select(step).where(step.record_id == deal_id, col(step.id).in_(touched["next_step"]))
    ):
        promise.end, promise.ended_at = None, None
    for sleep in work.session.exec(
        select(parking).where(parking.deal_id == deal_id, col(parking.id).in_(touched["parking"]))
    ):
        sleep.ended_at = None
    for ticked in work.session.exec(
        select(tick).where(tick.deal_id == deal_id, col(tick.id).in_(touched["criterion_tick"]))
    ):
        ticked.unticked_at = work.now


def _remove_dormant(work: Work, row: tables.Deal) -> None:
    """A no-decision that was a mistake has no next cycle: the one that still sleeps goes (an undo brings it back)."""
    following = reading.next_cycle(work.connection, row.id)
    if following is None:
        return
    next_row = work.deal(following)
    if next_row.status != "dormant" or (next_row.wake_at or 0) <= work.now:
        raise Refused(
            _("It goes on as deal {id} already.").format(id=following), _("Work on that one, or undo it first.")
        )
    for table, column in (
        (tables.NextStep, tables.NextStep.record_id),
        (tables.StageVisit, tables.StageVisit.deal_id),
        (tables.Contact, tables.Contact.record_id),
    ):
        for child in work.session.exec(select(table).where(column == following)).all():
            work.delete(child)
    work.session.flush()
    work.event(following, "removed", {"status": "dormant"}, {})
    work.delete(next_row)
    work.session.flush()


def reopen_back(desk: Desk, deal_id: int, *, step: str | None, day: date | None, confirmed: Sequence[str] = ()) -> Done:
    """The buyer is back: a new linked cycle in the first stage (the sleeping one, if there is one); the loss stays.

    ``confirmed``: criteria of the first stage that were ticked before and still hold. The answer is about the new
    deal. Raises BadInput.
    """
    if (step is None) != (day is None):
        raise BadInput(_("The next step needs both a text and a date."))
    with desk.working("reopen") as work:
        rules = desk.rules
        row = _closed_deal(work, deal_id)
        following = reading.next_cycle(work.connection, deal_id)
        if following is None:
            new = _next_row(work, rules, row, entered_at=work.now, status="open")
        else:
            new = _awake(work, rules, following)
        if step is not None and day is not None:
            check_day(rules, work.now, day)
            plan_step(work, new, text=check_text(step), owner_id=new.owner_id or work.by.id, day=day)
        earlier = reading.ticks(work.connection, deal_id)
        for criterion in confirmed:
            _confirm(work, rules, new, earlier.get(criterion), criterion)
        said = _("{deal} is back, as deal {id}.").format(deal=row.name, id=new.id)
        before = {"deal": deal_id, "status": row.status}
        after = {"deal": new.id, "status": "open", "stage": new.stage}
        if step is not None and day is not None:
            after |= {"next_step": step, "date": day}
        work.event(deal_id, "buyer_back", {}, {"next_deal": new.id})
        return finish(work, rules, new.id, "reopened", before=before, after=after, said=said)


def _confirm(work: Work, rules: Rules, new: tables.Deal, earlier: Tick | None, criterion: str) -> None:
    if earlier is None or all(each.id != criterion for each in rules.playbook.stage(new.stage).criteria):
        raise BadInput(_("“{criterion}” was not ticked before.").format(criterion=criterion))
    how = _("confirmed; known before from {source}").format(source=earlier.how or earlier.by or _("no source"))
    work.add(tables.CriterionTick(deal_id=new.id, criterion=criterion, at=work.now, by_id=work.by.id, how=how))


def _awake(work: Work, rules: Rules, deal_id: int) -> tables.Deal:
    row = work.deal(deal_id)
    if row.status != "dormant":
        raise BadInput(_("It goes on as deal {id} already.").format(id=deal_id))
    row = open_deal(work, deal_id)
    wake(work, rules, row)
    return row
