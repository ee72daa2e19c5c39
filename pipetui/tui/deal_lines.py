"""The values of a deal that are changed where they stand on its screen, and how each is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.contacts import role_word
from pipetui.domain.money import format_money, plain
from pipetui.i18n import _, language, pgettext
from pipetui.services import contacts, edits
from pipetui.tui.dialogs.deal_entries import (
    WhyField,
    contact_entries,
    contact_key,
    show_why,
    touched,
    typed,
    why_of,
)
from pipetui.tui.dialogs.form_fields import FormFields
from pipetui.tui.widgets.entry import Entry, Field
from pipetui.tui.widgets.in_place import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipetui.domain.model import Contact, Detail
    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.tui.widgets.panel_text import Portrait

NEW_CONTACT = "contact:new"
"""The key of the line that adds a person."""


class DealLines(FormFields):
    """The lines of one deal at a desk. ``open_deal`` opens another one: the cycle before or after."""

    def __init__(self, desk: Callable[[], Desk], deal_id: int, open_deal: Callable[[int], None]) -> None:
        self.desk = desk
        self.deal_id = deal_id
        self._open_deal = open_deal

    def fields(self, portrait: Portrait) -> list[Line]:
        """The deal's own values, then the cycles that it is linked to."""
        detail = portrait.detail
        deal = detail.item.deal
        ours = self.desk().playbook.currency
        currency = deal.currency or ours
        amount = plain(deal.amount) if deal.amount else ""
        shown = format_money(deal.amount, language()) if deal.amount else ""
        return [
            self._text("name", _("Name"), deal.name, required=_("A deal needs a name.")),
            self._text("company", _("Company"), deal.company or ""),
            self._line("amount", _("Amount"), amount, lambda: [self.amount_field(lambda: currency, amount)], shown),
            self._text("currency", _("Currency"), deal.currency or "", placeholder=ours),
            self._owner(deal.owner or ""),
            self._close_date(portrait),
            self._text("source", _("Source"), detail.source or ""),
            self._text("external_id", _("Ext. id"), deal.external_id or ""),
            *self._cycles(detail),
        ]

    def people(self, detail: Detail) -> list[Line]:
        """The contacts, the main one first, and a line to add one."""
        lines = [self._contact(contact, "" if number else _("Call")) for number, contact in enumerate(detail.contacts)]
        new = Line(
            NEW_CONTACT, "+", _("add a contact"), _("enter adds"), known=False, values={},
            entries=lambda: contact_entries(None),
            save=lambda form: contacts.add(self.desk(), self.deal_id, typed(form)),
        )  # fmt: skip
        return [*lines, new]

    def _text(self, key: str, label: str, value: str, *, required: str = "", placeholder: str = "") -> Line:
        def entries() -> Sequence[Entry]:
            return [Field(key, label, value, required=required, placeholder=placeholder)]

        return self._line(key, label, value, entries)

    def _line(self, key: str, label: str, value: str, entries: Callable[[], Sequence[Entry]], shown: str = "") -> Line:
        def save(form: FormFields) -> Done:
            return edits.set_fields(self.desk(), self.deal_id, {key: form.value(key)})

        text = shown or value or "–"
        return Line(key, label, text, _edits(), known=bool(value), values={key: value}, entries=entries, save=save)

    def _owner(self, owner: str) -> Line:
        """The owner's step goes along, as with ``w``; nobody can be the owner, too."""

        def save(form: FormFields) -> Done:
            name = form.value("owner")
            if not name:
                return edits.set_fields(self.desk(), self.deal_id, {"owner": ""})
            return edits.assign(self.desk(), [self.deal_id], name)[0]

        label = pgettext("short", "Owner")

        def entries() -> Sequence[Entry]:
            return [self.person_field("owner", label, owner)]

        return Line(
            "owner", label, owner or _("no owner"), _edits(), known=bool(owner), values={"owner": owner},
            entries=entries, save=save,
        )  # fmt: skip

    def _close_date(self, portrait: Portrait) -> Line:
        day = portrait.detail.close_date
        value = day.isoformat() if day else ""

        def entries() -> Sequence[Entry]:
            return [
                self.day_field("close_date", _("Closes"), value, past=True),
                WhyField(self.desk, self.deal_id),
            ]

        def save(form: FormFields) -> Done:
            fields = {"close_date": form.value("close_date")}
            return edits.set_fields(self.desk(), self.deal_id, fields, reason=why_of(form))

        return Line(
            "close_date", _("Closes"), portrait.closes or "–", _edits(), known=bool(value),
            values={"close_date": value}, entries=entries, save=save, look_again=show_why,
        )  # fmt: skip

    def _contact(self, contact: Contact, label: str) -> Line:
        role = role_word(contact.role) if contact.role else ""
        who = ", ".join(part for part in (contact.name or _("no name"), role) if part)
        reach = " · ".join(part for part in (contact.phone, contact.email) if part)
        values = {
            "contact": contact.name or "", "role": role, "phone": contact.phone or "", "email": contact.email or "",
        }  # fmt: skip
        return Line(
            contact_key(contact), label, who, _edits(), below=reach, values=values,
            entries=lambda: contact_entries(contact),
            save=lambda form: contacts.edit(self.desk(), self.deal_id, contact.id, touched(form)),
        )  # fmt: skip

    def _cycles(self, detail: Detail) -> list[Line]:
        links = (("previous", _("Before"), detail.previous_id), ("next", _("After"), detail.next_id))
        return [
            Line(key, label, _("deal {id}").format(id=deal_id), _("enter opens it"), opens=self._opener(deal_id))
            for key, label, deal_id in links
            if deal_id is not None
        ]

    def _opener(self, deal_id: int) -> Callable[[], None]:
        return lambda: self._open_deal(deal_id)


def _edits() -> str:
    return _("enter edits")
