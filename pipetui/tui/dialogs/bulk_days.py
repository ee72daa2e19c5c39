"""Several deals given another day: the next steps re-dated, or the deals parked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _, ngettext
from pipetui.services import bulk
from pipetui.services.bulk import NewDay
from pipetui.tui.dialogs.bulk import BulkForm
from pipetui.tui.dialogs.form_fields import Wrong
from pipetui.tui.dialogs.park import PRESET_DAYS
from pipetui.tui.widgets.choice import Presets
from pipetui.tui.widgets.date_field import DateField
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.bulk import Bulk
    from pipetui.services.results import DayEcho
    from pipetui.tui.widgets.date_field import Understood


class _DayForAll(DateField):
    """A day for several deals. Words that count from each deal's own date mean no single day to hold on to."""

    @property
    def kept(self) -> str:
        """The date that was shown, or the words that count from each deal's own."""
        return self.value if bulk.is_each(self.value) else super().kept

    def _understood(self) -> Understood:
        return self._look(self.value) if bulk.is_each(self.value) else super()._understood()


class BulkStep(BulkForm):
    """``s`` for several: one day for all (``fri``), or each from its own (``each +3d``). Texts and owners stay. One
    reason serves all, asked where one of the steps is moved for the third time."""

    draft = "bulk_step"

    def does(self) -> str:
        """Its title."""
        return _("New date")

    def intro(self) -> str:
        """Also that texts stay, and how to count from each deal's own date."""
        return " ".join((super().intro(), _("Each keeps its text. “each +3d” counts from its own date.")))

    def entries(self) -> Iterable[Entry]:
        """The day; a text for the deals that have none; the reason."""
        yield _DayForAll(
            "when",
            _("When"),
            self._look_for_all,
            placeholder=_("fri, each +3d"),
            required=_("By when?"),
        )
        n = self.outlook.without_text
        if n:
            label = ngettext("{n} without text", "{n} without text", n).format(n=n)
            yield Field("text", label, required=_("What happens next there?"))
        yield Field("reason", _("Why moved"))

    def _look_for_all(self, text: str) -> DayEcho:
        if bulk.is_each(text):
            return bulk.look_at_each(self.desk(), self.deal_ids, text)
        return bulk.look_at_one_day(self.desk(), self.outlook.owners, text)

    def look_again(self) -> None:
        """Ask for a reason where one is needed."""
        asked = 0
        if self.day("when") is not None:
            asked = bulk.needs_reason(self.desk(), self.deal_ids, self._when())
        reason = self.entry("reason")
        assert isinstance(reason, Field)
        reason.display = bool(asked)
        if asked:
            told = ngettext(
                "{n} was moved twice or more already. Why once more?",
                "{n} were moved twice or more already. Why once more?",
                asked,
            )
            reason.require(told.format(n=asked))

    def act(self) -> Bulk:
        """Re-date all."""
        return bulk.reschedule(
            self.desk(),
            self.deal_ids,
            self._when(),
            text_where_none=self.value("text") if self.outlook.without_text else None,
            reason=self.value("reason") if self.entry("reason").display else None,
        )

    def _when(self) -> NewDay:
        """The day that was shown, or the words that count from each deal's own."""
        day = self.day("when")
        if day is None:
            raise Wrong("when", _("By when?"))
        when = bulk.new_day(self.desk(), self.value("when"))
        return when if when.words else NewDay(day)


class BulkPark(BulkForm):
    """``p`` for several: one wake date, one reason."""

    draft = "bulk_park"

    def does(self) -> str:
        """Its title."""
        return _("Park")

    def intro(self) -> str:
        """Also how many of them it has been enough for."""
        n = self.outlook.parked_often
        if not n:
            return super().intro()
        often = ngettext(
            "{n} would be parked for the third time in a row: better decide.",
            "{n} would be parked for the third time in a row: better decide.",
            n,
        ).format(n=n)
        return f"{super().intro()} {often}"

    def entries(self) -> Iterable[Entry]:
        """Until when, and why."""
        yield self.day_field("until", _("Until"), required=_("Until when?"))
        yield Presets.days_ahead("until", self.desk().today, PRESET_DAYS)
        yield Field("reason", _("Why"), required=_("Why are they parked?"))

    def act(self) -> Bulk:
        """Park all."""
        return bulk.park(self.desk(), self.deal_ids, self.certain_day("until"), self.value("reason"))
