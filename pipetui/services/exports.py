"""Data out: the whole of one kind, as a file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

from pipetui.errors import BadInput
from pipetui.exchange.calendar_out import Entry, write_calendar
from pipetui.exchange.layout_out import write_like
from pipetui.exchange.outfile import replacing, replacing_bytes
from pipetui.exchange.systems.own import OWN_FIELDS
from pipetui.exchange.workbook_out import write_workbook
from pipetui.exchange.writers import readable_style, style_of, write_csv, write_json
from pipetui.i18n import _, ngettext
from pipetui.services import exports_calendar, exports_changes, exports_markdown, exports_rows, way_back_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from pipetui.exchange.workbook_out import Cut
    from pipetui.exchange.writers import CsvStyle
    from pipetui.services.desk import Desk
    from pipetui.services.exports_changes import LikeTheFile
    from pipetui.services.exports_rows import Row

    Progress = Callable[[int], None]
    """Told now and then how many rows are written."""

Item = TypeVar("Item")

WORKBOOK = "xlsx"
"""The one format that is no text."""

_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class _Kind:
    """What can be exported. ``returning``: further columns of a sheet, so that it can come back. ``markdown`` gives
    the lines of a document, ``entries`` those of a calendar; None: there is no such file of this kind."""

    columns: tuple[str, ...]
    rows: Callable[[Desk], Generator[Row, None, None]]
    returning: tuple[str, ...] = ()
    markdown: Callable[[Desk, CsvStyle], Iterator[str]] | None = None
    entries: Callable[[Desk], Generator[Entry, None, None]] | None = None
    alike: Callable[[Desk, str | None], LikeTheFile | None] | None = None

    @property
    def sheet_columns(self) -> tuple[str, ...]:
        """The columns of a sheet."""
        return (*self.columns, *self.returning)

    @property
    def formats(self) -> tuple[str, ...]:
        """In which formats this kind can be had."""
        more = (("ics", self.entries), ("md", self.markdown))
        return ("csv", "json", WORKBOOK, *(name for name, known in more if known is not None))


_KINDS = {
    "deals": _Kind(
        exports_rows.DEAL_COLUMNS, exports_rows.deals, OWN_FIELDS, exports_markdown.deals, exports_calendar.entries
    ),
    "leads": _Kind(
        exports_rows.DEAL_COLUMNS, exports_rows.leads, OWN_FIELDS, exports_markdown.leads, exports_calendar.leads
    ),
    "notes": _Kind(exports_rows.NOTE_COLUMNS, exports_rows.notes, markdown=exports_markdown.notes),
    "events": _Kind(exports_rows.EVENT_COLUMNS, exports_rows.events, markdown=exports_markdown.events),
    "findings": _Kind(exports_rows.FINDING_COLUMNS, exports_rows.findings, markdown=exports_markdown.findings),
    "changes": _Kind(
        exports_changes.COLUMNS,
        exports_changes.changes,
        markdown=lambda desk, _style: way_back_text.document(desk),
        alike=exports_changes.like_the_file,
    ),
}
WHAT = tuple(_KINDS)
"""The kinds of data that can be exported."""


def formats(what: str) -> tuple[str, ...]:
    """The formats in which this kind of data can be exported. Raises BadInput for a kind that there is not."""
    return _kind(what).formats


def export(
    desk: Desk,
    what: str,
    to: str,
    out: TextIO,
    locale: str | None = None,
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> None:
    """Write everything of one kind (deals, leads, notes, events, findings, changes) as text into ``out``: csv, json,
    ics or md.

    ``locale`` (en or it) is how people and spreadsheets of that language expect it; json and ics are the same
    everywhere. ``source``: whose changes a table of them is about; it is written as the files of that source are.
    ``out`` must not translate line ends. Raises BadInput for a kind, format, locale or source that there is not.
    """
    kind, style = _kind(what), style_of(locale)
    _check_format(what, to)
    if to == "ics" and kind.entries is not None:
        with closing(kind.entries(desk)) as entries:
            write_calendar(_told(entries, progress), out, name=_("pipetui: next steps"), now=desk.now)
    elif to == "md" and kind.markdown is not None:
        for line in _told(kind.markdown(desk, readable_style(locale)), progress):
            out.write(line + "\n")
    elif to == "csv" and (alike := _alike(desk, what, source)) is not None:
        write_like(alike.layout, alike.columns, _told(iter(alike.rows), progress), out)
    else:
        with closing(kind.rows(desk)) as rows:
            if to == "csv":
                write_csv(_told(rows, progress), kind.sheet_columns, out, style)
            else:
                write_json(_told(rows, progress), kind.columns, out)


def export_workbook(
    desk: Desk,
    what: str,
    out: BinaryIO,
    locale: str | None = None,
    *,
    source: str | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """The same as a workbook (xlsx); what has to be said about it, in sentences."""
    kind, style = _kind(what), style_of(locale)
    created = datetime.fromtimestamp(desk.now, desk.zone).replace(tzinfo=None)
    alike = _alike(desk, what, source)
    columns = kind.sheet_columns if alike is None else alike.columns
    with closing(kind.rows(desk) if alike is None else alike.for_sheet()) as rows:
        cut = write_workbook(_told(rows, progress), columns, out, style, title=what, created=created)
    return [_cut_words(cut)] if cut else []


def export_file(
    desk: Desk,
    what: str,
    to: str,
    path: Path,
    locale: str | None = None,
    *,
    never: Path,
    source: str | None = None,
    progress: Progress | None = None,
) -> list[str]:
    """The same into a file, in any format; it takes the place of one that is there when it is whole.

    ``never`` is the database, which is no place for it. ``progress`` may raise to cancel: then what was there stays.
    Raises BadInput too where the file cannot be written.
    """
    _check_format(what, to)
    if to == WORKBOOK:
        with replacing_bytes(path, never=never) as workbook:
            return export_workbook(desk, what, workbook, locale, source=source, progress=progress)
    with replacing(path, never=never) as file:
        export(desk, what, to, file, locale, source=source, progress=progress)
    return []


def _alike(desk: Desk, what: str, source: str | None) -> LikeTheFile | None:
    """The table as the files of a source have it, if there is such a one."""
    alike = _kind(what).alike
    if alike is None and source is not None:
        raise BadInput(_("{what} are written in no source's layout.").format(what=what), _("Leave --format out."))
    return None if alike is None else alike(desk, source)


def _kind(what: str) -> _Kind:
    if what not in _KINDS:
        raise BadInput(
            _("“{what}” cannot be exported.").format(what=what),
            _("What there is: {names}.").format(names=", ".join(WHAT)),
        )
    return _KINDS[what]


def _check_format(what: str, to: str) -> None:
    if to not in formats(what):
        raise BadInput(
            _("{what} cannot be exported as “{to}”.").format(what=what, to=to),
            _("Formats: {names}.").format(names=", ".join(formats(what))),
        )


def _told(items: Iterator[Item], progress: Progress | None) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        if progress is not None and number % _TOLD_EVERY == 0:
            progress(number)
        yield item


def _cut_words(cut: list[Cut]) -> str:
    """What did not fit into a workbook's cells."""
    text = ngettext(
        "{n} text is longer than a cell can be and was cut: row {row}, {column}. CSV and JSON have the whole.",
        "{n} texts are longer than a cell can be and were cut, the first in row {row}, {column}. CSV and JSON have the"
        " whole.",
        len(cut),
    )
    return text.format(n=len(cut), row=cut[0].row, column=cut[0].column)
