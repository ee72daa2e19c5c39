"""People: other names, renaming, two that are one, everything handed over; each taken back as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pipeline import instant

from pipetui.domain.names import folded_name
from pipetui.errors import BadInput, Refused
from pipetui.services import (
    absence_changes,
    edits,
    history,
    notes,
    people,
    people_changes,
    records,
    steps,
    today,
    transfer,
)
from pipetui.services.desk import open_desk
from pipetui.services.today import View
from pipetui.services.transfer_report import ImportRequest
from pipetui.storage.reading import MERGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipetui.services.desk import Desk
    from pipetui.services.people import Person


def person(desk: Desk, name: str) -> Person:
    return next(person for person in people.everybody(desk) if person.name == name)


def names(desk: Desk) -> list[str]:
    return [person.name for person in people.everybody(desk)]


def deal_of(desk: Desk, company: str) -> int:
    return records.find(desk, company)[0].id


def test_everybody_with_what_they_own(desk: Desk) -> None:
    anna, luca = people.everybody(desk)
    assert (anna.name, anna.open_deals, anna.to_clear) == ("anna", 8, 4)
    assert [(amount.minor, amount.currency) for amount in anna.worth] == [(19_000_000, "EUR")]
    assert (luca.name, luca.open_deals, luca.to_clear) == ("luca", 1, 1)
    counts = today.counts(desk, View(owner="anna"))
    assert (counts.open_deals, counts.to_clear) == (anna.open_deals, anna.to_clear)


def test_kept_promises_are_those_done_by_their_day(empty_desk: Desk) -> None:
    monday = empty_desk.at(instant("2026-11-09 09:00"))
    for number, (day, done_on) in enumerate(((11, 11), (11, 12), (12, None), (30, None))):
        deal = edits.add_deal(monday, name=f"deal {number}").id
        steps.plan(monday, deal, text="call", day=date(2026, 11, day))
        if done_on:
            steps.done(empty_desk.at(instant(f"2026-11-{done_on} 10:00")), deal)
    anna = person(empty_desk, "anna")
    assert (anna.kept, anna.promised) == (1, 3)


def test_a_promise_of_long_ago_counts_no_more(empty_desk: Desk) -> None:
    august = empty_desk.at(instant("2026-08-03 09:00"))
    deal = edits.add_deal(august, name="old").id
    steps.plan(august, deal, text="call", day=date(2026, 8, 4))
    assert person(empty_desk, "anna").promised == 0


def test_an_alias_finds_the_person_everywhere(desk: Desk) -> None:
    people_changes.add_alias(desk, "anna", "Anna Rossi")
    assert person(desk, "anna").aliases == ("Anna Rossi",)
    assert records.person(desk, "ANNA-ROSSI") == "anna"
    assert len(today.listing(desk, View(owner="anna rossi"))) == len(today.listing(desk, View(owner="anna")))
    edits.assign(desk, [deal_of(desk, "hera")], "Anna Rossi")
    assert names(desk) == ["anna", "luca"]
    assert today.item(desk, deal_of(desk, "hera")).deal.owner == "anna"


@pytest.mark.parametrize("taken", ["luca", "LUCA", "Lu-ca", "lc"])
def test_a_name_of_somebody_else_is_refused_with_who_has_it(desk: Desk, taken: str) -> None:
    people_changes.add_alias(desk, "luca", "LC")
    for change in (people_changes.add_alias, people_changes.rename):
        with pytest.raises(BadInput, match="luca"):
            change(desk, "anna", taken)
    with pytest.raises(BadInput, match="luca"):
        people_changes.add(desk, taken)
    assert names(desk) == ["anna", "luca"]
    assert person(desk, "anna").aliases == ()


def test_a_dropped_alias_is_free_again(desk: Desk) -> None:
    people_changes.add_alias(desk, "anna", "AR")
    people_changes.drop_alias(desk, "ar")
    assert not records.known(desk, "AR")
    people_changes.add_alias(desk, "luca", "AR")
    assert records.person(desk, "AR") == "luca"
    with pytest.raises(BadInput, match="not another name"):
        people_changes.drop_alias(desk, "anna")


def test_a_renamed_person_keeps_the_old_name_as_an_alias(desk: Desk) -> None:
    people_changes.rename(desk, "anna", "Anna Rossi")
    assert names(desk) == ["Anna Rossi", "luca"]
    assert person(desk, "Anna Rossi").aliases == ("anna",)
    assert today.default_owner(desk) == "Anna Rossi"
    assert records.person(desk, "anna") == "Anna Rossi"
    people_changes.rename(desk, "anna", "anna")
    assert person(desk, "anna").aliases == ("Anna Rossi",)


def test_another_spelling_of_the_same_name_needs_no_alias(desk: Desk) -> None:
    people_changes.rename(desk, "luca", "LUCA")
    assert person(desk, "LUCA").aliases == ()
    with pytest.raises(BadInput, match="already"):
        people_changes.rename(desk, "luca", "LUCA")


def test_merging_moves_what_is_whose_and_keeps_who_did_what(desk: Desk) -> None:
    luca = replace(desk, me="luca")
    hera = deal_of(desk, "hera")
    people_changes.add_alias(desk, "luca", "L. Bianchi")
    notes.log_note(luca, hera, pain="dust", next_step="call", day=date(2026, 11, 25))
    absence_changes.plan(desk, "luca", date(2026, 12, 1), date(2026, 12, 2), "anna")
    people_changes.merge(desk, "luca", "anna")
    assert names(desk) == ["anna"]
    anna = person(desk, "anna")
    assert set(anna.aliases) == {"luca", "L. Bianchi"}
    assert (anna.open_deals, [absence.cover for absence in anna.absences]) == (9, [None])
    whole = records.detail(desk, hera)
    assert (whole.item.deal.owner, whole.item.deal.step.owner) == ("anna", "anna")
    assert whole.notes[0].by == "luca"
    assert records.person(desk, "luca") == "anna"
    assert [event.by for event in history.log(luca, hera)][:1] == ["luca"]


def test_the_merged_name_works_on_as_the_other_person(desk: Desk) -> None:
    luca = replace(desk, me="luca")
    people_changes.merge(luca, "luca", "anna")
    done = edits.set_fields(luca, deal_of(desk, "hera"), {"amount": "1"})
    assert history.log(desk)[0].by == "anna"
    assert history.undo(desk).action == done.action
    assert history.undo(luca).name == "merge"
    assert names(desk) == ["anna", "luca"]
    assert today.item(desk, deal_of(desk, "hera")).deal.owner == "luca"


def test_nobody_is_merged_with_themselves(desk: Desk) -> None:
    people_changes.add_alias(desk, "anna", "AR")
    with pytest.raises(BadInput, match="one person already"):
        people_changes.merge(desk, "AR", "anna")
    with pytest.raises(BadInput, match="Nobody here"):
        people_changes.merge(desk, "zoe", "anna")
    assert not records.known(desk, "zoe")


def test_handing_over_is_one_action_with_an_event_for_each_deal(desk: Desk) -> None:
    before = {item.id: item.deal.owner for item in records.find(desk, "", 100)}
    done = people_changes.hand_over(desk, "anna", "mia")
    assert person(desk, "anna").open_deals == 0
    assert person(desk, "mia").open_deals == 8
    assert {event.type for event in history.log(desk) if event.action == done.action} == {"assigned"}
    assert all(item.deal.step.owner in ("mia", "luca", None) for item in records.find(desk, "", 100))
    assert "8 deals" in done.said
    history.undo(desk)
    assert {item.id: item.deal.owner for item in records.find(desk, "", 100)} == before


def test_handing_over_takes_ones_steps_on_deals_of_others_and_leaves_theirs(desk: Desk) -> None:
    hera, elmo = deal_of(desk, "hera"), deal_of(desk, "elmo")
    steps.plan(desk, hera, text="demo", day=date(2026, 11, 25), owner="anna")
    steps.plan(desk, elmo, text="legal", day=date(2026, 11, 25), owner="luca")
    assert people.belongings(desk, "anna").words == "8 deals, 1 step on a deal of others"
    people_changes.hand_over(desk, "anna", "mia")
    told = {company: records.detail(desk, deal_of(desk, company)).item.deal for company in ("hera", "elmo")}
    assert (told["hera"].owner, told["hera"].step.owner) == ("luca", "mia")
    assert (told["elmo"].owner, told["elmo"].step.owner) == ("mia", "luca")
    assert history.sentence(desk, history.log(desk, hera)[0]) == "step handed to mia, anna"


def test_handing_over_nothing_or_to_oneself_is_refused(desk: Desk) -> None:
    people_changes.add(desk, "mia")
    with pytest.raises(Refused, match="no open deal"):
        people_changes.hand_over(desk, "mia", "anna")
    with pytest.raises(BadInput, match="already"):
        people_changes.hand_over(desk, "anna", "Anna")


CHANGES: dict[str, Callable[[Desk], object]] = {
    "person": lambda desk: people_changes.add(desk, "mia"),
    "alias": lambda desk: people_changes.add_alias(desk, "luca", "L. Bianchi"),
    "rename": lambda desk: people_changes.rename(desk, "luca", "Luca Bianchi"),
    "merge": lambda desk: people_changes.merge(desk, "luca", "anna"),
    "hand over": lambda desk: people_changes.hand_over(desk, "anna", "luca"),
    "absence": lambda desk: absence_changes.plan(desk, "anna", desk.today, desk.today, "luca"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_is_undone_whole_and_told_as_a_sentence(desk: Desk, name: str) -> None:
    before = people.everybody(desk)
    CHANGES[name](desk)
    assert people.everybody(desk) != before
    told = history.sentence(desk, history.log(desk)[0])
    assert "_" not in told
    assert told.endswith(", anna")
    assert history.undo(desk).name == name
    assert people.everybody(desk) == before


@pytest.mark.parametrize("name", CHANGES)
def test_the_day_before_shows_what_was(desk: Desk, name: str) -> None:
    before = people.everybody(desk)
    CHANGES[name](desk.at(desk.now + 86_400))
    past = open_desk(Path(desk.store.path), me="anna", now=desk.now + 86_400, as_of=date(2026, 11, 23))
    shown = {person.name: (person.aliases, person.open_deals, person.absences) for person in people.everybody(past)}
    past.close()
    assert {person.name: (person.aliases, person.open_deals, person.absences) for person in before} == shown


def test_a_name_that_is_somebody_elses_by_now_is_not_given_back(desk: Desk) -> None:
    people_changes.rename(desk, "luca", "Luca Bianchi")
    mia = replace(desk, me="mia")
    people_changes.drop_alias(mia, "luca")
    people_changes.add(mia, "luca")
    with pytest.raises(Refused, match="cannot be undone"):
        history.undo(desk)
    with pytest.raises(Refused, match="changed since"):
        history.undo(desk, force=True)
    assert names(desk) == ["anna", "luca", "Luca Bianchi", "mia"]
    past = open_desk(Path(desk.store.path), me="anna", now=desk.now, as_of=date(2026, 11, 20))
    assert "luca" in names(past)
    past.close()


def test_a_new_person_who_has_done_something_stays(desk: Desk) -> None:
    people_changes.add(desk, "mia")
    edits.assign(replace(desk, me="luca"), [deal_of(desk, "hera")], "mia")
    with pytest.raises(Refused):
        history.undo(desk)
    assert person(desk, "mia").open_deals == 1


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_a_name_of_nothing_is_refused(desk: Desk, name: str) -> None:
    for change in (people_changes.add_alias, people_changes.rename):
        with pytest.raises(BadInput, match="missing"):
            change(desk, "anna", name)


@given(st.text())
def test_no_name_reads_as_a_merged_row(name: str) -> None:
    assert not folded_name(name).startswith(MERGED)


def test_somebody_close_to_me_is_offered_never_taken(desk: Desk) -> None:
    people_changes.rename(desk, "anna", "Anna Rossi")
    people_changes.drop_alias(desk, "anna")
    unknown = replace(desk, me="anna")
    assert today.default_owner(unknown) is None
    assert people.maybe_me(unknown) == "Anna Rossi"
    assert people.maybe_me(replace(desk, me="zed")) is None
    assert people.maybe_me(replace(desk, me="luca")) is None


def test_my_own_name_becomes_another_name_of_the_person_that_i_am(desk: Desk) -> None:
    people_changes.rename(desk, "anna", "Anna Rossi")
    people_changes.drop_alias(desk.at(desk.now + 1), "anna")
    me = replace(desk, me="A. Rossi", now=desk.now + 2)
    done = people_changes.add_alias(me, "anna rossi", "A. Rossi")
    assert done.said == "“A. Rossi” is another name of Anna Rossi now."
    assert people.aliases_of(me, "Anna Rossi") == ("A. Rossi",)
    assert people.is_me(me, "Anna Rossi")
    assert today.default_owner(me) == "Anna Rossi"
    history.undo(me.at(me.now + 1))
    assert people.aliases_of(me, "Anna Rossi") == ()


def test_a_step_that_a_file_brought_is_no_promise_made_here(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(
        "Name,Stage,Owner,Next step,Next step date\nNew one,discovery,zoe,call,2026-11-20\n", encoding="utf-8"
    )
    transfer.import_files(desk, ImportRequest([file]))
    new = deal_of(desk, "new one")
    steps.plan(desk.at(desk.now + 60), new, text="call", day=date(2026, 11, 23))
    zoe = person(desk, "zoe")
    assert (zoe.kept, zoe.promised) == (0, 0)
    assert [promise.imported for promise in records.detail(desk, new).steps] == [False, True]
    steps.done(desk.at(desk.now + 120), new)
    zoe = person(desk, "zoe")
    assert (zoe.kept, zoe.promised) == (1, 1)


def test_an_import_of_a_merged_name_means_the_other_person(desk: Desk, tmp_path: Path) -> None:
    people_changes.merge(desk, "luca", "anna")
    file = tmp_path / "deals.csv"
    file.write_text("Name,Stage,Owner\nNew one,discovery,Luca\n", encoding="utf-8")
    (report,) = transfer.import_files(desk, ImportRequest([file]))
    assert (report.added, report.questions) == (1, [])
    assert today.item(desk, deal_of(desk, "new one")).deal.owner == "anna"
