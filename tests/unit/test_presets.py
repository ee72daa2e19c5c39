"""The presets: the same rules in each language, and those of the product."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from pipetui.domain.playbook import Opening, Playbook, Sla, Span
from pipetui.errors import BadInput
from pipetui.exchange.playbook_toml import parse, render
from pipetui.i18n import LANGUAGES
from pipetui.presets import PRESETS, preset_text

EACH = list(product(PRESETS, LANGUAGES))

STAGES = {
    "qualification": (14, ["icp_fit", "decision_role_known", "pain_urgent", "time_window_realistic"]),
    "discovery": (21, ["problems_mapped", "impact_estimated", "sponsor_named"]),
    "solution": (21, ["proposal_sent", "kpis_agreed", "next_step_agreed"]),
    "validation": (30, ["references_shown", "pilot_settled", "committee_mapped"]),
    "decision": (14, ["signer_known", "procurement_aligned", "decision_date_set"]),
    "closing": (7, ["outcome_logged", "delivery_informed"]),
}
PROPOSAL = Sla("proposal", "deal", "stage_entered:solution", "ticked:proposal_sent", Span(3, "d"))


def preset(name: str, language: str) -> Playbook:
    return parse(preset_text(name, language), source=f"{name}.{language}.toml")


@pytest.mark.parametrize(("name", "language"), EACH)
def test_stages_criteria_and_limits(name: str, language: str) -> None:
    stages = preset(name, language).stages
    assert list(STAGES) == [stage.id for stage in stages]
    for stage in stages:
        assert (stage.max_days, [criterion.id for criterion in stage.criteria]) == STAGES[stage.id]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_zone_currency_and_calendar(name: str, language: str) -> None:
    playbook = preset(name, language)
    assert (playbook.timezone, playbook.currency) == ("Europe/Rome", "EUR")
    assert playbook.calendar.hours == ((Opening(9 * 3600, 18 * 3600),),) * 5 + ((), ())
    assert playbook.calendar.holidays == "IT"
    assert playbook.calendar.closed == frozenset[date]()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_leads_and_reasons(name: str, language: str) -> None:
    playbook = preset(name, language)
    assert playbook.lead.threshold == 3
    assert playbook.lead.qualify_by == ("score", "matrix")
    assert [rule.points for rule in playbook.lead.criteria] == [1, 1, 1, 2, 2, -3, -1]
    assert playbook.reasons.lost == ("price", "competitor", "no_budget", "no_fit", "timing", "other")
    assert playbook.reasons.no_decision == ("status_quo", "no_priority", "no_sponsor", "other")
    assert playbook.reasons.wake_days == (60, 90)


@pytest.mark.parametrize("language", LANGUAGES)
def test_slas(language: str) -> None:
    assert preset("b2b", language).slas == (
        Sla("first_response", "lead", "handed_off", "responded", Span(4, "h"), {"intent": "high"}),
        Sla("first_response", "lead", "handed_off", "responded", Span(1, "d"), {"intent": "low"}),
        Sla("accept_or_reject", "lead", "handed_off", "accepted_or_rejected", Span(1, "d")),
        Sla("first_note", "deal", "promoted", "note_logged", Span(1, "d")),
        PROPOSAL,
    )
    assert preset("solo", language).slas == (PROPOSAL,)


@pytest.mark.parametrize("name", PRESETS)
def test_ids_do_not_change_with_the_language(name: str) -> None:
    english, italian = preset(name, "en"), preset(name, "it")
    assert [rule.id for rule in english.lead.criteria] == [rule.id for rule in italian.lead.criteria]
    assert english.kpi == italian.kpi
    assert english.definitions.keys() == italian.definitions.keys()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_what_is_shown_can_be_applied(name: str, language: str) -> None:
    playbook = preset(name, language)
    assert parse(render(playbook), source="shown") == playbook


@pytest.mark.parametrize(("name", "language"), [("b2c", "en"), ("b2b", "fr"), ("../b2b", "en")])
def test_another_name_is_refused(name: str, language: str) -> None:
    with pytest.raises(BadInput):
        preset_text(name, language)
