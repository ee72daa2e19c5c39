"""The playbook as TOML: what is read, what is refused and where, and that writing and reading are one."""

from __future__ import annotations

import string
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipetui.domain import playbook_defaults
from pipetui.domain.playbook import (
    Calendar,
    Criterion,
    KpiChoice,
    LeadRules,
    Opening,
    Playbook,
    Rate,
    Reasons,
    ScoreRule,
    Sla,
    Span,
    Stage,
)
from pipetui.errors import BadInput
from pipetui.exchange.playbook_parts import DEFINITIONS, QUALIFY_BY, STARTS, STOPS, WHEN
from pipetui.exchange.playbook_toml import parse, render

ROOT = 'timezone = "Europe/Rome"\ncurrency = "EUR"\n'
STAGE = """
[[stage]]
id = "talk"
name = "Talk"
max_days = 5
criteria = [{ id = "met", text = "Met once" }]
"""
SECOND = """
[[stage]]
id = "sign"
name = "Sign"
purpose = "Get it signed"
max_days = 0
criteria = [{ id = "signed", text = "Signed" }]
"""
MINIMAL = ROOT + STAGE

EVERYTHING = """\
timezone = "Europe/Rome"
currency = "EUR"
[calendar]
hours = { mon = ["09:00-18:00"], tue = ["09:00-13:00", "14:00-18:00"] }   # a day left out is closed
holidays = "IT"            # country, or "IT-MI" with subdivision, or ""
closed = ["2026-12-24"]
[[stage]]
id = "discovery"
name = "Discovery"
purpose = "Understand context and impact"
max_days = 21
criteria = [{ id = "impact_estimated", text = "Impact estimated" }]
[[sla]]
id = "first_response"
on = "lead"                # lead or deal
start = "handed_off"       # handed_off, promoted, created, stage_entered:STAGE
stop = "responded"         # responded, accepted_or_rejected, note_logged, ticked:CRITERION, stage_left
within = "1d"              # 30m, 4h, 1d of working time; "24h elapsed" for the wall clock
when = { intent = "low" }  # several rules may share an id; the first that fits counts
[lead]
threshold = 3
qualify_by = ["score", "matrix"]     # also "knowns"
criteria = [{ id = "crm_in_use", text = "A CRM is in use", points = 1 }]
[reasons]
lost = ["price", "competitor", "no_budget", "no_fit", "timing", "other"]
no_decision = ["status_quo", "no_priority", "no_sponsor", "other"]
wake_days = [60, 90]
[kpi]
chosen = ["next_step_coverage"]
targets = { next_step_coverage = 1.0 }
[[rate]]
from = "USD"
date = "2026-11-01"
rate = "0.92"
"""


def sla(**changes: str) -> str:
    fields = {
        "id": '"answer"',
        "on": '"deal"',
        "start": '"stage_entered:talk"',
        "stop": '"ticked:met"',
        "within": '"4h"',
    } | changes
    return "\n[[sla]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items())


# -- what is read --------------------------------------------------------------------------------------------------


def test_what_the_text_leaves_out_has_a_default() -> None:
    playbook = parse(MINIMAL, source="team.toml")
    assert playbook.stages == (Stage("talk", "Talk", "", 5, (Criterion("met", "Met once"),)),)
    assert playbook.calendar == playbook_defaults.CALENDAR
    assert playbook.lead == playbook_defaults.LEAD
    assert playbook.reasons == playbook_defaults.REASONS
    assert playbook.kpi == playbook_defaults.KPI
    assert playbook.rates == ()
    assert playbook.definitions == {}


def test_default_slas_whose_stage_or_criterion_is_missing_are_left_out() -> None:
    assert [rule.id for rule in parse(MINIMAL, source="x").slas] == [
        "first_response",
        "first_response",
        "accept_or_reject",
        "first_note",
    ]
    solution = STAGE.replace('"talk"', '"solution"')
    without_criterion = parse(ROOT + solution, source="x")
    with_criterion = parse(ROOT + solution.replace('"met"', '"proposal_sent"'), source="x")
    assert "proposal" not in [rule.id for rule in without_criterion.slas]
    assert with_criterion.slas == playbook_defaults.SLAS


def test_slas_written_replace_the_default_ones_and_an_empty_list_means_none() -> None:
    assert parse(MINIMAL + sla(when='{ intent = "low" }'), source="x").slas == (
        Sla("answer", "deal", "stage_entered:talk", "ticked:met", Span(4, "h"), {"intent": "low"}),
    )
    assert parse(ROOT + "sla = []\n" + STAGE, source="x").slas == ()


def test_every_part_of_a_playbook_is_read() -> None:
    playbook = parse(EVERYTHING, source="x")
    assert playbook.stages == (
        Stage(
            "discovery",
            "Discovery",
            "Understand context and impact",
            21,
            (Criterion("impact_estimated", "Impact estimated"),),
        ),
    )
    assert playbook.calendar.closed == {date(2026, 12, 24)}
    assert playbook.slas == (Sla("first_response", "lead", "handed_off", "responded", Span(1, "d"), {"intent": "low"}),)
    assert playbook.lead == LeadRules(3, ("score", "matrix"), (ScoreRule("crm_in_use", "A CRM is in use", 1),))
    assert playbook.kpi == KpiChoice(("next_step_coverage",), {"next_step_coverage": 1.0})
    assert playbook.rates == (Rate("USD", date(2026, 11, 1), Decimal("0.92")),)


def test_the_order_of_the_stages_is_the_order_of_the_file() -> None:
    assert [stage.id for stage in parse(ROOT + SECOND + STAGE, source="x").stages] == ["sign", "talk"]


def test_a_day_left_out_is_closed_and_openings_are_sorted() -> None:
    text = '[calendar]\nhours = { tue = ["14:00-24:00", "9:00-13:00"] }\nclosed = ["2026-12-24", 2026-12-31]\n'
    calendar = parse(MINIMAL + text + 'holidays = "IT-MI"\n', source="x").calendar
    assert calendar.hours[1] == (Opening(9 * 3600, 13 * 3600), Opening(14 * 3600, 24 * 3600))
    assert not any(calendar.hours[:1] + calendar.hours[2:])
    assert calendar.closed == {date(2026, 12, 24), date(2026, 12, 31)}
    assert calendar.holidays == "IT-MI"


def test_a_rate_may_be_a_text_or_a_number_and_stays_exact() -> None:
    dollar = '[[rate]]\nfrom = "USD"\ndate = "2026-11-01"\nrate = "0.92"\n'
    pound = '[[rate]]\nfrom = "GBP"\ndate = 2026-11-01\nrate = 1.17\n'
    assert parse(MINIMAL + dollar + pound, source="x").rates == (
        Rate("USD", date(2026, 11, 1), Decimal("0.92")),
        Rate("GBP", date(2026, 11, 1), Decimal("1.17")),
    )


@pytest.mark.parametrize(
    ("text", "span"),
    [("30m", Span(30, "m")), ("4h", Span(4, "h")), ("1d", Span(1, "d")), ("24h elapsed", Span(24, "h", elapsed=True))],
)
def test_lengths_of_time(text: str, span: Span) -> None:
    assert parse(MINIMAL + sla(within=f'"{text}"'), source="x").slas[0].within == span


def test_a_calendar_that_never_opens_is_fine_where_nothing_counts_working_time() -> None:
    never = "[calendar]\nhours = {}\n"
    assert not any(parse(ROOT + "sla = []\n" + STAGE + never, source="x").calendar.hours)
    assert not any(parse(MINIMAL + sla(within='"24h elapsed"') + never, source="x").calendar.hours)


# -- what is refused, and where ------------------------------------------------------------------------------------


def refusal(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse(text, source="team.toml")
    assert caught.value.message.startswith("team.toml: ")
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        # unknown keys
        (ROOT + 'colour = "red"\n' + STAGE, "colour"),
        (MINIMAL + "max_day = 3\n", "stage[0].max_day"),
        (MINIMAL.replace('text = "Met', 'why = "", text = "Met'), "stage[0].criteria[0].why"),
        (MINIMAL + '[calendar]\nhours = { lun = ["09:00-18:00"] }\n', "calendar.hours.lun"),
        (MINIMAL + sla(when='{ colour = "red" }'), "sla[0].when.colour"),
        (MINIMAL + '[definitions]\nabc = "x"\n', "definitions.abc"),
        (MINIMAL + '"a\\u001bb" = 1\n', "stage[0].'a\\x1bb'"),
        # missing
        ('currency = "EUR"\n' + STAGE, "timezone"),
        ('timezone = "Europe/Rome"\n' + STAGE, "currency"),
        (ROOT, "stage"),
        (ROOT + "stage = []\n", "stage"),
        (MINIMAL.replace('name = "Talk"\n', ""), "stage[0].name"),
        (MINIMAL.replace("max_days = 5\n", ""), "stage[0].max_days"),
        (MINIMAL.replace('criteria = [{ id = "met", text = "Met once" }]\n', ""), "stage[0].criteria"),
        (MINIMAL.replace('criteria = [{ id = "met", text = "Met once" }]\n', "criteria = []\n"), "stage[0].criteria"),
        (MINIMAL.replace(', text = "Met once"', ""), "stage[0].criteria[0].text"),
        # wrong types
        (ROOT + 'stage = "talk"\n', "stage"),
        (ROOT + 'stage = ["talk"]\n', "stage[0]"),
        (MINIMAL + '[calendar]\nhours = "always"\n', "calendar.hours"),
        (MINIMAL.replace('name = "Talk"', "name = 3"), "stage[0].name"),
        (MINIMAL.replace('name = "Talk"', 'name = "  "'), "stage[0].name"),
        (MINIMAL.replace("max_days = 5", "max_days = true"), "stage[0].max_days"),
        (MINIMAL.replace("max_days = 5", "max_days = 5.0"), "stage[0].max_days"),
        (MINIMAL.replace("max_days = 5", "max_days = -1"), "stage[0].max_days"),
        (MINIMAL.replace("max_days = 5", "max_days = 99999"), "stage[0].max_days"),
        (MINIMAL + '[calendar]\nclosed = "2026-12-24"\n', "calendar.closed"),
        (MINIMAL + '[calendar]\nhours = { mon = "09:00-18:00" }\n', "calendar.hours.mon"),
        (MINIMAL + "[calendar]\nhours = { mon = [9] }\n", "calendar.hours.mon[0]"),
        # ids
        (MINIMAL + STAGE.replace('"met"', '"met_again"'), "stage[1].id"),
        (MINIMAL + SECOND.replace('"signed"', '"met"'), "stage[1].criteria[0].id"),
        (MINIMAL.replace('"talk"', '"Talk"'), "stage[0].id"),
        (MINIMAL.replace('"talk"', '"2talk"'), "stage[0].id"),
        (MINIMAL.replace('"talk"', '"won"'), "stage[0].id"),
        (MINIMAL.replace('"met"', '"met-once"'), "stage[0].criteria[0].id"),
        (
            MINIMAL
            + '[lead]\ncriteria = [{ id = "a", text = "A", points = 1 }, { id = "a", text = "B", points = 1 }]\n',
            "lead.criteria[1].id",
        ),
        (MINIMAL + '[lead]\ncriteria = [{ id = "a", text = "A", points = "1" }]\n', "lead.criteria[0].points"),
        # zone, currency, rates
        (MINIMAL.replace("Europe/Rome", "Europe/Atlantis"), "timezone"),
        (MINIMAL.replace("Europe/Rome", "Europe"), "timezone"),
        (MINIMAL.replace("Europe/Rome", "../etc/passwd"), "timezone"),
        (MINIMAL.replace('"EUR"', '"EURO"'), "currency"),
        (MINIMAL.replace('"EUR"', '"eur"'), "currency"),
        (MINIMAL + '[[rate]]\nfrom = "EUR"\ndate = "2026-11-01"\nrate = "1"\n', "rate[0].from"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = "2026-11-31"\nrate = "1"\n', "rate[0].date"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = 2026-11-01T10:00:00\nrate = "1"\n', "rate[0].date"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = "2026-11-01"\nrate = "0,92"\n', "rate[0].rate"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = "2026-11-01"\nrate = "0"\n', "rate[0].rate"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = "2026-11-01"\nrate = nan\n', "rate[0].rate"),
        (MINIMAL + '[[rate]]\nfrom = "USD"\ndate = "2026-11-01"\nrate = "1"\n' * 2, "rate[1].date"),
        # calendar
        (MINIMAL + '[calendar]\nhours = { mon = ["18:00-09:00"] }\n', "calendar.hours.mon[0]"),
        (MINIMAL + '[calendar]\nhours = { mon = ["09:00-09:00"] }\n', "calendar.hours.mon[0]"),
        (MINIMAL + '[calendar]\nhours = { mon = ["09:00-24:30"] }\n', "calendar.hours.mon[0]"),
        (MINIMAL + '[calendar]\nhours = { mon = ["9-18"] }\n', "calendar.hours.mon[0]"),
        (MINIMAL + '[calendar]\nhours = { mon = ["09:00-13:00", "12:59-18:00"] }\n', "calendar.hours.mon[1]"),
        (MINIMAL + '[calendar]\nholidays = "XX"\n', "calendar.holidays"),
        (MINIMAL + '[calendar]\nholidays = "IT-ZZ"\n', "calendar.holidays"),
        (MINIMAL + '[calendar]\nclosed = ["24/12/2026"]\n', "calendar.closed[0]"),
        (MINIMAL + "[calendar]\nhours = {}\n", "calendar.hours"),
        (MINIMAL + sla() + "[calendar]\nhours = { mon = [] }\n", "calendar.hours"),
        # SLAs
        (MINIMAL + sla(on='"person"'), "sla[0].on"),
        (MINIMAL + sla(start='"stage_entered:sign"'), "sla[0].start"),
        (MINIMAL + sla(start='"stage_entered"'), "sla[0].start"),
        (MINIMAL + sla(start='"promoted:talk"'), "sla[0].start"),
        (MINIMAL + sla(stop='"ticked:signed"'), "sla[0].stop"),
        (MINIMAL + sla(stop='"responded"'), "sla[0].stop"),
        (MINIMAL + sla(on='"lead"'), "sla[0].start"),
        (MINIMAL + sla(within='"soon"'), "sla[0].within"),
        (MINIMAL + sla(within='"0h"'), "sla[0].within"),
        (MINIMAL + sla(within='"367d"'), "sla[0].within"),
        (MINIMAL + sla(when='{ intent = "medium" }'), "sla[0].when.intent"),
        # the rest
        (MINIMAL + '[lead]\nqualify_by = ["luck"]\n', "lead.qualify_by[0]"),
        (MINIMAL + '[lead]\nthreshold = "3"\n', "lead.threshold"),
        (MINIMAL + "[reasons]\nlost = []\n", "reasons.lost"),
        (MINIMAL + '[reasons]\nlost = ["price", "price"]\n', "reasons.lost[1]"),
        (MINIMAL + '[reasons]\nno_decision = ["No sponsor"]\n', "reasons.no_decision[0]"),
        (MINIMAL + "[reasons]\nwake_days = [0]\n", "reasons.wake_days[0]"),
        (MINIMAL + "[reasons]\nwake_days = []\n", "reasons.wake_days"),
        (MINIMAL + '[kpi]\nchosen = ["luck"]\n', "kpi.chosen[0]"),
        (MINIMAL + f"[kpi]\nchosen = {list(playbook_defaults.KPI_IDS[:11])}\n", "kpi.chosen"),
        (MINIMAL + "[kpi]\ntargets = { luck = 1 }\n", "kpi.targets.luck"),
        (MINIMAL + '[kpi]\ntargets = { win_rate = "high" }\n', "kpi.targets.win_rate"),
        (MINIMAL + "[kpi]\ntargets = { win_rate = inf }\n", "kpi.targets.win_rate"),
        (MINIMAL.replace("Met once", "Met\\u001b[31m"), "stage[0].criteria[0].text"),
        (MINIMAL.replace("Talk", "Talk\\n"), "stage[0].name"),
        (MINIMAL.replace("Talk", "Talk\\u009b"), "stage[0].name"),
        (MINIMAL + '[definitions]\nicp = "a\\u0007"\n', "definitions.icp"),
    ],
)
def test_a_complaint_names_the_path(text: str, path: str) -> None:
    assert refusal(text).startswith(f"team.toml: {path}: ")


@pytest.mark.parametrize(
    "text",
    ["timezone = ", "a = 1\na = 2\n", "\x00", "a = " + "[" * 5000, "a = " + "9" * 5000, "a = 1e" + "9" * 30],
    ids=["no value", "key twice", "control character", "deep", "long number", "huge number"],
)
def test_what_is_not_toml_is_said_plainly(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text, source="team.toml")
    assert caught.value.message.startswith("team.toml is not valid TOML: ")


def test_a_byte_order_mark_and_other_line_ends_do_no_harm() -> None:
    assert parse("\ufeff" + MINIMAL.replace("\n", "\r\n"), source="x") == parse(MINIMAL, source="x")


def test_an_unknown_key_says_what_is_allowed() -> None:
    with pytest.raises(BadInput) as caught:
        parse(MINIMAL + "max_day = 3\n", source="team.toml")
    assert "max_days" in caught.value.hint


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text, source="x")


# -- written and read again ----------------------------------------------------------------------------------------

ids = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=8).map(lambda tail: "x" + tail)
lines = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(str.strip)
paragraphs = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from('\n\t"\\'), min_size=1).filter(
    str.strip
)
days = st.dates(min_value=date(1000, 1, 1))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Opening, ...], ...]:
    week = []
    for _day in range(7):
        bounds = sorted(draw(st.lists(st.integers(0, 24 * 60), max_size=6, unique=True)))
        pairs = zip(bounds[::2], bounds[1::2], strict=False)
        week.append(tuple(Opening(start * 60, end * 60) for start, end in pairs))
    return tuple(week)


@st.composite
def slas(draw: st.DrawFn, stages: tuple[Stage, ...], elapsed: bool) -> Sla:
    on: Literal["lead", "deal"] = draw(st.sampled_from(("lead", "deal")))
    stage = draw(st.sampled_from(stages))
    start = draw(st.sampled_from(STARTS[on])).replace("stage_entered:", f"stage_entered:{stage.id}")
    stop = draw(st.sampled_from(STOPS[on])).replace("ticked:", f"ticked:{stage.criteria[0].id}")
    when = {key: draw(st.sampled_from(values)) for key, values in WHEN.items() if draw(st.booleans())}
    within = Span(draw(st.integers(1, 300)), draw(st.sampled_from("mhd")), elapsed or draw(st.booleans()))
    return Sla(draw(ids), on, start, stop, within, when)


@st.composite
def playbooks(draw: st.DrawFn) -> Playbook:
    criterion_ids = draw(st.lists(ids, min_size=1, max_size=6, unique=True))
    stage_ids = draw(st.lists(ids, min_size=1, max_size=len(criterion_ids), unique=True))
    stages = tuple(
        Stage(
            stage_id,
            draw(lines),
            draw(st.just("") | lines),
            draw(st.integers(0, 3650)),
            tuple(Criterion(item, draw(lines)) for item in criterion_ids[index :: len(stage_ids)]),
        )
        for index, stage_id in enumerate(stage_ids)
    )
    hours = draw(weeks())
    score_ids = draw(st.lists(ids, max_size=4, unique=True))
    chosen = draw(st.lists(st.sampled_from(playbook_defaults.KPI_IDS), max_size=10, unique=True))
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    positive = st.decimals("0.000001", "1000000", places=6)
    rates = st.builds(Rate, st.sampled_from(("USD", "GBP", "JPY")), days, positive)
    reason_lists = st.lists(ids, min_size=1, max_size=4, unique=True).map(tuple)
    return Playbook(
        timezone=draw(st.sampled_from(("Europe/Rome", "America/New_York", "Asia/Kathmandu", "UTC"))),
        currency="EUR",
        stages=stages,
        calendar=Calendar(
            hours, draw(st.sampled_from(("", "IT", "IT-MI"))), frozenset(draw(st.sets(days, max_size=3)))
        ),
        slas=tuple(draw(st.lists(slas(stages, not any(hours)), max_size=4))),
        lead=LeadRules(
            draw(st.integers(-10, 10)),
            tuple(draw(st.lists(st.sampled_from(QUALIFY_BY), unique=True))),
            tuple(ScoreRule(item, draw(lines), draw(st.integers(-5, 5))) for item in score_ids),
        ),
        reasons=Reasons(
            draw(reason_lists),
            draw(reason_lists),
            tuple(draw(st.lists(st.integers(1, 365), min_size=1, max_size=3))),
        ),
        kpi=KpiChoice(tuple(chosen), {name: draw(numbers) for name in chosen[:3]}),
        rates=tuple(draw(st.lists(rates, max_size=3, unique_by=lambda rate: (rate.currency, rate.day)))),
        definitions=draw(st.dictionaries(st.sampled_from(DEFINITIONS), paragraphs)),
    )


@settings(max_examples=60, deadline=None)
@given(playbooks())
def test_what_is_written_reads_the_same(playbook: Playbook) -> None:
    assert parse(render(playbook), source="x") == playbook


@given(paragraphs)
def test_any_text_survives_the_quotes(text: str) -> None:
    playbook = replace(parse(MINIMAL, source="x"), definitions={"icp": text})
    assert tomllib.loads(render(playbook))["definitions"]["icp"] == text
