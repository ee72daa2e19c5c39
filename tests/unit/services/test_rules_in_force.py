"""Who waits for the lock while somebody puts another playbook in force works by that one, not by the one before."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipetui.domain import hygiene
from pipetui.services import contacts, edits, moves, notes, playbooks, steps
from pipetui.services.desk import Desk
from pipetui.storage import attention, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipetui.storage.writing import Work

DAY = date(2026, 11, 27)

ACTIONS: dict[str, Callable[[Desk, int], object]] = {
    "step": lambda desk, deal: steps.plan(desk, deal, text="Call", day=DAY),
    "done": steps.done,
    "note": lambda desk, deal: notes.log_note(desk, deal, pain=None, next_step="Call", day=DAY),
    "long note": lambda desk, deal: notes.log_text(desk, deal, "They called."),
    "no reply": notes.log_no_reply,
    "edit": lambda desk, deal: edits.set_fields(desk, deal, {"amount": "5"}),
    "assign": lambda desk, deal: edits.assign(desk, [deal], "mia"),
    "park": lambda desk, deal: moves.park(desk, deal, DAY, "later"),
    "contact": lambda desk, deal: contacts.add(desk, deal, {"contact": "Rita"}),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_follows_the_rules_of_its_own_instant(
    empty_desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    deal = edits.add_deal(empty_desk, name="Pilot", step=("Write", DAY)).id
    usual = Desk.working

    @contextmanager
    def after_another(desk: Desk, action: str) -> Iterator[Work]:
        monkeypatch.undo()
        stages = tuple(replace(stage, max_days=1) for stage in empty_desk.playbook.stages)
        playbooks.apply(empty_desk, replace(empty_desk.playbook, stages=stages), {})
        with usual(desk, action) as work:
            yield work

    monkeypatch.setattr(Desk, "working", after_another)
    ACTIONS[name](empty_desk, deal)
    with empty_desk.reading() as connection:
        kept, found = attention.stored(connection)[deal], reading.deals(connection, [deal])[0]
    assert kept == hygiene.attention(found, empty_desk.rules)
