"""The pipeline's moves: criteria, forward through the gate, back, parked, closed, reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlmodel import col, select

from pipetui.domain import gate, sentences
from pipetui.domain.model import OUTCOMES, Outcome
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import cycles, slas
from pipetui.services.desk import Desk, finish
from pipetui.services.edits import text_or_none
from pipetui.services.promises import (
    check_wake_day,
    current_step,
    described,
    end_parking,
    end_parking_of_step,
    open_deal,
    open_parking,
    plan_step,
    status_now,
)
from pipetui.services.results import Closed, Done, Moved
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work


PARKED_ENOUGH = 2
"""A deal that was parked so many times in a row asks for a decision when it is parked once more."""


def tick(desk: Desk, deal_id: int, criterion: str, how: str | None = None) -> Done:
    """Tick an exit criterion of the deal's stage; ``how`` we know, in one line. Raises BadInput."""
    with desk.working("tick") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        was = criterion in reading.ticks(work.connection, deal_id)
        how = text_or_none(how)
        tick_in(work, rules, row, criterion, how=how, note_id=None)
        text = _criterion_text(rules, criterion)
        after = {criterion: True, **({"how": how} if how else {})}
        said = _("Ticked: {criterion}.").format(criterion=text)
        return finish(work, rules, deal_id, "ticked", before={criterion: was}, after=after, said=said)


def untick(desk: Desk, deal_id: int, criterion: str) -> Done:
    """Take a tick back. Raises BadInput when it is not ticked."""
    with desk.working("untick") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        _known_criterion(rules, criterion)
        if not _untick(work, row, criterion):
            raise BadInput(_("“{criterion}” is not ticked.").format(criterion=criterion))
        said = _("No longer ticked: {criterion}.").format(criterion=_criterion_text(rules, criterion))
        return finish(work, rules, deal_id, "unticked", before={criterion: True}, after={criterion: False}, said=said)


def tick_in(
    work: Work, rules: Rules, row: tables.Deal, criterion: str, *, how: str | None, note_id: int | None
) -> None:
    """Tick inside a unit of work. A criterion ticked already stays as it is, but learns how we know.

    Criteria of the current stage and of earlier ones can be ticked. Raises BadInput for others.
    """
    stage = _known_criterion(rules, criterion)
    if rules.positions[stage] > rules.positions[row.stage]:
        raise BadInput(
            _("“{criterion}” belongs to {stage}, which the deal has not reached.").format(
                criterion=criterion, stage=rules.playbook.stage(stage).name
            )
        )
    existing = _tick_row(work, row.id, criterion)
    if existing is not None:
        if how or note_id:
            existing.how, existing.note_id = how, note_id
        return
    work.add(
        tables.CriterionTick(
            deal_id=row.id, criterion=criterion, at=work.now, by_id=work.by.id, how=how, note_id=note_id
        )
    )
    slas.stop(work, row.id, f"ticked:{criterion}")


def move_on(desk: Desk, deal_id: int) -> Moved:
    """One stage forward, if every exit criterion of the stage is ticked; else nothing changes and the open ones are
    named. Raises BadInput on a closed deal and at the last stage."""
    with desk.working("move") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        passage = gate.onward(rules.playbook, row.stage, reading.ticks(work.connection, deal_id))
        if passage is None or passage.to is None:
            raise BadInput(
                _("{stage} is the last stage: there is nothing after it.").format(
                    stage=rules.playbook.stage(row.stage).name
                ),
                _("Close the deal: pipetui close {id} --outcome won.").format(id=deal_id),
            )
        from_ = row.stage
        if not passage.is_open:
            return Moved(False, from_, passage.to.id, tuple(criterion.id for criterion in passage.open))
        end_parking_of_step(work, rules, row)
        enter_stage(work, rules, row, passage.to.id)
        said = _("{deal} moved on to {stage}.").format(deal=row.name, stage=passage.to.name)
        done = finish(work, rules, deal_id, "moved", before={"stage": from_}, after={"stage": row.stage}, said=said)
        return Moved(True, from_, row.stage, (), done)


def enter_stage(work: Work, rules: Rules, row: tables.Deal, stage: str) -> None:
    """Leave the current stage and enter another: visits and SLA clocks follow. The caller has asked the gate."""
    left = row.stage
    for visit in work.session.exec(
        select(tables.StageVisit).where(tables.StageVisit.deal_id == row.id, col(tables.StageVisit.left_at).is_(None))
    ):
        visit.left_at = work.now
    slas.leave_stage(work, row.id, left)
    row.stage = stage
    if row.crm_stage in rules.positions and rules.positions[stage] >= rules.positions[row.crm_stage]:
        row.crm_stage = None
    work.add(tables.StageVisit(deal_id=row.id, stage=stage, entered_at=work.now, seen_at=work.now))
    slas.start(work, rules, row.id, f"stage_entered:{stage}")


def move_back(desk: Desk, deal_id: int, no_longer: Sequence[str], reason: str) -> Moved:
    """One stage back: which criteria of the stage it returns to no longer hold (at least one), and why.

    They are unticked. Raises BadInput on a closed deal and in the first stage.
    """
    why = text_or_none(reason)
    if why is None:
        raise BadInput(_("Say why it goes back: a reason is missing."))
    with desk.working("move back") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        position = rules.positions[row.stage]
        if position == 0:
            raise BadInput(_("The deal is in the first stage: there is nothing before it."))
        back = rules.playbook.stages[position - 1]
        ids = [criterion.id for criterion in back.criteria]
        wrong = [criterion for criterion in no_longer if criterion not in ids]
        if wrong or not no_longer:
            raise BadInput(
                _("Say which criteria of {stage} no longer hold.").format(stage=back.name),
                _("Criteria: {ids}.").format(ids=", ".join(ids)),
            )
        from_ = row.stage
        for criterion in no_longer:
            _untick(work, row, criterion)
        end_parking_of_step(work, rules, row)
        enter_stage(work, rules, row, back.id)
        still_open = gate.open_criteria(back, reading.ticks(work.connection, deal_id))
        said = _("{deal} is back in {stage}.").format(deal=row.name, stage=back.name)
        after = {"stage": back.id, "no_longer": list(no_longer), "reason": why}
        done = finish(work, rules, deal_id, "moved_back", before={"stage": from_}, after=after, said=said)
        return Moved(True, from_, back.id, tuple(criterion.id for criterion in still_open), done)


def draft_step(desk: Desk, criterion: str) -> str:
    """A text for the step that gets the missing answer, drafted from the criterion."""
    return _("{criterion}: ask").format(criterion=_criterion_text(desk.rules, criterion))


def park(desk: Desk, deal_id: int, until: date, reason: str) -> Done:
    """Park a deal: reason and wake date become its next step, and it has no finding until then but an SLA.

    Raises BadInput when the day is not ahead or the reason is missing.
    """
    with desk.working("park") as work:
        return park_in(work, desk.rules, deal_id, until, reason)


def park_in(work: Work, rules: Rules, deal_id: int, until: date, reason: str) -> Done:
    """The same inside a unit of work."""
    why, today = text_or_none(reason), rules.day(work.now)
    if why is None:
        raise BadInput(_("Say why it is parked: a reason is missing."))
    check_wake_day(today, until)
    row = open_deal(work, deal_id)
    step = current_step(work, deal_id)
    before = {"status": status_now(work, rules, deal_id), **described(work, step)}
    end_parking(work, deal_id)
    owner_id = (step.owner_id if step else None) or row.owner_id or work.by.id
    plan_step(work, row, text=why, owner_id=owner_id, day=until, wakes=True)
    work.add(tables.Parking(deal_id=deal_id, since_at=work.now, until=until, reason=why, by_id=work.by.id))
    after = {"status": "parked", **described(work, current_step(work, deal_id))}
    said = _("{deal} is parked until {day}.").format(deal=row.name, day=sentences.short_day(until, today))
    return finish(work, rules, deal_id, "parked", before=before, after=after, said=said)


def unpark(desk: Desk, deal_id: int) -> Done:
    """Take a parked deal up again before its wake date: its step's date is today. Raises BadInput if not parked."""
    with desk.working("unpark") as work:
        rules = desk.rules
        row = open_deal(work, deal_id)
        parking = open_parking(work, deal_id)
        if parking is None or parking.until <= desk.today:
            raise BadInput(_("Deal {id} is not parked.").format(id=deal_id))
        step = current_step(work, deal_id)
        before = {"status": "parked", **described(work, step)}
        end_parking_of_step(work, rules, row)
        after = {"status": "open", **described(work, current_step(work, deal_id))}
        said = _("{deal} is taken up again.").format(deal=row.name)
        return finish(work, rules, deal_id, "unparked", before=before, after=after, said=said)


def parked_in_a_row(desk: Desk, deal_id: int) -> int:
    """How often the deal was parked since the last call or move. The third time asks for a decision."""
    with desk.reading() as connection:
        count = 0
        for event in reading.events(connection, deal_id):
            if event.undone:
                continue
            if event.type in ("note_logged", "moved", "moved_back", "created", "imported", "reopened"):
                break
            count += event.type == "parked"
        return count


def close(desk: Desk, deal_id: int, outcome: str, reason: str | None = None, wake: date | None = None) -> Closed:
    """Close a deal. Won from the last stage only, its criteria ticked; lost and no-decision from any stage, with a
    standard reason. A no-decision leaves a dormant next cycle that wakes on ``wake``. Raises BadInput.
    """
    with desk.working("close") as work:
        return close_in(desk, work, deal_id, outcome=outcome, reason=reason, wake=wake)


def close_in(
    desk: Desk, work: Work, deal_id: int, *, outcome: str, reason: str | None = None, wake: date | None = None
) -> Closed:
    """The same inside a unit of work."""
    rules, chosen = desk.rules, _outcome(outcome)
    row = open_deal(work, deal_id)
    if chosen == "won":
        blocked = _why_not_won(work, rules, row)
        if blocked is not None:
            return blocked
    why = _reason(rules, chosen, reason)
    wake_day = cycles.wake_day(desk, chosen, wake)
    done = cycles.close_in(work, rules, row, chosen, why)
    next_id = None
    if wake_day is not None:
        next_id = cycles.dormant(work, rules, row, wake_day, why or "")
    return Closed(True, chosen, done=done, next_id=next_id)


def reopen(
    desk: Desk,
    deal_id: int,
    as_: Literal["mistake", "back"],
    *,
    step: str | None = None,
    day: date | None = None,
    confirmed: Sequence[str] = (),
) -> Done:
    """Reopen a closed deal. ``mistake``: as it was, the clock goes on. ``back``: the buyer is back, a new linked
    cycle in the first stage, where ``confirmed`` answers still hold; the loss stays. Raises BadInput."""
    if as_ == "mistake":
        return cycles.reopen_mistake(desk, deal_id)
    return cycles.reopen_back(desk, deal_id, step=step, day=day, confirmed=confirmed)


def _outcome(outcome: str) -> Outcome:
    wanted = outcome.strip().replace("-", "_")
    for known in OUTCOMES:
        if wanted == known:
            return known
    raise BadInput(_("“{outcome}” is not an outcome.").format(outcome=outcome), _("Outcomes: won, lost, no-decision."))


def _reason(rules: Rules, outcome: Outcome, reason: str | None) -> str | None:
    if outcome == "won":
        return text_or_none(reason)
    known = rules.playbook.reasons.lost if outcome == "lost" else rules.playbook.reasons.no_decision
    wanted = (reason or "").strip().replace("-", "_").replace(" ", "_")
    if wanted in known:
        return wanted
    problem = _("“{reason}” is not one of the reasons.").format(reason=reason) if reason else _("A reason is missing.")
    raise BadInput(problem, _("Reasons: {reasons}.").format(reasons=", ".join(known)))


def _why_not_won(work: Work, rules: Rules, row: tables.Deal) -> Closed | None:
    ticked = reading.ticks(work.connection, row.id)
    passage = gate.winning(rules.playbook, row.stage, ticked)
    if passage is None:
        still = gate.open_criteria(rules.playbook.stage(row.stage), ticked)
        why = _("A deal is won from {last} only; this one is in {stage}.").format(
            last=rules.playbook.last_stage.name, stage=rules.playbook.stage(row.stage).name
        )
        return Closed(False, "won", tuple(criterion.id for criterion in still), why)
    if not passage.is_open:
        why = _("Not every criterion of {stage} is ticked.").format(stage=rules.playbook.last_stage.name)
        return Closed(False, "won", tuple(criterion.id for criterion in passage.open), why)
    return None


def _known_criterion(rules: Rules, criterion: str) -> str:
    found = rules.playbook.criterion(criterion)
    if found is None:
        raise BadInput(
            _("There is no criterion “{criterion}”.").format(criterion=criterion),
            _("`pipetui playbook show` lists them."),
        )
    return found[0].id


def _criterion_text(rules: Rules, criterion: str) -> str:
    found = rules.playbook.criterion(criterion)
    return found[1].text if found else criterion


def _tick_row(work: Work, deal_id: int, criterion: str) -> tables.CriterionTick | None:
    return work.session.exec(
        select(tables.CriterionTick).where(
            tables.CriterionTick.deal_id == deal_id,
            tables.CriterionTick.criterion == criterion,
            col(tables.CriterionTick.unticked_at).is_(None),
        )
    ).first()


def _untick(work: Work, row: tables.Deal, criterion: str) -> bool:
    existing = _tick_row(work, row.id, criterion)
    if existing is None:
        return False
    existing.unticked_at = work.now
    work.session.flush()
    slas.reopen_tick(work, row.id, criterion, row.stage)
    return True
