"""What the app is started with: the command line fills it in, the app reads it. Neither imports the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from pipetui.domain.dates import DateOrder
    from pipetui.i18n import Language


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the app.

    ``db``: the database, which need not exist (the app offers to begin). ``now``: the clock, epoch seconds.
    ``as_of``: read only, as of the end of that day. ``screen``: the first screen, None for Today. ``demo``: ``db`` is
    a throwaway copy of the sample. ``keys``: other keys by the id of a command. ``settings_file``: the person's own
    settings, there or not; None where there is none to speak of, so that none is made either.
    """

    db: Path
    me: str
    now: Callable[[], int]
    as_of: date | None
    language: Language
    date_order: DateOrder
    theme: str | None
    screen: str | None = None
    demo: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings_file: Path | None = None
