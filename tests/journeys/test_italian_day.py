"""A morning in Italian: what is typed in Italian is understood, and what is shown is Italian and whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from opened_app import opened
from textual.content import Content

from pipetui.i18n import set_language
from pipetui.services import absences, records
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.screens.people import PeopleScreen

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


@pytest.fixture(autouse=True)
def italian(_english: None) -> None:
    set_language("it")


@pytest.fixture(params=[(60, 20), (80, 24), (120, 40)], ids=["60x20", "80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


def deal(desk: Desk, company: str) -> int:
    return next(item.id for item in records.find(desk, company))


async def test_a_call_in_italian_words(desk: Desk, size: tuple[int, int]) -> None:
    async with opened(desk, size=size) as app:
        await app.press("j", "n")
        await app.type("Contano due volte")
        await app.press("enter")
        await app.type("Mandare l'offerta")
        await app.press("enter", "enter")
        await app.type("lun prossimo")
        await app.press("enter")
        assert any("Nota registrata" in toast for toast in app.toasts)
    whole = records.detail(desk, deal(desk, "Borealis"))
    assert (whole.pain, whole.item.deal.step.text) == ("Contano due volte", "Mandare l'offerta")
    assert whole.item.deal.step.date == date(2026, 11, 30)


@pytest.mark.parametrize(("text", "names"), [
    ("tipo:ritardo", ["Cortina"]),
    ("importo:>10k -tipo:sla", ["Borealis", "Cortina", "Fano", "Gea"]),
    ("passo:oggi", ["Elmo", "Fano"]),
    ("resp:anna giorni:>30", ["Delta", "Gea"]),
])  # fmt: skip
async def test_the_filter_in_italian(desk: Desk, text: str, names: list[str]) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        await app.type(text)
        await app.until(lambda: sorted(app.names) == names)


async def test_no_hint_of_a_dialog_is_cut(desk: Desk) -> None:
    """The keys of a form stand whole below it in the smallest window, the way out among them."""
    async with opened(desk, size=(60, 20)) as app:
        for key in ("n", "s", "d", "r", "p", "c", "w", "e"):
            await app.press(key)
            dialog = app.app.screen
            assert isinstance(dialog, Dialog), key
            keys = Content.from_markup(str(dialog.box.border_subtitle))
            assert keys.cell_length <= dialog.box.size.width - 2, key
            assert "esc indietro" in keys.plain or "esc lascia in bozza" in keys.plain, key
            await app.press("escape")


async def test_an_absence_in_italian(desk: Desk) -> None:
    async with opened(desk, size=(60, 20)) as app:
        await app.press("P")
        assert isinstance(app.app.screen, PeopleScreen)
        await app.press("A")
        await app.type("domani")
        await app.press("enter")
        await app.type("fine mese")
        await app.press("enter")
        await app.type("luca")
        await app.press("enter")
        assert any("assente" in toast and "copre luca" in toast for toast in app.toasts)
    (absence,) = absences.planned(desk, "anna")
    assert (absence.first, absence.last, absence.cover) == (date(2026, 11, 24), date(2026, 11, 30), "luca")
