"""The same thing done to several deals: one action, so that one undo takes all of it back.

A deal that refuses stops the whole action; the answer names every such deal, so that the rest can be done without them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipetui.domain import sentences
from pipetui.domain.dates import parse_date
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _, language, ngettext
from pipetui.services import absences, edits, moves, promises, steps
from pipetui.services.desk import no_such_deal
from pipetui.services.results import DayEcho
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pipetui.domain.model import Deal
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.storage.writing import Work

MOST = 500
"""Deals in one action. More than that is an import or a slip of the finger."""

_EACH = re.compile(r"\s*(?:each|ognun[oa]|ciascun[oa])\s+(?P<words>.+)", re.IGNORECASE)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Bulk:
    """What was done: one answer for each deal, and one sentence for all."""

    results: tuple[Done, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A deal that stopped the action, and why."""

    id: int
    title: str
    why: str


class NotAll(BadInput):
    """Some deals refused, so nothing was done. ``refusals`` has each of them."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        told = [f"{refusal.title}: {refusal.why}" for refusal in refusals[:_NAMED]]
        more = len(refusals) - _NAMED
        if more > 0:
            told.append(ngettext("{n} more deal refuses.", "{n} more deals refuse.", more).format(n=more))
        super().__init__(" ".join(told), _("Nothing was changed in any of the deals."))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an action is about to meet: how many deals, with a next step, without a text for it, parked too often; and
    whose steps they are."""

    deals: int
    with_step: int
    without_text: int
    parked_often: int
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDay:
    """One day for all, or words such as ``+3d`` that count from each deal's own date."""

    day: date | None = None
    words: str = ""


def outlook(desk: Desk, deal_ids: Sequence[int]) -> Outlook:
    """Look at the deals before something is done to them. Raises BadInput for too many."""
    deals = _deals(desk, deal_ids)
    rested = [deal.id for deal in deals if deal.parkings]
    return Outlook(
        deals=len(deals),
        with_step=sum(bool(deal.step.text or deal.step.date) for deal in deals),
        without_text=sum(not deal.step.text for deal in deals),
        parked_often=sum(moves.parked_in_a_row(desk, deal_id) >= moves.PARKED_ENOUGH for deal_id in rested),
        owners=tuple(dict.fromkeys(_whose(desk, deal) for deal in deals)),
    )


def is_each(text: str) -> bool:
    """Do these words count from each deal's own date?"""
    return _EACH.fullmatch(text) is not None


def new_day(desk: Desk, text: str) -> NewDay:
    """``fri`` is one day for all; ``each +3d`` counts from each deal's own date. Raises BadInput."""
    match = _EACH.fullmatch(text)
    if match is None:
        return NewDay(parse_date(text, desk.today, order=desk.date_order, language=language()))
    parse_date(match["words"], desk.today, order=desk.date_order, language=language())
    return NewDay(words=match["words"])


def look_at_each(desk: Desk, deal_ids: Sequence[int], text: str) -> DayEcho:
    """What words such as ``each +3d`` mean for several deals, while they are typed."""
    try:
        when = new_day(desk, text)
        planned = [(_day_of(desk, deal, when), _whose(desk, deal)) for deal in _deals(desk, deal_ids) if deal.step.date]
    except BadInput as error:
        return DayEcho(None, problem=error.message)
    if not planned:
        return DayEcho(None, problem=_("none of them has a date to count from"))
    days = sorted(day for day, _owner in planned)
    first, last = (sentences.short_day(day, desk.today) for day in (days[0], days[-1]))
    if days[0] < desk.today:
        return DayEcho(None, problem=_("{day} is in the past").format(day=first))
    said = _("each from its own date: {first} to {last}").format(first=first, last=last)
    if first == last:
        said = _("from its own date: {day}").format(day=first)
    return DayEcho(days[0], said, warning=_doubts(desk, planned))


def look_at_one_day(desk: Desk, owners: Sequence[str], text: str) -> DayEcho:
    """What one day for all means, while it is typed. ``owners``: whose steps they are."""
    echo = steps.look_at_day(desk, text)
    if echo.day is None:
        return echo
    away = [owner for owner in owners if absences.away_words(desk, owner, echo.day)]
    if not away:
        return echo
    echo = steps.look_at_day(desk, text, away[0])
    return replace(echo, warning=" · ".join(filter(None, (echo.warning, _more_away(len(away) - 1)))))


def _doubts(desk: Desk, planned: Sequence[tuple[date, str]]) -> str | None:
    """What speaks against the days of several steps, each with its owner; None where nothing does."""
    closed = sum(not desk.rules.clock.is_open_day(day) for day, _owner in planned)
    words = (absences.away_words(desk, owner, day) for day, owner in dict.fromkeys(planned))
    away = list(dict.fromkeys(filter(None, words)))
    parts = [
        ngettext("{n} on a closed day", "{n} on closed days", closed).format(n=closed) if closed else "",
        *away[:1],
        _more_away(len(away) - 1),
    ]
    return " · ".join(filter(None, parts)) or None


def _more_away(n: int) -> str:
    return ngettext("{n} more is away", "{n} more are away", n).format(n=n) if n > 0 else ""


def needs_reason(desk: Desk, deal_ids: Sequence[int], when: NewDay) -> int:
    """How many of the deals would be given another date for the third time or more: they ask why."""
    return sum(
        deal.step.redated >= steps.ASK_AFTER
        and deal.step.date is not None
        and bool(deal.step.text)
        and _day_of(desk, deal, when) != deal.step.date
        for deal in _deals(desk, deal_ids)
    )


def reschedule(
    desk: Desk,
    deal_ids: Sequence[int],
    when: NewDay,
    *,
    text: str | None = None,
    text_where_none: str | None = None,
    owner: str | None = None,
    reason: str | None = None,
) -> Bulk:
    """Give the next steps another day, for one reason. Each keeps its text and owner, unless ``text`` or ``owner`` is
    for all; ``text_where_none`` is for the deals that have no text yet. Raises BadInput, NotAll."""
    text = None if text is None else promises.check_text(text)

    def act(work: Work, deal_id: int) -> Done:
        deal = _deal(work, deal_id)
        words = text or deal.step.text or text_where_none
        if not words:
            raise BadInput(_("What happens next? There is no text yet."), _("Give one with --text."))
        who = owner or (deal.step.owner if not text else None)
        return steps.plan_in(
            work, desk.rules, deal_id, text=words, day=_day_of(desk, deal, when), owner=who, reason=reason
        )

    results = _all(desk, "step", deal_ids, act)
    n = len(results)
    if when.day is None:
        said = ngettext("{n} deal has a new date.", "{n} deals have a new date each.", n).format(n=n)
    else:
        day = sentences.short_day(when.day, desk.today)
        said = ngettext("{n} deal: next step {day}.", "{n} deals: next step {day}.", n).format(n=n, day=day)
    return Bulk(results, said)


def assign(desk: Desk, deal_ids: Sequence[int], to: str) -> Bulk:
    """Hand the deals and their next steps to somebody. Raises BadInput."""
    results = tuple(edits.assign(desk, _not_too_many(deal_ids), to))
    n = len(results)
    name = results[0].changed["owner"][1]
    said = ngettext("{n} deal now belongs to {name}.", "{n} deals now belong to {name}.", n).format(n=n, name=name)
    return Bulk(results, said)


def park(desk: Desk, deal_ids: Sequence[int], until: date, reason: str) -> Bulk:
    """Park the deals until one day, for one reason. Raises BadInput, NotAll."""
    results = _all(
        desk, "park", deal_ids, lambda work, deal_id: moves.park_in(work, desk.rules, deal_id, until, reason)
    )
    n, day = len(results), sentences.short_day(until, desk.today)
    said = ngettext("{n} deal is parked until {day}.", "{n} deals are parked until {day}.", n).format(n=n, day=day)
    return Bulk(results, said)


def close(desk: Desk, deal_ids: Sequence[int], outcome: str, reason: str, wake: date | None = None) -> Bulk:
    """Close the deals as lost or without a decision, for one standard reason. Raises BadInput, NotAll, and Refused for
    a deal that cannot be closed so."""

    def act(work: Work, deal_id: int) -> Done:
        closed = moves.close_in(desk, work, deal_id, outcome=outcome, reason=reason, wake=wake)
        if closed.done is None:
            raise Refused(closed.why)
        return closed.done

    results = _all(desk, "close", deal_ids, act)
    n = len(results)
    return Bulk(results, ngettext("{n} deal is closed.", "{n} deals are closed.", n).format(n=n))


def _all(desk: Desk, action: str, deal_ids: Sequence[int], act: Callable[[Work, int], Done]) -> tuple[Done, ...]:
    """Do it to every deal in one action, or to none."""
    results: list[Done] = []
    refusals: list[Refusal] = []
    with desk.working(action) as work:
        for deal_id in _not_too_many(deal_ids):
            try:
                results.append(act(work, deal_id))
            except (BadInput, Refused) as error:
                if len(deal_ids) == 1:
                    raise
                refusals.append(Refusal(deal_id, _title(work, deal_id), error.message))
        if refusals:
            raise NotAll(refusals)
    return tuple(results)


def _not_too_many(deal_ids: Sequence[int]) -> Sequence[int]:
    if len(deal_ids) > MOST:
        raise BadInput(
            _("{n} deals are too many at once; {most} is the most.").format(n=len(deal_ids), most=MOST),
            _("Filter the list and take fewer."),
        )
    return deal_ids


def _deals(desk: Desk, deal_ids: Sequence[int]) -> list[Deal]:
    with desk.reading() as connection:
        return reading.deals(connection, _not_too_many(deal_ids))


def _whose(desk: Desk, deal: Deal) -> str:
    """Who has to be there on the day of the step."""
    return deal.step.owner or deal.owner or desk.me


def _deal(work: Work, deal_id: int) -> Deal:
    deal = reading.deal(work.connection, deal_id)
    if deal is None:
        raise no_such_deal(deal_id)
    return deal


def _title(work: Work, deal_id: int) -> str:
    deal = reading.deal(work.connection, deal_id)
    if deal is None:
        return str(deal_id)
    return f"{deal.company} · {deal.name}" if deal.company else deal.name


def _day_of(desk: Desk, deal: Deal, when: NewDay) -> date:
    if when.day is not None:
        return when.day
    if deal.step.date is None:
        raise BadInput(_("It has no date to count from."))
    return parse_date(when.words, deal.step.date, order=desk.date_order, language=language())
