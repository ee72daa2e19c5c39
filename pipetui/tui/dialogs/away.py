"""An absence: from when to when, and who looks after the list meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.sentences import absence_words
from pipetui.i18n import _, pgettext
from pipetui.services import absence_changes, absences
from pipetui.tui.dialogs.person import PersonForm
from pipetui.tui.widgets.date_field import DateField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import DayEcho, Done
    from pipetui.tui.widgets.entry import Entry


class AwayDialog(PersonForm):
    """``A`` on a person."""

    def does(self) -> str:
        """Its title."""
        return _("Away")

    def intro(self) -> str:
        """What is planned already."""
        desk = self.desk()
        planned = [absence_words(absence, desk.today) for absence in absences.planned(desk, self.person)]
        return _("Planned: {days}.").format(days="; ".join(planned)) if planned else ""

    def entries(self) -> Iterable[Entry]:
        """The days, both included, and the cover."""
        example = _("fri, +3d, 20/12")
        yield DateField("first", _("From"), self._look_at_first, placeholder=example, required=_("From when?"))
        yield DateField("last", pgettext("until", "To"), self._look_at_last, placeholder=_("the last day"))
        yield self.person_field("cover", _("Covered by"))

    def look_again(self) -> None:
        """The length depends on both days."""
        last = self.entry("last")
        if last.value and isinstance(last, DateField):
            last.renew()

    def save(self) -> Done:
        """Plan it. Without a last day it is one day."""
        first = self.certain_day("first")
        cover = self.value("cover") or None
        return absence_changes.plan(self.desk(), self.person, first, self.day("last") or first, cover)

    def _look_at_first(self, text: str) -> DayEcho:
        return absences.look_at_first(self.desk(), text)

    def _look_at_last(self, text: str) -> DayEcho:
        return absences.look_at_last(self.desk(), text, self.day("first"))
