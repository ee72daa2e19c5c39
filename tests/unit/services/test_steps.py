"""Next steps are promises: planned, confirmed, re-dated, replaced, done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW

from pipetui import i18n
from pipetui.errors import BadInput
from pipetui.services import edits, moves, records, steps

if TYPE_CHECKING:
    from pipetui.domain.model import Promise
    from pipetui.services.desk import Desk

FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def deal(empty_desk: Desk) -> int:
    return edits.add_deal(empty_desk, name="Pilot").id


def promises(desk: Desk, deal: int) -> tuple[Promise, ...]:
    return records.detail(desk, deal).steps


def test_the_first_step(empty_desk: Desk, deal: int) -> None:
    done = steps.plan(empty_desk, deal, text=" Call ", day=FRIDAY)
    (promise,) = promises(empty_desk, deal)
    assert (promise.text, promise.owner, promise.date, promise.promised_by, promise.promised_at) == (
        "Call", "anna", FRIDAY, "anna", NOW,
    )  # fmt: skip
    assert promise.end is None
    assert done.changed == {
        "next_step": (None, "Call"),
        "owner": (None, "anna"),
        "date": (None, "2026-11-27"),
        "redated": (0, 0),
    }


def test_the_same_again_is_confirmed(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    steps.plan(empty_desk.at(NOW + 60), deal, text="Call", day=FRIDAY)
    whole = records.detail(empty_desk, deal)
    assert len(whole.steps) == 1
    assert whole.events[0].type == "step_confirmed"
    assert whole.item.deal.handled_at == NOW + 60


def test_the_same_by_somebody_else_is_another_promise(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY, owner="luca")
    told = [(promise.owner, promise.end, promise.redated) for promise in promises(empty_desk, deal)]
    assert told == [("luca", None, 0), ("anna", "replaced", 0)]


def test_another_date_is_counted_and_the_third_asks_why(empty_desk: Desk, deal: int) -> None:
    for number in range(5):
        day = date(2026, 11, 24 + number)
        assert steps.needs_reason(empty_desk, deal, "Call", day) is (number >= 3)
        steps.plan(empty_desk, deal, text="Call", day=day, reason="they are away" if number >= 3 else None)
        assert promises(empty_desk, deal)[0].redated == number
    assert not steps.needs_reason(empty_desk, deal, "Call", day)
    assert not steps.needs_reason(empty_desk, deal, "Write", FRIDAY)
    assert not steps.needs_reason(empty_desk, 99, "Write", FRIDAY)
    told = [(promise.end, promise.reason) for promise in promises(empty_desk, deal)]
    assert told == [
        (None, "they are away"),
        ("moved", "they are away"),
        ("moved", None),
        ("moved", None),
        ("moved", None),
    ]


def test_another_text_replaces_and_counts_anew(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    steps.plan(empty_desk, deal, text="Call", day=MONDAY)
    steps.plan(empty_desk, deal, text="Write", day=MONDAY)
    assert [(promise.text, promise.redated, promise.end) for promise in promises(empty_desk, deal)] == [
        ("Write", 0, None), ("Call", 1, "replaced"), ("Call", 0, "moved"),
    ]  # fmt: skip


def test_another_owner_keeps_the_count(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    steps.plan(empty_desk, deal, text="Call", day=MONDAY, owner="mia")
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    newest = promises(empty_desk, deal)[0]
    assert (newest.owner, newest.redated) == ("mia", 2)


@pytest.mark.parametrize(("text", "day"), [("", FRIDAY), ("Call", date(2026, 11, 22)), ("x" * 20_000, FRIDAY)])
def test_what_cannot_be_promised(empty_desk: Desk, deal: int, text: str, day: date) -> None:
    with pytest.raises(BadInput):
        steps.plan(empty_desk, deal, text=text, day=day)
    assert promises(empty_desk, deal) == ()


def test_done_and_next(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY, owner="mia")
    done = steps.done(empty_desk, deal, text="Write", day=MONDAY)
    newest, first = promises(empty_desk, deal)
    assert (first.end, first.ended_at) == ("done", NOW)
    assert (newest.text, newest.owner, newest.date) == ("Write", "mia", MONDAY)
    assert done.changed["next_step"] == ("Call", "Write")
    steps.done(empty_desk, deal, text="Meet", day=MONDAY, owner="luca")
    assert promises(empty_desk, deal)[0].owner == "luca"


def test_done_without_a_next_leaves_none(empty_desk: Desk, deal: int) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    done = steps.done(empty_desk, deal)
    assert done.changed["next_step"] == ("Call", None)
    item = records.detail(empty_desk, deal).item
    assert [finding.kind for finding in item.findings] == ["no_next_step"]
    with pytest.raises(BadInput, match="no next step"):
        steps.done(empty_desk, deal)


@pytest.mark.parametrize("wrong", [{"text": "x"}, {"day": FRIDAY}, {"text": "x", "day": date(2026, 1, 1)}])
def test_done_with_half_a_next_changes_nothing(empty_desk: Desk, deal: int, wrong: dict[str, object]) -> None:
    steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    with pytest.raises(BadInput):
        steps.done(empty_desk, deal, **wrong)  # type: ignore[arg-type]
    assert promises(empty_desk, deal)[0].end is None


def test_a_closed_deal_takes_no_step(empty_desk: Desk, deal: int) -> None:
    moves.close(empty_desk, deal, "lost", "price")
    with pytest.raises(BadInput, match="closed"):
        steps.plan(empty_desk, deal, text="Call", day=FRIDAY)
    with pytest.raises(BadInput, match="closed"):
        steps.done(empty_desk, deal)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", (None, "", None, None)),
        ("fri", (FRIDAY, "Fri 27 Nov · in 4 days · a working day", None, None)),
        ("today", (date(2026, 11, 23), "Mon 23 Nov · today · a working day", None, None)),
        ("tomorrow", (date(2026, 11, 24), "Tue 24 Nov · tomorrow · a working day", None, None)),
        ("2026-11-28", (date(2026, 11, 28), "Sat 28 Nov · in 5 days", None, "a closed day")),
        ("25/12", (date(2026, 12, 25), "Fri 25 Dec · in 32 days", None, "a closed day")),
        ("2027-01-04", (date(2027, 1, 4), "Mon 4 Jan 2027 · in 42 days · a working day", None, None)),
        ("2026-11-20", (None, "Fri 20 Nov", "Fri 20 Nov is in the past", None)),
    ],
)
def test_what_a_date_means_while_it_is_typed(
    empty_desk: Desk, text: str, meant: tuple[date | None, str, str | None, str | None]
) -> None:
    echo = steps.look_at_day(empty_desk, text)
    assert (echo.day, echo.said, echo.problem, echo.warning) == meant


def test_what_is_no_date(empty_desk: Desk) -> None:
    echo = steps.look_at_day(empty_desk, "whenever")
    assert echo.day is None
    assert echo.problem


def test_day_or_month_first_is_the_persons_setting(empty_desk: Desk) -> None:
    assert steps.look_at_day(empty_desk, "3/12").day == date(2026, 12, 3)
    assert steps.look_at_day(replace(empty_desk, date_order="mdy"), "12/3").day == date(2026, 12, 3)


def test_dates_in_the_readers_language(empty_desk: Desk) -> None:
    i18n.set_language("it")
    assert steps.look_at_day(empty_desk, "ven").day == FRIDAY
