"""The global options: they stand before the command and are read without the parser, so that a bare start stays fast.

The one table here also makes their part of the help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

WITH_VALUE = {"--db": "db", "--now": "now", "--as-of": "as_of", "--me": "me", "--lang": "lang"}
FLAGS = {"--version": "version", "--help": "help", "-h": "help"}


@dataclass(frozen=True, slots=True)
class Given:
    """The global options as they were typed (None: not given), and what follows them."""

    db: str | None = None
    now: str | None = None
    as_of: str | None = None
    me: str | None = None
    lang: str | None = None
    version: bool = False
    help: bool = False
    rest: tuple[str, ...] = ()


def read(argv: Sequence[str]) -> Given:
    """Take the global options off the front of the arguments. Raises BadInput."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    position = 0
    while position < len(argv) and argv[position].startswith("-"):
        name, equals, value = argv[position].partition("=")
        position += 1
        if name in FLAGS and not equals:
            flags.add(FLAGS[name])
            continue
        if name not in WITH_VALUE:
            raise BadInput(_("There is no option {name}.").format(name=name), _("See: pipetui --help"))
        if not equals and position < len(argv):
            value = argv[position]
            position += 1
        if not value.strip():
            raise needs_value(name)
        values[WITH_VALUE[name]] = value
    return Given(
        db=values.get("db"),
        now=values.get("now"),
        as_of=values.get("as_of"),
        me=values.get("me"),
        lang=values.get("lang"),
        version="version" in flags,
        help="help" in flags,
        rest=tuple(argv[position:]),
    )


def language(argv: Sequence[str]) -> str | None:
    """What ``--lang`` says, before anything is checked: complaints about the options are in that language, too."""
    for position, argument in enumerate(argv):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return value if equals else next(iter(argv[position + 1 :]), None)
    return None


def needs_value(name: str) -> BadInput:
    """The complaint about an option without its value."""
    return BadInput(_("The option {name} needs a value.").format(name=name))


def described() -> list[tuple[str, str]]:
    """Each global option with its value, and what it does."""
    return [
        ("--db PATH", _("the database (default: in the platform's data folder)")),
        ("--now DATETIME", _("the clock; without an offset it is in the playbook's time zone")),
        ("--as-of DATE", _("read only: as it was recorded at the end of that day")),
        ("--me NAME", _("who is at work (default: the settings, else the login name)")),
        ("--lang en|it", _("the language of screens and output")),
        ("--version", _("print the version")),
    ]
