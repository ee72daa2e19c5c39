"""What is being read or written in the background, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from pipetui.exchange.progress import progress_words
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.tui.background import Background

_LOOK_SECONDS = 0.1


class ReadingPage(Vertical):
    """Say what is being done with ``say``; the bar shows as soon as it is known how much there is to do."""

    def __init__(self, background: Background[Any]) -> None:
        super().__init__(id="reading")
        self._background = background
        self._for_good = False

    def compose(self) -> ComposeResult:
        """Words, and a bar."""
        yield Static("", id="reading-words", markup=False)
        yield ProgressBar(show_eta=False, show_percentage=False)
        yield Static("", id="reading-rows", markup=False)

    def on_mount(self) -> None:
        """Look how far it is, now and then."""
        self._show_progress()
        self.set_interval(_LOOK_SECONDS, self._show_progress)

    def say(self, words: str, *, for_good: bool) -> None:
        """What is being done. ``for_good``: what is written stays; else it is only tried out."""
        self._for_good = for_good
        self.query_one("#reading-words", Static).update(safe(words))

    def _show_progress(self) -> None:
        told = self._background.done if self._background.running else None
        bar, rows = self.query_one(ProgressBar), self.query_one("#reading-rows", Static)
        bar.display = rows.display = told is not None
        if told is not None:
            done, total, phase = told
            bar.update(progress=done, total=total)
            tried = "checking" if phase == "writing" and not self._for_good else phase
            rows.update(safe(progress_words(done, total, tried), "$muted"))
