"""“Entered in the CRM”: a person has typed there what is different here, and wants it off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.errors import BadInput
from pipetui.i18n import _
from pipetui.services.desk import finish
from pipetui.services.edits import text_or_none
from pipetui.services.import_conflicts import let_go
from pipetui.services.transfer_entered import NEW, marked
from pipetui.services.way_back import UNCOMPARED, to_enter
from pipetui.storage import reading, tables
from pipetui.storage.writing import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.services.desk import Desk
    from pipetui.services.results import Done
    from pipetui.services.way_back import ToEnter
    from pipetui.services.way_back_origin import Origin
    from pipetui.storage.writing import Work


def entered(desk: Desk, deal_ids: Sequence[int], *, external_id: str | None = None) -> list[Done]:
    """Keep that everything different about these deals now stands in the CRM, too; one action.

    ``external_id``: the id that a deal which was added here has got there. The next import finds the deal by it; else
    by its name and company. Raises BadInput for a deal that has nothing to be entered or whose source is not clear, and
    for an id that another deal has.
    """
    new_id = text_or_none(external_id)
    with desk.working("entered") as work:
        found = {deal.id: deal for deal in to_enter(desk, deal_ids)}
        if new_id is not None and (len(deal_ids) != 1 or not all(deal.is_new for deal in found.values())):
            raise BadInput(_("Only one deal that was added here can be given its id."))
        return [_entered(work, desk, deal_id, found.get(deal_id), new_id) for deal_id in deal_ids]


def _entered(work: Work, desk: Desk, deal_id: int, deal: ToEnter | None, new_id: str | None) -> Done:
    work.deal(deal_id)
    if deal is None:
        raise BadInput(_("Nothing about deal {id} has to be entered in the CRM.").format(id=deal_id))
    if deal.origin is None:
        raise BadInput(
            _("Nobody can tell which CRM deal {id} was entered in: files of several were imported.").format(id=deal_id),
            _("With the next import of that CRM it is here twice; the two can be made one then."),
        )
    values = _values(deal, deal.origin)
    if deal.seen is not None:
        work.session.get_one(tables.SeenRow, deal.seen.id).cells = as_json(marked(deal.cells, values))
    else:
        _keep_new(work, deal, deal.origin, values, new_id)
    # Where the CRM had another value too, ours stands there now.
    let_go(work, [(deal_id, each.field) for each in deal.differences])
    before = {each.field: each.before for each in deal.differences}
    after = {each.field: each.after for each in deal.differences}
    said = _("{deal}: entered in {source}.").format(deal=deal.title, source=deal.origin.title)
    return finish(work, desk.rules, deal_id, "entered_in_crm", before=before, after=after, said=said)


def _values(deal: ToEnter, origin: Origin) -> dict[str, str]:
    """What an import will see in the cells where this was entered."""
    values = {each.field: origin.seen(each.field, each.after or "", deal.cells) for each in deal.differences}
    if "stage" in values and "status" in deal.cells and origin.outcome_in_stage:
        status = deal.ours["status"]
        values["status"] = "" if status == "open" else origin.seen("status", status, deal.cells)
    return values


def _keep_new(work: Work, deal: ToEnter, origin: Origin, values: dict[str, str], new_id: str | None) -> None:
    if new_id is not None:
        taken = reading.external(work.connection, new_id)
        if taken:
            raise BadInput(_("There is already a deal with the external id {id}.").format(id=new_id))
        row = work.deal(deal.id)
        row.external_source, row.external_id = origin.source, new_id
    # What the system keeps of its own accord is taken from its next file.
    values |= {name: deal.ours[name] for name in UNCOMPARED}
    key = f"{NEW}{deal.id}" if new_id is None else f"id:{new_id}"
    work.add(
        tables.SeenRow(
            record_id=deal.id, batch_id=origin.batch, series=origin.series, source=origin.source, key=key,
            cells=as_json(values),
        )
    )  # fmt: skip
