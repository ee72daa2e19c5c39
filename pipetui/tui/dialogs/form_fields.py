"""The entries of a form: reading their values, and making those that look into the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.money import parse_plain
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import records, steps
from pipetui.tui.widgets.date_field import DateField
from pipetui.tui.widgets.entry import Field
from pipetui.tui.widgets.person_field import PersonField

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipetui.services.desk import Desk
    from pipetui.services.results import DayEcho
    from pipetui.tui.widgets.entry import Entry


class Wrong(BadInput):
    """One entry of a form cannot be used. ``entry`` is its name."""

    def __init__(self, entry: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry


class FormFields:
    """What has entries, in order, at a desk."""

    desk: Callable[[], Desk]
    in_order: tuple[Entry, ...] = ()

    def value(self, name: str) -> str:
        """The value of an entry."""
        return self.entry(name).value

    def entry(self, name: str) -> Entry:
        """The entry with this name."""
        return next(entry for entry in self.in_order if entry.key == name)

    def day(self, name: str) -> date | None:
        """The day of a DateField; None while it is empty or cannot be used."""
        entry = self.entry(name)
        assert isinstance(entry, DateField)
        return entry.day

    def certain_day(self, name: str) -> date:
        """The day of a DateField that must hold one. Raises Wrong."""
        day = self.day(name)
        if day is None:
            raise Wrong(name, _("By when?"))
        return day

    def step_or_nothing(self) -> tuple[str, date] | None:
        """Text and day of a next step that may be left out. Raises Wrong when only one of the two is there."""
        text, day = self.value("text"), self.day("when")
        if not text and day is None:
            return None
        if not text:
            raise Wrong("text", _("What happens next?"))
        return text, self.certain_day("when")

    def day_field(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        required: str = "",
        past: bool = False,
        whose: Callable[[], str] | None = None,
    ) -> DateField:
        """A field for a day, which reads words as this desk does. ``past``: it may also be over; ``whose``: who has to
        be there on that day."""
        look = self._look if whose is None else lambda text: self._look(text, whose())
        return DateField(name, label, look, value, placeholder=_("fri, +3d, 2w"), required=required, past=past)

    def amount_field(self, currency: Callable[[], str], value: str = "") -> Field:
        """A field for an amount of money in this currency."""
        return Field(
            "amount", _("Amount"), value, placeholder="1200.50", check=lambda text: parse_plain(text, currency())
        )

    def person_field(self, name: str, label: str, value: str = "", *, required: str = "") -> PersonField:
        """A field for a person, completed from the people of the database."""
        return PersonField(name, label, records.people(self.desk()), self._known, value, required=required)

    def _look(self, text: str, owner: str | None = None) -> DayEcho:
        return steps.look_at_day(self.desk(), text, owner)

    def _known(self, name: str) -> str | None:
        try:
            return records.person(self.desk(), name)
        except BadInput:
            return None
