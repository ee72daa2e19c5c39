"""The people at the buyer's: added, edited, removed, and which of them is the main one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipetui import i18n
from pipetui.errors import BadInput
from pipetui.services import contacts, edits, history, records

if TYPE_CHECKING:
    from pipetui.domain.model import Contact
    from pipetui.services.desk import Desk

RITA = {"contact": "Rita Neri", "role": "signer", "phone": "02 555 0102"}


def acme(desk: Desk) -> int:
    return records.find(desk, "acme")[0].id


def people(desk: Desk, deal_id: int) -> tuple[Contact, ...]:
    return records.detail(desk, deal_id).contacts


def names(desk: Desk, deal_id: int) -> list[str | None]:
    return [person.name for person in people(desk, deal_id)]


def told(desk: Desk, deal_id: int) -> str:
    return history.sentence(desk, history.log(desk, deal_id)[0])


def test_a_person_is_added_after_the_main_one_and_undo_takes_it_back(desk: Desk) -> None:
    deal = acme(desk)
    done = contacts.add(desk, deal, RITA)
    assert done.changed == {name: (None, value) for name, value in RITA.items()}
    assert names(desk, deal) == ["Marta Rossi", "Rita Neri"]
    assert told(desk, deal) == "contact added: Rita Neri, signer, 02 555 0102, anna"
    history.undo(desk)
    assert names(desk, deal) == ["Marta Rossi"]


def test_only_what_is_different_is_told(desk: Desk) -> None:
    deal = acme(desk)
    marta = people(desk, deal)[0].id
    contacts.edit(desk, deal, marta, {"contact": "Marta Rossi", "phone": "02 555 0199", "role": ""})
    changed = people(desk, deal)[0]
    assert (changed.name, changed.phone, changed.role, changed.email) == (
        "Marta Rossi", "02 555 0199", None, "marta@acme.example",
    )  # fmt: skip
    assert told(desk, deal) == ("contact Marta Rossi edited: phone: 02 555 0101 → 02 555 0199, role: sponsor → –, anna")


def test_the_role_alone_may_change_or_nothing_at_all(desk: Desk) -> None:
    deal = acme(desk)
    marta = people(desk, deal)[0].id
    contacts.edit(desk, deal, marta, {"contact": "Marta Rossi", "role": "signer"})
    assert people(desk, deal)[0].role == "signer"
    assert contacts.edit(desk, deal, marta, {"contact": "Marta Rossi"}).said == "Nothing was different."


def test_a_removed_person_makes_room_for_the_next_and_comes_back(desk: Desk) -> None:
    deal = acme(desk)
    contacts.add(desk, deal, RITA)
    contacts.remove(desk, deal, people(desk, deal)[0].id)
    assert names(desk, deal) == ["Rita Neri"]
    assert told(desk, deal) == "contact removed: Marta Rossi, sponsor, 02 555 0101, marta@acme.example, anna"
    history.undo(desk)
    assert names(desk, deal) == ["Marta Rossi", "Rita Neri"]


def test_another_main_contact_is_the_one_that_set_and_find_speak_of(desk: Desk) -> None:
    deal = acme(desk)
    contacts.add(desk, deal, RITA)
    contacts.add(desk, deal, {"contact": "Ugo"})
    contacts.make_main(desk, deal, people(desk, deal)[2].id)
    assert names(desk, deal) == ["Ugo", "Marta Rossi", "Rita Neri"]
    assert told(desk, deal) == "main contact: Ugo, anna"
    edits.set_fields(desk, deal, {"phone": "1"})
    assert [(person.name, person.phone) for person in people(desk, deal)] == [
        ("Ugo", "1"), ("Marta Rossi", "02 555 0101"), ("Rita Neri", "02 555 0102"),
    ]  # fmt: skip
    history.undo(desk)
    history.undo(desk)
    assert names(desk, deal) == ["Marta Rossi", "Rita Neri", "Ugo"]
    assert people(desk, deal)[0].email == "marta@acme.example"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"contact": "Rita", "email": "rita.example"}, "no @"),
        ({"role": "signer"}, "needs a name, a phone number or an e-mail"),
        ({"contact": "  "}, "needs a name, a phone number or an e-mail"),
        ({"fax": "1"}, "no field “fax”"),
    ],
)
def test_what_is_no_contact_is_refused_and_nothing_written(desk: Desk, fields: dict[str, str], complaint: str) -> None:
    deal = acme(desk)
    before = history.log(desk, deal)
    with pytest.raises(BadInput, match=complaint):
        contacts.add(desk, deal, fields)
    assert history.log(desk, deal) == before


def test_a_contact_cannot_be_emptied_nor_taken_from_another_deal(desk: Desk) -> None:
    deal = acme(desk)
    marta = people(desk, deal)[0].id
    with pytest.raises(BadInput, match="needs a name"):
        contacts.edit(desk, deal, marta, dict.fromkeys(("contact", "phone", "email"), ""))
    with pytest.raises(BadInput, match="no longer there"):
        contacts.remove(desk, records.find(desk, "gea")[0].id, marta)
    with pytest.raises(BadInput, match="There is no contact 2"):
        contacts.numbered(desk, deal, 2)


def test_any_phone_and_any_title_will_do(desk: Desk) -> None:
    deal = acme(desk)
    contacts.add(desk, deal, {"contact": "x", "role": "Head of Odds & Ends", "phone": "ask at the gate", "email": "@"})
    added = people(desk, deal)[1]
    assert (added.role, added.phone, added.email) == ("Head of Odds & Ends", "ask at the gate", "@")


def test_a_role_is_kept_the_same_in_every_language(desk: Desk) -> None:
    from pipetui.domain.contacts import ROLES, role_of, role_word

    i18n.set_language("it")
    assert [role_of(role_word(role).upper()) for role in ROLES] == list(ROLES)
    assert role_of("Direttore") == "Direttore"


def test_a_closed_deal_keeps_its_people_up_to_date(desk: Desk) -> None:
    from pipetui.services import moves

    deal = acme(desk)
    moves.close(desk, deal, "lost", "price")
    contacts.add(desk, deal, RITA)
    assert names(desk, deal) == ["Marta Rossi", "Rita Neri"]
