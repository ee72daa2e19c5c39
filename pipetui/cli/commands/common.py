"""What many commands share: their session, arguments that stand in several of them, and how a change is reported.

The functions that give an argument are called when the parser is built, so that its help is in the language in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import typer

from pipetui.cli import as_json
from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done


def session_of(context: typer.Context) -> Session:
    """The session that this command runs in."""
    return cast("Session", context.obj)


def json_option() -> Any:
    """``--json``."""
    return typer.Option("--json", help=_("Print one JSON document."))


def id_argument() -> Any:
    """The ID of a deal or lead."""
    return typer.Argument(
        metavar="ID", help=_("Its number; an external id where there is no such number; ext:12 forces the external id.")
    )


def ids_argument() -> Any:
    """The IDs of several deals."""
    return typer.Argument(metavar="ID", help=_("Deals, by number or external id."))


def resolved(desk: Desk, refs: Sequence[str]) -> list[int]:
    """The deals that are meant, each once, in the order given. Raises BadInput."""
    from pipetui.services import records

    return list(dict.fromkeys(records.resolve(desk, ref) for ref in refs))


def owner_filter() -> Any:
    """``--owner`` as a filter."""
    return typer.Option("--owner", help=_("Only what belongs to this person."))


def step_owner() -> Any:
    """``--owner`` of a next step."""
    return typer.Option("--owner", help=_("Who does it (default: the owner of the deal)."))


def reason_option() -> Any:
    """``--reason``."""
    return typer.Option("--reason", help=_("Why."))


def date_help() -> str:
    """What a date may be."""
    return _("A date: 2026-11-25, 25/11, fri, +3d, 2w, tomorrow, end of month …")


def report(session: Session, done: Done, *, json: bool, more: Mapping[str, Any] | None = None) -> None:
    """Say what was changed: as JSON on standard output, else as a sentence on standard error."""
    if json:
        session.out.json({**as_json.done(done), **(more or {})})
    else:
        session.out.tell(done.said)


def report_all(session: Session, results: Sequence[Done], *, json: bool) -> None:
    """Say what was changed in several deals: one object for one, a list for more."""
    if not json:
        for done in results:
            session.out.tell(done.said)
    elif len(results) == 1:
        report(session, results[0], json=True)
    else:
        session.out.json([as_json.done(done) for done in results])


def given(context: typer.Context, text: str | None, option: str) -> str:
    """The value of an option that this way of calling needs. Raises BadInput."""
    if text is None:
        see = _("See: {command} --help").format(command=context.command_path)
        raise BadInput(_("{name} is missing.").format(name=option), see)
    return text


def whole_number(text: str | None, option: str) -> int | None:
    """A count from an option: 0 or more. Raises BadInput."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput(
            _("{option}: “{text}” is not a whole number.").format(option=option, text=text[:40]), _("Write it as 20.")
        )
    return int(text)


def one_of(text: str, allowed: Sequence[str], option: str) -> str:
    """A value from a short list. Raises BadInput."""
    if text not in allowed:
        raise BadInput(
            _("{option}: there is no “{text}”.").format(option=option, text=text[:40]),
            _("One of: {words}.").format(words=", ".join(allowed)),
        )
    return text


def pairs(texts: Sequence[str], what: str, *, at_last: bool = False) -> dict[str, str]:
    """``NAME=VALUE`` texts as a dict, parted at the first equals sign (``at_last``: the last); the last of a name
    counts. ``what`` says how it is written, for the complaint. Raises BadInput."""
    found = {}
    for text in texts:
        name, equals, value = text.rpartition("=") if at_last else text.partition("=")
        if not equals or not name.strip():
            raise BadInput(_("“{text}” is not {what}.").format(text=text[:40], what=what))
        found[name.strip()] = value.strip()
    return found
