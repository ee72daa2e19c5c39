"""The first start, where no database exists: how to begin. Nothing is written before the person chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pipetui.domain.instants import day_of
from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services.desk import Desk, create, open_desk
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from pipetui.services.launching import Launch

Preset = Literal["b2b", "solo"]
Next = Literal["add", "import", "demo"]


@dataclass(frozen=True, slots=True)
class Begin:
    """What the person chose: a desk, and what to do on it first."""

    desk: Desk
    then: Next


class WelcomeScreen(Screen[Begin | None]):
    """Add a first deal, import a file, or look around in a demo. Dismisses with None to leave."""

    CSS_PATH = "../styles/welcome.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "choose('add')", show=False),
        Binding("i", "choose('import')", show=False),
        Binding("d", "choose('demo')", show=False),
        Binding("r", "choose('rules')", show=False),
        Binding("q,escape", "choose('quit')", show=False),
        Binding("j", "cursor('down')", show=False),
        Binding("k", "cursor('up')", show=False),
    ]

    def __init__(self, launch: Launch) -> None:
        super().__init__()
        self._launch = launch
        self._preset: Preset = "b2b"

    def compose(self) -> ComposeResult:
        """A few words and the choices."""
        with Vertical(id="welcome"):
            yield Static(self._words(), markup=False)
            yield OptionList(*self._options(), markup=False, compact=True)
            yield Static("", id="trouble", markup=False)

    def on_mount(self) -> None:
        """The choices have the keys."""
        self.set_focus(self.query_one(OptionList))

    def action_cursor(self, way: str) -> None:
        """One choice down or up."""
        options = self.query_one(OptionList)
        (options.action_cursor_down if way == "down" else options.action_cursor_up)()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_choose(event.option_id or "")

    def action_choose(self, choice: str) -> None:
        """Do what was chosen."""
        if choice == "quit":
            self.dismiss(None)
        elif choice == "rules":
            self._preset = "solo" if self._preset == "b2b" else "b2b"
            self.query_one(OptionList).replace_option_prompt("rules", self._rules())
        elif choice == "demo":
            self._tell(_("Building the demo …"), "$muted")
            self._demo()
        elif choice == "import":
            self._create("import")
        else:
            self._create("add")

    def _create(self, then: Next) -> None:
        from pipetui.services.playbooks import from_preset

        launch = self._launch
        try:
            playbook = from_preset(self._preset, launch.language)
            desk = create(launch.db, playbook=playbook, me=launch.me, now=launch.now(), date_order=launch.date_order)
        except PipetuiError as error:
            self._tell(str(error))
        else:
            self.dismiss(Begin(desk, then))

    @work(thread=True, exclusive=True)
    def _demo(self) -> None:
        """The sample takes a moment to build."""
        from pipetui.services.demo import copy_in_cache
        from pipetui.services.playbooks import from_preset

        launch = self._launch
        now = launch.now()
        zone = from_preset(self._preset, launch.language).zone
        try:
            path = copy_in_cache(now=now, today=day_of(now, zone), language=launch.language)
        except PipetuiError as error:
            self.app.call_from_thread(self._tell, str(error))
        else:
            self.app.call_from_thread(self._open, path)

    def _open(self, path: Path) -> None:
        launch = self._launch
        try:
            desk = open_desk(path, me=launch.me, now=launch.now(), date_order=launch.date_order)
        except PipetuiError as error:
            self._tell(str(error))
        else:
            self.dismiss(Begin(desk, "demo"))

    def _tell(self, message: str, style: str = "$sla") -> None:
        lines = [safe(line, style) for line in message.splitlines()]
        self.query_one("#trouble", Static).update(Content("\n").join(lines))

    def _words(self) -> Content:
        lines = [
            safe("pipetui", "bold $accent"),
            safe(""),
            safe(_("A few minutes each morning: only the deals that need something, each fixed in seconds.")),
            safe(""),
            safe(_("There is no database yet at {path}.").format(path=self._launch.db), "$muted"),
            safe(_("Nothing is written before you choose. You work as {me}.").format(me=self._launch.me), "$muted"),
            safe(""),
        ]
        return Content("\n").join(lines)

    def _options(self) -> list[Option]:
        return [
            Option(_choice("a", _("add a first deal")), "add"),
            Option(_choice("i", _("import a file: CSV, XLSX or a zip of them")), "import"),
            Option(_choice("d", _("look around in a demo, a throwaway copy")), "demo"),
            Option(self._rules(), "rules"),
            Option(_choice("q", _("quit")), "quit"),
        ]

    def _rules(self) -> Content:
        words = {
            "b2b": _("rules: a team that takes over leads from marketing (b2b)"),
            "solo": _("rules: one person, no handoff (solo)"),
        }
        return _choice("r", words[self._preset])


def _choice(key: str, words: str) -> Content:
    return Content.assemble((key, "bold $accent"), "   ", words)
