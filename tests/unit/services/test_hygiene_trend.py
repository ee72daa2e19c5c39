"""The trend: every point is what a look at that day finds, by the rules of that day, in one walk back."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_pipeline import NOW, instant

from pipetui.domain import hygiene
from pipetui.domain.cleanliness import Share
from pipetui.errors import BadInput, Refused
from pipetui.services import cleanliness, edits, history, moves, notes, playbooks, steps
from pipetui.services.desk import Desk, create, open_desk
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)


def looked_at(desk: Desk) -> tuple[Share, dict[str, Share]]:
    """The shares as the domain sees them: deal by deal."""
    count: list[bool] = []
    value: dict[str, list[tuple[int, bool]]] = {}
    with desk.reading() as connection:
        for deal in reading.each_deal(connection, reading.living(connection)):
            item = hygiene.look(deal, desk.rules, desk.now)
            if item.status == "open":
                count.append(not item.findings)
                if deal.amount is not None:
                    value.setdefault(deal.amount.currency, []).append((deal.amount.minor, not item.findings))
    shares = {
        code: Share(sum(minor for minor, clean in amounts if clean), sum(minor for minor, _clean in amounts))
        for code, amounts in value.items()
    }
    return Share(sum(count), len(count)), shares


def check_every_day(path: Path, desk: Desk, days: list[date]) -> None:
    for point in cleanliness.trend(desk, days).points(None):
        try:
            past = open_desk(path, me="anna", now=desk.now, as_of=point.day)
        except BadInput:
            assert point.figures is None
            continue
        assert point.figures is not None
        assert (point.figures.count, dict(point.figures.value)) == looked_at(past)
        past.close()


def test_every_day_of_the_sample_is_as_it_was(sample_desk: Desk) -> None:
    days = [sample_desk.today - DAY * back for back in range(0, 120, 9)]
    check_every_day(Path(sample_desk.store.path), sample_desk, days)


deeds = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 9)), min_size=4, max_size=14)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_any_history_is_walked_back_as_it_was(empty_file: Path, deeds: list[tuple[int, int, int]]) -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "deals.db"
    shutil.copy(empty_file, path)
    desk = open_desk(path, me="anna", now=NOW)
    now = instant("2026-09-01 10:00")
    for number in range(3):
        edits.add_deal(
            desk.at(now), name=f"deal {number}", amount="100", currency=("EUR", "USD", None)[number] or "EUR"
        )
    for deed, which, days in deeds:
        now += days * 86400 + 60
        here = desk.at(now)
        try:
            ACTS[deed](here, 1 + which % 3)
        except (BadInput, Refused):
            continue
    end = desk.at(now + 86400)
    check_every_day(path, end, [end.today - DAY * back for back in range(0, 40, 5)] + [date(2026, 7, 31)])
    desk.close()
    shutil.rmtree(folder)


def _shorter(desk: Desk, _deal: int) -> None:
    rules = desk.playbook
    stages = tuple(replace(stage, max_days=max(1, stage.max_days // 2)) for stage in rules.stages)
    playbooks.apply(desk, replace(rules, stages=stages), {})


ACTS: list[Callable[[Desk, int], Any]] = [
    lambda desk, deal: steps.plan(desk, deal, text="Call", day=desk.today + DAY * 4, reason="why"),
    lambda desk, deal: notes.log_note(desk, deal, pain="P", next_step="Write", day=desk.today + DAY * 3),
    lambda desk, deal: moves.park(desk, deal, desk.today + DAY * 6, "later"),
    moves.unpark,
    lambda desk, deal: moves.close(desk, deal, "lost", reason="price"),
    lambda desk, deal: moves.close(desk, deal, "no_decision", reason="other", wake=desk.today + DAY * 8),
    lambda desk, deal: edits.set_fields(desk, deal, {"amount": "70"}),
    lambda desk, _deal: history.undo(desk),
    lambda desk, _deal: edits.add_deal(desk, name="another", amount="40", stage="solution"),
    _shorter,
]


def test_before_the_database_began_there_is_nothing(desk: Desk) -> None:
    trend = cleanliness.trend(desk, [date(2026, 7, 31), date(2026, 8, 1), desk.today])
    before, first, today = trend.points(None)
    assert before.figures is None
    assert first.figures is not None
    assert first.figures.count.ratio is None
    assert today.figures is not None
    assert today.figures.count == Share(2, 8)


def test_the_past_is_kept_and_today_goes_on(desk: Desk) -> None:
    told: list[int] = []
    days = cleanliness.week_ends(desk.today)
    before = cleanliness.trend(desk, days, lambda done, _whole: told.append(done)).points(None)
    assert told
    told.clear()
    steps.plan(desk, 7, text="Call", day=date(2026, 11, 26))
    after = cleanliness.trend(desk, days, lambda done, _whole: told.append(done)).points(None)
    assert told == []
    assert after[:-1] == before[:-1]
    assert after[-1].figures != before[-1].figures


@pytest.mark.parametrize(("seconds", "deals"), [(-1, 1), (0, 0)])
def test_the_last_second_of_a_day_belongs_to_it(empty_desk: Desk, seconds: int, deals: int) -> None:
    edits.add_deal(empty_desk.at(empty_desk.rules.midnight(date(2026, 11, 10)) + seconds), name="scanner")
    (point,) = cleanliness.trend(empty_desk, [date(2026, 11, 9)]).points(None)
    assert point.figures is not None
    assert point.figures.count.whole == deals


def test_nothing_is_taken_back_twice(sample_desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    cleanliness.trend(
        sample_desk, cleanliness.week_ends(sample_desk.today), lambda done, whole: told.append((done, whole))
    )
    assert [done for done, _whole in told] == sorted({done for done, _whole in told})
    assert all(done < whole for done, whole in told)


def test_other_rules_in_the_past_concern_deals_that_nobody_touched(empty_desk: Desk) -> None:
    began = empty_desk.at(instant("2026-11-09 10:00"))
    edits.add_deal(began, name="scanner", step=("Call", date(2026, 12, 18)))
    _shorter(empty_desk, 1)
    days = [date(2026, 11, 9) + DAY * number for number in (0, 10)]
    check_every_day(Path(empty_desk.store.path), empty_desk.at(empty_desk.now + 60), [*days, empty_desk.today])


def test_the_walk_can_be_stopped_and_goes_on_later(desk: Desk) -> None:
    class Enough(Exception):
        pass

    def stop(_done: int, _whole: int) -> None:
        raise Enough

    days = cleanliness.week_ends(desk.today)
    with pytest.raises(Enough):
        cleanliness.trend(desk, days, stop)
    assert len(cleanliness.trend(desk, days).points(None)) == 9


def test_somebody_who_writes_into_the_past_changes_it(desk: Desk) -> None:
    days = [date(2026, 11, 20)]
    (before,) = cleanliness.trend(desk, days).points(None)
    edits.add_deal(desk.at(instant("2026-11-20 18:00")), name="late entry")
    (after,) = cleanliness.trend(desk, days).points(None)
    assert before.figures is not None
    assert after.figures is not None
    assert after.figures.count.whole == before.figures.count.whole + 1


def test_mine_and_everybodys(desk: Desk) -> None:
    everybody, mine = cleanliness.report(desk), cleanliness.report(desk, "anna")
    assert everybody.figures.count == Share(2, 8)
    assert mine.figures.count == Share(2, 7)
    assert {name: each.count for name, each in everybody.owners.items()} == {"anna": Share(2, 7), "luca": Share(0, 1)}
    assert mine.owners == {}
    assert everybody.parked == 1
    assert [point.figures.count for point in cleanliness.trend(desk, [desk.today]).points(
        cleanliness.person_number(desk, "luca")) if point.figures] == [Share(0, 1)]  # fmt: skip


def test_fixing_what_a_fix_names_gains_what_it_promised(desk: Desk) -> None:
    before = cleanliness.report(desk)
    fix = next(fix for fix in before.fixes if fix.kinds == ("no_next_step",))
    for deal in fix.deals:
        steps.plan(desk, deal, text="Call", day=date(2026, 11, 26))
    after = cleanliness.report(desk)
    assert before.figures.count.ratio is not None
    assert after.figures.count.ratio == pytest.approx(before.figures.count.ratio + fix.gain_count)


def test_week_ends_are_sundays_and_today() -> None:
    assert cleanliness.week_ends(date(2026, 11, 22), 2) == [date(2026, 11, 8), date(2026, 11, 15), date(2026, 11, 22)]
    assert cleanliness.week_ends(date(2026, 11, 23), 2) == [date(2026, 11, 15), date(2026, 11, 22), date(2026, 11, 23)]


def test_an_empty_database_has_no_share(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    create(path, playbook=playbooks.from_preset("solo", "en"), me="anna", now=NOW).close()
    desk = open_desk(path, me="anna", now=NOW)
    report = cleanliness.report(desk)
    assert report.figures.count.ratio is None
    assert report.fixes == ()
    desk.close()
