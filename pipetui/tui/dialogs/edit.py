"""Editing the few fields that a deal has."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipetui.domain.contacts import check_email
from pipetui.domain.money import plain
from pipetui.i18n import _
from pipetui.services import edits
from pipetui.tui.dialogs.deal_entries import RoleField, WhyField, show_why, why_of
from pipetui.tui.dialogs.form import DealForm
from pipetui.tui.widgets.entry import Entry, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipetui.services.results import Done


class EditDialog(DealForm):
    """``e``. Only what was touched is written; an emptied field is cleared."""

    draft: ClassVar[str] = "edit"
    shows: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            "name", "company", "amount", "currency", "owner", "close_date", "contact", "role", "email", "phone",
            "source",
        )
    }  # fmt: skip
    saves_more = True
    needs_open = False

    def does(self) -> str:
        """Its title."""
        return _("Edit")

    def entries(self) -> Iterable[Entry]:
        """What is known."""
        deal, amount = self.detail.item.deal, self.detail.item.deal.amount
        yield Field("name", _("Name"), deal.name, required=_("A deal needs a name."))
        yield Field("company", _("Company"), deal.company or "")
        ours = self.desk().playbook.currency
        yield self.amount_field(lambda: self.value("currency") or ours, plain(amount) if amount else "")
        yield Field("currency", _("Currency"), amount.currency if amount else "", placeholder=ours)
        yield self.person_field("owner", _("Owner"), deal.owner or "")
        close_date = self.detail.close_date
        yield self.day_field("close_date", _("Closes on"), close_date.isoformat() if close_date else "", past=True)
        yield WhyField(self.desk, self.deal_id)
        contact = self.detail.contacts[0] if self.detail.contacts else None
        yield Field("contact", _("Contact"), (contact and contact.name) or "")
        yield RoleField((contact and contact.role) or "")
        yield Field("email", _("E-mail"), (contact and contact.email) or "", check=check_email)
        yield Field("phone", _("Phone"), (contact and contact.phone) or "")
        yield Field("source", _("Source"), self.detail.source or "")

    def minds(self) -> frozenset[str]:
        """Only what was touched is written."""
        return frozenset()

    def save(self) -> Done | None:
        """Write what was touched."""
        touched = {entry.key: entry.kept for entry in self.query(Field) if entry.touched}
        touched.pop("reason", None)
        return edits.set_fields(self.desk(), self.deal_id, touched, reason=why_of(self)) if touched else None

    def look_again(self) -> None:
        """A close date that is pushed again asks why."""
        show_why(self)
