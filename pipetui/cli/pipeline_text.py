"""The stages as a table: how many deals, what they are worth, what is flagged, what is expected to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli.tables import cells, fit, table
from pipetui.domain.groups import closed_words, count_and_worth, flagged_words, open_words, worth
from pipetui.domain.sentences import short_instant
from pipetui.domain.text import harmless
from pipetui.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from pipetui.cli.output import Output
    from pipetui.domain.groups import Group
    from pipetui.services.board import Board, Column

_NAME, _COUNT, _FLAGGED = 0, 1, 3
_LONGEST_NAME = 24
_ENDLESS = 10_000


def stages(out: Output, board: Board, now: int, zone: ZoneInfo) -> None:
    """A line of sums, one line per stage, and what was closed in this month."""
    sums = (open_words(board.open), worth(board.open), flagged_words(board.flagged, board.open))
    out.line(" · ".join(filter(None, (short_instant(now, zone), *sums))))
    out.line()
    for line in _table(out, board):
        out.line(line)
    out.line()
    out.line(closed_words(board.closed))


def _table(out: Output, board: Board) -> list[str]:
    """Where the values of all columns do not fit, what closes and what is parked are counted only."""
    whole = _rows(board, count_and_worth)
    fits = all(cells(line) <= out.width for line in table(whole, width=_ENDLESS, flexible=_NAME))
    rows = whole if fits else _rows(board, lambda group: str(group.count or ""))

    def style(row: int, _column: int, text: str) -> str:
        return out.styled(text, "muted") if row == 0 else out.styled(text, "bold") if row == len(rows) - 1 else text

    return table(rows, width=out.width, flexible=_NAME, right=(_COUNT, _FLAGGED), style=style)


def _rows(board: Board, told: Callable[[Group], str]) -> list[tuple[str, ...]]:
    """The titles, the stages, the sums."""
    titles = (
        _("stage"),
        pgettext("column", "deals"),
        _("value"),
        pgettext("column", "flagged"),
        pgettext("column", "this month"),
        pgettext("column", "past"),
        pgettext("column", "parked"),
    )
    stages = [_row(fit(harmless(column.stage.name), _LONGEST_NAME), column, told) for column in board.columns]
    return [titles, *stages, _row(_("all"), board, told)]


def _row(name: str, shown: Board | Column, told: Callable[[Group], str]) -> tuple[str, ...]:
    """What is zero is left blank, but for the number of deals."""
    return (
        name,
        str(shown.open.count),
        worth(shown.open),
        str(shown.flagged.count or ""),
        told(shown.closing),
        told(shown.past),
        told(shown.parked),
    )
