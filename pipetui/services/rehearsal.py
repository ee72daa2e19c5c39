"""What a change of the playbook does to the deals, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipetui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipetui.domain.model import FindingKind
    from pipetui.domain.playbook import Criterion, Stage

_NAMED = 10
"""So many deals are named in a sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class RemovedStage:
    """A stage that leaves the playbook, the living deals in it, and the stage where they go (None without deals)."""

    stage: Stage
    deals: tuple[int, ...]
    to: str | None


@dataclass(frozen=True, slots=True)
class RemovedCriterion:
    """A criterion that leaves the playbook, and how many deals have it ticked: the ticks stay in history."""

    criterion: Criterion
    ticks: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What applying a playbook does, or has done. Deals are ids in ascending order.

    ``changed``: False when it is the playbook in force. ``gained`` and ``lost``: deals per kind of finding.
    ``stopped_clocks``: running SLA clocks that only a removed criterion could have stopped.
    """

    changed: bool
    gained: Mapping[FindingKind, tuple[int, ...]] = field(default_factory=dict)
    lost: Mapping[FindingKind, tuple[int, ...]] = field(default_factory=dict)
    removed_stages: tuple[RemovedStage, ...] = ()
    removed_criteria: tuple[RemovedCriterion, ...] = ()
    stopped_clocks: int = 0


def described(rehearsal: Rehearsal) -> list[str]:
    """What a rehearsal foretells, in plain sentences, one a line."""
    if not rehearsal.changed:
        return [_("This is the playbook in force: nothing changes.")]
    return [
        *map(_stage_sentence, rehearsal.removed_stages),
        *map(_criterion_sentence, rehearsal.removed_criteria),
        *_clock_sentences(rehearsal.stopped_clocks),
        *_finding_sentences(rehearsal),
    ]


def _stage_sentence(removed: RemovedStage) -> str:
    if removed.to is None:
        return _("The stage “{stage}” goes; no deal is in it.").format(stage=removed.stage.name)
    n = len(removed.deals)
    return ngettext(
        "The stage “{stage}” goes; {n} deal moves to {to}: {deals}.",
        "The stage “{stage}” goes; {n} deals move to {to}: {deals}.",
        n,
    ).format(stage=removed.stage.name, n=n, to=removed.to, deals=_some(removed.deals))


def _criterion_sentence(removed: RemovedCriterion) -> str:
    return ngettext(
        "The criterion “{criterion}” goes; {n} tick stays in history.",
        "The criterion “{criterion}” goes; {n} ticks stay in history.",
        removed.ticks,
    ).format(criterion=removed.criterion.text, n=removed.ticks)


def _clock_sentences(stopped: int) -> Iterator[str]:
    if stopped:
        yield ngettext(
            "{n} SLA clock stops: the criterion that it waits for goes.",
            "{n} SLA clocks stop: the criterion that they wait for goes.",
            stopped,
        ).format(n=stopped)


def _finding_sentences(rehearsal: Rehearsal) -> Iterator[str]:
    words: dict[FindingKind, str] = {
        "sla_overdue": _("SLA late"),
        "no_next_step": _("no next step"),
        "step_overdue": _("step overdue"),
        "stalled": _("stalled"),
    }
    for kind, deals in rehearsal.gained.items():
        text = ngettext("{n} deal gains “{finding}”: {deals}.", "{n} deals gain “{finding}”: {deals}.", len(deals))
        yield text.format(n=len(deals), finding=words[kind], deals=_some(deals))
    for kind, deals in rehearsal.lost.items():
        text = ngettext("{n} deal loses “{finding}”: {deals}.", "{n} deals lose “{finding}”: {deals}.", len(deals))
        yield text.format(n=len(deals), finding=words[kind], deals=_some(deals))
    if not rehearsal.gained and not rehearsal.lost:
        yield _("No deal gains or loses a finding.")


def _some(deals: Sequence[int]) -> str:
    named = ", ".join(map(str, deals[:_NAMED]))
    return f"{named} …" if len(deals) > _NAMED else named
