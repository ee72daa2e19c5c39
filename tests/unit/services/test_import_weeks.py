"""Week after week: what a careful seller expects of each field when the file and the person have both been at work."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from transfer_helpers import ROWS, Bench, counts

from pipetui.domain import hygiene
from pipetui.errors import BadInput, Refused
from pipetui.services import edits, history, moves, people_changes, records, steps
from pipetui.services.import_conflicts import open_conflicts, settle
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipetui.services.desk import Desk
    from pipetui.services.import_conflicts import Take

ERP, PILOT, AUDIT = ROWS
CRITERIA = ("icp_fit", "decision_role_known", "pain_urgent", "time_window_realistic")


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    bench = Bench(empty_desk, tmp_path)
    bench.hubspot()
    return bench


def number(bench: Bench, external_id: str = "11") -> int:
    return int(bench.deal(external_id)["id"])


def erp(**changes: str) -> str:
    """The row of deal 11 with some cells changed."""
    names = ("id", "name", "stage", "amount", "close", "created", "owner", "step", "when")
    cells = dict(zip(names, ERP.split(","), strict=True))
    return ",".join({**cells, **changes}.values())


def attention_is_right(bench: Bench) -> None:
    """What is kept for the list is what the rules say."""
    with bench.desk.reading() as connection:
        deal = reading.deal(connection, number(bench))
        row = reading.row_of(connection, number(bench))
    assert deal is not None
    assert row is not None
    seen = hygiene.attention(deal, bench.desk.rules)
    assert (row["flagged_at"], row["clear_at"], row["due_at"]) == (seen.flagged_at, seen.clear_at, seen.due_at)


def sets(**values: str) -> Callable[[Desk, int], object]:
    return lambda desk, deal: edits.set_fields(desk, deal, values)


def plans(text: str, day: date) -> Callable[[Desk, int], object]:
    return lambda desk, deal: steps.plan(desk, deal, text=text, day=day)


def closes(outcome: str, reason: str) -> Callable[[Desk, int], object]:
    return lambda desk, deal: moves.close(desk, deal, outcome, reason)


def parks(desk: Desk, deal: int) -> object:
    return moves.park(desk, deal, date(2026, 12, 24), "budget")


def finishes(desk: Desk, deal: int) -> object:
    return steps.done(desk, deal)


def nothing(_desk: Desk, _deal: int) -> object:
    return None


@dataclass(frozen=True)
class Week:
    """What a person does to deal 11, what the next file says, and what must come of it."""

    does: Callable[[Desk, int], object]
    file: str
    expected: Mapping[str, Any]
    conflicts: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)


WEEKS = {
    "a cell emptied in the CRM empties ours, if nobody touched it": Week(
        nothing, erp(amount="", close="", owner=""), {"amount": None, "close_date": None, "owner": None}
    ),
    "a cell emptied in the CRM does not take what a person wrote": Week(
        sets(amount="99", close_date="2027-02-01"),
        erp(amount="", close=""),
        {"amount": "99.00", "close_date": "2027-02-01"},
        {"amount": ("99.00", None), "close_date": ("2027-02-01", None)},
    ),
    "a value emptied here is not brought back by the same file": Week(
        sets(close_date=""), ERP, {"close_date": None}
    ),
    "a value emptied here and changed there is a conflict": Week(
        sets(close_date=""), erp(close="2027-03-01"), {"close_date": None}, {"close_date": (None, "2027-03-01")}
    ),
    "another owner in the CRM": Week(nothing, erp(owner="Luca Bianchi"), {"owner": "Luca Bianchi"}),
    "another owner here and there": Week(
        sets(owner="Carla Neri"), erp(owner="Luca Bianchi"), {"owner": "Carla Neri"},
        {"owner": ("Carla Neri", "Luca Bianchi")},
    ),
    "a step that is done does not come back": Week(
        finishes, ERP, {"next_step": None, "next_step_date": None}
    ),
    "a step that is done here and has another date there is a conflict, not a step": Week(
        finishes, erp(when="2026-12-09"), {"next_step": None, "next_step_date": None},
        {"next_step_date": (None, "2026-12-09")},
    ),
    "a new step after the one that is done here": Week(
        finishes, erp(step="Send offer", when="2026-12-09"), {"next_step": None, "next_step_date": None},
        {"next_step": (None, "Send offer"), "next_step_date": (None, "2026-12-09")},
    ),
    "a step re-dated in both": Week(
        plans("Call Rita", date(2026, 12, 3)), erp(when="2026-12-09"),
        {"next_step": "Call Rita", "next_step_date": "2026-12-03"},
        {"next_step_date": ("2026-12-03", "2026-12-09")},
    ),
    "the same new date on both sides": Week(
        plans("Call Rita", date(2026, 12, 9)), erp(when="2026-12-09"), {"next_step_date": "2026-12-09"}
    ),
    "closed here, open there as before": Week(
        closes("lost", "price"), ERP, {"status": "lost", "reason": "price"}
    ),
    "closed here, moved on there": Week(
        closes("lost", "price"), erp(stage="Contract Sent"), {"status": "lost", "stage": "qualification"},
        {"status": ("lost", "open")},
    ),
    "closed here, won there": Week(
        closes("lost", "price"), erp(stage="Closed Won"), {"status": "lost"}, {"status": ("lost", "won")}
    ),
    "closed there": Week(nothing, erp(stage="Closed Lost", close="2026-11-20"), {"status": "lost", "next_step": None}),
    "won there while criteria are open here": Week(
        nothing, erp(stage="Closed Won", close="2026-11-20"), {"status": "won", "closed": "2026-11-20"}
    ),
    "lost there, no decision here, which the CRM has no word for": Week(
        closes("no-decision", "status_quo"), erp(stage="Closed Lost"), {"status": "no_decision"}
    ),
    "parked here, moved on there": Week(
        parks, erp(stage="Contract Sent"), {"status": "parked", "stage": "qualification"}
    ),
    "parked here, another step there": Week(
        parks, erp(step="Send offer", when="2026-12-09"),
        {"status": "parked", "next_step": "budget", "next_step_date": "2026-12-24"},
        {"next_step": ("budget", "Send offer"), "next_step_date": ("2026-12-24", "2026-12-09")},
    ),
    "parked here, lost there": Week(parks, erp(stage="Closed Lost"), {"status": "lost"}),
    "another currency there": Week(
        nothing, erp(amount="USD 1200.50"), {"amount": "1200.50", "currency": "USD"}
    ),
    "another currency here": Week(sets(currency="USD"), ERP, {"amount": "1200.50", "currency": "USD"}),
    "another currency here, another amount there": Week(
        sets(currency="USD"), erp(amount="1300"), {"amount": "1200.50", "currency": "USD"},
        {"amount": ("1200.50 USD", "1300.00 EUR")},
    ),
    "another name there": Week(nothing, erp(name="ERP two"), {"name": "ERP two"}),
    "another name here and there": Week(
        sets(name="ERP here"), erp(name="ERP there"), {"name": "ERP here"}, {"name": ("ERP here", "ERP there")}
    ),
}  # fmt: skip


@pytest.mark.parametrize("week", WEEKS.values(), ids=WEEKS.keys())
def test_one_week(bench: Bench, week: Week) -> None:
    deal = number(bench)
    week.does(bench.later(), deal)
    report = bench.hubspot(week.file, PILOT, AUDIT)
    found = bench.deal("11")
    assert {name: found[name] for name in week.expected} == week.expected
    assert {each.field: (each.ours, each.theirs) for each in report.conflicts} == week.conflicts
    kept = {each.field: each.told() for each in open_conflicts(bench.desk, deal)}
    assert kept == week.conflicts
    # The same file once more changes nothing and asks nothing again; what is open stays open.
    again = bench.hubspot(week.file, PILOT, AUDIT)
    assert (again.updated, list(again.conflicts)) == (0, [])
    assert {each.field: each.told() for each in open_conflicts(bench.desk, deal)} == week.conflicts
    assert bench.deal("11") == found


SETTLED = {
    "amount": (sets(amount="99"), erp(amount="1300"), "amount", "1300.00"),
    "amount in another currency": (sets(amount="99", currency="USD"), erp(amount="1300"), "amount", "1300.00"),
    "an emptied day": (sets(close_date="2027-02-01"), erp(close=""), "close_date", None),
    "owner": (sets(owner="Carla Neri"), erp(owner="Luca Bianchi"), "owner", "Luca Bianchi"),
    "step after a done one": (finishes, erp(step="Send offer", when="2026-12-09"), "next_step", "Send offer"),
    "date of the step": (plans("Call", date(2026, 12, 3)), erp(when="2026-12-09"), "next_step_date", "2026-12-09"),
    "name": (sets(name="ERP here"), erp(name="ERP there"), "name", "ERP there"),
    "won there": (closes("lost", "price"), erp(stage="Closed Won", close="2026-11-20"), "status", "won"),
    "open there": (closes("lost", "price"), erp(stage="Contract Sent"), "status", "open"),
}


@pytest.mark.parametrize("case", SETTLED.values(), ids=SETTLED.keys())
@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_a_conflict_is_settled_and_an_undo_opens_it_again(
    bench: Bench, case: tuple[Callable[[Desk, int], object], str, str, str | None], take: Take
) -> None:
    does, file, name, value = case
    deal = number(bench)
    does(bench.later(), deal)
    bench.hubspot(file, PILOT, AUDIT)
    before, open_before = bench.deal("11"), open_conflicts(bench.desk, deal)
    (conflict,) = [each for each in open_before if each.field == name]
    done = settle(bench.later(), conflict.id, take)
    after = bench.deal("11")
    assert after[name] == (value if take == "theirs" else before[name])
    assert conflict not in open_conflicts(bench.desk, deal)
    assert (history.log(bench.desk)[0].id, history.log(bench.desk)[0].type) == (done.event, "conflict_settled")
    attention_is_right(bench)
    if take == "mine":
        assert after == before
        changes = {row["field"] for row in bench.exported("changes") if row["external_id"] == "11"}
        assert {"status": "stage"}.get(name, name) in changes, "it waits to be entered in the CRM"
    history.undo(bench.later())
    assert bench.deal("11") == before
    assert open_conflicts(bench.desk, deal) == open_before
    assert bench.hubspot(file, PILOT, AUDIT).conflicts == []


def test_a_deal_that_is_open_there_goes_on_through_the_gate(bench: Bench) -> None:
    moves.close(bench.later(), number(bench), "lost", "price")
    bench.hubspot(erp(stage="Contract Sent"), PILOT, AUDIT)
    settle(bench.later(), open_conflicts(bench.desk)[0].id, "theirs")
    found = records.detail(bench.desk, number(bench)).item.deal
    assert (found.status, found.stage, found.crm_stage, found.step.text) == (
        "open", "qualification", "decision", "Call Rita",
    )  # fmt: skip


def test_a_conflict_is_settled_once(bench: Bench) -> None:
    edits.set_fields(bench.later(), number(bench), {"amount": "99"})
    bench.hubspot(erp(amount="1300"), PILOT, AUDIT)
    (conflict,) = open_conflicts(bench.desk)
    settle(bench.later(), conflict.id, "mine")
    with pytest.raises(BadInput, match="settled"):
        settle(bench.later(), conflict.id, "theirs")
    assert bench.deal("11")["amount"] == "99.00"


def test_a_newer_conflict_takes_the_place_of_the_older(bench: Bench) -> None:
    edits.set_fields(bench.later(), number(bench), {"amount": "99"})
    bench.hubspot(erp(amount="1300"), PILOT, AUDIT)
    bench.hubspot(PILOT, erp(amount="1400"), AUDIT)
    assert [(each.row, each.ours, each.theirs) for each in open_conflicts(bench.desk)] == [
        (3, "99.00 EUR", "1400.00 EUR")
    ]
    history.undo(bench.later())
    assert [(each.row, each.theirs) for each in open_conflicts(bench.desk)] == [(2, "1300.00 EUR")]


@pytest.mark.parametrize("who", ["file", "person"])
def test_a_conflict_ends_when_both_say_the_same(bench: Bench, who: str) -> None:
    edits.set_fields(bench.later(), number(bench), {"amount": "99"})
    bench.hubspot(erp(amount="1300"), PILOT, AUDIT)
    if who == "file":
        bench.hubspot(erp(amount="99"), PILOT, AUDIT)
    else:
        edits.set_fields(bench.later(), number(bench), {"amount": "1300"})
    assert open_conflicts(bench.desk) == []
    bench.hubspot(erp(amount="99"), PILOT, AUDIT)
    bench.hubspot(erp(amount="77"), PILOT, AUDIT)
    assert (bench.deal("11")["amount"], open_conflicts(bench.desk)) == ("77.00", [])


def test_people_who_became_one_are_no_conflict(bench: Bench) -> None:
    edits.set_fields(bench.later(), number(bench), {"owner": "Carla Neri"})
    bench.hubspot(erp(owner="C. Neri"), PILOT, AUDIT, persons={"C. Neri": "C. Neri"})
    assert [each.field for each in open_conflicts(bench.desk)] == ["owner"]
    people_changes.add_alias(bench.later(), "Carla Neri", "C. Neri")
    assert open_conflicts(bench.desk) == []


def test_a_row_that_is_gone_and_comes_back_is_the_same_deal(bench: Bench) -> None:
    assert bench.hubspot(PILOT, AUDIT).missing == [number(bench)]
    edits.set_fields(bench.later(), number(bench), {"amount": "99"})
    report = bench.hubspot(erp(name="ERP two"), PILOT, AUDIT)
    assert (counts(report), report.missing, list(report.conflicts), list(report.twins)) == ((0, 1, 2, 0), [], [], [])
    assert (bench.deal("11")["name"], bench.deal("11")["amount"]) == ("ERP two", "99.00")


def test_an_old_row_leaves_the_new_cycle_alone(bench: Bench) -> None:
    old = number(bench)
    moves.close(bench.later(), old, "lost", "price")
    new = moves.reopen(bench.later(), old, "back", step="Call again", day=date(2026, 12, 1)).id
    before = records.detail(bench.desk, new).item
    report = bench.hubspot(erp(name="ERP two", stage="Contract Sent", when="2026-12-20"), PILOT, AUDIT)
    assert (records.detail(bench.desk, new).item, list(report.held)) == (before, [])
    assert bench.deal("11")["name"] == "ERP two"


def test_a_deal_that_goes_on_here_as_another_is_not_opened_twice(bench: Bench) -> None:
    bench.hubspot(erp(stage="Closed Lost", close="2026-11-20"), PILOT, AUDIT)
    old = number(bench)
    new = moves.reopen(bench.later(), old, "back", step="Call again", day=date(2026, 12, 1)).id
    report = bench.hubspot(ERP, PILOT, AUDIT)
    assert [(each.field, each.ours, each.theirs) for each in report.conflicts] == [("status", "lost", "open")]
    assert bench.deal("11")["status"] == "lost"
    (conflict,) = open_conflicts(bench.desk)
    with pytest.raises(Refused, match=f"deal {new}"):
        settle(bench.later(), conflict.id, "theirs")
    settle(bench.later(), conflict.id, "mine")
    assert (open_conflicts(bench.desk), list(bench.hubspot(ERP, PILOT, AUDIT).conflicts)) == ([], [])


def test_people_who_became_one_own_what_the_file_says(bench: Bench) -> None:
    people_changes.add(bench.later(), "Anna R.")
    people_changes.merge(bench.later(), "Anna Rossi", "Anna R.")
    assert counts(bench.hubspot()) == (0, 0, 3, 0)
    report = bench.hubspot(erp(owner="Luca Bianchi"), PILOT.replace("Luca Bianchi", "Anna Rossi"), AUDIT)
    assert report.conflicts == []
    assert (bench.deal("11")["owner"], bench.deal("12")["owner"]) == ("Luca Bianchi", "Anna R.")


def test_a_record_that_was_deleted_there_stays_here(bench: Bench) -> None:
    header, row = "Id,Name,StageName,IsDeleted,CloseDate", "006A,ERP,Prospecting,{},2026-12-31"
    bench.bring(f"{header}\n{row.format('false')}\n", format="salesforce")
    report = bench.bring(f"{header}\n{row.format('true')}\n", format="salesforce")
    assert (counts(report), report.missing) == ((0, 0, 0, 1), [])
    assert bench.deal("006A")["status"] == "open"


def test_held_lasts_until_the_person_has_moved_it_on(bench: Bench) -> None:
    deal = number(bench)
    further = erp(stage="Qualified To Buy")
    bench.hubspot(further, PILOT, AUDIT)
    assert records.detail(bench.desk, deal).item.deal.crm_stage == "discovery"
    bench.hubspot(further, PILOT, AUDIT)
    assert records.detail(bench.desk, deal).item.deal.crm_stage == "discovery"
    for criterion in CRITERIA:
        moves.tick(bench.later(), deal, criterion)
    assert records.detail(bench.desk, deal).item.deal.crm_stage == "discovery"
    moves.move_on(bench.later(), deal)
    assert records.detail(bench.desk, deal).item.deal.crm_stage is None
    history.undo(bench.later())
    assert records.detail(bench.desk, deal).item.deal.crm_stage == "discovery"
    moves.move_on(bench.later(), deal)
    assert bench.hubspot(further, PILOT, AUDIT).held == []


def test_held_ends_when_the_crm_goes_back(bench: Bench) -> None:
    bench.hubspot(erp(stage="Contract Sent"), PILOT, AUDIT)
    report = bench.hubspot(ERP, PILOT, AUDIT)
    assert (list(report.held), list(report.conflicts)) == ([], [])
    assert records.detail(bench.desk, number(bench)).item.deal.crm_stage is None


def test_closing_a_held_deal_ends_what_the_crm_says(bench: Bench) -> None:
    bench.hubspot(erp(stage="Contract Sent"), PILOT, AUDIT)
    moves.close(bench.later(), number(bench), "lost", "price")
    assert bench.hubspot(erp(stage="Contract Sent"), PILOT, AUDIT).held == []


# Undo


def test_an_import_that_people_have_built_upon_names_the_deals(bench: Bench) -> None:
    before = bench.exported()
    new = [f"{30 + n},Deal {n},Qualified To Buy,,,,,," for n in range(12)]
    bench.hubspot(erp(amount="1300"), PILOT, AUDIT, *new)
    luca = replace(bench.later(), me="luca")
    edits.set_fields(luca, number(bench), {"amount": "99"})
    for deal in bench.exported()[3:]:
        steps.plan(luca, deal["id"], text="Call", day=date(2026, 12, 2))
    with pytest.raises(Refused, match=r"#1 ERP, #4 Deal 0, .* and 3 more") as caught:
        history.undo(bench.later())
    assert "12 × next step, 1 × edit" in caught.value.hint
    history.undo(bench.later(), force=True)
    assert bench.exported() == before
    with bench.desk.reading() as connection:
        assert connection.execute("SELECT count(*) FROM seen_row").fetchone()[0] == 3
    assert counts(bench.hubspot()) == (0, 0, 3, 0)
