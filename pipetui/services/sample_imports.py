"""Deals of the sample that came in a spreadsheet: nobody knows since when they are in their stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.money import parse_plain, rank
from pipetui.services.desk import refresh
from pipetui.storage import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipetui.services.sample_deeds import Scene
    from pipetui.storage.writing import Work


def bring(scenes: Sequence[Scene]) -> None:
    """Import these deals in one action, as one file brings them."""
    desk = scenes[0].desk
    with desk.working("import") as work:
        for scene in scenes:
            row = _deal(work, scene)
            scene.told.id = row.id
            _contact(work, scene)
            _step(work, scene, row)
            work.event(row.id, "imported", {}, {"name": row.name, "stage": row.stage})
        refresh(work, desk.rules, [scene.id for scene in scenes])


def _deal(work: Work, scene: Scene) -> tables.Deal:
    deal = scene.told.story.deal
    currency = deal.text("currency", scene.desk.playbook.currency)
    money = parse_plain(str(deal.number("amount")), currency)
    row = work.add(
        tables.Deal(
            id=work.new_record(),
            name=scene.phrases.say(deal, "name") or "",
            company=deal.text("company"),
            owner_id=work.person(scene.name(scene.told.owner)).id,
            amount_minor=money.minor,
            currency=money.currency,
            amount_rank=rank(money),
            source=scene.phrases.say(deal, "source"),
            external_source="sheet",
            external_id=deal.text("external_id"),
            recorded_at=work.now,
            stage=scene.line.text("import"),
        )
    )
    work.add(tables.StageVisit(deal_id=row.id, stage=row.stage, entered_at=None, seen_at=work.now))
    return row


def _contact(work: Work, scene: Scene) -> None:
    contact = scene.told.story.deal.table("contact")
    work.add(
        tables.Contact(
            record_id=scene.id,
            name=contact.text("name"),
            role=scene.phrases.say(contact, "role"),
            email=contact.text("email", "") or None,
            phone=contact.text("phone", "") or None,
        )
    )


def _step(work: Work, scene: Scene, row: tables.Deal) -> None:
    """What the file says about the next step: any of text, owner and date may be missing."""
    work.add(
        tables.NextStep(
            record_id=row.id,
            text=scene.say("next"),
            owner_id=None if "nobody" in scene.line else row.owner_id,
            day=scene.day("due") if "due" in scene.line else None,
            promised_by_id=work.by.id,
            promised_at=work.now,
        )
    )
