"""Triage in lines, at every size: what to press always stands, nothing is wider than the room, text is never markup."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pipeline import HOSTILE, ZONE

from pipetui.services import edits, records, today, triage
from pipetui.services.today import View
from pipetui.tui.portraits import portrait
from pipetui.tui.widgets.header import Figures, about, line
from pipetui.tui.widgets.triage_text import Course, Ending, Press, deal_page, deed_words, end_page, header
from pipetui.tui.widgets.triage_ways import presses

if TYPE_CHECKING:
    from pipetui.services.desk import Desk
    from pipetui.tui.widgets.panel_text import Lines

SIZES = [(58, 18), (76, 21), (100, 36), (100, 66), (56, 14)]
KEYS = {"fix": "enter", "step": "s", "done": "d", "note": "n", "park": "p", "close": "c", "no_reply": "r"}


def page(desk: Desk, text: str, width: int, height: int) -> Lines:
    shown = portrait(desk, records.find(desk, text)[0].id)
    found = presses(triage.ways(desk, shown.detail), shown.detail, lambda name: KEYS.get(name, name))
    lines = deal_page(shown, found, width, height)
    plain = [each.plain for each in lines]
    for press in found:
        assert any(each.startswith(press.keys) for each in plain)
    return lines


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("text", ["acme", "borealis", "cortina", "delta", "hera"])
def test_what_to_press_always_stands(desk: Desk, text: str, width: int, height: int) -> None:
    lines = page(desk, text, width, height)
    assert len(lines) <= height
    assert all(each.cell_length <= width for each in lines)


def test_a_roomy_page_tells_all(desk: Desk) -> None:
    lines = [each.plain for each in page(desk, "acme", 90, 40)]
    text = "\n".join(lines)
    assert lines[0].startswith("Acme · ERP roll-out")
    assert lines[0].endswith("12,000 €")
    assert "Solution, day 6 of 21 · anna" in lines[1]
    assert "SLA 3h late  SLA Proposal: was due Fri 20 Nov 15:00, 3 working hours late." in text
    for told in (
        "Marta Rossi",
        "02 555 0101",
        "Stock counts are wrong",
        "2 [x] KPIs and timing agreed",
        "enter, alt+1",
    ):
        assert told in text


def test_hostile_text_is_no_markup(desk: Desk) -> None:
    new = edits.add_deal(desk, name=HOSTILE, company=HOSTILE).id
    edits.set_fields(desk, new, {"contact": HOSTILE, "phone": HOSTILE})
    shown = portrait(desk, new)
    lines = deal_page(shown, presses(triage.ways(desk, shown.detail), shown.detail, str), 60, 40)
    text = "\n".join(each.plain for each in lines)
    assert "[/red]x" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@given(
    width=st.integers(40, 250),
    total=st.integers(0, 5000),
    cleared=st.integers(0, 5000),
    used=st.integers(0, 10_000),
    pace=st.one_of(st.none(), st.integers(0, 100_000)),
)
def test_the_header_fits_at_every_width(width: int, total: int, cleared: int, used: int, pace: int | None) -> None:
    course = Course(min(cleared, total), total, used, pace, "anna")
    assert header(course, width).cell_length <= width


def test_the_header_says_the_pace_only_where_it_is_known() -> None:
    told = header(Course(5, 19, 200, 250, "anna"), 120).plain
    assert "5 of 19" in told
    assert "3 min   14 deals, about 4'10 at your pace   anna" in told
    assert "about 4'10" in header(Course(5, 19, 200, 250, "anna"), 60).plain
    assert "about" not in header(Course(5, 19, 200, None, "anna"), 120).plain
    assert "14 deals" in header(Course(5, 19, 200, None, "anna"), 60).plain


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "about 0'10"), (14, "about 0'10"), (62, "about 1'00"), (250, "about 4'10"), (3599, "about 1 h 00"),
     (4800, "about 1 h 20")],
)  # fmt: skip
def test_about_how_long(seconds: int, words: str) -> None:
    assert about(seconds) == words


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_end_names_what_is_left_as_far_as_there_is_room(desk: Desk, width: int, height: int) -> None:
    left = tuple(today.page(desk, View(), "to_clear", 0, -1))
    ending = Ending(Course(3, 8, 200, None, "anna"), Counter(notes=2, parked=1), left, len(left), ())
    lines = end_page(ending, [Press("enter", "back to Today", "leave")], ZONE, width, height)
    plain = [each.plain for each in lines]
    assert plain[:2] == ["3 of 8 cleared in 3 min.", "2 notes, 1 parked"]
    assert plain[-1].startswith("enter")
    assert "STILL TO CLEAR 5" in plain
    assert len(lines) <= height
    assert all(each.cell_length <= width for each in lines)


def test_deeds_in_words() -> None:
    assert deed_words(Counter()) == ""
    assert deed_words(Counter(notes=1, steps=2, closed=1)) == "1 note, 2 next steps, 1 closed"


@pytest.mark.parametrize(("width", "told"), [(120, True), (60, False)])
def test_the_head_of_today_says_it_too_where_there_is_room(desk: Desk, width: int, told: bool) -> None:
    counts = today.counts(desk, View())
    figures = Figures(datetime.fromtimestamp(desk.now, ZONE), counts, (5, 19), "anna · mine", pace=250)
    shown = line(figures, width)
    assert ("5 of 19   about 4'10" in shown.plain) is told
    assert "anna · mine" in shown.plain
    assert shown.cell_length == width
    assert "about" not in line(replace(figures, pace=None), width).plain
