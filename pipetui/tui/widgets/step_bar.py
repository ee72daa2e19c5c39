"""The steps of a wizard in one line: where one is, and what waits in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual import events
    from textual.geometry import Size

_GAP = 3
_NARROW_GAP = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its words, and what waits there, such as ``2 open``. ``urgent``: that has to be seen to."""

    name: str
    words: str
    remark: str = ""
    urgent: bool = False


class StepBar(Widget):
    """Fill it with ``show``; ``go`` is called with the name of a step that was clicked."""

    def __init__(self, go: Callable[[str], None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._go = go
        self._steps: Sequence[Step] = ()
        self._here = ""

    def show(self, steps: Sequence[Step], here: str) -> None:
        """Show these steps; one is at the one called ``here``."""
        self._steps, self._here = steps, here
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line."""
        return 1

    def render(self) -> Content:
        """The steps, numbered."""
        gap = Content(" " * self._gap)
        return gap.join(self._step(number, step) for number, step in enumerate(self._steps, 1))

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the mouse."""
        for start, end, step in self._places():
            if start <= event.x < end:
                self._go(step.name)

    @property
    def _gap(self) -> int:
        words = sum(cell_len(self._step(number, step).plain) for number, step in enumerate(self._steps, 1))
        return _GAP if words + _GAP * len(self._steps) <= self.size.width else _NARROW_GAP

    def _places(self) -> Iterator[tuple[int, int, Step]]:
        start = 0
        for number, step in enumerate(self._steps, 1):
            end = start + cell_len(self._step(number, step).plain)
            yield start, end, step
            start = end + self._gap

    def _step(self, number: int, step: Step) -> Content:
        here = step.name == self._here
        remark = f" {step.remark}" if step.remark else ""
        return Content.assemble(
            (str(number), "$primary" if here else "$muted"), " ",
            (step.words, "bold underline $primary" if here else ""),
            (remark, "$no-step" if step.urgent else "$muted"),
        )  # fmt: skip
