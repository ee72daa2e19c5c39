"""What a careful person would have in the pipeline after every export and every edit: an independent model.

It knows nothing of the code: a deal is a row of values, beside what the last file said. The rules are those of the
format's documentation, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from living_crm import STAGES, CrmDeal

if TYPE_CHECKING:
    from collections.abc import Collection

MERGED = ("name", "company", "amount", "close_date", "owner")
"""Fields that have nothing to do with each other."""

Value = Any


@dataclass
class Kept:
    """A deal here. ``ours``: field to value; ``seen``: what the last file said of it; ``crm_stage``: what it is held
    back from; ``answered``: the stages whose criteria are all ticked."""

    ours: dict[str, Value]
    seen: dict[str, Value]
    crm_stage: str | None = None
    answered: set[str] = field(default_factory=set)
    reopened: bool = False

    @property
    def may_go_on(self) -> bool:
        """Is it held in a stage that it could leave by now?"""
        is_open = self.ours["status"] == self.seen["status"] == "open"
        return is_open and self.crm_stage is not None and self.ours["stage"] in self.answered


@dataclass
class Week:
    """What a file should do: ids of the CRM, and conflicts as id and field."""

    added: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    conflicts: set[tuple[str, str]] = field(default_factory=set)


def row_of(deal: CrmDeal) -> dict[str, Value]:
    """What a file says of a deal."""
    closed = deal.stage not in STAGES
    return {
        "name": deal.name, "company": deal.company, "amount": deal.amount, "close_date": deal.close_date,
        "owner": deal.owner, "next_step": deal.next_step, "next_step_date": deal.next_step_date,
        "status": deal.stage if closed else "open", "stage": None if closed else deal.stage,
    }  # fmt: skip


class CarefulPerson:
    """The pipeline as it should be. ``deals``: the CRM's id to the deal."""

    def __init__(self) -> None:
        self.deals: dict[str, Kept] = {}

    def take_in(self, deals: list[CrmDeal], spoiled: Collection[tuple[str, str]] = ()) -> Week:
        """The export of a week. ``spoiled``: id and field of the cells that nobody understands: of a new deal they are
        not known, of the others they are what they were."""
        week = Week()
        for deal in deals:
            bad = {name for key, name in spoiled if key == deal.id}
            kept, theirs = self.deals.get(deal.id), row_of(deal)
            theirs |= {name: kept.seen[name] if kept else None for name in bad}
            if kept is not None:
                self._update(deal.id, kept, theirs, bad, week)
            else:
                self.deals[deal.id] = self._new(theirs)
                week.added.add(deal.id)
        return week

    def settle(self, key: str, name: str, *, theirs: bool) -> None:
        """Say which of two values of a field holds."""
        deal = self.deals[key]
        if theirs:
            self._set(deal, name, deal.seen[name])

    def close(self, key: str) -> None:
        """The deal is lost."""
        kept = self.deals[key]
        kept.ours |= dict.fromkeys(("next_step", "next_step_date", "next_step_owner")) | {"status": "lost"}
        kept.crm_stage = None

    def _new(self, theirs: dict[str, Value]) -> Kept:
        ours = dict(theirs)
        if ours["status"] != "open":
            # A closed deal stands where it ended, and has no next step any more.
            ours |= {"stage": "closing" if ours["status"] == "won" else "qualification"}
            ours |= {"next_step": None, "next_step_date": None}
        has_step = ours["next_step"] or ours["next_step_date"]
        ours["next_step_owner"] = ours["owner"] if has_step else None
        return Kept(ours, theirs)

    def _update(self, key: str, deal: Kept, theirs: dict[str, Value], bad: set[str], week: Week) -> None:
        self._status(key, deal, theirs, week)
        if deal.ours["status"] == "open" and theirs["status"] == "open":
            self._stage(key, deal, theirs, week)
        for name in MERGED:
            self._merge(key, deal, name, theirs, week)
        if deal.ours["status"] == "open":
            self._step(key, deal, theirs, bad, week)
        deal.seen, deal.reopened = theirs, False

    def _merge(self, key: str, deal: Kept, name: str, theirs: dict[str, Value], week: Week) -> None:
        """Only what the file changed, and never over what a person changed."""
        new, old, ours = theirs[name], deal.seen[name], deal.ours[name]
        if new in (old, ours):
            return
        if ours != old:
            week.conflicts.add((key, name))
            return
        self._set(deal, name, new)

    def _set(self, deal: Kept, name: str, value: Value) -> None:
        if name == "owner" and deal.ours["next_step_owner"] == deal.ours["owner"]:
            deal.ours["next_step_owner"] = value
        deal.ours[name] = value

    def _status(self, key: str, deal: Kept, theirs: dict[str, Value], week: Week) -> None:
        new, old, ours = theirs["status"], deal.seen["status"], deal.ours["status"]
        if new in (old, ours):
            return
        if ours != old:
            week.conflicts.add((key, "status"))
            return
        deal.ours["status"] = new
        if new == "open":
            deal.reopened = True
        else:
            deal.crm_stage = None
            deal.ours |= {"next_step": None, "next_step_date": None, "next_step_owner": None}

    def _stage(self, key: str, deal: Kept, theirs: dict[str, Value], week: Week) -> None:
        new, old, ours = theirs["stage"], deal.seen["stage"], deal.ours["stage"]
        if deal.reopened and old is None:
            deal.ours["stage"] = new
        elif new == old and deal.crm_stage is None:
            return
        elif STAGES.index(new) > _place(ours):
            if ours in deal.answered:
                deal.ours["stage"] = STAGES[_place(ours) + 1]
            deal.crm_stage = None if deal.ours["stage"] == new else new
            if deal.crm_stage:
                week.held.add(key)
        else:
            deal.crm_stage = None
            if new not in (old, ours) and ours == old:
                deal.ours["stage"] = new
            elif new not in (old, ours):
                week.conflicts.add((key, "stage"))

    def _step(self, key: str, deal: Kept, theirs: dict[str, Value], bad: set[str], week: Week) -> None:
        ours = deal.ours
        if deal.reopened and not (ours["next_step"] or ours["next_step_date"]):
            # What the file says of it holds again.
            ours |= {name: None if name in bad else theirs[name] for name in ("next_step", "next_step_date")}
        else:
            self._merge(key, deal, "next_step", theirs, week)
            self._merge(key, deal, "next_step_date", theirs, week)
        if not (ours["next_step"] or ours["next_step_date"]):
            ours["next_step_owner"] = None
        elif ours["next_step_owner"] is None:
            ours["next_step_owner"] = ours["owner"]


def _place(stage: str) -> int:
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
