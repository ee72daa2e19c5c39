"""The board's figures and columns are what the rules say about every deal, and add up to Today's counts."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pipeline import NOW, instant

from pipetui.domain import hygiene
from pipetui.domain.groups import Group, closed_words, worth
from pipetui.domain.money import Money, rank
from pipetui.domain.playbook import Rate
from pipetui.errors import BadInput, Refused
from pipetui.services import (
    absence_changes,
    absences,
    board,
    cycles,
    edits,
    moves,
    notes,
    playbooks,
    records,
    steps,
    today,
)
from pipetui.services.desk import open_desk
from pipetui.storage import attention, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

STAGES = ("qualification", "discovery", "solution", "validation", "decision", "closing")


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


def column(desk: Desk, stage: str, owner: str | None = None) -> board.Column:
    return next(each for each in board.figures(desk, owner).columns if each.stage.id == stage)


def companies(items: Iterable[Item]) -> list[str | None]:
    return [item.deal.company for item in items]


def looked_at(desk: Desk) -> list[Item]:
    """Every deal that is open or parked, by the rules alone."""
    with desk.reading() as connection:
        deals = reading.deals(connection, list(attention.stored(connection)))
    items = (hygiene.look(each, desk.rules, desk.now) for each in deals)
    return [item for item in items if item.status in ("open", "parked")]


def order(item: Item) -> tuple[Any, ...]:
    """What is parked last; then what is flagged, in the product's order; then the larger amount."""
    section, kind, amount, created, deal_id = hygiene.order_key(item)
    if not item.findings:
        section = 4
    return item.status == "parked", {0: 0, 3: 1}.get(section, 2), kind, amount, created, deal_id


def check_everything(desk: Desk) -> None:
    """Columns, figures, places and Today's counts agree, for everybody and for each owner."""
    items = looked_at(desk)
    for owner in (None, *{item.deal.owner for item in items if item.deal.owner}):
        whose = (owner, *(absences.covered_names(desk, owner) if owner else ()))
        mine = [
            replace(item, covering=owner not in (None, item.deal.owner))
            for item in items
            if owner is None or item.deal.owner in whose
        ]
        shown = board.figures(desk, owner)
        counts = today.counts(desk, today.View(owner=owner))
        assert sum(each.size for each in shown.columns) == counts.open_deals
        assert shown.open.count + shown.parked.count == counts.open_deals
        assert shown.parked.count == counts.parked
        assert shown.flagged.count + sum(each.parked_flagged for each in shown.columns) == counts.flagged
        for position, each in enumerate(shown.columns):
            here = sorted((item for item in mine if item.deal.stage == each.stage.id), key=order)
            whole = board.page(desk, owner, each.stage.id, 0, 1000)
            assert [item.id for item in whole] == [item.id for item in here]
            assert whole == here
            check_column(each, here)
            for index, item in enumerate(here):
                assert board.place(desk, owner, item.id) == board.Place(position, index)


def check_column(each: board.Column, here: list[Item]) -> None:
    awake = [item for item in here if item.status == "open"]
    check_group(each.open, awake)
    check_group(each.flagged, [item for item in awake if item.findings])
    check_group(each.parked, [item for item in here if item.status == "parked"])


def check_group(group: Group, items: list[Item]) -> None:
    sums: Counter[str] = Counter()
    for item in items:
        if item.deal.amount is not None:
            sums[item.deal.amount.currency] += item.deal.amount.minor
    assert group.count == len(items)
    assert {money.currency: money.minor for money in group.value} == {
        item.deal.amount.currency: sums[item.deal.amount.currency] for item in items if item.deal.amount
    }


def test_the_small_pipeline(desk: Desk) -> None:
    check_everything(desk)
    shown = board.figures(desk)
    assert [each.stage.id for each in shown.columns] == list(STAGES)
    assert {each.stage.id: each.open.count for each in shown.columns} == {
        "qualification": 3, "discovery": 2, "solution": 1, "validation": 1, "decision": 1, "closing": 0,
    }  # fmt: skip
    assert column(desk, "qualification").parked == Group(1)
    assert column(desk, "discovery").open == Group(2, (Money(6_950_000, "EUR"),))


def test_the_sample_pipeline(sample_desk: Desk) -> None:
    check_everything(sample_desk)


def test_what_is_flagged_leads_then_what_is_in_hand_then_amounts(desk: Desk) -> None:
    assert companies(board.page(desk, None, "discovery", 0, 10)) == ["Delta", "Gea"]
    assert companies(board.page(desk, None, "qualification", 0, 10)) == ["Borealis", "Hera", "Fano", "Iris"]
    assert companies(board.page(desk, None, "qualification", 1, 2)) == ["Hera", "Fano"]
    assert rank(Money(1, "EUR")) > rank(None)


def test_of_one_owner(desk: Desk) -> None:
    assert companies(board.page(desk, "luca", "qualification", 0, 10)) == ["Hera"]
    assert board.figures(desk, "luca").open == Group(1, (Money(1_500_000, "EUR"),))
    assert board.place(desk, "luca", deal(desk, "acme")) is None
    with pytest.raises(BadInput):
        board.figures(desk, "nobody")


def test_who_covers_has_the_deals_of_the_one_who_is_away(desk: Desk) -> None:
    absence_changes.plan(desk, "anna", desk.today, desk.today + timedelta(days=3), "luca")
    counts = today.counts(desk, today.View(owner="luca"))
    shown = board.figures(desk, "luca")
    assert shown.open.count + shown.parked.count == counts.open_deals == 9
    assert [item.covering for item in board.page(desk, "luca", "qualification", 0, 10)] == [True, False, True, True]
    assert board.figures(desk.at(NOW + 4 * 86_400), "luca").open.count == 1


def test_what_closes_this_month_and_what_is_past(desk: Desk) -> None:
    for company, day in (
        ("Borealis", "2026-11-23"), ("Hera", "2026-11-30"), ("Fano", "2026-11-22"), ("Iris", "2026-11-25"),
        ("Delta", "2026-12-01"), ("Gea", "2026-10-31"),
    ):  # fmt: skip
        edits.set_fields(desk, deal(desk, company), {"close_date": day})
    first = column(desk, "qualification")
    assert first.closing == Group(2, (Money(6_300_000, "EUR"),)), "the parked one does not count"
    assert first.past == Group(1, (Money(2_200_000, "EUR"),))
    second = column(desk, "discovery")
    assert (second.closing.count, second.past.count) == (0, 1)


def test_the_month_is_the_calendar_month_of_the_playbooks_zone(desk: Desk) -> None:
    borealis, hera = deal(desk, "borealis"), deal(desk, "hera")
    edits.set_fields(desk, borealis, {"close_date": "2026-12-31"})
    edits.set_fields(desk, hera, {"close_date": "2027-01-01"})
    last_second = instant("2026-11-30 23:59")
    assert board.figures(desk.at(last_second)).closing.count == 0
    assert board.figures(desk.at(last_second + 60)).closing.count == 1


def test_what_is_closed_at_midnight_is_of_the_new_month(desk: Desk) -> None:
    december = desk.at(instant("2026-12-01 00:00"))
    moves.close(december, deal(december, "borealis"), "lost", reason="price")
    assert board.figures(december).closed["lost"].count == 1
    assert board.figures(december.at(december.now - 1)).closed["lost"].count == 0


def test_what_was_closed_this_month(desk: Desk) -> None:
    moves.close(desk.at(instant("2026-11-30 23:59")), deal(desk, "cortina"), "lost", "price")
    december = desk.at(instant("2026-12-01 00:00"))
    moves.close(december, deal(desk, "hera"), "no-decision", "status_quo", date(2027, 3, 1))
    closed = board.figures(december).closed
    assert closed == {"won": Group(), "lost": Group(), "no_decision": Group(1, (Money(1_500_000, "EUR"),))}
    assert closed_words(closed) == "Closed this month: 1 no decision"
    assert board.figures(desk.at(instant("2026-11-30 23:59"))).closed["lost"].count == 1
    check_everything(december)


def test_a_dormant_cycle_comes_to_the_first_stage_when_it_wakes(desk: Desk) -> None:
    moves.close(desk, deal(desk, "cortina"), "no-decision", "status_quo", date(2026, 12, 1))
    assert "Cortina" not in companies(board.page(desk, None, "qualification", 0, 10))
    later = desk.at(instant("2026-12-01 00:00"))
    assert "Cortina" in companies(board.page(later, None, "qualification", 0, 10))
    check_everything(desk)
    check_everything(later)


def test_a_closed_deal_has_no_place(desk: Desk) -> None:
    acme = deal(desk, "acme")
    assert board.place(desk, None, acme) == board.Place(2, 0)
    moves.close(desk, acme, "lost", "price")
    assert board.place(desk, None, acme) is None
    assert board.place(desk, None, 4711) is None


def test_currencies_are_summed_only_at_a_rate(desk: Desk) -> None:
    edits.add_deal(desk, name="rollout", company="Swiss", amount="1000", currency="CHF")
    shown = board.figures(desk).open
    assert [money.currency for money in shown.value] == ["EUR", "CHF"]
    assert shown.about is None
    assert worth(shown) == "205,000 € + 1,000 CHF"
    playbooks.apply(desk, replace(desk.playbook, rates=(Rate("CHF", date(2026, 11, 1), Decimal("1.05")),)), {})
    about = board.figures(desk).open
    assert about.value == shown.value
    assert worth(about) == "≈ 206,050 €"


def test_an_empty_pipeline(empty_desk: Desk) -> None:
    check_everything(empty_desk)
    assert board.figures(empty_desk).open == Group()


DEEDS = st.tuples(
    st.sampled_from(["move", "park", "step", "note", "close", "back", "add", "assign"]), st.integers(0, 30)
)


@given(deeds=st.lists(DEEDS, max_size=12), days=st.integers(0, 40))
@settings(max_examples=15)
def test_whatever_people_do_it_adds_up(
    sample_file: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]], days: int
) -> None:
    path = tmp_path_factory.mktemp("board") / "deals.db"
    shutil.copy(sample_file, path)
    desk = open_desk(path, me="anna", now=NOW)
    for deed, number in deeds:
        desk = desk.at(desk.now + 3600)
        do(desk, deed, number)
    check_everything(desk)
    check_everything(desk.at(desk.now + days * 86_400))
    desk.close()


def do(desk: Desk, deed: str, number: int) -> None:
    """One thing that somebody does; what is refused changes nothing."""
    items = looked_at(desk)
    item, ahead = items[number % len(items)], desk.today + timedelta(days=number)
    before = desk.playbook.stages[max(0, desk.playbook.position(item.deal.stage) - 1)]
    deeds: dict[str, Callable[[], object]] = {
        "move": lambda: tick_and_move(desk, item.id),
        "back": lambda: moves.move_back(desk, item.id, [before.criteria[0].id], "no longer"),
        "park": lambda: moves.park(desk, item.id, ahead, "later"),
        "step": lambda: steps.plan(desk, item.id, text="Call", day=ahead, reason="away"),
        "note": lambda: notes.log_note(desk, item.id, pain=None, next_step="Call", day=ahead),
        "close": lambda: moves.close(desk, item.id, "no-decision", "status_quo", ahead),
        "add": lambda: edits.add_deal(
            desk, name=f"deal {number}", amount=str(number), currency="CHF", stage=STAGES[number % 6]
        ),
        "assign": lambda: edits.assign(desk, [item.id], "luca"),
    }
    with suppress(BadInput, Refused):
        deeds[deed]()


def tick_and_move(desk: Desk, deal_id: int) -> None:
    for state in records.detail(desk, deal_id).criteria:
        moves.tick(desk, deal_id, state.id)
    moves.move_on(desk, deal_id)


def test_reopened_deals_come_back(desk: Desk) -> None:
    acme = deal(desk, "acme")
    moves.close(desk, acme, "lost", "price")
    cycles.reopen_mistake(desk.at(NOW + 60), acme)
    check_everything(desk.at(NOW + 60))
    assert board.place(desk.at(NOW + 60), None, acme) == board.Place(2, 0)
