"""Every action once: its id, key, words and help. Bindings, footer, palette and help screen all come from here.

The id of a command is the id of its binding, so that a keymap can give it another key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.binding import Binding, BindingType

from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = Literal["today", "deal"]
Group = Literal["deal", "list", "app"]


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown (see ``Command.words``)."""
    return text


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done with a key. ``label``: one or two words; ``about``: a sentence; both in English,
    untranslated. ``action``: the Textual action. ``footer``: its rank there from left to right, 0 for none."""

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


def _deal(id: str, key: str, label: str, about: str, *, footer: int = 0, action: str = "") -> Command:
    """Something done to the deal under the cursor, by ``DealScreen.action_deal`` unless told."""
    return Command(id, key, label, about, action or f"deal('{id}')", "deal", footer=footer)


def _list(
    id: str, key: str, label: str, about: str, *, footer: int = 0, places: tuple[Place, ...] = ("today",)
) -> Command:
    """Something done to the list, or to find another deal."""
    return Command(id, key, label, about, id, "list", places, footer)


def _app(id: str, key: str, label: str, about: str, *, footer: int = 0, action: str = "") -> Command:
    """Something that works everywhere."""
    return Command(id, key, label, about, action or f"app.{id}", "app", footer=footer)


_BOTH: tuple[Place, ...] = ("today", "deal")

COMMANDS: tuple[Command, ...] = (
    _deal("note", "n", N_("note"), N_("Log a call: pain, next step, owner, date."), footer=1),
    _deal("done", "d", N_("done+next"), N_("Mark the next step done and say what comes next."), footer=2),
    _deal("no_reply", "r", N_("no reply"), N_("Log a call without reply and when to try again."), footer=3),
    _deal("step", "s", N_("step"), N_("Plan the next step, or give it another date."), footer=4),
    _deal("criteria", "space", N_("criteria"), N_("Tick the exit criteria of the stage.")),
    _deal("move", "m", N_("move on"), N_("Move on to the next stage, or see what is missing."), footer=5),
    _deal("back", "M", N_("move back"), N_("Move back a stage and say what no longer holds.")),
    _deal("park", "p", N_("park"), N_("Park until a day, or wake a parked deal."), footer=6),
    _deal("close", "c", N_("close"), N_("Close as won, lost or no decision; reopen a closed deal."), footer=7),
    _deal("owner", "w", N_("owner"), N_("Give the deal and its step to somebody else.")),
    _deal("edit", "e", N_("edit"), N_("Change name, amount, contact and the like.")),
    _deal("history", "h", N_("history"), N_("Everything that happened to the deal."), action="history"),
    _deal("undo", "u", N_("undo"), N_("Take back your last action."), footer=8, action="undo"),
    _list("find", "f", N_("find"), N_("Find any deal, flagged or not."), footer=9, places=_BOTH),
    _list("find_note", "N", N_("find, then note"), N_("Find a deal and log a call on it."), places=_BOTH),
    _list("add", "a", N_("add"), N_("Add a deal."), places=_BOTH),
    _list("filter", "slash", N_("filter"), N_("Keep only lines with these words."), footer=10),
    _list("sort", "o", N_("sort"), N_("Sort by any column.")),
    _list("mine", "v", N_("mine / all"), N_("Show your own deals, or everybody's.")),
    _list("leave", "escape", N_("back"), N_("Back to where you came from."), footer=-1, places=("deal",)),
    _app("import_file", "", N_("import a file"), N_("Bring in deals from a CSV, XLSX or zip file.")),
    _app("light_or_dark", "", N_("light or dark"), N_("Change between the light and the dark theme.")),
    _app(
        "help",
        "question_mark",
        N_("help"),
        N_("The keys of this screen and what the words mean."),
        footer=11,
        action="help",
    ),
    _app("command_palette", "ctrl+p", N_("palette"), N_("Every action by name.")),
    _app("quit", "q", N_("quit"), N_("Close pipetui; everything is saved.")),
)
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
        if command.key and command.id != "command_palette"
    ]


def footer(place: Place) -> list[Command]:
    """The commands that stand in the footer, in their order."""
    return sorted((command for command in commands(place) if command.footer), key=lambda command: command.footer)


def key_words(key: str) -> str:
    """A key as people read it; several, separated by commas, with a blank between."""
    words = {**SHOWN_KEYS, "space": _("space")}
    return " ".join(words.get(part, part) for part in key.split(","))


def moving_keys() -> Sequence[tuple[str, str]]:
    """The keys that move in a list: keys and what they do."""
    return (
        ("j k ↓ ↑", _("one line down, up")),
        ("g G home end", _("to the first, to the last")),
        ("pgdn pgup", _("one screen down, up")),
        (_("enter"), _("open the deal")),
    )
