"""Next steps are promises: how one follows another, shared by every service that plans one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipetui.domain import hygiene
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from datetime import date

    from pipetui.domain.model import Status, StepEnd
    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work

MAX_TEXT = 10_000
"""Longer texts are refused: no name, reason or step needs them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What planning did: ``kind`` is step_planned, step_redated or step_confirmed."""

    kind: str
    before: dict[str, Any]
    after: dict[str, Any]


def open_deal(work: Work, deal_id: int) -> tables.Deal:
    """The deal's row, if it is open: a dormant one that is touched is taken up. Raises BadInput for a closed one."""
    row = work.deal(deal_id)
    if row.status not in ("open", "dormant"):
        raise BadInput(
            _("Deal {id} is closed.").format(id=deal_id), _("Reopen it first: pipetui reopen {id}.").format(id=deal_id)
        )
    if row.status == "dormant":
        _take_up(work, row)
    return row


def _take_up(work: Work, row: tables.Deal) -> None:
    """A dormant cycle begins: on its wake date, or now if somebody is earlier. Until that date it is a parked deal."""
    row.status = "open"
    if row.created_at is None or row.created_at <= work.now:
        return
    row.created_at = row.created_rank = work.now
    for visit in work.session.exec(select(tables.StageVisit).where(tables.StageVisit.deal_id == row.id)):
        visit.entered_at = visit.seen_at = work.now
    step = current_step(work, row.id)
    if step is not None and step.day is not None:
        work.add(
            tables.Parking(
                deal_id=row.id, since_at=work.now, until=step.day, reason=step.text or "", by_id=work.by.id
            )
        )  # fmt: skip


def status_now(work: Work, rules: Rules, deal_id: int) -> Status:
    """The deal's status as people see it: one that is stored as open may be parked."""
    return hygiene.status(reading.deals(work.connection, [deal_id])[0], rules, work.now)


def current_step(work: Work, deal_id: int) -> tables.NextStep | None:
    """The promise that is open."""
    return work.session.exec(
        select(tables.NextStep).where(tables.NextStep.record_id == deal_id, col(tables.NextStep.ended_at).is_(None))
    ).first()


def described(work: Work, step: tables.NextStep | None) -> dict[str, Any]:
    """A promise as events tell it."""
    if step is None:
        return {"next_step": None, "owner": None, "date": None, "redated": 0}
    return {
        "next_step": step.text,
        "owner": work.name_of(step.owner_id),
        "date": step.day.isoformat() if step.day else None,
        "redated": step.redated,
    }


def check_text(text: str) -> str:
    """The text of a step, without outer blanks. Raises BadInput when nothing is left, or too much."""
    text = text.strip()
    if not text:
        raise BadInput(_("The next step needs a text."), _("Say what happens next, in a few words."))
    return not_too_long(text)


def not_too_long(text: str) -> str:
    """The text as it is. Raises BadInput when it is longer than MAX_TEXT."""
    if len(text) > MAX_TEXT:
        raise BadInput(_("This text is longer than {n} characters.").format(n=MAX_TEXT))
    return text


def check_day(rules: Rules, now: int, day: date) -> None:
    """A promise lies ahead. Raises BadInput for a day that is over."""
    if day < rules.day(now):
        raise BadInput(_("{day} is in the past.").format(day=day.isoformat()), _("A next step is today or later."))


def check_wake_day(today: date, day: date) -> None:
    """A wake date lies ahead. Raises BadInput for today and for a day that is over."""
    if day <= today:
        raise BadInput(_("A wake date lies ahead; {day} does not.").format(day=day.isoformat()))


def plan_step(
    work: Work,
    row: tables.Deal,
    *,
    text: str,
    owner_id: int | None,
    day: date,
    reason: str | None = None,
    wakes: bool = False,
) -> Planned:
    """Make this the deal's next step: the same one again is confirmed, another date re-dates it, another text
    replaces it. A parked deal is taken up again, unless this is the parking's own step (``wakes``)."""
    current = current_step(work, row.id)
    before = described(work, current)
    row.handled_at = work.now
    if not wakes:
        end_parking(work, row.id)
    if current is not None and _same(current, text, owner_id, day, wakes):
        current.reason = reason or current.reason
        return Planned("step_confirmed", before, before)
    redated, kind = 0, "step_planned"
    end: StepEnd = "replaced"
    if current is not None and current.text == text and not wakes:
        redated = current.redated
        if current.day is not None and current.day != day:
            redated, kind, end = redated + 1, "step_redated", "moved"
    end_step(work, current, end)
    step = work.add(
        tables.NextStep(
            record_id=row.id, text=text, owner_id=owner_id, day=day, promised_by_id=work.by.id, promised_at=work.now,
            redated=redated, wakes=wakes, reason=reason,
        )
    )  # fmt: skip
    return Planned(kind, before, described(work, step))


def _same(current: tables.NextStep, text: str, owner_id: int | None, day: date, wakes: bool) -> bool:
    return (current.text, current.owner_id, current.day, current.wakes) == (text, owner_id, day, wakes)


def end_step(work: Work, step: tables.NextStep | None, end: StepEnd) -> None:
    """What became of a promise."""
    if step is not None:
        step.end = end
        step.ended_at = work.now
        work.session.flush()


def open_parking(work: Work, deal_id: int) -> tables.Parking | None:
    """The parking that has neither been ended nor run out."""
    return work.session.exec(
        select(tables.Parking)
        .where(tables.Parking.deal_id == deal_id, col(tables.Parking.ended_at).is_(None))
        .order_by(col(tables.Parking.id).desc())
    ).first()


def end_parking(work: Work, deal_id: int) -> None:
    """The deal is worked on again. A parking that has run out is ended too: it is history from now on."""
    parking = open_parking(work, deal_id)
    if parking is not None:
        parking.ended_at = work.now


def end_parking_of_step(work: Work, rules: Rules, row: tables.Deal) -> None:
    """The deal is worked on before it woke: the parking ends, and its step is due today. Else nothing happens."""
    parking = open_parking(work, row.id)
    if parking is not None and parking.until > rules.day(work.now):
        wake(work, rules, row)


def wake(work: Work, rules: Rules, row: tables.Deal) -> None:
    """The deal sleeps no longer: its parking ends, and a step that was a wake date is a promise for today."""
    end_parking(work, row.id)
    step = current_step(work, row.id)
    if step is not None and step.wakes:
        end_step(work, step, "moved")
        work.add(
            tables.NextStep(
                record_id=row.id, text=step.text, owner_id=step.owner_id, day=rules.day(work.now),
                promised_by_id=work.by.id, promised_at=work.now, redated=step.redated,
            )
        )  # fmt: skip
