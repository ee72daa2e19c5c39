"""The playbook as the TOML that people edit: ``parse`` reads it, ``render`` writes it.

``parse(render(playbook), source="") == playbook`` holds for every playbook that ``parse`` can return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.playbook import Calendar, KpiChoice, LeadRules, Opening, Playbook, Rate, Reasons, Sla, Stage
from pipetui.exchange import playbook_parts as parts
from pipetui.exchange import toml_reader
from pipetui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_KEYS = ("timezone", "currency", "definitions", "calendar", "stage", "sla", "lead", "reasons", "kpi", "rate")


def parse(text: str, *, source: str) -> Playbook:
    """The playbook that this TOML text describes; ``source`` (a file name) stands before every complaint.

    What the text leaves out has the default of ``playbook_defaults``. Raises BadInput with the path of what is wrong.
    """
    root = toml_reader.document(text, source=source)
    root.only(*_KEYS)
    timezone = parts.timezone(root)
    currency = parts.currency(root, "currency")
    stages = parts.stages(root)
    calendar = parts.calendar(root.table("calendar"))
    slas = parts.slas(root, stages)
    if not any(calendar.hours) and any(not rule.within.elapsed for rule in slas):
        raise root.error(
            "calendar.hours",
            _("no weekday is open, but SLAs count working time."),
            _("Open a weekday, or write `sla = []` above the tables for no SLAs."),
        )
    return Playbook(
        timezone=timezone,
        currency=currency,
        stages=stages,
        calendar=calendar,
        slas=slas,
        lead=parts.lead_rules(root.table("lead")),
        reasons=parts.reasons(root.table("reasons")),
        kpi=parts.kpi_choice(root.table("kpi")),
        rates=parts.rates(root, currency),
        definitions=parts.definitions(root.table("definitions")),
    )


def render(playbook: Playbook) -> str:
    """The whole playbook as TOML, with short comments in the language in use."""
    blocks = [
        _head(playbook),
        _definitions(playbook.definitions),
        _calendar(playbook.calendar),
        *_stages(playbook.stages),
        *_slas(playbook.slas),
        _lead(playbook.lead),
        _reasons(playbook.reasons),
        _kpi(playbook.kpi),
        *(_rate(rate) for rate in playbook.rates),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(playbook: Playbook) -> list[str]:
    lines = [
        "# " + _("The playbook: the team's rules. Edit this text, then: pipetui playbook apply FILE"),
        "# " + _("Texts may change; ids stay, because deals and history are tied to them."),
        f"timezone = {_quoted(playbook.timezone)}",
        f"currency = {_quoted(playbook.currency)}",
    ]
    if not playbook.slas:
        lines.append("sla = []  # " + _("no SLAs; without this line the default ones count"))
    return lines


def _definitions(definitions: Mapping[str, str]) -> list[str]:
    if not definitions:
        return []
    lines = [f"{key} = {_quoted(text)}" for key, text in definitions.items()]
    return ["# " + _("What the team means by these words, and who updates what"), "[definitions]", *lines]


def _calendar(calendar: Calendar) -> list[str]:
    week = zip(parts.WEEKDAYS, calendar.hours, strict=True)
    closed = _list(day.isoformat() for day in sorted(calendar.closed))
    return [
        "[calendar]",
        f"holidays = {_quoted(calendar.holidays)}  # " + _('a country, "IT-MI" with its subdivision, or ""'),
        f"closed = {closed}  # " + _("the team's own closed days"),
        "[calendar.hours]  # " + _("a day left out is closed"),
        *(f"{day} = {_list(map(_opening, openings))}" for day, openings in week if openings),
    ]


def _opening(opening: Opening) -> str:
    minutes = opening.start // 60, opening.end // 60
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in minutes)


def _stages(stages: Iterable[Stage]) -> Iterator[list[str]]:
    yield [
        "# " + _("The stages, in the order of the pipeline. A deal that is there for more than max_days is stalled."),
    ]
    for stage in stages:
        criteria = (f"id = {_quoted(criterion.id)}, text = {_quoted(criterion.text)}" for criterion in stage.criteria)
        yield [
            "[[stage]]",
            f"id = {_quoted(stage.id)}",
            f"name = {_quoted(stage.name)}",
            f"purpose = {_quoted(stage.purpose)}",
            f"max_days = {stage.max_days}",
            "criteria = [",
            *(f"  {{ {fields} }}," for fields in criteria),
            "]",
        ]


def _slas(slas: tuple[Sla, ...]) -> Iterator[list[str]]:
    if slas:
        yield [
            "# " + _("SLAs. Several rules may share an id; the first that fits counts."),
            "# " + _("within: 30m, 4h, 1d of working time, or 24h elapsed for the wall clock"),
        ]
    for rule in slas:
        lines = [
            "[[sla]]",
            f"id = {_quoted(rule.id)}",
            f"on = {_quoted(rule.on)}",
            f"start = {_quoted(rule.start)}",
            f"stop = {_quoted(rule.stop)}",
            f"within = {_quoted(str(rule.within))}",
        ]
        if rule.when:
            conditions = ", ".join(f"{key} = {_quoted(value)}" for key, value in rule.when.items())
            lines.append(f"when = {{ {conditions} }}")
        yield lines


def _lead(lead: LeadRules) -> list[str]:
    criteria = (
        f"id = {_quoted(rule.id)}, text = {_quoted(rule.text)}, points = {rule.points}" for rule in lead.criteria
    )
    return [
        "[lead]",
        f"threshold = {lead.threshold}",
        f"qualify_by = {_list(lead.qualify_by)}  # score, matrix, knowns",
        "criteria = [",
        *(f"  {{ {fields} }}," for fields in criteria),
        "]",
    ]


def _reasons(reasons: Reasons) -> list[str]:
    return [
        "[reasons]",
        f"lost = {_list(reasons.lost)}",
        f"no_decision = {_list(reasons.no_decision)}",
        f"wake_days = [{', '.join(map(str, reasons.wake_days))}]",
    ]


def _kpi(kpi: KpiChoice) -> list[str]:
    targets = ", ".join(f"{key} = {value!r}" for key, value in kpi.targets.items())
    return [
        "[kpi]",
        "chosen = [",
        *(f"  {_quoted(name)}," for name in kpi.chosen),
        "]  # " + _("ten at most, at most three per objective"),
        f"targets = {{ {targets} }}",
    ]


def _rate(rate: Rate) -> list[str]:
    return [
        "[[rate]]",
        f"from = {_quoted(rate.currency)}",
        f"date = {_quoted(rate.day.isoformat())}",
        f"rate = {_quoted(str(rate.rate))}",
    ]


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    """A TOML string. Several lines stay several lines, as people write them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""' if "\n" in text else f'"{escaped}"'.replace("\t", "\\t")
