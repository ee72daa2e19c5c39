"""Data out of the app: what, as what, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _, language
from pipetui.services import exports
from pipetui.settings import at_home
from pipetui.tui.background import Background
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dropped import dropped_path
from pipetui.tui.widgets.choice import Options
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk

_LOOKS_A_SECOND = 5

_WHAT = tuple(what for what in exports.WHAT if what != "leads")
"""There are no leads yet."""


class ExportDialog(Dialog[str | None]):
    """Dismisses with what was written, in a sentence. ``database`` is the file that is never written over.

    The file's name follows the two choices above it until somebody types another one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, desk: Callable[[], Desk], database: Path) -> None:
        super().__init__()
        self._desk = desk
        self._database = database
        self._background: Background[list[str]] = Background()
        self._agreed: Path | None = None
        self._proposed = ""
        self._formats: tuple[str, ...] = ()
        self._what = Options([_words_of(what) for what in _WHAT], chose=self._chose_what, go_on=self._go_on)
        self._to = Options([], chose=self._went_on, go_on=self._go_on)
        self._path = LineInput("", self.action_save, replace=True)
        self._done = Static("", id="keep", markup=False)

    def title_words(self) -> tuple[str, str]:
        """Its title."""
        return _("Export"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("number or → chooses"), _("enter goes on"), _("f2 write"), _("esc leave")))

    def body(self) -> ComposeResult:
        """What, as what, where to."""
        for label, entry in ((_("What"), self._what), (_("As"), self._to), (_("File"), self._path)):
            yield Static(label, classes="label", markup=False)
            yield entry
            yield Static("")
        yield self._done

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Write")), action="screen.save", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """All deals, as a workbook, unless something else is chosen."""
        self._formats = exports.formats(_WHAT[0])
        self._to.reword([_format_words(name) for name in self._formats])
        self._to.chosen = self._formats.index(exports.WORKBOOK)
        self._what.chosen = 0
        self._propose()
        self.set_focus(self._what)
        self.set_interval(1 / _LOOKS_A_SECOND, self._show_progress)

    def action_leave(self) -> None:
        """Leave; a file that is being written is stopped, and what was there stays."""
        self._background.stop()
        self.dismiss(None)

    def _chose_what(self, quick: bool) -> None:
        before = self._format
        self._formats = exports.formats(_WHAT[self._what.chosen or 0])
        self._to.reword([_format_words(name) for name in self._formats])
        self._to.chosen = self._formats.index(before) if before in self._formats else 0
        self._went_on(quick)

    def _go_on(self) -> None:
        self.focus_next()

    def _went_on(self, quick: bool) -> None:
        self.tell("")
        self._propose()
        if quick:
            self.focus_next()

    @property
    def _format(self) -> str:
        return self._formats[self._to.chosen or 0]

    def _propose(self) -> None:
        """A name that says what it is and of when; of one that was typed only the ending follows."""
        if self._path.value == self._proposed:
            name = f"pipetui-{_WHAT[self._what.chosen or 0]}-{self._desk().today.isoformat()}.{self._format}"
            self._proposed = self._path.value = at_home(Path.home() / name)
        elif (typed := dropped_path(self._path.value)).suffix.lstrip(".") in exports.formats("deals"):
            self._path.value = at_home(typed.with_suffix(f".{self._format}"))

    def action_save(self) -> None:
        """Write it. What is there already is replaced when that is said twice."""
        if self._background.running or not self._path.value.strip():
            return
        path = dropped_path(self._path.value)
        if path.exists() and not path.is_dir() and path != self._agreed:
            self._agreed = path
            self.tell(_("{path} is there already. The same again replaces it.").format(path=at_home(path)))
            return
        self.tell("")
        self._write(_WHAT[self._what.chosen or 0], self._format, path)

    @work(exclusive=True, group="export")
    async def _write(self, what: str, to: str, path: Path) -> None:
        desk, locale = self._desk(), None if language() == "en" else language()

        def write(progress: Progress) -> list[str]:
            return exports.export_file(
                desk, what, to, path, locale, never=self._database, progress=lambda done: progress(done, 0, "writing")
            )  # fmt: skip

        try:
            warnings = await self._background.run(write)
        except PipetuiError as error:
            self._agreed = None
            self.tell(str(error))
        else:
            if warnings is not None:
                self.dismiss(" ".join((_("Written to {path}.").format(path=at_home(path)), *warnings)))

    def _show_progress(self) -> None:
        told = self._background.done if self._background.running else None
        self._done.update(safe(_("Writing: {n} rows …").format(n=told[0]) if told else ""))


def _words_of(what: str) -> str:
    """A kind of data in words."""
    words = {
        "deals": _("deals"),
        "notes": _("notes"),
        "events": _("history"),
        "findings": _("what needs attention"),
        "changes": _("changes for the CRM"),
    }
    return words.get(what, what)


def _format_words(name: str) -> str:
    """A format in words."""
    words = {
        "csv": _("CSV"),
        "json": _("JSON"),
        "xlsx": _("Excel"),
        "ics": _("calendar"),
        "md": _("Markdown"),
    }
    return words.get(name, name)
