"""What one system's export looks like: its column names, its stage labels and its quirks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipetui.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIELDS = (
    "external_id", "name", "company", "contact", "role", "email", "phone", "stage", "status", "owner", "amount",
    "currency", "created", "stage_entered", "close_date", "closed", "reason", "next_step", "next_step_date",
    "next_step_owner", "last_activity", "source", "pain", "fit", "intent", "industry", "size", "did", "consent",
)  # fmt: skip
"""The fields that a column can be mapped to."""

LEAD_FIELDS = frozenset(("fit", "intent", "industry", "size", "did", "consent"))
"""Those that only leads have: of a file of deals they are not kept."""

EXTRA_FIELDS = (
    "notes", "pipeline", "deleted", "is_closed", "is_won", "company_ref", "owner_ref", "actual_amount", "won_time",
    "lost_time",
)  # fmt: skip
"""Further facts of some systems. They are settled into the others, or told apart from them (``company_ref``)."""

DATE_FIELDS = frozenset(
    ("created", "stage_entered", "close_date", "closed", "next_step_date", "last_activity", "won_time", "lost_time")
)
AMOUNT_FIELDS = frozenset(("amount", "actual_amount"))
PEOPLE_FIELDS = ("owner", "next_step_owner")
FLAG_FIELDS = frozenset(("deleted", "is_closed", "is_won", "consent"))
BLOCK_FIELDS = frozenset(("pain", "next_step", "notes", "did", "reason"))
"""Texts that keep their line breaks."""

NOT_READ = ""
"""Stands for a column that belongs to the system and is left alone."""

_MARKS = re.compile(r"[^\w-]+|_")

Values = dict[str, Any]
"""One row: field to value (text, date, Money, bool). Unknown fields are absent."""


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """A column name as it is compared: no case, accents, punctuation or outer blanks; hyphens stay.

    ``(Do Not Modify) Opportunity`` is ``do not modify opportunity``; ``Deal - ID`` is ``deal - id``.
    """
    return _MARKS.sub(" ", fold(header)).strip()


def label_key(label: str) -> str:
    """A label as it is compared: no case, no outer blanks, single blanks inside."""
    return " ".join(label.casefold().split())


def as_written(label: str) -> tuple[str, ...]:
    """A stage label means itself."""
    return (label,)


def leave(values: Values) -> None:
    """No quirks to settle."""


@dataclass(frozen=True)
class System:
    """One system. ``columns``: usual column name to field, the preferred name of a field first.

    ``signature``: names that only this system's exports have. ``stages``: label to a stage of the default playbook or
    an outcome. ``forms``: the shorter ways to write a stage label, after the label itself. ``settle`` puts one row's
    quirks in order, in place. ``undecided``: it can say of a deal that it ended without a decision; most know won and
    lost alone. ``pipeline_in_stage``: its stage labels may name their pipeline.
    """

    key: str
    columns: Mapping[str, str]
    signature: tuple[str, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    forms: Callable[[str], tuple[str, ...]] = as_written
    settle: Callable[[Values], None] = leave
    undecided: bool = False
    pipeline_in_stage: bool = False
    names: Mapping[str, str] = field(init=False, default_factory=dict)
    """Field to its usual column name, as the system writes it."""
    labels: Mapping[str, str] = field(init=False, default_factory=dict)
    """Stage of the default playbook, or outcome, to its usual label, as the system writes it."""

    def __post_init__(self) -> None:
        """Keep the usual names and labels; all of them are compared in their bare form from here on."""
        object.__setattr__(self, "names", _first_of_each(self.columns))
        object.__setattr__(self, "labels", _first_of_each(self.stages))
        object.__setattr__(self, "columns", {header_key(name): field for name, field in self.columns.items()})
        object.__setattr__(self, "signature", tuple(map(header_key, self.signature)))
        object.__setattr__(self, "stages", {label_key(label): stage for label, stage in self.stages.items()})

    def stage_of(self, label: str) -> str | None:
        """The stage of the default playbook, or the outcome, that a label of this system means; None if unknown."""
        known = (self.stages.get(label_key(form)) for form in self.forms(label))
        return next((stage for stage in known if stage), None)


def _first_of_each(meanings: Mapping[str, str]) -> dict[str, str]:
    """Meaning to the first text that has it, in the order of the texts."""
    found: dict[str, str] = {}
    for text, meaning in meanings.items():
        if meaning:
            found.setdefault(meaning, text)
    return found
