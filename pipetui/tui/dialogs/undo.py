"""An undo that would take later actions with it: which, and is that meant?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from pipetui.domain.sentences import short_instant
from pipetui.i18n import _, ngettext
from pipetui.services import history
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.undo_words import BuiltUpon

_SHOWN = 8


class UndoDialog(Dialog[bool]):
    """Dismisses with True to undo the later actions, too. Building it reads the database and raises PipetuiError."""

    # Not u: who undoes one thing after the other would agree to this without having read it.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "take_back", show=False)]

    def __init__(self, desk: Desk, refused: BuiltUpon) -> None:
        super().__init__()
        self._why = refused.message
        self._told = [f"{short_instant(at, desk.zone)}  {what}" for at, what in history.told(desk, refused.later)]

    def title_words(self) -> tuple[str, str]:
        """What it would take."""
        return _("Undo what came later, too?"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("f2 undo all of this"), _("esc leave it as it is")))

    def body(self) -> ComposeResult:
        """Why not alone, and what else."""
        yield Static(safe(self._why), classes="intro", markup=False)
        for line in self._told[:_SHOWN]:
            yield Static(safe(line), markup=False)
        if (more := len(self._told) - _SHOWN) > 0:
            yield Static(safe(ngettext("… and {n} more", "… and {n} more", more).format(n=more)), markup=False)

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Undo all of this")), action="screen.take_back", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Nothing has the focus: enter does nothing here."""
        self.set_focus(None)

    def action_take_back(self) -> None:
        """All of it."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Nothing is undone."""
        self.dismiss(False)
