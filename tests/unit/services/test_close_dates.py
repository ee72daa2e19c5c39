"""Close dates: what changed, who pushed them, and when the screen asks why."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.domain.model import Event
from pipetui.services import close_dates, edits, history, records, transfer
from pipetui.services.transfer_report import ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

FIRST = date(2026, 11, 30)


def new(desk: Desk, day: date | None = FIRST) -> int:
    return edits.add_deal(desk, name="Kiln", close_date=day).id


def give(desk: Desk, deal: int, day: date | None, reason: str | None = None) -> None:
    edits.set_fields(desk, deal, {"close_date": day.isoformat() if day else ""}, reason=reason)


def test_the_first_push_is_free_and_the_second_is_asked_why(empty_desk: Desk) -> None:
    deal = new(empty_desk)
    later = FIRST + timedelta(7)
    assert not close_dates.asks_why(empty_desk, deal, later)
    give(empty_desk, deal, later)
    assert not close_dates.asks_why(empty_desk, deal, later)
    assert not close_dates.asks_why(empty_desk, deal, FIRST)
    assert close_dates.asks_why(empty_desk, deal, later + timedelta(1))
    give(empty_desk, deal, later + timedelta(1), "budget freeze")
    changes = close_dates.changes(empty_desk, deal)
    assert [(change.before, change.after, change.pushed, change.reason) for change in changes] == [
        (later, later + timedelta(1), True, "budget freeze"),
        (FIRST, later, True, None),
        (None, FIRST, False, None),
    ]
    assert {change.by for change in changes} == {"anna"}
    assert close_dates.pushed_words(changes) == "pushed 2 times: budget freeze"
    assert close_dates.told_change(changes[0], empty_desk.today) == "Mon 7 Dec → Tue 8 Dec: budget freeze"
    assert history.sentence(empty_desk, history.log(empty_desk, deal)[0]) == (
        "edited close date: Mon 7 Dec → Tue 8 Dec (budget freeze), anna"
    )


def test_an_earlier_day_is_no_push_and_undo_takes_one_back(empty_desk: Desk) -> None:
    deal = new(empty_desk)
    give(empty_desk, deal, FIRST - timedelta(3))
    assert close_dates.pushes(empty_desk, deal) == 0
    give(empty_desk, deal, FIRST)
    assert close_dates.pushes(empty_desk, deal) == 1
    history.undo(empty_desk)
    assert close_dates.pushes(empty_desk, deal) == 0
    assert close_dates.pushed_words(close_dates.changes(empty_desk, deal)) == ""


def test_why_it_was_pushed_is_not_why_it_came_earlier(empty_desk: Desk) -> None:
    deal = new(empty_desk)
    give(empty_desk, deal, FIRST + timedelta(7), "budget freeze")
    give(empty_desk, deal, FIRST, "the budget is there")
    assert close_dates.pushed_words(close_dates.changes(empty_desk, deal)) == "pushed 1 time: budget freeze"


def test_taking_the_date_away_first_hides_no_push(empty_desk: Desk) -> None:
    deal = new(empty_desk)
    give(empty_desk, deal, None)
    give(empty_desk, deal, FIRST + timedelta(1))
    assert close_dates.pushes(empty_desk, deal) == 1
    assert close_dates.asks_why(empty_desk, deal, FIRST + timedelta(2))


def test_other_edits_are_none_and_a_reason_without_a_change_writes_none(empty_desk: Desk) -> None:
    deal = new(empty_desk)
    edits.set_fields(empty_desk, deal, {"source": "fair"}, reason="met there")
    edits.set_fields(empty_desk, deal, {"close_date": FIRST.isoformat()}, reason="still")
    assert len(close_dates.changes(empty_desk, deal)) == 1


def test_a_deal_without_a_date_may_get_any(empty_desk: Desk) -> None:
    deal = new(empty_desk, None)
    assert not close_dates.asks_why(empty_desk, deal, FIRST)
    assert close_dates.changes(empty_desk, deal) == []


def test_what_a_file_pushes_counts_and_says_so(empty_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    for day in ("2026-12-01", "2026-12-20"):
        file.write_text(f"Id,Deal name,Stage,Close date\n7,Kiln,Discovery,{day}\n", encoding="utf-8")
        transfer.import_files(empty_desk, ImportRequest(files=(file,)))
    (deal,) = records.find(empty_desk, "kiln")
    pushed = close_dates.changes(empty_desk, deal.id)[0]
    assert (pushed.after, pushed.pushed, pushed.source, pushed.reason) == (date(2026, 12, 20), True, "file", None)
    assert close_dates.told_change(pushed, empty_desk.today) == "Tue 1 Dec → Sun 20 Dec: from a file"


@given(st.lists(st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pushes_are_the_rises_over_the_last_day_known(days: list[date | None]) -> None:
    events = [
        Event(
            n, n, n, "anna", "edited" if n else "created", 1,
            {"close_date": before.isoformat() if before else None}, {"close_date": day.isoformat() if day else None},
        )
        for n, (before, day) in enumerate(zip([None, *days], days, strict=False))
    ]  # fmt: skip
    known = [day for day in days if day]
    rises = sum(second > first for first, second in pairwise(known))
    assert sum(change.pushed for change in close_dates.of_events(events[::-1])) == rises
