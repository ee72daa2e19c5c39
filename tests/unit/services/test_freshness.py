"""What has changed about a deal since somebody looked at it, who did it, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW

from pipetui.errors import BadInput
from pipetui.services import edits, freshness, history, moves, notes, records, steps
from pipetui.services.freshness import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


def said(desk: Desk, seen: Seen) -> list[str]:
    return [freshness.sentence(desk, change) for change in freshness.changes_since(desk, seen)]


def test_nothing_changed(desk: Desk, acme: int) -> None:
    assert freshness.changes_since(desk, freshness.seen(desk, acme)) == []


CHANGES: list[tuple[str, Callable[[Desk, int], object], str]] = [
    (
        "step",
        lambda desk, deal: steps.plan(desk, deal, text="send offer", day=FRIDAY),
        "luca changed the next step, 2 minutes ago: “send offer”, anna, Fri 27 Nov.",
    ),
    (
        "amount",
        lambda desk, deal: edits.set_fields(desk, deal, {"amount": "15000"}),
        "luca changed amount, 2 minutes ago: 15000.00.",
    ),
    (
        "phone",
        lambda desk, deal: edits.set_fields(desk, deal, {"phone": ""}),
        "luca changed phone, 2 minutes ago: –.",
    ),
    (
        "status",
        lambda desk, deal: moves.close(desk, deal, "lost", reason="price"),
        "luca closed it, 2 minutes ago: lost.",
    ),
    (
        "ticks",
        lambda desk, deal: moves.untick(desk, deal, "kpis_agreed"),
        "luca changed the exit criteria, 2 minutes ago: 3 to 5 problems mapped, by priority, Impact estimated, "
        "Sponsor inside the buyer named.",
    ),
]


@pytest.mark.parametrize(("field", "change", "sentence"), CHANGES)
def test_a_change_is_told_with_who_and_when(
    desk: Desk, acme: int, field: str, change: Callable[[Desk, int], object], sentence: str
) -> None:
    before = freshness.seen(desk, acme)
    change(replace(desk, me="luca"), acme)
    later = desk.at(NOW + 130)
    found = {each.field: each for each in freshness.changes_since(later, before)}
    assert freshness.sentence(later, found[field]) == sentence


def test_a_note_changes_pain_and_step(desk: Desk, acme: int) -> None:
    before = freshness.seen(desk, acme)
    notes.log_note(replace(desk, me="luca"), acme, pain="Orders are lost", next_step="call", day=FRIDAY)
    assert {change.field for change in freshness.changes_since(desk, before)} == {"pain", "step"}


def test_what_was_taken_back_is_no_change(desk: Desk, acme: int) -> None:
    before = freshness.seen(desk, acme)
    edits.set_fields(desk, acme, {"source": "fair"})
    history.undo(desk)
    assert freshness.changes_since(desk, before) == []


@pytest.mark.parametrize(
    ("seconds", "when"),
    [(59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"), (3600, "Mon 23 Nov 08:31")],
)
def test_from_an_hour_on_the_time_is_told(desk: Desk, acme: int, seconds: int, when: str) -> None:
    before = freshness.seen(desk, acme)
    edits.set_fields(replace(desk, me="luca"), acme, {"source": "fair"})
    assert said(desk.at(NOW + seconds), before) == [f"luca changed source, {when}: fair."]


def test_my_own_change_elsewhere_is_called_so(desk: Desk, acme: int) -> None:
    before = freshness.seen(desk, acme)
    edits.set_fields(desk, acme, {"source": "fair"})
    assert said(desk, before) == ["You changed source elsewhere, just now: fair."]


def test_a_change_without_an_event_is_told_without_a_name(desk: Desk, acme: int) -> None:
    """As after another file was put in the place of the database."""
    now = freshness.seen(desk, acme)
    before = replace(now, fields={**now.fields, "source": "fair"})
    assert said(desk, before) == ["source is another one now: –."]


def test_a_deal_that_is_gone(desk: Desk) -> None:
    new = edits.add_deal(desk, name="x").id
    before = freshness.seen(desk, new)
    history.undo(desk)
    with pytest.raises(BadInput, match="no deal"):
        freshness.changes_since(desk, before)


def test_a_draft_keeps_it_as_text(desk: Desk, acme: int) -> None:
    seen = freshness.seen(desk, acme)
    assert Seen.from_text(seen.as_text()) == seen


def test_time_alone_changes_nothing(desk: Desk) -> None:
    """A parked deal wakes by itself: nobody did anything."""
    iris = records.find(desk, "iris")[0].id
    before = freshness.seen(desk, iris)
    assert freshness.changes_since(desk.at(NOW + 30 * 86_400), before) == []
