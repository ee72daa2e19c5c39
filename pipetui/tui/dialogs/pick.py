"""Choosing how the list is sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.choice import Options

if TYPE_CHECKING:
    from textual.app import ComposeResult

_SORTS = ("", "name", "stage", "-days", "-amount", "next", "owner", "-created", "close")
"""The sorts as they are first offered: the larger number first, the earlier word or day first."""


def next_sort(current: str, column: str) -> str:
    """What asking for a column makes of a sort: the column as it is first offered; the same again is turned round."""
    if column and current.removeprefix("-") == column:
        return column if current.startswith("-") else f"-{column}"
    return next(sort for sort in _SORTS if sort.removeprefix("-") == column)


def sort_remark(sort: str) -> str:
    """What a list is sorted by, where no column of it can say so; else ""."""
    words = {"created": _("by creation"), "close": _("by close date"), "kind": _("by finding")}
    arrow = "↓" if sort.startswith("-") else "↑"
    column = sort.removeprefix("-")
    return f"{words[column]} {arrow}" if column in words else ""


class SortDialog(Dialog[str | None]):
    """``o``. Dismisses with the sort (``amount``, ``-amount``, "" for the order of attention), or None.

    The current one, chosen again, is turned round.
    """

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current
        self._options = Options(self._words(), chose=self._chose, go_on=self._take, click_goes_on=True)

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
        self.dismiss(next_sort(self._current, _SORTS[self._options.chosen or 0].removeprefix("-")))

    def _words(self) -> list[str]:
        return [
            _("what needs attention"), _("name"), _("stage"), _("days in stage"), _("amount"), _("next step"),
            _("owner"), _("created"), _("close date"),
        ]  # fmt: skip
