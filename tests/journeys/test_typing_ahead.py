"""A tired seller types on while a dialog is still being opened: no key is lost, and none becomes a command."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from opened_app import Clock, Opened, make_app, opened
from small_pipeline import NOW
from textual import events

from pipetui.services import history, records
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk


async def burst(app: Opened, *keys: str) -> None:
    """All keys at once, as a terminal delivers them; a longer text that is no key is written letter by letter."""
    for key in keys:
        letters = [key] if key in ("enter", "escape", "alt+2", "f2") else list(key)
        for letter in letters:
            character = {"enter": "\r"}.get(letter, letter if len(letter) == 1 else None)
            app.app.post_message(events.Key({" ": "space", "/": "slash"}.get(letter, letter), character))
    await app.pilot.pause()


async def on_today(app: Opened) -> None:
    await app.until(lambda: not app.app._waiting and isinstance(app.app.screen, TodayScreen))


def deal(desk: Desk, name: str) -> Item:
    return records.find(desk, name)[0]


async def test_a_whole_note_in_one_go_from_the_list(desk: Desk) -> None:
    events_before = len(history.log(desk, deal(desk, "borealis").id))
    async with opened(desk) as app:
        await burst(app, "jn", "dirty stock", "enter", "call d", "enter", "luca", "enter", "fri", "enter")
        await on_today(app)
    borealis = deal(desk, "borealis")
    step = borealis.deal.step
    assert (step.text, step.owner, step.date) == ("call d", "luca", date(2026, 11, 27))
    assert [note.pain for note in records.detail(desk, borealis.id).notes] == ["dirty stock"]
    assert len(history.log(desk, borealis.id)) > events_before


async def test_keys_after_a_command_never_reach_the_list(desk: Desk) -> None:
    before = [event.id for event in history.log(desk)]
    async with opened(desk) as app:
        await burst(app, "n", "dcpmwu", "escape")
        await on_today(app)
    assert [event.id for event in history.log(desk)] == before


async def test_two_notes_in_one_go_are_on_two_deals(desk: Desk) -> None:
    async with opened(desk) as app:
        for _ in range(2):
            await burst(app, "n", "enter", "call Rita", "enter", "enter", "fri", "enter")
        await on_today(app)
    assert [deal(desk, name).deal.step.text for name in ("acme", "borealis")] == ["call Rita", "call Rita"]


async def test_find_and_note_in_one_go_is_on_the_deal_that_was_meant(desk: Desk) -> None:
    async with opened(desk) as app:
        await burst(app, "N", "elmo", "enter", "enter", "send minutes", "enter", "enter", "fri", "enter")
        await on_today(app)
    assert deal(desk, "elmo").deal.step.text == "send minutes"


async def test_filter_and_note_in_one_go(desk: Desk) -> None:
    async with opened(desk) as app:
        await burst(app, "/", "cortina", "enter", "n", "enter", "send minutes", "enter", "enter", "fri", "enter")
        await on_today(app)
    assert deal(desk, "cortina").deal.step.text == "send minutes"


async def test_a_ready_answer_and_enter_in_one_go(desk: Desk) -> None:
    async with opened(desk) as app:
        await burst(app, "c21", "alt+2", "enter")
        await on_today(app)
    (closed,) = [item for item in records.find(desk, "acme") if item.status == "no_decision"]
    (dormant,) = [item for item in records.find(desk, "acme") if item.status == "dormant"]
    assert (closed.deal.name, dormant.deal.step.date) == ("ERP roll-out", date(2027, 2, 21))


async def test_text_pasted_ahead_waits_for_its_line(desk: Desk) -> None:
    async with opened(desk) as app:
        app.app.post_message(events.Key("n", "n"))
        app.app.post_message(events.Key("enter", "\r"))
        app.app.post_message(events.Paste("Send the\nproposal"))
        await burst(app, "enter", "enter", "fri", "enter")
        await on_today(app)
    assert deal(desk, "acme").deal.step.text == "Send the proposal"


async def test_the_first_deal_of_a_new_user_typed_in_one_go(tmp_path: Path) -> None:
    app = make_app(tmp_path / "new.db", Clock(NOW))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        new = Opened(app, pilot, Clock(NOW))
        await burst(new, "f2", "pilot", "f2")
        await new.until(lambda: isinstance(app.screen, TodayScreen) and new.names == ["pilot"])


async def test_nothing_happens_after_the_key_that_quits(desk: Desk) -> None:
    before = history.log(desk)
    async with opened(desk) as app:
        await burst(app, "qur", "enter")
    assert history.log(desk) == before


@pytest.mark.parametrize("key", ["s", "r", "p", "c", "e", "w"])
async def test_every_dialog_can_be_left_in_one_go(desk: Desk, key: str) -> None:
    before = [event.id for event in history.log(desk)]
    async with opened(desk) as app:
        await burst(app, key, "escape")
        await on_today(app)
        await app.press("j")
        assert app.here == "Borealis"
    assert [event.id for event in history.log(desk)] == before
