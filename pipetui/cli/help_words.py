"""The help that the parser writes: its own words in the language in use. The parser itself knows English alone."""

from __future__ import annotations

import re
from typing import Any

import typer

from pipetui.i18n import _


class _Context(typer.Context):
    """A run of a command. Differs from the parser's own only in how its help reads."""

    def get_help(self) -> str:
        """The help of the command, as one text."""
        option = self.command.get_help_option(self)
        if option is not None:
            option.help = _("Show this help.")
        headings = {
            "Usage": _("Usage"),
            "Arguments": _("Arguments"),
            "Options": _("Options"),
            "Commands": _("Commands"),
        }
        found = re.compile(rf"^({'|'.join(headings)}):", re.MULTILINE)
        text = found.sub(lambda match: f"{headings[match[1]]}:", super().get_help())
        return text.replace("[required]", _("[required]"))


def translate(command: Any) -> None:
    """Let a command of the parser, and the commands below it, write their help in the language in use."""
    command.context_class = _Context
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, typer.core.TyperGroup):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for below in command.commands.values():
            translate(below)
