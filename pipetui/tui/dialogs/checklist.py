"""Exit criteria ticked one by one, each with how we know: what the criteria and the gate have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from pipetui.errors import PipetuiError
from pipetui.i18n import _, ngettext
from pipetui.services import moves, records
from pipetui.services.results import Done
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.widgets.criteria import Criteria, Line, mark_of, source_of
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult

    from pipetui.domain.model import CriterionState
    from pipetui.services.desk import Desk


def missing_words(count: int) -> str:
    """``Two answers are missing.``; larger numbers in figures."""
    words = (
        _("Nothing is missing."), _("One answer is missing."), _("Two answers are missing."),
        _("Three answers are missing."), _("Four answers are missing."), _("Five answers are missing."),
    )  # fmt: skip
    if count < len(words):
        return words[count]
    return ngettext("{n} answer is missing.", "{n} answers are missing.", count).format(n=count)


class Checklist(Dialog[Done | str | None]):
    """The criteria of a deal's stage. Each tick is written at once; leaving gives the last thing written.

    Building one reads the database and raises PipetuiError.
    """

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        super().__init__()
        self.desk = desk
        self.deal_id = deal_id
        self.detail = records.detail(desk(), deal_id)
        self.written: Done | None = None
        self._asked: str | None = None
        self.sentence = Static("", classes="intro", markup=False)
        self.criteria = Criteria(self.lines(), toggled=self._toggle, go_on=self._toggle_here)
        self.how = Field("how", _("How do we know?"), placeholder=_("one line, or just enter"))
        self.how.went_on = self._answered

    def states(self) -> Iterable[tuple[CriterionState, int | None]]:
        """The criteria in the order in which they are shown, each with its key."""
        return ((state, number) for number, state in enumerate(self.detail.criteria, 1))

    def after_tick(self) -> None:
        """A tick was written."""

    def ways(self) -> ComposeResult:
        """What stands below the criteria."""
        yield from ()

    def lines(self) -> tuple[Line, ...]:
        """The criteria as they are now."""
        desk = self.desk()
        return tuple(
            Line(
                state.id,
                state.text,
                mark_of(state),
                source_of(state.tick, desk.zone, desk.today) if state.tick else "",
                number,
            )
            for state, number in self.states()
        )

    @property
    def missing(self) -> list[CriterionState]:
        """The criteria that are not ticked."""
        return [state for state in self.detail.criteria if not state.ticked]

    def body(self) -> ComposeResult:
        """The sentence, the criteria, the line for how we know."""
        yield self.sentence
        yield self.criteria
        self.how.display = False
        yield self.how
        yield from self.ways()

    def hints(self) -> str:
        """The keys."""
        if self._asked is not None:
            return SEPARATOR.join((_("enter tick"), _("esc back")))
        return SEPARATOR.join((_("1-9 or space tick"), _("esc leave")))

    def on_mount(self) -> None:
        """Show where it stands."""
        self.how.label_width(len(self.how.label) + 2)
        self.refresh_state()
        self.set_focus(self.criteria)

    def refresh_state(self) -> None:
        """Read the deal again and show it."""
        self.detail = records.detail(self.desk(), self.deal_id)
        self.sentence.update(safe(missing_words(len(self.missing))))
        self.criteria.lines = self.lines()

    def _toggle_here(self) -> None:
        self.criteria.toggle_here()

    def _toggle(self, criterion: str) -> None:
        state = next(state for state in self.detail.criteria if state.id == criterion)
        if state.ticked:
            self._write(lambda: moves.untick(self.desk(), self.deal_id, state.id))
            return
        self._ask(state)

    def _ask(self, state: CriterionState | None) -> None:
        """Ask how we know that this criterion holds; None: do not ask any more."""
        self._asked = state.id if state else None
        self.how.value = ""
        self.how.display = self.criteria.held = state is not None
        self.show_hints()
        if state is None:
            self.set_focus(self.criteria)
        else:
            self.how.take_focus()

    def _answered(self, _entry: Entry, _may_save: bool) -> None:
        criterion = self._asked
        if criterion is None:
            return
        how = self.how.value or None
        if self._write(lambda: moves.tick(self.desk(), self.deal_id, criterion, how)):
            self._ask(None)
            self.after_tick()

    def _write(self, change: Callable[[], Done]) -> bool:
        self.tell("")
        try:
            self.written = change()
        except PipetuiError as error:
            self.tell(error.message)
            return False
        self.refresh_state()
        return True

    def action_leave(self) -> None:
        """From the question back to the list; from the list, leave with what was written."""
        if self._asked is not None:
            self._ask(None)
        else:
            self.dismiss(self.written)
