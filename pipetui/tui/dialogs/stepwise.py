"""A dialog of several steps, one shown at a time, all of them reachable at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ScreenResultType
from textual.widgets import Button, ContentSwitcher

from pipetui.i18n import _, pgettext
from pipetui.tui.dialogs.dialog import Dialog
from pipetui.tui.widgets.step_bar import Step, StepBar
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

_MOST_STEPS = 9


class Stepwise(Dialog[ScreenResultType]):
    """A subclass gives its ``pages`` (the first is shown first), the ``steps`` that there are now, each with the name
    of its page, and the words of the button that goes on (``go_on_words``, "" hides it).

    tab and shift+tab go from step to step, a digit where nothing else wants it, or alt and a digit, to one of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "go_on", show=False),
        Binding("b,shift+tab", "step(-1)", show=False),
        Binding("tab", "step(1)", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        *[Binding(f"{number},alt+{number}", f"number({number})", show=False) for number in range(1, _MOST_STEPS + 1)],
    ]

    def pages(self) -> Sequence[Widget]:
        """Every page, with its id."""
        raise NotImplementedError

    def steps(self) -> Sequence[Step]:
        """The steps that can be gone to now."""
        raise NotImplementedError

    def go_on_words(self) -> str:
        """What f2 does here."""
        raise NotImplementedError

    def arrive(self, page: str) -> None:
        """A page is shown: give the keys to what is on it."""
        raise NotImplementedError

    async def visit(self, page: str) -> None:
        """The person wants to see a page."""
        self.tell("")
        self.show_page(page)

    def action_go_on(self) -> None:
        """f2."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The steps, and one of them."""
        pages = self.pages()
        yield StepBar(self._clicked, id="steps")
        with ContentSwitcher(initial=pages[0].id, id="pages"):
            yield from pages

    def foot(self) -> ComposeResult:
        """The same with the mouse."""
        with Horizontal(id="buttons"):
            yield Button(safe(pgettext("step", "Back")), action="screen.step(-1)", id="back", compact=True)
            yield Button(safe(_("Go on")), action="screen.go_on", id="save", compact=True)
            yield Button(safe(_("Leave")), action="screen.leave", id="leave", compact=True)

    @property
    def here(self) -> str:
        """The id of the page that is shown; "" before there is one."""
        switchers = self.query(ContentSwitcher)
        return (switchers.first().current if switchers else None) or ""

    def show_page(self, page: str) -> None:
        """Show a page, and give it the keys."""
        self.query_one(ContentSwitcher).current = page
        self.show_steps()
        self.arrive(page)

    def show_steps(self) -> None:
        """The line of the steps, the keys and the buttons."""
        self.query_one(StepBar).show(self.steps(), self.here)
        words, save = self.go_on_words(), self.query_one("#save", Button)
        save.display = bool(words)
        save.label = safe(words)
        save.refresh(layout=True)
        self.query_one("#back").display = self._beside(-1) is not None
        self.show_hints()

    async def action_step(self, by: int) -> None:
        """The step before or after this one."""
        page = self._beside(by)
        if page is not None:
            await self.visit(page)

    async def action_number(self, number: int) -> None:
        """The step with this number."""
        steps = self.steps()
        if number <= len(steps):
            await self.visit(steps[number - 1].name)

    def _beside(self, by: int) -> str | None:
        names = [step.name for step in self.steps()]
        at = names.index(self.here) + by if self.here in names else -1
        return names[at] if 0 <= at < len(names) else None

    def _clicked(self, page: str) -> None:
        self.run_worker(self.visit(page), exclusive=True, group="visit")
