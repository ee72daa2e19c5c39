"""The stage gate: which answers are missing, and the honest ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _
from pipetui.services import moves
from pipetui.tui.dialogs.checklist import Checklist
from pipetui.tui.widgets.criteria import Criteria
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from pipetui.domain.model import CriterionState


def _key_label(key: str, words: str) -> Content:
    return Content.assemble((key, "bold $primary"), f" {words}")


class GateDialog(Checklist):
    """Opened when a move was blocked. When the last answer is ticked the deal moves on at once.

    Dismisses with what was written, or with the way out that the person chose: ``park``, ``close`` or
    ``step:CRITERION``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "step", show=False),
        Binding("p", "leave_for('park')", show=False),
        Binding("c", "leave_for('close')", show=False),
    ]

    def title_words(self) -> tuple[str, str]:
        """From where to where, and the deal."""
        item = self.detail.item
        following = self.desk().playbook.next_stage(item.deal.stage)
        to = f" › {following.name}" if following else ""
        return _("Not yet: {stage}").format(stage=item.stage_name) + to, item.title

    def states(self) -> Iterable[tuple[CriterionState, int | None]]:
        """The missing ones first, with their keys; then what is known."""
        yield from ((state, number) for number, state in enumerate(self.missing, 1))
        yield from ((state, None) for state in self.detail.criteria if state.ticked)

    def ways(self) -> ComposeResult:
        """Plan the step that gets the answer, park, close."""
        self._draft = Static("", classes="draft", markup=False)
        self._known_already = Static("", classes="draft", markup=False)
        with Horizontal(classes="ways first"):
            yield Button(_key_label("s", _("plan the step that gets it")), action="screen.step", compact=True)
            yield self._draft
        with Horizontal(classes="ways"):
            yield Button(_key_label("p", _("park")), action="screen.leave_for('park')", compact=True)
            yield Button(_key_label("c", _("close")), action="screen.leave_for('close')", compact=True)
            yield self._known_already

    def refresh_state(self) -> None:
        """Also the draft of the step, and the keys that tick."""
        super().refresh_state()
        self._show_draft()
        count = len(self.missing)
        keys = " ".join("12"[:count]) if count <= 2 else f"1-{count}"
        self._known_already.update(_key_label(keys, _("known already: how do we know?")))

    @on(Criteria.Moved)
    def _show_draft(self) -> None:
        line = self.criteria.under_cursor
        text = moves.draft_step(self.desk(), line.id) if line else ""
        self._draft.update(safe(f"“{text}”" if text else ""))

    def after_tick(self) -> None:
        """All answers there: move on."""
        if self.missing:
            return
        try:
            moved = moves.move_on(self.desk(), self.deal_id)
        except PipetuiError as error:
            self.tell(error.message)
            return
        if moved.done is not None:
            self.dismiss(moved.done)

    def action_step(self) -> None:
        """Plan the step that gets the answer under the cursor."""
        line = self.criteria.under_cursor
        if line is not None:
            self.dismiss(f"step:{line.id}")

    def action_leave_for(self, way: str) -> None:
        """Park or close it."""
        self.dismiss(way)
