"""Bring in deals from a file: its path, its questions and what it would do, a progress bar."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal
from textual.widgets import Button, ProgressBar, Static
from textual.worker import get_current_worker

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import transfer
from pipetui.services.transfer_questions import Answers, rehearse
from pipetui.services.transfer_report import ImportRequest
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.dialogs.rehearsal import RehearsalDialog, Stopped
from pipetui.tui.dropped import dropped_path
from pipetui.tui.import_words import outcome
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult

    from pipetui.services.desk import Desk


class ImportScreen(Dialog[str | None]):
    """Dismisses with what was done in a sentence, or None when nothing was imported."""

    CSS_PATH = "../styles/import_file.tcss"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self._desk = desk
        self._answers: defaultdict[Path, Answers] = defaultdict(dict)
        self._busy = False
        self._path = LineInput("", self.action_start, placeholder="~/Downloads/deals.csv")

    def title_words(self) -> tuple[str, str]:
        """Import a file."""
        return _("Import a file"), ""

    def hints(self) -> str:
        """The keys."""
        return _("enter look at it · esc leave")

    def body(self) -> ComposeResult:
        """The path and the bar."""
        yield Static(_("An export of Pipedrive, HubSpot, Salesforce, Zoho or Dynamics, or any sheet."), markup=False)
        yield self._path
        yield ProgressBar(show_eta=False)

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Look at it")), action="screen.start", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """The path first."""
        self.query_one(ProgressBar).display = False
        self.set_focus(self._path)

    def action_leave(self) -> None:
        """Leave; an import that is running is stopped and leaves nothing behind."""
        self.workers.cancel_node(self)
        self.dismiss(None)

    def action_start(self) -> None:
        """Rehearse the import of the file, with the questions that it leaves open."""
        if not self._path.value.strip() or self._busy:
            return
        self.tell("")
        path = dropped_path(self._path.value)
        self.box.display = False
        self.app.push_screen(
            RehearsalDialog(
                ImportRequest([path]),
                lambda request, progress: rehearse(self._desk(), request, progress),
                self._desk().playbook.stages,
                self._answers[path],
            ),
            self._rehearsed,
        )

    def _rehearsed(self, agreed: ImportRequest | str | None) -> None:
        self.box.display = True
        self.set_focus(self._path)
        if isinstance(agreed, str):
            self.tell(agreed)
        elif agreed is not None:
            self._busy = True
            bar = self.query_one(ProgressBar)
            bar.display = True
            bar.update(total=None)
            self._import(agreed)

    @work(thread=True, exclusive=True, group="import")
    def _import(self, request: ImportRequest) -> None:
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped
            self.app.call_from_thread(self._advance, done, total)

        try:
            report = transfer.import_files(self._desk(), request, progress)[0]
        except Stopped:
            return
        except PipetuiError as error:
            self.app.call_from_thread(self._fail, str(error))
        else:
            self.app.call_from_thread(self.dismiss, outcome(report))

    def _advance(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(progress=done, total=total)

    def _fail(self, message: str) -> None:
        self._busy = False
        self.query_one(ProgressBar).display = False
        self.tell(message)
