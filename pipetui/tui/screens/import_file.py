"""Bring in deals from a file: its path, and then the wizard."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import transfer
from pipetui.services.likely_file import likely_file
from pipetui.services.transfer_report import ImportRequest
from pipetui.settings import at_home
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dropped import dropped_paths
from pipetui.tui.import_door import Door
from pipetui.tui.import_said import Said
from pipetui.tui.path_suggester import PathSuggester
from pipetui.tui.screens.import_wizard import ImportWizard
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport


class ImportScreen(Dialog["list[ImportReport] | None"]):
    """Dismisses with the reports of what was imported, or None when nothing was.

    With ``files`` it begins with those; else with the path of the file that is likely to be meant: the one of the last
    import, or a newer one that is called alike.
    """

    CSS_PATH = "../styles/import_file.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, desk: Callable[[], Desk], files: Sequence[Path] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._files = files
        self._said: dict[tuple[Path, ...], Said] = {}
        self._path = LineInput(
            "", self.action_start, placeholder="~/Downloads/deals.csv", suggester=PathSuggester(), replace=True
        )

    def title_words(self) -> tuple[str, str]:
        """Import a file."""
        return _("Import a file"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("tab completes"), _("enter look at it"), _("esc leave")))

    def body(self) -> ComposeResult:
        """The path."""
        yield Static(
            _("An export of Pipedrive, HubSpot, Salesforce, Zoho or Dynamics, or any sheet: CSV, XLSX or zip."),
            classes="intro",
            markup=False,
        )
        yield self._path

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Look at it")), action="screen.start", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """The path first; what is typed or dropped replaces a likely one."""
        if self._files:
            several = len(self._files) > 1
            self._path.value = shlex.join(map(str, self._files)) if several else at_home(self._files[0])
            self.action_start()
            return
        try:
            likely = likely_file(self._desk())
        except PipetuiError as error:
            self.tell(str(error))
        else:
            self._path.value = at_home(likely) if likely else ""
        self.set_focus(self._path)
        self._path.select_all()
        self.call_after_refresh(self._select, self._path.value)

    def _select(self, likely: str) -> None:
        """What is typed now replaces the likely path, whose value has settled."""
        if self._path.value == likely:
            self._path.select_all()

    def action_complete(self) -> None:
        """Take what is proposed for the path."""
        self._path.action_cursor_right()

    def action_start(self) -> None:
        """Look at the files."""
        paths = tuple(path.absolute() for path in dropped_paths(self._path.value))
        if not paths:
            return
        self.tell("")
        said = self._said.setdefault(paths, Said(ImportRequest(paths)))
        door = Door(lambda: nullcontext(self._desk()), self._write)
        self.box.display = False
        self.app.push_screen(ImportWizard(door, self._desk().playbook.stages, said), self._left)

    def _write(self, request: ImportRequest, progress: Progress) -> list[ImportReport]:
        return transfer.import_files(self._desk(), request, progress)

    def _left(self, result: list[ImportReport] | str | None) -> None:
        """Imported: done. Else the path may be another one."""
        if isinstance(result, list) or (result is None and self._files):
            self.dismiss(result)
            return
        self.box.display = True
        self.set_focus(self._path)
        self.tell(result or "")
