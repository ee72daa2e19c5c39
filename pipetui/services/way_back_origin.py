"""Where deals came from: the system, how its files are written, and its words for stages, outcomes and people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from pipetui.domain.model import OUTCOMES
from pipetui.domain.money import Money, from_major
from pipetui.domain.names import folded_name
from pipetui.exchange.layout_out import FileLayout, layout_of
from pipetui.exchange.recognise import NAMING, Names
from pipetui.exchange.systems import BY_KEY, SHEET
from pipetui.exchange.systems.base import DATE_FIELDS, PEOPLE_FIELDS, header_key
from pipetui.exchange.systems.own import OWN
from pipetui.services.transfer_answers import StageLabels
from pipetui.services.transfer_rows import LOST, last_good
from pipetui.storage import transfers, way_back

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from pipetui.domain.playbook import Playbook
    from pipetui.exchange.systems import System
    from pipetui.storage.way_back import Batch

Cells = dict[str, str]
Key = tuple[str, int]
"""Source and series: the files that are versions of one another."""

_STATUS_WORDS = {"open": "Open", "won": "Won", "lost": "Lost", "no_decision": "No decision"}
_ITALIAN_WORDS = {"open": "Aperta", "won": "Vinta", "lost": "Persa", "no_decision": "Nessuna decisione"}
_ITALIAN_COLUMNS = frozenset(("stato", "stato trattativa", "esito", "fase", "stadio", "fase trattativa"))


class People:
    """Who is meant by a name, an alias or an id. ``names``: every name and alias with the person's number, names
    first."""

    def __init__(self, names: Sequence[tuple[str, int]]) -> None:
        called: dict[int, str] = {}
        for name, number in names:
            called.setdefault(number, name)
        self._people = {folded_name(name): called[number] for name, number in names}

    def person(self, text: str) -> str:
        """The person's name; the text itself for somebody who is not known."""
        return self._people.get(folded_name(text), text) if text else ""


def as_written(name: str, cells: Mapping[str, str]) -> str:
    """What stood in a cell, whether it could be used or not."""
    return cells.get(name, "").removeprefix(LOST)


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of one source. ``series``: that of a sheet. ``at``: when the last file was imported, in epoch seconds;
    ``batch`` is its number.

    ``labels`` and ``names``: what its files call a stage, an outcome, a person; what is usual where they did not yet.
    """

    source: str
    series: int
    batch: int
    file: str
    at: int
    system: System
    layout: FileLayout
    playbook: Playbook
    meanings: StageLabels
    people: People
    labels: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        """The source as people know it: a system, or the name of the sheet's file."""
        return self.file.replace("\\", "/").rpartition("/")[2] if self.system is SHEET else self.system.key

    @property
    def outcome_in_stage(self) -> bool:
        """Does the column of the stage say what became of a deal? Else the column of the status does."""
        fields = self.layout.fields
        return "status" not in fields or ("stage" not in fields and self.system is SHEET)

    @property
    def naming(self) -> str | None:
        """The column that deals are named after."""
        return next((self.layout.fields[name] for name in NAMING if name in self.layout.fields), None)

    def column(self, name: str) -> str | None:
        """The column where a field is entered."""
        fields = self.layout.fields
        if name == "stage" and self.outcome_in_stage:
            return fields.get("stage") or fields.get("status")
        return fields.get(name) or (fields.get("owner_ref") if name == "owner" else None)

    def standing(self, cells: Mapping[str, str]) -> tuple[str, str]:
        """Status and stage that these cells gave a deal when they were imported."""
        status, label = last_good(cells, "status"), cells.get("stage", "")
        meaning = self.meanings.meaning(label) if label else None
        status = status if status in OUTCOMES else "open"
        if meaning in OUTCOMES:
            status, meaning = (cast("str", meaning) if status == "open" else status), None
        stages = self.playbook.stages
        return status, meaning or (stages[-1] if status == "won" else stages[0]).id

    def same_outcome(self, ours: str, theirs: str) -> bool:
        """Do both say the same, as far as the source can? Most systems know no “no decision”, and call it lost."""
        return self.meanings.same_outcome(ours, theirs)

    def label(self, meaning: str, cells: Mapping[str, str]) -> str:
        """The source's word for a stage or an outcome: the deal's own if that still says it, else the usual one."""
        own = cells.get("stage", "")
        if own and self.meanings.meaning(own) == meaning:
            return own
        if meaning == "no_decision" and not self.meanings.undecided:
            meaning = "lost"
        usual = self.labels.get(meaning) or self._usual_label(meaning)
        return usual + self._ending(own, usual)

    def _usual_label(self, meaning: str) -> str:
        label = self.system.labels.get(meaning)
        if label and self.meanings.meaning(label) == meaning:
            return label
        if told := self.meanings.told_before(meaning):
            return told
        return self._status_word(meaning, "stage") if meaning in OUTCOMES else self.playbook.stage(meaning).name

    def _ending(self, own: str, usual: str) -> str:
        """What stands after each label of this deal: `` (Sales Pipeline)``."""
        forms = self.system.forms(own)
        bare = forms[-1]
        whole = len(self.system.forms(usual)) > 1
        return own[len(bare) :] if len(forms) > 1 and own.startswith(bare) and not whole else ""

    def _status_word(self, status: str, name: str) -> str:
        if status == "no_decision" and not self.meanings.undecided:
            status = "lost"
        italian = header_key(self.column(name) or "") in _ITALIAN_COLUMNS
        return (_ITALIAN_WORDS if italian else _STATUS_WORDS)[status]

    def entry(self, name: str, value: str, cells: Mapping[str, str]) -> Any:
        """A value of ours (text as an import would compare it) as it is entered there: text, ``date``, ``Decimal``, or
        ``Money`` where its currency has to be said; None for nothing."""
        if not value:
            return None
        found: Any = value
        if name == "stage":
            found = self.label(value, cells)
        elif name == "status":
            found = self._status_word(value, "status")
        elif name in PEOPLE_FIELDS:
            found = self.names.get(value, value)
        elif name in DATE_FIELDS:
            found = date.fromisoformat(value)
        elif name == "amount":
            found = self._amount(value)
        elif name == "reason":
            found = self._reason(value)
        return found

    def was(self, name: str, cells: Mapping[str, str]) -> Any:
        """What the file had in a cell, as it writes it."""
        text = cells.get(name, "")
        if name in ("stage", *PEOPLE_FIELDS) or not text or text.startswith(LOST):
            return as_written(name, cells) or None
        return self.entry(name, text, cells)

    def seen(self, name: str, value: str, cells: Mapping[str, str]) -> str:
        """What an import will see in a cell into which this value was entered."""
        if name in ("stage", *PEOPLE_FIELDS):
            return cast("str", self.entry(name, value, cells) or "")
        if name == "status" and value == "no_decision" and not self.meanings.undecided:
            return "lost"
        return value

    def _reason(self, reason: str) -> str:
        known = {*self.playbook.reasons.lost, *self.playbook.reasons.no_decision}
        return reason.replace("_", " ") if reason in known else reason

    def _amount(self, value: str) -> Decimal | Money:
        amount, _blank, currency = value.partition(" ")
        column = self.layout.column("amount")
        if column is None or self.layout.column("currency"):
            return Decimal(amount)
        stated = Names(None, self.system.key).recognise([column]).currencies.get(0)
        if currency == (stated or self.playbook.currency):
            return Decimal(amount)
        return from_major(Decimal(amount), currency)


def origins(connection: sqlite3.Connection, playbook: Playbook) -> dict[Key, Origin]:
    """Every source of which deals were imported, by its key. A file of our own comes from no CRM."""
    batches = way_back.batches(connection)
    people = People(transfers.names(connection))
    return {
        (source, series): _origin(connection, playbook, people, series, _last_batch(batches, latest))
        for source, series, latest in way_back.sources(connection)
        if source != OWN.key
    }


def _last_batch(batches: Sequence[Batch], latest: int) -> Batch:
    """The last file of a source, whether it told something new or not. Sheets of the same columns belong together."""
    found = next(batch for batch in batches if batch.id == latest)
    alike = (
        batch
        for batch in batches
        if batch.source == found.source and (batch.source != SHEET.key or batch.shape == found.shape)
    )
    return max(alike, key=lambda batch: batch.id)


def _origin(connection: sqlite3.Connection, playbook: Playbook, people: People, series: int, batch: Batch) -> Origin:
    system, source = BY_KEY.get(batch.source, SHEET), batch.source
    kept = json.loads(batch.layout)
    known = set() if kept.get("fields") else way_back.fields_seen(connection, source, series)
    meanings = StageLabels(playbook, system, {}, transfers.answers(connection, "stage", source))
    labels: dict[str, str] = {}
    for label in way_back.said(connection, source, series, "stage"):
        if meaning := meanings.meaning(label):
            labels.setdefault(meaning, label)
    names: dict[str, str] = {}
    for name in PEOPLE_FIELDS:
        for text in way_back.said(connection, source, series, name):
            names.setdefault(people.person(text), text)
    return Origin(
        source=source, series=series, batch=batch.id, file=batch.file, at=batch.at, system=system,
        layout=layout_of(kept, system, {"external_id", "currency", *known}),
        playbook=playbook, meanings=meanings, people=people, labels=labels, names=names,
    )  # fmt: skip
