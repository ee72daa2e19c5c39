"""Shares and their changes in words, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from pipetui.domain.cleanliness import Share


def percent(share: Share) -> str:
    """``44%``; ``n/a`` where there is nothing to have a share of. Only all is 100%, only nothing is 0%."""
    ratio = share.ratio
    return _("n/a") if ratio is None else percent_of(ratio)


def percent_of(ratio: float) -> str:
    """``44%`` for 0.44; only 1 is 100%, only 0 is 0%."""
    return f"{_hundredths(ratio)}%"


def points(gain: float) -> str:
    """The points of a hundred that a part of the whole is: ``11``; below one ``0.4``, or in Italian ``0,4``."""
    whole = gain * 100
    if whole == 0 or whole >= 0.95:
        return str(round(whole))
    mark = _("{whole}.{tenths}")
    return mark.format(whole=0, tenths=max(1, round(whole * 10)))


def change_words(before: Share, now: Share, weeks: int) -> str:
    """``up 20 points in 8 weeks``, from the rounded shares as they are shown; "" where one of them is unknown."""
    if before.ratio is None or now.ratio is None:
        return ""
    change = _hundredths(now.ratio) - _hundredths(before.ratio)
    span = ngettext("{n} week", "{n} weeks", weeks).format(n=weeks)
    if not change:
        return _("as it was {weeks} ago").format(weeks=span)
    text = (
        ngettext("up {n} point in {weeks}", "up {n} points in {weeks}", abs(change))
        if change > 0
        else ngettext("down {n} point in {weeks}", "down {n} points in {weeks}", abs(change))
    )
    return text.format(n=abs(change), weeks=span)


def _hundredths(ratio: float) -> int:
    whole = round(ratio * 100)
    return min(99, max(1, whole)) if 0 < ratio < 1 else whole
