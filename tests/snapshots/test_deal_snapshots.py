"""The deal's own screen, its call brief and its people as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dialog_host import shown
from opened_app import Clock, make_app

from pipetui.services import contacts, edits, records
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]

LARGE = (120, 40)
USUAL = (80, 24)
SMALL = (60, 20)


async def until(pilot: Pilot[Any], words: str) -> None:
    """Wait until the words are on the screen."""
    for _ in range(2000):
        if words in shown(pilot):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"“{words}” did not appear within twenty seconds")


@pytest.fixture
def brandi(sample_desk: Desk) -> int:
    """A deal with a second contact and a close date that was pushed twice."""
    deal = records.find(sample_desk, "brandi")[0].id
    contacts.add(sample_desk, deal, {"contact": "Ugo Neri", "role": "signer", "phone": "051 555 0143"})
    for day, reason in (("2027-01-15", None), ("2027-02-26", "budget freeze until February")):
        edits.set_fields(sample_desk, deal, {"close_date": day}, reason=reason)
    return deal


def run(deal: int, *keys: str, words: str) -> Callable[[Pilot[Any]], Any]:
    """Open the deal, press the keys, and wait for the words."""

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "Officine Brandi")
        screen = pilot.app.screen
        assert isinstance(screen, PlaceScreen)
        screen.open_deal(deal)
        await until(pilot, "enter edits")
        await pilot.press(*keys)
        await until(pilot, words)

    return steps


@pytest.mark.parametrize(
    ("theme", "size"),
    [("dark", LARGE), ("dark", USUAL), ("dark", SMALL), ("light", LARGE)],
    ids=["dark", "dark-usual", "dark-small", "light"],
)
def test_deal(snap_compare: Compare, sample_desk: Desk, brandi: int, theme: str, size: tuple[int, int]) -> None:
    app = make_app(Path(sample_desk.store.path), Clock(), theme=theme)
    assert snap_compare(app, terminal_size=size, run_before=run(brandi, words="WHY STILL HERE"))


def test_close_date_asks_why(snap_compare: Compare, sample_desk: Desk, brandi: int) -> None:
    keys = ("j", "j", "j", "j", "j", "enter", *"31/3", "enter", "enter")
    app = make_app(Path(sample_desk.store.path), Clock())
    assert snap_compare(app, terminal_size=USUAL, run_before=run(brandi, *keys, words="Why once more?"))


def test_brief(snap_compare: Compare, sample_desk: Desk, brandi: int) -> None:
    app = make_app(Path(sample_desk.store.path), Clock())
    assert snap_compare(app, terminal_size=USUAL, run_before=run(brandi, "b", words="To ask"))


def test_contacts(snap_compare: Compare, sample_desk: Desk, brandi: int) -> None:
    app = make_app(Path(sample_desk.store.path), Clock())
    assert snap_compare(app, terminal_size=USUAL, run_before=run(brandi, "C", words="m main one"))
