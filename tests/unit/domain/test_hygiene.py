"""Findings by tables, and one property: the database selects and orders as the domain rules, in every state."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui import presets
from pipetui.domain import hygiene
from pipetui.domain.model import KINDS, SECTIONS, Attention, Deal, NextStep, Parking, SlaClock, StageDays, Visit
from pipetui.domain.money import Money, rank
from pipetui.domain.rules import Rules
from pipetui.exchange import playbook_toml
from pipetui.storage import lists, reading
from pipetui.storage.engine import prepare, schema_sql

ZONE = ZoneInfo("Europe/Rome")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
RULES = Rules(playbook_toml.parse(presets.preset_text("b2b", "en"), source="b2b"), lambda _day: False)


def at(day: date, hour: int = 10) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())


NOW = at(TODAY)
STEP = NextStep("Call Marta", "anna", TODAY + 3 * DAY)


def deal(entered: int | None = 3, *, stage: str = "discovery", **fields: object) -> Deal:
    """A clean deal that entered its stage ``entered`` days ago (None: nobody knows, seen three days ago)."""
    visit = Visit(stage, None, at(TODAY - 3 * DAY)) if entered is None else _visit(stage, entered)
    basis = Deal(id=1, name="ERP", stage=stage, owner="anna", visits=(visit,), step=STEP)
    return replace(basis, **fields)  # type: ignore[arg-type]


def _visit(stage: str, entered: int, left: int | None = None) -> Visit:
    entered_at = at(TODAY - entered * DAY)
    return Visit(stage, entered_at, entered_at, None if left is None else at(TODAY - left * DAY))


def kinds(some: Deal, now: int = NOW) -> list[str]:
    return [finding.kind for finding in hygiene.findings(some, RULES, now)]


@pytest.mark.parametrize(
    ("step", "missing"),
    [
        (NextStep(), ("text", "owner", "date")),
        (NextStep("Call", "anna", None), ("date",)),
        (NextStep(None, "anna", TODAY), ("text",)),
        (NextStep("Call", None, TODAY), ("owner",)),
        (NextStep("", "anna", TODAY), ("text",)),
    ],
)
def test_a_step_without_its_parts_is_no_next_step(step: NextStep, missing: tuple[str, ...]) -> None:
    found = hygiene.findings(deal(step=step), RULES, NOW)
    assert [(finding.kind, finding.missing, finding.days) for finding in found] == [("no_next_step", missing, None)]


@pytest.mark.parametrize(("ahead", "found"), [(-1, ["step_overdue"]), (0, []), (1, [])])
def test_due_today_is_not_overdue(ahead: int, found: list[str]) -> None:
    assert kinds(deal(step=replace(STEP, date=TODAY + ahead * DAY))) == found


def test_the_day_ends_at_midnight_of_the_playbook() -> None:
    due_today = deal(step=replace(STEP, date=TODAY))
    assert kinds(due_today, RULES.midnight(TODAY + DAY) - 1) == []
    assert kinds(due_today, RULES.midnight(TODAY + DAY)) == ["step_overdue"]


@pytest.mark.parametrize(("days", "found"), [(20, []), (21, []), (22, ["stalled"])])
def test_exactly_at_the_limit_is_not_stalled(days: int, found: list[str]) -> None:
    assert kinds(deal(days)) == found


def test_an_unknown_age_is_at_least_the_days_since_it_was_seen() -> None:
    unknown = deal(None)
    assert hygiene.stage_days(unknown, RULES, TODAY) == StageDays(3, known=False)
    assert kinds(unknown, at(TODAY + 18 * DAY)) == ["step_overdue"]
    later = at(TODAY + 19 * DAY)
    assert kinds(unknown, later) == ["step_overdue", "stalled"]
    assert "at least 22 days" in hygiene.findings(unknown, RULES, later)[1].why


def test_days_add_up_over_the_visits_to_a_stage() -> None:
    visits = (_visit("discovery", 40, 25), _visit("solution", 25, 7), _visit("discovery", 7))
    assert hygiene.stage_days(deal(visits=visits), RULES, TODAY).days == 15 + 7
    assert kinds(deal(visits=visits)) == ["stalled"]


def test_parked_days_do_not_count() -> None:
    parked = Parking(at(TODAY - 20 * DAY), TODAY - 5 * DAY, "budget")
    assert hygiene.stage_days(deal(30, parkings=(parked,)), RULES, TODAY).days == 15
    ended = replace(parked, ended_at=at(TODAY - 15 * DAY))
    assert hygiene.stage_days(deal(30, parkings=(ended,)), RULES, TODAY).days == 25


def test_a_parked_deal_has_no_finding_but_a_late_sla() -> None:
    until = TODAY + 10 * DAY
    step = NextStep("budget", "anna", until, wakes=True)
    sleeping = deal(60, parkings=(Parking(NOW, until, "budget"),), step=step)
    assert kinds(sleeping) == []
    assert hygiene.status(sleeping, RULES, NOW) == "parked"
    late = replace(sleeping, clocks=(SlaClock("proposal", NOW - 9 * 86400, NOW - 86400),))
    assert kinds(late) == ["sla_overdue"]


def test_a_clean_deal_stands_under_woke_on_its_wake_date_and_is_overdue_after_it() -> None:
    until = TODAY + 10 * DAY
    sleeping = deal(parkings=(Parking(NOW, until, "budget"),), step=NextStep("budget", "anna", until, wakes=True))
    assert hygiene.look(sleeping, RULES, NOW).section is None
    assert hygiene.look(sleeping, RULES, RULES.midnight(until)).section == "woke_today"
    assert kinds(sleeping, RULES.midnight(until + DAY)) == ["step_overdue"]


@pytest.mark.parametrize("status", ["won", "lost", "no_decision"])
def test_a_closed_deal_has_no_findings(status: str) -> None:
    assert kinds(deal(90, step=NextStep(), status=status)) == []
    assert hygiene.attention(deal(90, step=NextStep(), status=status), RULES) == Attention()


def test_the_days_of_a_closed_deal_stand_still() -> None:
    closed = deal(30, status="lost", closed_at=at(TODAY - 12 * DAY))
    assert hygiene.stage_days(closed, RULES, TODAY).days == 18


def test_a_closed_deal_may_stand_in_a_stage_that_is_gone() -> None:
    item = hygiene.look(deal(30, stage="demo", status="lost", closed_at=NOW), RULES, NOW)
    assert (item.stage_name, item.section) == ("demo", None)


def test_an_sla_is_late_in_whole_working_hours_and_days() -> None:
    friday = at(date(2026, 11, 20), 15)
    clock = SlaClock("proposal", friday - 86400, friday)
    late = hygiene.findings(deal(clocks=(clock,)), RULES, NOW)[0]
    assert (late.kind, late.hours, late.days, late.sla) == ("sla_overdue", 4, 0, "proposal")
    assert kinds(deal(clocks=(clock,)), friday) == []
    assert kinds(deal(clocks=(clock,)), friday + 1) == ["sla_overdue"]
    for ended in (replace(clock, stopped_at=friday), replace(clock, held_at=friday)):
        assert kinds(deal(clocks=(ended,))) == []


@pytest.mark.parametrize(
    ("step_in", "handled_ago", "days_later", "section"),
    [
        (3, 0, 0, "in_hand"),
        (3, 0, 3, "in_hand"),  # the step's own day
        (3, 0, 4, "to_clear"),  # its date has passed
        (30, 0, 7, "in_hand"),
        (30, 0, 8, "to_clear"),  # seven days at most
        (30, 9, 0, "to_clear"),  # handled nine days ago
    ],
)
def test_a_handled_stalled_deal_is_in_hand_for_a_while(
    step_in: int, handled_ago: int, days_later: int, section: str
) -> None:
    step = NextStep("Call", "anna", TODAY + step_in * DAY)
    stalled = deal(60, step=step, handled_at=at(TODAY - handled_ago * DAY))
    assert hygiene.look(stalled, RULES, NOW + days_later * 86400).section == section
    assert "stalled" in kinds(stalled, NOW + days_later * 86400)


def test_handled_before_it_stalled_is_not_in_hand() -> None:
    stalled = deal(22, step=replace(STEP, date=TODAY + 2 * DAY), handled_at=at(TODAY - DAY))
    assert hygiene.look(stalled, RULES, NOW).section == "to_clear"


def test_a_deal_with_another_finding_is_not_in_hand() -> None:
    late = deal(60, handled_at=NOW, clocks=(SlaClock("proposal", NOW - 9 * 86400, NOW - 86400),))
    assert hygiene.look(late, RULES, NOW).section == "to_clear"


# The property: on every state, the stored instants select, count and order as the rules do.

_OFFSETS = st.integers(-70, 70)
_STAGES = st.sampled_from([stage.id for stage in RULES.playbook.stages])


@st.composite
def visits(draw: st.DrawFn, stage: str) -> tuple[Visit, ...]:
    ends = sorted(draw(st.lists(st.integers(-120, 0), min_size=1, max_size=4)))
    made: list[Visit] = []
    for start, end in zip(ends, [*ends[1:], None], strict=True):
        entered = NOW + start * 86400 + draw(st.integers(-40_000, 40_000))
        left = None if end is None else max(entered, NOW + end * 86400)
        where = stage if end is None else draw(_STAGES)
        made.append(Visit(where, draw(st.sampled_from([entered, None])), entered, left))
    return tuple(made)


@st.composite
def parkings(draw: st.DrawFn) -> tuple[Parking, ...]:
    made = []
    for _ in range(draw(st.integers(0, 2))):
        since = draw(st.integers(-90, 0))
        until = TODAY + (since + draw(st.integers(1, 60))) * DAY
        ended = draw(st.one_of(st.none(), st.integers(0, 60)))
        ended_at = None if ended is None else NOW + (since + ended) * 86400
        made.append(Parking(NOW + since * 86400, until, "budget", ended_at))
    return tuple(made)


@st.composite
def steps(draw: st.DrawFn) -> NextStep:
    wakes = draw(st.booleans())
    day = TODAY + draw(_OFFSETS) * DAY
    return NextStep(
        text=draw(st.sampled_from(["Call", "Call", None])),
        owner=draw(st.sampled_from(["anna", "anna", None])),
        date=day if wakes else draw(st.sampled_from([day, day, None])),
        wakes=wakes,
    )


@st.composite
def clocks(draw: st.DrawFn) -> tuple[SlaClock, ...]:
    made = []
    for _ in range(draw(st.integers(0, 2))):
        due = NOW + draw(st.integers(-500_000, 500_000))
        ended = draw(st.sampled_from([None, None, NOW]))
        made.append(SlaClock("proposal", due - 86400, due, ended, draw(st.sampled_from([None, None, NOW]))))
    return tuple(made)


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    stage = draw(_STAGES)
    step = draw(steps())
    statuses = ["open", "open", "open", "won", "lost", "no_decision"]
    if step.wakes:
        statuses.append("dormant")
    code = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    amount = draw(st.one_of(st.none(), st.integers(0, 3).map(lambda n: Money(n * 1000, code))))
    return Deal(
        id=0,
        name="ERP",
        stage=stage,
        status=draw(st.sampled_from(statuses)),
        owner="anna",
        amount=amount,
        currency=code,
        created_at=draw(st.one_of(st.none(), st.integers(NOW - 5, NOW))),
        visits=draw(visits(stage)),
        parkings=draw(parkings()),
        step=step,
        clocks=draw(clocks()),
        handled_at=draw(st.one_of(st.none(), st.integers(NOW - 30 * 86400, NOW))),
    )


@pytest.fixture(scope="module")
def memory() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    prepare(connection)
    connection.executescript(schema_sql())
    connection.execute("INSERT INTO person (id, uid, name, folded) VALUES (1, 'p', 'anna', 'anna')")
    yield connection
    connection.close()


def keep(connection: sqlite3.Connection, some: Deal) -> None:
    """Write the deal as storage keeps it, with the instants that the domain computes."""
    _insert(connection, "record", id=some.id, uid=f"r{some.id}", type="deal")
    seen = hygiene.attention(some, RULES)
    _insert(
        connection, "deal", id=some.id, uid=f"d{some.id}", name=some.name, owner_id=1, stage=some.stage,
        status=some.status, amount_minor=some.amount and some.amount.minor, cycle=1,
        currency=some.currency, amount_rank=rank(some.amount) if some.amount else -1,
        created_at=some.created_at, created_rank=2**62 if some.created_at is None else some.created_at,
        recorded_at=NOW, handled_at=some.handled_at,
        **{name: getattr(seen, name) for name in Attention.__dataclass_fields__},
    )  # fmt: skip
    for visit in some.visits:
        _insert(
            connection, "stage_visit", deal_id=some.id, stage=visit.stage, entered_at=visit.entered_at,
            seen_at=visit.seen_at, left_at=visit.left_at,
        )  # fmt: skip
    for parking in some.parkings:
        _insert(
            connection, "parking", deal_id=some.id, since_at=parking.since_at, until=parking.until,
            reason=parking.reason, ended_at=parking.ended_at,
        )  # fmt: skip
    for clock in some.clocks:
        _insert(
            connection, "sla_clock", record_id=some.id, sla=clock.sla, start="created", stop="note_logged",
            started_at=clock.started_at, due_at=clock.due_at, stopped_at=clock.stopped_at, held_at=clock.held_at,
        )  # fmt: skip
    step = some.step
    _insert(
        connection, "next_step", uid=f"s{some.id}", record_id=some.id, text=step.text,
        owner_id=1 if step.owner else None, day=step.date, promised_at=NOW, redated=0, wakes=step.wakes,
    )  # fmt: skip


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    kept = [value.isoformat() if isinstance(value, date) else value for value in values.values()]
    marks = ", ".join("?" * len(kept))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", kept)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(deals(), max_size=8), later=st.integers(0, 80 * 86400))
def test_the_database_finds_what_the_domain_rules(memory: sqlite3.Connection, some: list[Deal], later: int) -> None:
    _agree(memory, some, NOW + later)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(deals(), max_size=8), later=st.integers(0, 80 * 86400))
def test_the_database_finds_what_the_domain_rules_at_length(
    memory: sqlite3.Connection, some: list[Deal], later: int
) -> None:
    _agree(memory, some, NOW + later)


def _agree(memory: sqlite3.Connection, some: list[Deal], now: int) -> None:
    memory.execute("BEGIN")
    try:
        numbered = [replace(deal, id=number) for number, deal in enumerate(some, 1)]
        for deal in numbered:
            keep(memory, deal)
        assert reading.deals(memory, [deal.id for deal in numbered]) == numbered
        items = sorted((hygiene.look(deal, RULES, now) for deal in numbered), key=hygiene.order_key)
        for section in SECTIONS:
            expected = [item.id for item in items if item.section == section]
            every = lists.page(memory, section, lists.Filter(), now, offset=0, limit=-1)
            assert every == expected, section
            assert lists.size(memory, section, lists.Filter(), now) == len(expected)
            paged = [
                found
                for offset in range(0, len(expected) + 1, 2)
                for found in lists.page(memory, section, lists.Filter(), now, offset=offset, limit=2)
            ]
            assert paged == expected
        for kind in KINDS:
            shown = [
                found
                for section in SECTIONS
                for found in lists.page(memory, section, lists.Filter(kind=kind), now, offset=0, limit=-1)
            ]
            assert shown == [item.id for item in items if any(f.kind == kind for f in item.findings)]
        assert lists.counts(memory, lists.Filter(), now) == hygiene.count(items)
    finally:
        memory.execute("ROLLBACK")
