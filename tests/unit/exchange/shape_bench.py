"""A database to import generated files into, answering what nobody can know from them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipetui.exchange.importing import ImportFile, ReadOptions, open_import
from pipetui.services import exports, transfer
from pipetui.services.transfer_report import ImportReport, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from shape_files import Generated

    from pipetui.services.desk import Desk


class Bench:
    """An empty database. Every file is imported into one of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def bring(self, file: Generated, path: Path) -> tuple[ImportFile, ImportReport, list[dict[str, Any]]]:
        """The file as it was read, the report of its import, and the deals that are there afterwards.

        Questions are answered, but only those that the file truly leaves open may be asked.
        """
        request = ImportRequest([path])
        (report,) = transfer.import_files(self.desk, request)
        if report.questions:
            may_ask = {"stage"} if file.system.asks else set()
            may_ask |= {"date_order"} if file.asks_for_order else set()
            asked = {question.kind for question in report.questions}
            assert asked <= may_ask, [question.text for question in report.questions]
            request = replace(request, **file.answers)
            (report,) = transfer.import_files(self.desk, request)
        assert report.questions == []
        options = ReadOptions(self.desk.zone, "EUR", date_order=request.date_order)
        return open_import(path, options), report, self.deals()

    def deals(self) -> list[dict[str, Any]]:
        """Every deal as an export to JSON has it."""
        out = io.StringIO()
        exports.export(self.desk, "deals", "json", out)
        found: list[dict[str, Any]] = json.loads(out.getvalue())
        return found
