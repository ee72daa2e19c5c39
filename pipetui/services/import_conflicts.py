"""Values that changed in a file and here since the import before: kept until a person says which one holds.

Ours stays meanwhile. Theirs is written as an import writes it, mine only settles the matter: the change still waits to
be entered in the system that the file came from. What reads and writes files is loaded only where there is a conflict:
every look at a deal asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pipetui.domain.model import OUTCOMES
from pipetui.domain.money import Money, format_money, parse_plain
from pipetui.domain.names import folded_name, titled
from pipetui.domain.sentences import field_word, short_day
from pipetui.errors import BadInput, Refused
from pipetui.i18n import _, language
from pipetui.services.desk import finish
from pipetui.services.results import Done
from pipetui.storage import imports, reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from pipetui.domain.model import Item
    from pipetui.domain.rules import Rules
    from pipetui.services.desk import Desk
    from pipetui.storage.writing import Work

Take = Literal["mine", "theirs"]
TAKES: tuple[Take, ...] = ("mine", "theirs")
"""What can be said of a conflict."""

_WITH_STATUS = ("reason", "closed", "next_step", "next_step_date")
"""What a file says together with an outcome, or with the end of one."""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field on which a file and this deal do not agree. ``ours`` is the value as it is now, ``theirs`` the file's,
    both as texts that are the same however a file writes them (``1200.00 EUR``, ``2026-11-25``); None for nothing.
    ``row`` of the file; ``source``: the system that it came from."""

    id: int
    record: int
    title: str
    row: int
    field: str
    ours: str | None
    theirs: str | None
    source: str

    def told(self) -> tuple[str | None, str | None]:
        """Both values as the report of an import tells them: the currency only where it is not the same."""
        from pipetui.services.transfer_change import as_told

        ours, theirs = parsed(self.field, self.ours), parsed(self.field, self.theirs)
        return as_told(ours, theirs), as_told(theirs, ours)


def open_conflicts(desk: Desk, record_id: int | None = None) -> list[OpenConflict]:
    """What nobody has settled yet, of one deal or of all, the latest import first. Where both say the same by now,
    there is nothing to settle."""
    with desk.reading() as connection:
        rows = imports.open_conflicts(connection, record_id)
        now = _as_they_are(desk, connection, {row.record_id for row in rows}) if rows else {}
        theirs = {row.id: _known_as(connection, row.field, row.theirs) for row in rows}
    return [
        OpenConflict(
            row.id, row.record_id, titled(ours["name"], ours.get("company")), row.row, row.field,
            ours.get(row.field), theirs[row.id], row.source,
        )
        for row in rows
        if (ours := now.get(row.record_id)) is not None and ours.get(row.field) != theirs[row.id]
    ]  # fmt: skip


def _as_they_are(desk: Desk, connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """These deals as an import compares them: number to field to text; what is not known is left out."""
    from pipetui.services.exports_rows import compared, deal_cells
    from pipetui.storage.transfers import exported_chosen

    rules, rows = desk.rules, exported_chosen(connection, ids)
    return {row["id"]: compared(deal_cells(row, rules, desk.now)) for row in rows}


def _known_as(connection: sqlite3.Connection, field: str, text: str | None) -> str | None:
    """A person is called by the name that is in use now: two may have become one since."""
    from pipetui.exchange.systems.base import PEOPLE_FIELDS

    if field not in PEOPLE_FIELDS or text is None:
        return text
    person = reading.person_id(connection, folded_name(text))
    return text if person is None else reading.person_name(connection, person)


def parsed(name: str, text: str | None) -> Any:
    """The value that ``cell_text`` has written: money, a day, or the text itself."""
    from pipetui.exchange.systems.base import AMOUNT_FIELDS, DATE_FIELDS

    if text is None:
        return None
    if name in AMOUNT_FIELDS:
        number, _blank, currency = text.rpartition(" ")
        return parse_plain(number, currency)
    return date.fromisoformat(text) if name in DATE_FIELDS else text


def shown(desk: Desk, name: str, text: str | None) -> str:
    """A value as people read it: ``15.000,00 €``, ``Fri 27 Nov``, the name of a stage; a dash for nothing."""
    value = parsed(name, text)
    if value is None:
        return "–"
    if isinstance(value, Money):
        return format_money(value, language())
    if isinstance(value, date):
        return short_day(value, desk.today)
    return _stage_name(desk, value) if name == "stage" else str(value)


def _stage_name(desk: Desk, stage: str) -> str:
    return desk.playbook.stage(stage).name if desk.playbook.has_stage(stage) else stage


def words(desk: Desk, conflict: OpenConflict) -> str:
    """``amount: CRM says 15.000,00 € (yours 12.000,00 €)``."""
    return _("{field}: CRM says {theirs} (yours {ours})").format(
        field=field_word(conflict.field),
        theirs=shown(desk, conflict.field, conflict.theirs),
        ours=shown(desk, conflict.field, conflict.ours),
    )


def crm_words(desk: Desk, item: Item) -> tuple[str, ...]:
    """What the file of its system says of a deal and what it is not here: ``CRM says Decision``, then the open
    conflicts, each a line."""
    stage = item.deal.crm_stage
    held = () if stage is None else (_("CRM says {stage}").format(stage=_stage_name(desk, stage)),)
    return (*held, *(words(desk, conflict) for conflict in open_conflicts(desk, item.id)))


def of_field(desk: Desk, record_id: int, field: str) -> OpenConflict:
    """The open conflict of a deal about a field. Raises BadInput."""
    found = open_conflicts(desk, record_id)
    for conflict in found:
        if conflict.field == field:
            return conflict
    raise BadInput(
        _("Deal {id} has no open conflict about “{field}”.").format(id=record_id, field=field),
        _("Open: {fields}.").format(fields=", ".join(conflict.field for conflict in found))
        if found
        else _("`pipetui conflicts` lists them."),
    )


def settle(desk: Desk, conflict_id: int, take: Take) -> Done:
    """Say which value holds: ``mine`` stays as it is, ``theirs`` is written. One action. Raises BadInput for a
    conflict that is not open (any more), Refused for a deal that goes on as another one."""
    from pipetui.storage import tables

    with desk.working("conflict") as work:
        rules = desk.rules
        found = next((each for each in open_conflicts(desk) if each.id == conflict_id), None)
        row = work.session.get(tables.ImportConflict, conflict_id)
        if found is None or row is None:
            raise BadInput(_("This conflict is settled already."))
        row.settled = take
        name, ours, theirs = found.field, found.ours, found.theirs
        if take == "theirs":
            _write(work, rules, found)
        said = _("{deal}: {field} is {value}.").format(
            deal=found.title,
            field=field_word(name),
            value=shown(desk, name, theirs if take == "theirs" else ours),
        )
        after = {"field": name, "take": take, "ours": ours, "theirs": theirs}
        done = finish(work, rules, found.record, "conflict_settled", before={}, after=after, said=said)
    changed = {name: found.told()} if take == "theirs" else {}
    return Done(done.id, done.event, done.action, changed, said)


def _write(work: Work, rules: Rules, conflict: OpenConflict) -> None:
    """Write the file's value, as if the last import had seen ours: then nothing stands against it."""
    from pipetui.exchange.systems import BY_KEY
    from pipetui.services.transfer_answers import PeopleNames, StageLabels
    from pipetui.services.transfer_people import People
    from pipetui.services.transfer_report import ImportReport
    from pipetui.services.transfer_rows import Planned
    from pipetui.services.transfer_update import KnownDeals
    from pipetui.storage import transfers

    row, name, source = work.deal(conflict.record), conflict.field, conflict.source
    labels = StageLabels(rules.playbook, BY_KEY[source], {}, transfers.answers(work.connection, "stage", source))
    fields = {name: conflict.theirs or ""}
    ours = {} if conflict.ours is None else {name: conflict.ours}
    if name == "status":
        following = reading.next_cycle(work.connection, row.id)
        if conflict.theirs == "open" and following is not None:
            raise Refused(
                _("It goes on as deal {id} already.").format(id=following),
                _("Keep yours, and work on that one."),
            )
        said = imports.cells_of(work.connection, conflict.record, source)
        fields |= {other: said[other] for other in _WITH_STATUS if said.get(other)}
        stage = labels.meaning(said["stage"]) if said.get("stage") else None
        if conflict.theirs == "open" and stage in rules.positions:
            fields["stage"], ours["stage"] = str(stage), row.stage
    values = {each: parsed(each, text) for each, text in fields.items() if text}
    status = str(values["status"]) if "status" in values else row.status if row.status in OUTCOMES else "open"
    planned = Planned(
        conflict.row, "", row.external_id, values.get("stage", row.stage), status, values, fields, {}
    )  # fmt: skip
    seen = transfers.Seen(None, conflict.record, ours, row.crm_stage)
    people = People(work, PeopleNames(transfers.names(work.connection), {}))
    report = ImportReport("", conflict.source, None, None, None)
    KnownDeals(work, rules, people, labels, report).write([(planned, seen, frozenset(fields))])


def keep(work: Work, batch_id: int, found: Sequence[tuple[int, int, str, str | None, str | None]]) -> None:
    """Keep the conflicts that a file has: record, row, field, ours and theirs. An open one about the same field gives
    way to the newer."""
    from sqlmodel import col, select

    from pipetui.storage import tables

    conflict = tables.ImportConflict
    open_ones = select(conflict).where(
        col(conflict.settled).is_(None), col(conflict.record_id).in_({record for record, *_rest in found})
    )
    there = {(row.record_id, row.field): row for row in work.session.exec(open_ones)}
    for record, row, name, ours, theirs in found:
        kept = there.get((record, name))
        if kept is None:
            work.session.add(
                conflict(batch_id=batch_id, record_id=record, row=row, field=name, ours=ours, theirs=theirs)
            )
        else:
            kept.batch_id, kept.row, kept.ours, kept.theirs = batch_id, row, ours, theirs
    work.session.flush()


def let_go(work: Work, agreed: Sequence[tuple[int, str]]) -> None:
    """A file and a deal agree again about these fields (record and field): nothing is open about them any more."""
    from sqlmodel import col, select

    from pipetui.storage import tables

    conflict = tables.ImportConflict
    wanted = set(agreed)
    records = {record for record, _name in wanted}
    rows = select(conflict).where(col(conflict.settled).is_(None), col(conflict.record_id).in_(records))
    for row in work.session.exec(rows):
        if (row.record_id, row.field) in wanted:
            row.settled = "theirs"
    work.session.flush()
