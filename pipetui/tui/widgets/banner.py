"""What stands above the list when there is nothing to clear, nothing found, or nothing at all yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.sentences import short_day, short_instant
from pipetui.domain.text import harmless
from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.domain.model import Item
    from pipetui.services.since import News
    from pipetui.services.today import Found


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
    """What is new since the last look, in one quiet line; nothing where nothing is. ``key``: what shows it; no key
    works while somebody types a filter, and the line makes room."""
    if news is None or not news.any or not key:
        return []
    parts = (
        (len(news.woke), ngettext("{n} woke", "{n} woke", len(news.woke))),
        (len(news.moved), ngettext("{n} moved", "{n} moved", len(news.moved))),
        (len(news.arrived), ngettext("{n} arrived", "{n} arrived", len(news.arrived))),
    )
    told = ", ".join(text.format(n=n) for n, text in parts if n)
    when = short_instant(news.since, zone)
    return [_("Since {when}: {told} · {key} shows them").format(when=when, told=told, key=key)]


def no_match(found: Found, keys: Mapping[str, str]) -> list[str]:
    """The filter leaves nothing here; where it finds something else, how to get there. ``keys``: by command id."""
    lines = [_("Nothing here matches “{text}”.").format(text=harmless(found.view.text))]
    if n := found.others:
        told = ngettext("{n} in everybody's list does: {key}.", "{n} in everybody's list do: {key}.", n)
        lines.append(told.format(n=n, key=keys["mine"]))
    if n := found.elsewhere:
        told = ngettext(
            "{n} deal that is in no list today does (parked, closed or in order): {key} finds any deal.",
            "{n} deals that are in no list today do (parked, closed or in order): {key} finds any deal.",
            n,
        )
        lines.append(told.format(n=n, key=keys["find"]))
    return [*lines, _("esc shows everything again.")]


def no_deals() -> list[str]:
    """An empty database."""
    return [
        _("No deals yet."),
        _("a adds the first one; L brings in a list."),
    ]
