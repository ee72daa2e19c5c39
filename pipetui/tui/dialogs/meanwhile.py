"""What became of a deal while a form about it was open: what is told, what is taken over, and what the person has to
choose between before anything is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipetui.domain.model import OUTCOMES
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _
from pipetui.services import freshness
from pipetui.services.freshness import STEP, FieldChange, Seen
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from pipetui.services.desk import Desk
    from pipetui.tui.dialogs.form import DealForm


@dataclass(frozen=True, slots=True)
class Both:
    """One field that somebody else changed while the person wrote another value: what happened, in a sentence, and
    ``mine`` in words."""

    told: str
    mine: str


class Clash(Exception):
    """Saving would overwrite what somebody else has written. ``now`` is the deal as it is, ``fields`` are those that
    clash; ``title`` is the deal's; ``saves_more``: something is left to save when theirs is taken."""

    def __init__(self, now: Seen, fields: frozenset[str], both: tuple[Both, ...], *, title: str, more: bool) -> None:
        super().__init__()
        self.now = now
        self.fields = fields
        self.both = both
        self.title = title
        self.saves_more = more


class Meanwhile:
    """The look that a form goes by. ``opened`` is the deal when the form was opened; ``kept`` (text, or "") when the
    draft was typed that the form brought back."""

    def __init__(self, form: DealForm, opened: Seen, kept: str) -> None:
        self._form = form
        self.seen = Seen.from_text(kept) if kept else opened

    def told(self, desk: Desk) -> list[str]:
        """What is different now, in sentences; what the form only shows is taken over."""
        try:
            now = freshness.seen(desk, self._form.deal_id)
        except BadInput:
            return [self._gone()]
        self._take_over(now)
        return [freshness.sentence(desk, change) for change in freshness.changes(desk, self.seen, now)]

    def check(self, desk: Desk) -> None:
        """Raise Clash where saving would overwrite something, Refused where the deal is closed or gone by now."""
        form = self._form
        try:
            now = freshness.seen(desk, form.deal_id)
        except BadInput as error:
            raise Refused(self._gone()) from error
        if now.last_event == self.seen.last_event and now.fields == self.seen.fields:
            return
        changes = freshness.changes(desk, self.seen, now)
        if form.needs_open and now.fields["status"] in OUTCOMES:
            self._refuse_closed(desk, changes)
        self._take_over(now)
        clashing = self._clashing(now)
        both = tuple(
            Both(freshness.sentence(desk, change), self._mine(desk, change.field))
            for change in changes
            if change.field in clashing
        )
        if both:
            raise Clash(now, clashing, both, title=form.detail.item.title, more=form.saves_more)

    def keep_mine(self, clash: Clash) -> None:
        """What the person was shown is what is overwritten."""
        self.seen = clash.now

    def take_theirs(self, clash: Clash) -> None:
        """Put what others have written into the entries that clash."""
        form, now = self._form, clash.now.fields
        self.seen = clash.now
        if form.plans and "step" in clash.fields:
            for name, field in zip(form.plans, STEP, strict=True):
                if name:
                    form.entry(name).value = now[field]
        for name, field in form.shows.items():
            if field in clash.fields:
                form.entry(name).value = now[field]

    def _gone(self) -> str:
        return _("Deal {id} is gone: adding it was taken back. What you typed stays among the drafts.").format(
            id=self._form.deal_id
        )

    def _refuse_closed(self, desk: Desk, changes: list[FieldChange]) -> None:
        told = [freshness.sentence(desk, change) for change in changes if change.field == "status"]
        if told:
            raise Refused(" ".join([*told, _("What you typed stays as a draft; reopen the deal to save it.")]))

    def _take_over(self, now: Seen) -> None:
        """What the form shows and the person has not touched becomes what it is now."""
        form = self._form
        taken = {}
        for name, field in form.shows.items():
            entry = form.entry(name)
            if field in form.minds() or now.fields[field] == self.seen.fields.get(field):
                continue
            if isinstance(entry, Field) and entry.kept == form.initial[name]:
                entry.give(now.fields[field])
                form.initial[name] = entry.kept
                taken[field] = now.fields[field]
        self.seen = Seen(self.seen.deal_id, self.seen.last_event, {**self.seen.fields, **taken})

    def _clashing(self, now: Seen) -> frozenset[str]:
        form = self._form
        changed = {name for name, value in now.fields.items() if value != self.seen.fields.get(name, value)}
        found = {"step" if field in STEP else field for field in changed & form.minds()}
        if form.plans and self._plan() == tuple(now.fields[field] for field in STEP):
            found.discard("step")
        for name, field in form.shows.items():
            mine = form.entry(name).kept
            if field in changed and field not in STEP and mine not in (form.initial[name], now.fields[field]):
                found.add(field)
        return frozenset(found)

    def _plan(self) -> tuple[str, ...]:
        form = self._form
        return tuple(form.entry(name).kept if name else "" for name in form.plans or ())

    def _mine(self, desk: Desk, field: str) -> str:
        form = self._form
        if field == "step" and form.plans:
            return freshness.step_words(desk, *self._plan())
        mine = [form.entry(name).kept for name, shown in form.shows.items() if shown == field]
        return mine[0] or "–" if mine else form.does()
