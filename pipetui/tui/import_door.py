"""How a wizard reaches the database: where a file is tried out, what imports it, and where half-given answers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.services.transfer_drafts import KeptAnswers, keep_answers, kept_answers
from pipetui.services.transfer_preview import preview
from pipetui.services.transfer_questions import rehearse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipetui.exchange.progress import Progress
    from pipetui.services.desk import Desk
    from pipetui.services.transfer_preview import Preview
    from pipetui.services.transfer_report import ImportReport, ImportRequest

    Marks = tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """``desk``: a desk to try a file at, for a while. ``write`` imports for good, and may be stopped by its progress.
    ``remembers``: is there a database already, in which half-given answers can be kept?"""

    desk: Callable[[], AbstractContextManager[Desk]]
    write: Callable[[ImportRequest, Progress], list[ImportReport]]
    remembers: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """A request tried out: its tables, what importing them would do, and ``trouble``, why that cannot be said.

    ``marks`` tell whether a file has been changed since.
    """

    request: ImportRequest
    previews: list[Preview]
    reports: list[ImportReport]
    marks: Marks
    trouble: str = ""


def look_at(door: Door, request: ImportRequest, progress: Progress) -> Look:
    """Try a request out. Raises BadInput for files of which nothing can be shown, and what ``progress`` raises."""
    marks = marks_of(request.files)
    with door.desk() as desk:
        try:
            previews = preview(desk, request, progress)
        except BadInput:  # the rehearsal says why, or asks
            previews = []
        try:
            reports = rehearse(desk, request, progress)
        except BadInput as error:
            if not previews:
                raise
            return Look(request, previews, [], marks, str(error))
    return Look(request, previews, reports, marks)


def kept(door: Door, files: Sequence[Path]) -> KeptAnswers | None:
    """What was said about these files and not imported; None for nothing."""
    if not door.remembers:
        return None
    with door.desk() as desk:
        return kept_answers(desk, files)


def keep(door: Door, files: Sequence[Path], said: KeptAnswers) -> None:
    """Keep what was said about these files, so that escape, quitting or a crash lose nothing."""
    if door.remembers:
        with door.desk() as desk:
            keep_answers(desk, files, said)


def marks_of(files: Sequence[Path]) -> Marks:
    """Size and time of each file, so that another content is noticed; None for a file that is not there."""
    return tuple(map(_mark, files))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
