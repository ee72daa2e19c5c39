"""Choosing a theme, which is shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from pipetui.i18n import _
from pipetui.settings import at_home, settings_file
from pipetui.tui import themes
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.choice import Options
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult


class ThemeDialog(Dialog[None]):
    """The themes by name. Each is shown as it is chosen; leaving brings the one before back. ``file`` is where a theme
    can be kept for good: people write it, not we."""

    def __init__(self, file: Path | None) -> None:
        super().__init__()
        self._file = file or settings_file()
        self._before = themes.DARK.name
        self._names = tuple(themes.ALL)
        self._options = Options(
            [themes.theme_words(name) for name in self._names], chose=self._chose, go_on=self.action_take
        )
        self._keep = Static("", id="keep", markup=False)

    def title_words(self) -> tuple[str, str]:
        """Its title."""
        return _("Theme"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("number or → shows it"), _("enter takes it"), _("esc as it was")))

    def body(self) -> ComposeResult:
        """The themes, and how to keep one."""
        if self.app.no_color:
            yield Static(safe(_("NO_COLOR is set: there are no colours.")), classes="intro", markup=False)
            return
        yield self._options
        yield Static("")
        yield self._keep

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(_("Take it")), action="screen.take", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    def on_mount(self) -> None:
        """Begin at the theme in use."""
        self._before = self.app.theme
        if not self.app.no_color:
            self._options.chosen = self._names.index(self._before)
            self.set_focus(self._options)
            self._show_how_to_keep()

    def action_leave(self) -> None:
        """Leave with the theme there was before."""
        self.app.theme = self._before
        self.dismiss(None)

    def _chose(self, quick: bool) -> None:  # noqa: ARG002 - a number shows the theme, too, and waits for enter
        self.app.theme = self._names[self._options.chosen or 0]
        self._show_how_to_keep()

    def action_take(self) -> None:
        """Leave with the theme that is shown."""
        self.dismiss(None)

    def _show_how_to_keep(self) -> None:
        words = _("It counts until you quit. To keep it, write this line at the top of {file}:")
        self._keep.update(
            Content.assemble(
                (words.format(file=at_home(self._file)), "$muted"), (f'\ntheme = "{self.app.theme}"', "$accent")
            )
        )
