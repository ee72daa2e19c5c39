"""Some deals together: how many, what they are worth, and how both doors say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.money import Money, format_money
from pipetui.domain.sentences import open_deals
from pipetui.i18n import _, language, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipetui.domain.model import Outcome


@dataclass(frozen=True, slots=True)
class Group:
    """Some deals: how many, and what they are worth in each currency, the playbook's first. ``about``: all of it in the
    playbook's currency, where there are several currencies and a rate for each."""

    count: int = 0
    value: tuple[Money, ...] = ()
    about: Money | None = None


def exact(money: Money) -> str:
    """The amount to the cent, in the language in use."""
    return format_money(money, language())


def worth(group: Group, written: Callable[[Money], str] = exact) -> str:
    """``240,000 €``, ``240,000 € + 12,000 CHF``, or ``≈ 252,400 €`` where the playbook has the rates. Nothing where no
    amount is known. ``written``: how an amount is written."""
    if group.about is not None:
        return f"≈ {written(group.about)}"
    return amounts(group.value, written)


def amounts(value: Iterable[Money], written: Callable[[Money], str] = exact) -> str:
    """Amounts of several currencies side by side: ``240,000 € + 12,000 CHF``; "" for none. They are never summed."""
    return " + ".join(written(money) for money in value)


def count_and_worth(group: Group) -> str:
    """``2 · 40,000 €``; nothing where there is no deal."""
    return " · ".join(filter(None, (str(group.count), worth(group)))) if group.count else ""


def open_words(group: Group) -> str:
    """``57 open deals``."""
    if not group.count:
        return _("no open deals")
    return open_deals(group.count)


def flagged_words(flagged: Group, among: Group) -> str:
    """``3 of 8 flagged``; nothing where there is no deal."""
    return _("{n} of {all} flagged").format(n=flagged.count, all=among.count) if among.count else ""


def closed_words(closed: Mapping[Outcome, Group]) -> str:
    """``Closed this month: 2 won · 40,000 €, 1 lost, 1 no decision``."""
    parts = []
    for outcome, group in closed.items():
        value = worth(group) if outcome == "won" else ""
        if group.count:
            parts.append(" · ".join(filter(None, (_outcome_words(outcome, group.count), value))))
    return _("Closed this month: {outcomes}").format(outcomes=", ".join(parts) or pgettext("deals", "none"))


def _outcome_words(outcome: Outcome, count: int) -> str:
    words = {
        "won": ngettext("{n} won", "{n} won", count),
        "lost": ngettext("{n} lost", "{n} lost", count),
        "no_decision": ngettext("{n} no decision", "{n} no decisions", count),
    }
    return words[outcome].format(n=count)
