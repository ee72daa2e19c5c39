"""The palette (ctrl+p): every command by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from pipetui.i18n import _
from pipetui.tui.commands import COMMANDS, Command, key_words, keys_here
from pipetui.tui.place_screen import PlaceScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


def _nothing() -> None:
    """What a line does that is no command."""


class Palette(Provider):
    """The commands of the screen below the palette."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(command.words, self._runner(command), help=self._help(command))

    async def search(self, query: str) -> Hits:
        """Those whose words fit what is typed."""
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            text = f"{command.words}: {command.sentence}"
            if (score := matcher.match(text)) > 0:
                found = True
                yield Hit(score, matcher.highlight(command.words), self._runner(command), help=self._help(command))
        if not found:  # the palette's own words for it are English in every language
            yield Hit(0, _("Nothing found."), _nothing)

    def _commands(self) -> list[Command]:
        """Without a deal on screen only what works everywhere."""
        screen = self.screen
        if isinstance(screen, PlaceScreen):
            return [c for c in COMMANDS if screen.place in c.places and c.id != "command_palette"]
        return [c for c in COMMANDS if c.id in ("theme", "facts", "quit")]

    def _help(self, command: Command) -> str:
        """What it does, and the key that does it without the palette."""
        key = key_words(keys_here(self.screen).get(command.id, ""))
        return f"{key}: {command.sentence}" if key else command.sentence

    def _runner(self, command: Command) -> Callable[[], Coroutine[Any, Any, None]]:
        return partial(self.screen.run_action, command.action)
