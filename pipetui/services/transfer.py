"""Importing files: looked at first, asked about if need be, then written as one action each.

Nothing is imported from any file while a question about one of them is open.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipetui.errors import BadInput
from pipetui.exchange.outfile import check_place
from pipetui.exchange.progress import Meter
from pipetui.exchange.sheets import UnclearSheet
from pipetui.i18n import _
from pipetui.services.transfer_look import looks
from pipetui.services.transfer_rejects import write_rejects
from pipetui.services.transfer_report import ImportReport

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_look import Look
    from pipetui.services.transfer_report import ImportRequest

Item = TypeVar("Item")

_CHUNK = 1_000


class _DryRun(Exception):
    """Raised to leave a transaction of which nothing is to stay."""


def import_files(desk: Desk, request: ImportRequest, progress: Progress | None = None) -> list[ImportReport]:
    """Import files, one action each; one report each. With questions in a report, nothing was imported.

    ``progress`` may raise to cancel: then nothing stays. Raises BadInput for files and answers that cannot be used.
    """
    _check(desk, request)
    try:
        meter = Meter(progress)
        with looks(desk, request, meter) as found:
            reports = [each.report for each in found]
            if not any(report.questions for report in reports):
                _write_all(desk, request, found, meter)
            return reports
    except UnclearSheet as unclear:
        return _asked_first(request, unclear)


def _asked_first(request: ImportRequest, unclear: UnclearSheet) -> list[ImportReport]:
    """A report for each file, of which nothing is known before a sheet is chosen."""
    asked = ImportReport(str(unclear.path), unclear.system, None, None, None, questions=[unclear.question])
    if len(request.files) == 1:
        return [asked]
    return [
        asked if path == unclear.path else ImportReport(str(path), request.format or "", None, None, None)
        for path in request.files
    ]


def _check(desk: Desk, request: ImportRequest) -> None:
    if not request.files:
        raise BadInput(_("Say which file to import."))
    if request.target == "leads":
        raise BadInput(_("Leads cannot be imported yet."), _("With --as deals each row is taken as a deal."))
    if request.rejects is not None and request.rejects.resolve() in {path.resolve() for path in request.files}:
        raise BadInput(
            _("{file} is the file to import; the rejected rows need another one.").format(file=request.rejects),
            _("Give --rejects another name."),
        )
    if request.rejects is not None:
        check_place(request.rejects, Path(desk.store.path))


def _write_all(desk: Desk, request: ImportRequest, found: Sequence[Look], meter: Meter) -> None:
    from pipetui.services.transfer_write import FileWriter

    total = sum(each.report.rows for each in found)
    done = 0
    meter.phase = "writing"
    try:
        with desk.together():
            rules = desk.rules
            for each in found:
                with desk.working("import") as work:
                    writer = FileWriter(work, rules, request, each)
                    rows = each.judge.rows(writer.found, partial(_tell_on, meter, done, total))
                    for chunk in _in_chunks(rows, _CHUNK):
                        writer.write(chunk)
                    writer.finish(_Keys(each, found))
                    done += each.report.rows
                    meter.tell(done, total)
            if request.rejects is not None:
                rejected = ((each.report.file, problem) for each in found for problem in each.report.rejects)
                hint = _("Nothing was imported. Give --rejects a file that can be written.")
                write_rejects(request.rejects, rejected, never=Path(desk.store.path), hint=hint)
            if request.dry_run:
                raise _DryRun
    except _DryRun:
        pass


def _tell_on(meter: Meter, before: int, total: int, done: int, _rows: int) -> None:
    """Rows of one file as a part of all."""
    meter.tell(before + done, total)


class _Keys:
    """The keys that a system still has. Its records may be spread over several files: none of them is missing if one of
    the files has it."""

    def __init__(self, look: Look, found: Sequence[Look]) -> None:
        self._of_files: list[Container[str]] = [
            each.found.keys for each in found if each.file.system is look.file.system
        ]

    def __contains__(self, key: object) -> bool:
        return any(key in keys for keys in self._of_files)


def _in_chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most ``size`` items, in order."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
