"""Taking back: one's own last action, whole; nothing of it where somebody has changed the same since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.errors import BadInput, Refused
from pipetui.services import edits, history, moves, notes, playbooks, records, steps, today

if TYPE_CHECKING:
    from pipetui.domain.model import Deal
    from pipetui.services.desk import Desk

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def anna(empty_desk: Desk) -> Desk:
    """Anna's desk; deal 1 was added by somebody else."""
    edits.add_deal(replace(empty_desk, me="mia"), name="Pilot", owner="luca")
    return empty_desk


@pytest.fixture
def luca(anna: Desk) -> Desk:
    return replace(anna, me="luca")


def deal(desk: Desk) -> Deal:
    return today.item(desk, 1).deal


def test_nothing_to_undo(anna: Desk, luca: Desk) -> None:
    for desk in (anna, luca, replace(anna, me="somebody new")):
        with pytest.raises(Refused, match="nothing to undo") as caught:
            history.undo(desk)
        assert caught.value.status == 1
    assert "somebody new" not in records.people(anna)


def test_what_was_undone_stays_in_the_log(anna: Desk) -> None:
    done = edits.set_fields(anna, 1, {"amount": "5"})
    undone = history.undo(anna)
    assert (undone.action, undone.name, undone.records) == (done.action, "edit", (1,))
    told = history.log(anna, 1)
    assert [(event.type, event.undone) for event in told] == [("undone", False), ("edited", True), ("created", False)]
    assert [history.sentence(anna, event) for event in told[:2]] == [
        "undone: edit, anna",
        "edited amount: – → 5.00 (undone), anna",
    ]
    assert deal(anna).amount is None


def test_one_action_after_the_other(anna: Desk) -> None:
    for name in ("one", "two", "three"):
        edits.set_fields(anna, 1, {"name": name})
    names = []
    for _again in range(3):
        history.undo(anna)
        names.append(deal(anna).name)
    assert names == ["two", "one", "Pilot"]
    with pytest.raises(Refused, match="nothing"):
        history.undo(anna)


def test_only_ones_own(anna: Desk, luca: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    edits.set_fields(luca, 1, {"source": "fair"})
    history.undo(anna)
    assert (deal(anna).company, records.detail(anna, 1).source) == (None, "fair")
    history.undo(luca)
    assert records.detail(anna, 1).source is None


def test_names_are_the_same_person_however_written(anna: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    history.undo(replace(anna, me="ANNA"))
    assert deal(anna).company is None


def test_somebody_changed_the_same_field_since(anna: Desk, luca: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    edits.set_fields(luca, 1, {"company": "Acme SpA"})
    log = history.log(anna)
    with pytest.raises(Refused, match="changed since, on #1 Acme SpA · Pilot") as caught:
        history.undo(anna)
    assert caught.value.status == 1
    assert "--force, what came later is undone, too: 1 × edit." in caught.value.hint
    assert history.log(anna) == log
    assert deal(anna).company == "Acme SpA"


def test_with_force_what_came_later_goes_too(anna: Desk, luca: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    edits.set_fields(luca, 1, {"company": "Acme SpA"})
    edits.set_fields(luca, 1, {"company": "Acme srl"})
    edits.set_fields(luca, 1, {"source": "fair"})
    undone = history.undo(anna, force=True)
    assert deal(anna).company is None
    assert records.detail(anna, 1).source == "fair", "what does not stand upon it stays"
    assert "2 later actions" in undone.said


def test_once_the_other_took_it_back_it_is_free(anna: Desk, luca: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    edits.set_fields(luca, 1, {"company": "Acme SpA"})
    history.undo(luca)
    history.undo(anna)
    assert deal(anna).company is None


def test_a_step_that_somebody_built_upon(anna: Desk, luca: Desk) -> None:
    steps.plan(anna, 1, text="Call", day=FRIDAY)
    steps.plan(luca, 1, text="Call", day=MONDAY)
    with pytest.raises(Refused, match="changed since"):
        history.undo(anna)
    history.undo(luca)
    assert deal(anna).step.date == FRIDAY
    history.undo(anna)
    assert deal(anna).step.missing == ("text", "owner", "date")


def test_a_deal_that_others_have_worked_on_stays(anna: Desk, luca: Desk) -> None:
    mine = edits.add_deal(anna, name="Mine").id
    notes.log_note(luca, mine, pain="p", next_step="s", day=FRIDAY)
    with pytest.raises(Refused, match=f"on #{mine} Mine"):
        history.undo(anna)
    history.undo(anna, force=True)
    with pytest.raises(BadInput, match="no deal"):
        today.item(anna, mine)
    assert edits.add_deal(anna, name="Next").id == mine + 1, "a number is never used again"


def test_a_step_confirmed_as_it_was_keeps_nothing_from_being_undone(empty_desk: Desk) -> None:
    edits.add_deal(empty_desk, name="Pilot")
    for _again in range(2):
        steps.plan(empty_desk, 1, text="Call", day=FRIDAY)
    history.undo(empty_desk)
    history.undo(empty_desk)
    with pytest.raises(BadInput, match="no deal"):
        today.item(empty_desk, 1)


def test_a_row_that_is_not_as_history_left_it_stays(empty_desk: Desk) -> None:
    """Somebody has written into the file by other means than ours."""
    deal_id = edits.add_deal(empty_desk, name="One").id
    edits.set_fields(empty_desk, deal_id, {"name": "Two"})
    empty_desk.store.connection().execute("UPDATE deal SET name = 'Three'")
    with pytest.raises(Refused, match="changed since"):
        history.undo(empty_desk)
    assert today.item(empty_desk, deal_id).deal.name == "Three"


def test_a_tick_under_a_move_can_go(anna: Desk, luca: Desk) -> None:
    """Another field was changed since: the stage."""
    for criterion in ("icp_fit", "decision_role_known", "pain_urgent"):
        moves.tick(luca, 1, criterion)
    moves.tick(anna, 1, "time_window_realistic")
    moves.move_on(luca, 1)
    history.undo(anna)
    assert deal(anna).stage == "discovery"


def test_bulk_goes_back_as_one(anna: Desk) -> None:
    others = [edits.add_deal(anna, name=f"deal {number}").id for number in range(3)]
    edits.assign(anna, [1, *others], "mia")
    assert history.undo(anna).records == (1, *others)
    assert [today.item(anna, number).deal.owner for number in (1, *others)] == ["luca", "anna", "anna", "anna"]


def test_attention_follows(anna: Desk) -> None:
    long_after = anna.at(NOW + 20 * 86_400)
    assert today.counts(long_after, today.View()).stalled == 1
    moves.close(long_after, 1, "lost", "price")
    assert today.counts(long_after, today.View()).flagged == 0
    history.undo(long_after)
    assert today.counts(long_after, today.View()).stalled == 1
    assert [item.id for item in today.listing(long_after, today.View())] == [1]


def test_undo_does_not_run_back_in_time(anna: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    with pytest.raises(BadInput, match="later in its history"):
        history.undo(anna.at(NOW - 60))
    assert deal(anna).company == "Acme"


def test_the_playbook_goes_back_with_its_findings(anna: Desk, luca: Desk) -> None:
    later = anna.at(NOW + 10 * 86_400)
    strict = replace(
        anna.playbook, stages=tuple(replace(stage, max_days=3) for stage in anna.playbook.stages), timezone="Asia/Tokyo"
    )
    playbooks.apply(later, strict, {})
    assert today.counts(later, today.View()).stalled == 1
    assert later.playbook.stage("qualification").max_days == 3
    history.undo(later)
    assert later.playbook.stage("qualification").max_days == 14
    assert today.counts(later, today.View()).stalled == 0
    soft = replace(anna.playbook, stages=tuple(replace(stage, max_days=5) for stage in anna.playbook.stages))
    playbooks.apply(later, soft, {})
    assert luca.playbook.stage("qualification").max_days == 5


def test_the_playbook_stays_while_deals_stand_on_it(anna: Desk, luca: Desk) -> None:
    stages = anna.playbook.stages
    longer = replace(anna.playbook, stages=(stages[0], replace(stages[1], id="new", criteria=()), *stages[1:]))
    playbooks.apply(anna, longer, {})
    stray = edits.add_deal(luca, name="There", stage="new").id
    with pytest.raises(Refused, match=rf"stages that it would lack \({stray}\)"):
        history.undo(anna)
    assert anna.playbook.has_stage("new")
    history.undo(luca)
    history.undo(anna)
    assert not anna.playbook.has_stage("new")


def test_the_log_newest_first(anna: Desk) -> None:
    edits.set_fields(anna, 1, {"company": "Acme"})
    edits.add_deal(anna, name="Other")
    told = history.log(anna)
    assert [event.type for event in told] == ["created", "edited", "created", "playbook_applied"]
    assert [event.id for event in told] == sorted((event.id for event in told), reverse=True)
    assert [event.type for event in history.log(anna, limit=2)] == ["created", "edited"]
    assert [event.type for event in history.log(anna, 1)] == ["edited", "created"]
    edited = told[1]
    assert (edited.by, edited.at, edited.record, edited.before, edited.after) == (
        "anna", NOW, 1, {"company": None}, {"company": "Acme"},
    )  # fmt: skip


def test_every_event_is_told_as_a_sentence(desk: Desk) -> None:
    moves.close(desk, 4, "no-decision", "status_quo")
    moves.reopen(desk, 4, "mistake")
    moves.close(desk, 4, "lost", "price")
    moves.reopen(desk, 4, "back", step="Call", day=FRIDAY)
    moves.unpark(desk, 9)
    moves.tick(desk, 9, "icp_fit", "seen")
    moves.untick(desk, 9, "icp_fit")
    moves.move_back(desk, 6, ["sponsor_named"], "he left")
    notes.log_no_reply(desk, 1)
    steps.done(desk, 1)
    edits.assign(desk, [1], "luca")
    history.undo(desk)
    told = [history.sentence(desk, event) for event in history.log(desk)]
    assert all(sentence and "None" not in sentence and "{" not in sentence for sentence in told)


def test_a_past_day_is_as_it_was_recorded(desk: Desk) -> None:
    moves.close(desk, 6, "lost", "price")
    edits.set_fields(desk, 2, {"name": "renamed"})
    past = history.rewound(desk, date(2026, 11, 17))
    assert past.now == instant("2026-11-17 23:59:59")
    acme = today.item(past, 6)
    assert (acme.status, acme.deal.stage, acme.deal.step.text) == ("open", "solution", None)
    assert today.item(past, 2).deal.name == "rollout"
    assert today.counts(past, today.View()).open_deals == 6
    with pytest.raises(BadInput, match="no deal"):
        today.item(past, 9)
    past.close()


def test_a_day_that_was_not(desk: Desk) -> None:
    with pytest.raises(BadInput, match="future"):
        history.rewound(desk, date(2026, 11, 24))
    with pytest.raises(BadInput, match="did not exist"):
        history.rewound(desk, date(2026, 7, 31))


def test_a_past_before_the_database_was_made(empty_desk: Desk) -> None:
    """With ``--now`` people write into a time before the database was made: that time can be looked at, too."""
    earlier = empty_desk.at(NOW - 30 * 86_400)
    edits.add_deal(earlier, name="Pilot")
    past = history.rewound(empty_desk, earlier.today)
    assert past.playbook == empty_desk.playbook
    assert today.counts(past, today.View()).open_deals == 1
    past.close()


def test_a_deal_closed_then_and_open_now_was_not_on_the_list(empty_desk: Desk) -> None:
    deal_id = edits.add_deal(empty_desk, name="Pilot").id
    moves.close(empty_desk, deal_id, "lost", "price")
    later = empty_desk.at(NOW + 5 * 86_400)
    moves.reopen(later, deal_id, "mistake")
    assert today.counts(later, today.View()).flagged == 1
    past = history.rewound(later, empty_desk.today)
    assert today.item(past, deal_id).status == "lost"
    assert today.counts(past, today.View()).flagged == 0
    assert today.listing(past, today.View()) == []
    past.close()


def test_the_playbook_of_that_day(anna: Desk) -> None:
    later = anna.at(NOW + 3 * 86_400)
    playbooks.apply(later, replace(anna.playbook, currency="USD"), {})
    past = history.rewound(later, anna.today)
    assert past.playbook.currency == "EUR"
    past.close()
