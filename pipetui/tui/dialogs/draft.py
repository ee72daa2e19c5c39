"""What was typed and not saved yet: kept, so that escape, quitting or a crash lose nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pipetui.domain.sentences import short_day
from pipetui.i18n import _
from pipetui.services import notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipetui.services.desk import Desk


class Draft:
    """The draft of one form about one deal. ``form`` is its name, "" keeps nothing; ``initial`` is what the form holds
    before anything is typed. Every method may raise PipetuiError."""

    def __init__(self, desk: Callable[[], Desk], deal_id: int, form: str, initial: Mapping[str, str]) -> None:
        self._desk = desk
        self._deal_id = deal_id
        self._form = form
        self._initial = initial
        self._kept = initial

    def restored(self) -> tuple[Mapping[str, str], str] | None:
        """What was typed last time and when, in words; None when nothing is kept."""
        desk = self._desk()
        values = notes.draft(desk, self._deal_id, self._form) if self._form else None
        since = notes.draft_time(desk, self._deal_id, self._form) if values else None
        if values is None or since is None:
            return None
        self._kept = values
        local = datetime.fromtimestamp(since, desk.zone)
        day = "" if local.date() == desk.today else f"{short_day(local.date(), desk.today)} "
        return values, _("draft from {when} restored").format(when=f"{day}{local:%H:%M}")

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these values, unless they are kept already. What is as it was needs no draft."""
        if not self._form or values == self._kept:
            return
        if values == self._initial:
            self.drop()
        else:
            notes.keep_draft(self._desk(), self._deal_id, self._form, values)
            self._kept = values

    def drop(self) -> None:
        """It has served its purpose."""
        if self._kept != self._initial:
            notes.drop_draft(self._desk(), self._deal_id, self._form)
            self._kept = self._initial
