"""Hygiene over time for the shell, as sentences and small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.cli.list_text import KIND_STYLES
from pipetui.cli.tables import table
from pipetui.domain.badges import kind_word
from pipetui.domain.cleanliness import main_currency
from pipetui.domain.fixes import fix_words
from pipetui.domain.groups import amounts, exact
from pipetui.domain.money import Money
from pipetui.domain.sentences import open_deals, short_day
from pipetui.domain.shares import percent, points
from pipetui.domain.text import harmless
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.cli.output import Output
    from pipetui.domain.cleanliness import Figures
    from pipetui.domain.fixes import Fix
    from pipetui.domain.playbook import Playbook
    from pipetui.services.cleanliness import Point, Report


def tell(out: Output, playbook: Playbook, report: Report, trend: Sequence[Point]) -> None:
    """The figures, the trend, the kinds of finding, the fixes and the owners, each as far as there is something."""
    for line in _summary(report):
        out.line(harmless(line))
    figures = report.figures
    _part(out, _("Over time"), [_trend_row(point) for point in trend], right=(1, 2))
    kinds = [each for each in figures.kinds if each.deals]
    _part(out, _("Spoiled by"), [(kind_word(each.kind), str(each.deals), amounts(each.value)) for each in kinds],
          right=(1,), styles=[KIND_STYLES[each.kind] for each in kinds])  # fmt: skip
    currency = main_currency(figures.value, playbook.currency)
    _part(out, _("Would raise it most"), [_fix_row(fix, playbook, currency) for fix in report.fixes], right=(1,))
    owners = [_owner_row(name, each) for name, each in report.owners.items()]
    _part(out, _("By owner"), owners if len(owners) > 1 else [], right=(1,))


def _summary(report: Report) -> list[str]:
    figures = report.figures
    count = figures.count
    first = (
        _("Clean: {share}, {clean} of {n}.").format(share=percent(count), clean=count.part, n=open_deals(count.whole))
        if count.whole
        else _("Clean: n/a, there is no open deal.")
    )
    lines = [first]
    if figures.value:
        shares = ", ".join(
            _("{share} of {amount}").format(share=percent(each), amount=exact(Money(each.whole, code)))
            for code, each in figures.value.items()
        )
        together = "" if report.together is None else f" (≈ {percent(report.together)})"
        lines.append(_("By value: {shares}.").format(shares=shares + together))
    if n := figures.without_amount:
        lines.append(
            ngettext(
                "{n} deal has no amount: it counts, but not by value.",
                "{n} deals have no amount: they count, but not by value.",
                n,
            ).format(n=n)
        )
    if n := report.parked:
        lines.append(ngettext("{n} parked deal stands apart.", "{n} parked deals stand apart.", n).format(n=n))
    return lines


def _part(
    out: Output, title: str, rows: Sequence[Sequence[str]], *, right: tuple[int, ...], styles: Sequence[str] = ()
) -> None:
    if not rows:
        return
    out.line()
    out.line(out.styled(title, "bold"))

    def style(row: int, column: int, text: str) -> str:
        return out.styled(text, styles[row]) if styles and column == 0 else text

    shown = [[harmless(text) for text in row] for row in rows]
    for line in table(shown, width=out.width, flexible=len(rows[0]) - 1, right=right, style=style):
        out.line(line)


def _trend_row(point: Point) -> tuple[str, str, str, str]:
    day = short_day(point.day)
    if point.figures is None:
        return day, _("n/a"), "", _("before the database began")
    count = point.figures.count
    of = _("{clean} of {n}").format(clean=count.part, n=count.whole)
    value = ", ".join(f"{code} {percent(each)}" for code, each in point.figures.value.items())
    return day, percent(count), of, _("by value {shares}").format(shares=value) if value else ""


def _fix_row(fix: Fix, playbook: Playbook, currency: str | None) -> tuple[str, str, str]:
    gain = _("+{points} points").format(points=points(fix.gain_count))
    if currency is None:
        return fix_words(fix, playbook), gain, ""
    value = f"{currency} +{points(fix.gain_value[currency])}"
    return fix_words(fix, playbook), gain, _("by value {shares}").format(shares=value)


def _owner_row(name: str | None, figures: Figures) -> tuple[str, str, str]:
    count = figures.count
    return name or _("nobody"), percent(count), _("{clean} of {n}").format(clean=count.part, n=count.whole)
