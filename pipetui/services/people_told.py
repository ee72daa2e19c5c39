"""What happened to people, as lines of a timeline; see ``history.sentence``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pipetui.domain.model import Absence
from pipetui.domain.sentences import absence_words
from pipetui.i18n import _

if TYPE_CHECKING:
    from pipetui.services.desk import Desk

Values = Mapping[str, Any]


def _absence(desk: Desk, values: Values) -> str:
    first, last = (date.fromisoformat(str(values[name])) for name in ("first", "last"))
    return absence_words(Absence(0, str(values["person"]), first, last, values.get("cover")), desk.today)


def _planned(desk: Desk, _before: Values, after: Values) -> str:
    return _("{name} away {days}").format(name=after["person"], days=_absence(desk, after))


def _removed(desk: Desk, before: Values, _after: Values) -> str:
    return _("{name} here again, was away {days}").format(name=before["person"], days=_absence(desk, before))


TELLERS: dict[str, Callable[[Desk, Values, Values], str]] = {
    "person_added": lambda _d, _b, after: _("new person: {name}").format(name=after.get("person")),
    "person_renamed": lambda _d, before, after: _("{old} renamed to {new}").format(
        old=before.get("person"), new=after.get("person")
    ),
    "people_merged": lambda _d, before, after: _("{old} and {name} made one person").format(
        old=before.get("person"), name=after.get("person")
    ),
    "alias_added": lambda _d, _b, after: _("{name} also called {alias}").format(
        name=after.get("person"), alias=after.get("alias")
    ),
    "alias_removed": lambda _d, before, _a: _("{name} no longer called {alias}").format(
        name=before.get("person"), alias=before.get("alias")
    ),
    "absence_planned": _planned,
    "absence_removed": _removed,
    "step_assigned": lambda _d, _b, after: _("step handed to {name}").format(name=after.get("step_owner")),
}
