"""Choosing how the list is sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.choice import Options

if TYPE_CHECKING:
    from textual.app import ComposeResult

_SORTS = ("", "name", "stage", "-days", "-amount", "next")
"""The sorts as they are first offered: the larger number first, the earlier word or day first."""


class SortDialog(Dialog[str | None]):
    """``o``. Dismisses with the sort (``amount``, ``-amount``, "" for the order of attention), or None.

    The current one, chosen again, is turned round.
    """

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current
        self._options = Options(self._words(), chose=self._chose, go_on=self._take)

    def title_words(self) -> tuple[str, str]:
        """Its title."""
        return _("Sort by"), ""

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("number or enter"), _("again: the other way round")))

    def body(self) -> ComposeResult:
        """The columns."""
        yield self._options

    def on_mount(self) -> None:
        """Begin at the current sort."""
        column = self._current.removeprefix("-")
        self._options.chosen = next(at for at, sort in enumerate(_SORTS) if sort.removeprefix("-") == column)

    def _chose(self, quick: bool) -> None:
        if quick:
            self._take()

    def _take(self) -> None:
        at = self._options.chosen or 0
        sort = _SORTS[at]
        if sort and sort == self._current:
            sort = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
        self.dismiss(sort)

    def _words(self) -> list[str]:
        return [_("what needs attention"), _("name"), _("stage"), _("days in stage"), _("amount"), _("next step")]
