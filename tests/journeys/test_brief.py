"""The call brief: one screen before dialling, and from there to the note."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import shown
from opened_app import opened
from small_pipeline import HOSTILE

from pipetui.cli.brief_text import page
from pipetui.cli.output import Output
from pipetui.errors import BadInput
from pipetui.services import briefs, contacts, edits, moves, notes, records, steps
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.screens.brief import BriefScreen
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

MOST_LINES = 22
"""So many lines fit between the borders of a dialog in a terminal of 24."""


def deal(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


def rows(desk: Desk, company: str) -> dict[str, list[str]]:
    """Label to what stands behind and under it."""
    found: dict[str, list[str]] = {}
    label = ""
    for row in briefs.brief(desk, deal(desk, company)).rows:
        label = row.label or label
        found.setdefault(label, []).append(row.text)
    return found


def test_all_that_one_needs_before_dialling(desk: Desk) -> None:
    edits.set_fields(desk, deal(desk, "acme"), {"close_date": "2026-12-18"})
    told = rows(desk, "acme")
    assert told["Deal"][0].endswith("Solution · closes Fri 18 Dec")
    assert told["Call"] == ["Marta Rossi, sponsor, 02 555 0101, marta@acme.example"]
    assert told["Why now"][0].startswith("SLA Proposal: was due Fri 20 Nov 15:00")
    assert told["Pain"] == ["Stock counts are wrong every month-end"]
    assert told["Promised"] == ["Send one-page proposal, by anna, for Tue 24 Nov"]
    assert told["To ask"] == ["One-page proposal sent?", "Next step agreed?"]
    assert told["Notes"] == ["18 Nov anna: Send one-page proposal"]
    with pytest.raises(BadInput):
        briefs.brief(desk, 99)


def test_what_became_of_the_last_promise(desk: Desk) -> None:
    assert rows(desk, "cortina")["Before"] == ["call signer · Wed 18 Nov · moved, not kept"]
    elmo = deal(desk, "elmo")
    steps.done(desk, elmo, text="Send the offer", day=date(2026, 11, 25))
    assert rows(desk, "elmo")["Before"] == ["Call for references · Mon 23 Nov · kept"]


def test_a_deal_of_which_nothing_is_known(desk: Desk) -> None:
    told = rows(desk, "borealis")
    assert told["Pain"] == ["not known yet"]
    assert told["Promised"] == ["nothing: there is no next step"]
    assert "Call" not in told
    assert "Before" not in told


def test_a_closed_deal_promises_and_asks_nothing(desk: Desk) -> None:
    acme = deal(desk, "acme")
    moves.close(desk, acme, "lost", "price")
    told = rows(desk, "acme")
    assert told["Why now"] == ["Lost on Mon 23 Nov: price."]
    assert not {"Promised", "To ask"} & told.keys()
    assert all(text.strip(" –,.") for texts in told.values() for text in texts)


def fill_up(desk: Desk) -> int:
    """A deal with more of everything than a screen can hold."""
    long = "words that go on and on " * 60
    acme = deal(desk, "acme")
    edits.set_fields(desk, acme, {"name": long, "company": HOSTILE, "contact": long})
    for number in range(5):
        contacts.add(desk, acme, {"contact": f"{number} {long}"})
        notes.log_note(desk, acme, pain=long, next_step=f"{number} {long}", day=date(2026, 12, 1), text=long)
    return acme


def test_it_fits_one_screen_whatever_a_deal_holds(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    page(Output(sys.stdout, sys.stderr, {}), briefs.brief(desk, fill_up(desk)))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in "".join(lines)


async def test_it_fits_the_smallest_usual_terminal_without_scrolling(desk: Desk) -> None:
    acme = fill_up(desk)
    async with opened(desk, size=(80, 24)) as app:
        await app.app.push_screen(BriefScreen(briefs.brief(desk, acme)))
        await app.pilot.pause()
        screen = app.app.screen
        assert isinstance(screen, BriefScreen)
        assert screen.box.max_scroll_y == 0
        assert "\x1b" not in shown(app.pilot)


async def test_from_the_brief_to_the_note(desk: Desk) -> None:
    async with opened(desk, size=(80, 24)) as app:
        assert app.here == "Acme"
        await app.press("b")
        assert isinstance(app.app.screen, BriefScreen)
        assert "02 555 0101" in shown(app.pilot)
        await app.press("y")
        assert "copied" in shown(app.pilot)
        assert "Stock counts are wrong every month-end" in app.app.clipboard
        await app.press("n")
        await app.until(lambda: isinstance(app.app.screen, NoteDialog))
        await app.type("Call again")
        await app.press("enter", "enter")
        await app.type("fri")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
    note = records.detail(desk, deal(desk, "acme")).notes[0]
    assert (note.next_step, note.date) == ("Call again", date(2026, 11, 27))


async def test_leaving_the_brief_does_nothing(desk: Desk) -> None:
    async with opened(desk, as_of=date(2026, 11, 20)) as app:
        await app.press("b")
        assert isinstance(app.app.screen, BriefScreen)
        await app.press("escape")
        assert isinstance(app.app.screen, TodayScreen)
