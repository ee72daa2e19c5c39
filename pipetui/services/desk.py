"""A person at work: which database, at what instant, under which rules. Every service takes a desk."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipetui.domain import hygiene
from pipetui.domain.names import folded_name
from pipetui.domain.rules import Rules
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services.calendars import holidays_of
from pipetui.services.results import Done
from pipetui.storage import attention, playbook_rows, reading
from pipetui.storage.engine import Store, creating, open_store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from pipetui.domain.dates import DateOrder
    from pipetui.domain.playbook import Playbook
    from pipetui.storage.writing import Work


@dataclass(frozen=True)
class Desk:
    """``now`` is in epoch seconds; ``me`` a person's name; ``date_order`` how this person writes 25/11."""

    store: Store
    now: int
    me: str
    date_order: DateOrder = "dmy"

    def at(self, now: int) -> Desk:
        """The same desk at another instant."""
        return replace(self, now=now)

    @property
    def rules(self) -> Rules:
        """The playbook in force, with its clock. A write asks inside its unit of work, under the lock: then nobody puts
        another one in force meanwhile."""
        with self.store.reading() as connection:
            uid = playbook_rows.current_uid(connection)
            if self.store.rules_cache is None or self.store.rules_cache[0] != uid:
                self.store.rules_cache = (uid, rules_for(playbook_rows.read(connection)))
        rules = self.store.rules_cache[1]
        assert isinstance(rules, Rules)
        return rules

    @property
    def playbook(self) -> Playbook:
        """The playbook in force."""
        return self.rules.playbook

    @property
    def zone(self) -> ZoneInfo:
        """The playbook's zone."""
        return self.rules.zone

    @property
    def today(self) -> date:
        """The calendar day in the playbook's zone."""
        return self.rules.day(self.now)

    @property
    def read_only(self) -> bool:
        """Is this a look at the past?"""
        return self.store.read_only

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the data."""
        with self.store.reading() as connection:
            yield connection

    @contextmanager
    def working(self, name: str) -> Iterator[Work]:
        """One action of this person: a transaction with its events."""
        from pipetui.storage.writing import working

        with working(self.store, name, now=self.now, me=self.me) as work:
            yield work

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several actions in one transaction."""
        from pipetui.storage.writing import together

        with together(self.store):
            yield

    @contextmanager
    def quietly(self) -> Iterator[sqlite3.Connection]:
        """A transaction for what is this person's own business (drafts, looks, paces): no action, and no history."""
        from pipetui.storage.writing import quietly

        with quietly(self.store) as connection:
            yield connection

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def rules_for(playbook: Playbook) -> Rules:
    """The rules of a playbook, with the holidays of its country."""
    return Rules(playbook, holidays_of(playbook.calendar.holidays))


def open_desk(path: Path, *, me: str, now: int, as_of: date | None = None, date_order: DateOrder = "dmy") -> Desk:
    """A desk at the database at ``path``; with ``as_of``, at what was recorded at the end of that day, read only.

    Raises DatabaseUnusable, and BadInput for a day in the future.
    """
    desk = Desk(open_store(path), now, me, date_order)
    if as_of is None:
        return desk
    from pipetui.services.history import rewound

    return rewound(desk, as_of)


def create(path: Path, *, playbook: Playbook, me: str, now: int, date_order: DateOrder = "dmy") -> Desk:
    """A new database with this playbook. Raises BadInput if there is a file already; leaves nothing if it fails."""
    from pipetui.storage.writing import working

    with creating(path) as store, working(store, "init", now=now, me=me) as work:
        playbook_rows.write(work, playbook)
        work.event(None, "playbook_applied")
    return Desk(open_store(path), now, me, date_order)


def refresh(work: Work, rules: Rules, deal_ids: Iterable[int]) -> None:
    """Compute anew from when on each finding of these deals holds. Every write ends with it."""
    for deal in reading.deals(work.connection, list(deal_ids)):
        row = work.deal(deal.id)
        for name, value in attention.columns(hygiene.attention(deal, rules)).items():
            setattr(row, name, value)
    work.session.flush()


def finish(
    work: Work,
    rules: Rules,
    deal_id: int,
    kind: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    said: str,
) -> Done:
    """The end of every write to a deal: its event, its attention, and the answer."""
    event = work.event(deal_id, kind, before, after)
    refresh(work, rules, [deal_id])
    changed = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    return Done(deal_id, event, work.action_id, changed, said)


def no_such_deal(deal_id: int) -> BadInput:
    """The complaint about a number that no deal has."""
    return BadInput(_("There is no deal {id}.").format(id=deal_id))


def owner_id(connection: sqlite3.Connection, name: str) -> int:
    """The id of the person of this name or alias. Raises BadInput if nobody is called so."""
    found = reading.person_id(connection, folded_name(name))
    if found is None:
        known = ", ".join(reading.people(connection)) or _("nobody yet")
        raise BadInput(_("Nobody here is called “{name}”.").format(name=name), _("Known: {names}.").format(names=known))
    return found
