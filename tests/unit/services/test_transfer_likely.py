"""A stage is proposed for a label only where its words point to one."""

from __future__ import annotations

import pytest

from pipetui.services.playbooks import from_preset
from pipetui.services.transfer_likely import likely_stage


@pytest.mark.parametrize(
    ("label", "stage"),
    [
        ("Qualifica", "qualification"),
        ("01 - Qualificazione", "qualification"),
        ("Analisi", "discovery"),
        ("Analisi dei bisogni", "discovery"),
        ("Proposta inviata (60%)", "solution"),
        ("PREVENTIVO", "solution"),
        ("Preventvo", "solution"),
        ("Valutazione", "validation"),
        ("Negoziazione", "decision"),
        ("In chiusura", "closing"),
        ("Chiusa vinta!", "won"),
        ("Proposta persa", "lost"),
        ("Warm", None),
        ("Analisi e proposta", None),
        ("Lostt", None),
        ("[/x]", None),
        ("", None),
    ],
)
def test_labels_of_the_default_playbook(label: str, stage: str | None) -> None:
    assert likely_stage(label, from_preset("b2b", "en")) == stage


def test_the_names_of_the_playbook_count() -> None:
    assert likely_stage("Soluzione proposta", from_preset("b2b", "it")) == "solution"
    assert likely_stage("Scoperta", from_preset("b2b", "it")) == "discovery"
