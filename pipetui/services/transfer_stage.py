"""The stage and the outcome that a file gives to deals which are here already: through the gate like everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlmodel import col, select

from pipetui.domain import gate
from pipetui.domain.model import OUTCOMES
from pipetui.services import cycles, slas
from pipetui.services.transfer_report import Held
from pipetui.services.transfer_rows import last_good, reason_key
from pipetui.storage import reading, tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.domain.model import Outcome
    from pipetui.domain.rules import Rules
    from pipetui.services.transfer_answers import StageLabels
    from pipetui.services.transfer_change import Change
    from pipetui.services.transfer_report import ImportReport
    from pipetui.storage.writing import Work


class Standing:
    """Applies stage, stage entry, status, reason and closing date of one file's deals."""

    def __init__(self, work: Work, rules: Rules, labels: StageLabels, report: ImportReport) -> None:
        self._work = work
        self._rules = rules
        self._labels = labels
        self._report = report
        self._visits: dict[int, tables.StageVisit] = {}

    def load(self, ids: Sequence[int]) -> None:
        """Bring the current stays of these deals into memory."""
        visits = select(tables.StageVisit).where(col(tables.StageVisit.deal_id).in_(ids))
        oldest_first = self._work.session.exec(visits.order_by(col(tables.StageVisit.id)))
        self._visits = {visit.deal_id: visit for visit in oldest_first}

    def apply(self, change: Change) -> None:
        """Status first: a deal that is closed has no stage to move to."""
        self._apply_status(change)
        if change.row.status in OUTCOMES:
            self._apply_closing(change)
        elif change.planned.status == "open" and "stage" in change.planned.values:
            before = change.row.stage
            self._apply_stage(change)
            if change.row.stage == before == change.planned.stage:
                self._apply_entry(change)

    def _apply_status(self, change: Change) -> None:
        row, theirs = change.row, change.planned.status
        ours = row.status if row.status in OUTCOMES else "open"
        last = self._last_status(change.last)
        if theirs == "open" and "status" in change.planned.lost:
            return  # nobody can tell what the file says: it stays as it is
        if theirs == last or self._labels.same_outcome(ours, theirs):
            if theirs == "open" != ours and "stage" in change.changed:
                change.conflict("status", ours, theirs)  # there they go on with what is over here
            return
        goes_on = theirs == "open" and reading.next_cycle(self._work.connection, row.id) is not None
        if ours != last or goes_on:
            change.conflict("status", ours, theirs)
        elif ours == "open":
            cycles.close_in(self._work, self._rules, row, cast("Outcome", theirs), change.theirs("reason"))
            row.closed_at = self._midnight(change, "closed", self._work.now)
            row.crm_stage = None
            change.closed = True
        else:
            row.status = theirs
            if theirs == "open":
                row.reason, row.closed_at = None, None
                change.reopened = True
            change.did("status", ours, theirs)

    def _last_status(self, last: Mapping[str, str]) -> str:
        for said in (last_good(last, "status"), self._meaning(last)):
            if said in OUTCOMES:
                return said
        return "open"

    def _meaning(self, last: Mapping[str, str]) -> str | None:
        """What the stage label meant that the last import saw."""
        return self._labels.meaning(last["stage"]) if last.get("stage") else None

    def _apply_closing(self, change: Change) -> None:
        """Reason and closing date of a deal that is closed in the file and here."""
        row = change.row
        if change.closed or change.planned.status not in OUTCOMES:
            return
        if change.takes("reason", row.reason, same=reason_key):
            row.reason = change.theirs("reason")
        ours = None if row.closed_at is None else self._rules.day(row.closed_at)
        if change.takes("closed", ours):
            row.closed_at = self._midnight(change, "closed", None)

    def _apply_stage(self, change: Change) -> None:
        """Forward through the gate, one stage at most; what is left is held. Back only if nobody moved it here."""
        row, theirs = change.row, change.planned.stage
        ours, positions = row.stage, self._rules.positions
        if "stage" not in change.changed and (row.crm_stage is None or change.planned.own):
            return
        if change.reopened and self._meaning(change.last) not in positions:
            # While it was closed nobody knew its stage.
            row.crm_stage = None
            if theirs != ours:
                self._enter(change, theirs)
            return
        if positions[theirs] > positions[ours]:
            self._forward(change)
            return
        row.crm_stage = None
        if theirs == ours or "stage" not in change.changed:
            return
        if self._meaning(change.last) == ours:
            self._enter(change, theirs)
        else:
            change.conflict("stage", ours, theirs)

    def _forward(self, change: Change) -> None:
        row, theirs = change.row, change.planned.stage
        ticked = reading.ticks(self._work.connection, row.id)
        passage = gate.onward(self._rules.playbook, row.stage, ticked)
        if passage is not None and passage.to is not None and passage.is_open:
            self._enter(change, passage.to.id)
            passage = gate.onward(self._rules.playbook, row.stage, ticked)
        if row.stage == theirs:
            row.crm_stage = None
            return
        if row.crm_stage != theirs:
            change.did("crm_stage", row.crm_stage, theirs)
            row.crm_stage = theirs
        missing = tuple(criterion.id for criterion in passage.open) if passage else ()
        self._report.held.append(Held(change.planned.row, row.id, row.stage, theirs, missing))

    def _enter(self, change: Change, stage: str) -> None:
        """Another stage, since when the file says. It starts no clock, but what belonged to the old stage ends."""
        row, visit = change.row, self._visits.get(change.row.id)
        entered_at = self._midnight(change, "stage_entered", None) if stage == change.planned.stage else None
        if visit is not None:
            after = entered_at is not None and entered_at >= (visit.entered_at or entered_at)
            visit.left_at = entered_at if after else self._work.now
        slas.leave_stage(self._work, row.id, row.stage)
        change.did("stage", row.stage, stage)
        row.stage = stage
        self._visits[row.id] = self._work.add(
            tables.StageVisit(deal_id=row.id, stage=stage, entered_at=entered_at, seen_at=self._work.now)
        )

    def _apply_entry(self, change: Change) -> None:
        visit = self._visits.get(change.row.id)
        if visit is None:
            return
        ours = None if visit.entered_at is None else self._rules.day(visit.entered_at)
        if change.takes("stage_entered", ours):
            visit.entered_at = self._midnight(change, "stage_entered", None)

    def _midnight(self, change: Change, name: str, otherwise: int | None) -> int | None:
        day = change.theirs(name)
        return otherwise if day is None else self._rules.midnight(day)
