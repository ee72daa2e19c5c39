"""The order in which the database gives the list is the order of the rules, for every sort, both ways, on any day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.domain.hygiene import UNKNOWN_CREATED, order_key
from pipetui.domain.money import rank
from pipetui.domain.names import fold
from pipetui.services import records, today
from pipetui.services.today import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk

ON_ANY_DAY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = st.integers(0, 200)


def rules_of(desk: Desk) -> dict[str, Callable[[Item], Any]]:
    """What each sort looks at, as the rules have it."""
    stages = [stage.id for stage in desk.playbook.stages]
    closes = {item.id: records.detail(desk, item.id).close_date for item in today.listing(desk, View())}
    return {
        "name": lambda item: fold(item.title),
        "stage": lambda item: stages.index(item.deal.stage),
        "amount": lambda item: rank(item.deal.amount),
        "days": lambda item: item.stage_days.days,
        "next": lambda item: item.deal.step.date or date.max,
        "owner": lambda item: fold(item.deal.owner or "~"),
        "created": lambda item: UNKNOWN_CREATED if item.deal.created_at is None else item.deal.created_at,
        "close": lambda item: closes[item.id] or date.max,
    }


@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", sorted(set(today.SORTS) - {"kind"}))
@given(later=DAYS)
@ON_ANY_DAY
def test_every_sort_is_that_of_the_rules(sample_desk: Desk, sort: str, down: bool, later: int) -> None:
    desk = sample_desk.at(sample_desk.now + later * 86_400)
    items = today.listing(desk, View(sort=f"-{sort}" if down else sort))
    key = rules_of(desk)[sort]
    expected = sorted(items, key=lambda item: order_key(item)[2:])
    expected.sort(key=key, reverse=down)
    expected.sort(key=lambda item: order_key(item)[0])
    assert [(key(item), item.id) for item in items] == [(key(item), item.id) for item in expected]


@pytest.mark.parametrize("sort", ["", *today.SORTS, *(f"-{sort}" for sort in today.SORTS)])
@given(later=DAYS)
@ON_ANY_DAY
def test_looked_up_at_once_or_page_by_page_it_is_the_same(sample_desk: Desk, sort: str, later: int) -> None:
    desk = sample_desk.at(sample_desk.now + later * 86_400)
    for text in ("", "a -kind:late"):
        view = View(text=text, sort=sort)
        whole = [deal_id for ids in today.found(desk, view).ids.values() for deal_id in ids]
        assert whole == [item.id for item in today.listing(desk, view)]
