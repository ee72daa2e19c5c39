"""What is a person's own, not the team's: who they are, their language and theme, and where their files are.

A flag counts before the environment, the environment before ``settings.toml``. The file is only ever read: people
write it. Nothing is created or read when this module is imported.
"""

from __future__ import annotations

import getpass
import os
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from pipetui.errors import BadInput
from pipetui.i18n import LANGUAGES, Language, _, language_from_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "pipetui"
DateOrder = Literal["dmy", "mdy"]
KEYS = ("me", "language", "theme", "date_order", "db")
"""What ``settings.toml`` may hold; each is a text."""

_CHOICES: Mapping[str, tuple[str, ...]] = {"language": LANGUAGES, "date_order": ("dmy", "mdy")}


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts for this run.

    ``db`` is a path or a URL; ``db_is_default`` says that nobody named it, so that it may be created on first use.
    ``now`` and ``as_of`` are texts as the person wrote them (the playbook's zone is needed to read them), or None.
    """

    db: str
    db_is_default: bool
    me: str
    language: Language
    date_order: DateOrder = "dmy"
    theme: str | None = None
    now: str | None = None
    as_of: str | None = None


def settings_file() -> Path:
    """Where ``settings.toml`` is looked for, in the platform's folder for settings."""
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False) / "settings.toml"


def default_database() -> Path:
    """Where the database is when nobody says otherwise, in the platform's folder for data."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False) / "pipetui.db"


def load(
    environ: Mapping[str, str] = os.environ,
    *,
    file: Path | None = None,
    db: str | None = None,
    now: str | None = None,
    as_of: str | None = None,
    me: str | None = None,
    language: str | None = None,
) -> Settings:
    """The settings of this run. The keyword arguments are the flags of the command line; ``file``: another settings
    file than the person's own.

    Raises BadInput for a settings file that is not TOML, has an unknown key or a wrong value, and for an unknown
    language; the message names the file and the key, or the variable.
    """
    written = _read(file or settings_file())

    def first(flag: str | None, variable: str, key: str = "") -> str | None:
        return flag or environ.get(variable) or written.get(key)

    chosen_db = first(db, "PIPETUI_DB", "db")
    return Settings(
        db=_at_home(chosen_db) if chosen_db else str(default_database()),
        db_is_default=not chosen_db,
        me=first(me, "PIPETUI_ME", "me") or login_name(),
        language=_language(first(language, "PIPETUI_LANG", "language"), environ),
        date_order=cast("DateOrder", written.get("date_order", "dmy")),
        theme=written.get("theme"),
        now=first(now, "PIPETUI_NOW"),
        as_of=first(as_of, "PIPETUI_AS_OF"),
    )


def login_name() -> str:
    """The name that this person logged in with, or ``me`` where the system does not know one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in the system; no user database at all
        return "me"


def _language(chosen: str | None, environ: Mapping[str, str]) -> Language:
    if chosen is None:
        return language_from_environment(environ)
    if chosen not in LANGUAGES:
        raise BadInput(
            _("The language {name} is not known.").format(name=ascii(chosen)),
            _("One of: {words}. It comes from --lang, PIPETUI_LANG or the settings.").format(
                words=", ".join(LANGUAGES)
            ),
        )
    return chosen


def _at_home(database: str) -> str:
    """``~`` is the person's home folder also where no shell has replaced it."""
    return str(Path(database).expanduser()) if database.startswith("~") else database


def _read(file: Path) -> dict[str, str]:
    """The keys of the settings file, each checked; nothing when there is no such file."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput(
            _("The settings cannot be read: {file}: {error}.").format(file=file, error=error.strerror)
        ) from error
    except ValueError as error:
        raise BadInput(_("{file} is not valid TOML: {error}.").format(file=file, error=error)) from error
    return {key: _checked(file, key, value) for key, value in values.items()}


def _checked(file: Path, key: str, value: object) -> str:
    if key not in KEYS:
        raise BadInput(
            _("{file}: {key}: unknown key.").format(file=file, key=ascii(key)[1:-1]),
            _("Allowed here: {keys}.").format(keys=", ".join(KEYS)),
        )
    if not isinstance(value, str) or not value.strip() or any(unicodedata.category(char) == "Cc" for char in value):
        raise BadInput(_("{file}: {key}: must be a text on one line, in quotes.").format(file=file, key=key))
    if value not in _CHOICES.get(key, (value,)):
        raise BadInput(
            _("{file}: {key}: {value} is not known.").format(file=file, key=key, value=ascii(value)),
            _("One of: {words}.").format(words=", ".join(_CHOICES[key])),
        )
    return value
