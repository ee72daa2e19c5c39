"""Today: what needs something, what is due, what woke, what is in hand. The database finds, the domain explains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipetui.domain import hygiene
from pipetui.domain.model import SECTIONS, Counts, FindingKind, Item, Section
from pipetui.domain.money import Money
from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import filters
from pipetui.services.desk import Desk, no_such_deal, owner_id
from pipetui.storage import lists, people, reading
from pipetui.storage.lists import SORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

__all__ = [
    "SORTS",
    "Found",
    "View",
    "counts",
    "default_owner",
    "first_kinds",
    "found",
    "ids",
    "item",
    "items",
    "listing",
    "marked",
    "next_due",
    "page",
    "parked",
    "parked_value",
    "progress",
    "section_sizes",
    "sizes_by_first_kind",
    "titles",
]


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: one owner's deals, those with one kind of finding, those that a typed filter finds, in order.

    ``text``: the filter (see ``domain.query``); what of it is not understood is left out.
    ``sort``: "" for the product's order, else one of SORTS, with ``-`` before it turned round.
    """

    owner: str | None = None
    kind: FindingKind | None = None
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a view holds: the ids of its deals by section, in order. Where there are none: how many ``others`` have in
    their lists, and how many stand in no list (``elsewhere``: parked, closed, nothing to do), whoever owns them."""

    view: View
    ids: dict[Section, list[int]]
    others: int = 0
    elsewhere: int = 0


def counts(desk: Desk, view: View) -> Counts:
    """The figures over everybody's deals, or the owner's of the view."""
    with desk.reading() as connection:
        return lists.counts(connection, _filter(desk, connection, View(owner=view.owner)), desk.now)


def section_sizes(desk: Desk, view: View) -> dict[Section, int]:
    """How many deals stand in each section of the view."""
    with desk.reading() as connection:
        wanted = _filter(desk, connection, view)
        return {section: lists.size(connection, section, wanted, desk.now) for section in SECTIONS}


def page(desk: Desk, view: View, section: Section, offset: int, limit: int) -> list[Item]:
    """One page of a section, in order."""
    with desk.reading() as connection:
        wanted = _filter(desk, connection, view)
        ids = lists.page(connection, section, wanted, desk.now, offset=offset, limit=limit)
        return _items(desk, connection, ids, view.owner)


def found(desk: Desk, view: View) -> Found:
    """The whole list at once: for a typed filter or a sort, which are costly to ask again for each page."""
    with desk.reading() as connection:
        ids = lists.sections(connection, _filter(desk, connection, view), desk.now)
        if any(ids.values()):
            return Found(view, ids)
        everybody = _filter(desk, connection, replace(view, owner=None))
        others = lists.sections(connection, everybody, desk.now) if view.owner is not None else ids
        elsewhere = lists.elsewhere(connection, everybody, desk.now)
    return Found(view, ids, sum(map(len, others.values())), elsewhere)


def items(desk: Desk, deal_ids: list[int], owner: str | None = None) -> list[Item]:
    """These deals as lines of everybody's list, or of an owner's, in this order; unknown ones are left out."""
    with desk.reading() as connection:
        return _items(desk, connection, deal_ids, owner)


def listing(desk: Desk, view: View, limit: int | None = None) -> list[Item]:
    """The whole list, or its first ``limit`` lines: to clear, due today, woke today, in hand."""
    items: list[Item] = []
    with desk.reading() as connection:
        wanted = _filter(desk, connection, view)
        for section in SECTIONS:
            left = -1 if limit is None else limit - len(items)
            if left:
                ids = lists.page(connection, section, wanted, desk.now, offset=0, limit=left)
                items.extend(_items(desk, connection, ids, view.owner))
    return items


def ids(desk: Desk, view: View, among: Iterable[int] | None = None) -> list[int]:
    """The deals of the view that stand in a section, section by section; ``among``: only those of these."""
    with desk.reading() as connection:
        wanted = _filter(desk, connection, view)
        return lists.shown(connection, wanted, desk.now, among)


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
        ids = lists.page(connection, "parked", _filter(desk, connection, view), desk.now, offset=0, limit=-1)
        return _items(desk, connection, ids, view.owner)


def parked_value(desk: Desk, view: View) -> list[Money]:
    """What the parked deals are worth, apart from the open ones: one amount for each currency."""
    with desk.reading() as connection:
        found = lists.parked_value(connection, _filter(desk, connection, View(owner=view.owner)), desk.now)
    return [Money(minor, currency) for currency, minor in found.items()]


def next_due(desk: Desk, view: View) -> Item | None:
    """The deal whose step comes next after today: what to say when nothing is to clear."""
    with desk.reading() as connection:
        found = lists.next_due(connection, _filter(desk, connection, view), desk.now)
        return None if found is None else _items(desk, connection, [found])[0]


def progress(desk: Desk, view: View) -> tuple[int, int]:
    """How many deals were cleared today, and of how many: those and what is left."""
    with desk.reading() as connection:
        wanted = _filter(desk, connection, View(owner=view.owner))
        start = desk.rules.midnight(desk.today)
        cleared = lists.cleared_since(connection, start, wanted, desk.now)
        left = lists.size(connection, "to_clear", wanted, desk.now)
    return cleared, cleared + left


def first_kinds(desk: Desk, view: View) -> dict[int, FindingKind]:
    """The list to clear as ids, in order, each with the kind of its first finding. No deal is loaded."""
    with desk.reading() as connection:
        wanted = _filter(desk, connection, view)
        kinds = lists.first_kinds(connection, wanted, desk.now)
        ids = lists.page(connection, "to_clear", wanted, desk.now, offset=0, limit=-1)
    return {deal_id: kinds[deal_id] for deal_id in ids}


def sizes_by_first_kind(desk: Desk, view: View) -> dict[FindingKind, int]:
    """How many deals of the list to clear have which first finding."""
    with desk.reading() as connection:
        return lists.sizes_by_first_kind(connection, _filter(desk, connection, view), desk.now)


def titles(desk: Desk, view: View, ids: Iterable[int]) -> dict[int, str]:
    """``Company · Name`` of those of these deals that the view is about, whatever section they stand in."""
    with desk.reading() as connection:
        return lists.titles(connection, _filter(desk, connection, view), desk.now, ids)


def default_owner(desk: Desk) -> str | None:
    """Whose list the app opens on: mine if I own something open or cover somebody who does, else everybody's (None)."""
    with desk.reading() as connection:
        me = reading.person_id(connection, folded_name(desk.me))
        owners = () if me is None else people.list_owner_ids(connection, me, desk.today)
        if me is None or not any(lists.owns_something_open(connection, owner) for owner in owners):
            return None
        return reading.person_name(connection, me)


def _filter(desk: Desk, connection: sqlite3.Connection, view: View) -> lists.Filter:
    if view.sort and view.sort.removeprefix("-") not in SORTS:
        raise BadInput(_("A list cannot be sorted by “{sort}”.").format(sort=view.sort))
    owners: tuple[int, ...] = ()
    if view.owner is not None:
        owners = people.list_owner_ids(connection, owner_id(connection, view.owner), desk.today)
    typed = filters.understood(desk, view.text).terms if view.text.strip() else ()
    wanted = lists.Filter(owners, view.kind, filters.conditions(desk, connection, typed), view.sort)
    if view.sort.removeprefix("-") != "days":
        return wanted
    return replace(wanted, midnight=desk.rules.midnight(desk.today), winding=filters.winding_days(desk, connection))


def _items(desk: Desk, connection: sqlite3.Connection, ids: list[int], owner: str | None = None) -> list[Item]:
    """These deals as lines of a list, of everybody's or of ``owner``'s."""
    rules = desk.rules
    items = [hygiene.look(deal, rules, desk.now) for deal in reading.each_deal(connection, ids)]
    return items if owner is None else marked(connection, items, owner)


def marked(connection: sqlite3.Connection, items: Sequence[Item], owner: str) -> list[Item]:
    """The lines of ``owner``'s list, with those marked that belong to somebody who is away."""
    name = reading.person_name(connection, owner_id(connection, owner))
    return [item if item.deal.owner == name else replace(item, covering=True) for item in items]
