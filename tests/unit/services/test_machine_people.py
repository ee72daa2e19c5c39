"""The machine of ``test_machine`` with everything that is done to people: names, absences, contacts, several deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from test_machine import LONG, QUICK, Pipeline, _fast, numbers, texts  # noqa: F401 - a fixture

from pipetui.services import absence_changes, bulk, contacts, edits, people_changes
from pipetui.services.bulk import NewDay
from pipetui.services.desk import open_desk
from pipetui.storage import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done

Names = dict[int, tuple[str, str]]

names = st.sampled_from(["anna", "luca", "mia", "Mia Neri", "zoe"])
chosen_deals = st.lists(numbers, min_size=1, max_size=4)


def called(desk: Desk) -> Names:
    """Everybody's number, with name and folded name."""
    with desk.reading() as connection:
        return {row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, name, folded FROM person")}


class PeopleAtWork(Pipeline):
    """People are renamed, merged, away, and hand things over, while they go on working."""

    def __init__(self) -> None:
        super().__init__()
        self.called: dict[date, Names] = {}
        """What everybody was called at the end of each day."""

    def pass_to(self, now: int) -> None:
        if self.desk.rules.day(now) != self.desk.today:
            self.called[self.desk.today] = called(self.desk)
        super().pass_to(now)

    def past_days_are_as_they_were(self) -> None:
        super().past_days_are_as_they_were()
        for day, names in self.called.items():
            past = open_desk(self.folder / "deals.db", me="anna", now=self.desk.now, as_of=day)
            assert called(past).items() >= names.items(), f"the end of {day}"
            past.close()

    @rule(me=names, name=names)
    def new_person(self, me: str, name: str) -> None:
        self.do(me, lambda desk: people_changes.add(desk, name))

    @rule(me=names, old=names, new=names)
    def rename(self, me: str, old: str, new: str) -> None:
        self.do(me, lambda desk: people_changes.rename(desk, old, new))

    @rule(me=names, old=names, into=names)
    def merge(self, me: str, old: str, into: str) -> None:
        self.do(me, lambda desk: people_changes.merge(desk, old, into))

    @rule(me=names, name=names, alias=names)
    def alias(self, me: str, name: str, alias: str) -> None:
        self.do(me, lambda desk: people_changes.add_alias(desk, name, alias))

    @rule(me=names, alias=names)
    def drop_alias(self, me: str, alias: str) -> None:
        self.do(me, lambda desk: people_changes.drop_alias(desk, alias))

    @rule(me=names, name=names, to=names)
    def hand_over(self, me: str, name: str, to: str) -> None:
        self.do(me, lambda desk: people_changes.hand_over(desk, name, to))

    @rule(me=names, name=names, first=st.integers(-5, 5), length=st.integers(0, 9), cover=st.none() | names)
    def away(self, me: str, name: str, first: int, length: int, cover: str | None) -> None:
        self.do(me, lambda desk: absence_changes.plan(desk, name, self.day(first), self.day(first + length), cover))

    @rule(me=names, name=names)
    def here_again(self, me: str, name: str) -> None:
        self.do(me, lambda desk: absence_changes.clear(desk, name))

    @rule(me=names, number=numbers, name=st.sampled_from(["", "Rita", "Marta"]), phone=st.sampled_from(["", "02 555"]))
    def contact(self, me: str, number: int, name: str, phone: str) -> None:
        self.do(me, lambda desk: contacts.add(desk, self.pick(number), {"contact": name, "phone": phone}))

    @rule(me=names, number=numbers, which=st.integers(0, 2), act=st.sampled_from(["edit", "remove", "main", "set"]))
    def contact_changes(self, me: str, number: int, which: int, act: str) -> None:
        deal = self.pick(number)
        with self.desk.reading() as connection:
            there = [contact.id for contact in reading.contacts(connection, deal)]
        contact = there[which % len(there)] if there else 0
        deeds: dict[str, Callable[[Desk], Done]] = {
            "edit": lambda desk: contacts.edit(desk, deal, contact, {"contact": "Ada", "role": "sponsor"}),
            "remove": lambda desk: contacts.remove(desk, deal, contact),
            "main": lambda desk: contacts.make_main(desk, deal, contact),
            "set": lambda desk: edits.set_fields(desk, deal, {"contact": "Eva", "phone": ""}),
        }
        self.do(me, deeds[act])

    @rule(me=names, chosen=chosen_deals, ahead=st.integers(0, 9), text=st.none() | texts)
    def reschedule(self, me: str, chosen: list[int], ahead: int, text: str | None) -> None:
        deals = list(dict.fromkeys(map(self.pick, chosen)))
        self.do(me, lambda desk: bulk.reschedule(desk, deals, NewDay(self.day(ahead)), text=text))

    @rule(me=names, chosen=chosen_deals, ahead=st.integers(0, 20))
    def park_several(self, me: str, chosen: list[int], ahead: int) -> None:
        deals = list(dict.fromkeys(map(self.pick, chosen)))
        self.do(me, lambda desk: bulk.park(desk, deals, self.day(ahead), "later"))


@pytest.mark.usefixtures("_fast")
def test_whatever_happens_to_people() -> None:
    run_state_machine_as_test(PeopleAtWork, settings=QUICK)


@pytest.mark.long
@pytest.mark.usefixtures("_fast")
def test_whatever_happens_to_people_for_long() -> None:
    run_state_machine_as_test(PeopleAtWork, settings=LONG)
