"""What was typed on the screens and not saved yet: ``drafts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, session_of, whole_number
from pipetui.cli.tables import table
from pipetui.domain.sentences import short_instant
from pipetui.domain.text import harmless
from pipetui.i18n import _
from pipetui.services import drafts as service

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.services.desk import Desk
    from pipetui.services.drafts import Waiting

_WORDS = 4


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("drafts", help=_("What you typed on the screens and have not saved yet; the screens go on with it."))(
        drafts
    )


def drafts(
    context: typer.Context,
    *,
    drop: Annotated[
        str | None, typer.Option("--drop", metavar="N", help=_("Throw the draft of this number away."))
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui drafts``."""
    session = session_of(context)
    number = whole_number(drop, "--drop")
    with session.desk() as desk:
        if number is None:
            _list(session, desk, json=json)
            return
        thrown = service.throw_away(desk, number)
        if json:
            session.out.json(_document(desk, thrown))
        else:
            words = _("Thrown away: {form}, {about}: {words}")
            session.out.tell(
                words.format(form=service.form_word(thrown.form), about=service.about(thrown), words=thrown.words)
            )


def _list(session: Session, desk: Desk, *, json: bool) -> None:
    waiting = service.waiting(desk)
    if json:
        session.out.json([_document(desk, draft) for draft in waiting])
        return
    if not waiting:
        session.out.tell(_("No draft waits."))
        return
    rows = [
        (
            str(draft.number),
            service.form_word(draft.form),
            service.about(draft),
            short_instant(draft.at, desk.zone),
            draft.words,
        )
        for draft in waiting
    ]
    safe_rows = [tuple(harmless(cell) for cell in row) for row in rows]
    for line in table(safe_rows, width=session.out.width, flexible=_WORDS):
        session.out.line(line)


def _document(desk: Desk, draft: Waiting) -> dict[str, Any]:
    """One draft: ``id`` is its own number, ``record`` the deal's (null for a deal that is not saved yet)."""
    return {
        "id": draft.number,
        "form": draft.form,
        "record": draft.record if draft.record > 0 else None,
        "deal": draft.title or None,
        "gone": draft.gone,
        "at": as_json.instant(draft.at, desk.zone),
        "words": draft.words,
        "fields": {name: text for name, text in draft.fields.items() if not name.startswith(service.ASIDE)},
    }
