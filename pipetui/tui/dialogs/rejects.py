"""Where to write the rows that an import rejected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Button, Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services.transfer_rejects import write_rejects
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dropped import dropped_path
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.services.imports import Imported


class RejectsDialog(Dialog[Path | None]):
    """``w`` on the page after an import. Dismisses with the file that was written."""

    def __init__(self, imported: Imported, database: Path) -> None:
        super().__init__()
        self._imported = imported
        self._database = database
        self._agreed: Path | None = None
        first = Path(imported.files[0])
        self._path = LineInput(str(first.with_name(f"{first.stem}-rejects.csv")), self.action_save)

    def title_words(self) -> tuple[str, str]:
        """Its title."""
        return _("Write what was rejected or left out"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("enter write"), _("esc leave")))

    def body(self) -> ComposeResult:
        """What it will hold, and where."""
        yield Static(_("A CSV file with file, row, column, value and reason."), classes="intro", markup=False)
        yield self._path

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Write")), action="screen.save", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """The path first."""
        self.set_focus(self._path)

    def action_save(self) -> None:
        """Write it. What is there already is replaced when that is said twice; an imported file never is."""
        if not self._path.value.strip():
            return
        path = dropped_path(self._path.value)
        if path.exists() and any(Path(file).exists() and path.samefile(file) for file in self._imported.files):
            self.tell(_("This is the file that was imported; give another name."))
            return
        if path.exists() and path != self._agreed:
            self._agreed = path
            self.tell(_("{path} is there already. The same again replaces it.").format(path=path))
            return
        found = (*self._imported.rejects, *self._imported.warnings)
        try:
            write_rejects(path, ((each.file, each.problem) for each in found), never=self._database)
        except PipetuiError as error:
            self.tell(str(error))
        else:
            self.dismiss(path)
