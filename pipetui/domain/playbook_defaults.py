"""What a playbook says where the team's file is silent. Texts here are English: texts of a playbook are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipetui.domain.playbook import Calendar, KpiChoice, LeadRules, Opening, Reasons, ScoreRule, Sla, Span, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

KPI_IDS = (
    "next_step_coverage",
    "new_opportunities",
    "qualified_lead_share",
    "mql_to_sql",
    "lead_to_deal",
    "lead_acceptance",
    "first_response_time",
    "sla_met",
    "stage_conversion",
    "stage_time",
    "stalled_value",
    "pipeline_coverage",
    "close_date_slips",
    "step_kept_share",
    "hygiene_score",
    "pipeline_by_source",
    "lead_to_customer",
    "qualification_time",
    "deals_won",
    "win_rate",
    "closing_rate",
    "no_decision_rate",
    "close_reasons",
    "cycle_time",
    "time_to_loss",
    "average_deal_value",
    "revenue",
    "revenue_growth",
    "pipeline_velocity",
    "seller_margin",
    "cac",
    "clv",
    "customer_lifetime",
    "revenue_per_customer",
    "mrr",
    "nps",
    "renewal_rate",
    "upsell_rate",
    "cross_sell_rate",
    "market_share",
    "product_margin",
)
"""Every KPI that a playbook may choose or set a target for."""

MAX_CHOSEN_KPIS = 10

_NINE_TO_SIX = (Opening(9 * 3600, 18 * 3600),)

CALENDAR = Calendar(hours=(_NINE_TO_SIX,) * 5 + ((), ()))
"""Monday to Friday 09:00-18:00. No holidays: only the team knows its country."""

SLAS = (
    Sla("first_response", "lead", "handed_off", "responded", Span(4, "h"), {"intent": "high"}),
    Sla("first_response", "lead", "handed_off", "responded", Span(1, "d"), {"intent": "low"}),
    Sla("accept_or_reject", "lead", "handed_off", "accepted_or_rejected", Span(1, "d")),
    Sla("first_note", "deal", "promoted", "note_logged", Span(1, "d")),
    Sla("proposal", "deal", "stage_entered:solution", "ticked:proposal_sent", Span(3, "d")),
)

LEAD = LeadRules(
    threshold=3,
    qualify_by=("score", "matrix"),
    criteria=(
        ScoreRule("right_size", "Company of the right size", 1),
        ScoreRule("right_industry", "Right industry", 1),
        ScoreRule("role_decides", "Role decides or influences", 1),
        ScoreRule("named_problem", "Named a concrete problem", 2),
        ScoreRule("asked_for_contact", "Asked for a contact", 2),
        ScoreRule("student_or_competitor", "Student or competitor", -3),
        ScoreRule("free_mailbox", "Free mailbox", -1),
    ),
)

REASONS = Reasons(
    lost=("price", "competitor", "no_budget", "no_fit", "timing", "other"),
    no_decision=("status_quo", "no_priority", "no_sponsor", "other"),
    wake_days=(60, 90),
)

KPI = KpiChoice(
    chosen=(
        "next_step_coverage",
        "step_kept_share",
        "first_response_time",
        "mql_to_sql",
        "lead_to_deal",
        "stage_conversion",
        "pipeline_coverage",
        "win_rate",
        "cycle_time",
    ),
    targets={"next_step_coverage": 1.0},
)


def unknown_references(rule: Sla, stages: Iterable[Stage]) -> dict[str, str]:
    """What this SLA names and these stages lack: ``{"start": stage id, "stop": criterion id}``, or less."""
    stages = tuple(stages)
    unknown: dict[str, str] = {}
    event, _, stage_id = rule.start.partition(":")
    if event == "stage_entered" and all(stage.id != stage_id for stage in stages):
        unknown["start"] = stage_id
    event, _, criterion_id = rule.stop.partition(":")
    if event == "ticked" and all(criterion.id != criterion_id for stage in stages for criterion in stage.criteria):
        unknown["stop"] = criterion_id
    return unknown


def slas_for(stages: Iterable[Stage]) -> tuple[Sla, ...]:
    """The default SLAs, without those that name a stage or criterion that these stages lack."""
    stages = tuple(stages)
    return tuple(rule for rule in SLAS if not unknown_references(rule, stages))
