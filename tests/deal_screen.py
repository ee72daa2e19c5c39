"""The deal's own screen under a test: opened, its values reached and changed with the keys that a person presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialog_host import shown

from pipetui.services import records
from pipetui.tui.screens.deal import DealView
from pipetui.tui.widgets.in_place import EditableLine

if TYPE_CHECKING:
    from opened_app import Opened

    from pipetui.domain.model import Detail
    from pipetui.services.desk import Desk


def detail(desk: Desk, company: str = "acme") -> Detail:
    return records.detail(desk, records.find(desk, company)[0].id)


async def open_deal(app: Opened, desk: Desk, company: str = "acme") -> DealView:
    """The screen of a deal, with the cursor on its name."""
    screen = app.app.screen
    assert hasattr(screen, "open_deal")
    screen.open_deal(records.find(desk, company)[0].id)
    await app.until(lambda: isinstance(app.app.screen, DealView) and isinstance(app.app.focused, EditableLine))
    await app.until(lambda: "enter edits" in shown(app.pilot))
    view = app.app.screen
    assert isinstance(view, DealView)
    return view


def here(app: Opened) -> str:
    """The key of the value under the cursor."""
    focused = app.app.focused
    assert isinstance(focused, EditableLine)
    return focused.line.key


async def go_to(app: Opened, key: str) -> None:
    """Move the cursor down to a value."""
    for _ in range(60):
        if here(app) == key:
            return
        await app.press("j")
    raise AssertionError(f"{key} cannot be reached")


async def change(app: Opened, key: str, text: str) -> None:
    """Write another value where it stands, and save it."""
    await go_to(app, key)
    await app.press("enter", "ctrl+u")
    await app.type(text)
    await app.press("enter")
