"""Each row of a file, judged against the playbook: what it becomes here, or why it is rejected.

The same judgement is passed twice: to gather the questions, and to write.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipetui.domain.model import OUTCOMES
from pipetui.domain.money import Money, plain
from pipetui.exchange.ledger import Ledger
from pipetui.exchange.long_list import LongList
from pipetui.exchange.problems import Problem
from pipetui.exchange.progress import TICK
from pipetui.exchange.systems import OWN
from pipetui.exchange.systems.base import PEOPLE_FIELDS, Values, label_key
from pipetui.i18n import _
from pipetui.services.transfer_answers import LEFT_OUT, PeopleNames, StageLabels
from pipetui.services.transfer_report import ALL_PIPELINES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipetui.domain.playbook import Playbook
    from pipetui.exchange.importing import ImportFile
    from pipetui.exchange.progress import Tell
    from pipetui.exchange.records import Record

PAST_FIELDS = ("created", "stage_entered", "closed", "last_activity")
"""Dates of what has happened. One in the future is no fact."""

LOST = "\0"
"""Marks the text of a cell that could not be used, among the texts that an import has seen; before the name of a field,
what the last import saw that could use it. No text of a file begins so."""

_NOT_COMPARED = frozenset(("external_id", "pipeline", "system", "uid", "previous_uid"))

_ASLEEP = ("parked", "dormant")


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that can be used.

    ``key`` finds the row again in a later file. ``stage``: the stage it stands in (of a closed deal: the last one
    known, or a likely one). ``status``: open or an outcome. ``cells``: field to text as the next import will compare
    it, ``""`` for an empty cell. ``lost``: field to the text of a cell that could not be used. ``asleep``: open, but
    parked or dormant until its next step's day. ``own``: from one of our own exports.
    """

    row: int
    key: str
    external_id: str | None
    stage: str
    status: str
    values: Values
    cells: Mapping[str, str]
    lost: Mapping[str, str]
    asleep: str | None = None
    own: bool = False


@dataclass(slots=True)
class Found:
    """What a first look at a file has found, in order of appearance; each name stands with the field it came from.

    ``unknown``: labels that nobody has explained, ``name_rows``: names of people, each with how many rows have it.
    ``keys`` are those of all rows, rejected ones too.
    """

    unmapped: dict[str, None] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    name_rows: Counter[str] = field(default_factory=Counter)
    pipelines: dict[str, str] = field(default_factory=dict)
    warnings: LongList[Problem] = field(default_factory=LongList)
    rejects: LongList[Problem] = field(default_factory=LongList)
    keys: Ledger = field(default_factory=Ledger)


def last_good(cells: Mapping[str, str], name: str) -> str:
    """What an import saw last of a field that it could use; "" for nothing."""
    text = cells.get(name, "")
    return cells.get(f"{LOST}{name}", "") if text.startswith(LOST) else text


def seen_again(last: Mapping[str, str], row: Planned, present: Collection[str]) -> dict[str, str]:
    """What is kept of a row that was seen before. Columns that its file does not have (``present``: the fields that it
    has) keep what was seen of them last, and cells that cannot be used what could be."""
    kept = {name: text for name, text in last.items() if name not in present and not name.startswith(LOST)}
    good = {f"{LOST}{name}": last_good(last, name) for name in row.lost if name in row.cells}
    return {**kept, **row.cells, **good}


def reason_key(reason: str) -> str:
    """A reason for closing as it is compared: ``No budget`` is ``no_budget``."""
    return label_key(reason).replace(" ", "_").replace("-", "_")


def cell_text(value: object) -> str:
    """A value as text that is the same however a file writes it: ``1200.00 EUR``, ``2026-11-25``."""
    if isinstance(value, Money):
        return f"{plain(value)} {value.currency}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


class RowJudge:
    """Judges the rows of one file. ``today`` is the playbook's day; ``pipeline``: the chosen one, ``all`` or None."""

    def __init__(
        self,
        file: ImportFile,
        playbook: Playbook,
        labels: StageLabels,
        people: PeopleNames,
        *,
        today: date,
        pipeline: str | None,
        owner: str | None,
    ) -> None:
        self.file = file
        self.labels = labels
        self.people = people
        self._playbook = playbook
        self._today = today
        self._present = file.present
        self._compared = self._present - _NOT_COMPARED
        wanted = pipeline != ALL_PIPELINES and "pipeline" in self._present
        self._pipeline = pipeline if wanted else None
        self._owner = owner

    def rows(self, found: Found, tell: Tell) -> Iterator[Planned]:
        """The rows that can be used; everything else goes into ``found``. ``tell`` is told how many were judged, of
        how many in all, and may raise to stop."""
        first_rows, alike = Ledger(), Ledger()
        for done, record in enumerate(self.file.records()):
            if done % TICK == 0:
                tell(done, self.file.rows)
            if not self._of_another_pipeline(record):
                found.warnings.extend(record.warnings)
            key = self._key(record, alike)
            if key is not None:
                found.keys.set(key)
            ids = self._ids(record)
            problem = self.rejected(record, found) or self._same_id(record, ids, first_rows)
            if problem is not None or key is None:
                found.rejects.extend([problem] if problem else [])
                continue
            for identity in ids.values():
                first_rows.set(identity, record.row)
            yield self._planned(record, key, found)

    def _ids(self, record: Record) -> dict[str, str]:
        """What no two rows may share, by field: the system's id, and in our own exports the lasting one."""
        values = record.values
        ids = {"uid": str(values["uid"])} if "uid" in values else {}
        if "external_id" in values:
            ids["external_id"] = f"{values.get('system', '')}:{values['external_id']}"
        return ids

    def _same_id(self, record: Record, ids: Mapping[str, str], first_rows: Ledger) -> Problem | None:
        for name, identity in ids.items():
            first = first_rows.get(identity)
            if first is not None:
                reason = _("Row {row} has the same id.").format(row=first)
                return self._problem(record.row, name, record.values[name], reason)
        return None

    def _key(self, record: Record, alike: Ledger) -> str | None:
        """The lasting id of our own exports, or the system's id; else name, company, created date and the how-many-eth
        such row. None without a name."""
        values = record.values
        if "uid" in values:
            return f"uid:{values['uid']}"
        if "external_id" in values:
            return f"id:{values['external_id']}"
        if "name" not in values:
            return None
        parts = [label_key(values["name"]), label_key(values.get("company", "")), str(values.get("created", ""))]
        base = blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
        return f"row:{base}:{alike.count(base)}"

    def rejected(self, record: Record, found: Found) -> Problem | None:
        """Why a row cannot be used, if so; labels and pipelines go into ``found``."""
        if record.rejected is not None:
            return record.rejected
        values = record.values
        pipeline = values.get("pipeline")
        if pipeline is not None:
            found.pipelines.setdefault(label_key(pipeline), pipeline)
        if self._of_another_pipeline(record):
            other = _("The row belongs to another pipeline, which was not chosen.")
            reason = other if pipeline else _("The row names no pipeline, and one was chosen.")
            return self._problem(record.row, "pipeline", pipeline, reason)
        return self._without_stage(record, found)

    def _of_another_pipeline(self, record: Record) -> bool:
        """Is this row not wanted, because it names another pipeline than the chosen one, or none?"""
        return self._pipeline is not None and label_key(record.values.get("pipeline", "")) != label_key(self._pipeline)

    def _without_stage(self, record: Record, found: Found) -> Problem | None:
        """An open row needs a stage that is known, if its file has stages at all."""
        label = record.values.get("stage")
        if record.values.get("status") in OUTCOMES or "stage" not in self._present:
            return None
        if label is None:
            if "status" in record.values:
                return None if self.file.recognition.stage_in_status else self._no_stage(record)
            return self._no_stage(record)
        meaning = self.labels.meaning(label)
        if meaning is None:
            found.unmapped.setdefault(label)
            found.unknown[label] += 1
        elif meaning == LEFT_OUT:
            found.unmapped.setdefault(label)
            return self._problem(record.row, "stage", label, _("Rows in this stage are not wanted."))
        return None

    def _no_stage(self, record: Record) -> Problem:
        return self._problem(record.row, "stage", "", _("The row has no stage."), mends=True)

    def _problem(self, row: int, name: str, value: str | None, reason: str, *, mends: bool = False) -> Problem:
        """``mends``: another text in the cell would do."""
        return Problem(row, self.file.recognition.column_name(name), value, reason, name if mends else None)

    def _planned(self, record: Record, key: str, found: Found) -> Planned:
        values = dict(record.values)
        cells = self._cells(record)
        asleep = self._asleep(values)
        self._drop_future(record.row, values, found, asleep)
        status, stage = self._standing(values)
        if status != "open":
            self._close(values, status)
            cells["reason"] = values.get("reason", "")
        if self._owner is not None:
            values.setdefault("owner", self._owner)
        people = {name: values[name] for name in PEOPLE_FIELDS if name in values}
        for name, person in people.items():
            found.names.setdefault(person, name)
        found.name_rows.update(set(people.values()))
        own = self.file.system is OWN
        return Planned(
            record.row, key, values.get("external_id"), stage, status, values, cells, record.lost, asleep, own
        )  # fmt: skip

    def _asleep(self, values: Values) -> str | None:
        """Takes the two ways to sleep out of the status: such deals are open."""
        if values.get("status") not in _ASLEEP:
            return None
        status = str(values.pop("status"))
        return status if "next_step_date" in values else None

    def _cells(self, record: Record) -> dict[str, str]:
        """What the next import will compare: every field that the file has, ``""`` for an empty cell."""
        cells = dict.fromkeys(self._compared, "")
        cells |= {name: cell_text(value) for name, value in record.values.items() if name in cells}
        return cells | {name: f"{LOST}{text}" for name, text in record.lost.items() if name in cells}

    def _drop_future(self, row: int, values: Values, found: Found, asleep: str | None) -> None:
        wakes = values.get("next_step_date") if asleep == "dormant" else None
        for name in PAST_FIELDS:
            day = values.get(name)
            # A dormant cycle begins on the day on which it wakes.
            if day is not None and day > self._today and day != wakes:
                reason = _("This date lies in the future.")
                found.warnings.append(self._problem(row, name, day.isoformat(), reason, mends=True))
                del values[name]

    def _standing(self, values: Values) -> tuple[str, str]:
        """Status and stage. The status of the file decides over its stage; an outcome may stand in either."""
        status = values.get("status", "open")
        meaning = self.labels.meaning(values["stage"]) if "stage" in values else None
        if meaning in OUTCOMES:
            status, meaning = (status if status in OUTCOMES else meaning), None
        if not meaning:
            stages = self._playbook.stages
            meaning = (stages[-1] if status == "won" else stages[0]).id
        return status, meaning

    def _close(self, values: Values, status: str) -> None:
        """Where there is no column for it, a closed deal's close date is its closing date, if not in the future."""
        expected = values.get("close_date")
        if "closed" not in self._present and expected is not None and expected <= self._today:
            values["closed"] = expected
        if self.file.system is OWN:
            return
        reason = reason_key(values.get("reason", ""))
        known = self._playbook.reasons.lost if status == "lost" else self._playbook.reasons.no_decision
        if reason in known:
            values["reason"] = reason
