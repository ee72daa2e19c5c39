"""A person's own pace: measured, kept for that person alone, and said only when there is enough of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipetui.domain.model import KINDS
from pipetui.services import history, pace, people_changes, triage
from pipetui.services.today import View
from pipetui.storage import looking

if TYPE_CHECKING:
    from pipetui.domain.model import FindingKind
    from pipetui.services.desk import Desk


def measure(desk: Desk, kind: FindingKind, *seconds: int) -> None:
    for each in seconds:
        pace.keep(desk, kind, each)


def measured(desk: Desk) -> list[tuple[FindingKind, int]]:
    with desk.reading() as connection:
        return looking.paces(connection, ["anna"])


def test_with_fewer_than_five_nothing_is_said(desk: Desk) -> None:
    measure(desk, "stalled", 10, 20, 30, 40)
    assert pace.of(desk) is None
    assert triage.time_left(desk, View()) is None
    measure(desk, "stalled", 50)
    assert pace.of(desk) is not None


def test_each_kind_has_its_own_median_once_it_was_measured_often_enough(desk: Desk) -> None:
    measure(desk, "stalled", 100, 100, 100, 100, 900)
    measure(desk, "no_next_step", 10, 12, 14, 16, 18)
    own = pace.of(desk)
    assert own is not None
    assert own.of_kind == {"no_next_step": 14}
    measure(desk, "stalled", 100)
    own = pace.of(desk)
    assert own is not None
    assert own.of_kind == {"no_next_step": 14, "stalled": 100}
    assert own.seconds({"no_next_step": 2, "stalled": 1, "sla_overdue": 1}) == 2 * 14 + 100 + round(own.overall)


def test_the_newest_thirty_of_a_kind_count(desk: Desk) -> None:
    measure(desk, "stalled", *[300] * 30, *[20] * 30)
    own = pace.of(desk)
    assert own is not None
    assert own.of_kind["stalled"] == 20


def test_who_went_for_a_coffee_is_left_out(desk: Desk) -> None:
    measure(desk, "stalled", 601, -5)
    assert measured(desk) == []
    measure(desk, "stalled", 600, 0)
    assert measured(desk) == [("stalled", 1), ("stalled", 600)]


def test_the_newest_two_hundred_are_kept(desk: Desk) -> None:
    measure(desk, "stalled", *range(1, 211))
    assert [seconds for _kind, seconds in measured(desk)] == list(range(210, 10, -1))


def test_one_who_is_measured_often_takes_nothing_from_others(desk: Desk) -> None:
    luca = replace(desk, me="luca")
    measure(luca, "stalled", *[40] * pace.ENOUGH)
    measure(desk, "stalled", *[20] * pace.KEPT)
    own = pace.of(luca)
    assert own is not None
    assert own.overall == 40


def test_it_is_nobody_elses_business(desk: Desk) -> None:
    measure(desk, "stalled", *range(1, 7))
    assert pace.of(replace(desk, me="luca")) is None
    assert not any("pace" in event.type for event in history.log(desk))


def test_who_is_renamed_keeps_their_pace(desk: Desk) -> None:
    measure(desk, "stalled", 10, 20, 30)
    people_changes.rename(desk, "anna", "Anna Rossi")
    measure(replace(desk, me="Anna Rossi"), "stalled", 40, 50)
    for me in ("anna", "Anna Rossi"):
        own = pace.of(replace(desk, me=me))
        assert own is not None
        assert own.overall == 30


@given(kinds=st.lists(st.sampled_from(KINDS), max_size=40))
def test_more_deals_never_take_less_time(kinds: list[FindingKind]) -> None:
    own = pace.Pace(20.0, {"stalled": 4.0})
    assert own.seconds(Counter(kinds)) <= own.seconds(Counter([*kinds, "stalled"]))
