"""A small pipeline, built through the services at past instants of a fixed week in Rome."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipetui.services import edits, moves, notes, steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk

ZONE = ZoneInfo("Europe/Rome")
HOSTILE = "[/red]x \x1b[31mred \u202eabc\n[bold]y"


def instant(text: str) -> int:
    """Epoch seconds of a local time such as ``2026-11-23 08:31``."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp())


NOW = instant("2026-11-23 08:31")
"""A Monday morning before work begins."""


def fill(at: Callable[[int], Desk]) -> None:
    """Build the pipeline of ``desk``, in order of time."""
    fano = _add(at, "2026-08-22 10:00", "Fano", "pilot", "22000")
    moves.park(at(instant("2026-08-23 10:00")), fano, date(2026, 11, 23), "budget next year")
    gea = _add(at, "2026-10-21 09:30", "Gea", "rollout", "60000", stage="discovery")
    delta = _add(at, "2026-10-21 10:00", "Delta", "audit", "9500", stage="discovery")
    steps.plan(at(instant("2026-10-22 10:00")), delta, text="KPI workshop", day=date(2026, 11, 27))
    cortina = _add(at, "2026-11-14 09:00", "Cortina", "licences", "31500", stage="decision")
    for time, day in (("2026-11-14 09:10", 16), ("2026-11-15 09:00", 17), ("2026-11-16 09:00", 18)):
        steps.plan(at(instant(time)), cortina, text="call signer", day=date(2026, 11, day))
    steps.plan(at(instant("2026-11-17 09:00")), cortina, text="call signer", day=date(2026, 11, 19), reason="away")
    elmo = _add(at, "2026-11-12 11:00", "Elmo", "renewal", "7000", stage="validation")
    steps.plan(at(instant("2026-11-12 11:05")), elmo, text="Call for references", day=date(2026, 11, 23))
    _acme(at)
    _add(at, "2026-11-18 15:00", "Borealis", "pilot", "48000")
    _add(at, "2026-11-18 16:00", "Hera", "sensors", "15000", owner="luca")
    iris = _add(at, "2026-11-18 17:00", "Iris", "support", None)
    moves.park(at(instant("2026-11-19 17:00")), iris, date(2026, 12, 7), "new budget")
    notes.log_note(
        at(instant("2026-11-20 12:00")), gea, pain="Three systems", next_step="sponsor meeting", day=date(2026, 11, 25)
    )


def _acme(at: Callable[[int], Desk]) -> None:
    """In Solution since Tuesday 15:00: the proposal was due on Friday at 15:00."""
    acme = _add(at, "2026-11-16 09:00", "Acme", "ERP roll-out", "12000", stage="discovery")
    edits.set_fields(
        at(instant("2026-11-16 09:01")),
        acme,
        {"contact": "Marta Rossi", "role": "sponsor", "phone": "02 555 0101", "email": "marta@acme.example"},
    )
    for criterion, how in (("problems_mapped", "in the workshop"), ("impact_estimated", None), ("sponsor_named", None)):
        moves.tick(at(instant("2026-11-17 14:00")), acme, criterion, how)
    moves.move_on(at(instant("2026-11-17 15:00")), acme)
    notes.log_note(
        at(instant("2026-11-18 09:00")),
        acme,
        pain="Stock counts are wrong every month-end",
        next_step="Send one-page proposal",
        day=date(2026, 11, 24),
        ticks=("kpis_agreed",),
        seconds=42,
    )


def _add(at: Callable[[int], Desk], when: str, company: str, name: str, amount: str | None, **rest: Any) -> int:
    return edits.add_deal(at(instant(when)), name=name, company=company, amount=amount, **rest).id
