"""A long note: in the person's editor where there is one, else in a dialog; in neither is a word lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from pipetui.domain.model import OUTCOMES
from pipetui.domain.text import harmless
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import drafts, notes, records
from pipetui.tui.dialogs.long_note import DRAFT, TEXT, LongNoteDialog
from pipetui.tui.editor import editor, written
from pipetui.tui.widgets.panel_text import Portrait, next_step_text

if TYPE_CHECKING:
    from pipetui.domain.model import Item
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.deal_actions import DealScreen
    from pipetui.tui.editor import Written


async def write_note(screen: DealScreen, item: Item) -> Done | None:
    """Let the person write a long note on a deal and log it; None when nothing was logged, which is said.

    Raises PipetuiError.
    """
    if item.status in OUTCOMES:
        screen.say(_("The deal is closed: reopen it first ({key}).").format(key=screen.key_of("close")), warn=True)
        return None
    command = editor()
    if not command:
        return await _in_a_dialog(screen, item, _("To write in an editor, name it in EDITOR."))
    desk = screen.desk()
    kept = drafts.load(desk, item.id, DRAFT)
    before = kept.fields.get(TEXT, "") if kept else ""
    try:
        with screen.app.suspend():
            result = written(command, before, _remarks(desk, item.id))
    except SuspendNotSupported:
        return await _in_a_dialog(screen, item, "")
    done = _logged(screen, item, result)
    if result.status is None:
        name = command[0]
        return await _in_a_dialog(screen, item, _("The editor “{name}” could not be started.").format(name=name))
    return done


async def _in_a_dialog(screen: DealScreen, item: Item, why: str) -> Done | None:
    return await screen.app.push_screen_wait(LongNoteDialog(screen.desk, item.id, why))


def _logged(screen: DealScreen, item: Item, result: Written) -> Done | None:
    """Log what was written. The file goes once its text is safe: in the note, or in a draft."""
    desk = screen.desk()
    if result.status == 0 and result.saved and result.text:
        try:
            with desk.together():
                done = notes.log_text(desk, item.id, result.text)
                drafts.drop(desk, item.id, DRAFT)
        except PipetuiError as error:
            _keep(screen, item, result, error.message)
            return None
        result.path.unlink(missing_ok=True)
        return done
    if result.status == 0:
        result.path.unlink(missing_ok=True)
        words = _("Nothing was saved in the editor, so there is no note.")
        if result.saved:
            drafts.drop(desk, item.id, DRAFT)
            words = _("The text is empty, so there is no note.")
        screen.say(words)
    elif result.saved and result.text:
        _keep(screen, item, result, _("The editor ended with an error."))
    else:
        result.path.unlink(missing_ok=True)
        if result.status is not None:
            screen.say(_("The editor ended with an error; nothing was written."), warn=True)
    return None


def _keep(screen: DealScreen, item: Item, result: Written, why: str) -> None:
    """Keep the text as a draft, with which the next long note on this deal begins; where even that fails, as a file."""
    try:
        drafts.keep(screen.desk(), item.id, DRAFT, {TEXT: result.text})
    except PipetuiError:
        screen.say(_("{why} What you wrote is in {path}.").format(why=why, path=result.path), warn=True)
        return
    result.path.unlink(missing_ok=True)
    words = _("{why} What you wrote is kept as a draft: {key} goes on with it.")
    screen.say(words.format(why=why, key=screen.key_of("long_note")), warn=True)


def _remarks(desk: Desk, deal_id: int) -> list[str]:
    """What one may want to look at while writing; lines that are left out of the note."""
    detail = records.detail(desk, deal_id)
    step = next_step_text(Portrait(detail, (), desk.today, desk.zone))
    lines = [
        _("Write above. These lines are left out; leave without saving and there is no note."),
        detail.item.title,
        _("Pain: {pain}").format(pain=detail.pain or _("not known yet")),
        _("Next step: {step}").format(step=step),
    ]
    return [f"# {harmless(line)}".rstrip() for line in lines]
