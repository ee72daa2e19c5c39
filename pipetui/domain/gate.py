"""The stage gate: may a deal move on, be won, and what is still open. Every path asks here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.playbook import OUTCOME_LOGGED, Criterion, Playbook, Stage

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer: ``to`` is the stage to enter (None for closing), ``open`` the criteria not ticked yet."""

    to: Stage | None
    open: tuple[Criterion, ...]

    @property
    def is_open(self) -> bool:
        """May the deal pass?"""
        return not self.open


def onward(playbook: Playbook, stage_id: str, ticked: Collection[str]) -> Gate | None:
    """May a deal of this stage move on? One stage, and only when every exit criterion is ticked.

    None when this is the last stage: there is no next one, the deal is closed from here.
    """
    following = playbook.next_stage(stage_id)
    if following is None:
        return None
    return Gate(following, open_criteria(playbook.stage(stage_id), ticked))


def winning(playbook: Playbook, stage_id: str, ticked: Collection[str]) -> Gate | None:
    """May a deal be won? Closing ticks ``outcome_logged`` itself. None when this is not the last stage."""
    if playbook.next_stage(stage_id) is not None:
        return None
    return Gate(None, open_criteria(playbook.stage(stage_id), {*ticked, OUTCOME_LOGGED}))


def open_criteria(stage: Stage, ticked: Collection[str]) -> tuple[Criterion, ...]:
    """The criteria of a stage that are not ticked, in the playbook's order."""
    return tuple(criterion for criterion in stage.criteria if criterion.id not in ticked)
