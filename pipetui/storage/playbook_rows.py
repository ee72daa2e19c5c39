"""The playbook in its tables: versions of stages, criteria, SLAs and reasons; the rest as one JSON column."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    import sqlite3

    from pipetui.storage.writing import Work


def current_version(connection: sqlite3.Connection) -> int:
    """The version in force."""
    return int(connection.execute("SELECT max(id) FROM playbook").fetchone()[0])


def current_uid(connection: sqlite3.Connection) -> str:
    """What tells the version in force from every other one, in this database and in any copy of it."""
    return str(connection.execute("SELECT uid FROM playbook ORDER BY id DESC LIMIT 1").fetchone()[0])


def read(connection: sqlite3.Connection, version: int | None = None) -> Playbook:
    """The playbook in force, or an earlier version."""
    if version is None:
        version = current_version(connection)
    head = connection.execute("SELECT timezone, currency, settings FROM playbook WHERE id = ?", (version,)).fetchone()
    settings = json.loads(head[2])
    lead = settings["lead"]
    return Playbook(
        timezone=head[0],
        currency=head[1],
        stages=_stages(connection, version),
        calendar=_calendar(settings["calendar"]),
        slas=_slas(connection, version),
        lead=LeadRules(
            lead["threshold"], tuple(lead["qualify_by"]), tuple(ScoreRule(*rule) for rule in lead["criteria"])
        ),
        reasons=Reasons(
            _reasons(connection, version, "lost"),
            _reasons(connection, version, "no_decision"),
            tuple(settings["wake_days"]),
        ),
        kpi=KpiChoice(tuple(settings["kpi"]["chosen"]), settings["kpi"]["targets"]),
        rates=tuple(Rate(code, date.fromisoformat(day), Decimal(rate)) for code, day, rate in settings["rates"]),
        definitions=settings["definitions"],
    )


def _stages(connection: sqlite3.Connection, version: int) -> tuple[Stage, ...]:
    criteria: dict[str, list[Criterion]] = {}
    for row in connection.execute(
        "SELECT stage, criterion, text FROM playbook_criterion WHERE playbook_id = ? ORDER BY position", (version,)
    ):
        criteria.setdefault(row[0], []).append(Criterion(row[1], row[2]))
    rows = connection.execute(
        "SELECT stage, name, purpose, max_days FROM playbook_stage WHERE playbook_id = ? ORDER BY position", (version,)
    )
    return tuple(Stage(row[0], row[1], row[2], row[3], tuple(criteria.get(row[0], ()))) for row in rows)


def _slas(connection: sqlite3.Connection, version: int) -> tuple[Sla, ...]:
    rows = connection.execute(
        "SELECT sla, applies_to, start, stop, within, conditions FROM playbook_sla WHERE playbook_id = ?"
        " ORDER BY position",
        (version,),
    )
    return tuple(Sla(row[0], row[1], row[2], row[3], Span.parse(row[4]), json.loads(row[5])) for row in rows)


def _reasons(connection: sqlite3.Connection, version: int, outcome: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT reason FROM playbook_reason WHERE playbook_id = ? AND outcome = ? ORDER BY position",
        (version, outcome),
    )
    return tuple(row[0] for row in rows)


def _calendar(value: dict[str, Any]) -> Calendar:
    return Calendar(
        tuple(tuple(Opening(*opening) for opening in weekday) for weekday in value["hours"]),
        value["holidays"],
        frozenset(date.fromisoformat(day) for day in value["closed"]),
    )


def _settings(playbook: Playbook) -> str:
    calendar = playbook.calendar
    value = {
        "calendar": {
            "hours": [[[opening.start, opening.end] for opening in weekday] for weekday in calendar.hours],
            "holidays": calendar.holidays,
            "closed": sorted(day.isoformat() for day in calendar.closed),
        },
        "lead": {
            "threshold": playbook.lead.threshold,
            "qualify_by": list(playbook.lead.qualify_by),
            "criteria": [[rule.id, rule.text, rule.points] for rule in playbook.lead.criteria],
        },
        "wake_days": list(playbook.reasons.wake_days),
        "kpi": {"chosen": list(playbook.kpi.chosen), "targets": dict(playbook.kpi.targets)},
        "rates": [[rate.currency, rate.day.isoformat(), str(rate.rate)] for rate in playbook.rates],
        "definitions": dict(playbook.definitions),
    }
    return json.dumps(value, ensure_ascii=False)


def write(work: Work, playbook: Playbook) -> int:
    """Keep a new version and put it in force; its number."""
    from pipetui.storage import tables

    head = work.add(
        tables.Playbook(
            applied_at=work.now,
            by_id=work.by.id,
            timezone=playbook.timezone,
            currency=playbook.currency,
            settings=_settings(playbook),
        )
    )
    assert head.id is not None
    version = head.id
    for position, stage in enumerate(playbook.stages):
        work.session.add(
            tables.PlaybookStage(
                playbook_id=version, position=position, stage=stage.id, name=stage.name, purpose=stage.purpose,
                max_days=stage.max_days,
            )
        )  # fmt: skip
        for number, criterion in enumerate(stage.criteria):
            work.session.add(
                tables.PlaybookCriterion(
                    playbook_id=version, stage=stage.id, position=number, criterion=criterion.id, text=criterion.text
                )
            )
    for position, sla in enumerate(playbook.slas):
        work.session.add(
            tables.PlaybookSla(
                playbook_id=version, position=position, sla=sla.id, applies_to=sla.on, start=sla.start, stop=sla.stop,
                within=str(sla.within), conditions=json.dumps(dict(sla.when)),
            )
        )  # fmt: skip
    for outcome, reasons in (("lost", playbook.reasons.lost), ("no_decision", playbook.reasons.no_decision)):
        for position, reason in enumerate(reasons):
            work.session.add(
                tables.PlaybookReason(playbook_id=version, position=position, outcome=outcome, reason=reason)
            )
    work.session.flush()
    return version
