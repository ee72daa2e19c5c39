"""Names that people and files bring are shown, never obeyed: on every screen, in every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opened_app import opened
from textual.widgets import OptionList

from pipetui.services import edits, moves, notes
from pipetui.tui.screens.deal import DealView
from pipetui.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from datetime import date

    from pipetui.services.desk import Desk

HOSTILE = {
    "markup": "[/red]x [bold]y[/] [@click=app.quit]z",
    "escapes": "\x1b[31mred\x1b]0;title\x07 \x9b2J",
    "right to left": "\u202eabc\u202c \u05d0\u05d1\u05d2 \u2066x\u2069",
    "lines": "first\nsecond\r\n\tthird",
    "wide": "日本語株式会社 👨‍👩‍👧‍👦 🇮🇹 é" + "\u0301" * 40,
    "long": "x" * 10_000,
    "combining": "z" + "\u0300" * 9_999,
}


def next_monday(desk: Desk) -> date:
    return desk.rules.day(desk.now + 7 * 86_400)


def fields(text: str) -> dict[str, str]:
    return {**dict.fromkeys(("contact", "role", "phone", "source"), text), "email": text[:-1] + "@"}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_words_are_shown_harmlessly(empty_desk: Desk, kind: str, size: tuple[int, int]) -> None:
    text, desk = HOSTILE[kind], empty_desk
    deal = edits.add_deal(desk, name=text, company=text).id
    edits.set_fields(desk, deal, fields(text))
    notes.log_note(desk, deal, pain=text, next_step=text, day=next_monday(desk))
    moves.tick(desk, deal, "icp_fit", text)
    edits.add_deal(desk, name=text, company=text)
    async with opened(desk, size=size) as app:
        assert app.deals.total == 1
        for y in range(app.deals.size.height):
            strip = app.deals.render_line(y)
            assert strip.cell_length == app.deals.scrollable_content_region.width
            assert not any(ord(letter) < 32 or letter in "\u202e\u2066\x9b" for letter in strip.text)
        await app.until(lambda: app.text("DealPanel BrokenLines"))
        for key in ("enter", "h"):
            await app.press(key)
            await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, TodayScreen))
        await app.press("f")
        await app.until(lambda: app.app.screen.query_one(OptionList).option_count == 2)
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, DealView))
        await app.until(lambda: app.text("#past"))
        shown = "".join(app.text(f"#{part}") for part in ("title", "standing", "learned", "past"))
        assert not any(letter in shown for letter in "\x1b\x07\u202e\u2066\x9b\r\t")
        if kind == "markup":
            assert "[/red]x [bold]y[/]" in shown
        await app.press("u")
        await app.until(lambda: app.toasts)
        assert not any(letter in app.toasts[-1] for letter in "\x1b\x07\u202e\r\t")


async def test_a_filter_may_hold_anything(desk: Desk) -> None:
    async with opened(desk) as app:
        await app.press("slash")
        for text in HOSTILE.values():
            app.app.screen.query_one("#filter").value = text  # type: ignore[attr-defined]
            await app.until(lambda: "filter:" in app.text("#header"))
        await app.press("escape")
        await app.until(lambda: app.deals.total == 7)
