"""What was typed and not saved yet: kept, so that escape, quitting or a crash lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipetui.domain.sentences import short_day
from pipetui.i18n import _
from pipetui.services import drafts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipetui.services.desk import Desk

KEEP_AFTER = 0.4
"""Seconds after a change until the draft is kept: as much typing as a crash can cost."""

_SEEN = f"{drafts.ASIDE}seen"


class KeepsDraft:
    """A screen that holds what somebody typed."""

    def keep_draft(self) -> bool:
        """Keep what was typed. False: it could not be kept, and that is said."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Restored:
    """What was typed last time: the entries that were changed, when in words, and what the form showed of its deal
    then (``Seen.as_text``; "" for a form that is about none)."""

    values: Mapping[str, str]
    when: str
    seen: str


class Draft:
    """The draft of one form about one record. ``form`` is its name, "" keeps nothing; ``initial`` is what the form
    holds before anything is typed: only what differs from it is kept, so that what nobody touched is read anew. Every
    method may raise PipetuiError."""

    def __init__(self, desk: Callable[[], Desk], record: int, form: str, initial: Mapping[str, str]) -> None:
        self._desk = desk
        self.record = record
        self._form = form
        self._initial = initial
        self._kept: Mapping[str, str] = {}

    def restored(self) -> Restored | None:
        """What was typed last time; None when nothing is kept."""
        desk = self._desk()
        found = drafts.load(desk, self.record, self._form) if self._form else None
        if found is None:
            return None
        self._kept = found.fields
        values = {name: text for name, text in found.fields.items() if not name.startswith(drafts.ASIDE)}
        local = datetime.fromtimestamp(found.at, desk.zone)
        day = "" if local.date() == desk.today else f"{short_day(local.date(), desk.today)} "
        when = _("draft from {when} restored").format(when=f"{day}{local:%H:%M}")
        return Restored(values, when, found.fields.get(_SEEN, ""))

    def keep(self, values: Mapping[str, str], seen: str = "") -> None:
        """Keep these values, unless they are kept already. What is as it was needs no draft."""
        typed = {name: text for name, text in values.items() if text != self._initial.get(name)}
        if not self._form:
            return
        if not typed:
            self.drop()
            return
        if seen:
            typed[_SEEN] = seen
        if typed != self._kept:
            drafts.keep(self._desk(), self.record, self._form, typed)
            self._kept = typed

    def drop(self) -> None:
        """It has served its purpose."""
        if self._kept:
            drafts.drop(self._desk(), self.record, self._form)
            self._kept = {}

    def look_again(self) -> None:
        """Something else wrote to the database, and may have put an older one in its place: what is not kept any more
        will be kept again."""
        if self._kept and drafts.load(self._desk(), self.record, self._form) is None:
            self._kept = {}

    def set_aside(self) -> None:
        """Leave this draft where it is and go on with another one, about something new, too."""
        self.record = drafts.free_record(self._desk(), self._form)
        self._kept = {}
