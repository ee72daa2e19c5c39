"""What happened since this person last looked: which deals woke, moved and arrived, without their own doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.names import folded_name
from pipetui.i18n import _
from pipetui.services import history, today
from pipetui.services.desk import owner_id
from pipetui.services.today import View
from pipetui.storage import looking, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipetui.domain.model import Event
    from pipetui.services.desk import Desk

_ARRIVED = frozenset(("created", "imported"))


@dataclass(frozen=True, slots=True)
class Happened:
    """One deal that is new to the person. ``told``: one sentence; ``at``: when, in epoch seconds."""

    id: int
    title: str
    at: int
    told: str


@dataclass(frozen=True, slots=True)
class News:
    """Since the last look at ``since``; a deal stands in one group at most."""

    since: int
    woke: tuple[Happened, ...] = ()
    moved: tuple[Happened, ...] = ()
    arrived: tuple[Happened, ...] = ()

    @property
    def any(self) -> bool:
        """Is there something new at all?"""
        return bool(self.woke or self.moved or self.arrived)


def news(desk: Desk, owner: str | None = None) -> News | None:
    """What is new among everybody's deals, or the owner's. None before the first look, and in a look at the past.

    Raises BadInput for an unknown owner.
    """
    if desk.read_only:
        return None
    with desk.reading() as connection:
        if owner is not None:
            owner_id(connection, owner)
        me = folded_name(desk.me)
        since = looking.last_look(connection, reading.names_of(connection, me))
        if since is None:
            return None
        arrived, moved = _parted(looking.others_events(connection, since, desk.now, reading.person_id(connection, me)))
        woken = {
            record: (at, _("woke: {step}").format(step=step) if step else _("woke"))
            for record, at, step in looking.woken(connection, since, desk.now)
            if record not in arrived and record not in moved
        }
        titles = today.titles(desk, View(owner=owner), [*arrived, *moved, *woken])

        def told(events: Mapping[int, Event]) -> tuple[Happened, ...]:
            return tuple(
                Happened(record, titles[record], event.at, history.sentence(desk, event))
                for record, event in events.items()
                if record in titles
            )

        return News(
            since,
            woke=tuple(
                Happened(record, titles[record], at, words) for record, (at, words) in woken.items() if record in titles
            ),
            moved=told(moved),
            arrived=told(arrived),
        )


def _parted(events: Iterable[Event]) -> tuple[dict[int, Event], dict[int, Event]]:
    """What arrived and what moved: of each deal one event, the arrival first, else the last."""
    arrived: dict[int, Event] = {}
    moved: dict[int, Event] = {}
    for event in events:
        assert event.record is not None, "only events about deals are asked for"
        if event.type in _ARRIVED:
            arrived[event.record] = event
        elif event.record not in arrived:
            moved[event.record] = event
    return arrived, moved


def look(desk: Desk) -> None:
    """This person has looked until now. Not part of history; nothing at a read-only desk. Raises DatabaseUnusable."""
    if desk.read_only:
        return
    with desk.quietly() as connection:
        looking.keep_look(connection, folded_name(desk.me), desk.now)
