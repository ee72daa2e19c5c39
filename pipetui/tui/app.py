"""The app: themes, the desk that every screen works at, and the first screen."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.command import CommandPalette

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.tui import endings, keymap, places, themes
from pipetui.tui.dialogs.draft import KeepsDraft
from pipetui.tui.import_words import outcome
from pipetui.tui.keys import DIALOGS, KeysInOrder
from pipetui.tui.palette import Palette
from pipetui.tui.patience import PATIENCE
from pipetui.tui.place_screen import PlaceScreen
from pipetui.tui.screens.today import TodayScreen
from pipetui.tui.widgets.too_small import cover, is_too_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePath

    from textual.app import SystemCommand
    from textual.command import Provider
    from textual.screen import Screen

    from pipetui.services.desk import Desk
    from pipetui.services.launching import Launch
    from pipetui.services.transfer_report import ImportReport
    from pipetui.tui.screens.welcome import Begin


_PALETTE: set[type[Provider] | Callable[[], type[Provider]]] = {Palette}


_STYLES: list[str | PurePath] = ["styles/app.tcss", "styles/dialogs.tcss"]


class PipetuiApp(KeysInOrder):
    """pipetui in the terminal. ``desk`` is None where no database exists yet; then the app asks how to begin."""

    TITLE = "pipetui"
    CSS_PATH = _STYLES
    COMMANDS = _PALETTE
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", show=False, priority=True, id=keymap.PALETTE),
        Binding("ctrl+c", "interrupt", show=False, priority=True, system=True),
    ]

    def __init__(self, launch: Launch, desk: Desk | None) -> None:
        keys = keymap.checked(launch.keys, launch.settings_file)
        colourless = "NO_COLOR" in os.environ
        # Without it Textual shows greys, which are colours, too.
        super().__init__(ansi_color=True if colourless else None)
        self.launch = launch
        self._desk = desk
        self._keys = keys
        self._lost_is_lost = False
        for theme in themes.ALL.values():
            self.register_theme(theme)
        self.theme = themes.ANSI.name if colourless else launch.theme or themes.DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own names, for the styles that are read before a theme is set."""
        return themes.DARK.variables

    async def on_mount(self) -> None:
        """The first screen, with the person's own keys."""
        self.set_keymap(keymap.textual_keymap(self._keys))
        if not self.is_headless:
            endings.leave_quietly(self)
        self.screen_change_signal.subscribe(self, lambda screen: cover(screen, self.size))
        if self._desk is not None:
            await self.begin(self._desk, demo=self.launch.demo)
            return
        from pipetui.tui.screens.welcome import WelcomeScreen

        self.push_screen(WelcomeScreen(self.launch), self._chosen)

    def desk(self) -> Desk:
        """The desk at this instant; a look at the past stays at its own."""
        assert self._desk is not None, "no screen asks for a desk before there is one"
        return self._desk if self._desk.read_only else self._desk.at(self.launch.now())

    async def begin(self, desk: Desk, *, demo: bool) -> TodayScreen:
        """Open Today at this desk; ``demo``: it is a throwaway copy, which the header says."""
        self._desk = desk
        desk.store.patience = PATIENCE
        today = TodayScreen(self.desk, demo=demo)
        await self.push_screen(today)
        if self.launch.screen is not None:
            await places.go(self, self.launch.screen, self.desk)
        self._warm_up()
        return today

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: ``commands`` has all."""
        del screen
        return ()

    def action_command_palette(self) -> None:
        """Every action by name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("an action by name"), id="--command-palette"))

    @work(exclusive=True, group=DIALOGS)
    async def action_theme(self) -> None:
        """Choose a theme, until the app is closed."""
        from pipetui.tui.dialogs.theme import ThemeDialog

        await self.push_screen_wait(ThemeDialog(self.launch.settings_file))

    @work(exclusive=True, group=DIALOGS)
    async def action_facts(self) -> None:
        """Versions, paths and what this terminal can do."""
        from pipetui.tui.screens.facts import FactsScreen

        await self.push_screen_wait(FactsScreen(self.launch, self._desk and self.desk()))

    async def on_event(self, event: events.Event) -> None:
        """In a terminal that is too small to show what a key does, only leaving works."""
        unseen = isinstance(event, events.Key | events.Paste) and not event.is_forwarded and is_too_small(self.size)
        if not unseen:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in ("q", "ctrl+q", "ctrl+c"):
            self.exit()

    def on_resize(self, event: events.Resize) -> None:
        """A terminal that becomes too small for the screens says so."""
        cover(self.screen, event.size)

    def action_go(self, place: str) -> None:
        """Leave what is open, back to Today, and from there to a place, before the next key."""
        self.in_turn(partial(places.go, self, place, self.desk))

    def action_import_file(self, *files: str) -> None:
        """Bring in deals from these files, or ask from which."""
        from pipetui.tui.screens.import_file import ImportScreen

        if not isinstance(self.screen, PlaceScreen) or self.screen.may_write():
            self.push_screen(ImportScreen(self.desk, list(map(Path, files))), self._imported)

    def action_export(self) -> None:
        """Write data to a file."""
        from pipetui.tui.dialogs.export import ExportDialog

        self.push_screen(ExportDialog(self.desk, self.launch.db), self._exported)

    def _exported(self, said: str | None) -> None:
        if said and isinstance(self.screen, PlaceScreen):
            self.screen.say(said)

    def _imported(self, reports: list[ImportReport] | None) -> None:
        """Show what came of it, and what it leaves to do."""
        if reports:
            self.in_turn(partial(self._show_import, outcome(reports)))

    async def _show_import(self, said: str) -> None:
        (await places.back_to_today(self)).say(said)
        await places.go(self, "imported", self.desk)

    async def _chosen(self, begin: Begin | None) -> None:
        if begin is None:
            self.exit()
            return
        answers = begin.answers
        self.launch = replace(self.launch, language=answers.language, date_order=answers.date_order, me=begin.desk.me)
        today = await self.begin(begin.desk, demo=begin.then == "demo")
        if begin.said:
            today.say(begin.said)
        if begin.then == "import":
            await places.go(self, "imported", self.desk)
        if begin.then == "add":
            today.action_add()

    @work(thread=True)
    def _warm_up(self) -> None:
        """The first write loads what writing needs; load it while the person reads the list."""
        import pipetui.services.notes
        import pipetui.tui.dialogs.note  # noqa: F401

    async def action_quit(self) -> None:
        """Close the app."""
        self.leave()

    def action_interrupt(self) -> None:
        """Ctrl+C: copy what is selected; else close the app, with the exit status that says so."""
        selected = getattr(self.focused, "selected_text", "") or self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        else:
            self.leave(endings.INTERRUPTED)

    def leave(self, status: int = 0) -> None:
        """Close the app. A draft that cannot be kept is said first; asked once more, it is closed all the same."""
        keeping = [screen.keep_draft() for screen in self.screen_stack if isinstance(screen, KeepsDraft)]
        if all(keeping) or self._lost_is_lost:
            self.exit(return_code=status)
        self._lost_is_lost = True

    def on_unmount(self) -> None:
        """Remember when this person looked, and close the database."""
        if self._desk is None:
            return
        from pipetui.services import since

        with suppress(PipetuiError):  # nothing that was typed hangs on it
            since.look(self.desk())
        self._desk.close()
