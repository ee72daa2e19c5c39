"""The line of the filter: what is typed, how much it finds, and below it what was not understood or how it goes on."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pipetui.i18n import _
from pipetui.tui.widgets.entry import LineInput
from pipetui.tui.widgets.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

_OFFERED = 8


class _FilterInput(LineInput):
    """The input; tab takes the completion."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(self, go_on: Callable[[], None], complete: Callable[[str], Sequence[str]]) -> None:
        super().__init__("", go_on, placeholder=_("words, owner:anna, stage:decision, amount:>10k …"), id="filter")
        self.completions = complete

    def action_complete(self) -> None:
        """Go on as far as all completions agree, else with the first."""
        found = self.completions(self.value)
        if not found:
            return
        before, blank, word = self.value.rpartition(" ")
        agreed = _agreed(found)
        chosen = agreed if len(agreed) > len(word) else found[0]
        whole = len(found) == 1 and not chosen.endswith((":", ">", "<"))
        self.value = f"{before}{blank}{chosen}{' ' if whole else ''}"
        self.cursor_position = len(self.value)


class FilterLine(Vertical):
    """Two lines at the foot of a list while somebody filters. ``complete`` gives the completions of a text, ``go_on``
    is called for enter."""

    def __init__(self, go_on: Callable[[], None], complete: Callable[[str], Sequence[str]]) -> None:
        super().__init__(id="filter-line")
        self.input = _FilterInput(go_on, complete)
        self._count = Static("", id="filter-count", markup=False)
        self._said = Static("", id="filter-said", markup=False)
        self._troubles: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """The input with the count at its right, and what there is to say."""
        with Horizontal(id="filter-typed"):
            yield Static("/", markup=False)
            yield self.input
            yield self._count
        yield self._said

    def show_found(self, found: int, of: int, troubles: Sequence[str]) -> None:
        """Say how much is found, and what was not understood."""
        self._count.update(_("{found} of {all}").format(found=found, all=of))
        self._troubles = troubles
        self._say()

    def on_resize(self) -> None:
        """Another width has room for more words."""
        self._say()

    @on(Input.Changed)
    def _say(self) -> None:
        """Completions of the word that is being typed come before what is wrong with it so far."""
        width = max(20, self.size.width - 4)
        offered = [word.partition(":")[2] or word for word in self.input.completions(self.input.value)]
        if offered:
            words = _("tab {words}").format(words="  ".join(offered[:_OFFERED]))
            self._said.update(safe(fit(words, width, pad=False), "$muted"))
        elif self._troubles:
            self._said.update(safe(fit(" · ".join(self._troubles), width, pad=False), "$no-step"))
        elif self.input.value:
            self._said.update(safe(fit(_("enter keeps it · esc shows everything"), width, pad=False), "$muted"))
        else:
            keys = _("owner: stage: kind: amount: next: days: close: company: · -word leaves out")
            self._said.update(safe(fit(keys, width, pad=False), "$muted"))


def _agreed(words: Sequence[str]) -> str:
    """The beginning that all of these have in common."""
    letters = takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))
    return "".join(column[0] for column in letters)
