"""A value that is changed where it stands on the deal's screen: what was typed survives escape and quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deal_screen import change, detail, go_to, here, open_deal
from dialog_host import shown
from opened_app import opened

from pipetui.services import contacts, drafts, edits
from pipetui.tui.dialogs.contacts import ContactForm
from pipetui.tui.screens.deal import DealView

if TYPE_CHECKING:
    from pipetui.domain.model import Contact
    from pipetui.services.desk import Desk

NAME = drafts.field_form("name")


def _typed(desk: Desk, form: str = NAME) -> dict[str, str]:
    found = drafts.load(desk, detail(desk).item.id, form)
    return dict(found.fields) if found else {}


async def test_escape_keeps_what_was_typed_and_enter_brings_it_back(desk: Desk) -> None:
    before = detail(desk).item.deal.name
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("enter")
        await app.type("!!")
        await app.press("escape")
        assert _typed(desk) == {"name": f"{before}!!"}
        assert detail(desk).item.deal.name == before
        await app.press("enter")
        assert "restored" in shown(app.pilot)
        assert f"now: {before}" in shown(app.pilot)
        await app.press("enter")
    assert detail(desk).item.deal.name == f"{before}!!"
    assert _typed(desk) == {}


async def test_quitting_keeps_it_and_the_drafts_screen_goes_on_with_it(desk: Desk) -> None:
    before = detail(desk).item.deal.name
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("enter")
        await app.type("!!")
        await app.app.action_quit()
    assert _typed(desk) == {"name": f"{before}!!"}
    async with opened(desk) as app:
        await app.press("D")
        assert "Name" in shown(app.pilot)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView) and "restored" in shown(app.pilot))
        await app.press("enter")
        assert here(app) == "name"
    assert detail(desk).item.deal.name == f"{before}!!"
    assert _typed(desk) == {}


async def test_a_crash_costs_no_more_than_the_last_moment(desk: Desk) -> None:
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("enter")
        await app.type("!!")
        await app.until(lambda: _typed(desk))


async def test_f3_and_a_click_start_afresh(desk: Desk) -> None:
    before = detail(desk).item.deal.name
    async with opened(desk) as app:
        await open_deal(app, desk)
        for way in ("f3", "click"):
            await app.press("enter")
            await app.type("!!")
            await app.press("escape", "enter")
            if way == "f3":
                await app.press("f3")
            else:
                await app.pilot.click(".restored")
            await app.press("escape")
            assert _typed(desk) == {}
            await app.press("enter")
            assert "restored" not in shown(app.pilot)
            await app.press("escape")
    assert detail(desk).item.deal.name == before


async def test_what_somebody_else_wrote_meanwhile_stands_beside_a_draft(desk: Desk) -> None:
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("enter")
        await app.type("!!")
        await app.press("escape")
        edits.set_fields(desk, detail(desk).item.id, {"name": "Renamed"})
        await app.press("enter")
        assert "now: Renamed" in shown(app.pilot)


async def test_saving_leaves_no_draft(desk: Desk) -> None:
    async with opened(desk) as app:
        await open_deal(app, desk)
        await change(app, "company", "Acme Italia")
    assert detail(desk, "italia").item.deal.company == "Acme Italia"
    assert drafts.count(desk) == 0


def _add_contact(desk: Desk) -> Contact:
    contacts.add(desk, detail(desk).item.id, {"contact": "Rita Neri", "role": "signer"})
    return detail(desk).contacts[-1]


async def test_a_contact_has_one_draft_in_its_form_and_on_the_deals_screen(desk: Desk) -> None:
    contact = _add_contact(desk)
    key = f"contact:{contact.id}"
    async with opened(desk) as app:
        await open_deal(app, desk)
        await go_to(app, key)
        await app.press("enter")
        await app.type("!")
        await app.press("escape")
        assert _typed(desk, drafts.field_form(key)) == {"contact": "Rita Neri!"}
        await app.press("C", "G", "j", "enter")
        assert isinstance(app.app.screen, ContactForm)
        assert "restored" in shown(app.pilot)
        await app.press("f2")
        await app.until(lambda: detail(desk).contacts[-1].name == "Rita Neri!")
    assert drafts.count(desk) == 0
