"""The team's rules: read, shown, rehearsed and applied.

A rehearsal does everything that applying does, in a transaction that is then taken back. So what it foretells is what
happens, and no rule is written twice.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pipetui.domain.model import KINDS, FindingKind
from pipetui.errors import BadInput
from pipetui.exchange import playbook_toml
from pipetui.i18n import _, ngettext
from pipetui.presets import preset_text
from pipetui.services.desk import Desk, rules_for
from pipetui.services.history import store_attention
from pipetui.services.rehearsal import Rehearsal, RemovedCriterion, RemovedStage
from pipetui.storage import lists, playbook_effects, playbook_rows, reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipetui.domain.playbook import Playbook
    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work


def from_preset(name: str, language: str) -> Playbook:
    """A playbook that ships with pipetui, with texts in this language. Raises BadInput for an unknown name."""
    return playbook_toml.parse(preset_text(name, language), source=f"{name}.{language}.toml")


def from_file(path: Path) -> Playbook:
    """The playbook that a TOML file describes. Raises BadInput with the path of what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {error}.").format(file=path, error=error.strerror)) from error
    except UnicodeDecodeError as error:
        raise BadInput(_("{file} is not a text in UTF-8.").format(file=path), _("Save it as UTF-8.")) from error
    return playbook_toml.parse(text, source=path.name)


def show(desk: Desk) -> str:
    """The playbook in force, as the TOML that ``from_file`` reads."""
    return playbook_toml.render(desk.playbook)


def rehearse(desk: Desk, playbook: Playbook, moves: Mapping[str, str]) -> Rehearsal:
    """What ``apply`` would do; nothing is kept. Raises BadInput as ``apply`` does."""
    rehearsal = Rehearsal(changed=False)
    if not _is_in_force(desk, playbook, moves):
        with suppress(_TakeBack), desk.working("playbook") as work:
            rehearsal = _carry_out(work, desk, playbook, moves)
            raise _TakeBack
    return rehearsal


def apply(desk: Desk, playbook: Playbook, moves: Mapping[str, str]) -> Rehearsal:
    """Put a playbook in force, as one action; what it did. The playbook in force, applied again, changes nothing.

    ``moves`` says where the living deals of removed stages go: ``{old stage: new stage}``. Closed deals keep their
    stage, ticks of removed criteria stay in history, running SLA clocks keep their due instant. Raises BadInput when
    a removed stage holds living deals and ``moves`` is silent about it, and for a move that makes no sense.
    """
    if _is_in_force(desk, playbook, moves):
        return Rehearsal(changed=False)
    with desk.working("playbook") as work:
        return _carry_out(work, desk, playbook, moves)


class _TakeBack(Exception):
    """The rehearsal is over: nothing of its transaction is kept."""


def _is_in_force(desk: Desk, playbook: Playbook, moves: Mapping[str, str]) -> bool:
    return playbook == desk.playbook and not moves


def _carry_out(work: Work, desk: Desk, playbook: Playbook, moves: Mapping[str, str]) -> Rehearsal:
    in_force = desk.playbook
    _check_moves(in_force, playbook, moves)
    flagged_before = _flagged(work.connection, desk.now)
    stages = _removed_stages(work.connection, in_force, playbook, moves)
    criteria = _removed_criteria(work.connection, in_force, playbook)
    playbook_rows.write(work, playbook)
    rules = rules_for(playbook)
    for removed in stages:
        if removed.to is not None:
            _move_deals(work, rules, removed.deals, removed.to)
    stopped_clocks = _stop_clocks(work, criteria)
    store_attention(work.connection, rules, reading.living(work.connection))
    work.event(None, "playbook_applied", {"stages": _stage_ids(in_force)}, {"stages": _stage_ids(playbook)})
    flagged_after = _flagged(work.connection, desk.now)
    return Rehearsal(
        changed=True,
        gained=_difference(flagged_after, flagged_before),
        lost=_difference(flagged_before, flagged_after),
        removed_stages=stages,
        removed_criteria=criteria,
        stopped_clocks=stopped_clocks,
    )


def _stage_ids(playbook: Playbook) -> list[str]:
    return [stage.id for stage in playbook.stages]


def _check_moves(in_force: Playbook, playbook: Playbook, moves: Mapping[str, str]) -> None:
    for old, new in moves.items():
        if not in_force.has_stage(old):
            raise _unknown_stage(old, in_force)
        if playbook.has_stage(old):
            raise BadInput(
                _("The stage {stage} is not removed: its deals stay in it.").format(stage=old),
                _("Leave --move {old}={new} out.").format(old=old, new=new),
            )
        if not playbook.has_stage(new):
            raise _unknown_stage(new, playbook)


def _unknown_stage(stage_id: str, playbook: Playbook) -> BadInput:
    return BadInput(
        _("There is no stage {stage} to move deals from or to.").format(stage=ascii(stage_id)),
        _("It is --move OLD=NEW; here, one of: {stages}.").format(stages=", ".join(_stage_ids(playbook))),
    )


def _removed_stages(
    connection: sqlite3.Connection, in_force: Playbook, playbook: Playbook, moves: Mapping[str, str]
) -> tuple[RemovedStage, ...]:
    """The stages that go, each with its living deals. Raises BadInput when nobody said where those go."""
    removed = [
        RemovedStage(stage, tuple(reading.living(connection, stage.id)), moves.get(stage.id))
        for stage in in_force.stages
        if not playbook.has_stage(stage.id)
    ]
    open_questions = [stage for stage in removed if stage.deals and stage.to is None]
    if open_questions:
        held = ", ".join(
            ngettext("{stage} ({n} deal)", "{stage} ({n} deals)", len(stage.deals)).format(
                stage=stage.stage.id, n=len(stage.deals)
            )
            for stage in open_questions
        )
        raise BadInput(
            _("Stages that hold deals would be removed: {held}. Nothing was changed.").format(held=held),
            _("Say where they go: --move {old}=NEW, NEW being one of: {stages}.").format(
                old=open_questions[0].stage.id, stages=", ".join(_stage_ids(playbook))
            ),
        )
    return tuple(removed)


def _removed_criteria(
    connection: sqlite3.Connection, in_force: Playbook, playbook: Playbook
) -> tuple[RemovedCriterion, ...]:
    return tuple(
        RemovedCriterion(criterion, playbook_effects.ticks(connection, criterion.id))
        for stage in in_force.stages
        for criterion in stage.criteria
        if playbook.criterion(criterion.id) is None
    )


def _move_deals(work: Work, rules: Rules, deals: Sequence[int], to: str) -> None:
    """Bring living deals to another stage. One that still sleeps has not been anywhere: it will begin there."""
    from sqlmodel import col, select

    from pipetui.services.moves import enter_stage
    from pipetui.storage.tables import StageVisit

    for deal_id in deals:
        row = work.deal(deal_id)
        left = row.stage
        if row.status == "dormant":
            row.stage = to
            visits = select(StageVisit).where(StageVisit.deal_id == deal_id, col(StageVisit.left_at).is_(None))
            for visit in work.session.exec(visits):
                visit.stage = to
        else:
            enter_stage(work, rules, row, to)
        work.event(deal_id, "moved", {"stage": left}, {"stage": to})


def _stop_clocks(work: Work, criteria: Sequence[RemovedCriterion]) -> int:
    """Stop the clocks that nothing could stop any more, for want of the criterion that they wait for; how many."""
    from pipetui.storage import tables

    events = [f"ticked:{removed.criterion.id}" for removed in criteria]
    clocks = playbook_effects.clocks_waiting_for(work.connection, events)
    for clock_id in clocks:
        work.session.get_one(tables.SlaClock, clock_id).stopped_at = work.now
    work.session.flush()
    return len(clocks)


def _flagged(connection: sqlite3.Connection, now: int) -> dict[FindingKind, set[int]]:
    """The deals that have each kind of finding: those to clear and those in hand are all."""
    return {
        kind: {
            deal_id
            for section in ("to_clear", "in_hand")
            for deal_id in lists.page(connection, section, lists.Filter(kind=kind), now, offset=0, limit=-1)
        }
        for kind in KINDS
    }


def _difference(
    more: Mapping[FindingKind, set[int]], less: Mapping[FindingKind, set[int]]
) -> dict[FindingKind, tuple[int, ...]]:
    return {kind: tuple(sorted(more[kind] - less[kind])) for kind in KINDS if more[kind] - less[kind]}
