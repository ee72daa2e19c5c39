"""People: who they are and what they own; other names, renaming, merging two into one, handing everything over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pipetui.domain.kept import kept_share
from pipetui.domain.likeness import close_people
from pipetui.domain.money import Money
from pipetui.domain.names import folded_name
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _, ngettext
from pipetui.services.absences import Absence, planned
from pipetui.services.desk import Desk, owner_id
from pipetui.services.promises import not_too_long
from pipetui.services.results import Done
from pipetui.storage import people as rows
from pipetui.storage import reading, transfers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from pipetui.domain.model import Promise
    from pipetui.storage import tables
    from pipetui.storage.writing import Work

PROMISE_DAYS = 90
"""Promises for the last so many days are counted as kept or not."""

NO_DEAL = 0
"""The ``id`` of a ``Done`` that is about no deal."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owns or does something. ``worth``: what the open deals are worth, one amount for each currency;
    ``kept`` of ``promised``: promises kept, of those of the last 90 days that can be told; ``absences``: the one of
    now and those to come; ``covers``: whose list stands in this person's list today."""

    name: str
    aliases: tuple[str, ...]
    open_deals: int
    to_clear: int
    worth: tuple[Money, ...]
    kept: int
    promised: int
    absences: tuple[Absence, ...]
    covers: tuple[str, ...]

    @property
    def away(self) -> Absence | None:
        """The absence of today."""
        return next((absence for absence in self.absences if absence.now), None)


def everybody(desk: Desk) -> list[Person]:
    """Everybody, in alphabetical order. Somebody who was merged into another person is not there any more."""
    with desk.reading() as connection:
        today = desk.today
        aliases = rows.aliases(connection)
        owned = rows.owned(connection, desk.now)
        promises: dict[int, list[Promise]] = defaultdict(list)
        for number, promise in rows.promises(connection, today - timedelta(days=PROMISE_DAYS), today):
            promises[number].append(promise)
        absences: dict[str, list[Absence]] = defaultdict(list)
        for absence in planned(desk):
            absences[absence.person].append(absence)
        return [
            _person(
                name,
                aliases.get(number, []),
                owned.get(number, rows.Owned(0, 0, {})),
                kept_share(promises[number], today, desk.zone),
                absences[name],
                [covered for _number, covered in rows.covered_by(connection, number, today)],
            )
            for number, name in rows.listed(connection)
        ]


def _person(
    name: str,
    aliases: list[str],
    owned: rows.Owned,
    kept: tuple[int, int],
    absences: list[Absence],
    covers: list[str],
) -> Person:
    worth = tuple(Money(minor, currency) for currency, minor in owned.worth.items())
    return Person(
        name, tuple(aliases), owned.open_deals, owned.to_clear, worth, *kept, tuple(absences), tuple(covers)
    )  # fmt: skip


def likely_owners(desk: Desk, limit: int = 9) -> list[str]:
    """Who owns the most, in alphabetical order: to whom something is handed most often."""
    with desk.reading() as connection:
        return rows.largest_owners(connection, limit)


def maybe_me(desk: Desk) -> str | None:
    """Somebody who may be me under another name: nobody here is called as I am, and one name is close. Else None."""
    with desk.reading() as connection:
        if reading.person_id(connection, folded_name(desk.me)) is not None:
            return None
        close = close_people(desk.me, _names(connection))
    return close[0] if len(close) == 1 else None


def near(desk: Desk, name: str) -> list[str]:
    """The people whom somebody may mean who writes a name that is new here."""
    with desk.reading() as connection:
        return close_people(name, _names(connection))


def _names(connection: sqlite3.Connection) -> Mapping[str, str]:
    """Every name and alias to the person's name."""
    known = transfers.names(connection)
    people = {number: name for name, number in reversed(known)}
    return {name: people[number] for name, number in known}


def add(desk: Desk, name: str) -> Done:
    """Somebody new, who owns nothing yet. Raises BadInput when the name is somebody's."""
    with desk.working("person") as work:
        shown, folded = _new_name(work, name)
        person = work.add(_tables().Person(name=shown, folded=folded))
        work.record_inserts(_tables().Person, [_id(person)])
        return _told(work, "person_added", {}, {"person": shown}, _("{name} added.").format(name=shown))


def add_alias(desk: Desk, name: str, alias: str) -> Done:
    """Another name of somebody: a nickname, a spelling, an id from a CRM. Raises BadInput when it is somebody's."""
    with desk.working("alias") as work:
        person = _row(work, name)
        shown, folded = _new_name(work, alias)
        work.add(_tables().PersonAlias(person_id=_id(person), alias=shown, folded=folded))
        said = _("{alias} is another name of {name} now.").format(alias=shown, name=person.name)
        return _told(work, "alias_added", {}, {"person": person.name, "alias": shown}, said)


def drop_alias(desk: Desk, alias: str) -> Done:
    """Forget another name of somebody. Raises BadInput when nobody has it as another name."""
    with desk.working("alias") as work:
        row = _alias(work, folded_name(alias))
        if row is None:
            raise BadInput(
                _("“{alias}” is not another name of anybody.").format(alias=alias.strip()),
                _("`pipetui people` shows all names."),
            )
        person = work.name_of(row.person_id)
        work.delete(row)
        said = _("{alias} is not another name of {name} any more.").format(alias=row.alias, name=person)
        return _told(work, "alias_removed", {"person": person, "alias": row.alias}, {}, said)


def rename(desk: Desk, old: str, new: str) -> Done:
    """Give somebody another name; the old one stays as an alias, so that files and habits still find the person.

    Raises BadInput when nobody is called ``old``, or somebody else is called ``new``.
    """
    with desk.working("rename") as work:
        person = _row(work, old)
        before = person.name
        shown, folded = _new_name(work, new, of=person)
        if shown == before:
            raise BadInput(_("{name} is called so already.").format(name=before))
        own_alias = _alias(work, folded)
        if own_alias is not None:
            work.delete(own_alias)
            work.session.flush()
        if folded != person.folded:
            work.add(_tables().PersonAlias(person_id=_id(person), alias=before, folded=person.folded))
        person.name, person.folded = shown, folded
        said = _("{old} is called {new} now.").format(old=before, new=shown)
        return _told(work, "person_renamed", {"person": before}, {"person": shown}, said)


def merge(desk: Desk, old: str, into: str) -> Done:
    """Two that are one person: what ``old`` owns (deals, steps, absences, covering) and is called becomes ``into``'s.

    What ``old`` did stays told under that name. Raises BadInput for an unknown name, and for one and the same person.
    """
    with desk.working("merge") as work:
        gone, stays = _row(work, old), _row(work, into)
        if gone is stays:
            raise BadInput(_("“{old}” and “{name}” are one person already.").format(old=old.strip(), name=stays.name))
        deals = _hand_all(work, gone, stays)
        work.add(_tables().PersonAlias(person_id=_id(stays), alias=gone.name, folded=gone.folded))
        gone.folded = f"{reading.MERGED}{gone.id}"
        if work.by is gone:
            work.action.by_id = stays.id  # the name finds the other row from now on, also when this is taken back
        said = ngettext(
            "{old} is {name} now, with {n} deal.", "{old} is {name} now, with {n} deals.", deals
        ).format(old=gone.name, name=stays.name, n=deals)  # fmt: skip
        return _told(work, "people_merged", {"person": gone.name}, {"person": stays.name, "deals": deals}, said)


def _hand_all(work: Work, gone: tables.Person, stays: tables.Person) -> int:
    """Make every row that says whose something is (not who did it) say the other person; how many deals it were."""
    from sqlmodel import col, select

    t = _tables()
    columns = (
        (t.Deal, "owner_id"), (t.NextStep, "owner_id"), (t.PersonAlias, "person_id"), (t.Absence, "person_id"),
        (t.Absence, "cover_id"),
    )  # fmt: skip
    deals = 0
    for table, name in columns:
        for row in work.session.exec(select(table).where(col(getattr(table, name)) == gone.id)).all():
            setattr(row, name, stays.id)
            deals += table is t.Deal
    work.session.flush()
    for absence in work.session.exec(select(t.Absence).where(t.Absence.person_id == t.Absence.cover_id)).all():
        absence.cover_id = None
    return deals


@dataclass(frozen=True, slots=True)
class Belongings:
    """What somebody has to hand over: open deals, and steps on deals of others."""

    deals: int
    steps: int


def belongings(desk: Desk, name: str) -> Belongings:
    """What would be handed over. Raises BadInput for an unknown name."""
    with desk.reading() as connection:
        deals, steps = _belongings(connection, owner_id(connection, name))
        return Belongings(len(deals), len(steps))


def _belongings(connection: sqlite3.Connection, person: int) -> tuple[list[int], list[int]]:
    deals = rows.open_deals_of(connection, person)
    own = set(deals)
    return deals, [deal for deal in rows.open_steps_of(connection, person) if deal not in own]


def hand_over(desk: Desk, name: str, to: str) -> Done:
    """Hand all open deals of somebody, and all steps, to somebody else: one action. A new name becomes a person.

    A step that a third person promised on one of the deals stays with that person. Raises BadInput for an unknown
    name or the same person twice, and Refused when there is nothing to hand over.
    """
    from pipetui.services.edits import give, give_step

    rules = desk.rules
    with desk.working("hand over") as work:
        giver = _row(work, name)
        taker = work.person(to)
        if giver is taker:
            raise BadInput(_("{name} has all that already.").format(name=giver.name))
        deals, steps = _belongings(work.connection, _id(giver))
        if not deals and not steps:
            raise Refused(_("{name} has no open deal and no step to hand over.").format(name=giver.name))
        done = [give(work, rules, work.deal(deal_id), taker, steps_of=giver) for deal_id in deals]
        done += [give_step(work, rules, work.deal(deal_id), taker) for deal_id in steps]
        said = ngettext(
            "{n} deal or step of {name} handed to {taker}.", "{n} deals and steps of {name} handed to {taker}.",
            len(done),
        ).format(n=len(done), name=giver.name, taker=taker.name)  # fmt: skip
        return replace(done[0], id=NO_DEAL, changed={"owner": (giver.name, taker.name)}, said=said)


def _new_name(work: Work, name: str, of: tables.Person | None = None) -> tuple[str, str]:
    """A name that nobody has, or nobody but ``of``: as it is shown, and folded. Raises BadInput naming who has it."""
    shown = not_too_long(" ".join(name.split()))
    folded = folded_name(shown)
    if not folded:
        raise BadInput(_("The name of a person is missing."))
    taken = reading.person_id(work.connection, folded)
    if taken is not None and (of is None or taken != of.id):
        owner = str(work.name_of(taken))
        if folded_name(owner) == folded:
            problem = _("There is already a {name} here.").format(name=owner)
        else:
            problem = _("“{alias}” is another name of {name} already.").format(alias=shown, name=owner)
        raise BadInput(problem, _("If two are one person: pipetui people --merge OLD=INTO."))
    return shown, folded


def _row(work: Work, name: str) -> tables.Person:
    """The person of this name or alias. Raises BadInput, and makes nobody."""
    return work.session.get_one(_tables().Person, owner_id(work.connection, name))


def _alias(work: Work, folded: str) -> tables.PersonAlias | None:
    from sqlmodel import select

    alias = _tables().PersonAlias
    return work.session.exec(select(alias).where(alias.folded == folded)).first()


def _id(person: tables.Person) -> int:
    assert person.id is not None
    return person.id


def _told(work: Work, kind: str, before: Mapping[str, object], after: Mapping[str, object], said: str) -> Done:
    """The end of every write about people: its event, and the answer."""
    work.session.flush()
    event = work.event(None, kind, before, after)
    changed = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    return Done(NO_DEAL, event, work.action_id, changed, said)
