"""One file written into the database, as one action."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, update
from sqlmodel import col, select

from pipetui.exchange.systems import OWN
from pipetui.services import import_conflicts
from pipetui.services.import_twins import Twins
from pipetui.services.transfer_entered import adopt, confirmed, has_marks
from pipetui.services.transfer_left import KIND as LEFT
from pipetui.services.transfer_left import left_now
from pipetui.services.transfer_memory import pipeline_answer, sheets_scope
from pipetui.services.transfer_new import NewDeals
from pipetui.services.transfer_own import ids_not_taken, refused, seen_own
from pipetui.services.transfer_people import People
from pipetui.services.transfer_rows import Found, seen_again
from pipetui.services.transfer_series import Series
from pipetui.services.transfer_update import KnownDeals
from pipetui.storage import tables, transfers
from pipetui.storage.bulk import insert_rows
from pipetui.storage.writing import as_json, later_history

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from pipetui.domain.rules import Rules
    from pipetui.services.transfer_look import Look
    from pipetui.services.transfer_report import ImportRequest
    from pipetui.services.transfer_rows import Planned
    from pipetui.storage.writing import Work

Changed = tuple["Planned", transfers.Seen, frozenset[str]]


class FileWriter:
    """Writes the rows of one file chunk by chunk and keeps what it saw; the report of ``look`` is completed meanwhile.

    ``found`` gathers what the rows themselves say (rejects), as on the first look.
    """

    def __init__(self, work: Work, rules: Rules, request: ImportRequest, look: Look) -> None:
        judge, report = look.judge, look.report
        self.found = Found(keys=look.found.keys)
        self._work = work
        self._rules = rules
        self._request = request
        self._judge = judge
        self._report = report
        self._source = judge.file.system.key
        self._people = People(work, judge.people)
        self._new = NewDeals(work, rules, self._source, self._people.id_of)
        self._known = KnownDeals(work, rules, self._people, judge.labels, report)
        self._batch: int | None = None
        self._series = Series(work, self._source, look.found.keys, self._batch_id)
        self._twins = Twins(work.connection, self._source)

    def write(self, rows: Sequence[Planned]) -> None:
        """Write some rows: new deals, and what the file changed in deals that are here."""
        seen = self._seen(rows)
        self._twins.has(last.record_id for last in seen.values())
        new = self._new_ones(rows, seen)
        changed: list[Changed] = []
        for row in rows:
            last = seen.get(row.key)
            if last is not None:
                marked = has_marks(last.cells)
                last = confirmed(last, row.cells) if marked else last
                fields = self._known.changed_fields(row, last)
                if fields or marked or last.crm_stage is not None:
                    changed.append((row, last, fields))
        updated = 0
        if new:
            numbered = list(zip(self._new.write(new), new, strict=True))
            self._keep_new(numbered)
            self._twins.add(numbered)
        if changed:
            self._refuse_past([last.record_id for _row, last, _fields in changed])
            updated = self._known.write(changed)
            self._keep_changed(changed)
            self._keep_conflicts()
        self._report.added += len(new)
        self._report.updated += updated
        self._report.unchanged += sum(row.key in seen for row in rows) - updated

    def finish(self, keys: Container[str]) -> None:
        """The end of the file: answers are remembered, the report is kept. ``keys``: all that the source still has."""
        report = self._report
        report.rejects = self.found.rejects
        report.rejected = len(report.rejects)
        # Whoever works on a part of an export leaves the rest out of the file.
        report.missing = [] if self._judge.file.system is OWN else self._series.missing(keys)
        report.twins.extend(self._twins.found(self._work.connection, report.missing))
        self._remember_answers()
        counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "rejected")}
        self._work.event(None, "file_imported", {}, {"file": report.file, **counts})
        if self._batch is None:
            # Nothing was different. That there was an import is kept, but there is nothing that could be undone.
            self._batch = self._insert_batch()
        text = json.dumps(report.kept(), ensure_ascii=False, default=asdict)
        statement = update(tables.ImportBatch).where(col(tables.ImportBatch.id) == self._batch)
        self._work.session.connection().execute(statement.values(report=text))

    def _seen(self, rows: Sequence[Planned]) -> dict[str, transfers.Seen]:
        """What the last import saw of these rows. A deal of this source that no import saw yet has been seen empty."""
        connection = self._work.connection
        keys = [row.key for row in rows]
        seen = transfers.seen(connection, self._source, keys)
        if adopt(self._work, self._source, [row for row in rows if row.key not in seen]):
            seen = transfers.seen(connection, self._source, keys)
        if self._judge.file.system is OWN:
            return seen_own(self._work, self._rules, rows, seen)
        ids = {row.external_id: row.key for row in rows if row.external_id and row.key not in seen}
        for external_id, deal_id in transfers.by_external_id(connection, self._source, ids).items():
            seen[ids[external_id]] = transfers.Seen(None, deal_id, {}, None)
        return seen

    def _new_ones(self, rows: Sequence[Planned], seen: Mapping[str, transfers.Seen]) -> list[Planned]:
        """The rows that become new deals; in one of our own exports an id may have strayed into another row."""
        new = [row for row in rows if row.key not in seen]
        if self._judge.file.system is not OWN:
            return new
        self._report.warnings.extend(ids_not_taken(self._work.connection, rows, seen))
        strays = dict(refused(self._work.connection, new))
        self.found.rejects.extend(strays.values())
        return [row for row in new if row.key not in strays]

    def _refuse_past(self, deal_ids: Sequence[int]) -> None:
        latest = transfers.latest_event(self._work.connection, deal_ids)
        if latest is not None and latest[1] > self._work.now:
            raise later_history(latest[0])

    def _keep_new(self, rows: Sequence[tuple[int, Planned]]) -> None:
        kept = [self._seen_row(deal_id, row.key, row.cells) for deal_id, row in rows]
        insert_rows(self._work, tables.SeenRow, kept)

    def _keep_changed(self, rows: Sequence[Changed]) -> None:
        """What was seen of these rows is what the next import will compare."""
        ids = [last.id for _row, last, _fields in rows if last.id is not None]
        found = self._work.session.exec(select(tables.SeenRow).where(col(tables.SeenRow.id).in_(ids)))
        by_key = {seen.key: seen for seen in found}
        present = self._judge.file.present
        for row, last, fields in rows:
            if last.id is None:
                insert_rows(self._work, tables.SeenRow, [self._seen_row(last.record_id, row.key, row.cells)])
            elif fields or has_marks(json.loads(by_key[row.key].cells)):
                by_key[row.key].cells = as_json(seen_again(last.cells, row, present))
                by_key[row.key].batch_id = self._batch_id()
        self._work.session.flush()

    def _keep_conflicts(self) -> None:
        """What the last rows left open, and what they settled by saying the same as we do."""
        if self._known.kept:
            import_conflicts.keep(self._work, self._batch_id(), self._known.kept)
        import_conflicts.let_go(self._work, self._known.agreed)

    def _seen_row(self, deal_id: int, key: str, cells: Mapping[str, str]) -> dict[str, object]:
        return {
            "record_id": deal_id, "batch_id": self._batch_id(), "source": self._source, "key": key,
            "cells": as_json(cells), "series": self._series.number,
        }  # fmt: skip

    def _batch_id(self) -> int:
        """The number of this import, made when there is first something to keep under it."""
        if self._batch is None:
            self._batch = self._insert_batch()
            self._work.record_inserts(tables.ImportBatch, [self._batch])
        return self._batch

    def _insert_batch(self) -> int:
        file = self._judge.file
        given = Path(self._report.file)
        # Whoever imports by a relative path may be somewhere else the next time.
        layout = file.described() | ({} if given.is_absolute() else {"folder": str(Path.cwd())})
        row = tables.ImportBatch(
            action_id=self._work.action_id, at=self._work.now, file=self._report.file, format=self._source,
            source=self._source, shape=file.recognition.shape, layout=json.dumps(layout, ensure_ascii=False),
        )  # fmt: skip
        result = self._work.session.connection().execute(insert(tables.ImportBatch), row.model_dump(exclude={"id"}))
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    def _remember_answers(self) -> None:
        """What was answered now is not asked again; it takes the place of what was answered before."""
        labels, file, request = self._judge.labels, self._judge.file, self._request
        shape = file.recognition.shape
        people = self._judge.people
        for name in filter(people.is_told, self.found.name_rows):
            if people.is_known(people.person(name)):
                # Also where no deal changed hands by it.
                self._people.id_of(name)
        for label in sorted(labels.used):
            self._remember("stage", self._source, label, labels.told[label])
        for written, order in file.dates.answered.items():
            self._remember("date_order", shape, written, order)
        for name, column in file.options.mapping.items():
            self._remember("mapping", shape, name, column)
        if request.pipeline is not None and self.found.pipelines:
            self._remember("pipeline", shape, "", pipeline_answer(self.found.pipelines, request.pipeline))
        if request.sheet is not None and file.sheet is not None:
            self._remember("sheet", sheets_scope(file.grid.sheets), "", file.sheet)
        for column, texts in left_now(self.found).items():
            self._remember(LEFT, shape, column, texts)
        if file.repaired is not None:
            for key, text in file.repaired.told_keys().items():
                self._remember("repair", self._source, key, text)

    def _remember(self, kind: str, scope: str, question: str, answer: str) -> None:
        kept = self._work.session.exec(
            select(tables.Answer).where(
                tables.Answer.kind == kind, tables.Answer.scope == scope, tables.Answer.question == question
            )
        ).first()
        if kept is None:
            self._work.add(tables.Answer(kind=kind, scope=scope, question=question, answer=answer))
        else:
            kept.answer = answer
