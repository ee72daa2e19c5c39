"""The person's own keys: what may be asked for, and how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipetui.errors import BadInput
from pipetui.tui.commands import COMMANDS, key_words
from pipetui.tui.keymap import checked, table, textual_keymap, usual_keys

FILE = Path("settings.toml")


def test_keys_are_written_as_textual_does() -> None:
    keys = {"note": ("?",), "help": ("f1", "ctrl+h"), "filter": (",",), "quit": ()}
    found = checked(keys, FILE)
    assert found == {"note": ("question_mark",), "help": ("f1", "ctrl+h"), "filter": ("comma",), "quit": ()}
    assert textual_keymap(found)["help"] == "f1,ctrl+h"
    assert key_words(textual_keymap(found)["quit"]) == ""


def test_two_commands_may_swap_their_keys() -> None:
    assert checked({"note": ("d",), "done": ("n",)}, FILE) == {"note": ("d",), "done": ("n",)}


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ({"notes": ("N",)}, "keys.notes: there is no such command", "Did you mean note"),
        ({"xyzzy": ("N",)}, "keys.xyzzy: there is no such command", "config --keys"),
        ({"note": ("d",)}, "keys.note: d is the key of done, too", 'done = ""'),
        ({"note": ("j",)}, "keys.note: j is the key of list.down, too", "list.down"),
        ({"list.down": ("n",)}, "keys.list.down: n is the key of note, too", "note"),
        ({"drop_draft": ("j",)}, "keys.drop_draft: j is the key of list.down, too", "list.down"),
        ({"begin_fix": ("G",)}, "keys.begin_fix: G is the key of list.last, too", "list.last"),
        ({"note": ("N", "z"), "find_note": ("z",)}, "z is the key of", "Give"),
        ({"note": ("enter",)}, "keys.note: enter is needed", "Free are"),
        ({"note": ("escape",)}, "keys.note: escape is needed", "Free are"),
        ({"note": ("tab",)}, "keys.note: tab is needed", "Free are"),
        ({"note": ("ctrl+m",)}, "keys.note: ctrl+m is needed", "Free are"),
        ({"note": ("nn",)}, "keys.note: 'nn' is not a key", "For example"),
        ({"note": ("strg+n",)}, "keys.note: 'strg+n' is not a key", "For example"),
        ({"note": ("shift+n",)}, "keys.note: shift+n never arrives", "Write N"),
        ({"command_palette": ("p",)}, "keys.command_palette: the palette needs one key", "f1"),
        ({"command_palette": ()}, "keys.command_palette: the palette needs one key", "f1"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(keys: dict[str, tuple[str, ...]], message: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked(keys, FILE)
    assert caught.value.message.startswith("settings.toml: keys.")
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_the_same_key_may_serve_on_two_screens() -> None:
    assert checked({"triage": ("z",), "leave": ("z",)}, FILE)


def test_the_table_has_every_command_with_its_key() -> None:
    rows = {name: (keys, about) for name, keys, about in table({"note": ("N",), "find_note": ("n",)}, FILE)}
    assert {command.id for command in COMMANDS} < set(rows)
    assert rows["note"][0] == "N"
    assert rows["filter"][0] == "/"
    assert rows["theme"][0] == ""
    assert all(about for _keys, about in rows.values())


def test_the_usual_keys_can_be_written_down_as_settings() -> None:
    """Somebody who copies the table into the settings gets no complaint about keys that may be given."""
    fixed = {"enter", "escape", "tab", "shift+tab"}
    usual = {name: keys for name, keys in usual_keys().items() if not fixed & set(keys)}
    assert checked(usual, FILE) == usual
