"""Whose list a screen shows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.services import absences, people, records

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


def whose(desk: Desk, owner: str | None) -> str:
    """``anna · all`` without an owner, ``luca · mine + anna`` while I (luca) cover anna, ``mia's list`` for somebody
    else. Raises BadInput for an unknown name."""
    if owner is None:
        return _("{name} · all").format(name=desk.me)
    said = _("{name} · mine") if people.is_me(desk, owner) else _("{name}'s list")
    said = said.format(name=records.person(desk, owner))
    return " + ".join([said, *absences.covered_names(desk, owner)])
