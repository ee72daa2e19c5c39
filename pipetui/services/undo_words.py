"""What is said of actions: their names, and what stands in the way of taking one back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipetui.domain.names import titled
from pipetui.errors import Refused
from pipetui.i18n import _, ngettext, pgettext
from pipetui.storage import imports, rewinding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

_NAMED = 10
"""So many deals are named where an undo would take people's work on them with it."""


class BuiltUpon(Refused):
    """An undo that would take later actions with it. ``later`` are their numbers, latest first; ``deals`` the deals
    that they were about, and ``deeds`` what they were, both in words."""

    def __init__(self, name: str, deals: str, deeds: str, later: tuple[int, ...]) -> None:
        super().__init__(
            _("“{name}” cannot be undone: what it changed was changed since, on {deals}.").format(
                name=action_name(name), deals=deals
            ),
            _("Nothing was changed. With --force, what came later is undone, too: {deeds}.").format(deeds=deeds),
        )
        self.later = later


def built_upon(connection: Connection, name: str, later: Sequence[int]) -> BuiltUpon:
    """The refusal to undo an action upon which these stand, latest first."""
    counted = Counter(map(action_name, rewinding.names_of(connection, later)))
    deeds = ", ".join(f"{count} × {deed}" for deed, count in counted.most_common())
    return BuiltUpon(name, _touched(connection, later), deeds, tuple(later))


def _touched(connection: Connection, actions: Sequence[int]) -> str:
    """``#34 Acme · ERP, #35 Borealis · pilot and 14 more``."""
    ids = sorted({record for action in actions for record in rewinding.records_of(connection, action)})
    if not ids:
        return _("the playbook or the people")
    names = imports.names_of(connection, ids[:_NAMED])
    told = ", ".join(
        f"#{number} {titled(*names[number])}" if number in names else f"#{number}" for number in ids[:_NAMED]
    )
    more = len(ids) - _NAMED
    return (
        told if more <= 0 else ngettext("{deals} and {n} more", "{deals} and {n} more", more).format(deals=told, n=more)
    )


def action_name(name: str) -> str:
    """The name of an action, as people say it."""
    names = {
        "add": pgettext("action", "add"), "edit": pgettext("action", "edit"),
        "assign": pgettext("action", "reassign"), "contact": pgettext("action", "contact"),
        "note": pgettext("action", "note"),
        "no reply": pgettext("action", "no reply"), "step": pgettext("action", "next step"),
        "done": pgettext("action", "done"), "tick": pgettext("action", "tick"),
        "untick": pgettext("action", "untick"), "move": pgettext("action", "move on"),
        "move back": pgettext("action", "move back"), "park": pgettext("action", "park"),
        "unpark": pgettext("action", "take up again"), "close": pgettext("action", "close"),
        "reopen": pgettext("action", "reopen"), "import": pgettext("action", "import"),
        "playbook": pgettext("action", "playbook"), "undo": pgettext("action", "undo"),
        "person": pgettext("action", "new person"), "alias": pgettext("action", "other name"),
        "rename": pgettext("action", "rename"), "merge": pgettext("action", "merge"),
        "hand over": pgettext("action", "hand over"), "absence": pgettext("action", "absence"),
        "conflict": pgettext("action", "settled conflict"),
        "entered": pgettext("action", "entered in the CRM"),
    }  # fmt: skip
    return names.get(name, name)
