"""One run of the command line: who is at work, when, on which database, and where the answers go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipetui.domain.instants import day_of, parse_instant
from pipetui.errors import BadInput, DatabaseUnusable
from pipetui.i18n import _
from pipetui.services.launching import Launch

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from pipetui.cli.output import Output
    from pipetui.domain.playbook import Playbook
    from pipetui.services.desk import Desk
    from pipetui.settings import Settings

Launcher = Callable[[Launch], int]
"""Starts the app and gives its exit status. Handed in from above: the command line does not know the screens."""

KeyTable = Callable[[Mapping[str, tuple[str, ...]], Path], list[tuple[str, str, str]]]
"""From the keys of the settings and their file to every command of the screens: id, keys, what it does. Handed in from
above, too."""

DEFAULT_PRESET = "b2b"
_SQLITE_URL = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Session:
    """What every command is given. ``clock``: now, in epoch seconds, where ``--now`` does not say otherwise;
    ``db_flag``: ``--db`` as typed, None where the environment or the settings chose the database; ``launcher`` and
    ``key_table`` know the screens."""

    settings: Settings
    db_flag: str | None
    out: Output
    clock: Callable[[], int]
    launcher: Launcher
    key_table: KeyTable

    @property
    def database(self) -> Path:
        """The file of the database. Raises DatabaseUnusable for a URL of another kind of database."""
        return database_path(self.settings.db)

    @contextmanager
    def desk(self, *, creates: bool = False) -> Iterator[Desk]:
        """The database, open for one command. ``creates``: this command may make it where it is missing, and leaves
        none behind if it puts nothing into it; at the default path every command may. Raises DatabaseUnusable, and
        BadInput for a wrong ``--now`` or ``--as-of``."""
        made_for_content = creates and not self.database.exists()
        desk = self._open(creates)
        try:
            yield desk
        finally:
            if made_for_content:
                from pipetui.services.safekeeping import discard_if_empty

                discard_if_empty(desk, imports_count=True)
            desk.close()

    def create(self, path: Path, playbook: Playbook) -> Desk:
        """A new database at ``path`` with this playbook. Raises BadInput when there is a file already."""
        from pipetui.services.desk import create

        self.refuse_as_of()
        return create(
            path,
            playbook=playbook,
            me=self.settings.me,
            now=self.now(playbook.zone),
            date_order=self.settings.date_order,
        )

    def require_database(self) -> None:
        """Raise DatabaseUnusable when there is no database at a path that somebody chose."""
        path = self.database
        if not self.settings.db_is_default and not path.exists():
            raise DatabaseUnusable(
                _("There is no database at {path}.").format(path=path),
                _("To begin with a backup, copy it there: a backup is a whole database."),
            )

    def refuse_as_of(self) -> None:
        """Raise BadInput under ``--as-of``: the past can be looked at, not written."""
        if self.settings.as_of is not None:
            raise BadInput(_("With --as-of nothing is written."), _("Leave --as-of out."))

    def preset(self, name: str = DEFAULT_PRESET) -> Playbook:
        """A playbook that ships with pipetui, in the language in use. Raises BadInput for an unknown name."""
        from pipetui.services.playbooks import from_preset

        return from_preset(name, self.settings.language)

    def now(self, zone: ZoneInfo) -> int:
        """This run's instant; ``zone`` is that of a ``--now`` without offset. Raises BadInput."""
        return self.clock() if self.settings.now is None else parse_instant(self.settings.now, zone)

    def day(self, text: str, today: date) -> date:
        """A date in the words that the screens take. Raises BadInput."""
        from pipetui.domain.dates import parse_date

        return parse_date(text, today, order=self.settings.date_order, language=self.settings.language)

    def typed(self, text: str) -> str:
        """A text as it was given; for ``-`` what standard input holds, nothing where it is closed. Raises BadInput."""
        if text != "-":
            return text
        try:
            return "" if sys.stdin is None else sys.stdin.read()
        except UnicodeDecodeError:
            raise BadInput(
                _("{text} is not valid text in this terminal's encoding.").format(text="--text -"), _("Use UTF-8.")
            ) from None

    def launch(
        self, *, db: Path | None = None, me: str | None = None, screen: str | None = None, demo: bool = False
    ) -> int:
        """Start the app, by default on this run's database as this run's person, and give its exit status.

        Nothing is created before the person chooses.
        """
        path = db or self.database
        now, as_of = self.clock, None
        if self.settings.now is not None or self.settings.as_of is not None:
            zone = self._zone(path)
            instant, as_of = self.now(zone), self._as_of(zone)
            now = now if self.settings.now is None else lambda: instant
        return self.launcher(
            Launch(
                db=path,
                me=me or self.settings.me,
                now=now,
                as_of=as_of,
                language=self.settings.language,
                date_order=self.settings.date_order,
                theme=self.settings.theme,
                screen=screen,
                demo=demo,
                keys=self.settings.keys,
                settings_file=self.settings.file,
            )
        )

    def _open(self, creates: bool) -> Desk:
        path = self.database
        may_create = creates or (self.settings.db_is_default and self.settings.as_of is None)
        if may_create and not path.exists():
            return self.create(path, self.preset())
        desk = self._open_at(path, self.clock())
        try:
            # Only the open database knows the zone in which these were meant.
            now, as_of = self.now(desk.zone), self._as_of(desk.zone)
        except BadInput:
            desk.close()
            raise
        if as_of is None:
            return desk.at(now)
        desk.close()
        return self._open_at(path, now, as_of)

    def _open_at(self, path: Path, now: int, as_of: date | None = None) -> Desk:
        from pipetui.services.desk import open_desk

        return open_desk(path, me=self.settings.me, now=now, as_of=as_of, date_order=self.settings.date_order)

    def _as_of(self, zone: ZoneInfo) -> date | None:
        if self.settings.as_of is None:
            return None
        today = day_of(self.now(zone), zone)
        day = self.day(self.settings.as_of, today)
        if day > today:
            raise BadInput(_("--as-of {day} is in the future.").format(day=day.isoformat()), _("Give a past day."))
        return day

    def _zone(self, path: Path) -> ZoneInfo:
        """The zone of the database's playbook; of the default one where there is no database yet."""
        if not path.exists():
            return self.preset().zone
        desk = self._open_at(path, self.clock())
        try:
            return desk.zone
        finally:
            desk.close()


def database_path(text: str) -> Path:
    """The file that a path or a ``sqlite:///`` URL names. Raises DatabaseUnusable for any other URL."""
    if text.startswith(_SQLITE_URL):
        return Path(text.removeprefix(_SQLITE_URL))
    if "://" in text:
        scheme = text.partition("://")[0]
        raise DatabaseUnusable(
            _("Databases of the kind {scheme} cannot be used yet.").format(scheme=scheme),
            _("Give the path of a file, or sqlite:///PATH."),
        )
    return Path(text)
