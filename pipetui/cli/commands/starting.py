"""Beginning: ``init`` makes the database, ``demo`` opens the app on sample data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli.commands.common import session_of
from pipetui.cli.session import DEFAULT_PRESET, database_path
from pipetui.domain.instants import day_of
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.presets import PRESETS
from pipetui.services import playbooks
from pipetui.settings import login_name

if TYPE_CHECKING:
    from pipetui.cli.session import Session
    from pipetui.domain.playbook import Playbook


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("init", help=_("Make the database."))(init)
    app.command("demo", help=_("The app on a throwaway copy of the sample data."))(demo)


def init(
    context: typer.Context,
    *,
    preset: Annotated[
        str | None,
        typer.Option("--preset", help=_("The playbook to begin with: {names}").format(names=", ".join(PRESETS))),
    ] = None,
    playbook: Annotated[str | None, typer.Option("--playbook", help=_("Or the team's own, a TOML file."))] = None,
) -> None:
    """``pipetui init``."""
    session = session_of(context)
    path = session.database
    session.create(path, _chosen(session, preset, playbook)).close()
    session.out.tell(_("Made {path}.").format(path=path))


def _chosen(session: Session, preset: str | None, file: str | None) -> Playbook:
    if file is None:
        return session.preset(DEFAULT_PRESET if preset is None else preset)
    if preset is not None:
        raise BadInput(_("--preset and --playbook exclude each other."), _("Give one of them."))
    return playbooks.from_file(Path(file))


def demo(
    context: typer.Context,
    *,
    reset: Annotated[bool, typer.Option("--reset", help=_("Throw the copy away and begin anew."))] = False,
    screen: Annotated[str | None, typer.Option("--screen", help=_("The first screen."))] = None,
) -> int:
    """``pipetui demo``."""
    from pipetui.services import demo as demos
    from pipetui.services.sample import LEAD

    session = session_of(context)
    session.refuse_as_of()
    zone = session.preset().zone
    now, language = session.now(zone), session.settings.language
    if session.db_flag is None:
        path = demos.copy_in_cache(now=now, today=day_of(now, zone), language=language, reset=reset)
    else:
        path = demos.copy_at(database_path(session.db_flag), now=now, language=language)
    # Whoever has not said who they are plays the seller whose pipeline it is.
    me = LEAD if session.settings.me == login_name() else session.settings.me
    return session.launch(db=path, me=me, screen=screen, demo=True)
