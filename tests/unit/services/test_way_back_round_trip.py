"""What was entered in the CRM as the changes say comes back with its next export, and nothing is left to enter."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from transfer_helpers import Bench
from way_back_files import EXPORTS, Export

from pipetui.errors import PipetuiError
from pipetui.services import cycles, edits, exports, moves, notes, records, steps
from pipetui.services.entered import entered
from pipetui.services.way_back import to_enter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipetui.services.desk import Desk

Edit = tuple[str, "Callable[[Desk, int, random.Random], object]"]


@pytest.fixture
def bench(empty_desk: Desk, tmp_path: Path) -> Bench:
    return Bench(empty_desk, tmp_path)


def _day(desk: Desk, dice: random.Random) -> date:
    return desk.today + timedelta(days=dice.randrange(1, 60))


def _plan(desk: Desk, deal: int, dice: random.Random) -> None:
    owner = dice.choice([None, "Luca Bianchi", "Zoe"])
    steps.plan(desk, deal, text=dice.choice(["Call", "-10% offer\nand terms", "Send; sign"]), day=_day(desk, dice),
               owner=owner)  # fmt: skip


def _note(desk: Desk, deal: int, dice: random.Random) -> None:
    notes.log_note(desk, deal, pain="Slow", next_step="Send offer", day=_day(desk, dice))


def _move(desk: Desk, deal: int, dice: random.Random) -> None:
    for _stage in range(dice.randrange(1, 4)):
        for criterion in records.detail(desk, deal).criteria:
            if not criterion.ticked:
                moves.tick(desk, deal, criterion.id)
        moves.move_on(desk, deal)


def _back(desk: Desk, deal: int, _dice: random.Random) -> None:
    stages = [stage.id for stage in desk.playbook.stages]
    place = stages.index(records.detail(desk, deal).item.deal.stage)
    criterion = records.criteria(desk, deal, stages[max(place - 1, 0)])[0]
    if not criterion.ticked:
        return
    moves.move_back(desk, deal, [criterion.id], "not so")


def _close(desk: Desk, deal: int, dice: random.Random) -> None:
    outcome, reason = dice.choice([("lost", "price"), ("lost", "no_budget"), ("no_decision", "status_quo")])
    moves.close(desk, deal, outcome, reason)


def _win(desk: Desk, deal: int, dice: random.Random) -> None:
    while records.detail(desk, deal).item.deal.stage != "closing":
        _move(desk, deal, dice)
    moves.tick(desk, deal, "delivery_informed")
    moves.close(desk, deal, "won", None)


def _set(field: str, *values: str) -> Edit:
    return field, lambda desk, deal, dice: edits.set_fields(desk, deal, {field: dice.choice(values)})


DOINGS: tuple[Edit, ...] = (
    _set("amount", "", "99", "1234.56", "1000"),
    _set("currency", "EUR", "GBP"),
    _set("owner", "", "Luca Bianchi", "Zoe"),
    _set("close_date", "", "2027-01-31", "2026-12-03"),
    _set("contact", "", "Zoe, CFO"),
    _set("email", "", "zoe@acme.example"),
    _set("phone", "+39 02 555"),
    _set("source", "", "Partner"),
    ("step", _plan),
    ("note", _note),
    ("done", lambda desk, deal, _dice: steps.done(desk, deal)),
    ("move", _move),
    ("back", _back),
    ("close", _close),
    ("win", _win),
    ("park", lambda desk, deal, dice: moves.park(desk, deal, _day(desk, dice), "no budget")),
    ("reopen", lambda desk, deal, _dice: cycles.reopen_mistake(desk, deal)),
    ("assign", lambda desk, deal, dice: edits.assign(desk, [deal], dice.choice(["Anna Rossi", "Zoe"]))),
)
NAMING = (_set("name", "ERP, again", "@home"), _set("company", "Fano", "=Gea"))
"""A row without an id is found by its name: there another name is another deal."""


def _work(bench: Bench, export: Export, dice: random.Random) -> None:
    doings = DOINGS if len(export.found_by) > 1 else (*DOINGS, *NAMING)
    doings = tuple(doing for doing in doings if doing[0] not in export.cannot)
    for deal in [row["id"] for row in bench.exported()]:
        for _name, doing in dice.sample(doings, 3):
            try:
                doing(bench.later(), deal, dice)
            except PipetuiError:
                continue  # closed by then, or nothing to be done


def _changes(bench: Bench) -> str:
    out = io.StringIO(newline="")
    exports.export(bench.desk, "changes", "csv", out)
    return out.getvalue()


@pytest.mark.parametrize("name", EXPORTS)
def test_a_fresh_import_leaves_nothing_to_enter(bench: Bench, name: str) -> None:
    report = bench.bring(EXPORTS[name].text, **EXPORTS[name].answers)
    assert report.added == len(EXPORTS[name].rows())
    assert to_enter(bench.desk) == []
    for deal in bench.exported():  # somebody looked at each of them, and left it as it was
        edits.set_fields(bench.later(), deal["id"], {"name": deal["name"]})
    assert to_enter(bench.desk) == []
    assert bench.exported("changes") == []


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("seed", range(4))
def test_what_is_entered_comes_back_and_the_list_is_empty(bench: Bench, name: str, seed: int) -> None:
    export, dice = EXPORTS[name], random.Random(f"{name} {seed}")
    bench.bring(export.text, **export.answers)
    _work(bench, export, dice)
    before = bench.exported()
    changes = _changes(bench)
    report = bench.bring(export.after_entering(changes))
    assert (report.added, report.rejected, list(report.conflicts), list(report.held)) == (0, 0, [], [])
    assert to_enter(bench.desk) == []
    assert bench.exported() == before


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("seed", range(2))
def test_what_is_marked_as_entered_is_off_the_list_and_safe_from_an_old_file(
    bench: Bench, name: str, seed: int
) -> None:
    export, dice = EXPORTS[name], random.Random(f"{name} {seed}")
    bench.bring(export.text, **export.answers)
    _work(bench, export, dice)
    waiting = to_enter(bench.desk)
    changes = _changes(bench)
    ids = [deal.id for deal in waiting]
    entered(bench.later(), ids)
    assert to_enter(bench.desk) == []
    before = bench.exported()
    old = bench.bring(export.text)
    assert (old.added, list(old.conflicts), bench.exported()) == (0, [], before)
    assert [deal.differences for deal in to_enter(bench.desk)] == [deal.differences for deal in waiting]
    entered(bench.later(), ids)
    new = bench.bring(export.after_entering(changes))
    assert (new.added, list(new.conflicts), bench.exported(), to_enter(bench.desk)) == (0, [], before, [])
