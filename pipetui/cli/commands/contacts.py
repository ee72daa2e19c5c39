"""The people at the buyer's: ``contact``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipetui.cli import as_json
from pipetui.cli.commands.common import id_argument, json_option, report, session_of, whole_number
from pipetui.domain import sentences
from pipetui.domain.text import harmless
from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services import contacts, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("contact", help=_("The people at the buyer's: list, add, edit, remove; the first is the main one."))(
        contact
    )


def contact(
    context: typer.Context,
    ref: Annotated[str, id_argument()],
    *,
    name: Annotated[str | None, typer.Option("--name", help=_("Who it is."))] = None,
    role: Annotated[
        str | None, typer.Option("--role", help=_("sponsor, signer, user, committee, or their own title."))
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", help=_("The phone number."))] = None,
    email: Annotated[str | None, typer.Option("--email", help=_("The e-mail address."))] = None,
    edit: Annotated[str | None, typer.Option("--edit", help=_("Change the contact with this number."))] = None,
    remove: Annotated[str | None, typer.Option("--remove", help=_("Remove the contact with this number."))] = None,
    main: Annotated[str | None, typer.Option("--main", help=_("Make the contact with this number the first."))] = None,
    json: Annotated[bool, json_option()] = False,
) -> None:
    """``pipetui contact``."""
    session = session_of(context)
    fields = {
        field: text
        for field, text in {"contact": name, "role": role, "phone": phone, "email": email}.items()
        if text is not None
    }
    chosen = _chosen({"--edit": edit, "--remove": remove, "--main": main}, fields)
    with session.desk() as desk:
        deal_id = records.resolve(desk, ref)
        if chosen is None and not fields:
            people = records.detail(desk, deal_id).contacts
            if json:
                session.out.json(as_json.contacts(people))
            for number, person in enumerate(() if json else people, 1):
                session.out.line(f"{number:>2}  {harmless(sentences.contact_line(person))}")
            if not people and not json:
                session.out.tell(_("No contacts yet."))
            return
        report(session, _write(desk, deal_id, chosen, fields), json=json)


def _chosen(options: Mapping[str, str | None], fields: Mapping[str, str]) -> tuple[str, int] | None:
    """Which of ``--edit``, ``--remove`` and ``--main`` was given, and its number; None for none. Raises BadInput."""
    given = [(option, text) for option, text in options.items() if text is not None]
    if len(given) > 1:
        names = ", ".join(option for option, _text in given)
        raise BadInput(_("One thing at a time: {options}.").format(options=names), _("Give only one of them."))
    if not given:
        return None
    option, text = given[0]
    if option == "--edit" and not fields:
        raise BadInput(_("Say what to change: --name, --role, --phone or --email."))
    if option != "--edit" and fields:
        raise BadInput(_("{option} takes no other fields.").format(option=option), _("To change them: --edit."))
    return option, whole_number(text, option) or 0


def _write(desk: Desk, deal_id: int, chosen: tuple[str, int] | None, fields: Mapping[str, str]) -> Done:
    if chosen is None:
        return contacts.add(desk, deal_id, fields)
    option, number = chosen
    contact_id = contacts.numbered(desk, deal_id, number)
    if option == "--remove":
        return contacts.remove(desk, deal_id, contact_id)
    if option == "--main":
        return contacts.make_main(desk, deal_id, contact_id)
    return contacts.edit(desk, deal_id, contact_id, fields)
