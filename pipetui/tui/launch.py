"""Starting the app, for the command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services.desk import open_desk
from pipetui.tui.app import PipetuiApp
from pipetui.tui.endings import outliving_the_terminal
from pipetui.tui.places import PLACES
from pipetui.tui.themes import ALL as THEMES

if TYPE_CHECKING:
    from pipetui.services.desk import Desk
    from pipetui.services.launching import Launch

_FAULT = 70
_TERMINALS_WITHOUT_SCREENS = ("dumb", "unknown")


def run(launch: Launch) -> int:
    """Run the app until it is closed, and give the exit status of the process.

    Raises BadInput for an unknown screen or theme, for keys that cannot be, and where there is no terminal to show
    screens in; DatabaseUnusable for a database that cannot be read. A missing one is no error, the app asks how to
    begin. Nothing is shown before these are known.
    """
    _check(_("There is no screen “{value}”."), launch.screen, PLACES)
    _check(_("There is no theme “{value}”."), launch.theme, tuple(THEMES))
    app = PipetuiApp(launch, desk_of(launch))
    _require_terminal()
    with outliving_the_terminal():
        app.run()
    return _FAULT if app.return_code == 1 else app.return_code or 0


def desk_of(launch: Launch) -> Desk | None:
    """The desk to start at, or None where no database exists yet. Raises DatabaseUnusable."""
    if not launch.db.exists() and launch.as_of is None:
        return None
    return open_desk(launch.db, me=launch.me, now=launch.now(), as_of=launch.as_of, date_order=launch.date_order)


def _require_terminal() -> None:
    """Raise BadInput where screens cannot be shown or keys not be read. A browser brings a driver of its own."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return
    hint = _("In scripts use the commands, such as `pipetui today`; see pipetui --help.")
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise BadInput(_("The app needs a terminal for its input and output."), hint)
    if os.environ.get("TERM") in _TERMINALS_WITHOUT_SCREENS:
        raise BadInput(
            _("The terminal {name} cannot show screens (TERM={name}).").format(name=os.environ["TERM"]), hint
        )


def _check(problem: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise BadInput(
            problem.format(value=value),
            _("There is: {known}.").format(known=", ".join(known)),
        )
