"""People changed: other names, renaming, two that are one, everything handed over. Each is one action, undone as one.

A person's row stays for good, because history names it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from pipetui.domain.names import folded_name
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _, ngettext
from pipetui.services.desk import Desk, owner_id
from pipetui.services.edits import give, give_step
from pipetui.services.people import Belongings
from pipetui.services.promises import not_too_long
from pipetui.services.results import NO_DEAL, Done
from pipetui.storage import people as rows
from pipetui.storage import reading
from pipetui.storage.tables import Absence, Deal, NextStep, Person, PersonAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.storage.writing import Work


def add(desk: Desk, name: str) -> Done:
    """Somebody new, who owns nothing yet. Raises BadInput when the name is somebody's."""
    with desk.working("person") as work:
        shown, folded = _new_name(work, name)
        person = work.add(Person(name=shown, folded=folded))
        work.record_inserts(Person, [_id(person)])
        return _told(work, "person_added", {}, {"person": shown}, _("{name} is here now.").format(name=shown))


def add_alias(desk: Desk, name: str, alias: str) -> Done:
    """Another name of somebody: a nickname, a spelling, an id from a CRM. Raises BadInput when it is somebody's."""
    said = _("“{alias}” is another name of {name} now.")
    if _is_mine_alone(desk, alias):
        merged = merge(desk, alias, name)
        return replace(merged, said=said.format(alias=alias.strip(), name=merged.changed["person"][1]))
    with desk.working("alias") as work:
        person = _row(work, name)
        shown, folded = _new_name(work, alias)
        work.add(PersonAlias(person_id=_id(person), alias=shown, folded=folded))
        after = {"person": person.name, "alias": shown}
        return _told(work, "alias_added", {}, after, said.format(alias=shown, name=person.name))


def _is_mine_alone(desk: Desk, alias: str) -> bool:
    """Do I work under this name, and is it nobody's yet? By writing I become a person of that name."""
    folded = folded_name(alias)
    with desk.reading() as connection:
        return folded == folded_name(desk.me) and reading.person_id(connection, folded) is None


def drop_alias(desk: Desk, alias: str) -> Done:
    """Forget another name of somebody. Raises BadInput when it is nobody's other name."""
    with desk.working("alias") as work:
        row = _alias(work, folded_name(alias))
        if row is None:
            raise BadInput(
                _("“{alias}” is not another name of anybody.").format(alias=alias.strip()),
                _("`pipetui people` shows all names."),
            )
        person = work.name_of(row.person_id)
        work.delete(row)
        said = _("“{alias}” is not another name of {name} any more.").format(alias=row.alias, name=person)
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
        if folded != person.folded:
            work.add(PersonAlias(person_id=_id(person), alias=before, folded=person.folded))
        person.name, person.folded = shown, folded
        said = _("{old} is called {new} now.").format(old=before, new=shown)
        return _told(work, "person_renamed", {"person": before}, {"person": shown}, said)


def merge(desk: Desk, old: str, into: str) -> Done:
    """Two that are one person: what ``old`` owns (deals, promises, absences) and is called becomes ``into``'s.

    What ``old`` did stays told under that name. Raises BadInput for an unknown name, and for one and the same person.
    """
    with desk.working("merge") as work:
        gone, stays = _row(work, old), _row(work, into)
        if gone is stays:
            raise BadInput(_("“{old}” and {name} are one person already.").format(old=old.strip(), name=stays.name))
        deals = _take_over(work, gone, stays)
        work.add(PersonAlias(person_id=_id(stays), alias=gone.name, folded=gone.folded))
        gone.folded = f"{reading.MERGED}{gone.id}"
        if work.by is gone:
            work.action.by_id = stays.id  # from now on the name means this row, also to whoever takes this back
        said = ngettext(
            "{old} and {name} are one person now; {n} deal moved.",
            "{old} and {name} are one person now; {n} deals moved.",
            deals,
        ).format(old=gone.name, name=stays.name, n=deals)
        return _told(work, "people_merged", {"person": gone.name}, {"person": stays.name, "deals": deals}, said)


def _take_over(work: Work, gone: Person, stays: Person) -> int:
    """Make every row that says whose something is (not who did it) say the other person; how many deals there were."""
    deals = work.session.exec(select(Deal).where(Deal.owner_id == gone.id)).all()
    for deal in deals:
        deal.owner_id = stays.id
    for step in work.session.exec(select(NextStep).where(NextStep.owner_id == gone.id)).all():
        step.owner_id = stays.id
    for alias in work.session.exec(select(PersonAlias).where(PersonAlias.person_id == gone.id)).all():
        alias.person_id = _id(stays)
    both = (gone.id, stays.id)
    absences = select(Absence).where(col(Absence.person_id).in_(both) | col(Absence.cover_id).in_(both))
    for absence in work.session.exec(absences).all():
        absence.person_id = _id(stays) if absence.person_id == gone.id else absence.person_id
        absence.cover_id = stays.id if absence.cover_id == gone.id else absence.cover_id
        if absence.cover_id == absence.person_id:
            absence.cover_id = None
    return len(deals)


def hand_over(desk: Desk, name: str, to: str) -> Done:
    """Hand all open deals of somebody, and all steps, to somebody else; a name that is new becomes a person.

    A step that a third person promised on one of the deals stays with that person. Raises BadInput for an unknown
    name or the same person twice, and Refused when there is nothing to hand over.
    """
    with desk.working("hand over") as work:
        rules = desk.rules
        giver, taker = _row(work, name), work.person(to)
        if giver is taker:
            raise BadInput(_("{name} has all that already.").format(name=giver.name))
        deals, steps = rows.belongings(work.connection, _id(giver))
        if not deals and not steps:
            raise Refused(_("{name} has no open deal and no step to hand over.").format(name=giver.name))
        done = [give(work, rules, work.deal(deal_id), taker, step_of=giver) for deal_id in deals]
        done += [give_step(work, rules, work.deal(deal_id), taker) for deal_id in steps]
        said = _("{taker} has now what was {name}'s: {what}.").format(
            taker=taker.name, name=giver.name, what=Belongings(len(deals), len(steps)).words
        )
        return replace(done[0], id=NO_DEAL, changed={"owner": (giver.name, taker.name)}, said=said)


def _new_name(work: Work, name: str, of: Person | None = None) -> tuple[str, str]:
    """A name that nobody has, or nobody but ``of``: as it is shown, and folded. Raises BadInput naming who has it."""
    shown = not_too_long(" ".join(name.split()))
    folded = folded_name(shown)
    if not folded:
        raise BadInput(_("The name of a person is missing."))
    taken = reading.person_id(work.connection, folded)
    if taken is not None and (of is None or taken != of.id):
        owner = reading.person_name(work.connection, taken)
        if folded_name(owner) == folded:
            problem = _("There is already somebody called {name}.").format(name=owner)
        else:
            problem = _("“{alias}” is already another name of {name}.").format(alias=shown, name=owner)
        raise BadInput(problem, _("If two are one person: pipetui people --merge OLD=INTO."))
    return shown, folded


def _row(work: Work, name: str) -> Person:
    """The person of this name or alias. Raises BadInput, and makes nobody."""
    return work.session.get_one(Person, owner_id(work.connection, name))


def _alias(work: Work, folded: str) -> PersonAlias | None:
    return work.session.exec(select(PersonAlias).where(PersonAlias.folded == folded)).first()


def _id(person: Person) -> int:
    assert person.id is not None
    return person.id


def _told(work: Work, kind: str, before: Mapping[str, object], after: Mapping[str, object], said: str) -> Done:
    """The end of every write about people: its event, and the answer."""
    work.session.flush()
    event = work.event(None, kind, before, after)
    changed = {name: (before.get(name), after.get(name)) for name in {**before, **after}}
    return Done(NO_DEAL, event, work.action_id, changed, said)
