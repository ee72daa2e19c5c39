"""Keeping the data safe: backup, restore, the doctor's checks, and where things are."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.domain import hygiene
from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.i18n import _
from pipetui.storage import attention, reading
from pipetui.storage import backup as storage
from pipetui.storage.engine import remove_database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.services.desk import Desk

_SHOWN = 5
"""So many examples of a problem are named."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the doctor. ``detail``: what was found, in words."""

    id: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database is: ``size`` in bytes, ``last_event_at`` in epoch seconds (None: nothing happened yet)."""

    schema: int
    size: int
    deals: int
    events: int
    last_event_at: int | None


def backup(desk: Desk, target: Path) -> None:
    """A copy of the database as the new file ``target``, readable by its owner only, taken while others may write.

    Raises BadInput when there is a file already.
    """
    storage.copy(Path(desk.store.path), target)


def restore(path: Path, source: Path, now: int) -> Path | None:
    """Put a backup in the place of the database at ``path``; what was there is kept beside it, under the name that is
    returned (None: there was nothing). A damaged database is replaced too.

    Raises BadInput for a file that is not a whole pipetui database, DatabaseUnusable when the one at ``path`` is
    locked or of another program; then nothing has changed.
    """
    if not source.exists():
        raise BadInput(_("There is no file {path}.").format(path=source))
    if path.exists() and path.samefile(source):
        raise BadInput(_("{path} is the database itself.").format(path=source), _("Give a backup."))
    storage.check(source)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _put(path, source)
        return None
    kept = _kept_name(path.absolute(), now)
    try:
        storage.refuse_foreign(path)
        storage.copy(path, kept)
    except DatabaseUnusable as error:
        if not storage.is_damage(error):
            raise
        _replace_damaged(path, source, kept)
    else:
        _replace(path, source, kept)
    return kept


def _replace(path: Path, source: Path, kept: Path) -> None:
    try:
        storage.replace(path, source)
    except BaseException:
        kept.unlink()
        raise


def _replace_damaged(path: Path, source: Path, kept: Path) -> None:
    """Nothing can be read from the file, so nobody can be working on it: it makes room itself."""
    storage.set_aside(path, kept)
    try:
        _put(path, source)
    except BaseException:
        storage.set_aside(kept, path)
        raise


def _put(path: Path, source: Path) -> None:
    storage.copy(source, path)
    storage.replace(path, source)


def _kept_name(path: Path, now: int) -> Path:
    """``pipetui-before-restore-20261121T093000Z.db``, with a number where that is taken."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = f"{path.stem}-before-restore-{stamp}"
    kept, number = path.with_name(stem + path.suffix), 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem}-{number}{path.suffix}")
    return kept


def discard_if_empty(desk: Desk, *, imports_count: bool = False) -> None:
    """Close a database that was made a moment ago, and delete it if nothing was put into it.

    ``imports_count``: a file that was imported is something, even if every row of it was rejected.
    """
    with desk.reading() as connection:
        empty = storage.is_empty(connection) and not (imports_count and storage.has_imports(connection))
    desk.close()
    if empty:
        remove_database(Path(desk.store.path))


def facts(desk: Desk) -> Facts:
    """What this database is."""
    with desk.reading() as connection:
        deals, events, last = storage.totals(connection)
        schema = int(storage.pragma(connection, "user_version"))
    return Facts(schema, Path(desk.store.path).stat().st_size, deals, events, last)


def doctor(desk: Desk) -> list[Check]:
    """Is everything as it should be? Changes nothing. Raises DatabaseUnusable when the file cannot be read at all."""
    with desk.reading() as connection:
        strays, stale = _deal_problems(desk, connection)
        return [
            _check("integrity", storage.integrity(connection), _("the file is whole")),
            _check("foreign_keys", storage.dangling(connection), _("every row finds what it points at")),
            _schema(connection),
            _check("sequence", storage.numbering_problems(connection), _("every number was given once")),
            _check("playbook", strays, _("every open deal is in a stage of the playbook")),
            _check("attention", stale, _("what is stored for the list equals the rules")),
            _journal(connection),
            _permissions(Path(desk.store.path)),
        ]


def _check(check_id: str, problems: Sequence[str], well: str) -> Check:
    if not problems:
        return Check(check_id, True, well)
    more = f" … ({len(problems)})" if len(problems) > _SHOWN else ""
    return Check(check_id, False, ", ".join(problems[:_SHOWN]) + more)


def _schema(connection: sqlite3.Connection) -> Check:
    version = int(storage.pragma(connection, "user_version"))
    return _check("schema", storage.schema_differences(connection), _("schema {version}").format(version=version))


def _deal_problems(desk: Desk, connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Open deals in a stage that the playbook lacks; deals whose stored instants are not what the rules say."""
    rules = desk.rules
    stored = attention.stored(connection)
    strays: list[str] = []
    stale: list[str] = []
    for deal in reading.each_deal(connection, list(stored)):
        if deal.status in ("open", "dormant") and not rules.playbook.has_stage(deal.stage):
            strays.append(_("deal {id} in {stage}").format(id=deal.id, stage=deal.stage))
        elif stored[deal.id] != hygiene.attention(deal, rules):
            stale.append(_("deal {id}").format(id=deal.id))
    return strays, stale


def _journal(connection: sqlite3.Connection) -> Check:
    mode = storage.pragma(connection, "journal_mode")
    return Check("wal", mode in ("wal", "memory"), _("journal mode {mode}").format(mode=mode))


def _permissions(path: Path) -> Check:
    mode = stat.S_IMODE(path.stat().st_mode)
    if not os.access(path, os.W_OK):
        return Check("permissions", False, _("{mode:04o}: you cannot write to it").format(mode=mode))
    if mode & stat.S_IWOTH:
        return Check("permissions", False, _("{mode:04o}: everybody can write to it").format(mode=mode))
    return Check("permissions", True, f"{mode:04o}")
