"""A database to import generated files into, answering what nobody can know from them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipetui.exchange.archive import tables_of
from pipetui.exchange.importing import ReadOptions, open_import
from pipetui.services import exports, transfer
from pipetui.services.transfer_report import ImportReport, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from shape_files import Generated

    from pipetui.exchange.records import Record
    from pipetui.services.desk import Desk


class Bench:
    """An empty database. Every file is imported into one of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def bring(self, file: Generated, path: Path) -> tuple[list[Record], ImportReport]:
        """The records of the file, and the report of its import.

        Questions are answered, but only those that the file truly leaves open may be asked, and must be.
        """
        request = ImportRequest([path])
        report = self.import_(request)
        asked = {question.kind for question in report.questions}
        assert file.must_ask <= asked <= file.may_ask, [question.text for question in report.questions]
        if report.questions:
            request = replace(request, date_order=file.order, stages=file.stages)
            report = self.import_(request)
        assert report.questions == []
        options = ReadOptions(self.desk.zone, "EUR", date_order=request.date_order)
        with tables_of([path], options) as (source,):
            return list(open_import(source, options).records()), report

    def import_(self, request: ImportRequest) -> ImportReport:
        """Import one file, a minute later."""
        self.desk = self.desk.at(self.desk.now + 60)
        (report,) = transfer.import_files(self.desk, request)
        return report

    def deals(self) -> list[dict[str, Any]]:
        """Every deal as an export to JSON has it."""
        out = io.StringIO()
        exports.export(self.desk, "deals", "json", out)
        found: list[dict[str, Any]] = json.loads(out.getvalue())
        return found
