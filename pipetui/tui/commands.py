"""Every action once: its id, key, words and help. Bindings, footer, palette and help screen all come from here.

The id of a command is the id of its binding, so that a keymap can give it another key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from textual.binding import Binding, BindingType
from textual.keys import key_to_character

from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.screen import Screen

Place = Literal["today", "deal", "triage", "pipeline", "people", "hygiene", "drafts", "imported", "crm"]
Group = Literal["deal", "list", "app"]

EVERYWHERE: tuple[Place, ...] = (
    "today", "deal", "triage", "pipeline", "people", "hygiene", "drafts", "imported", "crm"
)  # fmt: skip
"""All screens that have keys of their own."""

ON_A_DEAL: tuple[Place, ...] = ("today", "deal", "triage", "pipeline")
"""The screens with a deal that keys act upon."""

_WITH_A_PANEL: tuple[Place, ...] = ("triage", "imported", "crm")
"""The screens that show part of a deal, and open the whole of it."""


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
    places: tuple[Place, ...] = EVERYWHERE
    footer: int = 0

    @property
    def words(self) -> str:
        """The label in the language in use."""
        return _(self.label)

    @property
    def sentence(self) -> str:
        """What it does, in the language in use."""
        return _(self.about)


def _deal(
    id: str,
    key: str,
    label: str,
    about: str,
    *,
    footer: int = 0,
    action: str = "",
    places: tuple[Place, ...] = ON_A_DEAL,
) -> Command:
    """Something done to the deal under the cursor, by ``DealScreen.action_deal`` unless told."""
    return Command(id, key, label, about, action or f"deal('{id}')", "deal", places, footer)


def _list(
    id: str,
    key: str,
    label: str,
    about: str,
    *,
    footer: int = 0,
    places: tuple[Place, ...] = ("today",),
    action: str = "",
) -> Command:
    """Something done to the list, or to find another deal."""
    return Command(id, key, label, about, action or id, "list", places, footer)


def _app(
    id: str,
    key: str,
    label: str,
    about: str,
    *,
    footer: int = 0,
    action: str = "",
    places: tuple[Place, ...] = EVERYWHERE,
) -> Command:
    """Something that works everywhere."""
    return Command(id, key, label, about, action or f"app.{id}", "app", places, footer)


COMMANDS: tuple[Command, ...] = (
    _deal("note", "n", N_("note"), N_("Log a call: pain, next step, owner, date."), footer=1),
    _deal("done", "d", N_("done+next"), N_("Mark the next step done and say what comes next."), footer=2),
    _deal("no_reply", "r", N_("no reply"), N_("Log a call without reply and when to try again."), footer=3),
    _deal("step", "s", N_("step"), N_("Plan the next step, or reschedule it."), footer=4),
    _deal("criteria", "space", N_("criteria"), N_("Tick the exit criteria of the stage.")),
    _deal("move", "m", N_("move on"), N_("Move on to the next stage, or see what is missing."), footer=5),
    _deal("back", "M", N_("move back"), N_("Move back a stage and say what no longer holds.")),
    _deal("park", "p", N_("park"), N_("Park until a day, or wake a parked deal."), footer=6),
    _deal(
        "close",
        "c",
        N_("close"),
        N_("Close as won, lost or no decision; reopen a deal that is closed."),
        footer=7,
        places=(*ON_A_DEAL, "imported"),
    ),
    _deal("owner", "w", N_("owner"), N_("Reassign: give the deal and its step to somebody else.")),
    _deal("edit", "e", N_("edit"), N_("Change name, amount, close date and the like.")),
    _deal("contacts", "C", N_("contacts"), N_("The people at the buyer's: role, phone, e-mail."), action="contacts"),
    _deal("long_note", "E", N_("long note"), N_("Write a long note in your editor."), action="long_note"),
    _deal("brief", "b", N_("call brief"), N_("What to know before a call, on one screen."), action="brief"),
    _deal("history", "h", N_("history"), N_("Everything that happened to the deal."), action="history"),
    _deal("copy", "y", N_("copy"), N_("Copy the deal, or the selected ones, to the clipboard."), action="copy"),
    _deal(
        "copy_for_crm",
        "Y",
        N_("copy for CRM"),
        N_("Copy what is different here and has to be entered in the CRM."),
        action="copy_for_crm",
    ),
    _deal(
        "undo",
        "u",
        N_("undo"),
        N_("Take back your last action."),
        footer=8,
        action="undo",
        places=(*ON_A_DEAL, "people", "imported", "crm"),
    ),
    _list("triage", "t", N_("triage"), N_("Clear the list, one deal at a time."), footer=-1),
    _list("find", "f", N_("find"), N_("Find any deal by name, contact, phone or number."), footer=9, places=EVERYWHERE),
    _list("find_note", "N", N_("find, then note"), N_("Find a deal and log a call on it."), places=ON_A_DEAL),
    _list("add", "a", N_("add"), N_("Add a deal."), places=("today", "deal", "pipeline")),
    _list("filter", "slash", N_("filter"), N_("Show only the deals with these words."), footer=10),
    _list("sort", "o", N_("sort"), N_("Sort by any column.")),
    _list(
        "select",
        "x",
        N_("select"),
        N_("Select the deal, to do something to several at once."),
        places=("today", "imported"),
    ),
    _list("select_all", "X", N_("select all"), N_("Select all deals shown, or none."), places=("today", "imported")),
    _list("let_go", "escape", N_("let go"), N_("Drop the selection; without one, show everything again.")),
    _list(
        "mine",
        "v",
        N_("mine / all"),
        N_("Show your own deals, or everybody's."),
        footer=2,
        places=("today", "pipeline", "hygiene"),
    ),
    _list(
        "leave",
        "escape",
        N_("back"),
        N_("Back to where you came from."),
        footer=-1,
        places=("deal", "triage", "pipeline", "imported", "crm"),
    ),
    _list("fix", "enter", N_("fix"), N_("The first of the things to press."), footer=-1, places=("triage",)),
    _list(
        "skip",
        "j",
        N_("skip"),
        N_("The next deal; this one comes again at the end."),
        footer=-1,
        places=("triage",),
    ),
    _list("previous", "k", N_("previous"), N_("The deal before."), places=("triage",)),
    _list("whole_deal", "o", N_("open"), N_("The whole deal on a screen of its own."), places=_WITH_A_PANEL),
    _list("next_largest", "l", N_("next largest"), N_("Go on with the next largest deals."), places=("triage",)),
    *(
        _list(f"people_{name}", key, label, about, footer=footer, places=("people",), action=f"person('{name}')")
        for name, key, label, about, footer in (
            ("list", "enter", N_("list"), N_("Show this person's list on Today."), 1),
            ("away", "A", N_("away"), N_("Plan an absence, such as a holiday, and who covers the list."), 2),
            ("here", "B", N_("here again"), N_("End the absence, or take a planned one back."), 3),
            ("hand_over", "w", N_("hand over"), N_("Hand all open deals and steps to somebody else."), 4),
            ("alias", "n", N_("other name"), N_("Add or drop another name; that of a person makes the two one."), 5),
            ("rename", "e", N_("rename"), N_("Change the name; the old one still finds the person."), 6),
            ("add", "a", N_("add"), N_("Add a person."), 7),
        )
    ),
    *(
        _list(f"crm_{name}", key, label, about, footer=footer, places=("crm",), action=f"crm('{name}')")
        for name, key, label, about, footer in (
            ("entered", "x", N_("entered"), N_("It stands in the CRM now, too: take it off this list."), 1),
            ("all_entered", "X", N_("all entered"), N_("All of it stands in the CRM now: empty this list."), 0),
            ("copy", "y", N_("copy"), N_("Copy what is to be entered of this deal."), 2),
            ("copy_all", "Y", N_("copy all"), N_("Copy what is to be entered of all deals."), 3),
            ("write", "w", N_("write a file"), N_("Write all of it as a CSV file that the CRM can import."), 4),
        )
    ),
    _list("open_draft", "enter", N_("go on"), N_("Go on with the draft, in its form."), footer=1, places=("drafts",)),
    _list("drop_draft", "x", N_("throw away"), N_("Throw the draft away."), footer=2, places=("drafts",)),
    _list("put_back", "u", N_("bring back"), N_("Bring back what was thrown away here."), footer=3, places=("drafts",)),
    _list("copy_draft", "y", N_("copy"), N_("Copy the text of the draft."), footer=4, places=("drafts",)),
    _list(
        "begin_fix", "enter", N_("clear these"), N_("Show the deals of a fix on Today."), footer=1, places=("hygiene",)
    ),
    _list("imported_open", "enter", N_("go on"), N_("What the line is for."), footer=1, places=("imported",)),
    _list(
        "take_mine",
        "m",
        N_("keep mine"),
        N_("Keep my value; it waits to be entered in the CRM."),
        footer=2,
        places=("imported",),
        action="take('mine')",
    ),
    _list(
        "take_theirs",
        "t",
        N_("take theirs"),
        N_("Take the value of the file."),
        footer=3,
        places=("imported",),
        action="take('theirs')",
    ),
    _list(
        "section",
        "tab",
        N_("next section"),
        N_("To the first line of the next section."),
        footer=4,
        places=("imported",),
        action="section(1)",
    ),
    _list(
        "section_before",
        "shift+tab",
        N_("section before"),
        N_("To the first line of this section, and then of the one before."),
        places=("imported",),
        action="section(-1)",
    ),
    _list(
        "write_rejects",
        "w",
        N_("write to a file"),
        N_("Write what was rejected or left out to a file."),
        footer=9,
        places=("imported",),
    ),
    _app("today", "1", N_("Today"), N_("The list of what needs something today."), action="app.go('today')"),
    _app(
        "pipeline",
        "2",
        N_("Pipeline"),
        N_("The stages side by side, with what is in them."),
        action="app.go('pipeline')",
    ),
    _app("people", "P", N_("people"), N_("Who owns what, other names, absences."), action="app.go('people')"),
    _app("hygiene", "i", N_("hygiene"), N_("How clean the pipeline is, over time."), action="app.go('hygiene')"),
    _app("drafts", "D", N_("drafts"), N_("What was typed and not saved yet."), action="app.go('drafts')"),
    _app(
        "imported",
        "I",
        N_("last import"),
        N_("What the last import brought, and what it leaves to do."),
        action="app.go('imported')",
    ),
    _app("crm", "F", N_("for the CRM"), N_("What is to be entered in the CRM."), action="app.go('crm')"),
    _app("import_file", "L", N_("import a file"), N_("Bring in deals from a CSV, XLSX or zip file.")),
    _app("export", "", N_("export"), N_("Write deals, notes, history and more to a file.")),
    _app("theme", "", N_("theme"), N_("Dark, light, high contrast, or the terminal's own colours.")),
    _app("facts", "f12", N_("about"), N_("Versions, paths and what this terminal can do, for a report.")),
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

ON_SEVERAL = ("step", "owner", "park", "close", "copy", "select", "let_go")
"""The commands that are worth a place in the footer while several deals are selected, in their order."""

_NO_KEY = "no_key_"

SHOWN_KEYS = {
    "slash": "/",
    "question_mark": "?",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
"""How keys with a long name are written."""


def commands(place: Place) -> list[Command]:
    """The commands of a screen."""
    return [command for command in COMMANDS if place in command.places]


def bindings(place: Place) -> list[BindingType]:
    """The bindings of a screen. The palette's key is bound by the app itself."""
    return [
        Binding(command.key or no_key(command.id), command.action, show=False, id=command.id)
        for command in commands(place)
        if command.id != "command_palette"
    ]


def no_key(command_id: str) -> str:
    """What stands in a binding for the key of a command without one: settings can give it a key in its place."""
    return f"{_NO_KEY}{command_id}"


def keys_here(screen: Screen[Any]) -> dict[str, str]:
    """The keys of a screen by the id of their command, several separated by commas."""
    found: dict[str, str] = {}
    for key, (_node, binding, *_rest) in screen.active_bindings.items():
        if binding.id:
            found[binding.id] = f"{found[binding.id]},{key}" if binding.id in found else key
    return found


_ONLY_IN_HELP: dict[Place, frozenset[str]] = {
    "today": frozenset(("move", "mine")),
    "triage": frozenset(("no_reply", "move")),
    "pipeline": frozenset(("mine",)),
}
"""What other screens have in their footer: at most eleven keys stand there."""


def footer(place: Place) -> list[Command]:
    """The commands that stand in the footer, in their order."""
    left_out = _ONLY_IN_HELP.get(place, frozenset())
    shown = (command for command in commands(place) if command.footer and command.id not in left_out)
    return sorted(shown, key=lambda command: command.footer)


def footer_on_several(place: Place) -> list[Command]:
    """The same while several deals are selected."""
    here = {command.id: command for command in commands(place)}
    return [here[name] for name in ON_SEVERAL]


def key_words(key: str) -> str:
    """A key as people read it; several, separated by commas, with a blank between."""
    words = {**SHOWN_KEYS, "space": _("space"), "enter": _("enter")}
    parts = [part for part in key.split(",") if not part.startswith(_NO_KEY)]
    return " ".join(words.get(part) or _sign(part) for part in parts)


def _sign(key: str) -> str:
    """``,`` for ``comma``; any other key as it is."""
    character = key_to_character(key)
    return character if character and len(character) == 1 and character.isprintable() else key


def place_title(place: Place) -> str:
    """What a screen is called."""
    return {
        "today": _("Today"),
        "deal": _("a deal"),
        "triage": _("Triage"),
        "pipeline": _("Pipeline"),
        "people": _("People"),
        "hygiene": _("Hygiene"),
        "drafts": _("Drafts"),
        "imported": _("Last import"),
        "crm": _("For the CRM"),
    }[place]


def moving_keys(keys: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The keys that move in a list and what they do. ``keys``: those of the screen by the id of their command."""
    rows = (
        (("list.down", "list.up"), _("one line down, up")),
        (("list.first", "list.last"), _("to the first, to the last")),
        (("list.page_down", "list.page_up"), _("one screen down, up")),
        (("board.left", "board.right"), _("to the stage before, to the next")),
        (("list.open",), _("open the deal")),
        (("value.change",), _("change the value under the cursor")),
    )
    return [
        (" ".join(key_words(keys.get(name, "")) for name in names), about)
        for names, about in rows
        if any(name in keys for name in names)
    ]
