"""The deal's own screen: read, its values and people changed where they stand. The database is read after typing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from deal_screen import change, detail, go_to, here, open_deal
from dialog_host import shown
from opened_app import opened

from pipetui.services import contacts, edits, moves, notes
from pipetui.tui.dialogs.contacts import ContactsDialog
from pipetui.tui.dialogs.done import DoneDialog
from pipetui.tui.dialogs.edit import EditDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.widgets.in_place import EditableLine

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SMALL = (80, 24)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
async def test_every_value_is_reached_with_j_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await open_deal(app, desk)
        seen = [here(app)]
        for _ in range(60):
            await app.press("j")
            if here(app) != seen[-1]:
                seen.append(here(app))
        assert seen[:8] == [
            "name", "company", "amount", "currency", "owner", "close_date", "source", "external_id",
        ]  # fmt: skip
        assert seen[-1] == "contact:new"
        await app.press("g")
        assert here(app) == "name"


async def test_everything_known_is_on_the_screen(desk: Desk) -> None:
    acme = detail(desk).item.id
    edits.set_fields(desk, acme, {"close_date": "2026-12-01", "external_id": "OPP-7"})
    edits.set_fields(desk, acme, {"close_date": "2026-12-18"}, reason="budget freeze")
    notes.log_text(desk, acme, "First line\n\nThird line")
    async with opened(desk, size=(120, 100)) as app:
        await open_deal(app, desk)
        text = shown(app.pilot)
        for words in (
            "Acme · ERP roll-out", "Solution, day 6 of 21", "WHY STILL HERE", "OPP-7", "12,000", "Marta Rossi, sponsor",
            "02 555 0101 · marta@acme.example", "Fri 18 Dec, pushed 1 time: budget freeze", "To move on", "PROMISES",
            "NOTES", "Third line", "VISITS", "Discovery", "CLOSE DATE", "Tue 1 Dec → Fri 18 Dec: budget freeze, anna",
            "HISTORY", "created in Discovery",
        ):  # fmt: skip
            assert words in text, words


async def test_a_value_is_changed_in_its_line_and_undone(desk: Desk) -> None:
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await change(app, "amount", "13000.50")
        assert here(app) == "amount"
        assert "13,000.50 €" in shown(app.pilot)
        await app.press("u")
    amount = detail(desk).item.deal.amount
    assert amount is not None
    assert amount.minor == 1_200_000
    assert any(event.undone and event.after == {"amount": "13000.50"} for event in detail(desk).events)


async def test_escape_leaves_a_value_as_it_was_and_then_the_screen(desk: Desk) -> None:
    events = detail(desk).events
    async with opened(desk) as app:
        view = await open_deal(app, desk)
        await app.press("enter", "X", "escape")
        assert app.app.screen is view
        await app.press("escape")
        assert app.app.screen is not view
    assert detail(desk).events == events


async def test_nothing_changed_writes_nothing_and_a_bad_value_stays_to_be_mended(desk: Desk) -> None:
    events = detail(desk).events
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await app.press("enter", "enter")
        await change(app, "amount", "many")
        assert "“many” is not an amount." in shown(app.pilot)
        await app.press("escape")
    assert detail(desk).events == events


async def test_the_owner_takes_the_step_along(desk: Desk) -> None:
    async with opened(desk) as app:
        await open_deal(app, desk)
        await change(app, "owner", "luc")
    deal = detail(desk).item.deal
    assert (deal.owner, deal.step.owner) == ("luca", "luca")


async def test_the_second_push_of_the_close_date_asks_why(desk: Desk) -> None:
    edits.set_fields(desk, detail(desk).item.id, {"close_date": "2026-12-01"})
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await change(app, "close_date", "2026-12-08")
        assert detail(desk).close_date == date(2026, 12, 8)
        await change(app, "close_date", "2026-12-15")
        assert "Why?" in shown(app.pilot)
        await app.press("enter")
        assert "Pushed 1 time already" in shown(app.pilot)
        assert detail(desk).close_date == date(2026, 12, 8)
        await app.type("budget freeze")
        await app.press("enter")
        assert "pushed 2 times: budget freeze" in shown(app.pilot)
    assert detail(desk).close_date == date(2026, 12, 15)
    assert detail(desk).events[0].after == {"close_date": "2026-12-15", "reason": "budget freeze"}


async def test_the_form_asks_why_as_well(desk: Desk) -> None:
    acme = detail(desk).item.id
    for day in ("2026-12-01", "2026-12-08"):
        edits.set_fields(desk, acme, {"close_date": day})
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("e")
        assert isinstance(app.app.screen, EditDialog)
        app.app.screen.entry("close_date").take_focus()
        await app.type("2026-12-15")
        await app.press("f2")
        assert "Why once more?" in shown(app.pilot)
        await app.type("legal")
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, DealView))
    assert detail(desk).events[0].after == {"close_date": "2026-12-15", "reason": "legal"}


async def test_what_somebody_else_wrote_meanwhile_is_said_before_it_is_overwritten(desk: Desk) -> None:
    acme = detail(desk).item.id
    async with opened(desk) as app:
        await open_deal(app, desk)
        await go_to(app, "company")
        await app.press("enter", "!")
        edits.set_fields(desk.__class__(desk.store, desk.now, "luca"), acme, {"company": "Acme SpA"})
        await app.press("enter")
        assert "Meanwhile it became “Acme SpA”" in shown(app.pilot)
        assert detail(desk).item.deal.company == "Acme SpA"
        await app.press("enter")
    assert detail(desk).item.deal.company == "Acme!"


async def test_what_another_window_writes_is_shown_and_what_is_typed_stays(desk: Desk) -> None:
    acme = detail(desk).item.id
    async with opened(desk) as app:
        view = await open_deal(app, desk)
        await app.press("enter", "!")
        contacts.add(desk, acme, {"contact": "Rita"})
        view.reload()
        await app.pilot.pause()
        assert "ERP roll-out!" in shown(app.pilot)
        await app.press("enter")
        assert "Rita" in shown(app.pilot)
    assert detail(desk).item.deal.name == "ERP roll-out!"


async def test_a_click_edits_and_a_click_elsewhere_saves(desk: Desk) -> None:
    async with opened(desk) as app:
        view = await open_deal(app, desk)
        lines = {line.line.key: line for line in view.query(EditableLine)}
        await app.pilot.click(lines["source"], offset=(15, 0))
        await app.type("fair")
        await app.pilot.click(lines["company"], offset=(15, 0))
        await app.pilot.pause()
        assert lines["company"].changing
        assert not lines["source"].changing
    assert detail(desk).source == "fair"


async def test_people_are_added_changed_and_seen_where_they_stand(desk: Desk) -> None:
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await go_to(app, "contact:new")
        await app.press("enter")
        for text in ("Rita Neri", "signer", "02 555 0102", "rita"):
            await app.type(text)
            await app.press("enter")
        assert "no @" in shown(app.pilot)
        await app.type("@acme.example")
        await app.press("enter")
        assert "Rita Neri, signer" in shown(app.pilot)
        assert here(app) == "contact:new"
        await app.press("k", "enter", "enter", "enter", "ctrl+u")
        await app.type("1")
        await app.press("tab", "tab")
    rita = detail(desk).contacts[1]
    assert (rita.name, rita.role, rita.phone, rita.email) == ("Rita Neri", "signer", "1", "rita@acme.example")


async def test_the_people_in_a_dialog(desk: Desk) -> None:
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await app.press("C")
        assert isinstance(app.app.screen, ContactsDialog)
        await app.press("a")
        await app.type("Rita Neri")
        await app.press("enter", "alt+2", "f2")
        await app.until(lambda: isinstance(app.app.screen, ContactsDialog))
        assert "Rita Neri, signer" in shown(app.pilot)
        await app.press("m")
        assert "Rita Neri, signer (main)" in shown(app.pilot)
        await app.press("j", "enter")
        await app.type("!")
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, ContactsDialog))
        await app.press("k", "x", "escape")
        assert "Rita Neri is no longer a contact" in app.toasts[-1]
    assert [person.name for person in detail(desk).contacts] == ["Marta Rossi!"]
    assert [event.type for event in detail(desk).events[:4]] == [
        "contact_removed", "contact_edited", "contact_main", "contact_added",
    ]  # fmt: skip


async def test_a_linked_cycle_is_opened(desk: Desk) -> None:
    acme = detail(desk).item.id
    closed = moves.close(desk, acme, "no-decision", "status_quo", None)
    async with opened(desk, size=SMALL) as app:
        screen = app.app.screen
        assert hasattr(screen, "open_deal")
        screen.open_deal(acme)
        await app.until(lambda: isinstance(app.app.focused, EditableLine))
        assert "HOW IT ENDED" in shown(app.pilot)
        await go_to(app, "next")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView) and app.app.screen.deal_id == closed.next_id)
        await app.until(lambda: "cycle 2" in shown(app.pilot))


async def test_the_past_cannot_be_changed(desk: Desk) -> None:
    async with opened(desk, as_of=date(2026, 11, 20)) as app:
        await open_deal(app, desk)
        await app.press("enter")
        assert "look at the past" in app.toasts[-1]
        await app.press("C")
        assert isinstance(app.app.screen, DealView)


async def test_done_without_a_step_says_that_it_only_plans_one(desk: Desk) -> None:
    async with opened(desk) as app:
        await open_deal(app, desk, "borealis")
        await app.press("d")
        assert isinstance(app.app.screen, DoneDialog)
        text = shown(app.pilot)
        assert "There is no open step; this plans the next one." in text
        assert "Done" not in text
        await app.type("Call Rita")
        await app.press("enter", "enter")
        await app.type("fri")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))
        assert "Done" not in app.toasts[-1]
    assert detail(desk, "borealis").item.deal.step.text == "Call Rita"
