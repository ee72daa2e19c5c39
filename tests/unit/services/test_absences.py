"""Absences: whose list stands in whose, what the days mean, and what they have to do with next steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipetui.errors import BadInput, Refused
from pipetui.services import absence_changes, absences, history, notes, people_changes, records, steps, today
from pipetui.services.today import View

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

DAY = 86_400


@pytest.fixture
def covered(desk: Desk) -> Desk:
    """Anna is away from today to Friday, and luca covers."""
    absence_changes.plan(desk, "anna", date(2026, 11, 23), date(2026, 11, 27), "luca")
    return desk


def test_her_list_shows_in_his_marked(covered: Desk) -> None:
    items = today.listing(covered, View(owner="luca"))
    assert {(item.deal.owner, item.covering) for item in items} == {("anna", True), ("luca", False)}
    everybody = today.counts(covered, View())
    assert today.counts(covered, View(owner="luca")) == everybody
    assert sum(today.section_sizes(covered, View(owner="luca")).values()) == len(items)
    assert today.progress(covered, View(owner="luca")) == (0, everybody.to_clear)


def test_her_own_list_and_everybodys_are_as_they_were(covered: Desk) -> None:
    for view in (View(owner="anna"), View()):
        assert not any(item.covering for item in today.listing(covered, view))
    assert {item.deal.owner for item in today.listing(covered, View(owner="anna"))} == {"anna"}


@pytest.mark.parametrize(("days", "is_covering"), [(-1, False), (0, True), (4, True), (5, False)])
def test_from_the_first_day_to_the_last(covered: Desk, days: int, is_covering: bool) -> None:
    then = covered.at(covered.now + days * DAY)
    assert (absences.covered_names(then, "luca") == ["anna"]) is is_covering
    assert (len(absences.list_owner_ids(then, "luca")) == 2) is is_covering


def test_the_cover_of_a_cover_is_not_asked(covered: Desk) -> None:
    people_changes.add(covered, "mia")
    absence_changes.plan(covered, "luca", covered.today, covered.today, "mia")
    assert absences.covered_names(covered, "mia") == ["luca"]
    assert absences.covered_names(covered, "luca") == ["anna"]


def test_who_only_covers_opens_on_what_is_covered(desk: Desk) -> None:
    mia = replace(desk, me="mia")
    people_changes.add(desk, "mia")
    assert today.default_owner(mia) is None
    absence_changes.plan(desk, "luca", desk.today, desk.today, "mia")
    assert today.default_owner(mia) == "mia"


def test_it_takes_the_place_of_one_that_overlaps(covered: Desk) -> None:
    done = absence_changes.plan(covered, "anna", date(2026, 11, 25), date(2026, 12, 4))
    assert [(a.first.day, a.last.day, a.cover) for a in absences.planned(covered)] == [(25, 4, None)]
    assert "It was: Mon 23 Nov to Fri 27 Nov, luca covers." in done.said
    history.undo(covered)
    assert [(a.first.day, a.last.day, a.cover) for a in absences.planned(covered)] == [(23, 27, "luca")]


def test_two_that_do_not_touch_stand_side_by_side(covered: Desk) -> None:
    absence_changes.plan(covered, "anna", date(2026, 11, 28), date(2026, 11, 29))
    assert len(absences.planned(covered, "anna")) == 2
    assert absences.planned(covered, "luca") == []


def test_a_cover_who_is_away_is_warned_of(covered: Desk) -> None:
    done = absence_changes.plan(covered, "luca", date(2026, 11, 20), date(2026, 11, 23), "anna")
    assert "But anna is away, too: Mon 23 Nov to Fri 27 Nov." in done.said


@pytest.mark.parametrize(
    ("name", "last", "cover", "why"),
    [
        ("anna", 24, None, "before"),
        ("anna", 25, "Anna", "themselves"),
        ("zoe", 25, None, "Nobody here"),
        ("anna", 25, "zoe", "Nobody here"),
    ],
)
def test_nonsense_is_refused(desk: Desk, name: str, last: int, cover: str | None, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        absence_changes.plan(desk, name, date(2026, 11, 25), date(2026, 11, last), cover)
    assert absences.planned(desk) == []
    assert not records.known(desk, "zoe")


def test_longer_than_two_years_is_a_handover(desk: Desk) -> None:
    with pytest.raises(BadInput, match="two years"):
        absence_changes.plan(desk, "anna", desk.today, desk.today + timedelta(days=absence_changes.LONGEST))
    absence_changes.plan(desk, "anna", desk.today, desk.today + timedelta(days=absence_changes.LONGEST - 1))


def test_one_that_is_over_is_said_to_be(desk: Desk) -> None:
    first = desk.today - timedelta(days=3)
    assert "over already" in absence_changes.plan(desk, "anna", first, desk.today - timedelta(days=1)).said
    assert "over already" not in absence_changes.plan(desk, "luca", first, desk.today).said


def test_here_again_ends_the_absence_yesterday_and_takes_planned_ones_back(covered: Desk) -> None:
    absence_changes.plan(covered, "anna", date(2026, 12, 24), date(2026, 12, 31), "luca")
    wednesday = covered.at(covered.now + 2 * DAY)
    absence_changes.clear(wednesday, "anna")
    assert absences.planned(wednesday) == []
    assert [a.last for a in absences.planned(covered)] == [date(2026, 11, 24)]
    history.undo(wednesday)
    assert [a.last for a in absences.planned(wednesday)] == [date(2026, 11, 27), date(2026, 12, 31)]


def test_here_again_on_the_second_day_was_away_on_the_first(covered: Desk) -> None:
    absence_changes.clear(covered.at(covered.now + DAY), "anna")
    assert [(a.first, a.last) for a in absences.planned(covered)] == [(covered.today, covered.today)]


def test_here_again_on_the_first_day_never_was(covered: Desk) -> None:
    absence_changes.clear(covered, "anna")
    with pytest.raises(Refused, match="not away"):
        absence_changes.clear(covered, "anna")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-20..2027-01-06", (2026, 12, 20), (2027, 1, 6)),
        ("20/12..6/1", (2026, 12, 20), (2027, 1, 6)),
        ("tomorrow..+2w", (2026, 11, 24), (2026, 12, 7)),
        ("today .. end of month", (2026, 11, 23), (2026, 11, 30)),
        ("next mon..fri", (2026, 11, 30), (2026, 12, 4)),
        ("next wed..mon", (2026, 12, 2), (2026, 12, 7)),
        ("fri", (2026, 11, 27), (2026, 11, 27)),
        ("fri..fri", (2026, 11, 27), (2026, 11, 27)),
    ],
)
def test_days_take_the_same_words_as_screens(
    desk: Desk, text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert absences.read_days(desk, text) == (date(*first), date(*last))


@pytest.mark.parametrize("text", ["", "..", "today..", "..fri", "soon", "today..soon", "today..fri..sat"])
def test_other_words_are_refused(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput):
        absences.read_days(desk, text)


def test_the_last_day_is_told_with_the_length(desk: Desk) -> None:
    first = absences.look_at_first(desk, "20/12").day
    assert absences.look_at_last(desk, "6/1", first).said == "Wed 6 Jan 2027 · 18 days"
    assert "before" in (absences.look_at_last(desk, "2026-12-01", first).problem or "")
    assert absences.look_at_first(desk, "yesterday").warning == "in the past"


def test_a_step_on_a_day_of_an_absence_is_warned_of(covered: Desk) -> None:
    echo = steps.look_at_day(covered, "thu", "anna")
    assert (echo.day, echo.problem) == (date(2026, 11, 26), None)
    assert echo.warning == "anna is away until Fri 27 Nov; luca covers"
    assert steps.look_at_day(covered, "thu", "luca").warning is None
    assert steps.look_at_day(covered, "thu", "somebody new").warning is None
    assert steps.look_at_day(covered, "next mon", "anna").warning is None
    deal = records.find(covered, "hera")[0].id
    done = steps.plan(covered, deal, text="call", day=date(2026, 11, 26), owner="anna")
    assert steps.doubt_after(covered, done) == "Mind: Thu 26 Nov, anna is away until Fri 27 Nov; luca covers."


def test_the_next_try_after_no_reply_waits_until_the_owner_is_back(covered: Desk) -> None:
    deal = records.find(covered, "borealis")[0].id
    assert notes.propose_no_reply(covered, deal).day == date(2026, 11, 30)
    hera = records.find(covered, "hera")[0].id
    assert notes.propose_no_reply(covered, hera).day == date(2026, 11, 25)
