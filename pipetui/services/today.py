"""Today: what needs something, what is due, what woke, what is in hand. The database finds, the domain explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain import hygiene
from pipetui.domain.model import SECTIONS, Counts, FindingKind, Item, Section
from pipetui.domain.money import Money
from pipetui.domain.names import fold, folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services.desk import Desk, no_such_deal, owner_id
from pipetui.storage import lists, reading
from pipetui.storage.lists import SORTS

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "SORTS",
    "View",
    "counts",
    "default_owner",
    "item",
    "listing",
    "next_due",
    "page",
    "parked",
    "parked_value",
    "progress",
    "section_sizes",
]


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: one owner's deals, those with one kind of finding, those with a text in them, in an order.

    ``sort``: "" for the product's order, else one of SORTS, with ``-`` before it turned round.
    """

    owner: str | None = None
    kind: FindingKind | None = None
    text: str = ""
    sort: str = ""


def counts(desk: Desk, view: View) -> Counts:
    """The figures over everybody's deals, or the owner's of the view."""
    with desk.reading() as connection:
        return lists.counts(connection, _filter(connection, view), desk.now)


def section_sizes(desk: Desk, view: View) -> dict[Section, int]:
    """How many deals stand in each section of the view."""
    with desk.reading() as connection:
        wanted = _filter(connection, view)
        return {section: lists.size(connection, section, wanted, desk.now) for section in SECTIONS}


def page(desk: Desk, view: View, section: Section, offset: int, limit: int) -> list[Item]:
    """One page of a section, in order."""
    with desk.reading() as connection:
        wanted = _filter(connection, view)
        ids = lists.page(connection, section, wanted, desk.now, offset=offset, limit=limit)
        return _items(desk, connection, ids)


def listing(desk: Desk, view: View, limit: int | None = None) -> list[Item]:
    """The whole list, or its first ``limit`` lines: to clear, due today, woke today, in hand."""
    items: list[Item] = []
    with desk.reading() as connection:
        wanted = _filter(connection, view)
        for section in SECTIONS:
            left = -1 if limit is None else limit - len(items)
            if left:
                ids = lists.page(connection, section, wanted, desk.now, offset=0, limit=left)
                items.extend(_items(desk, connection, ids))
    return items


def item(desk: Desk, deal_id: int) -> Item:
    """One deal as a line of a list. Raises BadInput if there is none."""
    with desk.reading() as connection:
        found = _items(desk, connection, [deal_id])
    if not found:
        raise no_such_deal(deal_id)
    return found[0]


def parked(desk: Desk, view: View) -> list[Item]:
    """The parked deals, which stand apart."""
    with desk.reading() as connection:
        ids = lists.page(connection, "parked", _filter(connection, view), desk.now, offset=0, limit=-1)
        return _items(desk, connection, ids)


def parked_value(desk: Desk, view: View) -> list[Money]:
    """What the parked deals are worth, apart from the open ones: one amount for each currency."""
    with desk.reading() as connection:
        found = lists.parked_value(connection, _filter(connection, view), desk.now)
    return [Money(minor, currency) for currency, minor in found.items()]


def next_due(desk: Desk, view: View) -> Item | None:
    """The deal whose step comes next after today: what to say when nothing is to clear."""
    with desk.reading() as connection:
        found = lists.next_due(connection, _filter(connection, view), desk.now)
        return None if found is None else _items(desk, connection, [found])[0]


def progress(desk: Desk, view: View) -> tuple[int, int]:
    """How many deals were cleared today, and of how many: those and what is left."""
    with desk.reading() as connection:
        wanted = _filter(connection, View(owner=view.owner))
        start = desk.rules.midnight(desk.today)
        cleared = lists.cleared_since(connection, start, wanted, desk.now)
        left = lists.size(connection, "to_clear", wanted, desk.now)
    return cleared, cleared + left


def default_owner(desk: Desk) -> str | None:
    """Whose list the app opens on: mine if I own something open, else everybody's (None)."""
    with desk.reading() as connection:
        me = reading.person_id(connection, folded_name(desk.me))
        if me is None or not lists.owns_something_open(connection, me):
            return None
        return reading.person_name(connection, me)


def _filter(connection: sqlite3.Connection, view: View) -> lists.Filter:
    if view.sort and view.sort.removeprefix("-") not in SORTS:
        raise BadInput(_("A list cannot be sorted by “{sort}”.").format(sort=view.sort))
    owners = () if view.owner is None else (owner_id(connection, view.owner),)
    return lists.Filter(owners, view.kind, fold(view.text.strip()), view.sort)


def _items(desk: Desk, connection: sqlite3.Connection, ids: list[int]) -> list[Item]:
    rules = desk.rules
    return [hygiene.look(deal, rules, desk.now) for deal in reading.each_deal(connection, ids)]
