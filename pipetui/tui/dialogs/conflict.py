"""Somebody else changed the same thing meanwhile: mine, theirs, or back to the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.widgets import Static

from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.choice import Options
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.tui.dialogs.meanwhile import Clash

Choice = Literal["mine", "theirs"]

_CHOICES: tuple[Choice | None, ...] = ("mine", "theirs", None)


class ConflictDialog(Dialog[Choice | None]):
    """Dismisses with what the person chose, or None to go back and edit. Nothing is chosen beforehand."""

    def __init__(self, clash: Clash) -> None:
        super().__init__()
        self._clash = clash
        self._options = Options(self._words(), chose=self._chose, go_on=self._take)

    def title_words(self) -> tuple[str, str]:
        """What happened, and to what."""
        return _("Changed meanwhile"), self._clash.title

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("1-3 choose"), _("esc back to what you typed")))

    def body(self) -> ComposeResult:
        """Theirs and mine for each field, and the choices."""
        for both in self._clash.both:
            yield Static(safe(both.told), markup=False)
            yield Static(safe(_("Yours: {value}").format(value=both.mine)), classes="intro", markup=False)
        yield self._options

    def on_mount(self) -> None:
        """The choices have the keys."""
        self.set_focus(self._options)

    def _chose(self, quick: bool) -> None:
        if quick:
            self._take()

    def _take(self) -> None:
        if self._options.chosen is not None:
            self.dismiss(_CHOICES[self._options.chosen])

    def _words(self) -> list[str]:
        theirs = _("take theirs and save the rest") if self._clash.saves_more else _("leave theirs, drop mine")
        return [_("save mine over it"), theirs, _("back to what I typed")]
