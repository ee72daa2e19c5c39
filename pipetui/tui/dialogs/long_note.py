"""A long note in a dialog, for where there is no editor to write it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.i18n import _
from pipetui.services import notes
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.long_text import LongText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.widgets.entry import Entry

DRAFT = "long_note"
"""The name of the draft that the editor and this dialog share; its text is kept under TEXT."""

TEXT = "text"


class LongNoteDialog(DealForm):
    """``E`` without an editor. ``why`` says why there is none."""

    CSS_PATH = "../styles/long_note.tcss"
    draft: ClassVar[str] = DRAFT

    def __init__(self, desk: Callable[[], Desk], deal_id: int, why: str = "") -> None:
        self._why = why
        super().__init__(desk, deal_id)

    def does(self) -> str:
        """Its title."""
        return _("Long note")

    def intro(self) -> str:
        """Why it is not written in an editor."""
        return self._why

    def hints(self) -> str:
        """Enter begins a line here."""
        return SEPARATOR.join((_("f2 save"), _("esc leave, draft kept")))

    def entries(self) -> Iterable[Entry]:
        """The text."""
        yield LongText(TEXT, _("What was said?  The next step stays as it is."), required=_("The note is empty."))

    def minds(self) -> frozenset[str]:
        """A note overwrites nothing."""
        return frozenset()

    def save(self) -> Done:
        """Log the note."""
        return notes.log_text(self.desk(), self.deal_id, self.value(TEXT))
