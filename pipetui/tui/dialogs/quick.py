"""Forms of one line, for triage: what comes next and when, typed as one says it. Two keys beside the text.

Each is the whole form of its kind, whose fields the line fills while they are out of sight; f3 brings them out. So what
is checked, saved and kept as a draft is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from pipetui.domain.step_line import StepLine, pain_apart, read, written
from pipetui.i18n import _
from pipetui.services import moves, records
from pipetui.tui.dialogs.dialog import SEPARATOR
from pipetui.tui.dialogs.done import DoneDialog
from pipetui.tui.dialogs.form import DealForm, Wrong
from pipetui.tui.dialogs.note import NoteDialog
from pipetui.tui.dialogs.step import StepDialog
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done

LINE = "line"
"""The name of the one entry that is typed into."""


class LineField(Field):
    """A line with its label above, and below it what enter would save. ``understood`` gives that with its tone."""

    beside = False

    def __init__(self, label: str, placeholder: str, understood: Callable[[], tuple[str, str]]) -> None:
        super().__init__(LINE, label, placeholder=placeholder)
        self._understood = understood
        self.add_class("sentence")

    @on(Input.Changed)
    def show(self) -> None:
        """Say what was understood."""
        self.echo(*self._understood())


class OneLine(DealForm):
    """A whole form of which only one line shows. ``named``: the entries with pain ("" for none), text, person and day
    that the line fills."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "whole", show=False)]
    named: ClassVar[tuple[str, str, str, str]] = ("", "text", "who", "when")

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        self._short = True
        self._taken: str | None = None
        super().__init__(desk, deal_id)

    def question(self) -> tuple[str, str]:
        """The label of the line, and an example."""
        return _("What next, and when?"), _("call Rita fri")

    def entries(self) -> Iterable[Entry]:
        """The line, and the entries that it fills."""
        yield LineField(*self.question(), self._understood)
        yield from super().entries()

    def hints(self) -> str:
        """The keys."""
        if not self._short:
            return super().hints()
        return SEPARATOR.join((_("enter save"), _("f3 all fields"), _("esc leave, draft kept")))

    def first_entry(self) -> Entry:
        """The line; with all fields, where the whole form begins."""
        return self.entry(LINE) if self._short else super().first_entry()

    def on_mount(self) -> None:
        """Say what enter alone would save."""
        line = self.entry(LINE)
        assert isinstance(line, LineField)
        line.show()

    def kept_values(self) -> dict[str, str]:
        """The draft is the whole form's: the line is in its fields."""
        return {name: value for name, value in super().kept_values().items() if name != LINE}

    def look_again(self) -> None:
        """What is typed goes into the entries, which stay out of sight."""
        if self._short:
            self._take_line()
        super().look_again()
        self.entry(LINE).display = self._short
        for name in self.named:
            if name:
                self.entry(name).display = not self._short

    def action_whole(self) -> None:
        """Bring all fields out, with what was typed."""
        if self._short:
            self.look_again()
            self._short = False
            self.look_again()
            self.show_hints()
            self.first_entry().take_focus()

    def check(self) -> None:
        """What is out of sight is complained about at the line."""
        super().check()
        if self._short:
            for name in self.named:
                if name:
                    self.entry(name).settle()
                    if problem := self.entry(name).problem():
                        raise Wrong(LINE, problem)

    def _onward(self, entry: Entry, may_save: bool) -> None:
        """Enter on the line saves, unless something else has to be said first."""
        self.look_again()
        others = [other for other in self._shown() if other is not entry and not other.aside]
        if self._short and entry.key == LINE and all(other.problem() is None for other in others):
            self.action_save()
        else:
            super()._onward(entry, may_save)

    def _fill(self, values: Mapping[str, str]) -> None:
        """A draft comes back as the line that says it."""
        super()._fill(values)
        pain, text, who, when = (self._other(name, values) for name in self.named)
        line = written(StepLine(text, when, who, values.get("reason", "")))
        self._taken = f"{pain} / {line}" if pain else line
        self.entry(LINE).value = self._taken

    def _other(self, name: str, values: Mapping[str, str]) -> str:
        """What an entry has that it had not in the beginning."""
        value = values.get(name, "")
        return value if name and value != self.initial[name] else ""

    def _take_line(self) -> None:
        """Put what is typed into the entries; where it says nothing they have what they had in the beginning."""
        typed = self.value(LINE)
        if typed == self._taken:
            return
        self._taken = typed
        pain, text, who, when = self.named
        said, following = pain_apart(typed) if pain else ("", typed)
        line = read(following, self._is_day)
        given = {pain: said, text: line.text, who: self._person(line.who), when: line.when, "reason": line.reason}
        for entry in self.in_order:
            if entry.key in given and (entry.key != "reason" or line.reason):
                value = given[entry.key] or self.initial.get(entry.key, "")
                if entry.value != value:
                    entry.value = value

    def _is_day(self, words: str) -> bool:
        return bool(self._look(words).said)

    def _person(self, who: str) -> str:
        """The person whose first name this is, if only one has it; else as it is."""
        first = [name for name in records.people(self.desk()) if name.split()[0].casefold() == who.casefold()]
        return first[0] if len(first) == 1 and self._known(who) is None else who

    def _understood(self) -> tuple[str, str]:
        """What enter would save, in words, with its tone."""
        self._take_line()
        pain, text, who, when = (self.value(name) if name else "" for name in self.named)
        if not self.value(LINE) and not (text and when):
            return "", ""
        day = self._look(when, who) if when else None
        doubt = day and (day.problem or day.warning)
        new = bool(who) and self._known(who) is None
        parts = (
            _("Pain: {pain}").format(pain=pain) if self.value(LINE) and pain else "",
            text or _("what?"),
            (day.said or day.problem or "") if day else _("when?"),
            (doubt or "") if day and day.said else "",
            _("{name}, a new person").format(name=who) if new else who or self.desk().me,
        )
        tone = "bad" if day and day.problem else "warning" if doubt or new else "good" if text and day else ""
        return SEPARATOR.join(part for part in parts if part), tone


class QuickStep(OneLine, StepDialog):
    """``s``: a day alone gives the step another date, nothing at all confirms it. The third re-dating asks why, unless
    the reason stands after a colon."""

    def question(self) -> tuple[str, str]:
        """A step that is there needs only a day."""
        if self.detail.item.deal.step.text:
            return _("When? Or another step, and when"), _("fri")
        return super().question()


class QuickDone(OneLine, DoneDialog):
    """``d``: the step is done, and this comes next."""

    def save(self) -> Done:
        """As the whole form does, but what is missing is missing in the line."""
        try:
            return super().save()
        except Wrong as wrong:
            raise Wrong(LINE if self._short else wrong.entry, wrong.message) from wrong


class QuickNote(OneLine, NoteDialog):
    """``n``: a call in one line, ``what was learned / what comes next and when``. A pain that is known stays."""

    named = ("pain", "next_step", "who", "when")

    def question(self) -> tuple[str, str]:
        """The pain is asked for where it is not known."""
        if self.detail.pain:
            return _("What next, and when?"), _("send the offer fri, or: new pain / send the offer fri")
        return _("Pain / what next, and when?"), _("stock counts are wrong / send the offer fri")


class QuickTick(DealForm):
    """One criterion holds: how do we know? Enter alone ticks it without a source."""

    def __init__(self, desk: Callable[[], Desk], deal_id: int, criterion: str, text: str) -> None:
        self._criterion, self._text = criterion, text
        super().__init__(desk, deal_id)

    def does(self) -> str:
        """Its title."""
        return _("Tick")

    def intro(self) -> str:
        """What is ticked."""
        return self._text

    def hints(self) -> str:
        """The keys."""
        return SEPARATOR.join((_("enter tick"), _("esc leave")))

    def entries(self) -> Iterable[Entry]:
        """How we know."""
        yield Field("how", _("How do we know?"), placeholder=_("one line, or just enter"))

    def save(self) -> Done:
        """Tick it."""
        return moves.tick(self.desk(), self.deal_id, self._criterion, self.value("how") or None)
