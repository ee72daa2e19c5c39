"""Versions, paths and what this terminal can do: what a bug report needs, and nothing about anybody's deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from pipetui.i18n import _
from pipetui.services import house
from pipetui.settings import settings_file
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.reading import ReadingDialog
from pipetui.tui.widgets.text import safe, wrapped

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.services.desk import Desk
    from pipetui.services.launching import Launch
    from pipetui.tui.widgets.panel_text import Lines


class FactsScreen(ReadingDialog[None]):
    """``f12``. ``y`` copies it all. Building it reads the database, where there is one, and raises PipetuiError."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12,q", "leave", show=False),
        Binding("y", "copy", show=False),
    ]

    def __init__(self, launch: Launch, desk: Desk | None) -> None:
        super().__init__()
        self._facts = house.facts(desk, launch.settings_file or settings_file())

    def title_words(self) -> tuple[str, str]:
        """What it is about."""
        return _("About"), _("for a bug report")

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("y copy"), _("j k scroll"), _("esc back")))

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Copy")), action="screen.copy", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """What the app itself sees of the terminal is added."""
        app = self.app
        self._facts |= {
            "terminal_size": f"{app.size.width}x{app.size.height}",
            "colours": app.console.color_system,
            "theme": app.theme,
            "driver": type(app._driver).__name__,
        }

    def action_copy(self) -> None:
        """Put it all on the clipboard."""
        self.app.copy_to_clipboard(house.as_text(self._facts))
        self.show_hints(_("Copied."))

    def lines(self, width: int) -> Lines:
        """Names and values."""
        head = max(map(len, self._facts)) + 2
        lines: Lines = []
        for line in house.as_text(self._facts).splitlines():
            values = wrapped(line[head:].strip(), width - head)
            names = [line[:head], *(" " * head for _rest in values[1:])]
            lines += [Content.assemble((name, "$muted"), value) for name, value in zip(names, values, strict=True)]
        return lines
