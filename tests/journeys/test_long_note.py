"""A long note, in the person's editor or in a dialog: logged whole, never lost."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from deal_screen import detail, open_deal
from dialog_host import shown
from opened_app import opened
from textual.drivers.headless_driver import HeadlessDriver

from pipetui.services import drafts, history, moves, notes, steps
from pipetui.tui.dialogs.long_note import DRAFT, LongNoteDialog
from pipetui.tui.screens.deal import DealView
from pipetui.tui.widgets.in_place import EditableLine

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

SMALL = (80, 24)


@pytest.fixture
def fake_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that stands for an editor: it keeps what it was shown and runs what the test writes into ``deed``."""
    script = tmp_path / "fake editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[-1])\n"
        f"home = pathlib.Path({str(tmp_path)!r})\n"
        "(home / 'shown').write_text(file.read_text(encoding='utf-8'), encoding='utf-8')\n"
        "(home / 'rights').write_text(oct(file.stat().st_mode & 0o777))\n"
        "(home / 'name').write_text(str(file))\n"
        "exec((home / 'deed').read_text(encoding='utf-8'))\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _self: True), raising=False)
    return tmp_path


def write_first(home: Path, text: str, status: int = 0) -> None:
    """The editor will write this before what is there, and end so."""
    deed = f"file.write_text({text!r} + file.read_text(encoding='utf-8'), encoding='utf-8')\nsys.exit({status})"
    (home / "deed").write_text(deed, encoding="utf-8")


async def test_a_long_note_is_written_in_the_editor(desk: Desk, fake_editor: Path) -> None:
    before = detail(desk)
    long = "# Call with Marta\n\n" + "Two options, with prices. " * 500
    write_first(fake_editor, f"{long}\n")
    async with opened(desk, size=(120, 60)) as app:
        await open_deal(app, desk)
        await app.press("E")
        await app.until(lambda: app.toasts)
        assert "Note logged on ERP roll-out." in app.toasts[-1]
    after = detail(desk)
    assert after.notes[0].text == long.strip()
    assert (after.notes[0].pain, after.notes[0].next_step) == (None, None)
    assert after.item.deal.step == before.item.deal.step
    seen = (fake_editor / "shown").read_text(encoding="utf-8")
    assert "# Acme · ERP roll-out" in seen
    assert "# Pain: Stock counts are wrong every month-end" in seen
    assert "# Next step: Send one-page proposal" in seen
    assert not Path((fake_editor / "name").read_text()).exists()
    if os.name == "posix":
        assert (fake_editor / "rights").read_text() == "0o600"


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("pass", "Nothing was saved in the editor"),
        ("file.write_text('\\n')", "The text is empty"),
        ("sys.exit(1)", "ended with an error"),
    ],
)
async def test_nothing_written_is_no_note(desk: Desk, fake_editor: Path, deed: str, words: str) -> None:
    notes_before = detail(desk).notes
    (fake_editor / "deed").write_text(deed)
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("E")
        await app.until(lambda: app.toasts)
        assert words in app.toasts[-1]
    assert detail(desk).notes == notes_before
    assert not Path((fake_editor / "name").read_text()).exists()


async def test_an_editor_that_breaks_loses_no_word(desk: Desk, fake_editor: Path) -> None:
    acme = detail(desk).item.id
    write_first(fake_editor, "Half a note\n", status=1)
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("E")
        await app.until(lambda: app.toasts)
        assert "kept as a draft" in app.toasts[-1]
        kept = drafts.load(desk, acme, DRAFT)
        assert kept is not None
        assert kept.fields == {"text": "Half a note"}
        write_first(fake_editor, "Now whole. ")
        await app.press("E")
        await app.until(lambda: detail(desk).notes[0].text)
    assert detail(desk).notes[0].text == "Now whole. Half a note"
    assert drafts.load(desk, acme, DRAFT) is None


async def test_too_long_a_note_is_kept_as_a_draft(desk: Desk, fake_editor: Path) -> None:
    acme = detail(desk).item.id
    (fake_editor / "deed").write_text("file.write_text('z' * 100_001)")
    async with opened(desk) as app:
        await open_deal(app, desk)
        await app.press("E")
        await app.until(lambda: app.toasts)
        assert "the longest is 100000" in app.toasts[-1]
    kept = drafts.load(desk, acme, DRAFT)
    assert kept is not None
    assert len(kept.fields["text"]) == 100_001


async def test_without_an_editor_a_dialog_takes_the_note(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    monkeypatch.setattr(HeadlessDriver, "can_suspend", property(lambda _self: True), raising=False)
    async with opened(desk, size=SMALL) as app:
        await open_deal(app, desk)
        await app.press("E")
        await app.until(lambda: isinstance(app.app.screen, LongNoteDialog))
        assert "“no-such-editor-anywhere” could not be started" in shown(app.pilot)
        await app.type("First line")
        await app.press("enter", "enter")
        await app.type("q1?")
        await app.press("escape", "E")
        await app.until(lambda: isinstance(app.app.screen, LongNoteDialog))
        assert "draft" in shown(app.pilot)
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, DealView))
    assert detail(desk).notes[0].text == "First line\n\nq1?"


async def test_a_closed_deal_takes_no_long_note(desk: Desk, fake_editor: Path) -> None:
    acme = detail(desk).item.id
    moves.close(desk, acme, "lost", "price")
    async with opened(desk) as app:
        screen = app.app.screen
        assert hasattr(screen, "open_deal")
        screen.open_deal(acme)
        await app.until(lambda: isinstance(app.app.focused, EditableLine))
        await app.press("E")
        await app.until(lambda: app.toasts)
        assert "reopen it first (c)" in app.toasts[-1]
    assert not (fake_editor / "name").exists()


def test_a_long_note_puts_a_stalled_deal_in_hand(desk: Desk) -> None:
    delta = detail(desk, "delta")
    assert delta.item.section == "to_clear"
    steps.plan(desk, delta.item.id, text="KPI workshop", day=date(2026, 11, 27))
    history.undo(desk)
    notes.log_text(desk, delta.item.id, "They called back")
    assert detail(desk, "delta").item.section == "in_hand"
