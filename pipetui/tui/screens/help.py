"""Help for a screen: its keys, and what the words on it mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from pipetui.i18n import _
from pipetui.tui.commands import Command, Group, Place, commands, key_words, moving_keys, place_title
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.panel import BrokenLines
from pipetui.tui.widgets.text import fit, safe, wrapped

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from pipetui.tui.widgets.panel_text import Lines

_HEAD = 14
"""Cells for the keys."""


class HelpScreen(Dialog[None]):
    """``?``. Escape, ? and q leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(12)", show=False),
        Binding("pageup", "scroll(-12)", show=False),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def title_words(self) -> tuple[str, str]:
        """Help, and for which screen."""
        return _("Help"), place_title(self._place)

    def hints(self) -> str:
        """How to leave."""
        return _("j k scroll · esc back")

    def body(self) -> ComposeResult:
        """Keys by group, then the words."""
        yield BrokenLines()

    def on_mount(self) -> None:
        """Each line hangs beside its key, at any width."""
        self.query_one(BrokenLines).show(self._lines)

    def action_scroll(self, step: int) -> None:
        """Some lines down or up."""
        self.box.scroll_relative(y=step, animate=False)

    def _lines(self, width: int) -> Lines:
        titles: tuple[tuple[Group, str], ...] = (
            ("deal", _("The deal under the cursor")),
            ("list", _("The list")),
            ("app", _("Everywhere")),
        )
        lines: Lines = []
        for group, title in titles:
            rows = [(_keys_of(c), c.sentence) for c in commands(self._place) if c.group == group]
            if group == "list" and self._place == "today":
                rows = [*moving_keys(), *rows]
            lines.append(safe(title, "bold"))
            lines += [line for keys, about in rows for line in _row(keys, "$accent", about, width)]
            lines.append(safe(""))
        lines.append(safe(_("What the words mean"), "bold"))
        return lines + [line for words, style, about in _words() for line in _row(words, style, about, width)]


def _keys_of(command: Command) -> str:
    return key_words(command.key) if command.key else "(ctrl+p)"


def _row(head: str, style: str, about: str, width: int) -> Lines:
    texts = wrapped(about, width - _HEAD)
    return [Content.assemble((fit("" if number else head, _HEAD), style), text) for number, text in enumerate(texts)]


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
