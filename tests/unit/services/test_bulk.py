"""The same for several deals: one action and one undo; a deal that refuses stops all of it, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipetui.errors import BadInput
from pipetui.services import bulk, copying, edits, history, moves, records, today
from pipetui.services.bulk import NewDay, NotAll
from pipetui.services.today import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.bulk import Bulk
    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)


def ids(desk: Desk, *companies: str) -> list[int]:
    found = {item.deal.company: item.id for item in today.listing(desk, View())}
    return [found[company] for company in companies]


def step(desk: Desk, deal_id: int) -> tuple[str | None, str | None, date | None]:
    at = records.detail(desk, deal_id).item.deal.step
    return at.text, at.owner, at.date


def everything(desk: Desk) -> list[object]:
    return [records.detail(desk, item.id).item for item in today.listing(desk, View())]


def test_reschedule_keeps_texts_and_owners_and_is_one_action(desk: Desk) -> None:
    deals, before = ids(desk, "Acme", "Cortina", "Delta", "Elmo"), everything(desk)
    done = bulk.reschedule(desk, deals, NewDay(FRIDAY), reason="trade fair")
    assert done.said == "4 deals: next step Fri 27 Nov."
    assert len({result.action for result in done.results}) == 1
    assert [step(desk, deal) for deal in deals] == [
        ("Send one-page proposal", "anna", FRIDAY), ("call signer", "anna", FRIDAY), ("KPI workshop", "anna", FRIDAY),
        ("Call for references", "anna", FRIDAY),
    ]  # fmt: skip
    assert records.detail(desk, deals[1]).steps[0].reason == "trade fair"
    history.undo(desk)
    assert everything(desk) == before


def test_each_counts_from_its_own_date(desk: Desk) -> None:
    deals = ids(desk, "Acme", "Delta")
    when = bulk.new_day(desk, "each +1w")
    assert bulk.look_at_each(desk, deals, "each +1w").said == "each from its own date: Tue 1 Dec to Fri 4 Dec"
    bulk.reschedule(desk, deals, when)
    assert [step(desk, deal)[2] for deal in deals] == [date(2026, 12, 1), date(2026, 12, 4)]


def test_each_in_italian_and_nonsense(desk: Desk) -> None:
    assert bulk.new_day(desk, "ognuno +3g").words == "+3g"
    with pytest.raises(BadInput):
        bulk.new_day(desk, "each nonsense")
    echo = bulk.look_at_each(desk, ids(desk, "Borealis"), "each +3d")
    assert (echo.day, echo.problem) == (None, "none of them has a date to count from")
    assert bulk.look_at_each(desk, ids(desk, "Cortina"), "each +1d").problem == "Fri 20 Nov is in the past"
    assert bulk.look_at_each(desk, ids(desk, "Cortina"), "each +4d").day == date(2026, 11, 23)


def test_what_has_no_text_refuses_by_name_and_nothing_changes(desk: Desk) -> None:
    deals, before = ids(desk, "Acme", "Borealis", "Hera"), everything(desk)
    assert bulk.outlook(desk, deals).without_text == 2
    with pytest.raises(NotAll) as refused:
        bulk.reschedule(desk, deals, NewDay(FRIDAY))
    assert [refusal.title for refusal in refused.value.refusals] == ["Borealis · pilot", "Hera · sensors"]
    assert "Borealis · pilot: What happens next?" in refused.value.message
    assert everything(desk) == before
    bulk.reschedule(desk, deals, NewDay(FRIDAY), text_where_none="call")
    assert [step(desk, deal) for deal in deals] == [
        ("Send one-page proposal", "anna", FRIDAY), ("call", "anna", FRIDAY), ("call", "luca", FRIDAY),
    ]  # fmt: skip


def test_a_text_for_all_replaces_theirs(desk: Desk) -> None:
    deals = ids(desk, "Acme", "Borealis")
    bulk.reschedule(desk, deals, NewDay(FRIDAY), text="wish a good year", owner="luca")
    assert {step(desk, deal) for deal in deals} == {("wish a good year", "luca", FRIDAY)}


def test_a_new_text_is_a_promise_of_the_deals_owner(desk: Desk) -> None:
    (acme,) = ids(desk, "Acme")
    bulk.reschedule(desk, [acme], NewDay(FRIDAY), owner="luca")
    bulk.reschedule(desk, [acme], NewDay(FRIDAY), text="call the signer")
    assert step(desk, acme) == ("call the signer", "anna", FRIDAY)


def test_the_own_text_is_kept_before_the_one_for_those_without(desk: Desk) -> None:
    (acme,) = ids(desk, "Acme")
    bulk.reschedule(desk, [acme], NewDay(FRIDAY), text_where_none="call")
    assert step(desk, acme) == ("Send one-page proposal", "anna", FRIDAY)


def test_the_third_time_asks_why_once_for_all(desk: Desk) -> None:
    deals = ids(desk, "Acme", "Cortina", "Borealis")
    assert bulk.needs_reason(desk, deals, NewDay(FRIDAY)) == 1
    assert bulk.needs_reason(desk, deals, NewDay(date(2026, 11, 19))) == 0


def test_two_other_dates_are_free(desk: Desk) -> None:
    acme = ids(desk, "Acme")
    for day, asked in ((25, 0), (26, 0), (27, 1)):
        assert bulk.needs_reason(desk, acme, NewDay(date(2026, 11, day))) == asked
        bulk.reschedule(desk, acme, NewDay(date(2026, 11, day)), reason="trade fair")


def test_assign_park_and_close_are_one_action_each(desk: Desk) -> None:
    deals = ids(desk, "Acme", "Borealis", "Cortina")
    acts: tuple[Callable[[], Bulk], ...] = (
        lambda: bulk.assign(desk, deals, "luca"),
        lambda: bulk.park(desk, deals, date(2026, 12, 14), "after the fair"),
        lambda: bulk.close(desk, deals, "lost", "price"),
        lambda: bulk.close(desk, deals, "no_decision", "no_sponsor", date(2027, 2, 1)),
    )
    for act in acts:
        before = everything(desk)
        done = act()
        assert [result.id for result in done.results] == deals
        assert done.said.startswith("3 deals")
        assert everything(desk) != before
        history.undo(desk)
        assert everything(desk) == before


def test_a_closed_deal_stops_the_others_by_name(desk: Desk) -> None:
    deals = ids(desk, "Acme", "Cortina")
    moves.close(desk, deals[1], "lost", "price")
    with pytest.raises(NotAll, match=r"Cortina · licences: Deal \d+ is closed"):
        bulk.park(desk, deals, date(2026, 12, 14), "later")
    assert records.detail(desk, deals[0]).item.status == "open"


def test_one_deal_alone_says_what_it_says_elsewhere(desk: Desk) -> None:
    deal = ids(desk, "Acme")
    with pytest.raises(BadInput, match="in the past") as error:
        bulk.reschedule(desk, deal, NewDay(date(2026, 11, 1)))
    assert not isinstance(error.value, NotAll)


def test_too_many_are_refused_before_anything_happens(desk: Desk) -> None:
    with pytest.raises(BadInput, match="501 deals are too many"):
        bulk.outlook(desk, list(range(1, 502)))
    assert bulk.outlook(desk, list(range(1, 501))).deals == 9, "those that are there"


def test_parked_often_is_counted(desk: Desk) -> None:
    deal = ids(desk, "Borealis")
    for _ in range(2):
        moves.park(desk, deal[0], date(2026, 12, 1), "later")
        moves.unpark(desk, deal[0])
    assert bulk.outlook(desk, deal).parked_often == 1


def test_copied_text_is_harmless_and_no_formula(desk: Desk) -> None:
    (deal,) = ids(desk, "Acme")
    assert copying.block(desk, deal) == (
        "Acme · ERP roll-out\nSolution, 12,000 €\nNext: Send one-page proposal, anna, Tue 24 Nov\n"
        "Marta Rossi, sponsor, 02 555 0101, marta@acme.example"
    )
    edits.set_fields(desk, deal, {"name": "=1+1\ttab \x1b[31m"})
    head, row = copying.table(desk, [deal]).splitlines()
    assert head.split("\t")[:3] == ["id", "name", "company"]
    assert row.split("\t")[1] == "'=1+1 tab ␛[31m"
    assert len(row.split("\t")) == len(head.split("\t"))
