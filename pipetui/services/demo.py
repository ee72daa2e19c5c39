"""The throwaway copy of the sample pipeline that a demo runs on: one for each day, language and schema, in the cache
folder."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import platformdirs

from pipetui.errors import BadInput
from pipetui.i18n import Language, _
from pipetui.services import sample
from pipetui.settings import APP
from pipetui.storage.engine import remove_database, schema_sql

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def copy_in_cache(*, now: int, today: date, language: Language, reset: bool = False) -> Path:
    """Today's copy in the platform's cache folder, made if it is not there; copies of other days are removed.

    ``now`` is in epoch seconds; ``reset`` makes it anew.
    """
    folder = platformdirs.user_cache_path(APP, appauthor=False) / "demo"
    schema = f"{zlib.crc32(schema_sql().encode()):08x}"  # a newer pipetui does not stumble over an older copy
    path = folder / f"{today.isoformat()}-{schema}-{language}.db"
    for other in folder.glob("*.db"):
        if reset or not other.name.startswith(f"{today.isoformat()}-{schema}-"):
            remove_database(other)
    if not path.exists():
        sample.build(path, now=now, language=language)
    return path


def copy_at(path: Path, *, now: int, language: Language) -> Path:
    """A copy at a path that the person chose. Raises BadInput when there is a file: it may be anybody's work."""
    if path.exists():
        raise BadInput(
            _("There is already a file at {path}: a demo does not touch it.").format(path=path),
            _("Open it with `pipetui --db {path}`, or leave --db out.").format(path=path),
        )
    sample.build(path, now=now, language=language)
    return path
