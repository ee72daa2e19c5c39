"""What each way out of a finding is called where triage says what to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.i18n import _
from pipetui.tui.widgets.triage_text import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.domain.model import Detail
    from pipetui.services.triage import Way


def presses(ways: Sequence[Way], detail: Detail, key_of: Callable[[str], str]) -> list[Press]:
    """A line for each way; enter takes the first. ``key_of``: the key of a command as people read it."""
    numbers = {state.id: number for number, state in enumerate(detail.criteria, 1)}
    found: list[Press] = []
    for way in ways:
        if way.command == "tick":
            number = numbers.get(way.criterion)
            key, action = f"alt+{number}" if number else "", f"tick_criterion('{way.criterion}')"
        else:
            key, action = key_of(way.command), f"deal('{way.command}')"
        keys = key if found else ", ".join(part for part in (key_of("fix"), key) if part)
        found.append(Press(keys, words(way, detail), action))
    return found


def words(way: Way, detail: Detail) -> str:
    """What one does with this way."""
    if way.command == "tick":
        return _("tick “{criterion}”").format(criterion=way.text)
    if way.command == "step":
        return _step(way, detail)
    if way.command == "close" and way.kind == "stalled" and all(state.ticked for state in detail.criteria):
        return _("close it: every answer is there")
    told = {
        "note": _("log the call: pain / next step, and when"),
        "done": _("it is done: say what comes next and when"),
        "no_reply": _("no reply: when to try again"),
        "criteria": _("answer what is open"),
        "move": _("move on: every answer is there"),
        "park": _("park it until a day"),
        "close": _("close it: losing early is good news"),
    }
    return told[way.command]


def _step(way: Way, detail: Detail) -> str:
    step = detail.item.deal.step
    if way.kind == "step_overdue":
        return _("another day: fri, +3d, 25/11")
    if way.kind == "stalled":
        return _("say what comes next and when; enter alone keeps “{step}”").format(step=step.text)
    if step.missing == ("date",):
        return _("say when: fri, +3d, 25/11")
    if step.missing == ("owner",):
        return _("say whose it is: @anna; enter alone gives it to the deal's owner")
    return _("say what comes next and when: call Rita fri")
