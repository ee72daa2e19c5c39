"""What is a person's own, not the team's: who they are, their language, theme and keys, and where their files are.

A flag counts before the environment, the environment before ``settings.toml``. People write that file: it is made once,
at the first start, and only ever read from then on. Nothing is created or read when this module is imported.
"""

from __future__ import annotations

import getpass
import json
import os
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from pipetui.errors import BadInput
from pipetui.i18n import LANGUAGES, Language, _, language_from_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "pipetui"
DateOrder = Literal["dmy", "mdy"]
Source = Literal["flag", "environment", "file", "default"]
"""Where a setting comes from."""

DATE_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy")
THEMES = ("dark", "light", "high-contrast", "ansi")
KEYS = ("me", "language", "date_order", "theme", "db")
"""The texts that ``settings.toml`` may hold."""

KEY_TABLE = "keys"
"""The table in ``settings.toml`` that gives commands other keys."""

_FIRST = """\
{top}
{order}

{me}
me = {my_name}

{language}
language = "{my_language}"

{date_order}
date_order = "{my_order}"

{theme}
# theme = "dark"

{db}
# db = "~/pipetui.db"

{keys}
# [keys]
# note = "N"
# find = ["f", "ctrl+f"]
"""
"""The settings of a first start; each comment stands under the name of its key."""

_VARIABLES = {"me": "PIPETUI_ME", "language": "PIPETUI_LANG", "db": "PIPETUI_DB"}
_CHOICES: Mapping[str, tuple[str, ...]] = {"language": LANGUAGES, "date_order": DATE_ORDERS, "theme": THEMES}


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts for this run.

    ``db`` is a path or a URL; ``db_is_default`` says that nobody named it, so that it may be created on first use.
    ``now`` and ``as_of`` are texts as the person wrote them (the playbook's zone is needed to read them), or None.
    ``keys``: other keys by the id of a command, none for a command that is to have no key; whether there is such a
    command and such a key is for the screens to say. ``sources`` tells where each of ``KEYS`` comes from. ``file`` is
    the settings file, there or not.
    """

    db: str
    db_is_default: bool
    me: str
    language: Language
    date_order: DateOrder = "dmy"
    theme: str | None = None
    now: str | None = None
    as_of: str | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict, compare=False)
    file: Path = field(default=Path(), compare=False)


def settings_file() -> Path:
    """Where ``settings.toml`` is looked for, in the platform's folder for settings."""
    import platformdirs

    return platformdirs.user_config_path(APP, appauthor=False) / "settings.toml"


def default_database() -> Path:
    """Where the database is when nobody says otherwise, in the platform's folder for data."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False) / "pipetui.db"


def at_home(path: Path | str) -> str:
    """A path as people read it: the home folder is ``~``."""
    text, home = str(path), str(Path.home())
    return f"~{text.removeprefix(home)}" if text == home or text.startswith(home + os.sep) else text


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
    file = file or settings_file()
    written, keys = _read(file)
    flags = {"db": db, "me": me, "language": language}
    found = {key: _first(flags.get(key), environ.get(_VARIABLES.get(key, "")), written.get(key)) for key in KEYS}
    texts = {key: text for key, (text, _source) in found.items()}
    chosen_db = texts["db"]
    return Settings(
        db=_at_home(chosen_db) if chosen_db else str(default_database()),
        db_is_default=not chosen_db,
        me=texts["me"] or login_name(),
        language=_language(texts["language"], environ),
        date_order=cast("DateOrder", texts["date_order"] or "dmy"),
        theme=texts["theme"],
        now=now or environ.get("PIPETUI_NOW") or None,
        as_of=as_of or environ.get("PIPETUI_AS_OF") or None,
        keys=keys,
        sources={key: source for key, (_text, source) in found.items()},
        file=file,
    )


def _first(flag: str | None, variable: str | None, written: str | None) -> tuple[str | None, Source]:
    """The text that counts, and where it comes from. What is empty does not count."""
    if flag:
        return flag, "flag"
    if variable:
        return variable, "environment"
    return (written, "file") if written else (None, "default")


def usual_date_order(environ: Mapping[str, str] = os.environ) -> DateOrder:
    """How people write a day where this environment says that they live."""
    places = (environ.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    return "mdy" if next(filter(None, places), "").startswith("en_US") else "dmy"


def write_first(file: Path, *, me: str, language: Language, date_order: DateOrder) -> None:
    """Make the settings file of a first start, whole or not at all, with a comment for every key.

    Never writes over a file that is there. Raises BadInput when the file cannot be made.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(_first_text(me, language, date_order), encoding="utf-8")
        with suppress(FileExistsError):  # unlike a rename it leaves alone what somebody made in the meantime
            os.link(part, file)
    except OSError as error:
        raise BadInput(_("{file} cannot be written: {error}.").format(file=file, error=error.strerror)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _first_text(me: str, language: Language, date_order: DateOrder) -> str:
    comments = {
        "top": _("What is yours, not the team's. Made at your first start and yours to edit: pipetui only reads it."),
        "order": _("An option on the command line counts before the environment, the environment before this file."),
        "me": _("Your name, as the deals have it for their owner."),
        "language": _("Screens and output: en or it."),
        "date_order": _("How you write a day: with dmy 3/4 is 3 April, with mdy it is March 4."),
        "theme": _("Colours: {names}; ansi has the terminal's own.").format(names=", ".join(THEMES)),
        "db": _("The database, where it is not in the usual place."),
        "keys": _("Other keys, at the end of this file. `pipetui config --keys` lists all that can have one."),
    }
    return _FIRST.format(
        **{name: f"# {text}" for name, text in comments.items()},
        my_name=json.dumps(me, ensure_ascii=False),
        my_language=language,
        my_order=date_order,
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


def _read(file: Path) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The texts and the keys of the settings file, each checked; nothing when there is no such file."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}, {}
    except OSError as error:
        raise BadInput(
            _("The settings cannot be read: {file}: {error}.").format(file=file, error=error.strerror)
        ) from error
    except ValueError as error:
        raise BadInput(_("{file} is not valid TOML: {error}.").format(file=file, error=error)) from error
    keys = _keys(file, values.pop(KEY_TABLE, {}))
    return {key: _checked(file, key, value) for key, value in values.items()}, keys


def _checked(file: Path, key: str, value: object) -> str:
    if key not in KEYS:
        raise BadInput(
            _("{file}: {key}: unknown key.").format(file=file, key=ascii(key)[1:-1]),
            _("Allowed here: {keys}.").format(keys=", ".join((*KEYS, f"[{KEY_TABLE}]"))),
        )
    if not isinstance(value, str) or not value.strip() or not _is_plain(value):
        raise BadInput(_("{file}: {key}: must be a text on one line, in quotes.").format(file=file, key=key))
    if value not in _CHOICES.get(key, (value,)):
        raise BadInput(
            _("{file}: {key}: {value} is not known.").format(file=file, key=key, value=ascii(value)),
            _("One of: {words}.").format(words=", ".join(_CHOICES[key])),
        )
    return value


def _keys(file: Path, table: object) -> dict[str, tuple[str, ...]]:
    """The keys by the id of their command; "" or an empty list leaves a command without a key."""
    if not isinstance(table, dict):
        raise BadInput(
            _("{file}: {key}: must be a table.").format(file=file, key=KEY_TABLE), f'[{KEY_TABLE}]  note = "N"'
        )
    return {name: _key_list(file, name, value) for name, value in table.items()}


def _key_list(file: Path, name: str, value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value] if value != "" else []
    if not all(isinstance(key, str) and key and _is_plain(key) for key in listed):
        raise BadInput(
            _("{file}: {key}: must be a key in quotes, or a list of keys.").format(
                file=file, key=f"{KEY_TABLE}.{ascii(name)[1:-1]}"
            ),
            _('For example: {example}; "" leaves it without a key.').format(example='note = "N", note = ["n", "f5"]'),
        )
    return tuple(listed)


def _is_plain(text: str) -> bool:
    return not any(unicodedata.category(char) == "Cc" for char in text)
