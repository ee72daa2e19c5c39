"""The steps of a wizard in one line: where one is, and what waits in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        gap, steps = self._fitting()
        return Content(" " * gap).join(steps)

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the mouse."""
        for start, end, step in self._places():
            if start <= event.x < end:
                self._go(step.name)

    def _fitting(self) -> tuple[int, list[Content]]:
        """The cells between the steps, and the steps: where there is no room, what waits stands only where it has to be
        seen to."""
        for gap, calm in ((_GAP, True), (_NARROW_GAP, True), (_NARROW_GAP, False), (1, False)):
            steps = self._drawn(calm=calm)
            if sum(step.cell_length + gap for step in steps) - gap <= self.size.width:
                break
        return gap, steps

    def _drawn(self, *, calm: bool) -> list[Content]:
        return [self._step(number, step, calm=calm) for number, step in enumerate(self._steps, 1)]

    def _places(self) -> Iterator[tuple[int, int, Step]]:
        gap, steps = self._fitting()
        start = 0
        for content, step in zip(steps, self._steps, strict=True):
            yield start, start + content.cell_length, step
            start += content.cell_length + gap

    def _step(self, number: int, step: Step, *, calm: bool) -> Content:
        """``calm``: with what waits there, urgent or not."""
        here = step.name == self._here
        remark = f" {step.remark}" if step.remark and (calm or step.urgent) else ""
        return Content.assemble(
            (str(number), "$primary" if here else "$muted"), " ",
            (step.words, "bold underline $primary" if here else ""),
            (remark, "$no-step" if step.urgent else "$muted"),
        )  # fmt: skip
