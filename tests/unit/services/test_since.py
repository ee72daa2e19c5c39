"""Since you last looked: what woke, moved and arrived, without one's own doing, and as one may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW, instant

from pipetui.errors import BadInput
from pipetui.services import edits, history, moves, people_changes, records, since

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

FRIDAY = instant("2026-11-20 18:02")


def titles(happened: tuple[since.Happened, ...]) -> list[str]:
    return [each.title for each in happened]


@pytest.fixture
def looked(desk: Desk) -> Desk:
    """Anna closed the app on Friday evening."""
    since.look(desk.at(FRIDAY))
    return desk


@pytest.fixture
def luca(desk: Desk) -> Desk:
    """Luca at work at the week-end."""
    return replace(desk, me="luca", now=instant("2026-11-21 10:00"))


def deal(desk: Desk, text: str) -> int:
    return records.find(desk, text)[0].id


def news_of(desk: Desk, owner: str | None = None) -> since.News:
    found = since.news(desk, owner)
    assert found is not None
    return found


def test_before_the_first_look_there_is_nothing_to_compare_with(desk: Desk) -> None:
    assert since.news(desk) is None


def test_who_is_renamed_has_looked_all_the_same(looked: Desk, luca: Desk) -> None:
    people_changes.rename(luca, "anna", "Anna Rossi")
    assert [news_of(replace(looked, me=me)).since for me in ("anna", "Anna Rossi")] == [FRIDAY, FRIDAY]
    since.look(replace(looked, me="Anna Rossi"))
    assert news_of(looked).since == NOW


def test_a_parked_deal_that_woke(looked: Desk) -> None:
    news = news_of(looked)
    assert titles(news.woke) == ["Fano · pilot"]
    assert (news.woke[0].at, news.woke[0].told) == (instant("2026-11-23 00:00"), "woke: budget next year")
    assert (news.since, news.moved, news.arrived, news.any) == (FRIDAY, (), (), True)


def test_what_others_moved_and_brought(looked: Desk, luca: Desk) -> None:
    hera, new = deal(luca, "hera"), edits.add_deal(luca, name="scanner", company="Nova").id
    for criterion in ("icp_fit", "decision_role_known", "pain_urgent", "time_window_realistic"):
        moves.tick(luca, hera, criterion)
    assert moves.move_on(luca, hera).moved
    moves.close(luca, deal(luca, "delta"), "lost", reason="price")
    news = news_of(looked)
    assert titles(news.moved) == ["Hera · sensors", "Delta · audit"]
    assert news.moved[0].told == "moved on to Discovery, luca"
    assert [(each.id, each.title) for each in news.arrived] == [(new, "Nova · scanner")]


def test_what_was_there_at_the_last_look_is_no_news(looked: Desk, luca: Desk) -> None:
    edits.add_deal(luca.at(FRIDAY), name="scanner")
    later = edits.add_deal(luca.at(FRIDAY + 1), name="printer").id
    assert [each.id for each in news_of(looked).arrived] == [later]


def test_a_new_deal_that_moved_stands_once_as_new(looked: Desk, luca: Desk) -> None:
    new = edits.add_deal(luca, name="scanner", stage="discovery").id
    moves.move_back(luca, new, ["icp_fit"], "too early")
    news = news_of(looked)
    assert (titles(news.arrived), news.moved) == (["scanner"], ())


def test_ones_own_doing_is_no_news(looked: Desk) -> None:
    edits.add_deal(looked, name="scanner")
    moves.close(looked, deal(looked, "delta"), "lost", reason="price")
    news = news_of(looked)
    assert (news.moved, news.arrived) == ((), ())


def test_what_was_taken_back_is_no_news(looked: Desk, luca: Desk) -> None:
    edits.add_deal(luca, name="scanner")
    history.undo(luca)
    moves.close(luca, deal(luca, "delta"), "lost", reason="price")
    history.undo(luca)
    news = news_of(looked)
    assert (news.arrived, news.moved) == ((), ())


def test_a_sleeping_next_cycle_has_not_arrived(looked: Desk, luca: Desk) -> None:
    moves.close(luca, deal(luca, "delta"), "no_decision", reason="status_quo", wake=date(2027, 1, 20))
    news = news_of(looked)
    assert (titles(news.moved), news.arrived) == (["Delta · audit"], ())


def test_of_one_owner(looked: Desk, luca: Desk) -> None:
    edits.add_deal(luca, name="scanner", owner="luca")
    assert titles(news_of(looked, "luca").arrived) == ["scanner"]
    assert news_of(looked, "luca").woke == ()
    assert news_of(looked, "anna").arrived == ()
    with pytest.raises(BadInput):
        since.news(looked, "nobody")


def test_the_next_look_begins_anew_and_others_keep_theirs(looked: Desk, luca: Desk) -> None:
    since.look(luca)
    since.look(looked)
    assert not news_of(looked).any
    assert news_of(replace(luca, now=NOW)).since == luca.now


def test_looking_leaves_no_history(looked: Desk) -> None:
    before = len(history.log(looked))
    since.look(looked)
    assert len(history.log(looked)) == before


def test_a_look_at_the_past_is_no_look(looked: Desk) -> None:
    past = history.rewound(replace(looked, store=looked.store), date(2026, 11, 22))
    since.look(past)
    assert since.news(past) is None
