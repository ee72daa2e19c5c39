"""The drafts, and two people at one deal, as pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dialog_host import Host
from opened_app import Clock, make_app

from pipetui.services import drafts, edits, history, records, steps
from pipetui.tui.dialogs.note import NoteDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from pipetui.services.desk import Desk

    Compare = Callable[..., bool]

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=["wide", "small", "least"])


@SIZES
def test_drafts(desk: Desk, snap_compare: Compare, size: tuple[int, int]) -> None:
    acme, cortina = (records.find(desk, name)[0].id for name in ("acme", "cortina"))
    drafts.keep(desk.at(desk.now - 3 * 86_400), cortina, "step", {"text": "call the signer about the licence terms"})
    gone = edits.add_deal(desk, name="gone").id
    drafts.keep(desk.at(desk.now - 600), gone, "note", {"next_step": "Call Zeta"})
    history.undo(desk)
    drafts.keep(desk, acme, "note", {"next_step": "Send the contract", "when": "2026-11-27", "ticks": "proposal_sent"})

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.press("D")
        await pilot.pause()

    assert snap_compare(make_app(Path(desk.store.path), Clock(desk.now)), terminal_size=size, run_before=before)


@SIZES
def test_changed_meanwhile(desk: Desk, snap_compare: Compare, size: tuple[int, int]) -> None:
    acme = records.find(desk, "acme")[0].id

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.press(*"call", "enter", "enter", *"mon")
        steps.plan(replace(desk, me="luca"), acme, text="Send the offer", day=date(2026, 11, 27))
        form = pilot.app.screen
        assert isinstance(form, NoteDialog)
        form.look_elsewhere()
        await pilot.press("enter")
        await pilot.pause()

    assert snap_compare(Host(lambda: NoteDialog(lambda: desk, acme)), terminal_size=size, run_before=before)
