"""Entries that stand both in a dialog and on the deal's own screen: a person at the buyer's, and why a close date is
pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.contacts import check_email, role_of, role_word
from pipetui.i18n import _, ngettext
from pipetui.services import close_dates
from pipetui.tui.widgets.entry import Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipetui.domain.model import Contact
    from pipetui.services.desk import Desk
    from pipetui.tui.dialogs.form_fields import FormFields
    from pipetui.tui.widgets.entry import Entry


def contact_entries(contact: Contact | None) -> list[Entry]:
    """What one may know of a person at the buyer's."""
    role = role_word(contact.role) if contact and contact.role else ""
    return [
        Field("contact", _("Name"), (contact and contact.name) or ""),
        Field("role", _("Role"), role, placeholder=_("sponsor, signer, user, committee")),
        Field("phone", _("Phone"), (contact and contact.phone) or ""),
        Field("email", _("E-mail"), (contact and contact.email) or "", check=check_email),
    ]


def contact_key(contact: Contact) -> str:
    """What this person is called among the values of a deal."""
    return f"contact:{contact.id}"


def typed(form: FormFields) -> dict[str, str]:
    """The entries that hold something, by name."""
    return {entry.key: entry.value for entry in form.in_order if isinstance(entry, Field) and entry.value}


def touched(form: FormFields) -> dict[str, str]:
    """The entries that somebody changed, by name."""
    return {entry.key: entry.value for entry in form.in_order if isinstance(entry, Field) and entry.touched}


class RoleField(Field):
    """The role of a person at the buyer's, as ``domain.contacts`` keeps it: read and written in the reader's words."""

    def __init__(self, value: str) -> None:
        super().__init__("role", _("Role"), value, placeholder=_("sponsor, signer, user, committee"))

    def in_words(self, value: str) -> str:
        """``firmatario`` for ``signer``."""
        return role_word(value)

    @property
    def kept(self) -> str:
        """The other way round."""
        return role_of(self.value)


class WhyField(Field):
    """Asks why a close date is pushed, from the second time on: the first one is free."""

    def __init__(self, desk: Callable[[], Desk], deal_id: int) -> None:
        times = close_dates.pushes(desk(), deal_id)
        asked = ngettext("Pushed {n} time already. Why once more?", "Pushed {n} times already. Why once more?", times)
        super().__init__("reason", _("Why?"), required=asked.format(n=times))
        self._desk = desk
        self._deal_id = deal_id

    def look_at(self, day: date | None) -> None:
        """Ask, or do not, for this close date."""
        self.display = bool(day and close_dates.asks_why(self._desk(), self._deal_id, day))


def show_why(form: FormFields) -> None:
    """Show the WhyField of a form with a ``close_date`` where one is needed."""
    why = form.entry("reason")
    assert isinstance(why, WhyField)
    why.look_at(form.day("close_date"))


def why_of(form: FormFields) -> str | None:
    """The reason that was asked for; None when none was."""
    return form.value("reason") if form.entry("reason").display else None
