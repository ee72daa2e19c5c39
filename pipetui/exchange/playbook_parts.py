"""The parts of a playbook, each read from its table of the TOML document. Complaints name the path (BadInput)."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipetui.domain import playbook_defaults
from pipetui.domain.currencies import CODES
from pipetui.domain.model import OUTCOMES
from pipetui.domain.playbook import (
    Calendar,
    Criterion,
    KpiChoice,
    LeadRules,
    Opening,
    Rate,
    Reasons,
    ScoreRule,
    Sla,
    Span,
    Stage,
)
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipetui.exchange.toml_reader import Table

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFINITIONS = ("icp", "mql", "sql", "deal", "updates")
QUALIFY_BY = ("score", "matrix", "knowns")

# What can start and stop a clock, and what a rule's `when` may ask, for leads and for deals. A name with a colon goes
# on with the id of a stage or criterion.
STARTS = {"lead": ("handed_off", "created"), "deal": ("promoted", "created", "stage_entered:")}
STOPS = {
    "lead": ("responded", "accepted_or_rejected", "note_logged"),
    "deal": ("note_logged", "stage_left", "ticked:"),
}
WHEN = {"intent": ("high", "low"), "fit": ("A", "B", "C")}

_MAX_DAYS = 3650
_MAX_POINTS = 1000
_OPENING = re.compile(r"([0-9]{1,2}):([0-5][0-9])-([0-9]{1,2}):([0-5][0-9])")


def timezone(root: Table) -> str:
    """The name of a time zone that this machine knows."""
    name = root.text("timezone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; the name of a folder of zones
        problem = _("{name} is not a time zone.").format(name=ascii(name))
        raise root.error("timezone", problem, _('Write one such as "Europe/Rome".')) from None
    return name


def currency(table: Table, key: str) -> str:
    """An ISO 4217 code."""
    code = table.text(key)
    if code not in CODES:
        raise table.error(
            key, _("{code} is not a currency code.").format(code=ascii(code)), _('Write one such as "EUR".')
        )
    return code


def stages(root: Table) -> tuple[Stage, ...]:
    """The stages, in the order of the file, which is the order of the pipeline."""
    tables = root.tables("stage")
    if not tables:
        raise root.error("stage", _("a playbook needs at least one stage."), _("Write [[stage]] and its fields below."))
    stage_ids: set[str] = set()
    criterion_ids: set[str] = set()
    return tuple(_stage(table, stage_ids, criterion_ids) for table in tables)


def _stage(table: Table, stage_ids: set[str], criterion_ids: set[str]) -> Stage:
    table.only("id", "name", "purpose", "max_days", "criteria")
    stage_id = _new_id(table, stage_ids)
    if stage_id in OUTCOMES:
        raise table.error(
            "id", _("{id} is an outcome, not a stage.").format(id=stage_id), _("Give the stage another id.")
        )
    criteria = tuple(_criterion(item, criterion_ids) for item in table.tables("criteria"))
    if not criteria:
        raise table.error("criteria", _("a stage needs at least one exit criterion."))
    return Stage(
        id=stage_id,
        name=table.text("name"),
        purpose=table.text("purpose", "", blank=True),
        max_days=table.integer("max_days", 0, _MAX_DAYS),
        criteria=criteria,
    )


def _criterion(table: Table, seen: set[str]) -> Criterion:
    table.only("id", "text")
    return Criterion(_new_id(table, seen), table.text("text"))


def _new_id(table: Table, seen: set[str]) -> str:
    """The id of this table, which must not be among those ``seen`` so far; it joins them."""
    value = table.slug("id")
    if value in seen:
        raise table.error("id", _("{id} is there twice.").format(id=value), _("Each id stands once in the playbook."))
    seen.add(value)
    return value


def calendar(table: Table) -> Calendar:
    """The working calendar. Openings are sorted; ``24:00`` is allowed as an end."""
    table.only("hours", "holidays", "closed")
    default = playbook_defaults.CALENDAR
    return Calendar(
        hours=_week(table) if "hours" in table else default.hours,
        holidays=_holidays(table),
        closed=frozenset(_closed(table)),
    )


def _week(table: Table) -> tuple[tuple[Opening, ...], ...]:
    hours = table.table("hours")
    hours.only(*WEEKDAYS)
    return tuple(_openings(hours, day) for day in WEEKDAYS)


def _openings(hours: Table, day: str) -> tuple[Opening, ...]:
    openings: list[Opening] = []
    for index, text in enumerate(hours.texts(day, ())):
        opening = _opening(text)
        if opening is None:
            raise hours.error(
                f"{day}[{index}]",
                _("{text} is not an opening time.").format(text=ascii(text)),
                _('Write "09:00-18:00", from 00:00 to 24:00; split a night at midnight.'),
            )
        if any(opening.start < other.end and other.start < opening.end for other in openings):
            raise hours.error(f"{day}[{index}]", _("{text} overlaps another opening.").format(text=ascii(text)))
        openings.append(opening)
    return tuple(sorted(openings, key=lambda opening: opening.start))


def _opening(text: str) -> Opening | None:
    match = _OPENING.fullmatch(text)
    if match is None:
        return None
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in match.groups())
    opening = Opening(from_hour * 3600 + from_minute * 60, to_hour * 3600 + to_minute * 60)
    return opening if opening.start < opening.end <= 24 * 3600 else None


def _holidays(table: Table) -> str:
    import holidays

    name = table.text("holidays", playbook_defaults.CALENDAR.holidays, blank=True)
    country, _dash, subdivision = name.partition("-")
    if name:
        try:
            holidays.country_holidays(country, subdiv=subdivision or None)
        except NotImplementedError:
            raise table.error(
                "holidays",
                _("no holidays are known for {name}.").format(name=ascii(name)),
                _('Write a country such as "IT", a country and subdivision such as "IT-MI", or "".'),
            ) from None
    return name


def _closed(table: Table) -> Iterable[date]:
    days = table.items("closed") if "closed" in table else []
    return (table.check_day(f"closed[{index}]", day) for index, day in enumerate(days))


def slas(root: Table, stages: tuple[Stage, ...]) -> tuple[Sla, ...]:
    """The SLA rules; without any `[[sla]]` the default ones that fit these stages. `sla = []` means none."""
    if "sla" not in root:
        return playbook_defaults.slas_for(stages)
    return tuple(_sla(table, stages) for table in root.tables("sla"))


def _sla(table: Table, stages: tuple[Stage, ...]) -> Sla:
    table.only("id", "on", "start", "stop", "within", "when")
    subject = table.choice("on", STARTS)
    rule = Sla(
        id=table.slug("id"),
        on="lead" if subject == "lead" else "deal",
        start=_clock_event(table, "start", STARTS[subject]),
        stop=_clock_event(table, "stop", STOPS[subject]),
        within=_span(table),
        when=_when(table),
    )
    for key, unknown in playbook_defaults.unknown_references(rule, stages).items():
        raise table.error(key, _("no stage or criterion of this playbook is called {id}.").format(id=ascii(unknown)))
    return rule


def _clock_event(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """One of these events; the id after a colon is looked at elsewhere."""
    text = table.text(key)
    event, colon, _target = text.partition(":")
    table.check_choice(key, event + colon, allowed)
    return text


def _span(table: Table) -> Span:
    text = table.text("within")
    try:
        return Span.parse(text)
    except ValueError:
        raise table.error(
            "within",
            _("{text} is not a length of time.").format(text=ascii(text)),
            _('Write "30m", "4h" or "1d" of working time, or "24h elapsed" for the wall clock; at most a year.'),
        ) from None


def _when(table: Table) -> dict[str, str]:
    conditions = table.table("when")
    conditions.only(*WHEN)
    return {key: conditions.choice(key, WHEN[key]) for key in conditions}


def lead_rules(table: Table) -> LeadRules:
    """What SQL asks for."""
    table.only("threshold", "qualify_by", "criteria")
    default = playbook_defaults.LEAD
    qualify_by = table.texts("qualify_by", default.qualify_by)
    for index, name in enumerate(qualify_by):
        table.check_choice(f"qualify_by[{index}]", name, QUALIFY_BY)
    seen: set[str] = set()
    rules = tuple(_score_rule(item, seen) for item in table.tables("criteria"))
    return LeadRules(
        threshold=table.integer("threshold", -_MAX_POINTS, _MAX_POINTS, default.threshold),
        qualify_by=qualify_by,
        criteria=rules if "criteria" in table else default.criteria,
    )


def _score_rule(table: Table, seen: set[str]) -> ScoreRule:
    table.only("id", "text", "points")
    return ScoreRule(_new_id(table, seen), table.text("text"), table.integer("points", -_MAX_POINTS, _MAX_POINTS))


def reasons(table: Table) -> Reasons:
    """The standard close reasons and the wake dates that are offered."""
    table.only("lost", "no_decision", "wake_days")
    default = playbook_defaults.REASONS
    return Reasons(
        lost=_reason_ids(table, "lost", default.lost),
        no_decision=_reason_ids(table, "no_decision", default.no_decision),
        wake_days=_wake_days(table) if "wake_days" in table else default.wake_days,
    )


def _reason_ids(table: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    ids = table.texts(key, default)
    if not ids:
        raise table.error(key, _("at least one reason is needed."))
    for index, value in enumerate(ids):
        table.check_slug(f"{key}[{index}]", value)
    return ids


def _wake_days(table: Table) -> tuple[int, ...]:
    days = table.items("wake_days")
    if not days:
        raise table.error("wake_days", _("at least one number of days is needed."))
    return tuple(table.check_integer(f"wake_days[{index}]", value, 1, _MAX_DAYS) for index, value in enumerate(days))


def kpi_choice(table: Table) -> KpiChoice:
    """The KPIs that the team looks at, ten at most, and its targets (for any KPI of the catalogue)."""
    table.only("chosen", "targets")
    default = playbook_defaults.KPI
    chosen = table.texts("chosen", default.chosen)
    for index, name in enumerate(chosen):
        table.check_choice(f"chosen[{index}]", name, playbook_defaults.KPI_IDS)
    if len(chosen) > playbook_defaults.MAX_CHOSEN_KPIS:
        most = playbook_defaults.MAX_CHOSEN_KPIS
        raise table.error(
            "chosen", _("{count} KPIs are too many; {most} at most.").format(count=len(chosen), most=most)
        )
    targets = table.table("targets")
    targets.only(*playbook_defaults.KPI_IDS)
    return KpiChoice(
        chosen=chosen,
        targets={key: float(targets.number(key)) for key in targets} if "targets" in table else default.targets,
    )


def rates(root: Table, own: str) -> tuple[Rate, ...]:
    """Dated rates into the playbook's currency (``own``)."""
    found: list[Rate] = []
    for table in root.tables("rate"):
        table.only("from", "date", "rate")
        rate = Rate(currency(table, "from"), table.day("date"), _rate(table))
        if rate.currency == own:
            raise table.error("from", _("{code} is the playbook's own currency.").format(code=own))
        if any((rate.currency, rate.day) == (other.currency, other.day) for other in found):
            raise table.error("date", _("there is another rate of {code} for this day.").format(code=rate.currency))
        found.append(rate)
    return tuple(found)


def _rate(table: Table) -> Decimal:
    written = table.value("rate")
    try:
        rate = Decimal(written) if isinstance(written, str) else table.number("rate")
    except InvalidOperation:
        raise table.error("rate", _('must be a number such as "0.92".')) from None
    if not rate.is_finite() or not 0 < rate < 10**9:
        raise table.error("rate", _("must be more than 0 and less than a billion."))
    return rate


def definitions(table: Table) -> dict[str, str]:
    """The team's own words for ICP, MQL, SQL, deal and who updates what; empty ones are left out."""
    table.only(*DEFINITIONS)
    texts = {key: table.text(key, blank=True, several_lines=True) for key in table}
    return {key: text for key, text in texts.items() if text.strip()}
