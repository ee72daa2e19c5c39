"""The filter of a list: what is typed becomes conditions over this database, and a half-typed word goes on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipetui.domain import hygiene, query
from pipetui.domain.query_words import Vocabulary
from pipetui.domain.query_words import completions as words_after
from pipetui.errors import BadInput
from pipetui.i18n import _, language
from pipetui.storage import list_filters, reading
from pipetui.storage.list_filters import Condition, Days

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.query import Query, Term
    from pipetui.services.desk import Desk


def understood(desk: Desk, text: str) -> Query:
    """What a filter means here, and what of it was not understood."""
    return query.parse(text, vocabulary(desk))


def checked(desk: Desk, text: str) -> str:
    """The filter, if all of it is understood. Raises BadInput, which names what is not."""
    troubles = understood(desk, text).troubles
    if troubles:
        raise BadInput(
            _("The filter is not understood: {trouble}.").format(trouble="; ".join(map(str, troubles))),
            _("Write for example: {example}.").format(
                example=" ".join((_("owner:anna"), _("stage:decision"), _("amount:>10k"), _("kind:stalled")))
            ),
        )
    return text


def completions(desk: Desk, text: str) -> list[str]:
    """How the last word of a filter may go on; see ``domain.query_words.completions``."""
    return words_after(text, vocabulary(desk))


def vocabulary(desk: Desk) -> Vocabulary:
    """What the values of a filter may mean at this desk."""
    stages = desk.playbook.stages
    with desk.reading() as connection:
        people = list_filters.people(connection)
    return Vocabulary(
        today=desk.today,
        order=desk.date_order,
        language=language(),
        stages=tuple((stage.id, stage.name) for stage in stages),
        criteria=tuple((criterion.id, criterion.text) for stage in stages for criterion in stage.criteria),
        people=tuple(people),
    )


def conditions(desk: Desk, connection: sqlite3.Connection, terms: Sequence[Term]) -> tuple[Condition, ...]:
    """The terms as storage compares them: days of the calendar become instants."""
    return tuple(_condition(desk, connection, term) for term in terms)


def _condition(desk: Desk, connection: sqlite3.Connection, term: Term) -> Condition:
    if term.field == "next":
        return Condition(term, _midnight(desk, term.low), _midnight(desk, term.high))
    if term.field == "close":
        return Condition(term, list_filters.day_text(term.low), list_filters.day_text(term.high))
    if term.field == "days":
        return _days(desk, connection, term)
    return Condition(term, _number(term.low), _number(term.high))


def _number(bound: int | date | None) -> int | None:
    return None if isinstance(bound, date) else bound


def _midnight(desk: Desk, day: int | date | None) -> int | None:
    return desk.rules.midnight(day) if isinstance(day, date) else None


def _days(desk: Desk, connection: sqlite3.Connection, term: Term) -> Condition:
    """A deal stalls on the day after its limit: so it has a number of days so long before or after that. Where a deal
    slept or came back, the rule counts."""
    least, most = _number(term.low), _number(term.high)
    stalls = {}
    for stage in desk.playbook.stages:
        over = desk.today + timedelta(days=stage.max_days + 1)
        first = None if most is None else _midnight(desk, over - timedelta(days=most))
        last = None if least is None else _midnight(desk, over - timedelta(days=least))
        stalls[stage.id] = (first, last)
    winding = winding_days(desk, connection)
    fitting = [
        deal_id
        for deal_id, days in winding.items()
        if (least is None or days >= least) and (most is None or days <= most)
    ]
    return Condition(term, days=Days(stalls, tuple(winding), tuple(fitting)))


def winding_days(desk: Desk, connection: sqlite3.Connection) -> dict[int, int]:
    """The deals of Today's sections that slept or came back to their stage, with their days there."""
    rules, today = desk.rules, desk.today
    found = reading.each_deal(connection, list_filters.winding(connection, desk.now))
    return {deal.id: hygiene.stage_days(deal, rules, today).days for deal in found}
