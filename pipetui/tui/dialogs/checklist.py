"""Exit criteria ticked one by one, each with how we know: what the criteria and the gate have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from pipetui.errors import DatabaseBusy, PipetuiError, Refused
from pipetui.i18n import _, ngettext
from pipetui.services import drafts, moves, records
from pipetui.services.results import Done
from pipetui.tui.dialogs.dialog import SEPARATOR, Dialog
from pipetui.tui.dialogs.draft import KEEP_AFTER, Draft, KeepsDraft
from pipetui.tui.patience import AGAIN_AFTER, LONGEST_WAIT, LOOK_SECONDS, trying_again
from pipetui.tui.widgets.criteria import Criteria, Line, mark_of, source_of
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.timer import Timer

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


class Checklist(KeepsDraft, Dialog[Done | str | None]):
    """The criteria of a deal's stage. Each tick is written at once; leaving gives the last thing written. The line that
    says how one knows is kept as a draft until then.

    Building one reads the database and raises PipetuiError. ``ask``: begin with this criterion's line.
    """

    def __init__(self, desk: Callable[[], Desk], deal_id: int, ask: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self._ask_first = ask
        self._version = desk().store.version()
        self._how_draft: Draft | None = None
        self._again: Timer | None = None
        self._keeping = False
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
        self._ask(next((state for state in self.missing if state.id == self._ask_first), None))
        self.set_interval(LOOK_SECONDS, self.look_elsewhere)

    def look_elsewhere(self) -> None:
        """Show what another program has written."""
        try:
            version = self.desk().store.version()
            if version != self._version:
                self._version = version
                self.refresh_state()
        except PipetuiError as error:
            self.tell(error.message)

    def refresh_state(self) -> None:
        """Read the deal again and show it."""
        self.detail = records.detail(self.desk(), self.deal_id)
        self.show_title()
        self.sentence.update(safe(missing_words(len(self.missing))))
        self.criteria.lines = self.lines()

    def _toggle_here(self) -> None:
        self.criteria.toggle_here()

    def _toggle(self, criterion: str) -> None:
        state = next(state for state in self.detail.criteria if state.id == criterion)
        if state.ticked:
            self._write(state, lambda: moves.untick(self.desk(), self.deal_id, state.id))
            return
        self._ask(state)

    def _ask(self, state: CriterionState | None) -> None:
        """Ask how we know that this criterion holds; None: do not ask any more."""
        self._asked = state.id if state else None
        self._how_draft = Draft(self.desk, self.deal_id, drafts.how_form(state.id), {"how": ""}) if state else None
        kept = self._how_draft.restored() if self._how_draft else None
        self.how.value = kept.values.get("how", "") if kept else ""
        self.how.display = self.criteria.held = state is not None
        self.show_hints()
        if state is None:
            self.set_focus(self.criteria)
        else:
            self.how.take_focus()

    def _answered(self, _entry: Entry, _may_save: bool) -> None:
        state = next((state for state in self.detail.criteria if state.id == self._asked), None)
        if state is not None:
            self._write(state, lambda: self._tick(state.id, self.how.value or None))

    def _tick(self, criterion: str, how: str | None) -> Done:
        done = moves.tick(self.desk(), self.deal_id, criterion, how)
        if self._how_draft is not None:
            self._how_draft.drop()
        return done

    def _write(self, state: CriterionState, change: Callable[[], Done], waited: float = 0.0) -> None:
        """Write a change to a criterion that is still as it was shown; a database in use is waited for."""
        self._again = None
        self.tell("")
        try:
            with self.desk().together():
                now = records.detail(self.desk(), self.deal_id)
                if state not in now.criteria:
                    raise Refused(_("Somebody else has changed this meanwhile. Nothing was written."))
                self.written = change()
        except DatabaseBusy as error:
            if waited < LONGEST_WAIT:
                self.tell(trying_again())
                self._again = self.set_timer(AGAIN_AFTER, lambda: self._write(state, change, waited + AGAIN_AFTER))
            else:
                self.tell(error.message)
        except PipetuiError as error:
            self.tell(error.message)
            self.look_elsewhere()
        else:
            asked = self._asked is not None
            self.refresh_state()
            self._ask(None)
            if asked:
                self.after_tick()

    @on(Entry.Changed)
    def _how_changed(self) -> None:
        if not self._keeping:
            self._keeping = True
            self.set_timer(KEEP_AFTER, self.keep_draft)

    def keep_draft(self) -> bool:
        """Keep how one knows, until it is written."""
        self._keeping = False
        try:
            if self._how_draft is not None:
                self._how_draft.keep({"how": self.how.value})
        except PipetuiError as error:
            if self._again is None:  # saving waits for the same database, and says so
                self.tell(_("The draft could not be kept: {why}").format(why=error.message))
            return False
        return True

    def on_unmount(self) -> None:
        """Quitting the app loses no draft."""
        self.keep_draft()

    def action_leave(self) -> None:
        """From waiting or the question back to the list; from the list, leave with what was written."""
        if self._again is not None:
            self._again.stop()
            self._again = None
            self.tell("")
        elif self._asked is not None:
            if self.keep_draft():
                self._ask(None)
        else:
            self.dismiss(self.written)
