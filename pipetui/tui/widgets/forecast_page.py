"""What an import would do, in numbers, before it does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from pipetui.i18n import _, ngettext, pgettext
from pipetui.tui.import_words import foretold, problems
from pipetui.tui.widgets.columns_page import table_name
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.panel_text import labelled
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from pipetui.services.transfer_preview import Preview
    from pipetui.services.transfer_report import ImportReport
    from pipetui.tui.import_door import Look
    from pipetui.tui.widgets.panel_text import Lines

_NAME_CELLS = 24
_MOST_NAMES = 6


class ForecastPage(VerticalScroll, can_focus=False):
    """Fill it with ``show``."""

    def __init__(self) -> None:
        super().__init__(id="forecast")

    def compose(self) -> ComposeResult:
        """One text."""
        yield BrokenLines(id="said")

    def show(self, look: Look | None) -> None:
        """What this would do; None: it is being read again."""
        self.query_one(BrokenLines).show(partial(forecast, look) if look else _again)
        self.scroll_home(animate=False)


def forecast(look: Look, width: int) -> Lines:
    """All that there is to know before a yes."""
    if not look.reports:
        return wrapped(_("This cannot be imported as it is read now."), width, "bold")
    lines = wrapped(foretold(look.reports), width, "bold")
    if len(look.reports) > 1:
        for report in look.reports:
            lines += wrapped(f"{report.file.rpartition('/')[2]}: {foretold([report])}", width)
    lines.append(safe(""))
    for preview in look.previews:
        lines += labelled(_("Columns"), _columns(preview, several=len(look.previews) > 1), width)
    if people := _people(look.reports):
        lines += labelled(pgettext("import", "People"), people, width)
    told = [line for report in look.reports for line in problems(report)]
    lines += [safe("")] if told else []
    for line in told:
        lines += line.wrap(max(width, 2))
    lines += [safe(""), *wrapped(_("Nothing is written yet."), width, "$muted")]
    return lines


def _again(width: int) -> Lines:
    return wrapped(_("Reading again …"), width, "$muted")


def _columns(preview: Preview, *, several: bool) -> str:
    """``9 of 12 are read. Not read: Zodiac, Mood.``"""
    read = sum(column.field is not None for column in preview.columns)
    said = _("{n} of {all} are read.").format(n=read, all=len(preview.columns))
    left = [column.name for column in preview.columns if column.field is None and column.filled and column.name]
    if left:
        said += " " + _("Not read: {names}.").format(names=_some([_short(name) for name in left]))
    return f"{table_name(preview)}: {said}" if several else said


def _people(reports: Sequence[ImportReport]) -> str:
    """``Anna R. = Anna Rossi, 12 deals; new: Luca Bianchi, 3 deals``."""
    matched = {each.name: each for report in reports for each in report.people}
    taken = [
        _("{name} = {person}, {deals}").format(
            name=_short(each.name), person=_short(each.person), deals=_deals(each.rows)
        )
        for each in matched.values()
        if each.name != each.person and not each.new
    ]
    new = [f"{_short(each.person)}, {_deals(each.rows)}" for each in matched.values() if each.new]
    parts = [_some(taken, "; ")] if taken else []
    if new:
        parts.append(_("new: {names}").format(names=_some(new, "; ")))
    return "; ".join(parts)


def _deals(n: int) -> str:
    return ngettext("{n} deal", "{n} deals", n).format(n=n)


def _some(names: Sequence[str], between: str = ", ") -> str:
    """The first of the names, and how many more there are."""
    shown = between.join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return shown if more <= 0 else shown + " " + ngettext("and {n} more", "and {n} more", more).format(n=more)


def _short(name: str) -> str:
    return fit(name, _NAME_CELLS, pad=False)
