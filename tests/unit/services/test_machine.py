"""Several people, any action in any order, days that pass, undo: what must hold after each of them.

The zone and the day on which it begins are any, too.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pipetui.domain import hygiene
from pipetui.domain.instants import midnight
from pipetui.errors import BadInput, Refused
from pipetui.services import cycles, edits, history, moves, notes, playbooks, steps, today
from pipetui.services.desk import Desk, create, open_desk
from pipetui.storage import attention, backup, engine, reading, tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

PLAYBOOK = playbooks.from_preset("b2b", "en")
CRITERIA = [criterion.id for stage in PLAYBOOK.stages for criterion in stage.criteria]
STAGES = [stage.id for stage in PLAYBOOK.stages]
ZONES = (
    "Europe/Rome",
    "Pacific/Kiritimati",  # the first to begin a day
    "Pacific/Pago_Pago",  # the last
    "America/Santiago",  # where midnight itself is skipped
    "Asia/Kolkata",
)

people = st.sampled_from(["anna", "luca", "mia"])
numbers = st.integers(0, 30)
texts = st.sampled_from(["Call", "Write", "Meet"])
days_ahead = st.integers(-1, 12)
criteria = st.sampled_from(CRITERIA)

Rows = dict[str, list[tuple[Any, ...]]]


def snapshot(connection: sqlite3.Connection, names: Any = tables.TRACKED) -> Rows:
    return {name: [tuple(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY id")] for name in names}


class Pipeline(RuleBasedStateMachine):
    """One database; every rule is one thing that somebody does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.ends: dict[date, Rows] = {}
        """How the tables were at the end of each day."""
        self.undoable: list[tuple[str, Rows]] = []
        """Who did the last actions, and how the tables were before each."""

    @initialize(
        zone=st.sampled_from(ZONES), start=st.dates(date(2024, 1, 1), date(2028, 12, 31)), hour=st.integers(0, 23)
    )
    def begin(self, zone: str, start: date, hour: int) -> None:
        playbook = replace(PLAYBOOK, timezone=zone)
        now = midnight(start, playbook.zone) + hour * 3600
        self.desk = create(self.folder / "deals.db", playbook=playbook, me="anna", now=now)
        for stage in ("qualification", "solution", "closing"):
            self.add("anna", stage, None)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.past_days_are_as_they_were()
            self.desk.close()
        shutil.rmtree(self.folder)

    def do(self, me: str, act: Callable[[Desk], Any]) -> None:
        """Let somebody act. What is refused changes nothing at all."""
        with self.desk.reading() as connection:
            before = snapshot(connection)
            log = snapshot(connection, ("action", "event", "change", "record", "person"))
        try:
            act(replace(self.desk, me=me))
        except (BadInput, Refused):
            with self.desk.reading() as connection:
                assert snapshot(connection) == before
                assert snapshot(connection, log) == log
        else:
            with self.desk.reading() as connection:
                if snapshot(connection) != before:
                    self.undoable.append((me, before))

    def pick(self, number: int) -> int:
        """One of the deals there are; number 1 when all were taken back."""
        with self.desk.reading() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM deal ORDER BY id")]
        return int(ids[number % len(ids)]) if ids else 1

    def stage_of(self, deal: int) -> str:
        with self.desk.reading() as connection:
            found = reading.deal(connection, deal)
        return found.stage if found else STAGES[0]

    def day(self, ahead: int) -> date:
        return self.desk.today + timedelta(days=ahead)

    @rule(me=people, stage=st.sampled_from(STAGES), amount=st.sampled_from([None, "5", "7.50"]))
    def add(self, me: str, stage: str, amount: str | None) -> None:
        self.do(me, lambda desk: edits.add_deal(desk, name="Another", stage=stage, amount=amount))

    @rule(me=people, number=numbers, amount=st.sampled_from(["", "9", "x"]), owner=people)
    def edit(self, me: str, number: int, amount: str, owner: str) -> None:
        self.do(me, lambda desk: edits.set_fields(desk, self.pick(number), {"amount": amount, "owner": owner}))

    @rule(me=people, chosen=st.lists(numbers, min_size=1, max_size=3), to=people)
    def assign(self, me: str, chosen: list[int], to: str) -> None:
        self.do(me, lambda desk: edits.assign(desk, [self.pick(number) for number in chosen], to))

    @rule(me=people, number=numbers, text=texts, ahead=days_ahead, ticks=st.lists(criteria, max_size=2))
    def note(self, me: str, number: int, text: str, ahead: int, ticks: list[str]) -> None:
        self.do(
            me,
            lambda desk: notes.log_note(
                desk, self.pick(number), pain=None, next_step=text, day=self.day(ahead), ticks=ticks
            ),
        )

    @rule(me=people, number=numbers)
    def no_reply(self, me: str, number: int) -> None:
        self.do(me, lambda desk: notes.log_no_reply(desk, self.pick(number)))

    @rule(me=people, number=numbers, text=texts, ahead=days_ahead)
    def step(self, me: str, number: int, text: str, ahead: int) -> None:
        self.do(me, lambda desk: steps.plan(desk, self.pick(number), text=text, day=self.day(ahead)))

    @rule(me=people, number=numbers, following=st.none() | days_ahead)
    def done(self, me: str, number: int, following: int | None) -> None:
        day = None if following is None else self.day(following)
        self.do(me, lambda desk: steps.done(desk, self.pick(number), text=None if day is None else "Then", day=day))

    @rule(me=people, number=numbers)
    def tick_all_and_move(self, me: str, number: int) -> None:
        deal = self.pick(number)
        for criterion in self.desk.playbook.stage(self.stage_of(deal)).criteria:
            self.do(me, partial(moves.tick, deal_id=deal, criterion=criterion.id))
        self.do(me, lambda desk: moves.move_on(desk, deal))

    @rule(me=people, number=numbers, criterion=criteria, on=st.booleans())
    def criterion(self, me: str, number: int, criterion: str, on: bool) -> None:
        self.do(me, lambda desk: (moves.tick if on else moves.untick)(desk, self.pick(number), criterion))

    @rule(me=people, number=numbers)
    def move(self, me: str, number: int) -> None:
        self.do(me, lambda desk: moves.move_on(desk, self.pick(number)))

    @rule(me=people, number=numbers, which=st.integers(0, 2))
    def back(self, me: str, number: int, which: int) -> None:
        deal = self.pick(number)
        position = STAGES.index(self.stage_of(deal))
        known = PLAYBOOK.stages[max(0, position - 1)].criteria
        criterion = known[which % len(known)].id
        self.do(me, lambda desk: moves.move_back(desk, deal, [criterion], "no longer"))

    @rule(me=people, number=numbers, ahead=st.integers(0, 40))
    def park(self, me: str, number: int, ahead: int) -> None:
        self.do(me, lambda desk: moves.park(desk, self.pick(number), self.day(ahead), "later"))

    @rule(me=people, number=numbers)
    def unpark(self, me: str, number: int) -> None:
        self.do(me, lambda desk: moves.unpark(desk, self.pick(number)))

    @rule(me=people, number=numbers, outcome=st.sampled_from(["won", "lost", "no-decision"]), ahead=st.integers(1, 40))
    def close(self, me: str, number: int, outcome: str, ahead: int) -> None:
        reason = {"lost": "price", "no-decision": "status_quo"}.get(outcome)
        wake = self.day(ahead) if outcome == "no-decision" else None
        self.do(me, lambda desk: moves.close(desk, self.pick(number), outcome, reason, wake))

    @rule(me=people, number=numbers, step=st.none() | texts)
    def reopen(self, me: str, number: int, step: str | None) -> None:
        self.do(me, lambda desk: cycles.reopen_mistake(desk, self.pick(number)))
        day = None if step is None else self.day(3)
        self.do(me, lambda desk: cycles.reopen_back(desk, self.pick(number), step=step, day=day))

    @rule(me=people, number=numbers, act=st.sampled_from(["tick", "note", "step", "done", "park", "move", "close"]))
    def wake_one_early(self, me: str, number: int, act: str) -> None:
        """Touch one of those that sleep, parked or dormant, before its day."""
        with self.desk.reading() as connection:
            rows = connection.execute("SELECT id FROM deal WHERE wake_at > ? ORDER BY id", (self.desk.now,)).fetchall()
        if not rows:
            return
        deal, day = int(rows[number % len(rows)][0]), self.day(2)
        deeds: dict[str, Callable[[Desk], Any]] = {
            "tick": lambda desk: moves.tick(desk, deal, CRITERIA[0]),
            "note": lambda desk: notes.log_note(desk, deal, pain=None, next_step="Call", day=day),
            "step": lambda desk: steps.plan(desk, deal, text="Call", day=day),
            "done": lambda desk: steps.done(desk, deal),
            "park": lambda desk: moves.park(desk, deal, day, "again"),
            "move": lambda desk: moves.move_on(desk, deal),
            "close": lambda desk: moves.close(desk, deal, "lost", "price"),
        }
        self.do(me, deeds[act])

    @rule(me=people, limit=st.integers(1, 30))
    def other_limits(self, me: str, limit: int) -> None:
        stages = tuple(replace(stage, max_days=limit) for stage in self.desk.playbook.stages)
        self.do(me, lambda desk: playbooks.apply(desk, replace(self.desk.playbook, stages=stages), {}))

    @rule(me=people, number=numbers, first=texts)
    def together_or_not_at_all(self, me: str, number: int, first: str) -> None:
        def several(desk: Desk) -> None:
            with desk.together():
                steps.plan(desk, self.pick(number), text=first, day=self.day(2))
                moves.move_on(desk, self.pick(number + 1))
                edits.set_fields(desk, self.pick(number + 2), {"name": ""})

        self.do(me, several)

    @rule(me=people, force=st.booleans())
    def undo(self, me: str, force: bool) -> None:
        with self.desk.reading() as connection:
            before = snapshot(connection)
        try:
            history.undo(replace(self.desk, me=me), force)
        except Refused:
            with self.desk.reading() as connection:
                assert snapshot(connection) == before
            return
        with self.desk.reading() as connection:
            after = snapshot(connection)
        if self.undoable and self.undoable[-1][0] == me and not force:
            assert after == self.undoable.pop()[1], "an undo right after the action restores every row"
        else:
            self.undoable.clear()

    @precondition(lambda self: self.undoable)
    @rule()
    def undo_the_last(self) -> None:
        self.undo(self.undoable[-1][0], False)

    @rule(seconds=st.sampled_from([0, 1, 60, 3600, 30_000]))
    def a_while_passes(self, seconds: int) -> None:
        now = self.desk.now + seconds
        self.pass_to(now)

    @rule(days=st.integers(1, 20), hour=st.integers(0, 23))
    def days_pass(self, days: int, hour: int) -> None:
        self.pass_to(self.desk.rules.midnight(self.day(days)) + hour * 3600)

    def pass_to(self, now: int) -> None:
        if self.desk.rules.day(now) != self.desk.today:
            with self.desk.reading() as connection:
                self.ends[self.desk.today] = snapshot(connection)
        self.desk = self.desk.at(now)

    @invariant()
    def the_list_is_what_the_rules_say(self) -> None:
        if not hasattr(self, "desk"):
            return
        desk, rules = self.desk, self.desk.rules
        with desk.reading() as connection:
            stored = attention.stored(connection)
            deals = reading.deals(connection, list(stored))
        assert {deal.id: hygiene.attention(deal, rules) for deal in deals} == stored
        items = [hygiene.look(deal, rules, desk.now) for deal in deals]
        assert today.counts(desk, today.View()) == hygiene.count(items)
        listed = today.listing(desk, today.View())
        expected = sorted((item for item in items if item.section is not None), key=hygiene.order_key)
        assert [item.id for item in listed] == [item.id for item in expected]
        assert listed == expected

    @invariant()
    def the_tables_make_sense(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.reading() as connection:
            assert backup.dangling(connection) == []
            astray = connection.execute(
                "SELECT d.id FROM deal d WHERE (SELECT count(*) FROM stage_visit v WHERE v.deal_id = d.id"
                " AND v.left_at IS NULL AND v.stage = d.stage) <> 1"
            ).fetchall()
            assert astray == [], "every deal is in exactly one visit, to its stage"
            running = "p.ended_at IS NULL AND p.until > :today"
            waking = "s.ended_at IS NULL AND s.wakes AND s.day > :today"
            half_asleep = connection.execute(
                "SELECT d.id FROM deal d WHERE d.status = 'open'"
                f" AND EXISTS (SELECT 1 FROM parking p WHERE p.deal_id = d.id AND {running})"
                f" <> EXISTS (SELECT 1 FROM next_step s WHERE s.record_id = d.id AND {waking})",
                {"today": self.desk.today.isoformat()},
            ).fetchall()
            assert half_asleep == [], "an open deal has a parking that runs if, and only if, its step is a wake date"

    def past_days_are_as_they_were(self) -> None:
        for day, rows in self.ends.items():
            past = open_desk(self.folder / "deals.db", me="anna", now=self.desk.now, as_of=day)
            with past.reading() as connection:
                assert snapshot(connection) == rows, f"the end of {day}"
            past.close()


@pytest.fixture
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs these files after a power cut."""
    usual = engine.prepare

    def prepare(connection: sqlite3.Connection) -> None:
        usual(connection)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(engine, "prepare", prepare)


QUICK = settings(deadline=None, max_examples=12, stateful_step_count=20, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=150, stateful_step_count=50)


@pytest.mark.usefixtures("_fast")
def test_whatever_people_do() -> None:
    run_state_machine_as_test(Pipeline, settings=QUICK)


@pytest.mark.long
@pytest.mark.usefixtures("_fast")
def test_whatever_people_do_for_long() -> None:
    run_state_machine_as_test(Pipeline, settings=LONG)
