"""What stands above the list when there is nothing to clear, nothing found, or nothing at all yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.sentences import short_day, short_instant
from pipetui.domain.text import harmless
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Item
    from pipetui.services.since import News


def nothing_to_clear(me: str, following: Item | None, today: date) -> list[str]:
    """Said warmly, with what is due next."""
    lines = [_("Nothing to clear. Well done, {name}.").format(name=harmless(me))]
    if following is not None and following.deal.step.date is not None:
        step = following.deal.step
        day = short_day(following.deal.step.date, today)
        told = _("Next: {deal}, {day}: {text}.") if step.text else _("Next: {deal}, {day}.")
        lines.append(told.format(deal=harmless(following.title), day=day, text=harmless((step.text or "").rstrip("."))))
    return lines


def news_line(news: News | None, zone: ZoneInfo, key: str) -> list[str]:
    """What is new since the last look, in one quiet line; nothing where nothing is. ``key``: what shows it."""
    if news is None or not news.any:
        return []
    parts = (
        (len(news.woke), ngettext("{n} woke", "{n} woke", len(news.woke))),
        (len(news.moved), ngettext("{n} moved", "{n} moved", len(news.moved))),
        (len(news.arrived), ngettext("{n} arrived", "{n} arrived", len(news.arrived))),
    )
    told = ", ".join(text.format(n=n) for n, text in parts if n)
    when = short_instant(news.since, zone)
    return [_("Since {when}: {told} · {key} shows them").format(when=when, told=told, key=key)]


def no_match(text: str) -> list[str]:
    """The filter leaves nothing."""
    return [_("Nothing here matches “{text}”.").format(text=harmless(text)), _("esc shows everything again.")]


def no_deals() -> list[str]:
    """An empty database."""
    return [
        _("No deals yet."),
        _("a adds the first one; ctrl+p and “import a file” brings in a list."),
    ]
