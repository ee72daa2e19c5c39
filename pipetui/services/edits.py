"""Deals added, edited and handed to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import select

from pipetui.domain import sentences
from pipetui.domain.contacts import check_email, role_of
from pipetui.domain.dates import parse_date
from pipetui.domain.money import Money, currency_code, parse_plain, plain, rank
from pipetui.errors import BadInput
from pipetui.i18n import _, language
from pipetui.services import slas
from pipetui.services.desk import Desk, finish
from pipetui.services.promises import check_day, check_text, current_step, not_too_long, plan_step
from pipetui.storage import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pipetui.domain.rules import Rules
    from pipetui.services.results import Done
    from pipetui.storage.writing import Work

FIELDS = (
    "name", "company", "amount", "currency", "owner", "close_date", "source", "external_id",
    "contact", "role", "email", "phone",
)  # fmt: skip
"""What ``set_fields`` takes. An empty value clears a field; a name cannot be cleared."""

CONTACT_FIELDS = {"contact": "name", "role": "role", "email": "email", "phone": "phone"}
"""Field to column of the deal's first contact, the one that ``set_fields`` and files speak of."""


def add_deal(
    desk: Desk,
    *,
    name: str,
    company: str | None = None,
    amount: str | None = None,
    currency: str | None = None,
    stage: str | None = None,
    owner: str | None = None,
    close_date: date | None = None,
    source: str | None = None,
    external_id: str | None = None,
    step: tuple[str, date] | None = None,
) -> Done:
    """Add a deal, in any stage (the first unless told); it belongs to whoever adds it unless told.

    ``amount`` is plain: ``1200.50``; ``step``: text and day of its first next step. Raises BadInput.
    """
    with desk.working("add") as work:
        rules = desk.rules
        code = _currency(currency, rules)
        money = parse_plain(amount, code) if amount else None
        stage_id = stage_of(rules, stage)
        owner_row = work.person(owner) if owner else work.by
        deal_id = work.new_record()
        row = tables.Deal(
            id=deal_id,
            name=required_name(name),
            company=text_or_none(company),
            owner_id=owner_row.id,
            source=text_or_none(source),
            close_date=close_date,
            external_id=_free_external_id(work, external_id, ""),
            external_source="",
            created_at=work.now,
            created_rank=work.now,
            recorded_at=work.now,
            stage=stage_id,
        )
        _set_amount(row, money, code)
        work.add(row)
        work.add(tables.StageVisit(deal_id=deal_id, stage=stage_id, entered_at=work.now, seen_at=work.now))
        slas.start(work, rules, deal_id, "created")
        slas.start(work, rules, deal_id, f"stage_entered:{stage_id}")
        after = {
            "name": row.name, "company": row.company, "stage": stage_id, "owner": owner_row.name,
            "amount": plain(money) if money else None, "currency": row.currency, "source": row.source,
            "close_date": close_date, "external_id": row.external_id,
        }  # fmt: skip
        if step is not None:
            after |= _first_step(work, rules, row, step)
        said = _("{name} added as deal {id}.").format(name=row.name, id=deal_id)
        return finish(work, rules, deal_id, "created", before={}, after=_known(after), said=said)


def _first_step(work: Work, rules: Rules, row: tables.Deal, step: tuple[str, date]) -> dict[str, Any]:
    text, day = step
    check_day(rules, work.now, day)
    plan_step(work, row, text=check_text(text), owner_id=row.owner_id, day=day)
    return {"next_step": text, "date": day}


def set_fields(desk: Desk, deal_id: int, fields: Mapping[str, str], *, reason: str | None = None) -> Done:
    """Edit fields of a deal, open or closed; ``reason`` is kept with the change. The stage is not a field: it moves
    through the gate. Raises BadInput."""
    _refuse_unknown(fields)
    why = text_or_none(reason)
    with desk.working("edit") as work:
        rules = desk.rules
        row = work.deal(deal_id)
        before = _values(work, row)
        for name, value in fields.items():
            if name not in ("amount", "currency"):
                _set(desk, work, row, name, value.strip())
        if "amount" in fields or "currency" in fields:
            _set_money(row, rules, fields)
        work.session.flush()
        after = _values(work, row)
        changed = [name for name in FIELDS if before[name] != after[name]]
        said = (
            _("Changed: {fields}.").format(fields=", ".join(map(sentences.field_word, changed)))
            if changed
            else _("Nothing was different.")
        )
        told = {name: after[name] for name in changed} | ({"reason": why} if changed and why else {})
        before = {name: before[name] for name in changed}
        return finish(work, rules, deal_id, "edited", before=before, after=told, said=said)


def assign(desk: Desk, deal_ids: Sequence[int], to: str) -> list[Done]:
    """Hand deals and their next steps to somebody; a name that is new becomes a person. One action."""
    if not to.strip():
        raise BadInput(_("Say to whom: a name is missing."))
    with desk.working("assign") as work:
        rules = desk.rules
        person = work.person(to)
        return [give(work, rules, work.deal(deal_id), person) for deal_id in deal_ids]


def give(
    work: Work, rules: Rules, row: tables.Deal, person: tables.Person, *, step_of: tables.Person | None = None
) -> Done:
    """Hand a deal and its next step to somebody; with ``step_of`` the step only if that person promised it."""
    before = work.name_of(row.owner_id)
    row.owner_id = person.id
    step = current_step(work, row.id)
    if step is not None and (step_of is None or step.owner_id in (step_of.id, None)):
        step.owner_id = person.id
    said = _("{deal} now belongs to {name}.").format(deal=row.name, name=person.name)
    return finish(
        work, rules, row.id, "assigned", before={"owner": before},
        after={"owner": person.name}, said=said,
    )  # fmt: skip


def give_step(work: Work, rules: Rules, row: tables.Deal, person: tables.Person) -> Done:
    """Hand the next step of a deal to somebody; the deal stays whose it is."""
    step = current_step(work, row.id)
    assert step is not None, "only a step that is there is handed over"
    before = work.name_of(step.owner_id)
    step.owner_id = person.id
    said = _("The next step of {deal} is now {name}'s.").format(deal=row.name, name=person.name)
    return finish(
        work, rules, row.id, "step_assigned", before={"step_owner": before},
        after={"step_owner": person.name}, said=said,
    )  # fmt: skip


def stage_of(rules: Rules, text: str | None) -> str:
    """The id of a stage given by id or name; the first stage for None. Raises BadInput with the stages there are."""
    stages = rules.playbook.stages
    if text is None:
        return stages[0].id
    wanted = text.strip().casefold()
    for stage in stages:
        if wanted in (stage.id, stage.name.casefold()):
            return stage.id
    raise BadInput(
        _("There is no stage “{stage}”.").format(stage=text),
        _("Stages: {stages}.").format(stages=", ".join(stage.id for stage in stages)),
    )


def required_name(name: str) -> str:
    """A deal's name without outer blanks. Raises BadInput when it is empty or too long."""
    name = name.strip()
    if not name:
        raise BadInput(_("A deal needs a name."))
    return not_too_long(name)


def text_or_none(text: str | None) -> str | None:
    """Text without outer blanks; None when nothing is left. Raises BadInput when it is too long."""
    text = (text or "").strip()
    return not_too_long(text) if text else None


def _currency(text: str | None, rules: Rules) -> str:
    if text is None or not text.strip():
        return rules.playbook.currency
    code = currency_code(text)
    if code is None:
        raise BadInput(_("“{currency}” is not a currency.").format(currency=text), _("Give a code such as EUR or USD."))
    return code


def _free_external_id(work: Work, external_id: str | None, source: str) -> str | None:
    """The id that a deal has in another system (``""``: one that nobody named). Raises BadInput when it is taken."""
    value = text_or_none(external_id)
    taken = select(tables.Deal.id).where(tables.Deal.external_id == value, tables.Deal.external_source == source)
    if value is not None and work.session.exec(taken).first() is not None:
        raise BadInput(_("There is already a deal with the external id {id}.").format(id=value))
    return value


def _set_amount(row: tables.Deal, money: Money | None, code: str) -> None:
    row.amount_minor = money.minor if money else None
    row.currency = code
    row.amount_rank = rank(money)


def _set_money(row: tables.Deal, rules: Rules, fields: Mapping[str, str]) -> None:
    code = _currency(fields["currency"], rules) if "currency" in fields else row.currency or rules.playbook.currency
    if "amount" in fields:
        money = parse_plain(fields["amount"].strip(), code) if fields["amount"].strip() else None
    elif row.amount_minor is None:
        money = None
    else:
        money = parse_plain(plain(Money(row.amount_minor, row.currency or code)), code)
    _set_amount(row, money, code)


def _set(desk: Desk, work: Work, row: tables.Deal, name: str, value: str) -> None:
    if name == "name":
        row.name = required_name(value)
    elif name == "company":
        row.company = text_or_none(value)
    elif name == "source":
        row.source = text_or_none(value)
    elif name == "owner":
        row.owner_id = work.person(value).id if value else None
    elif name == "close_date":
        row.close_date = parse_date(value, desk.today, order=desk.date_order, language=language()) if value else None
    elif name == "external_id":
        if value != (row.external_id or ""):
            row.external_source = row.external_source or ""
            row.external_id = _free_external_id(work, value, row.external_source)
    else:
        _set_contact(work, row.id, CONTACT_FIELDS[name], contact_value(name, value))


def contact_value(name: str, value: str) -> str | None:
    """One of ``CONTACT_FIELDS`` as it is kept; None for nothing. Raises BadInput."""
    text = text_or_none(value)
    if text is None:
        return None
    return check_email(text) if name == "email" else role_of(text) if name == "role" else text


def _set_contact(work: Work, deal_id: int, field: str, value: str | None) -> None:
    contact = _first_contact(work, deal_id)
    if contact is None:
        if value is None:
            return
        contact = work.add(tables.Contact(record_id=deal_id))
    setattr(contact, field, value)


def _first_contact(work: Work, deal_id: int) -> tables.Contact | None:
    return work.session.exec(select(tables.Contact).where(tables.Contact.record_id == deal_id).order_by("id")).first()


def _values(work: Work, row: tables.Deal) -> dict[str, Any]:
    contact = _first_contact(work, row.id)
    amount = None
    if row.amount_minor is not None and row.currency is not None:
        amount = plain(Money(row.amount_minor, row.currency))
    return {
        "name": row.name, "company": row.company, "amount": amount, "currency": row.currency,
        "owner": work.name_of(row.owner_id),
        "close_date": row.close_date.isoformat() if row.close_date else None,
        "source": row.source, "external_id": row.external_id,
        **{name: getattr(contact, column) if contact else None for name, column in CONTACT_FIELDS.items()},
    }  # fmt: skip


def _refuse_unknown(fields: Mapping[str, str]) -> None:
    for name in fields:
        if name == "stage":
            raise BadInput(_("A stage is not set: a deal moves through the gate."), _("Use `pipetui move ID`."))
        if name not in FIELDS:
            raise BadInput(
                _("There is no field “{name}”.").format(name=name),
                _("Fields: {names}.").format(names=", ".join(FIELDS)),
            )
    if not fields:
        raise BadInput(_("Say what to set: FIELD=VALUE."))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
