"""The post-call note: pain, next step, who and when, and what was learned; sixty seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.i18n import _
from pipetui.services import notes
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.criteria import CriteriaEntry
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done


class NoteDialog(DealForm):
    """``n``. Enter goes on, on When it saves; alt and a digit tick a criterion from anywhere."""

    draft: ClassVar[str] = "note"
    shows: ClassVar[Mapping[str, str]] = {"pain": "pain", "who": "owner"}
    plans = ("next_step", "who", "when")
    saves_more = True

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        super().__init__(desk, deal_id)
        self._opened_at = desk().now

    def does(self) -> str:
        """Its title."""
        return _("Note")

    def entries(self) -> Iterable[Entry]:
        """Pain comes filled from the last note, the owner from the deal."""
        deal = self.detail.item.deal
        yield Field("pain", _("Pain"), self.detail.pain or "")
        yield Field("next_step", _("Next step"), required=_("What happens next?"))
        yield self.person_field("who", _("Who"), deal.owner or "")
        yield self.day_field("when", _("When"), required=_("By when?"), whose=lambda: self.value("who"))
        learned = (state for state in self.detail.criteria if not state.ticked)
        yield CriteriaEntry("ticks", _("Learned in this call?  alt+1, alt+2 … tick"), learned)

    def first_entry(self) -> Entry:
        """A pain that is known is shown, and one begins with what comes next; shift+tab or up goes back to it."""
        return self.entry("next_step" if self.value("pain") else "pain")

    def on_mount(self) -> None:
        """The quiet timer."""
        self.show_seconds()
        self.set_interval(1, self.show_seconds)

    def minds(self) -> frozenset[str]:
        """Criteria that were ticked belong to a stage."""
        return super().minds() | ({"stage"} if self._ticks().toggled else frozenset())

    def save(self) -> Done:
        """Note, step and ticks in one transaction."""
        return notes.log_note(
            self.desk(),
            self.deal_id,
            pain=self.value("pain") or None,
            next_step=self.value("next_step"),
            day=self.certain_day("when"),
            owner=self.value("who") or None,
            ticks=self._ticks().toggled,
            seconds=self._seconds(),
        )

    def show_seconds(self) -> None:
        """Say how long the form has been open."""
        minutes, seconds = divmod(self._seconds(), 60)
        self.show_hints(f"{minutes}:{seconds:02}")

    def _ticks(self) -> CriteriaEntry:
        entry = self.entry("ticks")
        assert isinstance(entry, CriteriaEntry)
        return entry

    def _seconds(self) -> int:
        return max(0, self.desk().now - self._opened_at)
