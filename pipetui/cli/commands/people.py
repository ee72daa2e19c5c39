"""Who is here, under which names, and who is away: ``people`` and ``away``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, session_of
from pipetui.cli.tables import table
from pipetui.domain.groups import amounts
from pipetui.domain.sentences import absence_words
from pipetui.domain.text import harmless
from pipetui.errors import BadInput
from pipetui.i18n import _, pgettext
from pipetui.services import absences as absences_service
from pipetui.services import people as people_service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pipetui.cli.session import Session
    from pipetui.domain.model import Absence
    from pipetui.services.desk import Desk
    from pipetui.services.people import Person
    from pipetui.services.results import Done

_ALIASES, _DEALS, _TO_CLEAR, _WORTH, _KEPT = 1, 2, 3, 4, 5


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("people", help=_("Everybody who owns or does something; their names, and what they own."))(people)
    app.command("away", help=_("Who is away and who looks after the list meanwhile."))(away)


def people(
    context: typer.Context,
    *,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="NAME", help=_("Somebody new."))] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME=ALIAS", help=_("Another name of somebody; may be repeated.")),
    ] = None,
    drop_alias: Annotated[
        list[str] | None,
        typer.Option("--drop-alias", metavar="ALIAS", help=_("Forget another name of somebody.")),
    ] = None,
    rename: Annotated[
        list[str] | None,
        typer.Option("--rename", metavar="OLD=NEW", help=_("Call somebody otherwise; the old name stays an alias.")),
    ] = None,
    merge: Annotated[
        list[str] | None,
        typer.Option("--merge", metavar="OLD=INTO", help=_("Two that are one person: OLD becomes an alias of INTO.")),
    ] = None,
    hand_over: Annotated[
        list[str] | None,
        typer.Option("--hand-over", metavar="NAME=TO", help=_("Hand all open deals and steps of somebody to another.")),
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui people``. With options it changes something, and prints the list only as JSON."""
    session = session_of(context)
    pairs = {"--alias": alias, "--rename": rename, "--merge": merge, "--hand-over": hand_over}
    wanted = [(option, _pair(option, text)) for option, texts in pairs.items() for text in texts or ()]
    with session.desk() as desk:
        if add or drop_alias or wanted:
            for done in _changed(desk, add or (), drop_alias or (), wanted):
                session.out.tell(done.said)
            if not json:
                return
        found = people_service.everybody(desk)
        if json:
            session.out.json([as_json.person(each, desk.today) for each in found])
        else:
            _print(session, found, desk.today)


def _changed(
    desk: Desk, added: Sequence[str], dropped: Sequence[str], wanted: Sequence[tuple[str, tuple[str, str]]]
) -> list[Done]:
    """Make all changes, or none."""
    from pipetui.services import people_changes

    services: dict[str, Callable[[Desk, str, str], Done]] = {
        "--alias": people_changes.add_alias,
        "--rename": people_changes.rename,
        "--merge": people_changes.merge,
        "--hand-over": people_changes.hand_over,
    }
    with desk.together():
        done = [people_changes.add(desk, name) for name in added]
        done += [people_changes.drop_alias(desk, name) for name in dropped]
        return done + [services[option](desk, *pair) for option, pair in wanted]


def _pair(option: str, text: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (equals and left.strip() and right.strip()):
        raise BadInput(
            _("{option}: “{text}” lacks a name before or after the equals sign.").format(option=option, text=text[:40]),
            _("See: {command} --help").format(command="pipetui people"),
        )
    return left.strip(), right.strip()


def _print(session: Session, found: Sequence[Person], today: date) -> None:
    """A table with titles. A column that nobody has something in is left out."""
    titles: tuple[str, ...] = (
        _("name"), _("other names"), pgettext("column", "open"), pgettext("column", "to clear"), _("worth"),
        pgettext("column", "kept"), pgettext("column", "away"),
    )  # fmt: skip
    rows = [_row(person, today) for person in found]
    titles = tuple(title if any(row[at] for row in rows) else "" for at, title in enumerate(titles))

    def style(row: int, _column: int, text: str) -> str:
        return session.out.styled(text, "muted") if row == 0 else text

    lines = table(
        [titles, *rows],
        width=session.out.width,
        flexible=_ALIASES,
        right=(_DEALS, _TO_CLEAR, _WORTH, _KEPT),
        style=style,
    )
    for line in lines:
        session.out.line(line)


def _row(person: Person, today: date) -> tuple[str, ...]:
    return (
        harmless(person.name),
        harmless(", ".join(person.aliases)),
        str(person.open_deals),
        str(person.to_clear),
        amounts(person.worth) or "–",
        f"{person.kept}/{person.promised}" if person.promised else "–",
        harmless(person.away_words(today)),
    )


def away(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("Who is away."))] = None,
    days: Annotated[
        str | None,
        typer.Argument(
            metavar="FROM..TO", help=_("The first and the last day: 2026-12-20..2027-01-06, tomorrow..+2w.")
        ),
    ] = None,
    *,
    cover: Annotated[str | None, typer.Option("--cover", help=_("Who looks after the list meanwhile."))] = None,
    clear: Annotated[bool, typer.Option("--clear", help=_("Here again: take the absence back."))] = False,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui away``. Without days it lists the absences of now and those to come."""
    session = session_of(context)
    _check(name, days, cover, clear=clear)
    with session.desk() as desk:
        if name is not None and (days is not None or clear):
            from pipetui.services import absence_changes

            if clear:
                done = absence_changes.clear(desk, name)
            else:
                first, last = absences_service.read_days(desk, days or "")
                done = absence_changes.plan(desk, name, first, last, cover)
            session.out.tell(done.said)
            if not json:
                return
        found = absences_service.planned(desk, name)
        if json:
            session.out.json([as_json.absence(each, desk.today) for each in found])
        else:
            _print_absences(session, found, desk.today)


def _check(name: str | None, days: str | None, cover: str | None, *, clear: bool) -> None:
    """Raise BadInput for words that do not go together."""
    if clear and (days is not None or cover is not None):
        raise BadInput(_("--clear takes no days and no cover."), _("Write: pipetui away NAME --clear"))
    if clear and name is None:
        raise BadInput(_("Say who is here again."), _("Write: pipetui away NAME --clear"))
    if cover is not None and days is None:
        raise BadInput(_("The days are missing."), _("Write: pipetui away NAME FROM..TO --cover NAME"))


def _print_absences(session: Session, found: Sequence[Absence], today: date) -> None:
    if not found:
        session.out.tell(_("Nobody is away, and no absence is planned."))
    width = max((len(absence.person) for absence in found), default=0)
    for absence in found:
        session.out.line(harmless(f"{absence.person:<{width}}  {absence_words(absence, today)}"))
