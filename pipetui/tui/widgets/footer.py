"""The line at the bottom: the keys that matter most here. Each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from pipetui.tui.commands import Command, Place, footer, key_words, keys_here
from pipetui.tui.widgets.header import side_margin

if TYPE_CHECKING:
    from textual import events


class Footer(Static):
    """One line of keys; what does not fit is left out, but for the last one: the help, or how to get back."""

    def __init__(self, place: Place, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._commands = footer(place)

    def show(self, commands: list[Command]) -> None:
        """Show other keys."""
        self._commands = commands
        self.show_keys()

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        action = event.style.meta.get("action")
        if action:
            await self.screen.run_action(action)

    def on_resize(self) -> None:
        """Another width has room for other keys."""
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        keys = keys_here(self.screen)
        self.update(line([command for command in self._commands if command.id in keys], self.size.width, keys))


def line(commands: list[Command], width: int, keys: dict[str, str] | None = None) -> Content:
    """The footer in at most ``width`` cells. ``keys``: keys by command id where they differ from the usual ones; of
    several the first is shown."""
    keys = keys or {}
    first = {command.id: key_words(keys.get(command.id, command.key).split(",")[0]) for command in commands}
    parts = [_part(command, first[command.id]) for command in commands if first[command.id]]
    margin = side_margin(width)
    while len(parts) > 1 and margin + sum(part.cell_length + 2 for part in parts) - 2 > width:
        del parts[-2]
    return Content(" " * margin) + Content("  ").join(parts)


def _part(command: Command, key: str) -> Content:
    words = Content.assemble((key, "bold $accent"), (f" {command.words}", "$muted"))
    # A meta of our own: Textual's "@click" would paint it as a link.
    return words.stylize(Style.from_meta({"action": command.action}))
