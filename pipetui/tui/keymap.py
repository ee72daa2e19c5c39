"""The person's own keys: what ``[keys]`` in the settings asks for, checked, and as Textual wants it.

A key here is written as Textual does: ``N``, ``f5``, ``ctrl+n``, ``question_mark``; people may also write ``?``.
"""

from __future__ import annotations

import difflib
import string
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.keys import _character_to_key

from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.tui.commands import COMMANDS, EVERYWHERE, Place, commands, key_words, no_key
from pipetui.tui.widgets.deal_list import DealList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Keys = tuple[str, ...]

PALETTE = "command_palette"
"""The command that opens the palette, from which every other can be reached."""

_TO_LINES = ("list.down", "list.up", "list.first", "list.last")
_TO_PAGES = (*_TO_LINES, "list.page_down", "list.page_up")
_MOVES_ON: Mapping[Place, tuple[str, ...]] = {
    "today": (*_TO_PAGES, "list.mark_down", "list.mark_up", "list.open"),
    "pipeline": (*_TO_PAGES, "list.open"),
    "people": _TO_PAGES,
    "deal": _TO_PAGES,
    "hygiene": _TO_PAGES,
    "drafts": _TO_LINES,
}
"""What of moving in a list each screen knows, by id; one that is left out has no list."""

_MODIFIERS = ("ctrl", "alt", "shift", "super", "meta", "hyper")
_NAMED = (
    *(f"f{number}" for number in range(1, 25)),
    *("space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
)
_PUNCTUATION = tuple(_character_to_key(character) for character in string.punctuation)
_TAKEN = ("enter", "escape", "tab", "shift+tab", "ctrl+c", "ctrl+q", "ctrl+i", "ctrl+j", "ctrl+m")
"""What dialogs and terminals need; ctrl+i, ctrl+j and ctrl+m arrive as tab and enter."""


def usual_keys() -> dict[str, Keys]:
    """The keys of every command and of moving in a list, by id, as they are without settings."""
    moves = {binding.id: binding.key for binding in DealList.BINDINGS if isinstance(binding, Binding) and binding.id}
    named = {**{command.id: command.key for command in COMMANDS}, **moves}
    return {name: tuple(part for part in key.split(",") if part) for name, key in named.items()}


def checked(keys: Mapping[str, Keys], file: Path | None) -> dict[str, Keys]:
    """The keys that the settings ask for, by the id of the command, as Textual writes them.

    Raises BadInput for an id that no command has, a key that does not exist or that dialogs need, and a key that two
    commands of one screen would have; it names ``file`` and the place in it.
    """
    usual = usual_keys()
    found = {name: _keys(str(file or ""), name, given, usual) for name, given in keys.items()}
    _refuse_clashes(str(file or ""), found, {**usual, **found})
    return found


def textual_keymap(keys: Mapping[str, Keys]) -> dict[str, str]:
    """The same as a Textual keymap."""
    return {name: ",".join(given) or no_key(name) for name, given in keys.items()}


def table(keys: Mapping[str, Keys], file: Path | None) -> list[tuple[str, str, str]]:
    """Every id with its keys as people read them and what the command does. Raises BadInput as ``checked`` does."""
    now = {**usual_keys(), **checked(keys, file)}
    about = {command.id: command.sentence for command in COMMANDS} | _moves()
    return [(name, key_words(",".join(given)), about[name]) for name, given in now.items()]


def _keys(file: str, name: str, given: Keys, usual: Mapping[str, Keys]) -> Keys:
    where = f"{file}: keys.{name}"
    if name not in usual:
        near = difflib.get_close_matches(name, usual, 1)
        hint = _("Did you mean {id}?").format(id=near[0]) if near else _("`pipetui config --keys` lists them.")
        raise BadInput(_("{where}: there is no such command.").format(where=where), hint)
    found = tuple(_key(where, key) for key in given)
    if name == PALETTE and (len(found) != 1 or len(found[0]) == 1 or found[0] in (*_PUNCTUATION, "space")):
        raise BadInput(
            _("{where}: the palette needs one key that nobody types as text.").format(where=where),
            _("For example: {example}.").format(example="ctrl+p, f1"),
        )
    return found


def _key(where: str, text: str) -> str:
    """One key as Textual writes it. Raises BadInput."""
    *modifiers, base = text.split("+") if len(text) > 1 else (text,)
    base = _character_to_key(base) if len(base) == 1 else base
    key = "+".join((*modifiers, base))
    if key in _TAKEN:
        raise BadInput(
            _("{where}: {key} is needed in dialogs and by the terminal.").format(where=where, key=key),
            _("Free are letters, signs, function keys, and most letters with ctrl or alt."),
        )
    is_known = (len(base) == 1 and base.isprintable()) or base in (*_NAMED, *_PUNCTUATION)
    if not is_known or any(modifier not in _MODIFIERS for modifier in modifiers):
        raise BadInput(
            _("{where}: {key} is not a key.").format(where=where, key=ascii(text)),
            _("For example: {example}.").format(example="n, N, ?, f5, space, ctrl+n, alt+n"),
        )
    if modifiers == ["shift"] and len(base) == 1:
        raise BadInput(
            _("{where}: {key} never arrives.").format(where=where, key=text),
            _("Write {key}.").format(key=base.upper()),
        )
    return key


def _refuse_clashes(file: str, found: Mapping[str, Keys], now: Mapping[str, Keys]) -> None:
    """Nothing may have the key that something else has on the same screen."""
    for names in _together():
        holder: dict[str, str] = {}
        for name in names:
            for key in now[name]:
                other = holder.setdefault(key, name)
                if other != name and (name in found or other in found):
                    asked, has = (name, other) if name in found else (other, name)
                    raise BadInput(
                        _("{where}: {key} is the key of {other}, too.").format(
                            where=f"{file}: keys.{asked}", key=key_words(key), other=has
                        ),
                        _("Give {other} another key, or none: {example}").format(other=has, example=f'{has} = ""'),
                    )


def _together() -> Iterator[list[str]]:
    """The ids that meet on one screen."""
    for place in EVERYWHERE:
        yield [*(command.id for command in commands(place)), *_MOVES_ON.get(place, ())]


def _moves() -> dict[str, str]:
    return {
        "list.down": _("One line down."),
        "list.up": _("One line up."),
        "list.first": _("To the first line."),
        "list.last": _("To the last line."),
        "list.page_down": _("One screen down."),
        "list.page_up": _("One screen up."),
        "list.mark_down": _("Select and go one line down."),
        "list.mark_up": _("Select and go one line up."),
        "list.open": _("Open the deal."),
    }
