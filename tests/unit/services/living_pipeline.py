"""Weekly exports of a living pipeline, with people's edits between them, compared field by field with what a careful
person expects."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

import packed_files
from careful_person import MERGED, CarefulPerson, Kept
from living_crm import OWNERS, STAGES, STEPS, STYLES, Crm, Style
from small_pipeline import instant
from transfer_helpers import Bench

from pipetui.services import edits, moves, notes, playbooks, records, steps, transfer
from pipetui.services.transfer_report import ImportReport, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

    from pipetui.services.desk import Desk

PLAYBOOK = playbooks.from_preset("b2b", "en")
CRITERIA = {stage.id: [criterion.id for criterion in stage.criteria] for stage in PLAYBOOK.stages}
COMPARED = (
    "name", "company", "amount", "close_date", "owner", "next_step", "next_step_date", "next_step_owner", "stage",
)  # fmt: skip
WEEKS = 10
PARKED = "new budget"


class LivingPipeline:
    """The CRM, the database, and the person who knows what should be in it."""

    def __init__(self, bench: Bench, style: Style, seed: int, size: int) -> None:
        self.bench = bench
        self.style = style
        self.rng = Random(seed)
        self.crm = Crm(self.rng)
        self.person = CarefulPerson()
        self.ids: dict[str, int] = {}
        """The CRM's id to ours."""
        self.renamed: dict[str, str] = {}
        """People who have another name here by now."""
        self.edits = 0
        for number in range(size):
            self.crm.add(self.today, ("won", "lost")[number % 2] if number < 4 else None)

    @property
    def desk(self) -> Desk:
        return self.bench.desk

    @property
    def today(self) -> date:
        return self.desk.today

    def check(self) -> None:
        """Every field of every deal is what the careful person expects."""
        found = {deal["id"]: deal for deal in self.bench.exported()}
        for key, kept in self.person.deals.items():
            deal = found[self.ids[key]]
            expected = {name: self._text(kept.ours[name]) for name in COMPARED}
            assert {name: deal[name] for name in COMPARED} == expected, key
            status = "open" if deal["status"] == "parked" else deal["status"]
            assert status == kept.ours["status"], key
            if status == "open":
                assert records.detail(self.desk, deal["id"]).item.deal.crm_stage == kept.crm_stage, key

    @property
    def keys(self) -> dict[int, str]:
        """Our id to the CRM's."""
        return {number: key for key, number in self.ids.items()}

    def imported(self, *, workbook: bool = False, **answers: Any) -> ImportReport:
        """This week's export, as it comes."""
        answers |= {"date_order": "mdy" if self.style is STYLES["report"] else "dmy"}
        if not workbook:
            return self.bench.bring(self.style.write(self.crm), **answers)
        path = packed_files.workbook(self.bench.folder / "deals.xlsx", {"Deals": self.style.rows(self.crm)})
        (report,) = transfer.import_files(self.bench.later(), ImportRequest([path], **answers))
        return report

    def bring(self, *, workbook: bool = False, **answers: Any) -> ImportReport:
        """This week's export; what it did is what it should do."""
        report = self.imported(workbook=workbook, **answers)
        assert report.questions == []
        exported = [deal for deal in self.crm.deals.values() if deal.id not in self.crm.hidden]
        week = self.person.take_in(exported, self.crm.spoiled)
        self._learn_ids(week.added)
        keys = self.keys
        assert (report.rows, report.added, len(report.rejects)) == (len(exported), len(week.added), 0)
        assert {keys[held.id] for held in report.held} == week.held
        conflicts = {(keys[conflict.id], conflict.field) for conflict in report.conflicts}
        assert conflicts >= week.conflicts
        # A status brings its step and its stage along.
        more = {(key, name) for key, name in conflicts - week.conflicts if name in MERGED}
        assert not more
        assert {keys[number] for number in report.missing} == self.crm.hidden & self.ids.keys()
        return report

    def _learn_ids(self, added: set[str]) -> None:
        by_name = {deal["name"]: deal["id"] for deal in self.bench.exported()}
        self.ids |= {key: by_name[self.crm.deals[key].name] for key in added}

    def work(self) -> None:
        """What people do here in a week."""
        for key, kept in self.person.deals.items():
            if kept.ours["status"] == "open" and self.rng.random() < 0.4:
                self.bench.later(self.rng.randrange(1, 60))
                self.edits += 1
                self._do(self.ids[key], kept)

    def _do(self, deal: int, kept: Kept) -> None:
        rng, desk, ours = self.rng, self.desk, kept.ours
        day = self.today + timedelta(days=rng.randrange(1, 60))
        text = rng.choice(("Ask the CFO", "Visit", *STEPS))
        step = {"next_step": text, "next_step_date": day, "next_step_owner": ours["owner"]}
        match rng.randrange(9):
            case 0:
                ours["amount"] = Decimal(rng.randrange(1, 90_000))
                edits.set_fields(desk, deal, {"amount": str(ours["amount"])})
            case 1:
                ours["close_date"] = day
                edits.set_fields(desk, deal, {"close_date": day.isoformat()}, reason="they asked for it")
            case 2:
                steps.plan(desk, deal, text=text, day=day, owner=ours["owner"], reason="they asked for it")
                ours |= step
            case 3:
                notes.log_note(desk, deal, pain="Stock counts", next_step=text, day=day, owner=ours["owner"])
                ours |= step
            case 4:
                if ours["next_step"] and ours["next_step_date"]:
                    steps.done(desk, deal)
                    ours |= dict.fromkeys(("next_step", "next_step_date", "next_step_owner"))
            case 5 | 6:
                self._answer(deal, kept)
            case 7:
                ours["owner"] = rng.choice(OWNERS)
                edits.assign(desk, [deal], ours["owner"])
                if ours["next_step"] or ours["next_step_date"]:
                    ours["next_step_owner"] = ours["owner"]
            case _:
                self._let_go(deal, kept, day)

    def _answer(self, deal: int, kept: Kept) -> None:
        """Every criterion of the stage is ticked, and in half of the cases the deal moves on."""
        if kept.ours["next_step"] == PARKED:  # taking it up again would change its step, too
            return
        stage = kept.ours["stage"]
        if stage in STAGES and stage not in kept.answered:
            for criterion in CRITERIA[stage]:
                moves.tick(self.desk, deal, criterion, "asked")
            kept.answered.add(stage)
        if stage in STAGES and self.rng.random() < 0.5:
            assert moves.move_on(self.desk, deal).moved
            kept.ours["stage"] = (*STAGES, "closing")[STAGES.index(stage) + 1]
            if kept.crm_stage == kept.ours["stage"]:
                kept.crm_stage = None

    def _let_go(self, deal: int, kept: Kept, day: date) -> None:
        if self.rng.random() < 0.5:
            moves.park(self.desk, deal, day, PARKED)
            owner = kept.ours["next_step_owner"] or kept.ours["owner"]
            kept.ours |= {"next_step": PARKED, "next_step_date": day, "next_step_owner": owner}
        else:
            moves.close(self.desk, deal, "lost", "price")
            self.person.close(self.keys[deal])

    def _text(self, value: object) -> str | None:
        if value is None:
            return None
        return f"{value:.2f}" if isinstance(value, Decimal) else self.renamed.get(str(value), str(value))


def begun(empty_desk: Desk, folder: Path, style: str, seed: int, size: int) -> LivingPipeline:
    """A pipeline of which nothing was imported yet; its first week begins on another day for every seed."""
    start = instant("2026-08-31 07:00") + 86_400 * (seed * 37 % 365)
    return LivingPipeline(Bench(empty_desk.at(start), folder), STYLES[style], seed, size)


def bring_twice(pipeline: LivingPipeline, *, workbook: bool = False, **answers: Any) -> None:
    """The export, and once more: that changes nothing, but that a held deal goes on where the criteria are known
    already."""
    pipeline.bring(workbook=workbook, **answers)
    pipeline.check()
    going_on = sum(kept.may_go_on for key, kept in pipeline.person.deals.items() if key not in pipeline.crm.hidden)
    again = pipeline.bring(workbook=workbook)
    assert (again.added, again.updated) == (0, going_on)
    pipeline.check()


def live(empty_desk: Desk, folder: Path, style: str, seed: int, size: int) -> LivingPipeline:
    """Ten weeks."""
    pipeline = begun(empty_desk, folder, style, seed, size)
    for week in range(WEEKS):
        if week:
            pipeline.crm.week(pipeline.today, renames=pipeline.style.identified)
        bring_twice(pipeline)
        pipeline.work()
        pipeline.check()
        pipeline.bench.later(7 * 24 * 60)
    return pipeline
