"""The team's rules: ``playbook show`` and ``playbook apply``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import json_option, pairs, session_of
from pipetui.i18n import _
from pipetui.services import playbooks, rehearsal


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help=_("The team's rules."), rich_markup_mode=None)
    group.command("show", help=_("Print the playbook in force, as the TOML that people edit."))(show)
    group.command("apply", help=_("Put a playbook in force; says what it changes."))(apply)
    app.add_typer(group, name="playbook")


def show(context: typer.Context) -> None:
    """``pipetui playbook show``."""
    session = session_of(context)
    with session.desk() as desk:
        session.out.raw(playbooks.show(desk))


def apply(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A whole playbook, TOML."))],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would change."))] = False,
    move: Annotated[
        list[str] | None,
        typer.Option("--move", help=_("OLD=NEW: where the deals of a removed stage go; may be repeated.")),
    ] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui playbook apply``."""
    session = session_of(context)
    if not dry_run:
        session.refuse_as_of()
    moves = pairs(move or (), "OLD=NEW")
    playbook = playbooks.from_file(Path(file))
    with session.desk() as desk:
        carry_out = playbooks.rehearse if dry_run else playbooks.apply
        result = carry_out(desk, playbook, moves)
    if json:
        session.out.json(as_json.rehearsal(result, applied=result.changed and not dry_run))
        return
    for sentence in rehearsal.described(result):
        session.out.tell(sentence)
    if dry_run and result.changed:
        session.out.tell(_("Nothing was changed: this was a rehearsal."))
