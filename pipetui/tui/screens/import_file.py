"""Bring in deals from a file: a path, a progress bar, and what became of it. Questions are answered in the shell."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, ProgressBar, Static
from textual.worker import get_current_worker

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.dropped import dropped_path
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.transfer_report import ImportReport

_SHOWN = 5
_EXAMPLE_WIDTH = 70


class Stopped(Exception):
    """The person left while the import was running: the transaction is taken back."""


class ImportScreen(Dialog[str | None]):
    """Dismisses with what was done in a sentence, or None when nothing was imported."""

    CSS_PATH = "../styles/import_file.tcss"

    def __init__(self, desk: Callable[[], Desk]) -> None:
        super().__init__()
        self._desk = desk
        self._said: str | None = None
        self._path = LineInput("", self.action_start, placeholder="~/Downloads/deals.csv")

    def title_words(self) -> tuple[str, str]:
        """Import a file."""
        return _("Import a file"), ""

    def hints(self) -> str:
        """The keys."""
        return _("enter import · esc leave")

    def body(self) -> ComposeResult:
        """The path, the bar, the outcome."""
        yield Static(_("An export of Pipedrive, HubSpot, Salesforce, Zoho or Dynamics, or any sheet."), markup=False)
        yield self._path
        yield ProgressBar(show_eta=False)
        yield Static("", id="outcome", markup=False)

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Import")), action="screen.start", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """The path first."""
        self.query_one(ProgressBar).display = False
        self.set_focus(self._path)

    def action_leave(self) -> None:
        """Leave; an import that is running is stopped and leaves nothing behind."""
        self.workers.cancel_node(self)
        self.dismiss(self._said)

    def action_start(self) -> None:
        """Import the file; once that is done, go to the list."""
        path = self._path.value.strip()
        if self._said is not None:
            self.dismiss(self._said)
        elif path:
            self.tell("")
            bar = self.query_one(ProgressBar)
            bar.display = True
            bar.update(total=None)
            self._import(dropped_path(path))

    @work(thread=True, exclusive=True, group="import")
    def _import(self, path: Path) -> None:
        from pipetui.services import transfer
        from pipetui.services.transfer_report import ImportRequest

        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise Stopped
            self.app.call_from_thread(self._advance, done, total)

        try:
            reports = transfer.import_files(self._desk(), ImportRequest([path]), progress=progress)
        except Stopped:
            return
        except PipetuiError as error:
            self.app.call_from_thread(self._fail, str(error))
        else:
            self.app.call_from_thread(self._finish, path, reports)

    def _advance(self, done: int, total: int) -> None:
        self.query_one(ProgressBar).update(progress=done, total=total)

    def _fail(self, message: str) -> None:
        self.query_one(ProgressBar).display = False
        self.tell(message)

    def _finish(self, path: Path, reports: Sequence[ImportReport]) -> None:
        self.query_one(ProgressBar).display = False
        report = reports[0]
        if report.questions:
            self.query_one("#outcome", Static).update(
                Content("\n").join(questions(Path(self._desk().store.path), path, report))
            )
            return
        self._said = outcome(report)
        if not worth_reading(report):
            self.dismiss(self._said)
            return
        lines = [safe(self._said, "bold"), *problems(report), safe(_("enter or esc goes to the list"), "$muted")]
        self.query_one("#outcome", Static).update(Content("\n").join(lines))


def outcome(report: ImportReport) -> str:
    """``12 deals added, 3 updated, 1 row rejected.``"""
    parts = [ngettext("{n} deal added", "{n} deals added", report.added).format(n=report.added)]
    if report.updated:
        parts.append(_("{n} updated").format(n=report.updated))
    if report.unchanged:
        parts.append(_("{n} unchanged").format(n=report.unchanged))
    if report.rejected:
        parts.append(ngettext("{n} row rejected", "{n} rows rejected", report.rejected).format(n=report.rejected))
    return ", ".join(parts) + "."


def worth_reading(report: ImportReport) -> bool:
    """Is there more to say than what was done: rows that were rejected, values that were left out?"""
    return report.needs_attention or bool(report.warnings)


def problems(report: ImportReport) -> list[Content]:
    """The first rows that were rejected or of which a value was left out, and what was held or in conflict."""
    lines = [
        safe(_("Row {row}, {column}: {reason}").format(row=p.row or "–", column=p.column or "–", reason=p.reason))
        for p in [*report.rejects, *report.warnings][:_SHOWN]
    ]
    if (more := len(report.rejects) + len(report.warnings) - _SHOWN) > 0:
        lines.append(safe(ngettext("… and {n} more", "… and {n} more", more).format(n=more)))
    if report.held:
        n = len(report.held)
        lines.append(safe(ngettext("{n} deal stays in its stage: answers are missing.",
                                   "{n} deals stay in their stages: answers are missing.", n).format(n=n)))  # fmt: skip
    if report.conflicts:
        n = len(report.conflicts)
        lines.append(safe(ngettext("{n} value was changed here, too: ours stays.",
                                   "{n} values were changed here, too: ours stay.", n).format(n=n)))  # fmt: skip
    return lines


def questions(database: Path, path: Path, report: ImportReport) -> list[Content]:
    """What the file at ``path`` leaves open, and how to answer in the shell."""
    command = f"pipetui --db {shlex.quote(str(database))} import {shlex.quote(str(path))}"
    lines = [safe(_("Nothing was imported yet: the file leaves something open."), "bold")]
    lines += [safe(question.text) for question in report.questions[:_SHOWN]]
    if (more := len(report.questions) - _SHOWN) > 0:
        lines.append(safe(ngettext("… and {n} more question", "… and {n} more questions", more).format(n=more)))
    example = f"{command} {report.questions[0].option} …"
    return [*lines, safe(""), safe(_("Answer in the shell:")), *wrapped(example, _EXAMPLE_WIDTH, "$accent")]
