"""What the parser complains about, in one or two plain lines instead of a box."""

from __future__ import annotations

import re
from typing import Any

from pipetui.cli import options
from pipetui.errors import BadInput
from pipetui.i18n import _


def explained(error: Any) -> BadInput:
    """The parser's complaint (an exception of its usage family) as ours.

    The classes of the family are not public, so they are told apart by name and read by their attributes.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "pipetui"
    see = _("See: {command} --help").format(command=command)
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(error, command, see)
    if kind == "BadOptionUsage" and "does not take a value" in error.message:
        return BadInput(_("The option {name} takes no value.").format(name=error.option_name), see)
    if kind == "BadOptionUsage":
        return BadInput(_("The option {name} needs a value.").format(name=error.option_name), see)
    if kind == "MissingParameter" and error.param is not None:
        return BadInput(_("{name} is missing.").format(name=_name_of(error.param)), see)
    return BadInput(_in_our_words(error.format_message().splitlines()[0]), see)


def _in_our_words(complaint: str) -> str:
    """A complaint without a class of its own, told apart by its English words; one that nobody knows stays as it is."""
    ours = {
        r"Missing command\.": _("A command is missing."),
        r"No such command '(?P<name>.*)'\.": _("There is no command {name}."),
        r"Got unexpected extra argument\(s\) \((?P<name>.*)\)": _("Too many arguments: {name}."),
    }
    for pattern, text in ours.items():
        match = re.fullmatch(pattern, complaint)
        if match is not None:
            return text.format(**match.groupdict())
    return complaint


def _no_such_option(error: Any, command: str, see: str) -> BadInput:
    name = error.option_name
    if name in options.WITH_VALUE or name in options.FLAGS:
        program, _blank, rest = command.partition(" ")
        value = " …" if name in options.WITH_VALUE else ""
        return BadInput(
            _("{name} is a global option: it stands before the command.").format(name=name),
            _("Write: {line}").format(line=f"{program} {name}{value} {rest}".rstrip()),
        )
    problem = _("There is no option {name} here.").format(name=name)
    if error.possibilities:
        near = ", ".join(sorted(error.possibilities))
        return BadInput(problem, _("Did you mean {names}?").format(names=near))
    return BadInput(problem, see)


def _name_of(parameter: Any) -> str:
    """``--date`` for an option, ``ID`` for an argument."""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name).upper()
