"""Every command by name, and the module that has it. A module is loaded when one of its commands is wanted."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

import typer

from pipetui.cli import help_words, options
from pipetui.cli.usage import explained
from pipetui.errors import BadInput
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.cli.session import Session

MODULES = {
    "listing": ("today", "check", "status"),
    "looking": ("since",),
    "pipeline": ("pipeline",),
    "hygiene": ("hygiene",),
    "records": ("show", "find", "brief"),
    "editing": ("add", "set", "assign"),
    "contacts": ("contact",),
    "working": ("note", "no-reply", "step", "done"),
    "moving": ("tick", "untick", "move"),
    "resting": ("park", "unpark", "close", "reopen"),
    "history": ("undo", "log"),
    "drafts": ("drafts",),
    "files": ("import", "export"),
    "crm": ("entered",),
    "conflicts": ("conflicts",),
    "rules": ("playbook",),
    "people": ("people", "away"),
    "house": ("info", "config"),
    "safety": ("backup", "restore", "doctor"),
    "starting": ("init", "demo"),
}
"""Module to commands, in the order of the help."""


def run(words: Sequence[str], session: Session) -> int:
    """Run the command that these words (command and arguments) name, and give its exit status. Without words: help.

    Raises BadInput for an unknown command and everything that the parser refuses, and whatever the command raises.
    """
    arguments = list(words) or ["--help"]
    command = typer.main.get_command(_app(arguments[0]))
    help_words.translate(command)
    try:
        status = command.main(args=arguments, prog_name="pipetui", standalone_mode=False, obj=session)
    except typer.Abort as error:
        # The parser turns Ctrl-C into this.
        raise KeyboardInterrupt from error
    except typer.TyperException as error:
        raise explained(error) from error
    return status or 0


def _app(word: str) -> typer.Typer:
    """The parser with the modules that this word needs: one for a command, all for the help."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback(help=_help())(_no_options)
    for module in [_module_of(word)] if not word.startswith("-") else MODULES:
        import_module(f"{__name__}.{module}").register(app)
    return app


def _no_options() -> None:
    """The global options were taken off before: see ``options``."""


def _module_of(command: str) -> str:
    for module, commands in MODULES.items():
        if command in commands:
            return module
    known = [name for commands in MODULES.values() for name in commands]
    near = get_close_matches(command, known, n=1)
    raise BadInput(
        _("There is no command {name}.").format(name=command),
        _("Did you mean {name}?").format(name=near[0]) if near else _("See: pipetui --help"),
    )


def _help() -> str:
    lines = [f"  {name:<16} {text}" for name, text in options.described()]
    return "\n\n".join(
        [
            _("Daily pipeline hygiene on your own data. Without a command: opens the app on Today."),
            "\b\n" + _("Global options, before the command:") + "\n" + "\n".join(lines),
            _("Exit status: 0 done, 1 something to report, 2 bad input, 3 the database cannot be used."),
        ]
    )
