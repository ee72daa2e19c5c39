"""History: what happened, as sentences; taking the last action back; a past day as it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from sqlite3 import IntegrityError
from typing import TYPE_CHECKING, Any

from pipetui.domain import badges, hygiene, sentences
from pipetui.domain.contacts import role_word
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _, ngettext
from pipetui.services import import_conflicts, people_told
from pipetui.services.desk import Desk, rules_for
from pipetui.services.results import Undone
from pipetui.services.undo_words import action_name, built_upon
from pipetui.storage import attention, playbook_rows, reading, rewinding

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pipetui.domain.model import Event
    from pipetui.domain.rules import Rules
    from pipetui.storage.writing import Work

_EVENTS_AT_MOST = 200
"""An undo of more deals than that, or of none, is one event about all, not one for each."""


def log(desk: Desk, deal_id: int | None = None, limit: int | None = None) -> list[Event]:
    """What happened, newest first: to one deal, or to all."""
    with desk.reading() as connection:
        return reading.events(connection, deal_id, limit)


def undo(desk: Desk, force: bool = False, agreed: Collection[int] = ()) -> Undone:
    """Take back this person's last action, whole. ``force`` takes back whatever was built upon it, too; ``agreed`` no
    more than these actions.

    Raises Refused when there is nothing to undo, when somebody has since changed what it changed (BuiltUpon where force
    would do it), and when deals would be left in a stage that the playbook then lacks.
    """
    with desk.working("undo") as work:
        connection = work.connection
        last = rewinding.last_action(connection, work.by.id)
        if last is None:
            raise Refused(_("There is nothing to undo."))
        action, name = last[:2]
        later = _built_upon(connection, action)
        if not force and not set(later) <= set(agreed):
            raise built_upon(connection, name, later)
        records = _take_back(work, [*later, action], name)
        for record in records if 0 < len(records) <= _EVENTS_AT_MOST else [None]:
            work.event(record, "undone", {}, {"action": action, "what": name})
    said = _("Undone: {name}.").format(name=action_name(name))
    if later:
        n = len(later)
        said += " " + ngettext("{n} later action, too.", "{n} later actions, too.", n).format(n=n)
    return Undone(action, name, tuple(records), said)


def _take_back(work: Work, actions: list[int], name: str) -> list[int]:
    """Make every row as it was before these actions (latest first), kept as changes of this one; whom it was about."""
    from sqlalchemy import insert

    from pipetui.storage import tables

    connection = work.connection
    records: set[int] = set()
    new_rules = False
    for action in actions:
        records.update(rewinding.records_of(connection, action))
        reversed_rows = []
        for change in rewinding.changes(connection, action):
            if not rewinding.fits(connection, change):
                raise _changed_since(name)
            reversed_rows.append({"action_id": work.action_id, **rewinding.reversed_change(connection, change)})
            try:
                rewinding.take_back(connection, change)
            except IntegrityError:  # a name is somebody else's by now, or a new person has things to do
                raise _changed_since(name) from None
            new_rules |= change.table == "playbook"
        if reversed_rows:
            work.session.connection().execute(insert(tables.Change), reversed_rows)
        rewinding.mark_undone(connection, action, work.action_id)
    work.session.expire_all()
    _recompute(connection, sorted(records), new_rules=new_rules)
    return sorted(records)


def _changed_since(name: str) -> Refused:
    return Refused(
        _("“{name}” cannot be undone: it was changed since.").format(name=action_name(name)), _("Nothing was changed.")
    )


def _recompute(connection: Connection, records: list[int], *, new_rules: bool) -> None:
    """Bring the findings of these deals up to date; of all, when another playbook is in force now."""
    rules = rules_for(playbook_rows.read(connection))
    store_attention(connection, rules, records)
    if not new_rules:
        return
    astray = rewinding.astray(connection, list(rules.positions))
    if astray:
        raise Refused(
            _("The playbook cannot go back: deals stand in stages that it would lack ({deals}).").format(
                deals=", ".join(map(str, astray[:10]))
            ),
            _("Nothing was changed. Move them first."),
        )
    store_attention(connection, rules, reading.living(connection))


def _built_upon(connection: Connection, first: int) -> list[int]:
    """Every action that stands upon ``first``, directly or not, latest first."""
    todo = [first]
    found: set[int] = set()
    while todo:
        new = set(rewinding.later_actions(connection, todo.pop())) - found
        found |= new
        todo.extend(new)
    return sorted(found, reverse=True)


def store_attention(connection: Connection, rules: Rules, deal_ids: list[int]) -> None:
    """Compute and keep from when on the findings of these deals hold, in bulk. Inside a transaction."""
    for deal in reading.each_deal(connection, deal_ids):
        attention.keep(connection, deal.id, hygiene.attention(deal, rules))


def rewound(desk: Desk, as_of: date) -> Desk:
    """The desk at the end of that day, as it was recorded, read only. Raises BadInput for a day in the future or
    before the database began."""
    if as_of > desk.today:
        raise BadInput(_("{day} is in the future.").format(day=as_of.isoformat()))
    end = min(desk.now, desk.rules.midnight(as_of + timedelta(days=1)) - 1)
    store = rewinding.rebuilt(desk.store, end)
    desk.store.close()
    past = replace(desk, store=store, now=end)
    with past.reading() as connection:
        if not rewinding.begun(connection):
            raise BadInput(_("On {day} this database did not exist yet.").format(day=as_of.isoformat()))
        store_attention(connection, past.rules, reading.living(connection))
        connection.execute("COMMIT")
    return past


def told(desk: Desk, actions: Collection[int]) -> list[tuple[int, str]]:
    """What these actions did, newest first: the instant, and the deal with a sentence about it."""
    with desk.reading() as connection:
        events = rewinding.events_of(connection, actions)
        names = {event.record: reading.row_of(connection, event.record) for event in events if event.record}
    lines = []
    for event in events:
        row = names.get(event.record) if event.record else None
        about = f"{row['company'] or row['name']}: " if row else ""
        lines.append((event.at, about + sentence(desk, event)))
    return lines


def sentence(desk: Desk, event: Event) -> str:
    """An event as a line of a timeline, without its date: ``moved to Solution by anna``."""
    teller = _TELLERS.get(event.type)
    told = teller(desk, event.before, event.after) if teller else event.type.replace("_", " ")
    if event.undone:
        told = _("{told} (undone)").format(told=told)
    return _("{told}, {name}").format(told=told, name=event.by) if event.by else told


Values = Mapping[str, Any]


def _stage(desk: Desk, values: Values) -> str:
    return desk.playbook.stage(str(values.get("stage", ""))).name


def _stage_name(desk: Desk, stage: str) -> str:
    return desk.playbook.stage(stage).name if desk.playbook.has_stage(stage) else stage


def _day(text: Any) -> str:
    return sentences.short_day(date.fromisoformat(text)) if text else "–"


def _created(desk: Desk, _before: Values, after: Values) -> str:
    if after.get("status") == "dormant":
        return _("next cycle, sleeps until {day}").format(day=_day(after.get("wake")))
    return _("created in {stage}").format(stage=_stage(desk, after))


def _planned(_desk: Desk, before: Values, after: Values) -> str:
    text = _("next step: {step}, {day}").format(step=after.get("next_step") or "–", day=_day(after.get("date")))
    if after.get("redated", 0) > before.get("redated", 0):
        text += f" (x{after['redated']})"
    return text


def _ticked(desk: Desk, _before: Values, after: Values) -> str:
    found = next((name for name, value in after.items() if value is True), "")
    known = desk.playbook.criterion(found)
    text = _("ticked: {criterion}").format(criterion=known[1].text if known else found)
    return f"{text} ({after['how']})" if after.get("how") else text


def _unticked(desk: Desk, _before: Values, after: Values) -> str:
    found = next(iter(after), "")
    known = desk.playbook.criterion(found)
    return _("no longer: {criterion}").format(criterion=known[1].text if known else found)


def _edited(desk: Desk, before: Values, after: Values) -> str:
    why = after.get("reason") if "reason" not in before else None
    fields = {name: value for name, value in after.items() if name != "reason" or not why}
    text = _("edited {fields}").format(fields=_differences(desk, before, fields))
    return f"{text} ({why})" if why else text


def _differences(desk: Desk, before: Values, after: Values) -> str:
    """``amount: 100.00 → 90.00, close date: Mon 30 Nov → Fri 18 Dec``; a dash where nothing was different."""

    def shown(name: str, value: Any) -> str:
        if name == "close_date" and value:
            return sentences.short_day(date.fromisoformat(value), desk.today)
        if name == "stage" and value:
            return _stage_name(desk, str(value))
        return role_word(str(value)) if name == "role" and value else value or "–"

    differences = ", ".join(
        f"{sentences.field_word(name)}: {shown(name, before.get(name))} → {shown(name, value)}"
        for name, value in after.items()
    )
    return differences or "–"


def _contact_edited(desk: Desk, before: Values, after: Values) -> str:
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    person = before.get("contact") or after.get("contact") or _("no name")
    return _("contact {name} edited: {fields}").format(name=person, fields=_differences(desk, before, changed))


def _person(values: Values) -> str:
    """A contact as an event tells of it: name, role, and how to reach them."""
    role = values.get("role")
    parts = (values.get("contact"), role_word(str(role)) if role else None, values.get("phone"), values.get("email"))
    return ", ".join(str(part) for part in parts if part)


def _noted(_desk: Desk, _before: Values, after: Values) -> str:
    note = _("note: {pain}; next: {step}, {day}").format(
        pain=after.get("pain") or "–", step=after.get("next_step"), day=_day(after.get("date"))
    )
    if not after.get("text"):
        return note
    long_note = _("long note: {text}").format(text=after["text"])
    return f"{note}; {long_note}" if after.get("next_step") else long_note


def _import_updated(desk: Desk, before: Values, after: Values) -> str:
    """What a file changed, and that it has the deal in a later stage than the gate lets it enter."""
    fields = {name: value for name, value in after.items() if name != "crm_stage"}
    held = after.get("crm_stage")
    says = _("CRM says {stage}").format(stage=_stage_name(desk, str(held))) if held else ""
    return "; ".join(filter(None, (_edited(desk, before, fields) if fields else "", says)))


def _conflict_settled(desk: Desk, _before: Values, after: Values) -> str:
    name = str(after.get("field", ""))
    words = {"field": sentences.field_word(name), "value": import_conflicts.shown(desk, name, after.get("theirs"))}
    if after.get("take") == "theirs":
        return _("{field} taken from the file: {value}").format(**words)
    return _("{field} kept; the file says {value}").format(**words)


def _closed(_desk: Desk, _before: Values, after: Values) -> str:
    text = badges.status_word(str(after.get("status", "")))
    return f"{text}: {sentences.reason_word(str(after['reason']))}" if after.get("reason") else text


_TELLERS: dict[str, Callable[[Desk, Values, Values], str]] = {
    "created": _created,
    "imported": lambda desk, _b, after: _("imported in {stage}").format(stage=_stage(desk, after)),
    "import_updated": _import_updated,
    "conflict_settled": _conflict_settled,
    "entered_in_crm": lambda _d, _b, after: _("entered in the CRM: {fields}").format(
        fields=", ".join(map(sentences.field_word, after))
    ),
    "edited": _edited,
    "assigned": lambda _d, _b, after: _("handed to {name}").format(name=after.get("owner")),
    "note_logged": _noted,
    "contact_added": lambda _d, _b, after: _("contact added: {person}").format(person=_person(after)),
    "contact_edited": _contact_edited,
    "contact_removed": lambda _d, before, _a: _("contact removed: {person}").format(person=_person(before)),
    "contact_main": lambda _d, _b, after: _("main contact: {name}").format(name=after.get("contact")),
    "no_reply": lambda _d, _b, after: _("no reply ({n}); again {day}").format(
        n=after.get("no_reply"), day=_day(after.get("date"))
    ),
    "step_planned": _planned,
    "step_redated": _planned,
    "step_confirmed": lambda _d, _b, after: _("step confirmed: {step}").format(step=after.get("next_step")),
    "step_done": lambda _d, before, _a: _("done: {step}").format(step=before.get("next_step") or "–"),
    "ticked": _ticked,
    "unticked": _unticked,
    "moved": lambda desk, _b, after: _("moved on to {stage}").format(stage=_stage(desk, after)),
    "moved_back": lambda desk, _b, after: _("back to {stage}: {reason}").format(
        stage=_stage(desk, after), reason=after.get("reason")
    ),
    "parked": lambda _d, _b, after: _("parked until {day}: {reason}").format(
        day=_day(after.get("date")), reason=after.get("next_step")
    ),
    "unparked": lambda _d, _b, _a: _("taken up again"),
    "closed": _closed,
    "reopened": lambda _d, before, _a: (
        _("the buyer is back: continues deal {id}").format(id=before["deal"])
        if "deal" in before
        else _("reopened: closed by mistake")
    ),
    "buyer_back": lambda _d, _b, after: _("the buyer is back, as deal {id}").format(id=after.get("next_deal")),
    "undone": lambda _d, _b, after: _("undone: {name}").format(name=action_name(str(after.get("what")))),
    "removed": lambda _d, _b, _a: _("next cycle removed"),
    "playbook_applied": lambda _d, _b, _a: _("playbook put in force"),
    "file_imported": lambda _d, _b, after: _("file imported: {file}").format(file=after.get("file")),
    **people_told.TELLERS,
    "people_added": lambda _d, _b, after: _("people added: {names}").format(names=", ".join(after.get("people", ()))),
}
