"""Every action once: its id, key, words and help. Bindings, footer, palette and help screen all come from here.

The id of a command is the id of its binding, so that a keymap can give it another key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

from pipetui.i18n import _

Place = Literal["today", "deal"]
Group = Literal["deal", "list", "app"]


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown (see ``Command.words``)."""
    return text


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done with a key. ``label``: one or two words; ``about``: a sentence; both in English,
    untranslated. ``action``: the Textual action. ``footer``: its rank there, 0 for none."""

    id: str
    key: str
    label: str
    about: str
    action: str
    group: Group
    places: tuple[Place, ...] = ("today", "deal")
    footer: int = 0

    @property
    def words(self) -> str:
        """The label in the language in use."""
        return _(self.label)

    @property
    def sentence(self) -> str:
        """What it does, in the language in use."""
        return _(self.about)


COMMANDS: tuple[Command, ...] = (
    Command("note", "n", N_("note"), N_("Log a call: pain, next step, owner, date."), "deal('note')", "deal", footer=1),
    Command("done", "d", N_("done+next"), N_("Mark the next step done and say what comes next."), "deal('done')", "deal",
            footer=2),
    Command("no_reply", "r", N_("no reply"), N_("Log a call without reply and when to try again."), "deal('no_reply')",
            "deal", footer=3),
    Command("step", "s", N_("step"), N_("Plan the next step, or give it another date."), "deal('step')", "deal", footer=4),
    Command("criteria", "space", N_("criteria"), N_("Tick the exit criteria of the stage."), "deal('criteria')", "deal"),
    Command("move", "m", N_("move on"), N_("Move on to the next stage, or see what is missing."), "deal('move')", "deal",
            footer=5),
    Command("back", "M", N_("move back"), N_("Move back a stage and say what no longer holds."), "deal('back')", "deal"),
    Command("park", "p", N_("park"), N_("Park until a day, or wake a parked deal."), "deal('park')", "deal", footer=6),
    Command("close", "c", N_("close"), N_("Close as won, lost or no decision; reopen a closed deal."), "deal('close')",
            "deal", footer=7),
    Command("owner", "w", N_("owner"), N_("Give the deal and its step to somebody else."), "deal('owner')", "deal"),
    Command("edit", "e", N_("edit"), N_("Change name, amount, contact and the like."), "deal('edit')", "deal"),
    Command("history", "h", N_("history"), N_("Everything that happened to the deal."), "history", "deal"),
    Command("undo", "u", N_("undo"), N_("Take back your last action."), "undo", "deal", footer=8),
    Command("find", "f", N_("find"), N_("Find any deal, flagged or not."), "find", "list", footer=9),
    Command("find_note", "N", N_("find, then note"), N_("Find a deal and log a call on it."), "find_note", "list"),
    Command("add", "a", N_("add"), N_("Add a deal."), "add", "list"),
    Command("leave", "escape", N_("back"), N_("Back to where you came from."), "back_to_list", "list", ("deal",), footer=10),
    Command("filter", "slash", N_("filter"), N_("Keep only lines with these words."), "filter", "list", ("today",), footer=10),
    Command("sort", "o", N_("sort"), N_("Sort by any column."), "sort", "list", ("today",)),
    Command("mine", "v", N_("mine / all"), N_("Show your own deals, or everybody's."), "mine", "list", ("today",)),
    Command("import", "", N_("import a file"), N_("Bring in deals from a CSV, XLSX or zip file."), "app.import_file", "app"),
    Command("theme", "", N_("light or dark"), N_("Change between the light and the dark theme."), "app.light_or_dark", "app"),
    Command("help", "question_mark", N_("help"), N_("The keys of this screen and what the words mean."), "help", "app",
            footer=11),
    Command("palette", "ctrl+p", N_("palette"), N_("Every action by name."), "app.command_palette", "app"),
    Command("quit", "q", N_("quit"), N_("Close pipetui; everything is saved."), "app.quit", "app"),
)  # fmt: skip
"""All commands, in the order of the help screen."""

SHOWN_KEYS = {"slash": "/", "question_mark": "?", "escape": "esc"}
"""How keys with a long name are written."""


def commands(place: Place) -> list[Command]:
    """The commands of a screen."""
    return [command for command in COMMANDS if place in command.places]


def bindings(place: Place) -> list[BindingType]:
    """The bindings of a screen. The palette's key is bound by the app itself."""
    return [
        Binding(command.key, command.action, show=False, id=command.id)
        for command in commands(place)
        if command.key and command.id != "palette"
    ]


def footer(place: Place) -> list[Command]:
    """The commands that stand in the footer, in their order."""
    return sorted((command for command in commands(place) if command.footer), key=lambda command: command.footer)


def key_words(key: str) -> str:
    """A key as people read it; several, separated by commas, with a blank between."""
    return " ".join(SHOWN_KEYS.get(part, part) for part in key.split(","))


def moving_keys() -> Sequence[tuple[str, str]]:
    """The keys that move in a list: keys and what they do."""
    return (
        ("j k ↓ ↑", _("one line down, up")),
        ("g G home end", _("to the first, to the last")),
        ("pgdn pgup", _("one screen down, up")),
        ("enter", _("open the deal")),
    )
