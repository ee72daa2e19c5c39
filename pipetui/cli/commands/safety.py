"""Keeping the data safe: ``backup``, ``restore`` and ``doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipetui.cli.commands.common import json_option, session_of
from pipetui.i18n import _
from pipetui.services import safekeeping


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("backup", help=_("A copy of the database in one file, taken while others may write."))(backup)
    app.command("restore", help=_("Put a backup in the place of the database; what was there is kept."))(restore)
    app.command("doctor", help=_("Is everything as it should be? Exit status 1 if not."))(doctor)


def backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A new file."))],
) -> None:
    """``pipetui backup``."""
    session = session_of(context)
    session.refuse_as_of()
    with session.desk() as desk:
        safekeeping.backup(desk, Path(file))
    session.out.tell(_("Backup written to {path}.").format(path=file))


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A backup."))],
) -> None:
    """``pipetui restore``."""
    session = session_of(context)
    session.refuse_as_of()
    session.require_database()
    kept = safekeeping.restore(session.database, Path(file), session.clock())
    session.out.tell(_("Restored from {file}.").format(file=file))
    if kept is not None:
        session.out.tell(_("What was there before is kept as {path}.").format(path=kept))


def doctor(context: typer.Context, json: Annotated[bool, json_option()] = False) -> int:
    """``pipetui doctor``."""
    session = session_of(context)
    session.refuse_as_of()
    with session.desk() as desk:
        checks = safekeeping.doctor(desk)
        schema = safekeeping.facts(desk).schema
    well = all(check.ok for check in checks)
    if json:
        found = [{"id": check.id, "ok": check.ok, "detail": check.detail} for check in checks]
        session.out.json({"ok": well, "schema": schema, "checks": found})
    else:
        for check in checks:
            verdict = session.out.styled(_("ok"), "green") if check.ok else session.out.styled(_("FAILED"), "red")
            session.out.line(f"{verdict:<6}  {check.id:<12}  {check.detail}")
    return 0 if well else 1
