"""The figures of the hygiene screen in words and small tables, for any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from pipetui.domain.badges import kind_word
from pipetui.domain.cleanliness import Share
from pipetui.domain.fixes import fix_words
from pipetui.domain.groups import amounts, exact
from pipetui.domain.money import Money
from pipetui.domain.sentences import month
from pipetui.domain.shares import change_words, percent, percent_of, points
from pipetui.i18n import _, ngettext
from pipetui.tui.widgets.badge import KIND_STYLES
from pipetui.tui.widgets.chart import Series
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.cleanliness import Figures
    from pipetui.domain.fixes import Fix
    from pipetui.domain.playbook import Playbook
    from pipetui.services.cleanliness import Point, Report
    from pipetui.tui.widgets.panel_text import Lines

_GAP = "  "
_NAME = 12
_GAIN = 7
_LONGEST_BAR = 24
_SHORTEST_BAR = 6


def summary(report: Report, first: tuple[Share, int] | None, width: int) -> Lines:
    """What the large figure means: of how many, by value, the change, what is left out. ``first``: the share at the
    beginning of the trend, and how many weeks ago that was."""
    figures = report.figures
    count = figures.count
    if not count.whole:
        return wrapped(_("There is no open deal: nothing to have a share of."), width, "bold") + _apart(report, width)
    lines = wrapped(
        ngettext("of {n} open deal is clean: {clean}", "of {n} open deals are clean: {clean}", count.whole).format(
            n=count.whole, clean=count.part
        ),
        width,
        "bold",
    )
    lines += wrapped(_by_value(report), width, limit=2)
    if first is not None:
        lines += wrapped(change_words(first[0], count, first[1]), width)
    return lines + _apart(report, width)


def _by_value(report: Report) -> str:
    value = report.figures.value
    if not value:
        return _("by value: n/a, no deal has an amount")
    parts = [
        _("{share} of {amount}").format(share=percent(share), amount=exact(Money(share.whole, code)))
        for code, share in value.items()
    ]
    text = _("by value {shares}").format(shares=", ".join(parts))
    return f"{text} (≈ {percent(report.together)})" if report.together is not None else text


def _apart(report: Report, width: int) -> Lines:
    parts = []
    if report.parked:
        n = report.parked
        parts.append(ngettext("{n} parked stands apart", "{n} parked stand apart", n).format(n=n))
    if n := report.figures.without_amount:
        parts.append(
            ngettext("{n} has no amount: not in the value", "{n} have no amount: not in the value", n).format(n=n)
        )
    return wrapped(" · ".join(parts), width, "$muted") if parts else []


def fixes_heading(currency: str | None, width: int) -> Lines:
    """What the lines of the fixes are, above their columns."""
    right = _("count").rjust(_GAIN) + (_("value").rjust(_GAIN) if currency is not None else "")
    left = heading(_("WOULD RAISE IT MOST"), _("in points"))
    return [left + safe(right.rjust(max(len(right), width - left.cell_length)), "$muted")]


def fix_line(
    number: int, fix: Fix, playbook: Playbook, currency: str | None, width: int, *, here: bool = False
) -> Content:
    """A fix, and at the right the points that it gains: by count, and by value of ``currency``. ``here``: under the
    cursor, which shows without colour."""
    right = f"+{points(fix.gain_count)}".rjust(_GAIN)
    if currency is not None:
        right += f"+{points(fix.gain_value[currency])}".rjust(_GAIN)
    words = fit(fix_words(fix, playbook), max(8, width - cell_len(right) - 4))
    head = f"{'▌' if here else ' '}{number}  "
    return Content.assemble((head, "$accent"), (words, "bold" if here else ""), (right, "$done"))


def kinds(figures: Figures, width: int) -> Lines:
    """What each kind of finding spoils: deals, their share, their value."""
    rows = [
        (kind_word(each.kind), KIND_STYLES[each.kind], each.deals, amounts(each.value))
        for each in figures.kinds
        if each.deals
    ]
    if not rows:
        return [safe(_("nothing: every open deal is clean") if figures.count.whole else _("n/a"), "$muted")]
    lines = []
    for word, style, deals, value in rows:
        share = percent_of(deals / figures.count.whole)
        head = [(fit(word, _NAME), f"bold {style}"), (f"{deals:>5}", ""), (f"{share:>6}", "$muted")]
        room = width - _NAME - 11 - 3
        lines.append(Content.assemble(*head, ("   " + fit(value, room, pad=False), "$muted")))
    return lines


def owners(found: Mapping[str | None, Figures], width: int) -> Lines:
    """A line for each owner: the share as a thick line and in numbers, of how many deals."""
    name_width = min(20, max([8, *(cell_len(name or _("nobody")) for name in found)]))
    bar_width = min(_LONGEST_BAR, width - name_width - 20)
    lines = []
    for name, figures in found.items():
        count = figures.count
        bar: list[tuple[str, str]] = []
        if bar_width >= _SHORTEST_BAR and count.whole:
            full = round(bar_width * count.part / count.whole)
            bar = [("━" * full, "$accent"), ("─" * (bar_width - full), "$hairline"), (" ", "")]
        of = _("{clean} of {n}").format(clean=count.part, n=count.whole)
        lines.append(
            Content.assemble(
                (fit(name or _("nobody"), name_width) + _GAP, ""), *bar, (percent(count).rjust(4), "bold"),
                (_GAP + of, "$muted"),
            )
        )  # fmt: skip
    return lines


def heading(words: str, remark: str = "") -> Content:
    """The title of a part, and a muted remark beside it."""
    return Content.assemble((words, "bold $muted"), (f"   {remark}" if remark else "", "$muted"))


def trend_lines(points: Sequence[Point], currency: str | None) -> tuple[list[Series], list[str]]:
    """The lines of the chart and the words below it: the share by count, and by value of ``currency``."""
    by_count = [None if point.figures is None else point.figures.count.ratio for point in points]
    series = [Series(_("by count"), by_count, "$accent")]
    if currency is not None:
        nothing = Share(0, 0)
        by_value = [
            None if point.figures is None else point.figures.value.get(currency, nothing).ratio for point in points
        ]
        series.append(Series(_("by value, {currency}").format(currency=currency), by_value, "$muted"))
    days = [f"{point.day.day} {month(point.day.month)}" for point in points[:-1]]
    return series, [*days, _("today")]
