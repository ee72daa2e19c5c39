"""Typing faster than the screen follows, and the keys that terminals write in their own way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from dialog_host import NOT_YET, Host, shown
from textual import events
from textual._xterm_parser import XTermParser

from pipetui.services import records
from pipetui.services.results import Done
from pipetui.tui.dialogs.checklist import Checklist
from pipetui.tui.dialogs.close import CloseDialog
from pipetui.tui.dialogs.gate import GateDialog
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.widgets.typed import let_alt_digits_through

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from pipetui.services.desk import Desk


@pytest.fixture
def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """All keys at once, as a terminal delivers what was typed while the screen was busy."""
    for key in keys:
        if len(key) == 1:
            pilot.app.post_message(events.Key("space" if key == " " else key, key))
        else:
            pilot.app.post_message(events.Key(key, "\r" if key == "enter" else None))
    await pilot.pause()
    await pilot.pause()


async def test_a_note_typed_in_one_go(desk: Desk, acme: int) -> None:
    app = Host(lambda: NoteDialog(lambda: desk, acme))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "enter", *"Call Marta", "alt+1", "enter", *"luca", "enter", *"fri", "enter")
    assert isinstance(app.answer, Done)
    step = records.detail(desk, acme).item.deal.step
    assert (step.text, step.owner, step.date) == ("Call Marta", "luca", date(2026, 11, 27))


async def test_two_digits_in_one_go_choose_outcome_and_reason(desk: Desk, acme: int) -> None:
    async with Host(lambda: CloseDialog(lambda: desk, acme)).run_test(size=(80, 24)) as pilot:
        await burst(pilot, "1", "2", "enter")
    detail = records.detail(desk, acme)
    assert (detail.item.status, detail.outcome_reason) == ("lost", "competitor")


async def test_how_we_know_is_no_command(desk: Desk, acme: int) -> None:
    app = Host(lambda: GateDialog(lambda: desk, acme))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "1", *"spc", "enter")
        assert app.answer is NOT_YET
        assert isinstance(app.screen, Checklist)
        assert "spc" in shown(pilot)


def keys_of(*received: str) -> list[str]:
    parser = XTermParser()
    events_read = [event for part in (*received, "") for event in parser.feed(part)]
    return [event.key for event in events_read if isinstance(event, events.Key)]


def test_alt_and_a_digit_is_a_key_and_a_pound_is_a_pound() -> None:
    let_alt_digits_through()
    assert keys_of("\x1b3") == ["alt+3"]
    assert keys_of("£") == ["pound_sign"]
