"""A click on a figure of Today's header goes to its section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opened_app import opened

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


async def test_the_figures_lead_to_their_sections(desk: Desk) -> None:
    async with opened(desk, size=(150, 40)) as app:
        for words, company in (
            ("in hand 1", "Gea"), ("due today 1", "Elmo"), ("woke 1", "Fano"), ("4 to clear", "Acme"),
        ):  # fmt: skip
            await app.pilot.click("#header", offset=(app.text("#header").index(words) + 1, 0))
            assert app.here == company
        await app.pilot.click("#header", offset=(3, 0))
        assert app.here == "Acme", "the date leads nowhere"
