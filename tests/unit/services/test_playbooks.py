"""A change of the rules: what it does to the deals, that the rehearsal tells the truth, and that nothing is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from pipetui.domain import hygiene
from pipetui.domain.model import KINDS
from pipetui.domain.playbook import Criterion, Opening, Playbook, Stage
from pipetui.errors import BadInput
from pipetui.exchange.playbook_toml import parse
from pipetui.services import edits, history, moves, notes, playbooks, records, today
from pipetui.services.desk import Desk, create
from pipetui.services.rehearsal import Rehearsal, described
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROME = ZoneInfo("Europe/Rome")
TWO_STAGES = """
timezone = "America/New_York"
currency = "USD"
[[stage]]
id = "talk"
name = "Talk"
max_days = 3
criteria = [{ id = "met", text = "Met once" }]
[[stage]]
id = "sign"
name = "Sign"
max_days = 5
criteria = [{ id = "terms", text = "Terms agreed" }, { id = "signed", text = "Signed" }]
[[sla]]
id = "quick"
on = "deal"
start = "created"
stop = "ticked:met"
within = "2h"
"""


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ROME).timestamp())


@pytest.fixture
def b2b() -> Playbook:
    return playbooks.from_preset("b2b", "en")


@pytest.fixture
def two_stages() -> Playbook:
    return parse(TWO_STAGES, source="two.toml")


@pytest.fixture
def desk(tmp_path: Path, b2b: Playbook) -> Iterator[Desk]:
    desk = create(tmp_path / "deals.db", playbook=b2b, me="anna", now=instant("2026-06-01T09:00"))
    yield desk
    desk.close()


def add(desk: Desk, name: str, stage: str, *, step: date | None = None) -> int:
    deal_id = edits.add_deal(desk, name=name, stage=stage).id
    if step is not None:
        notes.log_note(desk, deal_id, pain="It hurts", next_step="Call", day=step)
    return deal_id


def changed_stage(playbook: Playbook, stage_id: str, **values: object) -> Playbook:
    stages = tuple(
        replace(stage, **values) if stage.id == stage_id else stage  # type: ignore[arg-type]
        for stage in playbook.stages
    )
    return replace(playbook, stages=stages)


def without(playbook: Playbook, stage_id: str) -> Playbook:
    stages = tuple(stage for stage in playbook.stages if stage.id != stage_id)
    slas = tuple(rule for rule in playbook.slas if stage_id not in rule.start)
    return replace(playbook, stages=stages, slas=slas)


def findings(desk: Desk) -> dict[str, set[int]]:
    """Which deals have which finding, by the domain's word rather than by the stored instants."""
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    with desk.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM deal")]
        for deal in reading.deals(connection, ids):
            for finding in hygiene.findings(deal, desk.rules, desk.now):
                found[finding.kind].add(deal.id)
    return found


def dump(desk: Desk) -> list[str]:
    connection = sqlite3.connect(desk.store.path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def stage_of(desk: Desk, deal_id: int) -> str:
    return records.detail(desk, deal_id).item.deal.stage


# -- reading and showing ------------------------------------------------------------------------------------------


def test_what_is_shown_is_the_playbook_in_force(desk: Desk, b2b: Playbook, tmp_path: Path) -> None:
    file = tmp_path / "shown.toml"
    file.write_text(playbooks.show(desk), encoding="utf-8")
    assert playbooks.from_file(file) == b2b == desk.playbook


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"timezone = "])
def test_a_file_that_cannot_be_used_is_said_plainly(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "team.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=r"team\.toml"):
        playbooks.from_file(file)


# -- applying ------------------------------------------------------------------------------------------------------


def test_the_same_text_again_changes_nothing(desk: Desk) -> None:
    add(desk, "Acme", "discovery")
    before = dump(desk)
    same = parse(playbooks.show(desk), source="shown")
    assert playbooks.rehearse(desk, same, {}) == playbooks.apply(desk, same, {}) == Rehearsal(changed=False)
    assert dump(desk) == before


def test_a_lower_limit_makes_deals_stalled_and_a_higher_one_frees_them(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery", step=date(2026, 7, 1))
    later = desk.at(instant("2026-06-11T09:00"))
    stricter = changed_stage(b2b, "discovery", max_days=9)
    assert playbooks.apply(later, stricter, {}).gained == {"stalled": (acme,)}
    assert today.counts(later, today.View()).stalled == 1
    assert playbooks.apply(later, b2b, {}).lost == {"stalled": (acme,)}
    assert today.counts(later, today.View()).stalled == 0


def test_a_new_time_zone_moves_the_end_of_the_day(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery", step=date(2026, 6, 5))
    # The 6th has begun in Rome, it is still the 5th in New York.
    night = desk.at(instant("2026-06-06T02:00"))
    assert findings(night)["step_overdue"] == {acme}
    rehearsal = playbooks.apply(night, replace(b2b, timezone="America/New_York"), {})
    assert rehearsal.lost == {"step_overdue": (acme,)}
    assert today.counts(night, today.View()).step_overdue == 0


def test_running_sla_clocks_keep_their_due_instant(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "solution")
    before = records.detail(desk, acme).clocks
    assert [clock.sla for clock in before] == ["proposal"]
    at_night = tuple((Opening(0, 3600),) for _ in range(7))
    playbooks.apply(desk, replace(b2b, calendar=replace(b2b.calendar, hours=at_night), slas=()), {})
    assert records.detail(desk, acme).clocks == before


def test_a_clock_that_nothing_can_stop_any_more_stops(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "solution")
    solution = b2b.stage("solution")
    changed = replace(changed_stage(b2b, "solution", criteria=solution.criteria[1:]), slas=())
    late = desk.at(instant("2026-06-05T09:00"))
    rehearsal = playbooks.apply(late, changed, {})
    assert rehearsal.stopped_clocks == 1
    assert rehearsal.lost == {"sla_overdue": (acme,)}
    assert today.counts(late, today.View()).sla_overdue == 0


def test_a_removed_criterion_keeps_its_ticks_and_they_count_when_it_comes_back(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery")
    moves.tick(desk, acme, "impact_estimated", "the note of Monday")
    discovery = b2b.stage("discovery")
    fewer = tuple(criterion for criterion in discovery.criteria if criterion.id != "impact_estimated")
    rehearsal = playbooks.apply(desk, changed_stage(b2b, "discovery", criteria=fewer), {})
    assert [(removed.criterion.id, removed.ticks) for removed in rehearsal.removed_criteria] == [
        ("impact_estimated", 1)
    ]
    assert "impact_estimated" not in [state.id for state in records.detail(desk, acme).criteria]
    playbooks.apply(desk, b2b, {})
    states = {state.id: state for state in records.detail(desk, acme).criteria}
    assert states["impact_estimated"].tick is not None
    assert states["impact_estimated"].tick.how == "the note of Monday"


# -- removed stages ------------------------------------------------------------------------------------------------


def test_a_removed_stage_that_holds_deals_is_refused_until_told_where_they_go(desk: Desk, b2b: Playbook) -> None:
    acme, parked = add(desk, "Acme", "discovery"), add(desk, "Borealis", "discovery")
    moves.park(desk, parked, date(2026, 9, 1), "budget in autumn")
    before = dump(desk)
    smaller = without(b2b, "discovery")
    for attempt in (playbooks.rehearse, playbooks.apply):
        with pytest.raises(BadInput) as caught:
            attempt(desk, smaller, {})
        assert "discovery (2 deals)" in caught.value.message
        assert "--move discovery=" in caught.value.hint
    assert dump(desk) == before

    rehearsal = playbooks.apply(desk, smaller, {"discovery": "solution"})
    assert [(r.stage.id, r.deals, r.to) for r in rehearsal.removed_stages] == [
        ("discovery", (acme, parked), "solution")
    ]
    assert stage_of(desk, acme) == stage_of(desk, parked) == "solution"
    assert records.detail(desk, parked).item.status == "parked"
    assert [visit.stage for visit in records.detail(desk, acme).visits] == ["discovery", "solution"]


def test_a_sleeping_cycle_begins_in_the_stage_it_was_moved_to(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery")
    sleeping = moves.close(desk, acme, "no_decision", "no_priority", date(2026, 8, 1)).next_id
    assert sleeping is not None
    smaller = without(b2b, "qualification")
    with pytest.raises(BadInput):
        playbooks.apply(desk, smaller, {})
    playbooks.apply(desk, smaller, {"qualification": "discovery"})
    detail = records.detail(desk, sleeping)
    assert detail.item.status == "dormant"
    assert [(visit.stage, visit.left_at) for visit in detail.visits] == [("discovery", None)]
    woken = records.detail(desk.at(instant("2026-08-03T09:00")), sleeping)
    assert (woken.item.status, woken.item.stage_days.days) == ("open", 2)


def test_an_empty_stage_goes_without_a_word_and_closed_deals_stay_in_theirs(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery")
    moves.close(desk, acme, "lost", "price")
    rehearsal = playbooks.apply(desk, without(b2b, "discovery"), {})
    assert [(removed.stage.id, removed.deals) for removed in rehearsal.removed_stages] == [("discovery", ())]
    detail = records.detail(desk, acme)
    assert (detail.item.status, detail.item.deal.stage, detail.criteria) == ("lost", "discovery", ())


@pytest.mark.parametrize(
    ("pairs", "named"),
    [
        ({"discovery": "nowhere"}, "nowhere"),
        ({"nowhere": "solution"}, "nowhere"),
        ({"discovery": "solution", "validation": "solution"}, "validation"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(desk: Desk, b2b: Playbook, pairs: dict[str, str], named: str) -> None:
    add(desk, "Acme", "discovery")
    before = dump(desk)
    with pytest.raises(BadInput, match=named):
        playbooks.apply(desk, without(b2b, "discovery"), pairs)
    assert dump(desk) == before


# -- rehearsing and undoing ----------------------------------------------------------------------------------------


def test_the_rehearsal_changes_nothing_and_foretells_what_happens(desk: Desk, b2b: Playbook) -> None:
    for number, stage in enumerate(b2b.stages):
        add(desk, f"Deal {number}", stage.id, step=date(2026, 6, 10 + number))
    add(desk, "No step", "solution")
    later = desk.at(instant("2026-06-12T23:30"))
    new = replace(changed_stage(without(b2b, "solution"), "validation", max_days=5), timezone="Asia/Tokyo")
    pairs = {"solution": "discovery"}

    untouched, before = dump(later), findings(later)
    rehearsal = playbooks.rehearse(later, new, pairs)
    assert dump(later) == untouched
    assert later.playbook == b2b

    assert playbooks.apply(later, new, pairs) == rehearsal
    after = findings(later)
    assert {kind: set(ids) for kind, ids in rehearsal.gained.items()} == {
        kind: after[kind] - before[kind] for kind in KINDS if after[kind] - before[kind]
    }
    assert {kind: set(ids) for kind, ids in rehearsal.lost.items()} == {
        kind: before[kind] - after[kind] for kind in KINDS if before[kind] - after[kind]
    }
    assert rehearsal.gained
    assert rehearsal.lost


def test_undo_takes_the_whole_change_back(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery", step=date(2026, 7, 1))
    later = desk.at(instant("2026-06-12T09:00"))
    before = findings(later)
    playbooks.apply(later, changed_stage(without(b2b, "discovery"), "solution", max_days=0), {"discovery": "solution"})
    history.undo(later)
    assert later.playbook == b2b
    assert stage_of(later, acme) == "discovery"
    assert findings(later) == before


def test_what_a_rehearsal_says(desk: Desk, b2b: Playbook) -> None:
    for number in range(12):
        add(desk, f"Deal {number}", "discovery")
    late = desk.at(instant("2026-06-12T09:00"))
    rehearsal = playbooks.rehearse(
        late, changed_stage(without(b2b, "discovery"), "solution", max_days=0), {"discovery": "validation"}
    )
    assert described(rehearsal) == [
        "The stage “Discovery” goes; 12 deals move to validation: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ….",
        "The criterion “3 to 5 problems mapped, by priority” goes; 0 ticks stay in history.",
        "The criterion “Impact estimated” goes; 0 ticks stay in history.",
        "The criterion “Sponsor inside the buyer named” goes; 0 ticks stay in history.",
        "No deal gains or loses a finding.",
    ]
    assert described(Rehearsal(changed=False)) == ["This is the playbook in force: nothing changes."]
    some = Rehearsal(changed=True, gained={"stalled": (1, 2)}, lost={"sla_overdue": (3,)}, stopped_clocks=1)
    assert described(some) == [
        "1 SLA clock stops: the criterion that it waits for goes.",
        "2 deals gain “stalled”: 1, 2.",
        "1 deal loses “SLA late”: 3.",
    ]


# -- a playbook of its own -----------------------------------------------------------------------------------------


def test_a_playbook_with_two_stages_of_its_own(tmp_path: Path, two_stages: Playbook) -> None:
    desk = create(tmp_path / "two.db", playbook=two_stages, me="anna", now=instant("2026-06-01T16:00"))
    try:
        deal_id = edits.add_deal(desk, name="Acme", amount="1200.50").id
        detail = records.detail(desk, deal_id)
        assert detail.item.deal.stage == "talk"
        assert detail.item.deal.amount is not None
        assert detail.item.deal.amount.currency == "USD"
        assert [clock.sla for clock in detail.clocks] == ["quick"]

        assert moves.move_on(desk, deal_id).open_criteria == ("met",)
        notes.log_note(desk, deal_id, pain="Slow", next_step="Call", day=date(2026, 6, 3), ticks=["met"])
        assert records.detail(desk, deal_id).clocks[0].stopped_at == desk.now
        assert moves.move_on(desk, deal_id).to == "sign"
        with pytest.raises(BadInput):
            moves.move_on(desk, deal_id)
        assert moves.close(desk, deal_id, "won").open_criteria == ("terms", "signed")
        for criterion in ("terms", "signed"):
            moves.tick(desk, deal_id, criterion)
        assert moves.close(desk, deal_id, "won").closed
        assert records.detail(desk, deal_id).item.status == "won"
    finally:
        desk.close()


def test_from_the_default_playbook_to_two_stages(desk: Desk, b2b: Playbook, two_stages: Playbook) -> None:
    ids = {stage.id: add(desk, stage.name, stage.id) for stage in b2b.stages}
    pairs = {stage.id: "talk" if position < 3 else "sign" for position, stage in enumerate(b2b.stages)}
    playbooks.apply(desk, two_stages, pairs)
    assert {stage: stage_of(desk, deal_id) for stage, deal_id in ids.items()} == pairs
    assert [clock.stopped_at for clock in records.detail(desk, ids["solution"]).clocks] == [desk.now]
    assert moves.move_on(desk, ids["discovery"]).open_criteria == ("met",)
    assert today.counts(desk, today.View()).no_next_step == len(ids)


def test_criteria_may_change_their_stage(desk: Desk, b2b: Playbook) -> None:
    acme = add(desk, "Acme", "discovery")
    moves.tick(desk, acme, "icp_fit")
    only = (Criterion("icp_fit", "Fits the ICP"),)
    other: Stage = replace(b2b.stage("qualification"), criteria=(Criterion("worth_it", "Worth it"),))
    changed = changed_stage(changed_stage(b2b, "qualification", criteria=other.criteria), "discovery", criteria=only)
    playbooks.apply(desk, changed, {})
    assert moves.move_on(desk, acme).moved
