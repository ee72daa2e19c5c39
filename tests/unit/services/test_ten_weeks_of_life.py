"""Ten weekly exports where something else happens every week: words where dates belong, workbooks, another sheet,
settled conflicts, deals that are gone, what was entered in the CRM, an undone import, other names of people."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from careful_person import MERGED
from living_crm import OWNERS, STAGES, STYLES
from living_pipeline import WEEKS, LivingPipeline, begun, bring_twice

from pipetui.domain.money import Money
from pipetui.services import bulk, history, import_conflicts, people_changes, way_back
from pipetui.services.import_conflicts import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipetui.services.desk import Desk

    Twist = Callable[["FullLife"], None]

EVENTS = """Azienda;Trattativa;Fase;Valore;Data creazione
Kappa;Fair in Rome;Discovery;1.000,00;01/03/2026
Lambda;Fair in Pisa;Solution;2.000,00;02/03/2026
"""


def plainly(pipeline: FullLife) -> None:
    bring_twice(pipeline)


def with_words_for_values(pipeline: FullLife) -> None:
    """A week of cells that nobody understands; then they are as before, or say something new."""
    pipeline.crm.spoil()
    bring_twice(pipeline)
    pipeline.crm.spoiled = {}
    pipeline.bench.later()
    bring_twice(pipeline)


def as_a_workbook(pipeline: FullLife) -> None:
    bring_twice(pipeline, workbook=True)


def beside_another_sheet(pipeline: FullLife) -> None:
    """Neither list misses what stands in the other one."""
    bring_twice(pipeline)
    events = pipeline.bench.bring(EVENTS)
    assert (events.rejected, events.missing, events.conflicts[:]) == (0, [], [])
    bring_twice(pipeline)


def with_settled_conflicts(pipeline: FullLife) -> None:
    """A person says which value holds; the same file does not bring the matter up again."""
    bring_twice(pipeline)
    for conflict in import_conflicts.open_conflicts(pipeline.desk):
        key = pipeline.keys[conflict.record]
        if conflict.field in MERGED:
            theirs = pipeline.rng.random() < 0.5
            import_conflicts.settle(pipeline.bench.later(), conflict.id, "theirs" if theirs else "mine")
            pipeline.person.settle(key, conflict.field, theirs=theirs)
    pipeline.check()
    again = pipeline.bring()
    assert not {conflict.field for conflict in again.conflicts} & set(MERGED)
    pipeline.check()


def without_the_gone(pipeline: FullLife) -> None:
    """What the file no longer has is closed here, in one go."""
    bring_twice(pipeline)
    gone = sorted(key for key in pipeline.crm.hidden & pipeline.ids.keys() if pipeline.is_open(key))
    if gone:
        bulk.close(pipeline.bench.later(), [pipeline.ids[key] for key in gone], "lost", "price")
    for key in gone:
        pipeline.person.close(key)
    pipeline.check()
    bring_twice(pipeline)


def with_everything_entered(pipeline: FullLife) -> None:
    """The careful person types what differs into the CRM; then nothing is left to enter and nothing to settle."""
    bring_twice(pipeline)
    rest = {
        pipeline.keys[deal.id]
        for deal in way_back.to_enter(pipeline.desk)
        for each in deal.differences
        if not pipeline.enter(pipeline.keys[deal.id], each.field, each.after)
    }
    report = pipeline.bring()
    assert not report.conflicts
    pipeline.check()
    left = {pipeline.keys[deal.id]: deal.differences for deal in way_back.to_enter(pipeline.desk)}
    assert not [left[key] for key in left.keys() - pipeline.crm.hidden - rest]


def undone_and_again(pipeline: FullLife) -> None:
    before = pipeline.bench.exported()
    person, ids = deepcopy(pipeline.person), dict(pipeline.ids)
    pipeline.bring()
    pipeline.check()
    history.undo(pipeline.bench.later())
    assert pipeline.bench.exported() == before
    pipeline.person, pipeline.ids = person, ids
    bring_twice(pipeline)


def with_another_name_there(pipeline: FullLife) -> None:
    """The CRM calls somebody otherwise: asked once, and nothing is new."""
    bring_twice(pipeline)
    pipeline.crm.called = {"Anna Rossi": "Rossi Annamaria"}
    bring_twice(pipeline, persons={"Rossi Annamaria": "Anna Rossi"})


def with_another_name_here(pipeline: FullLife) -> None:
    """Somebody is called otherwise here: files go on to mean the same person."""
    people_changes.rename(pipeline.bench.later(), "Luca Bianchi", "Luca Bianchi Verdi")
    pipeline.renamed["Luca Bianchi"] = "Luca Bianchi Verdi"
    bring_twice(pipeline)


TWISTS: Sequence[Twist] = (
    with_words_for_values, beside_another_sheet, as_a_workbook, with_settled_conflicts, with_another_name_there,
    without_the_gone, with_everything_entered, undone_and_again, with_another_name_here,
)  # fmt: skip


class FullLife(LivingPipeline):
    """The same with what people do beside their deals."""

    def is_open(self, key: str) -> bool:
        return bool(self.person.deals[key].ours["status"] == "open")

    def enter(self, key: str, field: str, text: str | None) -> bool:
        """Type a value into the CRM. Not where it has no stage after its last one, or another currency."""
        value = parsed(field, text)
        if isinstance(value, Money):
            if value.currency != ("USD" if self.style is STYLES["report"] else "EUR"):
                return False
            value = value.major
        if field == "stage" and value not in (*STAGES, "won", "lost"):
            return False
        if field == "owner":
            value = next(name for name in OWNERS if self.renamed.get(name, name) == value)
        self.crm.deals[key] = replace(self.crm.deals[key], **{field: value})
        return True


def live_fully(empty_desk: Desk, folder: Path, style: str, seed: int, size: int) -> FullLife:
    """Ten weeks, the first a plain one, each other with one of the twists, in another order for every seed."""
    plain = begun(empty_desk, folder, style, seed, size)
    pipeline = FullLife(plain.bench, plain.style, seed, size)
    twists = [plainly, *pipeline.rng.sample(TWISTS, len(TWISTS))]
    assert len(twists) == WEEKS
    for week, twist in enumerate(twists):
        if week:
            pipeline.crm.week(pipeline.today, renames=pipeline.style.identified)
        twist(pipeline)
        pipeline.work()
        pipeline.check()
        pipeline.bench.later(7 * 24 * 60)
    return pipeline


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("style", STYLES)
def test_ten_weeks_of_life(empty_desk: Desk, tmp_path: Path, style: str, seed: int) -> None:
    live_fully(empty_desk, tmp_path, style, seed, size=12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(200, 230))
@pytest.mark.parametrize("style", STYLES)
def test_ten_weeks_of_many_lives(empty_desk: Desk, tmp_path: Path, style: str, seed: int) -> None:
    live_fully(replace(empty_desk), tmp_path, style, seed, size=25)
