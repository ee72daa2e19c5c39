"""A zip of exported tables: those of deals are unpacked and read as files of their own, the others are left out.

Members are unpacked into a temporary folder under names of our own, and are gone when the import is over.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.exchange.container import open_grid
from pipetui.exchange.packed import CHUNK, container_of, is_locked, unzipped
from pipetui.exchange.problems import Problem
from pipetui.exchange.purpose import Verdict, kind_words, purpose_of
from pipetui.exchange.recognise import Names
from pipetui.exchange.source import Source, readable
from pipetui.exchange.textfile import UnclearEncoding
from pipetui.i18n import _

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence

    from pipetui.exchange.importing import ReadOptions
    from pipetui.exchange.purpose import Purpose

_MOST_MEMBERS = 1_000
_SHOWN = 10
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put into archives and nobody knows of."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of an archive. ``verdict``: None for one that is no table."""

    source: Source
    verdict: Verdict | None

    @property
    def said(self) -> str:
        """Its name, and what is in it if that is known."""
        name = self.source.name
        if self.verdict is None or self.verdict.other is None:
            return name
        return _("{file} ({kind})").format(file=name, kind=kind_words(self.verdict.other))


@contextmanager
def tables_of(files: Sequence[Path], options: ReadOptions) -> Iterator[list[Source]]:
    """The files to read: each as it is, or an archive's tables of deals, unpacked as long as this lasts. Of the options
    those matter that say how a file is written.

    Raises BadInput for a file that cannot be opened and an archive without a table of deals.
    """
    names = Names(options.mapping, options.format)
    with ExitStack() as until_done:
        found: list[Source] = []
        for file in files:
            source = Source(file, file, tell=options.tell)
            if container_of(source) == "archive":
                folder = until_done.enter_context(TemporaryDirectory(prefix="pipetui-"))
                found += _chosen(source, _members(source, Path(folder), names, options), options)
            else:
                found.append(source)
        yield found


def _members(source: Source, folder: Path, names: Names, options: ReadOptions) -> list[_Member]:
    """Everything in an archive that somebody has put there."""
    found = []
    with unzipped(source) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
        if len(infos) > _MOST_MEMBERS:
            raise BadInput(
                _("{file} holds {n} files, too many to look at.").format(file=source.name, n=len(infos)),
                _("Unpack it and import the files in it that hold deals."),
            )
        for number, info in enumerate(infos):
            if is_locked(info):
                raise BadInput(
                    _("{file} is protected by a password.").format(file=source.name),
                    _("Unpack it and import the files in it."),
                )
            place = folder / str(number)
            _unpack(archive, info, source, place)
            name = info.filename.replace("\\", "/").strip("/")
            member = Source(Path(f"{source.path}/{name}"), place, tell=options.tell)
            found.append(_Member(member, _judge(member, names, options)))
    return found


def _is_litter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith(_LITTER[0]) or last in _LITTER or last.startswith("._")


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source, place: Path) -> None:
    with archive.open(info) as packed, readable(source.path), place.open("wb") as out:
        shutil.copyfileobj(packed, out, CHUNK)


def _judge(member: Source, names: Names, options: ReadOptions) -> Verdict | None:
    """What a member is about; None for one that is no table."""
    from pipetui.exchange.sheets import UnclearSheet

    try:
        grid, _said = open_grid(member, names, encoding=options.encoding, sheet=options.sheet)
        return purpose_of(grid, names, options.header_row)
    except UnclearSheet as unclear:
        return Verdict("deals", unclear.system)
    except UnclearEncoding as unclear:
        return Verdict("unclear", "sheet") if unclear.readings else None
    except BadInput:
        return None


def _chosen(source: Source, members: Sequence[_Member], options: ReadOptions) -> list[Source]:
    """The tables that are read; the first of them says what was left out."""
    of = {purpose: [each for each in members if _purpose(each) == purpose] for purpose in _PURPOSES}
    tables = of["deals"] or of["nameable"] or (of["other"] if options.target == "deals" else [])
    doubtful = [*of["unclear"], *of["other"]]
    if not tables and len(doubtful) == 1:
        tables = doubtful
    if not tables:
        raise BadInput(
            _("{file} has no table of deals.").format(file=source.name),
            _("In it: {files}.").format(files=_listed(members)) if members else _("It is empty. Export it again."),
        )
    left_out = [each for each in members if each not in tables]
    said = _("Left out of the archive: {files}.").format(files=_listed(left_out))
    warnings = (Problem(None, None, None, said),) if left_out else ()
    first, *rest = (each.source for each in tables)
    return [replace(first, warnings=warnings), *rest]


_PURPOSES: tuple[Purpose, ...] = ("deals", "nameable", "unclear", "other")


def _purpose(member: _Member) -> Purpose | None:
    return member.verdict.purpose if member.verdict else None


def _listed(members: Sequence[_Member]) -> str:
    shown = [each.said for each in members[:_SHOWN]]
    more = len(members) - len(shown)
    return ", ".join([*shown, _("{n} more").format(n=more)] if more else shown)
