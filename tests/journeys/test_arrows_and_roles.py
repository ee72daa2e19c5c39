"""Arrows go from line to line also where a screen scrolls; a role is shown in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deal_screen import detail, here, open_deal
from opened_app import opened

from pipetui import i18n
from pipetui.services import contacts
from pipetui.tui.dialogs.edit import EditDialog
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SMALL = (60, 20)


async def test_the_arrows_go_from_value_to_value_on_the_deals_screen(desk: Desk) -> None:
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        places = []
        for keys in (("j", "j"), ("g",), ("down", "down"), ("up", "up")):
            await app.press(*keys)
            places.append(here(app))
        assert places[0] == places[2] != places[1] == places[3]


async def test_the_arrows_go_from_entry_to_entry_in_a_form_that_is_taller_than_the_terminal(desk: Desk) -> None:
    async with opened(desk, size=SMALL) as app:
        await app.press("e")
        form = app.app.screen
        assert isinstance(form, EditDialog)
        form.box.styles.max_height = 10
        await app.until(lambda: form.box.max_scroll_y > 0)
        await app.press("down", "down")
        amount = form.entry("amount")
        assert amount.has_focus_within
        await app.press("up")
        assert form.entry("company").has_focus_within


async def test_a_role_is_shown_in_words_and_kept_as_what_it_is(desk: Desk) -> None:
    contacts.add(desk, detail(desk).item.id, {"contact": "Rita Neri", "role": "signer"})
    contact = detail(desk).contacts[-1]
    contacts.make_main(desk, detail(desk).item.id, contact.id)
    i18n.set_language("it")
    async with opened(desk) as app:
        app.deals.go_to(detail(desk).item.id)
        await app.press("e")
        form = app.app.screen
        assert isinstance(form, EditDialog)
        role = form.entry("role")
        assert isinstance(role, Field)
        assert (role.input.value, role.value, role.touched) == ("firmatario", "signer", False)
        role.value = "utente"
        await app.press("f2")
        await app.until(lambda: app.app.screen is not form)
    assert detail(desk).contacts[0].role == "user"
