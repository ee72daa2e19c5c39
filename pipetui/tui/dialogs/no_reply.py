"""A call without reply: logged in one key, with the day of the next try."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipetui.domain.sentences import short_day
from pipetui.i18n import _, language
from pipetui.services import notes
from pipetui.tui.dialogs.form import DealForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipetui.services.results import Done, NoReply
    from pipetui.tui.widgets.entry import Entry

_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """``2nd``, ``11th``; in Italian ``2ª``."""
    if language() == "it":
        return f"{number}ª"
    ending = "th" if number % 100 in (11, 12, 13) else _ENGLISH_ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


class NoReplyDialog(DealForm):
    """``r``. Enter takes the proposed day, typing another one changes it. After the third it offers the way out."""

    @cached_property
    def proposed(self) -> NoReply:
        """What the rules propose."""
        return notes.propose_no_reply(self.desk(), self.deal_id)

    def does(self) -> str:
        """Its title."""
        return _("No reply, {nth}").format(nth=ordinal(self.proposed.number))

    def intro(self) -> str:
        """The proposal as a question."""
        day = short_day(self.proposed.day, self.desk().today)
        if self.proposed.recap:
            return _("Three tries without reply. Send a recap and wait until {day}? Or close it: no decision.").format(
                day=day
            )
        return _("Try again {day}?").format(day=day)

    def entries(self) -> Iterable[Entry]:
        """The day of the next try; after the third, closing is offered too."""
        self.instead = ("close",) if self.proposed.recap else ()
        deal = self.detail.item.deal
        owner = deal.step.owner or deal.owner or ""
        proposed = self.proposed.day.isoformat()
        yield self.day_field("when", _("When"), proposed, required=_("By when?"), whose=lambda: owner)

    def save(self) -> Done:
        """Log the call, plan the next try."""
        return notes.log_no_reply(self.desk(), self.deal_id, self.certain_day("when"))
