"""Help for a screen: what it is for, its keys, and what the words on it mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from pipetui.domain.query_words import explained
from pipetui.i18n import _
from pipetui.tui.commands import ON_A_DEAL, Command, Group, Place, commands, key_words, moving_keys, place_title
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.reading import ReadingDialog
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from pipetui.tui.widgets.panel_text import Lines

_HEAD = 14
"""Cells for the keys."""

_WITH_BADGES: tuple[Place, ...] = ("today", "triage", "deal", "pipeline")
"""The screens whose lines say what is wrong in a word or two."""


class HelpScreen(ReadingDialog[str | None]):
    """``?``. Escape, ? and q leave. Dismisses with the action of the line that was clicked, or None.

    ``keys``: the keys of the screen by the id of their command.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q", "leave", show=False),
    ]

    def __init__(self, place: Place, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._place = place
        self._keys = keys

    def title_words(self) -> tuple[str, str]:
        """Help, and for which screen."""
        return _("Help"), place_title(self._place)

    def hints(self) -> str:
        """How to leave."""
        return SEPARATOR.join((_("j k scroll"), _("a click does it"), _("esc back")))

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked; beside the dialog, leave."""
        action = event.style.meta.get("action")
        if action:
            event.prevent_default()
            self.dismiss(action)

    def lines(self, width: int) -> Lines:
        """What the screen is for, keys by group, the words."""
        lines = [*wrapped(_purpose(self._place), width), safe("")]
        titles: tuple[tuple[Group, str], ...] = (
            ("deal", _("This deal") if self._place in ("deal", "triage") else _("The deal under the cursor")),
            ("list", _("On this screen")),
            ("app", _("Everywhere")),
        )
        for group, title in titles:
            rows = [line for c in self._commands(group) for line in self._command(c, width)]
            if group == "list":
                moves = moving_keys(self._keys)
                rows = [line for keys, does in moves for line in _row(keys, "$accent", does, width)] + rows
            if rows:
                lines += [safe(title, "bold"), *rows, safe("")]
        if self._place == "today":
            lines.append(safe(_("What the filter understands"), "bold"))
            lines += [line for typed, finds in explained() for line in _row(typed, "$accent", finds, width)]
            lines.append(safe(""))
        if self._place in _WITH_BADGES:
            lines.append(safe(_("What the words mean"), "bold"))
            lines += [line for words, style, about in _words() for line in _row(words, style, about, width)]
        return lines

    def _commands(self, group: Group) -> list[Command]:
        """The commands of a group. Where no deal is, undo is about the screen."""
        has_deal = self._place in ON_A_DEAL
        groups = (group,) if has_deal or group != "list" else ("deal", "list")
        return [c for c in commands(self._place) if c.group in groups and (has_deal or group != "deal")]

    def _command(self, command: Command, width: int) -> Lines:
        keys = key_words(self._keys.get(command.id, command.key)) or f"({key_words(self._keys['command_palette'])})"
        clicked = Style.from_meta({"action": command.action})
        return [line.stylize(clicked) for line in _row(keys, "$accent", command.sentence, width)]


def _row(head: str, style: str, about: str, width: int) -> Lines:
    """A line that hangs beside its head, which stands alone where it is too long."""
    texts = wrapped(about, width - _HEAD)
    rows: Lines = []
    if len(head) >= _HEAD:
        rows.append(safe(head, style))
        head = ""
    return rows + [
        Content.assemble((fit("" if number else head, _HEAD), style), text) for number, text in enumerate(texts)
    ]


def _purpose(place: Place) -> str:
    """What a screen is for."""
    return {
        "today": _(
            "The deals that need something, the most urgent first. Put the cursor on one and press what fixes it; "
            "it leaves the list when nothing is wrong with it. Below stand what is due today, what woke, and what is "
            "in hand."
        ),
        "deal": _("All that is known of one deal. Everything that can be done to it in a list can be done here."),
        "triage": _(
            "One deal at a time: what is wrong with it and what fixes it. The next comes by itself; what is skipped "
            "comes again at the end."
        ),
        "pipeline": _(
            "The stages side by side with what stands in them. A deal moves on only when the criteria of its stage "
            "are ticked, here as everywhere."
        ),
        "people": _("Who owns what, the other names they go by, and who covers for whom."),
        "hygiene": _(
            "The share of open deals without a finding, how it went over the weeks, and what would raise it most."
        ),
        "drafts": _("What was typed and not saved: nothing of it is lost until you throw it away."),
        "imported": _(
            "What the last import brought, and what it leaves to you: deals that wait for an answer, values that "
            "changed here and there, deals that the file no longer has, and rows that could not be read."
        ),
        "crm": _(
            "What is different here and has to be entered in the CRM, in its own words. Enter it there and press the "
            "key for it here: the deal leaves the list, and the next import finds it as you said."
        ),
    }[place]


def _words() -> tuple[tuple[str, str, str], ...]:
    """The badges and sections, each in a sentence."""
    return (
        (_("SLA 3h late"), "$sla", _("somebody waits for an answer that was promised within hours")),
        (_("no step"), "$no-step", _("the next step lacks its text, its owner or its date")),
        (_("4d late"), "$late", _("the next step's date is past")),
        (_("stalled 12d"), "$stalled", _("longer in its stage than the playbook allows, by so many days")),
        (_("IN HAND"), "$muted", _("stalled, but worked on since; it comes back on its step's date")),
        (_("WOKE TODAY"), "$accent", _("it was parked until today")),
        ("x3", "$muted", _("the step was given another date three times")),
        ("12+/21", "$muted", _("at least 12 days in the stage, since the import; the limit is 21")),
    )
