"""Drafts: kept for a person under any of their names, listed, thrown away and put back; never part of history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_pipeline import NOW

from pipetui.domain.names import folded_name
from pipetui.errors import BadInput
from pipetui.services import drafts, edits, history, records
from pipetui.services.desk import open_desk
from pipetui.storage import tables

if TYPE_CHECKING:
    from pipetui.services.desk import Desk


def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


def fields(desk: Desk, record: int, form: str) -> dict[str, str] | None:
    found = drafts.load(desk, record, form)
    return None if found is None else dict(found.fields)


def test_they_survive_and_are_ones_own(desk: Desk) -> None:
    deal = acme(desk)
    drafts.keep(desk, deal, "note", {"pain": "à moitié", "when": "fri"})
    drafts.keep(desk.at(NOW + 5), deal, "note", {"pain": "whole"})
    drafts.keep(desk, 0, "add", {"name": "new"})
    assert drafts.load(replace(desk, me="luca"), deal, "note") is None
    desk.close()
    again = open_desk(Path(desk.store.path), me="Anna", now=NOW)
    found = drafts.load(again, deal, "note")
    assert found is not None
    assert (found.fields, found.at) == ({"pain": "whole"}, NOW + 5)
    assert fields(again, 0, "add") == {"name": "new"}
    drafts.drop(again, deal, "note")
    drafts.drop(again, deal, "note")
    assert drafts.load(again, deal, "note") is None
    again.close()


def test_they_are_listed_newest_first_with_what_they_are_about(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "note", {"pain": "x", "next_step": "Call Marta"})
    drafts.keep(desk.at(NOW + 5), 0, "add", {"name": "Zeta"})
    new, note = drafts.waiting(desk)
    assert (drafts.form_word(note.form), drafts.about(note)) == ("Note", "Acme · ERP roll-out")
    assert (drafts.form_word(new.form), drafts.about(new)) == ("New deal", "not saved yet")
    assert (note.words, new.words) == ("Call Marta", "Zeta")
    assert drafts.count(desk) == 2
    assert [draft.form for draft in drafts.waiting(desk, acme(desk))] == ["note"]


def test_one_that_was_gone_on_with_is_the_newest_again(desk: Desk) -> None:
    for minutes, record, form in ((0, acme(desk), "note"), (1, 0, "add"), (2, acme(desk), "note")):
        drafts.keep(desk.at(NOW + 60 * minutes), record, form, {"text": "x"})
    assert [draft.form for draft in drafts.waiting(desk)] == ["note", "add"]


def test_a_day_says_less_than_any_words(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "step", {"text": "Call", "when": "2026-11-27"})
    assert drafts.waiting(desk)[0].words == "Call"


def test_what_a_form_keeps_aside_is_not_what_was_typed(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "note", {"pain": "x", "@seen": "a long text that nobody typed"})
    assert drafts.waiting(desk)[0].words == "x"


def test_a_draft_about_a_deal_that_is_gone_keeps_its_text(desk: Desk) -> None:
    new = edits.add_deal(desk, name="Zeta").id
    drafts.keep(desk, new, "note", {"next_step": "Call Zeta"})
    history.undo(desk)
    (draft,) = drafts.waiting(desk)
    assert draft.gone
    assert drafts.about(draft) == f"deal {new} is gone"
    assert draft.words == "Call Zeta"


def test_one_that_was_thrown_away_comes_back_as_it_was(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "note", {"next_step": "Call Marta"})
    before = drafts.waiting(desk)[0]
    thrown = drafts.throw_away(desk.at(NOW + 60), before.number)
    assert drafts.waiting(desk) == []
    drafts.put_back(desk.at(NOW + 90), thrown)
    (after,) = drafts.waiting(desk)
    assert replace(after, number=before.number) == before


def test_a_newer_one_is_not_overwritten_by_putting_back(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "note", {"next_step": "old"})
    thrown = drafts.throw_away(desk, drafts.waiting(desk)[0].number)
    drafts.keep(desk, acme(desk), "note", {"next_step": "new"})
    with pytest.raises(BadInput, match="newer draft"):
        drafts.put_back(desk, thrown)
    assert fields(desk, acme(desk), "note") == {"next_step": "new"}


def test_somebody_elses_draft_cannot_be_thrown_away(desk: Desk) -> None:
    drafts.keep(replace(desk, me="luca"), 0, "add", {"name": "mine"})
    (number,) = [draft.number for draft in drafts.waiting(replace(desk, me="luca"))]
    with pytest.raises(BadInput, match="no draft"):
        drafts.throw_away(desk, number)


def test_an_alias_and_the_name_find_the_same_drafts(desk: Desk) -> None:
    with desk.working("alias") as work:
        assert work.by.id is not None
        work.add(tables.PersonAlias(person_id=work.by.id, alias="A. Rossi", folded=folded_name("A. Rossi")))
        work.event(None, "person_alias_added")
    drafts.keep(desk, acme(desk), "note", {"next_step": "as anna"})
    other = replace(desk, me="A. Rossi")
    assert fields(other, acme(desk), "note") == {"next_step": "as anna"}
    drafts.keep(other.at(NOW + 5), acme(desk), "note", {"next_step": "as A. Rossi"})
    assert fields(desk, acme(desk), "note") == {"next_step": "as A. Rossi"}
    drafts.drop(desk, acme(desk), "note")
    assert fields(desk, acme(desk), "note") == {"next_step": "as anna"}  # the older one was not lost by it


def test_there_is_room_for_several_new_deals(desk: Desk) -> None:
    assert drafts.free_record(desk, "add") == 0
    drafts.keep(desk, 0, "add", {"name": "one"})
    drafts.keep(desk, drafts.free_record(desk, "add"), "add", {"name": "two"})
    assert sorted(draft.words for draft in drafts.waiting(desk)) == ["one", "two"]
    assert drafts.free_record(desk, "add") == -2


def test_a_draft_and_what_was_saved_from_it_are_one_transaction(desk: Desk) -> None:
    drafts.keep(desk, acme(desk), "edit", {"name": "New name"})

    def save_and_fail() -> None:
        with desk.together():
            edits.set_fields(desk, acme(desk), {"name": "New name"})
            drafts.drop(desk, acme(desk), "edit")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert records.detail(desk, acme(desk)).item.deal.name == "ERP roll-out"
    assert fields(desk, acme(desk), "edit") == {"name": "New name"}
