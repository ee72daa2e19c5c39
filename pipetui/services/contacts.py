"""The people at the buyer's: added, edited, removed; which of them is the main one.

The main contact is the first of a deal (the lowest id): files, ``set`` and the panel speak of that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from pipetui.domain.contacts import role_word
from pipetui.errors import BadInput
from pipetui.i18n import _, ngettext
from pipetui.services.desk import Desk, finish
from pipetui.services.edits import CONTACT_FIELDS, contact_value
from pipetui.storage import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipetui.services.results import Done
    from pipetui.storage.writing import Work


def add(desk: Desk, deal_id: int, fields: Mapping[str, str]) -> Done:
    """Add a person to a deal, open or closed. ``fields``: contact (the name), role, email, phone; one is enough.

    Raises BadInput.
    """
    values = _checked(fields)
    _refuse_nobody(values)
    with desk.working("contact") as work:
        rules = desk.rules
        row = work.deal(deal_id)
        contact = tables.Contact(record_id=deal_id)
        _set(contact, values)
        work.add(contact)
        after = {name: value for name, value in values.items() if value}
        said = _("{person} added to {deal}.").format(person=_called(values), deal=row.name)
        return finish(work, rules, deal_id, "contact_added", before={}, after=after, said=said)


def edit(desk: Desk, deal_id: int, contact_id: int, fields: Mapping[str, str]) -> Done:
    """Change what is known of a person; "" clears. ``fields`` as for ``add``. Raises BadInput."""
    values = _checked(fields)
    with desk.working("contact") as work:
        rules = desk.rules
        row, contact = work.deal(deal_id), _contact(work, deal_id, contact_id)
        before = _values(contact)
        changed = {name: value for name, value in values.items() if before[name] != value}
        _refuse_nobody(before | changed)
        _set(contact, changed)
        work.session.flush()
        told = ["contact", *(name for name in changed if name != "contact")]
        after = _values(contact)
        said = (
            _("{person} of {deal} changed.").format(person=_called(after), deal=row.name)
            if changed
            else _("Nothing was different.")
        )
        return finish(
            work, rules, deal_id, "contact_edited",
            before={name: before[name] for name in told}, after={name: after[name] for name in told}, said=said,
        )  # fmt: skip


def remove(desk: Desk, deal_id: int, contact_id: int) -> Done:
    """Take a person off a deal; the next one becomes the main contact. Raises BadInput."""
    with desk.working("contact") as work:
        rules = desk.rules
        row, contact = work.deal(deal_id), _contact(work, deal_id, contact_id)
        before = {name: value for name, value in _values(contact).items() if value}
        work.delete(contact)
        work.session.flush()
        said = _("{person} is no longer a contact of {deal}.").format(person=_called(before), deal=row.name)
        after = dict.fromkeys(before)
        return finish(work, rules, deal_id, "contact_removed", before=before, after=after, said=said)


def make_main(desk: Desk, deal_id: int, contact_id: int) -> Done:
    """Make a person the main contact; the others keep their order after it. Raises BadInput."""
    with desk.working("contact") as work:
        rules = desk.rules
        row, chosen = work.deal(deal_id), _contact(work, deal_id, contact_id)
        rows = _rows(work, deal_id)
        in_order = [_values(each) for each in (chosen, *(each for each in rows if each is not chosen))]
        main = _values(rows[0])
        # The first row is the main contact for everybody who reads, so the persons change rows.
        for contact, values in zip(rows, in_order, strict=True):
            _set(contact, values)
        work.session.flush()
        said = _("{person} is the main contact of {deal}.").format(person=_called(in_order[0]), deal=row.name)
        return finish(
            work, rules, deal_id, "contact_main",
            before={"contact": _called(main)}, after={"contact": _called(in_order[0])}, said=said,
        )  # fmt: skip


def numbered(desk: Desk, deal_id: int, number: int) -> int:
    """The id of a deal's contact by its place in the list, from 1 (the main one). Raises BadInput."""
    from pipetui.services.records import detail

    found = detail(desk, deal_id).contacts
    if not 1 <= number <= len(found):
        there = ngettext("The deal has {n} contact.", "The deal has {n} contacts.", len(found)).format(n=len(found))
        raise BadInput(_("There is no contact {n}.").format(n=number), there)
    return found[number - 1].id


def _checked(fields: Mapping[str, str]) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for name, text in fields.items():
        if name not in CONTACT_FIELDS:
            raise BadInput(
                _("There is no field “{name}”.").format(name=name),
                _("Fields: {names}.").format(names=", ".join(CONTACT_FIELDS)),
            )
        values[name] = contact_value(name, text)
    return values


def _refuse_nobody(values: Mapping[str, Any]) -> None:
    if not any(values.get(name) for name in ("contact", "email", "phone")):
        raise BadInput(_("A contact needs a name, a phone number or an e-mail address."))


def _called(values: Mapping[str, Any]) -> str:
    """How a person is called where not even the name may be known."""
    names = (values.get(name) for name in ("contact", "email", "phone"))
    role = values.get("role")
    return next((str(name) for name in names if name), role_word(role) if role else _("somebody"))


def _values(contact: tables.Contact) -> dict[str, str | None]:
    return {name: getattr(contact, column) for name, column in CONTACT_FIELDS.items()}


def _set(contact: tables.Contact, values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        setattr(contact, CONTACT_FIELDS[name], value)


def _rows(work: Work, deal_id: int) -> Sequence[tables.Contact]:
    table = tables.Contact
    return work.session.exec(select(table).where(table.record_id == deal_id).order_by(col(table.id))).all()


def _contact(work: Work, deal_id: int, contact_id: int) -> tables.Contact:
    contact = work.session.get(tables.Contact, contact_id)
    if contact is None or contact.record_id != deal_id:
        raise BadInput(_("This contact is no longer there."), _("Look at the deal again: somebody has removed it."))
    return contact
