"""SLA clocks of deals under a team's own rules: what starts them, what stops them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.domain.playbook import Sla, Span
from pipetui.services import edits, moves, notes, playbooks, records

if TYPE_CHECKING:
    from pipetui.domain.model import SlaClock
    from pipetui.services.desk import Desk

RULES = (
    Sla("first_note", "deal", "created", "note_logged", Span(1, "d")),
    Sla("first_note", "deal", "created", "note_logged", Span(2, "d")),
    Sla("qualify", "deal", "stage_entered:qualification", "stage_left", Span(48, "h", elapsed=True)),
    Sla("answer", "lead", "created", "responded", Span(1, "h")),
)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def team(empty_desk: Desk) -> Desk:
    """A team that wants a note within a working day, and a decision on each new deal within 48 hours."""
    playbooks.apply(empty_desk, replace(empty_desk.playbook, slas=RULES), {})
    return empty_desk


@pytest.fixture
def deal(team: Desk) -> int:
    return edits.add_deal(team, name="Pilot").id


def clocks(desk: Desk, deal: int) -> dict[str, SlaClock]:
    found = records.detail(desk, deal).clocks
    assert len({clock.sla for clock in found}) == len(found)
    return {clock.sla: clock for clock in found}


def late(desk: Desk, deal: int) -> list[str | None]:
    findings = records.detail(desk, deal).item.findings
    return [finding.sla for finding in findings if finding.kind == "sla_overdue"]


def test_of_several_rules_with_one_id_the_first_starts_its_clock(team: Desk, deal: int) -> None:
    started = clocks(team, deal)
    assert started.keys() == {"first_note", "qualify"}
    assert started["first_note"].due_at == instant("2026-11-23 18:00")
    assert started["qualify"].due_at == NOW + 48 * 3600


def test_a_note_stops_the_clock_that_waits_for_it(team: Desk, deal: int) -> None:
    evening = team.at(instant("2026-11-23 18:00"))
    notes.log_note(evening, deal, pain="Stock", next_step="Call", day=FRIDAY)
    after = clocks(team, deal)
    assert after["first_note"].stopped_at == evening.now
    assert after["qualify"].running
    assert late(team.at(instant("2026-11-24 09:00")), deal) == []


def test_without_a_note_it_is_late(team: Desk, deal: int) -> None:
    assert late(team.at(instant("2026-11-23 18:00")), deal) == []
    assert late(team.at(instant("2026-11-23 18:01")), deal) == ["first_note"]


def test_leaving_the_stage_stops_the_clock_that_waits_for_it(team: Desk, deal: int) -> None:
    for criterion in team.playbook.stages[0].criteria:
        moves.tick(team, deal, criterion.id)
    moves.move_on(team.at(NOW + 60), deal)
    after = clocks(team, deal)
    assert after["qualify"].stopped_at == NOW + 60
    assert after["first_note"].running
