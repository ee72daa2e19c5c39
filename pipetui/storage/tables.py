"""The tables. Instants are epoch seconds, days are dates, money is minor units and a code.

``from __future__ import annotations`` is left out on purpose: SQLModel reads the annotations.

A new database is made from ``schema.sql``, which ``python -m pipetui.storage.schema`` writes from these classes. They
stand in one long file because they are one list, whose foreign keys go across all of it.
"""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pipetui.domain.model import Attention


def _uid() -> str:
    return str(uuid4())


def _uid_field() -> Any:
    return Field(default_factory=_uid, unique=True)


def _instant(**kwargs: Any) -> Any:
    return Field(sa_type=BigInteger, **kwargs)


def _maybe_instant(**kwargs: Any) -> Any:
    return Field(default=None, sa_type=BigInteger, **kwargs)


_NEVER_TWICE = {"sqlite_autoincrement": True}
"""A row's number is not given again when the row is gone: the change log names rows by their numbers."""


class Record(SQLModel, table=True):
    """The one sequence of numbers for deals and leads. A number is never used again, not even after an undo."""

    __tablename__ = "record"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    type: str


class Person(SQLModel, table=True):
    """An owner. ``folded`` is the name as it is compared: no case, accents, blanks or punctuation."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    name: str
    folded: str = Field(unique=True)


class PersonAlias(SQLModel, table=True):
    """Another name of a person: a nickname, a spelling, an id from a CRM."""

    __tablename__ = "person_alias"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    alias: str
    folded: str = Field(unique=True)


class Absence(SQLModel, table=True):
    """A person is away from ``first`` to ``last``, both included; ``cover`` looks after their list meanwhile."""

    __tablename__ = "absence"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    cover_id: int | None = Field(default=None, foreign_key="person.id", index=True)


class Deal(SQLModel, table=True):
    """One attempt to win a deal (a cycle), linked to the one before. What needs attention is kept as instants:
    see ``domain.model.Attention``. ``wakes`` says that the current step's date is a wake date."""

    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_external", "external_source", "external_id", unique=True,
              sqlite_where=text("external_id IS NOT NULL")),
        Index("ix_deal_sla", "sla_at", sqlite_where=text("sla_at IS NOT NULL")),
        Index("ix_deal_no_step", "no_step_at", sqlite_where=text("no_step_at IS NOT NULL")),
        Index("ix_deal_overdue", "overdue_at", sqlite_where=text("overdue_at IS NOT NULL")),
        Index("ix_deal_stalled", "stalled_at", sqlite_where=text("stalled_at IS NOT NULL")),
        Index("ix_deal_flagged", "flagged_at", sqlite_where=text("flagged_at IS NOT NULL")),
        Index("ix_deal_clear", "clear_at", sqlite_where=text("clear_at IS NOT NULL")),
        Index("ix_deal_due", "due_at", sqlite_where=text("due_at IS NOT NULL")),
        Index("ix_deal_wake", "wake_at", sqlite_where=text("wake_at IS NOT NULL")),
        Index("ix_deal_handled", "clear_at", sqlite_where=text("handled_until IS NOT NULL")),
        Index("ix_deal_status", "status", "owner_id"),
    )  # fmt: skip
    id: int = Field(primary_key=True, foreign_key="record.id")
    uid: str = _uid_field()
    name: str
    company: str | None = None
    company_ref: str | None = None
    """The company's id in its CRM, where the file gives only an id."""
    external_source: str | None = None
    external_id: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str | None = None
    amount_rank: int = Field(default=-1, sa_type=BigInteger)
    """Major units times 10,000, comparable across currencies; -1 for no amount."""
    source: str | None = None
    close_date: date | None = None
    created_at: int | None = _maybe_instant()
    created_rank: int = _instant(default=2**62)
    """``created_at``, or the far future where it is unknown, so that unknown sorts last."""
    recorded_at: int = _instant()
    last_activity: date | None = None
    status: str = "open"
    reason: str | None = None
    closed_at: int | None = _maybe_instant()
    stage: str
    crm_stage: str | None = None
    previous_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    cycle: int = 1
    handled_at: int | None = _maybe_instant()
    sla_at: int | None = _maybe_instant()
    no_step_at: int | None = _maybe_instant()
    overdue_at: int | None = _maybe_instant()
    stalled_at: int | None = _maybe_instant()
    due_at: int | None = _maybe_instant()
    wake_at: int | None = _maybe_instant()
    wakes: bool = False
    flagged_at: int | None = _maybe_instant()
    clear_at: int | None = _maybe_instant()
    handled_until: date | None = None


class Contact(SQLModel, table=True):
    """A person at the buyer's."""

    __tablename__ = "contact"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    record_id: int = Field(foreign_key="record.id", index=True)
    name: str | None = None
    role: str | None = None
    email: str | None = None
    phone: str | None = None


class StageVisit(SQLModel, table=True):
    """One stay in a stage. ``entered_at`` is null when nobody knows; ``seen_at`` is when it was first seen here."""

    __tablename__ = "stage_visit"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id", index=True)
    stage: str
    entered_at: int | None = _maybe_instant()
    seen_at: int = _instant()
    left_at: int | None = _maybe_instant()


class Parking(SQLModel, table=True):
    """Parked until a day, with a reason. ``ended_at``: taken up again before that day."""

    __tablename__ = "parking"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id", index=True)
    since_at: int = _instant()
    until: date
    reason: str
    by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_at: int | None = _maybe_instant()


class Note(SQLModel, table=True):
    """A post-call note (``call``), a call without reply (``no_reply``), or text that an import kept (``import``)."""

    __tablename__ = "note"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    record_id: int = Field(foreign_key="record.id", index=True)
    at: int = _instant()
    by_id: int | None = Field(default=None, foreign_key="person.id")
    kind: str = "call"
    pain: str | None = None
    next_step: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    day: date | None = None
    seconds: int | None = None
    text: str | None = None


class CriterionTick(SQLModel, table=True):
    """A criterion answered yes, and its end if it was taken back. Kept when the criterion leaves the playbook."""

    __tablename__ = "criterion_tick"
    __table_args__ = (
        Index("ix_criterion_tick_now", "deal_id", "criterion", unique=True, sqlite_where=text("unticked_at IS NULL")),
        _NEVER_TWICE,
    )
    id: int | None = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deal.id")
    criterion: str
    at: int = _instant()
    by_id: int | None = Field(default=None, foreign_key="person.id")
    how: str | None = None
    note_id: int | None = Field(default=None, foreign_key="note.id")
    unticked_at: int | None = _maybe_instant()


class NextStep(SQLModel, table=True):
    """A promise: what, who, when, by whom, and its end (done, moved, replaced, dropped). At most one is open."""

    __tablename__ = "next_step"
    __table_args__ = (
        Index("ix_next_step_open", "record_id", unique=True, sqlite_where=text("ended_at IS NULL")),
        Index("ix_next_step_record", "record_id"),
        _NEVER_TWICE,
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    record_id: int = Field(foreign_key="record.id")
    text: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    day: date | None = None
    promised_by_id: int | None = Field(default=None, foreign_key="person.id")
    promised_at: int = _instant()
    redated: int = 0
    wakes: bool = False
    end: str | None = None
    ended_at: int | None = _maybe_instant()
    reason: str | None = None


class SlaClock(SQLModel, table=True):
    """One SLA clock of a deal or lead. ``stop`` is the rule's stop event, kept so that a new playbook leaves it be."""

    __tablename__ = "sla_clock"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id", index=True)
    sla: str
    start: str
    stop: str
    started_at: int = _instant()
    due_at: int = _instant()
    stopped_at: int | None = _maybe_instant()
    held_at: int | None = _maybe_instant()


class Action(SQLModel, table=True):
    """What a person did in one go: one transaction, undone as one."""

    __tablename__ = "action"
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    at: int = _instant()
    by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str
    undone_by: int | None = Field(default=None, foreign_key="action.id")


class Event(SQLModel, table=True):
    """What happened to a deal or lead, as people read it. ``before`` and ``after`` are JSON objects."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_record", "record_id", "id"), Index("ix_event_at", "at"))
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    action_id: int = Field(foreign_key="action.id", index=True)
    record_id: int | None = Field(default=None, foreign_key="record.id")
    at: int = _instant()
    type: str
    before: str = "{}"
    after: str = "{}"


class Change(SQLModel, table=True):
    """What an action changed in the tables, exactly, so that it can be taken back and any day rebuilt.

    ``before`` is null for a new row, ``after`` null for one that is gone; else JSON objects of the changed columns.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_row", "tbl", "row_id"),)
    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    tbl: str
    row_id: int
    before: str | None = None
    after: str | None = None


class Playbook(SQLModel, table=True):
    """One version of the team's rules; the highest id is in force. ``settings``: JSON of what has no table of its
    own (calendar, lead rules, KPI choice, rates, definitions)."""

    __tablename__ = "playbook"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    applied_at: int = _instant()
    by_id: int | None = Field(default=None, foreign_key="person.id")
    timezone: str
    currency: str
    settings: str


class PlaybookStage(SQLModel, table=True):
    """A stage of one playbook version."""

    __tablename__ = "playbook_stage"
    __table_args__ = (UniqueConstraint("playbook_id", "stage"), _NEVER_TWICE)
    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id")
    position: int
    stage: str
    name: str
    purpose: str
    max_days: int


class PlaybookCriterion(SQLModel, table=True):
    """An exit criterion of a stage of one playbook version."""

    __tablename__ = "playbook_criterion"
    __table_args__ = (UniqueConstraint("playbook_id", "criterion"), _NEVER_TWICE)
    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id")
    stage: str
    position: int
    criterion: str
    text: str


class PlaybookSla(SQLModel, table=True):
    """An SLA rule of one playbook version. ``conditions`` is JSON."""

    __tablename__ = "playbook_sla"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    position: int
    sla: str
    applies_to: str
    start: str
    stop: str
    within: str
    conditions: str = "{}"


class PlaybookReason(SQLModel, table=True):
    """A standard close reason of one playbook version, for lost or no_decision."""

    __tablename__ = "playbook_reason"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    playbook_id: int = Field(foreign_key="playbook.id", index=True)
    position: int
    outcome: str
    reason: str


class ImportBatch(SQLModel, table=True):
    """One imported file: which, in what shape, how it was written, and its report as JSON.

    ``layout`` is a JSON object that says how to write a file of the same kind: ``header`` (column names in order),
    ``fields`` (field to column name), ``sheet``, ``delimiter``, ``mark`` (before decimals), ``date_order``.
    """

    __tablename__ = "import_batch"
    __table_args__ = _NEVER_TWICE
    id: int | None = Field(default=None, primary_key=True)
    uid: str = _uid_field()
    action_id: int = Field(foreign_key="action.id")
    at: int = _instant()
    file: str
    format: str
    source: str
    shape: str
    layout: str = "{}"
    report: str = "{}"


class SeenRow(SQLModel, table=True):
    """What the last import saw of a record: a JSON object of field to value as the file wrote it. ``key`` is how the
    row is found again in a later file of the same source. ``series`` tells the weekly versions of one sheet from
    another sheet: it is the number of the first import of them."""

    __tablename__ = "seen_row"
    __table_args__ = (UniqueConstraint("source", "key"), _NEVER_TWICE)
    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="record.id", index=True)
    batch_id: int = Field(foreign_key="import_batch.id")
    series: int = 0
    source: str
    key: str
    cells: str


class ImportConflict(SQLModel, table=True):
    """A field that changed in a file and here since the import before. Ours stays until a person settles it: ``mine``,
    or ``theirs``, which writes the file's value. ``row`` is the row of the file; ``theirs`` the value as text."""

    __tablename__ = "import_conflict"
    __table_args__ = (
        Index("ix_import_conflict_open", "record_id", sqlite_where=text("settled IS NULL")),
        _NEVER_TWICE,
    )
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batch.id")
    record_id: int = Field(foreign_key="record.id", index=True)
    row: int
    field: str
    ours: str | None = None
    theirs: str | None = None
    settled: str | None = None


class Answer(SQLModel, table=True):
    """An answer that a person gave once (a stage label, a date order, who a name is), remembered for later files."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("kind", "scope", "question"), _NEVER_TWICE)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    scope: str
    question: str
    answer: str


class Draft(SQLModel, table=True):
    """A form that was left half-way. Not part of history."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person", "form", "record_id"),)
    id: int | None = Field(default=None, primary_key=True)
    person: str
    form: str
    record_id: int = 0
    at: int = _instant()
    fields: str


class Look(SQLModel, table=True):
    """When a person last closed the app, so that the next look can say what is new. Not part of history."""

    __tablename__ = "look"
    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(unique=True)
    at: int = _instant()


class Pace(SQLModel, table=True):
    """How many seconds a person took for one deal in triage; their own business, not part of history."""

    __tablename__ = "pace"
    __table_args__ = (Index("ix_pace_person", "person", "kind", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    person: str
    kind: str
    at: int = _instant()
    seconds: int


TRACKED: dict[str, type[SQLModel]] = {
    table.__tablename__: table
    for table in (
        PersonAlias, Absence, Deal, Contact, StageVisit, Parking, Note, CriterionTick, NextStep, SlaClock,
        Playbook, PlaybookStage, PlaybookCriterion, PlaybookSla, PlaybookReason, ImportBatch, SeenRow,
        ImportConflict, Answer,
    )
}  # fmt: skip
"""The tables whose changes are kept, and so can be taken back."""

RENAMED = frozenset(("person",))
"""The tables of which only changed columns are kept: a person stays once there, because history names them, but
another name can be taken back."""

DERIVED = frozenset(Attention.__dataclass_fields__)
"""Columns of ``deal`` that are computed from the others and never a reason to refuse an undo."""
